-- Contacts put together as journeys, kept by the pause that the settings name.
-- grain: one per contact of a customer that is no mailing
create table rollup.touches (
    customer_id varchar not null,
    journey_started_at timestamp not null,
    step integer not null,
    touched_at timestamp not null,
    interaction_id varchar not null,
    touchpoint varchar not null,
    next_touchpoint varchar,
    next_touched_at timestamp,
    channel varchar not null,
    product_id varchar,
    is_resolved boolean,
    cost decimal(18, 4)
);

-- grain: one per journey of a customer
create table rollup.journeys (
    customer_id varchar not null,
    started_at timestamp not null,
    ended_at timestamp not null,
    touches integer not null,
    path varchar not null,
    unresolved integer not null,
    cost decimal(38, 4)
);

-- grain: one row: the pause in days that ends a journey in rollup.touches
create table rollup.touches_gap (
    gap_days integer not null
);
