-- What was brought in, by whom and when, and does it still count?
-- grain: one row per import, newest first
-- params: none
-- returns: import_id, committed_at, actor, kind, tables, file_name, file_sha256, mapping, mode,
--   status, state, file_rows, new_rows, changed_rows, unchanged_rows, retired_rows, rejected_rows,
--   duplicate_rows, seconds, rejects_file, warnings, undone_at, undone_by, removed_rows,
--   restored_rows, kept_rows
-- note: state is live, undone, or superseded (a later snapshot of its extract says all there is);
--   times are UTC; the last three are rows that the undo removed, brought back and left alone
with filled as (
    select import_id, string_agg(distinct extract, ', ' order by extract) as tables
    from app.ledger
    group by import_id
),

retracted as (
    select
        import_id,
        max(happened_at) as undone_at,
        arg_max(actor, event_id) as undone_by
    from app.ledger
    where action = 'retract'
    group by import_id
),

live as (
    select distinct import_id, true as is_live
    from app.live_imports
),

undone as (
    select
        import_id,
        max(removed_rows) as removed_rows,
        max(restored_rows) as restored_rows,
        max(kept_rows) as kept_rows
    from app.undos
    group by import_id
)

select
    imports.import_id,
    imports.committed_at,
    imports.actor,
    imports.kind,
    coalesce(filled.tables, imports.kind) as tables,
    imports.file_name,
    imports.file_sha256,
    nullif(imports.mapping, '') as mapping,
    imports.mode,
    imports.status,
    case
        when live.is_live then 'live'
        when retracted.undone_at is not null then 'undone'
        else 'superseded'
    end as state,
    imports.file_rows,
    imports.new_rows,
    imports.changed_rows,
    imports.unchanged_rows,
    imports.retired_rows,
    imports.rejected_rows,
    imports.duplicate_rows,
    imports.seconds,
    imports.rejects_file,
    imports.warnings,
    retracted.undone_at,
    retracted.undone_by,
    undone.removed_rows,
    undone.restored_rows,
    undone.kept_rows
from app.imports as imports
left join filled on imports.import_id = filled.import_id
left join retracted on imports.import_id = retracted.import_id
left join live on imports.import_id = live.import_id
left join undone on imports.import_id = undone.import_id
order by imports.import_id desc
