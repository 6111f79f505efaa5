-- What was done about one unhappy answer or complaint so far, and by whom?
-- grain: one row per step logged here or follow-up of the extract
-- params: about_kind, about_id, revision
-- returns: happened_at, step, who, root_cause, action, outcome, note, step_id
select happened_at, step, actor as who, root_cause, action, outcome, note, step_id
from app.follow_up_steps
where
    about_kind = $about_kind and about_id = $about_id
    and ($revision is null or step_id <= $revision)
union all
select
    opened_at, 'opened', owner, root_cause, action,
    null, null, null
from feedback.follow_ups
where if($about_kind = 'case', case_id, response_id) = $about_id
union all
select first_contact_at, 'contacted', owner, null, null, null, null, null
from feedback.follow_ups
where
    if($about_kind = 'case', case_id, response_id) = $about_id
    and first_contact_at is not null
union all
select closed_at, 'closed', owner, null, null, outcome, null, null
from feedback.follow_ups
where if($about_kind = 'case', case_id, response_id) = $about_id and closed_at is not null
order by happened_at, step_id
