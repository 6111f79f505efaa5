-- Which bad contacts did each customer have, and when?
-- grain: one row per contact that solved nothing
-- params: from_on, segment, region
-- returns: person, name, day
-- note: day since the customer's observation began as in journeys/stays; before it, below 0
select
    touches.customer_id as person,
    touches.touchpoint as name,
    date_diff(
        'second',
        app.moment_at(
            greatest(
                coalesce(customers.acquired_on, customers.first_seen_on), $from_on,
                earliest.first_on
            )
        ),
        touches.touched_at
    ) / 86400.0 as day
from rollup.touches as touches
inner join crm.customers as customers on touches.customer_id = customers.customer_id
cross join (select app.day_of(min(started_at)) as first_on from rollup.journeys) as earliest
where
    not touches.is_resolved
    and rollup.is_in($segment, coalesce(customers.segment, '(unknown)'))
    and rollup.is_in($region, coalesce(customers.region, '(unknown)'))
order by touches.customer_id, touches.touched_at, touches.touchpoint
