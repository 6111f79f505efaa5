-- The months that contracts with a value were in force, up to the latest moment on file.
-- grain: one row per contract and month begun
-- portable: no
-- note: a month begins on the contract's own day, and counts whole; a contract that ended on the
--   day it started, or earlier, has none
create or replace view app.contract_months as
with told as (
    select app.day_of(max(told_at)) as told_on
    from (
        select occurred_at as told_at from crm.interactions
        union all
        select opened_at from crm.cases
        union all
        select responded_at from feedback.responses
        union all
        select app.moment_at(started_on) from crm.contracts
    ) as moments
    where told_at < app.moment_at(app.today() + 1)
),

spells as (
    select
        contracts.*,
        least(coalesce(contracts.ended_on - 1, told.told_on), told.told_on) as last_on
    from crm.contracts as contracts
    cross join told
    where contracts.monthly_value is not null
),

begun as (
    select
        *,
        unnest(generate_series(0, date_diff('month', started_on, last_on))) as months
    from spells
    where last_on >= started_on
)

select
    contract_id,
    customer_id,
    product_id,
    app.moment_at(started_on + to_months(months::integer)) as begins_at,
    monthly_value
from begun
where (started_on + to_months(months::integer))::date <= last_on;
