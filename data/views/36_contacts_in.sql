-- The contacts that a page's filters let through, each with whether it was followed by a repeat.
-- grain: one row per contact
-- portable: no
-- note: a repeat is another contact of the customer at the touchpoint within 7 days, by whichever
--   channel; of contacts in the last 7 days of what is known it cannot be told yet; mailings
--   neither repeat nor are repeated; a customer's sums are crossed as in rollup.sums_of, with k
--   contacts known and c of them counted
create or replace macro rollup.contacts_in(
    extract_at, from_day, to_day, segments, regions, channels, touchpoints, products
) as table
with contacts as (
    select
        *,
        coalesce(purpose, '') = 'marketing' and coalesce(direction, '') = 'outbound' as is_mailing
    from crm.interactions
    where rollup.happened_within(occurred_at, from_day, to_day::date + 7)
),

followed as (
    select
        *,
        coalesce(
            date_diff(
                'second',
                occurred_at,
                lead(occurred_at) over (
                    partition by customer_id, touchpoint, is_mailing
                    order by occurred_at, interaction_id
                )
            ) <= 7 * 86400,
            false
        ) as has_repeat
    from contacts
)

select
    followed.*,
    date_diff('second', followed.occurred_at, extract_at) >= 7 * 86400
    and not followed.is_mailing as is_known
from followed
left join crm.customers as customers on followed.customer_id = customers.customer_id
left join crm.products as products_sold on followed.product_id = products_sold.product_id
where
    rollup.happened_within(followed.occurred_at, from_day, to_day)
    and rollup.is_in(segments, coalesce(customers.segment, '(unknown)'))
    and rollup.is_in(regions, coalesce(customers.region, '(unknown)'))
    and rollup.is_in(channels, followed.channel)
    and rollup.is_in(touchpoints, followed.touchpoint)
    and rollup.is_in(products, coalesce(products_sold.name, followed.product_id, '(unknown)'));

create or replace macro rollup.crossed(k, c) as {
    known: coalesce(sum(k), 0)::bigint,
    counted: coalesce(sum(c), 0)::bigint,
    people: count(*) filter (where k > 0),
    nn: coalesce(sum(k * k), 0)::double,
    ns: coalesce(sum(k * c), 0)::double,
    ss: coalesce(sum(c * c), 0)::double
};
