-- The figures that people ask about first, so that an import can say what it changes.
-- grain: one row per figure, survey kind and calendar quarter; totals have no quarter
-- portable: yes
-- note: a score is the mean of its points, so its total is their sum; the others add up; cost to
--   serve is what contacts are recorded to have cost; a cancelled order is no revenue
create or replace view app.headlines as
with figures as (
    select
        scores.metric as figure,
        scores.survey_kind as kind,
        cast(date_trunc('quarter', scores.month_on) as date) as quarter_on,
        cast(sum(scores.points * scores.answers) as double) as total,
        cast(sum(scores.answers) as bigint) as counted
    from rollup.score_cube as scores
    group by
        scores.metric,
        scores.survey_kind,
        cast(date_trunc('quarter', scores.month_on) as date)
    union all
    select
        'revenue',
        '',
        app.quarter_of(sales.ordered_at),
        cast(sum(sales.revenue) as double),
        count(*)
    from app.sales as sales
    group by app.quarter_of(sales.ordered_at)
    union all
    select
        'invoiced',
        '',
        cast(date_trunc('quarter', invoices.issued_on) as date),
        cast(sum(invoices.amount) as double),
        count(*)
    from crm.invoices as invoices
    group by cast(date_trunc('quarter', invoices.issued_on) as date)
    union all
    select
        'contacts',
        '',
        app.quarter_of(interactions.occurred_at),
        cast(count(*) as double),
        count(*)
    from crm.interactions as interactions
    group by app.quarter_of(interactions.occurred_at)
    union all
    select
        'cost_to_serve',
        '',
        app.quarter_of(interactions.occurred_at),
        cast(sum(interactions.cost) as double),
        count(*)
    from crm.interactions as interactions
    where interactions.cost is not null
    group by app.quarter_of(interactions.occurred_at)
    union all
    select
        'cases',
        '',
        app.quarter_of(cases.opened_at),
        cast(count(*) as double),
        count(*)
    from crm.cases as cases
    group by app.quarter_of(cases.opened_at)
    union all
    select
        'invitations',
        '',
        app.quarter_of(invitations.sent_at),
        cast(count(*) as double),
        count(*)
    from feedback.invitations as invitations
    group by app.quarter_of(invitations.sent_at)
    union all
    select
        'follow_ups',
        '',
        app.quarter_of(follow_ups.opened_at),
        cast(count(*) as double),
        count(*)
    from feedback.follow_ups as follow_ups
    group by app.quarter_of(follow_ups.opened_at)
    union all
    select
        'customers',
        '',
        cast(null as date),
        cast(count(*) as double),
        count(*)
    from crm.customers
    union all
    select
        'monthly_value',
        '',
        cast(null as date),
        cast(sum(contracts.monthly_value) as double),
        count(contracts.monthly_value)
    from crm.contracts as contracts
)

select
    figures.figure,
    figures.kind,
    figures.quarter_on,
    figures.total,
    figures.counted,
    case
        when figures.figure in ('nps', 'csat', 'ces') then 1.0 * figures.total / figures.counted
        else figures.total
    end as value
from figures
where figures.counted > 0;
