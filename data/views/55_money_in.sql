-- The amounts of the customers that a page's filters choose, in the period.
-- grain: one row per amount, as in rollup.money
-- portable: no
-- note: the period chooses amounts; every other filter chooses customers, and all their amounts
--   count: a contribution without some of its costs would be none. With a channel, touchpoint or
--   product are chosen who had a contact or order there in the period
create or replace macro rollup.met_in(
    from_day, to_day, channels, touchpoints, products
) as table
with met as (
    select customer_id, channel, touchpoint, product_id
    from crm.interactions
    where
        (channels is not null or touchpoints is not null or products is not null)
        and rollup.happened_within(occurred_at, from_day, to_day)
    union all
    select customer_id, coalesce(sales_channel, '(unknown)'), '(unknown)', product_id
    from crm.orders
    where
        (channels is not null or touchpoints is not null or products is not null)
        and rollup.happened_within(ordered_at, from_day, to_day)
)

select distinct met.customer_id
from met
left join crm.products as sold on met.product_id = sold.product_id
where
    rollup.is_in(channels, met.channel)
    and rollup.is_in(touchpoints, met.touchpoint)
    and rollup.is_in(products, coalesce(sold.name, met.product_id, '(unknown)'));

create or replace macro rollup.has_met(
    person, from_day, to_day, channels, touchpoints, products
) as (
    (channels is null and touchpoints is null and products is null)
    or person in (
        select met.customer_id
        from rollup.met_in(from_day, to_day, channels, touchpoints, products) as met
    )
);

create or replace macro rollup.money_in(
    from_day, to_day, segments, regions, channels, touchpoints, products
) as table
select
    money.*,
    coalesce(customers.segment, '(unknown)') as segment
from rollup.money as money
left join crm.customers as customers on money.customer_id = customers.customer_id
where
    rollup.happened_within(money.happened_at, from_day, to_day)
    and rollup.is_in(segments, coalesce(customers.segment, '(unknown)'))
    and rollup.is_in(regions, coalesce(customers.region, '(unknown)'))
    and rollup.has_met(money.customer_id, from_day, to_day, channels, touchpoints, products);

create or replace macro rollup.is_on_side(side_is, side) as
(side_is = 'all' and side != 'marketing') or side = side_is;
