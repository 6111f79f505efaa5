-- Mappings that people saved, to be offered again when a file with the same columns comes.

-- grain: one per saved mapping
create table app.mappings (
    name varchar not null,
    kind varchar not null,
    toml varchar not null,
    header_sha256 varchar not null,
    saved_at timestamp not null,
    saved_by varchar not null
);
