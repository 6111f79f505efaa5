-- Of how many answers is it known who gave them?
-- grain: one row
-- params: none
-- returns: answers, anonymous_answers, unknown_answers
-- note: responses with a score; anonymous ones name nobody, neither themselves nor by an order,
--   contact, contract or invitation; unknown ones name a customer who is not on file
with speakers as (
    select response_id, any_value(customer_id) as customer_id
    from rollup.answers
    group by response_id
)

select
    count(*) as answers,
    count(*) filter (where speakers.customer_id is null) as anonymous_answers,
    count(*) filter (
        where speakers.customer_id is not null and customers.customer_id is null
    ) as unknown_answers
from speakers
left join crm.customers as customers on speakers.customer_id = customers.customer_id
