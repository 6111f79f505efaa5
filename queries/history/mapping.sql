-- How did an import read the columns of its file?
-- grain: one row, none where the file had our own column names
-- params: import_id
-- returns: toml
-- note: the mapping as it was then, not as a saved one of that name may be now
select toml
from app.import_mappings
where import_id = $import_id::bigint
