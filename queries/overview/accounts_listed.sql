-- Which customers are safe, at risk or unknown?
-- grain: one row per customer, those who bring in most first
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   revision, as_of, only_class, most
-- returns: customer_id, customer, segment, region, revenue, unhappy, complaints, stopped, total
-- note: revenue is that of the twelve months up to as_of; total counts all, also those beyond the
--   most that are listed
select
    accounts.customer_id,
    coalesce(customers.name, accounts.customer_id) as customer,
    accounts.segment,
    accounts.region,
    accounts.revenue,
    coalesce(accounts.standing = -1, false) as unhappy,
    accounts.complaints,
    accounts.has_stopped as stopped,
    count(*) over () as total
from app.accounts_in(
    $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind,
    $revision, $as_of
) as accounts
left join crm.customers as customers on accounts.customer_id = customers.customer_id
where accounts.class = $only_class
order by accounts.revenue desc, accounts.customer_id
limit $most
