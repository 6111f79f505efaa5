-- From which day on, and before which, each rate of a channel holds.
-- grain: one row per channel, touchpoint and start day
-- portable: yes
-- note: valid_before is null where no later rate follows
create or replace view app.rate_spells as
select
    channel_rates.channel,
    channel_rates.touchpoint,
    channel_rates.valid_from,
    lead(channel_rates.valid_from) over (
        partition by channel_rates.channel, channel_rates.touchpoint
        order by channel_rates.valid_from
    ) as valid_before,
    channel_rates.cost_per_contact as contact_cost,
    coalesce(channel_rates.cost_per_minute, 0) as minute_cost,
    channel_rates.monthly_capacity
from crm.channel_rates as channel_rates;
