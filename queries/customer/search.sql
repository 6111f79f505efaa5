-- Which customers have an id that begins so, or a name that holds it?
-- grain: one row per customer, the closest first
-- params: text, most
-- returns: customer_id, name, kind, segment, region, status
-- note: capitals do not matter; an id comes before a name, the beginning of either before the rest
with found as (
    select
        customer_id, name, kind, segment, region, status,
        case
            when customer_id = $text then 0
            when starts_with(customer_id, $text) then 1
            when starts_with(lower(name), lower($text)) then 2
            else 3
        end as place
    from crm.customers
    where starts_with(customer_id, $text) or contains(lower(name), lower($text))
)

select customer_id, name, kind, segment, region, status
from found
order by place, length(name), name, customer_id
limit $most
