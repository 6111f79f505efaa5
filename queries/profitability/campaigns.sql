-- What did campaigns cost that no contact carries?
-- grain: one row
-- params: from_on, to_on
-- returns: campaigns, cost, carried, apart
-- note: of campaigns that started in the period, whatever the other filters; carried is the cost of
--   their contacts, counted elsewhere; apart is what remains of each, at least 0
with carried as (
    select campaign_id, sum(cost) as cost
    from rollup.contact_costs
    where campaign_id is not null
    group by campaign_id
)

select
    count(*) as campaigns,
    coalesce(sum(campaigns.cost), 0)::double as cost,
    coalesce(sum(carried.cost), 0)::double as carried,
    coalesce(
        sum(greatest(campaigns.cost - coalesce(carried.cost, 0), 0)), 0
    )::double as apart
from crm.campaigns as campaigns
left join carried on campaigns.campaign_id = carried.campaign_id
where rollup.is_within(campaigns.started_on, $from_on, $to_on)
