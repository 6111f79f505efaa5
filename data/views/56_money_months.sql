-- Money added up by customer and month, so that pages need not read every amount.
-- grain: one row per customer, month, line and extract
-- portable: no
-- note: `source` names a table or view with the columns of rollup.money; amount is null where none
--   of the amounts is known, unknown counts those that are not, priced those that a rate stands
--   for. What contracts bring in is not kept: the months they were in force grow with the days
create or replace macro rollup.money_months_of(source) as table
select
    customer_id,
    app.month_of(happened_at) as month_on,
    line,
    extract,
    app.day_of(min(happened_at)) as first_on,
    app.day_of(max(happened_at)) as last_on,
    count(*) as amounts,
    count(*) filter (where amount is null) as unknown,
    count(*) filter (where amount is not null and not is_recorded) as priced,
    sum(amount) as amount
from query_table(source)
group by customer_id, app.month_of(happened_at), line, extract;

create or replace view rollup.money_months_definition as
select * from rollup.money_months_of('rollup.money') where extract != 'contracts';

-- The first month that begins at a moment or after it.
create or replace macro rollup.month_from(moment) as
(app.month_of(moment::timestamp - interval 1 microsecond) + interval 1 month)::date;

-- Whether two moments cut a month: where they do not, no single amount has to be looked at.
create or replace macro rollup.is_cut(from_at, before_at) as
coalesce(app.moment_at(rollup.month_from(from_at)) != from_at::timestamp, false)
or coalesce(app.moment_at(app.month_of(before_at)) != before_at::timestamp, false);

-- The same between two moments, the second left out: whole months as they are kept, amounts of the
--   months that the moments cut one by one.
create or replace macro rollup.money_between(from_at, before_at) as table
select customer_id, month_on, line, first_on, last_on, amounts, unknown, priced, amount
from rollup.money_months
where
    (from_at is null or month_on >= rollup.month_from(from_at))
    and (before_at is null or month_on < app.month_of(before_at))
union all
select
    customer_id,
    app.month_of(happened_at),
    line,
    app.day_of(happened_at),
    app.day_of(happened_at),
    1,
    (amount is null)::integer,
    (amount is not null and not is_recorded)::integer,
    amount
from rollup.money
where
    (from_at is null or happened_at >= from_at::timestamp)
    and (before_at is null or happened_at < before_at::timestamp)
    and (
        extract = 'contracts'
        or (
            rollup.is_cut(from_at, before_at)
            and (
                happened_at < app.moment_at(rollup.month_from(from_at))
                or happened_at >= app.moment_at(app.month_of(before_at))
            )
        )
    );

-- The same of the customers that a page's filters choose, in the period; see rollup.money_in.
create or replace macro rollup.money_months_in(
    from_day, to_day, segments, regions, channels, touchpoints, products
) as table
select
    money.*,
    coalesce(customers.segment, '(unknown)') as segment
from
    rollup.money_between(app.moment_at(from_day::date), app.moment_at(to_day::date + 1)) as money
left join crm.customers as customers on money.customer_id = customers.customer_id
where
    rollup.is_in(segments, coalesce(customers.segment, '(unknown)'))
    and rollup.is_in(regions, coalesce(customers.region, '(unknown)'))
    and rollup.has_met(money.customer_id, from_day, to_day, channels, touchpoints, products);
