-- The first answer of each customer that the filters let through, and how long they stayed then.
-- grain: one row per customer who was one on the day of that answer
-- portable: no
-- note: days from the answer until they left or, when has_left is 0, were last known to be there;
--   null where they left on a day that nobody wrote down, or nothing is known after the answer
create or replace macro rollup.first_answers_in(
    metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is, today
) as table
with turns as (
    select
        *,
        row_number() over (partition by customer_id order by responded_at, response_id) as turn
    from rollup.answers_in(
        metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is
    )
    where is_inside and customer_id is not null
)

select
    turns.customer_id,
    turns.day_on,
    turns.value,
    turns.standing,
    turns.segment,
    stays.known_until,
    turns.day_on - stays.acquired_on as tenure_days,
    if(
        not stays.is_left_undated and coalesce(stays.left_on, stays.known_until) > turns.day_on,
        coalesce(stays.left_on, stays.known_until) - turns.day_on, null
    ) as days,
    (stays.is_left_undated or stays.left_on is not null)::tinyint as has_left
from turns
inner join rollup.stays(today) as stays on turns.customer_id = stays.customer_id
where
    turns.turn = 1
    and stays.is_customer
    and coalesce(stays.acquired_on <= turns.day_on, true)
    and coalesce(stays.left_on > turns.day_on, true);
