-- The company's view: what its systems recorded about customers.
-- Each extract has a current table, which queries read, and an append-only history of all rows as
-- they came. No indexes: keys are kept by the commit (see docs/decisions/0003).
create schema crm;

-- grain: one per customer, prospect or account
create table crm.customers (
    customer_id varchar not null,
    name varchar,
    kind varchar,
    segment varchar,
    region varchar,
    country varchar,
    industry varchar,
    status varchar,
    first_seen_on date,
    acquired_on date,
    lost_on date,
    lost_reason varchar,
    acquisition_channel varchar,
    preferred_channel varchar,
    account_manager varchar,
    parent_customer_id varchar,
    referred_by_customer_id varchar,
    network_size integer,
    annual_category_spend decimal(18, 4),
    language varchar,
    import_id bigint not null
);

create table crm.customers_history (
    customer_id varchar not null,
    name varchar,
    kind varchar,
    segment varchar,
    region varchar,
    country varchar,
    industry varchar,
    status varchar,
    first_seen_on date,
    acquired_on date,
    lost_on date,
    lost_reason varchar,
    acquisition_channel varchar,
    preferred_channel varchar,
    account_manager varchar,
    parent_customer_id varchar,
    referred_by_customer_id varchar,
    network_size integer,
    annual_category_spend decimal(18, 4),
    language varchar,
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per product
create table crm.products (
    product_id varchar not null,
    name varchar not null,
    family varchar,
    unit_cost decimal(18, 4),
    import_id bigint not null
);

create table crm.products_history (
    product_id varchar not null,
    name varchar,
    family varchar,
    unit_cost decimal(18, 4),
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per contract or subscription
create table crm.contracts (
    contract_id varchar not null,
    customer_id varchar not null,
    product_id varchar,
    started_on date not null,
    installed_on date,
    project_completed_on date,
    renews_on date,
    ended_on date,
    end_reason varchar,
    monthly_value decimal(18, 4),
    import_id bigint not null
);

create table crm.contracts_history (
    contract_id varchar not null,
    customer_id varchar,
    product_id varchar,
    started_on date,
    installed_on date,
    project_completed_on date,
    renews_on date,
    ended_on date,
    end_reason varchar,
    monthly_value decimal(18, 4),
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per order line
create table crm.orders (
    order_id varchar not null,
    line integer not null,
    customer_id varchar not null,
    product_id varchar,
    ordered_at timestamp not null,
    sales_channel varchar,
    status varchar,
    promised_on date,
    shipped_on date,
    delivered_on date,
    is_complete boolean,
    partner varchar,
    revenue decimal(18, 4),
    cost_of_goods decimal(18, 4),
    discount decimal(18, 4),
    import_id bigint not null
);

create table crm.orders_history (
    order_id varchar not null,
    line integer not null,
    customer_id varchar,
    product_id varchar,
    ordered_at timestamp,
    sales_channel varchar,
    status varchar,
    promised_on date,
    shipped_on date,
    delivered_on date,
    is_complete boolean,
    partner varchar,
    revenue decimal(18, 4),
    cost_of_goods decimal(18, 4),
    discount decimal(18, 4),
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per invoice
create table crm.invoices (
    invoice_id varchar not null,
    customer_id varchar not null,
    order_id varchar,
    issued_on date not null,
    due_on date,
    paid_on date,
    amount decimal(18, 4) not null,
    is_disputed boolean,
    import_id bigint not null
);

create table crm.invoices_history (
    invoice_id varchar not null,
    customer_id varchar,
    order_id varchar,
    issued_on date,
    due_on date,
    paid_on date,
    amount decimal(18, 4),
    is_disputed boolean,
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per contact in either direction
create table crm.interactions (
    interaction_id varchar not null,
    customer_id varchar not null,
    occurred_at timestamp not null,
    touchpoint varchar not null,
    channel varchar not null,
    purpose varchar,
    direction varchar,
    is_self_service boolean,
    campaign_id varchar,
    order_id varchar,
    contract_id varchar,
    product_id varchar,
    case_id varchar,
    team varchar,
    agent_id varchar,
    duration_seconds double,
    wait_seconds double,
    is_resolved boolean,
    is_converted boolean,
    cost decimal(18, 4),
    import_id bigint not null
);

create table crm.interactions_history (
    interaction_id varchar not null,
    customer_id varchar,
    occurred_at timestamp,
    touchpoint varchar,
    channel varchar,
    purpose varchar,
    direction varchar,
    is_self_service boolean,
    campaign_id varchar,
    order_id varchar,
    contract_id varchar,
    product_id varchar,
    case_id varchar,
    team varchar,
    agent_id varchar,
    duration_seconds double,
    wait_seconds double,
    is_resolved boolean,
    is_converted boolean,
    cost decimal(18, 4),
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per campaign
create table crm.campaigns (
    campaign_id varchar not null,
    name varchar not null,
    channel varchar,
    message_type varchar,
    product_id varchar,
    segment varchar,
    started_on date,
    ended_on date,
    cost decimal(18, 4),
    import_id bigint not null
);

create table crm.campaigns_history (
    campaign_id varchar not null,
    name varchar,
    channel varchar,
    message_type varchar,
    product_id varchar,
    segment varchar,
    started_on date,
    ended_on date,
    cost decimal(18, 4),
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per sales opportunity
create table crm.opportunities (
    opportunity_id varchar not null,
    customer_id varchar not null,
    product_id varchar,
    opened_on date not null,
    stage varchar,
    amount decimal(18, 4),
    closed_on date,
    is_won boolean,
    sales_channel varchar,
    kind varchar,
    import_id bigint not null
);

create table crm.opportunities_history (
    opportunity_id varchar not null,
    customer_id varchar,
    product_id varchar,
    opened_on date,
    stage varchar,
    amount decimal(18, 4),
    closed_on date,
    is_won boolean,
    sales_channel varchar,
    kind varchar,
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per complaint or service case
create table crm.cases (
    case_id varchar not null,
    customer_id varchar not null,
    opened_at timestamp not null,
    category varchar not null,
    channel varchar,
    touchpoint varchar,
    severity varchar,
    first_response_at timestamp,
    resolved_at timestamp,
    reopened_at timestamp,
    resolution varchar,
    compensation_cost decimal(18, 4),
    order_id varchar,
    product_id varchar,
    import_id bigint not null
);

create table crm.cases_history (
    case_id varchar not null,
    customer_id varchar,
    opened_at timestamp,
    category varchar,
    channel varchar,
    touchpoint varchar,
    severity varchar,
    first_response_at timestamp,
    resolved_at timestamp,
    reopened_at timestamp,
    resolution varchar,
    compensation_cost decimal(18, 4),
    order_id varchar,
    product_id varchar,
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per channel, touchpoint and start day
create table crm.channel_rates (
    channel varchar not null,
    touchpoint varchar not null,
    valid_from date not null,
    cost_per_contact decimal(18, 4) not null,
    cost_per_minute decimal(18, 4),
    monthly_capacity double,
    import_id bigint not null
);

create table crm.channel_rates_history (
    channel varchar not null,
    touchpoint varchar not null,
    valid_from date not null,
    cost_per_contact decimal(18, 4),
    cost_per_minute decimal(18, 4),
    monthly_capacity double,
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);

-- grain: one per thing that happened to the business
create table crm.events (
    event_on date not null,
    title varchar not null,
    kind varchar,
    note varchar,
    import_id bigint not null
);

create table crm.events_history (
    event_on date not null,
    title varchar not null,
    kind varchar,
    note varchar,
    import_id bigint not null,
    row_number bigint not null,
    is_blank boolean not null
);
