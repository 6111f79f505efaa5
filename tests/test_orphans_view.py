"""The view of orphans follows every reference of the catalogue: its text is written from there.

``python -m tests.test_orphans_view`` writes it anew after a change of the catalogue.
"""

from pathlib import Path

from cx.extracts import EXTRACTS, Extract

VIEW = Path(__file__).resolve().parents[1] / "data" / "views" / "10_orphans.sql"

HEAD = """\
-- Rows that point to nobody: an id stands in them that the extract it is of does not have.
-- grain: one row per extract, column and row whose id is not found
-- portable: yes
-- note: written from the catalogue by python -m tests.test_orphans_view; such rows are told, not
--   dropped: they count under "(unknown)" in every breakdown
create or replace view app.orphans as
"""

BRANCH = """\
select
    '{name}' as extract,
    '{column}' as column_name,
    '{target}' as points_to,
    {key} as row_key,
    source.{column} as lost_id
from {table} as source
left join {target_table} as target on source.{column} = target.{target_key}
where source.{column} is not null and target.{target_key} is null
"""


def key_of(extract: Extract) -> str:
    """SQL of the key as people write it."""
    parts = [f"source.{name}" for name in extract.key]
    return parts[0] if len(parts) == 1 else f"concat_ws(' ', {', '.join(parts)})"


def written() -> str:
    """The text that the view should have."""
    branches = [
        BRANCH.format(
            name=extract.name,
            column=column,
            target=target,
            key=key_of(extract),
            table=extract.table,
            target_table=EXTRACTS[target].table,
            target_key=EXTRACTS[target].key[0],
        )
        for extract in EXTRACTS.values()
        for column, target in extract.references.items()
    ]
    return HEAD + "union all\n".join(branches).rstrip() + ";\n"


def test_the_view_follows_every_reference_of_the_catalogue():
    assert VIEW.read_text() == written(), "run python -m tests.test_orphans_view"


if __name__ == "__main__":
    VIEW.write_text(written())
