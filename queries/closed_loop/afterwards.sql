-- What became of customers after their first unhappy answer, contacted soon or not?
-- grain: one row per customer who was one on the day of that answer
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   revision, latest_possible_on, landmark_days
-- returns: person, segment, tenure_days, revenue_before, value, contacted_after_days,
--   left_after_days, followed_days, score_change, revenue_after
-- note: score_change is the first answer of the kind on or after the landmark less the unhappy one,
--   as given; revenue_after that of the twelve months from the landmark on, null where these are
--   not over; customers who are called lost without a day are left out
with turns as (
    select
        *,
        row_number() over (partition by customer_id order by responded_at, response_id) as turn
    from rollup.answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
    where is_inside and standing = -1 and customer_id is not null
),

firsts as (
    select
        turns.*,
        turns.responded_at + to_days($landmark_days::integer) as landmark_at,
        (turns.day_on - stays.acquired_on)::double as tenure_days,
        (stays.left_on - turns.day_on)::double as left_after_days,
        (stays.known_until - turns.day_on)::double as followed_days
    from turns
    inner join rollup.stays($latest_possible_on) as stays on turns.customer_id = stays.customer_id
    where
        turns.turn = 1
        and stays.is_customer
        and not stays.is_left_undated
        and coalesce(stays.acquired_on <= turns.day_on, true)
        and coalesce(stays.left_on > turns.day_on, true)
),

earned as (
    select
        firsts.customer_id,
        sum(sales.revenue) filter (
            where sales.ordered_at < firsts.responded_at
        )::double as revenue_before,
        sum(sales.revenue) filter (
            where sales.ordered_at >= firsts.landmark_at
        )::double as revenue_after
    from firsts
    inner join app.sales as sales
        on firsts.customer_id = sales.customer_id
        and sales.ordered_at >= firsts.responded_at - interval 365 days
        and sales.ordered_at < firsts.landmark_at + interval 365 days
    group by firsts.customer_id
),

later as (
    select customer_id, responded_at, min(value) as value
    from rollup.answers
    where metric = $metric and survey_kind = $survey_kind and is_inside and customer_id is not null
    group by customer_id, responded_at
)

select
    (hash(firsts.customer_id) >> 1)::bigint as person,
    firsts.segment, firsts.tenure_days,
    coalesce(earned.revenue_before, 0) as revenue_before,
    firsts.value::double as value,
    epoch(followed.contacted_at - firsts.responded_at)::double / 86400 as contacted_after_days,
    firsts.left_after_days,
    firsts.followed_days,
    (later.value - firsts.value)::double as score_change,
    if(
        firsts.followed_days >= $landmark_days + 365, coalesce(earned.revenue_after, 0), null
    ) as revenue_after
from firsts
left join earned on firsts.customer_id = earned.customer_id
left join app.followed_until($revision) as followed
    on followed.about_kind = 'answer' and firsts.response_id = followed.about_id
    and followed.contacted_at >= firsts.responded_at
asof left join later
    on firsts.customer_id = later.customer_id and firsts.landmark_at <= later.responded_at
order by person
