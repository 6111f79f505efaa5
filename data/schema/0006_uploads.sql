-- What an upload is known by, what its file held, and what imports and undos did to the figures.

-- a second click, or a page that is loaded again, must not bring the same upload in twice
alter table app.imports add column upload_id varchar;
alter table app.imports add column file_rows bigint;
alter table app.imports add column warnings varchar[];

-- grain: one per import that was taken back
create table app.undos (
    import_id bigint not null,
    actor varchar not null,
    undone_at timestamp not null,
    seconds double not null,
    removed_rows bigint not null,
    restored_rows bigint not null,
    kept_rows bigint not null
);

-- grain: one per import, action (import or undo) and headline figure that it changed; a period is
--   the first day of a calendar quarter, and missing for totals
create table app.import_effects (
    import_id bigint not null,
    action varchar not null,
    figure varchar not null,
    kind varchar not null,
    period date,
    value_before double,
    value_after double,
    count_before bigint not null,
    count_after bigint not null
);
