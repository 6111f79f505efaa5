-- How many customers are safe, at risk or unknown, and what do they bring in?
-- grain: one row per class with a customer
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   revision, as_of
-- returns: class, customers, revenue, unhappy, complaining, stopped
-- note: as of a moment, whatever the period; revenue is that of the twelve months up to it; a
--   customer at risk may be so for several reasons
select
    class,
    count(*) as customers,
    sum(revenue)::double as revenue,
    count(*) filter (where standing = -1) as unhappy,
    count(*) filter (where complaints > 0) as complaining,
    count(*) filter (where has_stopped) as stopped
from app.accounts_in(
    $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind,
    $revision, $as_of
)
group by class
order by class
