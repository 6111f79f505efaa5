-- What each contact cost, and the channel of the one it repeats: a derived table.
-- grain: one per contact
create table rollup.contact_costs (
    interaction_id varchar not null,
    customer_id varchar not null,
    occurred_at timestamp not null,
    touchpoint varchar not null,
    channel varchar not null,
    purpose varchar,
    side varchar not null,
    campaign_id varchar,
    cost decimal(18, 4),
    is_recorded boolean not null,
    repeated_channel varchar
);
