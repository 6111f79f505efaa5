-- What was done about each unhappy answer and each case, in the extract and as logged here.
-- grain: one row per answer or case that somebody took up
-- portable: no
-- note: revision is the number of the newest logged step that counts, null for all; while a
--   follow-up of the extract is open, only a close that was logged here ends it; the team is the
--   owner in the extract; cause, action and outcome are the latest told
create or replace macro app.followed_until(revision) as table
with told as (
    select
        'answer' as about_kind, response_id as about_id, opened_at as told_at,
        first_contact_at as contacted_at, closed_at, null::timestamp as logged_close_at,
        null::timestamp as reopened_at, owner, root_cause, action, outcome,
        closed_at is null as is_open
    from feedback.follow_ups
    where response_id is not null
    union all
    select
        'case', case_id, opened_at, first_contact_at, closed_at, null, null, owner, root_cause,
        action, outcome, closed_at is null
    from feedback.follow_ups
    where case_id is not null
    union all
    select
        about_kind, about_id, happened_at,
        if(step = 'contacted', happened_at, null), null, if(step = 'closed', happened_at, null),
        if(step = 'reopened', happened_at, null), null, root_cause, action, outcome, false
    from app.follow_up_steps
    where revision is null or step_id <= revision
)

select
    about_kind,
    about_id,
    min(told_at) as taken_up_at,
    min(contacted_at) as contacted_at,
    if(bool_or(is_open), null, max(closed_at)) as closed_at,
    bool_or(is_open) as has_open,
    max(logged_close_at) as logged_close_at,
    max(reopened_at) as reopened_at,
    arg_max(owner, told_at) filter (where owner is not null) as team,
    arg_max(root_cause, told_at) filter (where root_cause is not null) as root_cause,
    arg_max(action, told_at) filter (where action is not null) as action,
    arg_max(outcome, told_at) filter (where outcome is not null) as outcome
from told
group by about_kind, about_id;
