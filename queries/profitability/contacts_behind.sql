-- Which customers are behind a cell of cost to serve?
-- grain: one row per customer, the dearest first
-- params: from_on, to_on, segment, region, channel, product, touchpoint, side, only_touchpoint,
--   only_channel, most
-- returns: customer_id, customer, segment, contacts, repeats, cost, unknown, total, total_contacts
-- note: cost above 0; total counts all customers, total_contacts all their contacts in the cell
with met as (
    select
        customer_id,
        any_value(segment) as segment,
        count(*) as contacts,
        count(*) filter (where line = 'repeat') as repeats,
        coalesce(-sum(amount), 0)::double as cost,
        count(*) filter (where amount is null) as unknown
    from rollup.money_in($from_on, $to_on, $segment, $region, $channel, $touchpoint, $product)
    where
        extract = 'interactions'
        and line in ('serve', 'repeat')
        and rollup.is_on_side($side, side)
        and ($only_touchpoint is null or touchpoint = $only_touchpoint)
        and ($only_channel is null or channel = $only_channel)
    group by customer_id
)

select
    met.customer_id,
    coalesce(customers.name, met.customer_id) as customer,
    met.segment,
    met.contacts,
    met.repeats,
    met.cost,
    met.unknown,
    count(*) over () as total,
    sum(met.contacts) over ()::bigint as total_contacts
from met
left join crm.customers as customers on met.customer_id = customers.customer_id
order by met.cost desc, met.customer_id
limit $most
