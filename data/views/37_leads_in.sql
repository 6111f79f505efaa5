-- Prospects from when they were first seen to when they became customers.
-- grain: one row per customer or prospect first seen in the period
-- portable: no
-- note: won is the first of: acquired, first contract, first opportunity won, first order; who came
--   to a later step has passed the earlier ones, on record or not; without a day of first sight,
--   the day they were won stands for it
create or replace macro rollup.leads_in(extract_at, from_day, to_day, segments, regions) as table
with signs as (
    select customer_id, acquired_on as on_day, 3 as depth
    from crm.customers
    union all
    select customer_id, started_on, 3
    from crm.contracts
    union all
    select customer_id, closed_on, 3
    from crm.opportunities
    where is_won
    union all
    select customer_id, app.day_of(ordered_at), 3
    from crm.orders
    union all
    select customer_id, opened_on, 2
    from crm.opportunities
    union all
    select customer_id, app.day_of(touched_at), 1
    from rollup.touches
),

reached as (
    select
        customer_id, max(depth) as depth, min(on_day) filter (where depth = 3) as won_on
    from signs
    where on_day <= app.day_of(extract_at)
    group by customer_id
),

leads as (
    select
        customers.customer_id,
        coalesce(customers.name, customers.customer_id) as customer,
        coalesce(customers.acquisition_channel, '(unknown)') as source,
        coalesce(customers.first_seen_on, reached.won_on) as first_seen_on,
        reached.won_on,
        coalesce(reached.depth, 0) as depth
    from crm.customers as customers
    left join reached on customers.customer_id = reached.customer_id
    where
        rollup.is_in(segments, coalesce(customers.segment, '(unknown)'))
        and rollup.is_in(regions, coalesce(customers.region, '(unknown)'))
)

select
    customer_id, customer, source, first_seen_on, won_on,
    depth >= 1 as is_contacted,
    depth >= 2 as is_opportunity,
    depth = 3 as is_won,
    case
        when won_on < first_seen_on then null
        else 86400.0 * date_diff('day', first_seen_on, coalesce(won_on, app.day_of(extract_at)))
    end as seconds
from leads
where first_seen_on is not null and first_seen_on <= app.day_of(extract_at)
    and rollup.is_within(first_seen_on, from_day, to_day);
