-- Which answers are behind a figure of complaints put right, not put right, or of none?
-- grain: one row per answer to the metric by a known customer, the latest first
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   latest_possible_on, recovery_days, only_outcome, only_followed, most
-- returns: answered_on, score, customer_id, customer, segment, days_followed, has_left, total
-- note: answers and outcomes as in drivers/recovery; only_followed keeps the first answer of each
--   customer who can be followed after it; total counts also those beyond the most
select
    judged.day_on as answered_on,
    judged.value as score,
    judged.customer_id,
    coalesce(customers.name, judged.customer_id) as customer,
    judged.segment,
    judged.days as days_followed,
    judged.has_left = 1 as has_left,
    count(*) over () as total
from
    rollup.judged_answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind,
        $latest_possible_on, $recovery_days
    ) as judged
left join crm.customers as customers on judged.customer_id = customers.customer_id
where
    judged.outcome = $only_outcome
    and (not coalesce($only_followed, false) or (judged.turn = 1 and judged.days > 0))
order by judged.responded_at desc, judged.response_id
limit $most
