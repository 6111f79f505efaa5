-- What do contacts cost by touchpoint and channel, those that repeat others among them?
-- grain: one row per touchpoint and channel, the dearest first
-- params: from_on, to_on, segment, region, channel, product, touchpoint, side
-- returns: touchpoint, channel, contacts, customers, cost, repeats, repeat_cost, unknown, priced
-- note: cost of contacts and repeats, above 0; acquisition is left out; repeats stand where they
--   took place; unknown contacts have neither a cost nor a rate
select
    touchpoint,
    channel,
    count(*) as contacts,
    count(distinct customer_id) as customers,
    coalesce(-sum(amount), 0)::double as cost,
    count(*) filter (where line = 'repeat') as repeats,
    coalesce(-sum(amount) filter (where line = 'repeat'), 0)::double as repeat_cost,
    count(*) filter (where amount is null) as unknown,
    count(*) filter (where amount is not null and not is_recorded) as priced
from rollup.money_in($from_on, $to_on, $segment, $region, $channel, $touchpoint, $product)
where
    extract = 'interactions' and line in ('serve', 'repeat') and rollup.is_on_side($side, side)
group by touchpoint, channel
order by cost desc, touchpoint, channel
