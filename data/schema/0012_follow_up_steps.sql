-- Steps taken with unhappy customers that people log in the dashboard; only ever added to.

-- grain: one per step logged: contacted, closed or reopened
create table app.follow_up_steps (
    step_id bigint not null,
    about_kind varchar not null,
    about_id varchar not null,
    customer_id varchar not null,
    step varchar not null,
    happened_at timestamp not null,
    outcome varchar,
    root_cause varchar,
    action varchar,
    note varchar,
    actor varchar not null,
    logged_at timestamp not null
);
