-- Money added up by customer and month: a derived table, of all but contracts.
-- grain: one row per customer, month, line and extract
create table rollup.money_months (
    customer_id varchar not null,
    month_on date not null,
    line varchar not null,
    extract varchar not null,
    first_on date not null,
    last_on date not null,
    amounts bigint not null,
    unknown bigint not null,
    priced bigint not null,
    amount decimal(38, 4)
);
