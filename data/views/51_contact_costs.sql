-- What each contact cost: as recorded, else as the rate of its channel on that day prices it.
-- grain: one row per contact
-- portable: no
-- note: `source` names a table or view with the columns of crm.interactions; a rate of the
--   touchpoint comes before that for all; a contact with neither a cost nor a rate, or priced by
--   the minute but of unknown length, has no cost: null, never 0. A repeat follows, as the next
--   contact of the customer at the touchpoint and within 7 days, one that was not resolved,
--   in repeated_channel; mailings neither repeat nor are repeated
create or replace macro rollup.contact_costs_of(source) as table
with sided as (
    select
        *,
        app.day_of(occurred_at) as day_on,
        case
            when purpose = 'marketing' and direction = 'outbound' then 'marketing'
            when purpose in ('sales', 'onboarding', 'delivery', 'renewal') then 'sales'
            when purpose in ('service', 'billing') then 'service'
            else 'other'
        end as side
    from query_table(source)
),

followed as (
    select
        *,
        lag(
            struct_pack(moment := occurred_at, channel := channel, is_resolved := is_resolved)
        ) over (
            partition by customer_id, touchpoint, side = 'marketing'
            order by occurred_at, interaction_id
        ) as before
    from sided
),

priced as (
    select
        followed.*,
        coalesce(own.contact_cost, wide.contact_cost) as per_contact,
        if(own.channel is null, wide.minute_cost, own.minute_cost) as per_minute
    from followed
    left join app.rate_spells as own
        on followed.channel = own.channel
        and followed.touchpoint = own.touchpoint
        and followed.day_on >= own.valid_from
        and (own.valid_before is null or followed.day_on < own.valid_before)
    left join app.rate_spells as wide
        on followed.channel = wide.channel
        and wide.touchpoint = '(all)'
        and followed.day_on >= wide.valid_from
        and (wide.valid_before is null or followed.day_on < wide.valid_before)
)

select
    interaction_id,
    customer_id,
    occurred_at,
    touchpoint,
    channel,
    purpose,
    side,
    campaign_id,
    coalesce(
        cost,
        per_contact
        + if(per_minute = 0, 0, per_minute * duration_seconds / 60)
    )::decimal(18, 4) as cost,
    cost is not null as is_recorded,
    if(
        side != 'marketing'
        and not before.is_resolved
        and date_diff('second', before.moment, occurred_at) <= 7 * 86400,
        before.channel, null
    ) as repeated_channel
from priced;

create or replace view rollup.contact_costs_definition as
select * from rollup.contact_costs_of('crm.interactions');
