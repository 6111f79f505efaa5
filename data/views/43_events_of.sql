-- Everything that happened between one customer and the company, what was logged here included.
-- grain: one row per event
-- portable: no
-- note: said is the comment of an answer, or the note of a step that was logged
create or replace macro app.events_of(customer, revision) as table
select
    happened_at, is_day_only, place, kind, extract, touchpoint, channel, purpose,
    cost::double as cost, outcome, reference_kind, reference_id, severity, metric, score,
    null::varchar as said
from rollup.event_axis
where customer_id = customer
union all
select
    happened_at, false, 75,
    case step
        when 'contacted' then 'follow-up contact'
        when 'closed' then 'follow-up closed'
        else 'follow-up opened again'
    end,
    'follow_ups', null, null, null, null, coalesce(outcome, action, root_cause), about_kind,
    about_id, null, null, null, note
from app.follow_up_steps
where customer_id = customer and (revision is null or step_id <= revision);
