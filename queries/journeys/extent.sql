-- What is there to make journeys of, up to when, and which pause are contacts kept by?
-- grain: one row
-- params: latest_possible
-- returns: extract_at, kept_gap_days, contacts, orders, cases, contracts, customers
-- note: nothing later than the latest possible moment counts as the end of what is known
with moments as (
    select max(occurred_at) as latest_at
    from crm.interactions
    where occurred_at <= $latest_possible
    union all
    select max(ordered_at)
    from crm.orders
    where ordered_at <= $latest_possible
    union all
    select max(opened_at)
    from crm.cases
    where opened_at <= $latest_possible
    union all
    select max(responded_at)
    from feedback.responses
    where responded_at <= $latest_possible
    union all
    select app.moment_at(max(started_on))
    from crm.contracts
    where started_on <= app.day_of($latest_possible)
)

select
    (select max(latest_at) from moments) as extract_at,
    (select max(gap_days) from rollup.touches_gap) as kept_gap_days,
    (select count(*) from rollup.touches) as contacts,
    (select count(*) from crm.orders) as orders,
    (select count(*) from crm.cases) as cases,
    (select count(*) from crm.contracts) as contracts,
    (select count(*) from crm.customers) as customers
