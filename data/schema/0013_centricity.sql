-- What people answer to the ten questions of the self-assessment; only ever added to.

-- grain: one per answer given to a question of a review, or taken back
create table app.centricity_answers (
    answer_id bigint not null,
    review_on date not null,
    question integer not null,
    answer varchar,
    word varchar,
    actor varchar not null,
    logged_at timestamp not null
);
