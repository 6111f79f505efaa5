-- What was answered to each question of the self-assessment, review by review?
-- grain: one row per review and question that has an answer, the oldest review first
-- params: revision
-- returns: answer_id, review_on, question, answer, word, actor, logged_at
-- note: revision is the number of the newest answer that counts, null for all; what was taken back
--   has no row
with newest as (
    select
        *,
        row_number() over (partition by review_on, question order by answer_id desc) as recency
    from app.centricity_answers
    where $revision is null or answer_id <= $revision
)

select answer_id, review_on, question, answer, word, actor, logged_at
from newest
where recency = 1 and answer is not null
order by review_on, question
