-- Do those who follow up with customers write down what was wrong, and what they did?
-- grain: one row
-- params: from_on, on_day
-- returns: follow_ups, with_cause, with_action, with_outcome, recovered
-- note: of the follow-ups in the extract that were opened from from_on to on_day
select
    count(*) as follow_ups,
    count(root_cause) as with_cause,
    count(action) as with_action,
    count(outcome) as with_outcome,
    count(*) filter (where outcome = 'recovered') as recovered
from feedback.follow_ups
where rollup.happened_within(opened_at, $from_on, $on_day)
