"""Specification of broken files: read whole, mended without loss, or refused with what to do."""

import os
import shutil
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from cx.errors import WarehouseDamaged
from cx.warehouse import House, open_house
from cx.warehouse.records import note_act
from tests.conftest import read_table


def note(house: House, detail: str) -> None:
    with house.writing() as cursor:
        note_act(cursor, "test", "note", detail)


@pytest.fixture
def lying(tmp_path: Path) -> Path:
    """A warehouse as a power cut leaves it: two commits in the file, two in its journal."""
    path = tmp_path / "open" / "a.duckdb"
    with closing(open_house(path)) as house:
        for number in range(4):
            note(house, f"note {number}" * 100)
            if number == 1:
                with house.reading() as cursor:
                    cursor.execute("checkpoint")
        left = tmp_path / "left"
        left.mkdir()
        for part in path.parent.iterdir():
            if part.is_file() and part.suffix != ".spare":
                shutil.copy(part, left)
    return left / "a.duckdb"


def wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def kept_journals(path: Path) -> list[Path]:
    return [*path.parent.glob("*.wal.before-*")]


def notes(path: Path) -> int:
    with closing(open_house(path)) as house:
        return len(read_table(house, "app.audit_log"))


def told(path: Path) -> str:
    """Open a warehouse that must be refused as damaged and left as it is."""
    before = {part.name: part.read_bytes() for part in path.parent.iterdir() if part.is_file()}
    with pytest.raises(WarehouseDamaged) as refused:
        open_house(path)
    after = {part.name: part.read_bytes() for part in path.parent.iterdir() if part.is_file()}
    del before[f"{path.name}.lock"], after[f"{path.name}.lock"]
    assert after == before
    return str(refused.value)


def flip(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 0xFF
    file.write_bytes(content)


def test_what_a_power_cut_leaves_is_read_whole(lying: Path):
    assert notes(lying) == 4


def test_a_journal_that_ends_in_bytes_never_finished_is_read_up_to_them(lying: Path):
    with wal(lying).open("ab") as journal:
        journal.write(os.urandom(300))
    assert notes(lying) == 4


@pytest.mark.parametrize("part", [0.1, 0.5, 0.95])
def test_a_journal_that_was_cut_is_refused_because_something_is_missing(lying: Path, part: float):
    content = wal(lying).read_bytes()
    wal(lying).write_bytes(content[: int(part * len(content))])
    said = told(lying)
    assert "lacks what was last written to it" in said
    assert "4 lines in its audit log, and now has" in said
    assert "a.duckdb.wal is missing or cut off" in said
    assert "delete a.duckdb.newest and open a.duckdb again" in said


def test_a_journal_that_is_missing_is_missed_and_what_is_left_opens_when_somebody_wants_that(
    lying: Path,
):
    wal(lying).unlink()
    assert "Put the missing file back" in told(lying)
    lying.with_name("a.duckdb.newest").unlink()
    assert notes(lying) == 2


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_journal_with_a_broken_byte_is_refused_with_what_to_do(lying: Path, part: float):
    flip(wal(lying), int(part * wal(lying).stat().st_size))
    said = told(lying)
    assert "a.duckdb.wal, which holds what was written last to a.duckdb" in said
    assert "Copy both files to a safe place" in said
    assert "put both back from a backup" in said


def test_a_journal_whose_end_was_never_synced_is_cut_there_and_kept_as_it_was(lying: Path):
    """Nobody was told of the commit that a power cut tore: its note was not written yet."""
    synced = wal(lying).stat().st_size
    with duckdb.connect(str(lying)) as raw:
        raw.execute("pragma disable_checkpoint_on_shutdown")
        raw.execute(
            "insert into app.audit_log values (now()::timestamp, 'a', 'b', repeat('c', 999))"
        )
    flip(wal(lying), synced + 200)
    torn = wal(lying).read_bytes()
    assert notes(lying) == 4
    assert [part.read_bytes() for part in kept_journals(lying)] == [torn]


def test_a_journal_that_the_file_already_contains_is_set_aside(lying: Path, tmp_path: Path):
    old = wal(lying).read_bytes()
    assert notes(lying) == 4  # which wrote a checkpoint when it closed
    assert not wal(lying).exists()
    wal(lying).write_bytes(old)
    assert notes(lying) == 4
    assert [part.read_bytes() for part in kept_journals(lying)] == [old]


def test_the_journal_of_another_warehouse_is_refused(lying: Path, tmp_path: Path):
    other = tmp_path / "other.duckdb"
    with closing(open_house(other)) as house:
        note(house, "of another")
        shutil.copy(wal(other), wal(lying))
    assert "does not fit it or is damaged" in told(lying)


def test_a_file_that_is_missing_while_its_journal_is_there_is_not_begun_anew(lying: Path):
    lying.unlink()
    assert "a.duckdb is missing, but a.duckdb.wal, which belongs to it, is there" in told(lying)


def test_an_older_copy_in_the_place_of_the_file_is_found_out(lying: Path, tmp_path: Path):
    (tmp_path / "older").mkdir()
    shutil.copy(lying, tmp_path / "older")  # without its journal
    assert notes(lying) == 4
    shutil.copy(tmp_path / "older" / "a.duckdb", lying)
    assert "an older copy was put in its place" in told(lying)


def test_another_warehouse_in_the_place_of_the_file_is_welcome(lying: Path, tmp_path: Path):
    assert notes(lying) == 4
    with closing(open_house(tmp_path / "other.duckdb")) as house:
        note(house, "of another")
    shutil.copy(tmp_path / "other.duckdb", lying)
    assert notes(lying) == 1


def test_a_warehouse_that_was_deleted_is_begun_anew(lying: Path):
    assert notes(lying) == 4
    lying.unlink()
    assert notes(lying) == 0


def test_a_file_with_a_broken_block_is_named_and_not_taken_for_one_in_use(lying: Path):
    assert notes(lying) == 4
    for at in range(12288, lying.stat().st_size, 5000):
        flip(lying, at)
    with pytest.raises(WarehouseDamaged, match="put both back from a backup"):
        open_house(lying)


def test_a_file_that_was_cut_is_named_whenever_that_is_found_out(lying: Path):
    assert notes(lying) == 4
    os.truncate(lying, lying.stat().st_size - 300_000)
    with pytest.raises(WarehouseDamaged, match=r"a\.duckdb is damaged"):
        notes(lying)


def test_a_note_that_a_power_cut_tore_keeps_nobody_out(lying: Path):
    newest = lying.with_name("a.duckdb.newest")
    newest.write_bytes(newest.read_bytes()[:40])
    assert notes(lying) == 4


def test_a_file_of_rejects_left_between_commit_and_name_gets_its_name_at_the_next_opening(
    house: House, bring
):
    done = bring(
        "responses",
        [{"response_id": n, "responded_at": "2026-01-05", "nps": n} for n in (1, 11)],
    )
    kept = done.rejects_file
    kept.rename(kept.with_name(kept.name + ".part"))
    orphan = kept.with_name("responses-2-abcdefab.csv.part")
    orphan.write_text("of an import that never was")
    house.close()
    open_house(house.path).close()
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]
