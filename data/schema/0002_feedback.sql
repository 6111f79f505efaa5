-- The customer's view: what customers say about the company.
-- Each extract has a current table, which queries read, and an append-only history of all rows as
-- they came. No indexes: keys are kept by the commit (see docs/decisions/0003).
create schema feedback;

-- grain: one per questionnaire
create table feedback.surveys (
    survey_id varchar not null,
    name varchar not null,
    kind varchar,
    touchpoint varchar,
    csat_scale integer,
    ces_scale integer,
    ces_high_is_easy boolean,
    import_id bigint not null
);

create table feedback.surveys_history (
    survey_id varchar not null,
    name varchar,
    kind varchar,
    touchpoint varchar,
    csat_scale integer,
    ces_scale integer,
    ces_high_is_easy boolean,
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per survey sent
create table feedback.invitations (
    invitation_id varchar not null,
    survey_id varchar,
    customer_id varchar not null,
    sent_at timestamp not null,
    channel varchar,
    interaction_id varchar,
    order_id varchar,
    import_id bigint not null
);

create table feedback.invitations_history (
    invitation_id varchar not null,
    survey_id varchar,
    customer_id varchar,
    sent_at timestamp,
    channel varchar,
    interaction_id varchar,
    order_id varchar,
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per answered survey
create table feedback.responses (
    response_id varchar not null,
    customer_id varchar,
    survey_id varchar,
    invitation_id varchar,
    responded_at timestamp not null,
    channel varchar,
    touchpoint varchar,
    segment varchar,
    region varchar,
    interaction_id varchar,
    order_id varchar,
    contract_id varchar,
    product_id varchar,
    nps integer,
    csat integer,
    ces integer,
    weight double,
    comment varchar,
    language varchar,
    wants_contact boolean,
    import_id bigint not null
);

create table feedback.responses_history (
    response_id varchar not null,
    customer_id varchar,
    survey_id varchar,
    invitation_id varchar,
    responded_at timestamp,
    channel varchar,
    touchpoint varchar,
    segment varchar,
    region varchar,
    interaction_id varchar,
    order_id varchar,
    contract_id varchar,
    product_id varchar,
    nps integer,
    csat integer,
    ces integer,
    weight double,
    comment varchar,
    language varchar,
    wants_contact boolean,
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per response and attribute
create table feedback.ratings (
    response_id varchar not null,
    attribute varchar not null,
    rating double not null,
    scale_max integer,
    importance double,
    import_id bigint not null
);

create table feedback.ratings_history (
    response_id varchar not null,
    attribute varchar not null,
    rating double,
    scale_max integer,
    importance double,
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per step taken with an unhappy customer
create table feedback.follow_ups (
    follow_up_id varchar not null,
    customer_id varchar not null,
    response_id varchar,
    case_id varchar,
    opened_at timestamp not null,
    first_contact_at timestamp,
    closed_at timestamp,
    owner varchar,
    root_cause varchar,
    action varchar,
    outcome varchar,
    import_id bigint not null
);

create table feedback.follow_ups_history (
    follow_up_id varchar not null,
    customer_id varchar,
    response_id varchar,
    case_id varchar,
    opened_at timestamp,
    first_contact_at timestamp,
    closed_at timestamp,
    owner varchar,
    root_cause varchar,
    action varchar,
    outcome varchar,
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per observation from research
create table feedback.findings (
    finding_id varchar not null,
    kind varchar,
    observed_on date not null,
    channel varchar,
    touchpoint varchar,
    product_id varchar,
    segment varchar,
    score double,
    scale_max double,
    finding varchar not null,
    import_id bigint not null
);

create table feedback.findings_history (
    finding_id varchar not null,
    kind varchar,
    observed_on date,
    channel varchar,
    touchpoint varchar,
    product_id varchar,
    segment varchar,
    score double,
    scale_max double,
    finding varchar,
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);
