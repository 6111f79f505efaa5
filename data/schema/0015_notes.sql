-- What people write on the time axes of charts, beside the events of the extract; only added to.

-- grain: one per change of a note; the newest of a note holds
create table app.notes (
    change_id bigint not null,
    note_id bigint not null,
    starts_on date not null,
    ends_on date,
    title varchar not null,
    body varchar,
    kind varchar not null,
    about varchar not null,
    is_removed boolean not null,
    author varchar not null,
    actor varchar not null,
    saved_at timestamp not null
);
