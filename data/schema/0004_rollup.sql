-- Derived tables: each is filled from its definition in data/views/ and can be rebuilt at any
--   time.
create schema rollup;

-- grain: one per response and metric answered
create table rollup.answers (
    response_id varchar not null,
    metric varchar not null,
    person varchar not null,
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
    scale integer not null,
    value integer not null,
    points double not null,
    standing integer not null,
    is_inside boolean not null,
    weight double not null
);

-- grain: one per month, metric, survey kind, segment, region, channel, touchpoint, product,
--   scale and value
create table rollup.score_cube (
    month_on date not null,
    metric varchar not null,
    survey_kind varchar not null,
    segment varchar not null,
    region varchar not null,
    channel varchar not null,
    touchpoint varchar not null,
    product varchar not null,
    scale integer not null,
    value integer not null,
    points double not null,
    standing integer not null,
    answers bigint not null,
    weight_sum double not null,
    weight_squared double not null
);
