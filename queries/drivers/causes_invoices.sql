-- Was the invoice before each answer disputed?
-- grain: one row per answer to the metric
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   invoice_days
-- returns: answer, disputed
-- note: 1 yes, 0 no, null not known. An answer about an order takes the invoices of that order, one
--   about a contact around an order once they are issued; any other the customer's latest issued
--   within invoice_days before the day of the answer. Of several the worst counts; without any, or
--   where nobody wrote down whether, it is not known.
with answers as (
    select shown.answer, shown.customer_id, shown.day_on, ties.order_id, ties.interaction_id
    from rollup.numbered_answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    ) as shown
    inner join rollup.ties as ties on shown.response_id = ties.response_id
),

of_orders as (
    select order_id, min(issued_on) as issued_on, max(is_disputed::float) as disputed
    from crm.invoices
    where order_id is not null
    group by order_id
),

latest as (
    select customer_id, issued_on, max(is_disputed::float) as disputed
    from crm.invoices
    group by customer_id, issued_on
)

select
    answers.answer,
    case
        when answers.order_id is not null
            then if(
                answers.interaction_id is null or answers.day_on >= of_orders.issued_on,
                of_orders.disputed, null
            )
        when answers.day_on - latest.issued_on <= $invoice_days then latest.disputed
    end as disputed
from answers
left join of_orders on answers.order_id = of_orders.order_id
asof left join latest
    on answers.customer_id = latest.customer_id and answers.day_on >= latest.issued_on
