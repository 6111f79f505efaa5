-- Until when does the data tell of customers?
-- grain: one row
-- params: latest_possible_on
-- returns: as_of, customers, referred, orders
-- note: the latest moment of answers, contacts, orders and cases that is no plan
select
    (
        select max(happened_at)
        from (
            select max(responded_at) as happened_at from feedback.responses
            where rollup.happened_within(responded_at, null, $latest_possible_on)
            union all
            select max(occurred_at) from crm.interactions
            where rollup.happened_within(occurred_at, null, $latest_possible_on)
            union all
            select max(ordered_at) from crm.orders
            where rollup.happened_within(ordered_at, null, $latest_possible_on)
            union all
            select max(opened_at) from crm.cases
            where rollup.happened_within(opened_at, null, $latest_possible_on)
        ) as latest
    ) as as_of,
    (select count(*) from crm.customers) as customers,
    (select count(referred_by_customer_id) from crm.customers) as referred,
    (select count(*) from crm.orders) as orders
