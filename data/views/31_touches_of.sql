-- Puts contacts together as journeys: a pause longer than so many days ends one.
-- grain: one row per contact of a customer that is no mailing; one per journey in journeys_of
-- portable: no
-- note: mailings are done to customers, and at one a month would tie all they do into one journey;
--   `source` names a table or view with the columns of rollup.contacts; a pause is elapsed time;
--   contacts of one moment follow each other by their id; chr(31) stands between the touchpoints
--   of a path, because no name holds it
create or replace view rollup.contacts as
select
    interactions.customer_id,
    interactions.occurred_at,
    interactions.interaction_id,
    interactions.touchpoint,
    interactions.channel,
    interactions.product_id,
    interactions.is_resolved,
    interactions.cost
from crm.interactions as interactions
where
    coalesce(interactions.purpose, '') <> 'marketing'
    or coalesce(interactions.direction, '') <> 'outbound';

create or replace macro rollup.touches_of(source, gap_days) as table
with paused as (
    select
        *,
        date_diff(
            'second',
            lag(occurred_at) over (partition by customer_id order by occurred_at, interaction_id),
            occurred_at
        ) as pause_seconds
    from query_table(source)
),

numbered as (
    select
        *,
        sum(case when pause_seconds <= gap_days * 86400 then 0 else 1 end) over (
            partition by customer_id order by occurred_at, interaction_id
        ) as journey
    from paused
)

select
    customer_id,
    min(occurred_at) over (partition by customer_id, journey) as journey_started_at,
    (row_number() over (
        partition by customer_id, journey order by occurred_at, interaction_id
    ))::integer as step,
    occurred_at as touched_at,
    interaction_id,
    touchpoint,
    lead(touchpoint) over (
        partition by customer_id, journey order by occurred_at, interaction_id
    ) as next_touchpoint,
    lead(occurred_at) over (
        partition by customer_id, journey order by occurred_at, interaction_id
    ) as next_touched_at,
    channel,
    product_id,
    is_resolved,
    cost
from numbered;

create or replace macro rollup.journeys_of(source) as table
select
    customer_id,
    journey_started_at as started_at,
    max(touched_at) as ended_at,
    count(*)::integer as touches,
    string_agg(touchpoint, chr(31) order by step) as path,
    (count(*) filter (where not is_resolved))::integer as unresolved,
    sum(cost) as cost
from query_table(source)
group by customer_id, journey_started_at;

create or replace view rollup.touches_definition as
select * from rollup.touches_of('rollup.contacts', (select max(gap_days) from rollup.touches_gap));

create or replace view rollup.journeys_definition as
select * from rollup.journeys_of('rollup.touches_definition');
