-- What "in these filters" means, once: a value among those chosen, a day within the two ends.
-- grain: one yes or no
-- portable: no
-- note: an empty filter is null and lets everything through
create or replace macro rollup.is_in(chosen, value) as
chosen is null or list_contains(chosen, value);

create or replace macro rollup.is_within(day, from_day, to_day) as
(from_day is null or day >= from_day) and (to_day is null or day <= to_day);

-- the same of a moment: both ends are made into moments once, so that no row has to become a day
create or replace macro rollup.happened_within(moment, from_day, to_day) as
(from_day is null or moment >= app.moment_at(cast(from_day as date)))
and (to_day is null or moment < app.moment_at(cast(to_day as date) + 1));
