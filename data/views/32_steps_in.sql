-- The steps of journeys: contacts between pauses, or what happened to an order, case or contract.
-- grain: one row per step of a journey
-- portable: no
-- note: by_what is gap, order, case or contract; is_kept reads the contacts as they are kept at
--   each commit, which holds for the pause that the settings name; a step by its day only never
--   stands before one of that day that it follows; a date that is only promised is no step;
--   a contact at the very moment at which an order was placed or a case opened is that same step
create or replace macro rollup.steps_of_references(by_what) as table
with happened as (
    select
        case
            when by_what = 'order' then order_id
            when by_what = 'case' then case_id
            else contract_id
        end as journey_key,
        customer_id,
        happened_at,
        place,
        case
            when kind = 'contact' then touchpoint
            when kind = 'order delivered' then concat('Delivered ', outcome)
            else concat(upper(kind[1]), kind[2:])
        end as name,
        channel,
        product_id,
        outcome,
        cost,
        kind in ('order delivered', 'case resolved', 'contract ended')
        or (
            kind = 'order placed'
            and outcome in ('delivered', 'cancelled', 'out_of_stock', 'returned')
        ) as is_end,
        kind
    from rollup.event_axis
    where
        kind not in ('order promised', 'invoice due', 'contract renewal', 'invited', 'answered')
),

begun as (
    select order_id as journey_key, ordered_at as begun_at, 'Order placed' as name, 10 as place
    from crm.orders
    where by_what = 'order'
    group by order_id, ordered_at
    union all
    select case_id, opened_at, 'Case opened', 45
    from crm.cases
    where by_what = 'case'
),

told as (
    select
        happened.* replace (
            -- a case opens among the contacts of its day, in the order of their times
            case
                when happened.kind = 'case opened' and by_what = 'case' then 45
                else coalesce(begun.place, happened.place)
            end as place,
            coalesce(begun.name, trim(happened.name)) as name
        )
    from happened
    left join begun
        on happened.kind = 'contact'
        and happened.journey_key = begun.journey_key
        and happened.happened_at = begun.begun_at
    where happened.journey_key is not null
),

-- the lines of an order that go together are one step
steps as (
    select
        journey_key,
        min(customer_id) over (partition by journey_key) as customer_id,
        happened_at,
        place,
        name,
        min(channel) as channel,
        min(product_id) as product_id,
        bool_and(outcome <> 'unresolved') as is_resolved,
        sum(cost) as cost,
        bool_or(is_end) as is_end
    from told
    group by journey_key, customer_id, happened_at, place, name
),

placed as (
    select
        *,
        min(happened_at) over (partition by journey_key) as journey_started_at,
        row_number() over (
            partition by journey_key order by app.day_of(happened_at), place, happened_at, name
        ) as step,
        max(happened_at) over (
            partition by journey_key order by app.day_of(happened_at), place, happened_at, name
        ) as touched_at
    from steps
)

select
    *,
    lead(name) over (partition by journey_key order by step) as next_name,
    lead(touched_at) over (partition by journey_key order by step) as next_touched_at
from placed;

create or replace view rollup.gap_steps as
select
    customer_id as journey_key, customer_id, journey_started_at, step, touched_at,
    touchpoint as name, next_touchpoint as next_name, next_touched_at,
    channel, product_id, is_resolved, cost, false as is_end
from rollup.touches;

create or replace view rollup.order_steps as
select * from rollup.steps_of_references('order');

create or replace view rollup.case_steps as
select * from rollup.steps_of_references('case');

create or replace view rollup.contract_steps as
select * from rollup.steps_of_references('contract');

create or replace macro rollup.steps_in(by_what, is_kept, gap_days) as table
-- one of rollup.gap_steps, rollup.order_steps, rollup.case_steps and rollup.contract_steps
select
    journey_key, customer_id, journey_started_at, step, touched_at,
    name, next_name, next_touched_at,
    channel, product_id, is_resolved, cost, is_end
from query_table(concat('rollup.', coalesce(by_what, 'gap'), '_steps'))
where is_kept or by_what <> 'gap'
union all
select
    customer_id as journey_key, customer_id, journey_started_at, step, touched_at,
    touchpoint, next_touchpoint, next_touched_at,
    channel, product_id, is_resolved, cost, false
from rollup.touches_of('rollup.contacts', gap_days)
where by_what = 'gap' and not is_kept;
