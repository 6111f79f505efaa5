-- How much happened with this customer when, by kind?
-- grain: one row per extract, kind and day, or month where there are many events
-- params: customer_id, revision, most_days
-- returns: extract, starts_on, kind, events, worst, is_by_month
-- note: worst is the lowest standing of answers (-1, 0, 1); more than most_days days with an event
--   are put together by month
with events as (
    select
        happened_at, kind, extract,
        case when metric = 'nps' then case when score >= 9 then 1 when score >= 7 then 0 else -1 end
        end as standing
    from app.events_of($customer_id, $revision)
),

days as (
    select extract, app.day_of(happened_at) as day_on
    from events
    group by extract, app.day_of(happened_at)
),

size as (
    select count(*) > $most_days as is_by_month
    from days
)

select
    events.extract,
    if(size.is_by_month, app.month_of(happened_at), app.day_of(happened_at)) as starts_on,
    if(size.is_by_month or count(distinct kind) > 1, events.extract, min(kind)) as kind,
    count(*) as events,
    min(standing) as worst,
    bool_or(size.is_by_month) as is_by_month
from events
cross join size
group by
    events.extract, size.is_by_month,
    if(size.is_by_month, app.month_of(happened_at), app.day_of(happened_at))
order by events.extract, starts_on
