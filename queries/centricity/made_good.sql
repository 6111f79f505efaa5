-- How many complaints are solved at the first contact, and how many made good with money?
-- grain: one row
-- params: from_on, on_day
-- returns: complaints, timed, solved_at_once, reopened, with_cost_known, compensated,
--   compensated_at_once
-- note: of complaints opened from from_on to on_day; timed were answered and resolved, solved at
--   once are those of them resolved within a day of the first answer and never opened again
with complaints as (
    select
        complaints.*,
        cases.compensation_cost,
        complaints.first_response_at is not null
        and complaints.resolved_at is not null as is_timed
    from app.complaints as complaints
    inner join crm.cases as cases on complaints.case_id = cases.case_id
    where rollup.happened_within(complaints.opened_at, $from_on, $on_day)
),

judged as (
    select
        *,
        is_timed
        and reopened_at is null
        and resolved_at <= first_response_at + interval 1 day as is_at_once,
        compensation_cost > 0 as is_compensated
    from complaints
)

select
    count(*) as complaints,
    count(*) filter (where is_timed) as timed,
    count(*) filter (where is_at_once) as solved_at_once,
    count(reopened_at) as reopened,
    count(compensation_cost) as with_cost_known,
    count(*) filter (where is_compensated) as compensated,
    count(*) filter (where is_compensated and is_at_once) as compensated_at_once
from judged
