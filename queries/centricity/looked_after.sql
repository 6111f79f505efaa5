-- Who looks after customers, is it one segment each, and is it known what customers spend in all?
-- grain: one row
-- params: on_day, least_customers, focus_share
-- returns: customers, with_manager, revenue, revenue_with_manager, with_spend, managers,
--   managers_judged, managers_focused, in_segment, in_largest_segment
-- note: customers are those who are neither prospects nor lost; revenue is of the twelve months up
--   to that day; judged are managers with at least least_customers whose segment is known, focused
--   those who have focus_share of these in one segment; in_segment counts all of these customers
with earned as (
    select customer_id, sum(revenue)::double as revenue
    from app.sales
    where
        rollup.happened_within(
            ordered_at, ($on_day::date - interval 12 months)::date + 1, $on_day
        )
    group by customer_id
),

current as (
    select
        customers.customer_id, customers.segment, customers.account_manager,
        customers.annual_category_spend,
        coalesce(earned.revenue, 0) as revenue
    from crm.customers as customers
    left join earned on customers.customer_id = earned.customer_id
    where
        coalesce(customers.status, '') not in ('prospect', 'lost')
        and coalesce(customers.lost_on > $on_day::date, true)
),

portfolios as (
    select account_manager, segment, count(*) as customers
    from current
    where account_manager is not null and segment is not null
    group by account_manager, segment
),

managers as (
    select account_manager, sum(customers) as customers, max(customers) as largest
    from portfolios
    group by account_manager
),

judged as (
    select *
    from managers
    where customers >= $least_customers
),

segments as (
    select portfolios.segment, sum(portfolios.customers)::bigint as customers
    from portfolios
    inner join judged on portfolios.account_manager = judged.account_manager
    group by portfolios.segment
)

select
    count(*) as customers,
    count(account_manager) as with_manager,
    coalesce(sum(revenue), 0) as revenue,
    coalesce(sum(revenue) filter (where account_manager is not null), 0) as revenue_with_manager,
    count(annual_category_spend) as with_spend,
    count(distinct account_manager) as managers,
    (select count(*) from judged) as managers_judged,
    (
        select count(*)
        from judged
        where judged.largest >= $focus_share * judged.customers
    ) as managers_focused,
    (select coalesce(sum(customers), 0)::bigint from segments) as in_segment,
    (select coalesce(max(customers), 0)::bigint from segments) as in_largest_segment
from current
