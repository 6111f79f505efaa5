-- The attributes that anybody ever rated, numbered, so that millions of ratings travel as numbers.
-- grain: one row per attribute
-- portable: yes
create or replace view rollup.attributes as
with named as (
    select ratings.attribute
    from feedback.ratings as ratings
    group by ratings.attribute
)

select
    named.attribute,
    row_number() over (order by named.attribute) - 1 as attribute_number
from named;
