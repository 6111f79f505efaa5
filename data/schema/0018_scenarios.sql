-- Scenarios of other mixes of channels that people save in the dashboard; only ever added to.

-- grain: one per scenario saved or removed; moves, shown and figures are JSON
create table app.scenario_steps (
    step_id bigint not null,
    scenario_id bigint not null,
    act varchar not null,
    name varchar not null,
    kind varchar,
    side varchar,
    moves varchar,
    theta double,
    shown varchar,
    shown_in_words varchar,
    data_version bigint,
    figures varchar,
    assumed varchar,
    actor varchar not null,
    happened_at timestamp not null
);
