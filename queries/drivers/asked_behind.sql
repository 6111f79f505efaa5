-- Who is behind the curve of those who answered when asked, or of the silent?
-- grain: one row per customer, the latest invitation first
-- params: from_on, to_on, segment, region, survey_kind, latest_possible_on, answer_days,
--   only_answered, most
-- returns: asked_on, answered_on, customer_id, customer, segment, region, left_on, total
-- note: people as in drivers/asked; total counts all of them, also beyond the most
select
    app.day_of(asked.sent_at) as asked_on,
    app.day_of(asked.responded_at) as answered_on,
    asked.customer_id,
    coalesce(customers.name, asked.customer_id) as customer,
    asked.segment,
    asked.region,
    asked.left_on,
    count(*) over () as total
from
    rollup.asked_in(
        $from_on, $to_on, $segment, $region, $survey_kind, $latest_possible_on, $answer_days
    ) as asked
left join crm.customers as customers on asked.customer_id = customers.customer_id
where asked.has_answered = $only_answered
order by asked.sent_at desc, asked.customer_id
limit $most
