-- The journeys that a page's filters let through, each with where it stands.
-- grain: one row per journey
-- portable: no
-- note: a journey is in the period in which it started; channels, touchpoints and products let
--   through whole journeys with such a step; is_over is false while a journey may still go on:
--   no pause as long as the gap since its last contact, or no end of the order, case or contract;
--   is_censored those of them that are younger than most take (young_seconds)
create or replace macro rollup.journeys_of_steps(source) as table
select
    journey_key,
    min(customer_id) as customer_id,
    journey_started_at as started_at,
    max(touched_at) as ended_at,
    count(*)::integer as touches,
    string_agg(name, chr(31) order by step) as path,
    (count(*) filter (where not is_resolved))::integer as unresolved,
    sum(cost) as cost,
    bool_or(is_end) as is_ended
from query_table(source)
group by journey_key, journey_started_at;

create or replace view rollup.gap_journeys as
select
    customer_id as journey_key, customer_id, started_at, ended_at, touches, path, unresolved, cost,
    false as is_ended
from rollup.journeys;

create or replace view rollup.order_journeys as
select * from rollup.journeys_of_steps('rollup.order_steps');

create or replace view rollup.case_journeys as
select * from rollup.journeys_of_steps('rollup.case_steps');

create or replace view rollup.contract_journeys as
select * from rollup.journeys_of_steps('rollup.contract_steps');

create or replace macro rollup.all_journeys(by_what, is_kept, gap_days, extract_at) as table
-- one of rollup.gap_journeys, rollup.order_journeys, rollup.case_journeys and
-- rollup.contract_journeys
with known as (
    select journey_key, customer_id, started_at, ended_at, touches, path, unresolved, cost, is_ended
    from query_table(concat('rollup.', coalesce(by_what, 'gap'), '_journeys'))
    where is_kept or by_what <> 'gap'
    union all
    select
        customer_id, min(customer_id), journey_started_at, max(touched_at), count(*)::integer,
        string_agg(touchpoint, chr(31) order by step),
        (count(*) filter (where not is_resolved))::integer, sum(cost), false
    from rollup.touches_of('rollup.contacts', gap_days)
    where by_what = 'gap' and not is_kept
    group by customer_id, journey_started_at
)

select
    journey_key, customer_id, started_at, ended_at, touches, path, unresolved, cost,
    case
        when by_what = 'gap' then date_diff('second', ended_at, extract_at) > gap_days * 86400
        else is_ended
    end as is_over
from known;

create or replace macro rollup.journeys_seen(
    by_what, is_kept, gap_days, extract_at, young_seconds,
    from_day, to_day, segments, regions, channels, touchpoints, products
) as table
-- all journeys, each with whether the filters let it through
with through as (
    select distinct steps.journey_key, steps.journey_started_at
    from rollup.steps_in(by_what, is_kept, gap_days) as steps
    left join crm.products as products_sold on steps.product_id = products_sold.product_id
    where
        (channels is not null or touchpoints is not null or products is not null)
        and rollup.is_in(channels, coalesce(steps.channel, '(unknown)'))
        and rollup.is_in(touchpoints, steps.name)
        and rollup.is_in(
            products, coalesce(products_sold.name, steps.product_id, '(unknown)')
        )
)

select
    journeys.*,
    date_diff('second', journeys.started_at, journeys.ended_at) as seconds,
    not journeys.is_over
    and date_diff('second', journeys.started_at, extract_at) < young_seconds as is_censored,
    rollup.happened_within(journeys.started_at, from_day, to_day)
    and journeys.started_at <= extract_at
    and rollup.is_in(segments, coalesce(customers.segment, '(unknown)'))
    and rollup.is_in(regions, coalesce(customers.region, '(unknown)'))
    and (
        (channels is null and touchpoints is null and products is null)
        or through.journey_key is not null
    ) as is_shown
from rollup.all_journeys(by_what, is_kept, gap_days, extract_at) as journeys
left join crm.customers as customers on journeys.customer_id = customers.customer_id
left join through
    on journeys.journey_key = through.journey_key
    and journeys.started_at = through.journey_started_at;

create or replace macro rollup.journeys_in(
    by_what, is_kept, gap_days, extract_at, young_seconds,
    from_day, to_day, segments, regions, channels, touchpoints, products
) as table
select * exclude (is_shown)
from rollup.journeys_seen(
    by_what, is_kept, gap_days, extract_at, young_seconds,
    from_day, to_day, segments, regions, channels, touchpoints, products
)
where is_shown;
