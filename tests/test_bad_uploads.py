"""Each of 89 bad uploads, typed and dropped on the page: refused in a sentence, or nothing lost.

``tests/bad_uploads`` has the files and what is to become of each.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cx.ingest import history, import_file, undo
from cx.warehouse import House, open_house
from tests.bad_uploads import LIST, PARTS
from tests.bad_uploads.entries import Case, Refused, Taken, Waits, as_bytes
from tests.bad_uploads.ways import WAYS, Seen, table_of

ROOT = Path(__file__).resolve().parents[1]
FOREIGN = re.compile(r"Traceback|Error\b|Exception|duckdb|\bpython\b|/tmp|/var/")
"""What only a program says."""

CASES = [
    pytest.param(case, way, fate, id=f"{number:02} {what}, {way.__name__}")
    for number, entry in sorted(LIST.items())
    for what, case in entry.cases.items()
    for way, fate in zip(WAYS, case.fates, strict=True)
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One warehouse for all, as a new one for each would take most of the time."""
    found = open_house(tmp_path_factory.mktemp("bad") / "house.duckdb")
    yield found
    found.close()


@pytest.fixture
def house(opened: House) -> Iterator[House]:
    """The warehouse, empty again."""
    yield opened
    for line in history(opened):
        if line.undone_at is None:
            undo(opened, line.import_id, actor="test")


def test_the_list_goes_from_1_to_89_and_each_number_is_there_once():
    assert sorted(number for part in PARTS for number in part) == list(range(1, 90))
    assert all(entry.cases or entry.elsewhere for entry in LIST.values())


@pytest.mark.parametrize("number", sorted(LIST))
def test_where_ours_differs_from_the_list_a_decision_is_named(number):
    entry = LIST[number]
    assert entry.decided or entry.follows_the_list
    assert len(list((ROOT / "docs/decisions").glob(f"{entry.decided or '0007'}-*.md"))) == 1


@pytest.mark.parametrize("test", sorted({each for e in LIST.values() for each in e.elsewhere}))
def test_what_is_tested_elsewhere_is(test):
    file, name = test.split("::")
    assert f"\ndef {name}(" in (ROOT / "tests" / file).read_text()


@pytest.mark.parametrize(("case", "way", "fate"), CASES)
def test_a_bad_upload_becomes_what_the_list_says(house, tmp_path, case, way, fate):
    for number, content in enumerate(case.before):
        bring(house, case, tmp_path / f"before{number}.csv", as_bytes(content))
    before = state_of(house, case)
    path = tmp_path / case.name
    path.write_bytes(case.bytes())
    seen = way(house, case, path)
    assert_is(seen, fate)
    assert_speaks_plainly(seen, tmp_path)
    if seen.result is None or seen.result.import_id is None:
        assert state_of(house, case) == before
    else:
        assert_named_plainly(history(house)[0].file_name)
    if isinstance(fate, Taken):
        assert tuple(table_of(house, case)) == fate.landed
    assert not [each for each in house.stage.iterdir() if each.name != "uploads"]


def bring(house: House, case: Case, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    import_file(house, case.kind, path, actor="test")


def state_of(house: House, case: Case) -> object:
    """What a refused file must leave as it is."""
    with house.reading() as cursor:
        ledger = cursor.execute("select count(*) from app.ledger").fetchall()
    return table_of(house, case), len(history(house)), ledger


def assert_is(seen: Seen, fate: Refused | Waits | Taken) -> None:
    if isinstance(fate, Refused):
        assert_refused(seen, fate)
    elif isinstance(fate, Waits):
        assert set(seen.unanswered) == set(fate.ids)
        assert seen.refusal.startswith(f"Not answered yet ({fate.ids[0]}): ")
    else:
        assert_taken(seen, fate)


def assert_refused(seen: Seen, fate: Refused) -> None:
    assert seen.result is None
    assert not [word for word in fate.words if word not in seen.refusal], seen.refusal


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
        assert len(said) < 500
    assert not seen.refusal or seen.refusal.endswith((".", "?"))
