-- What tells the theme of a comment, for each set of kept themes?
-- grain: one row per set
-- params: set_ids
-- returns: set_id, language, learnt_at, learnt_by, learnt_from, comments, stability,
--   none_share, unknown_share, model
-- note: the shares are of the comments it was learnt from: those without a theme, and of their
--   words those that are not known
select
    set_id,
    language,
    learnt_at,
    learnt_by,
    learnt_from,
    comments,
    stability,
    none_share,
    unknown_share,
    model
from app.theme_sets
where list_contains($set_ids::bigint[], set_id)
order by set_id
