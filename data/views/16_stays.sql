-- Until when each customer stayed, as far as is known by a day (today).
-- grain: one row per customer
-- portable: no
-- note: left_on is lost_on; where nobody has one, the end of the last contract of those all of
--   whose contracts ended. known_until is the latest day that customers and contracts tell of,
--   today at most; what lies after it is a plan. is_left_undated: called lost, but without a day
create or replace macro rollup.stays(today) as table
with plans as (
    select
        customer_id,
        if(count(*) = count(ended_on), max(ended_on), null) as ended_on,
        greatest(max(started_on), max(ended_on)) as latest_on
    from crm.contracts
    group by customer_id
),

told as (
    select
        max(
            greatest(
                customers.first_seen_on, customers.acquired_on, customers.lost_on, plans.latest_on
            )
        ) as latest_on,
        count(customers.lost_on) > 0 as has_lost_days
    from crm.customers as customers
    left join plans on customers.customer_id = plans.customer_id
),

reach as (
    select if(latest_on < today, latest_on, today) as known_until, has_lost_days
    from told
    where latest_on is not null
),

leaving as (
    select
        customers.customer_id,
        customers.segment,
        customers.region,
        customers.status,
        customers.acquired_on,
        reach.known_until,
        if(coalesce(reach.has_lost_days, false), customers.lost_on, plans.ended_on) as leaves_on
    from crm.customers as customers
    left join reach on true
    left join plans on customers.customer_id = plans.customer_id
)

select
    customer_id,
    coalesce(segment, '(unknown)') as segment,
    coalesce(region, '(unknown)') as region,
    acquired_on,
    known_until,
    if(leaves_on <= known_until, leaves_on, null) as left_on,
    coalesce(status, '') = 'lost' and leaves_on is null as is_left_undated,
    coalesce(status, '') != 'prospect' or acquired_on is not null as is_customer
from leaving;
