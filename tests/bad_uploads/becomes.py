"""Walks files of the list into a warehouse, and holds what becomes of them to the list."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from cx.ingest import history, import_file
from cx.warehouse import House
from tests.bad_uploads.entries import Case, Entry, Fate, Refused, Taken, Waits, as_bytes
from tests.bad_uploads.ways import WAYS, Seen, Way, table_of

FOREIGN = re.compile(r"Traceback|Error\b|Exception|duckdb|\bpython\b|/tmp|/var/")
"""What only a program says."""
MOST_SAID = 500


def walks(*parts: Mapping[int, Entry]) -> list[object]:
    """Each file of these parts, both ways, with what is to become of it."""
    return [
        pytest.param(case, way, fate, id=f"{number:02} {what}, {way.__name__}")
        for part in parts
        for number, entry in part.items()
        for what, case in entry.cases.items()
        for way, fate in zip(WAYS, case.fates, strict=True)
    ]


def walk(house: House, folder: Path, case: Case, way: Way, fate: Fate) -> None:
    """Bring a file in one way, and look at what was said, counted and written."""
    for number, content in enumerate(case.before):
        earlier = folder / f"before{number}.csv"
        earlier.write_bytes(as_bytes(content))
        import_file(house, case.kind, earlier, actor="test")
    before, files = state_of(house, case), files_of(house)
    path = folder / case.name
    path.write_bytes(case.bytes())
    seen = way(house, case, path)
    assert_is(seen, fate)
    assert_speaks_plainly(seen, folder)
    if seen.result is None:
        assert (state_of(house, case), files_of(house)) == (before, files)
    elif seen.result.import_id is None:
        assert state_of(house, case) == before
    else:
        assert_named_plainly(history(house)[0].file_name)
    if isinstance(fate, Taken):
        assert tuple(table_of(house, case)) == fate.landed
    assert not [each for each in house.stage.iterdir() if each.name != "uploads"]


def state_of(house: House, case: Case) -> object:
    """What a refused file must leave as it is."""
    with house.reading() as cursor:
        ledger = cursor.execute("select count(*) from app.ledger").fetchall()
    return table_of(house, case), len(history(house)), ledger


def files_of(house: House) -> list[Path]:
    """Files that somebody may have laid down beside the warehouse."""
    return sorted(house.path.parent.rglob("*.csv"))


def assert_is(seen: Seen, fate: Fate) -> None:
    if isinstance(fate, Refused):
        assert seen.result is None
        assert not [word for word in fate.words if word not in seen.refusal], seen.refusal
    elif isinstance(fate, Waits):
        assert set(seen.unanswered) == set(fate.ids)
        assert seen.refusal.startswith(f"Not answered yet ({fate.ids[0]}): ")
    else:
        assert_taken(seen, fate)


def assert_taken(seen: Seen, fate: Taken) -> None:
    """Everything that was expected was told, and every row of the file is counted."""
    assert not seen.refusal
    done = seen.result
    assert done is not None
    counts = done.counts
    staying_out = (counts["rejected"], counts["duplicate"], seen.blank)
    assert staying_out == (fate.rejected, fate.duplicate, fate.blank)
    come_in = counts["new"] + counts["changed"] + counts["unchanged"]
    assert come_in + sum(staying_out) == fate.rows
    assert not [word for word in fate.words if not any(word in each for each in seen.told)]
    assert not [word for word in fate.confirms if word not in " ".join(done.confirm)]
    assert bool(done.confirm) == bool(fate.confirms)
    assert set(seen.unanswered) <= set(fate.asks)
    if seen.previewed:
        assert set(fate.asks) == set(seen.asked)
        assert (seen.previewed.counts, seen.previewed.confirm) == (counts, done.confirm)


def assert_named_plainly(name: str) -> None:
    """The name that the history keeps can be shown anywhere."""
    assert name.isprintable()
    assert len(name) <= 100
    assert "/" not in name


def assert_speaks_plainly(seen: Seen, folder: Path) -> None:
    """Sentences for people: not long, ended, and of nothing that only a program knows."""
    for said in (seen.refusal, *seen.told):
        assert not FOREIGN.search(said), said
        assert str(folder) not in said
        assert len(said) < MOST_SAID
    assert not seen.refusal or seen.refusal.endswith((".", "?"))
