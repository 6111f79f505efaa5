-- How long has each customer stayed since the observation began, and who has left?
-- grain: one row per customer who was there
-- params: extract_at, from_on, to_on, segment, region
-- returns: person, days, left
-- note: days from when they became a customer or the period began, whichever is later, to when they
--   left or the period or what is known ended; left is 1 or 0; elapsed days
with stays as (
    select
        customer_id as person,
        greatest(coalesce(acquired_on, first_seen_on), $from_on, earliest.first_on) as began_on,
        least(app.day_of($extract_at), $to_on) as last_on,
        lost_on
    from crm.customers
    cross join (select app.day_of(min(started_at)) as first_on from rollup.journeys) as earliest
    where
        coalesce(status, '') <> 'prospect'
        and rollup.is_in($segment, coalesce(segment, '(unknown)'))
        and rollup.is_in($region, coalesce(region, '(unknown)'))
)

select
    person,
    date_diff('day', began_on, least(last_on, lost_on))::double as days,
    (coalesce(lost_on <= last_on, false))::integer as left
from stays
where began_on < least(last_on, lost_on)
order by person
