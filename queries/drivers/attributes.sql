-- Which attributes were ever rated?
-- grain: one row per attribute
-- params: none
-- returns: attribute_number, attribute
select attribute_number, attribute
from rollup.attributes
order by attribute_number
