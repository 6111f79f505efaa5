-- The dashboard's own records. The ledger decides which imports are live; it is only ever added
--   to.
create schema app;

-- grain: one per import that was committed
create table app.imports (
    import_id bigint not null,
    kind varchar not null,
    mode varchar not null,
    status varchar not null,
    file_name varchar not null,
    file_sha256 varchar not null,
    mapping varchar,
    actor varchar not null,
    committed_at timestamp not null,
    seconds double not null,
    new_rows bigint not null,
    changed_rows bigint not null,
    unchanged_rows bigint not null,
    retired_rows bigint not null,
    rejected_rows bigint not null,
    duplicate_rows bigint not null,
    rejects_file varchar
);

-- grain: one per import and table made live (publish) or taken back (retract)
create table app.ledger (
    event_id bigint not null,
    import_id bigint not null,
    extract varchar not null,
    mode varchar not null,
    action varchar not null,
    actor varchar not null,
    happened_at timestamp not null
);

-- grain: one per setting
create table app.settings (
    name varchar not null,
    value varchar not null
);

-- grain: one per thing somebody did; only ever added to
create table app.audit_log (
    happened_at timestamp not null,
    actor varchar not null,
    action varchar not null,
    detail varchar not null
);
