-- Answers are kept one row per response, not one per response and metric, and `rollup.answers` is a
--   view of them: half as much to write with every import, and less to read for one metric.
drop view if exists rollup.answers_definition;
drop table rollup.answers;

-- grain: one per response with a score
create table rollup.scored_responses (
    response_id varchar not null,
    customer_id varchar,
    survey_id varchar,
    responded_at timestamp not null,
    day_on date not null,
    month_on date not null,
    survey_kind varchar not null,
    segment varchar not null,
    region varchar not null,
    channel varchar not null,
    touchpoint varchar not null,
    product varchar not null,
    weight double not null,
    nps integer,
    csat integer,
    csat_scale integer not null,
    ces integer,
    ces_scale integer not null
);
