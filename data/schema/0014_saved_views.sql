-- Views that people keep under a name, and which of them opens first for whom; only ever added to.

-- grain: one per change of a saved view; the newest of a view holds
create table app.saved_views (
    change_id bigint not null,
    view_id bigint not null,
    name varchar not null,
    page varchar not null,
    address varchar not null,
    is_shared boolean not null,
    is_removed boolean not null,
    owner varchar not null,
    actor varchar not null,
    saved_at timestamp not null
);

-- grain: one per choice of the view that opens first for a person; without a view none does
create table app.default_views (
    change_id bigint not null,
    person varchar not null,
    view_id bigint,
    saved_at timestamp not null
);
