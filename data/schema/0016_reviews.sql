-- Reviews: meetings with an agenda of views, what was decided, and the figures it was decided on.
-- All of it is only ever added to; of each thing the newest line holds.

-- grain: one per change of a review
create table app.reviews (
    change_id bigint not null,
    review_id bigint not null,
    title varchar not null,
    held_on date not null,
    is_removed boolean not null,
    actor varchar not null,
    saved_at timestamp not null
);

-- grain: one per change of an item of an agenda; data_version is the one it was added at
create table app.review_items (
    change_id bigint not null,
    item_id bigint not null,
    review_id bigint not null,
    place double not null,
    title varchar not null,
    page varchar not null,
    address varchar not null,
    commentary varchar not null,
    data_version bigint not null,
    is_removed boolean not null,
    actor varchar not null,
    saved_at timestamp not null
);

-- grain: one per change of a decision or an action
create table app.review_outcomes (
    change_id bigint not null,
    outcome_id bigint not null,
    review_id bigint not null,
    item_id bigint not null,
    kind varchar not null,
    body varchar not null,
    owner varchar not null,
    due_on date,
    status varchar not null,
    is_removed boolean not null,
    actor varchar not null,
    saved_at timestamp not null
);

-- grain: one per report kept with an item when something was decided on it, or why there is none
create table app.review_records (
    change_id bigint not null,
    item_id bigint not null,
    data_version bigint not null,
    report varchar,
    shown varchar,
    refusal varchar,
    actor varchar not null,
    saved_at timestamp not null
);
