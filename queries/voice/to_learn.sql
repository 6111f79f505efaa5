-- From which comments are themes learnt?
-- grain: one row per comment
-- params: most
-- returns: language, comment, total
-- note: of all time and all surveys, so that themes are the same whatever the filters; total counts
--   all; of more than the most, a sample that is always the same; language is as recorded
select
    language,
    comment,
    count(*) over () as total
from feedback.responses
where trim(comment) <> ''
order by md5(response_id), response_id
limit $most
