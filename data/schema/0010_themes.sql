-- Themes of comments that people keep: what tells them, how they are called, which were merged.
-- All three tables are only added to, so that every earlier state can be told.

-- grain: one per time that themes of a language were kept
create table app.theme_sets (
    set_id bigint not null,
    language varchar not null,
    learnt_at timestamp not null,
    learnt_by varchar not null,
    learnt_from varchar not null,
    comments bigint not null,
    stability double not null,
    none_share double not null,
    unknown_share double not null,
    model varchar not null
);

-- grain: one per theme of a set, as it was found
create table app.themes (
    set_id bigint not null,
    theme integer not null,
    found_name varchar not null,
    words varchar[] not null
);

-- grain: one per change: keep or reset of a set, rename, merge or split of a theme
create table app.theme_changes (
    change_id bigint not null,
    set_id bigint not null,
    theme integer,
    act varchar not null,
    said varchar,
    actor varchar not null,
    happened_at timestamp not null
);
