-- Which headline figures did an import or its undo change, and from what to what?
-- grain: one row per import, action, figure, survey kind and calendar quarter; totals have none
-- params: import_id
-- returns: import_id, action, figure, kind, period, before, after, before_count, after_count
-- note: null as import_id means every import; before and after are null where there were no rows
select
    import_id,
    action,
    figure,
    kind,
    period,
    value_before as before,
    value_after as after,
    count_before as before_count,
    count_after as after_count
from app.import_effects
where $import_id::bigint is null or import_id = $import_id::bigint
order by import_id desc, action, figure, kind, period desc nulls first
