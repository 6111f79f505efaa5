-- What happened to the order before each answer: late, incomplete, out of stock?
-- grain: one row per answer to the metric with such an order
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   order_days
-- returns: answer, late_by_day, late_by_hour, incomplete, out_of_stock
-- note: 1 yes, 0 no, null not known. An answer about an order takes that order, with all that is on
--   file; one about a contact around an order takes it once delivered (or told out of stock); any
--   other the customer's latest of that kind within order_days before the day of the answer. Late:
--   a delivered or returned line came after its promised day, or time; not known without both.
--   Incomplete and out of stock: any line. Of several orders of one day the worst counts.
with answers as (
    select shown.answer, shown.customer_id, shown.day_on, ties.order_id, ties.interaction_id
    from rollup.numbered_answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    ) as shown
    inner join rollup.ties as ties on shown.response_id = ties.response_id
),

lines as (
    select *, coalesce(status, 'delivered') in ('delivered', 'returned') as is_sent
    from crm.orders
),

orders as (
    select
        order_id,
        min(customer_id) as customer_id,
        coalesce(
            max(delivered_on), app.day_of(min(ordered_at) filter (where status = 'out_of_stock'))
        ) as known_on,
        max((delivered_on > promised_on)::float) filter (where is_sent) as late_by_day,
        max((delivered_at > promised_at)::float) filter (where is_sent) as late_by_hour,
        max((not is_complete)::float) as incomplete,
        max((status = 'out_of_stock')::float)
            filter (where status in ('delivered', 'returned', 'out_of_stock')) as out_of_stock
    from lines
    group by order_id
),

days as (
    select
        customer_id,
        known_on,
        max(late_by_day) as late_by_day,
        max(late_by_hour) as late_by_hour,
        max(incomplete) as incomplete,
        max(out_of_stock) as out_of_stock
    from orders
    where known_on is not null
    group by customer_id, known_on
)

select
    answers.answer,
    orders.late_by_day,
    orders.late_by_hour,
    orders.incomplete,
    orders.out_of_stock
from answers
inner join orders on answers.order_id = orders.order_id
where answers.interaction_id is null or answers.day_on >= orders.known_on
union all
select answers.answer, days.late_by_day, days.late_by_hour, days.incomplete, days.out_of_stock
from answers
asof inner join days
    on answers.customer_id = days.customer_id and answers.day_on >= days.known_on
where answers.order_id is null and answers.day_on - days.known_on <= $order_days
