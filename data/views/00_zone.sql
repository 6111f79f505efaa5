-- What day and hour it was where the company is: times are stored in UTC, and people count days.
-- grain: one moment, or one day
-- portable: no
-- note: as written here the company's zone is UTC, which costs nothing. For another one the program
--   redefines app.local and app.moment_at (cx/warehouse/zones.py), and the rest follows. A wall
--   clock that comes twice in autumn means the first time; one that is left out in spring goes by
--   the offset before. Another engine has its own functions of these names to fill in
create or replace macro app.local(moment) as
cast(moment as timestamp);

create or replace macro app.moment_at(wall_clock) as
cast(wall_clock as timestamp);

create or replace macro app.day_of(moment) as
cast(app.local(moment) as date);

create or replace macro app.month_of(moment) as
cast(date_trunc('month', app.local(moment)) as date);

create or replace macro app.quarter_of(moment) as
cast(date_trunc('quarter', app.local(moment)) as date);

create or replace macro app.months_before(moment, months) as
app.moment_at(app.local(moment) - to_months(months));

create or replace macro app.today() as
app.day_of(cast(now() as timestamp));
