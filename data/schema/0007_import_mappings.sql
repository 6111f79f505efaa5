-- How each import read its file: the mapping as it was then, whatever becomes of the saved one.

-- grain: one per import whose file had other column names than ours
create table app.import_mappings (
    import_id bigint not null,
    toml varchar not null
);
