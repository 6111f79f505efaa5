"""Specification of a full disk: a clear word, nothing lost, and all goes on when there is room.

A limit on the size of files makes the same errors as a full disk and needs no rights. Where a file
system of our own can be mounted, the same is tried on one that is really full.
"""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cx.errors import DiskFull, ImportRefused, WarehouseError
from cx.ingest import import_file, undo
from cx.warehouse import House, engine, ledger, open_house
from cx.warehouse.records import note_act
from cx.warehouse.spare import SPARE_BYTES
from tests.conftest import read_table, write_csv
from tests.crash.states import content_of, contradictions

ROOT = Path(__file__).resolve().parents[1]
MUCH = "create table much as select {columns} from range({rows})"
"""Numbers drawn at random can hardly be packed: some 50 MB for each million of rows."""


def responses(count: int, nps: int = 9) -> list[dict[str, object]]:
    return [
        {
            "response_id": f"r{number}",
            "responded_at": f"2026-0{1 + number % 9}-05",
            "nps": nps,
            "customer_id": f"c{number}",
        }
        for number in range(count)
    ]


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Let this process write no file beyond `size` bytes, as if the disk ended there."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def journal_of(house: House) -> Path:
    return house.path.with_name(house.path.name + ".wal")


def write_much(house: House, rows: int) -> None:
    with house.writing() as cursor:
        columns = ", ".join(f"random() as column{number}" for number in range(10))
        cursor.execute(MUCH.format(columns=columns, rows=rows))


def checkpoint(house: House) -> None:
    with house.reading() as cursor:
        cursor.execute("checkpoint")


def note(house: House, detail: str) -> None:
    with house.writing() as cursor:
        note_act(cursor, "test", "note", detail)


def test_a_disk_that_fills_up_while_rows_are_written_leaves_everything_as_it_was(house: House):
    note(house, "before")
    before = content_of(house)
    with no_file_above(4 << 20), pytest.raises(DiskFull, match="Make room on the disk"):
        write_much(house, 1_000_000)
    assert content_of(house) == before
    write_much(house, 10)
    assert len(read_table(house, "much")) == 10


def test_a_disk_that_fills_up_at_the_commit_leaves_no_trace_of_the_import(
    house: House, bring, tmp_path: Path
):
    bring("responses", responses(20))
    before = content_of(house)
    file = write_csv(tmp_path / "more.csv", responses(3000, nps=2))
    limit = journal_of(house).stat().st_size + 100_000
    with no_file_above(limit), pytest.raises(DiskFull, match="Nothing was written"):
        import_file(house, "responses", file, actor="test")
    assert content_of(house) == before
    assert contradictions(house) == []
    assert import_file(house, "responses", file, actor="test").counts["new"] == 2980


def test_a_disk_that_fills_up_at_a_checkpoint_costs_a_restart_of_the_database_and_no_data(
    house: House, bring
):
    bring("responses", responses(3000))
    before = content_of(house)
    with no_file_above(house.path.stat().st_size), pytest.raises(DiskFull):
        checkpoint(house)
    assert content_of(house) == before
    checkpoint(house)
    assert content_of(house) == before


def test_a_commit_whose_own_checkpoint_finds_no_room_leaves_no_trace_and_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = write_csv(tmp_path / "responses.csv", responses(300))
    open_house(tmp_path / "a.duckdb").close()
    monkeypatch.setitem(engine._CONFIG, "checkpoint_threshold", "1KB")
    with closing(open_house(tmp_path / "a.duckdb")) as house:
        before = content_of(house)
        with no_file_above(house.path.stat().st_size), pytest.raises(DiskFull):
            import_file(house, "responses", file, actor="test")
        assert content_of(house) == before
        assert contradictions(house) == []
        assert import_file(house, "responses", file, actor="test").counts["new"] == 300


def test_a_disk_that_fills_up_during_an_undo_leaves_the_import_as_it_was(house: House, bring):
    brought = bring("responses", responses(3000))
    before = content_of(house)
    limit = journal_of(house).stat().st_size + 1000
    with no_file_above(limit), pytest.raises(DiskFull):
        undo(house, brought.import_id, actor="test")
    assert content_of(house) == before
    assert undo(house, brought.import_id, actor="test").counts["removed"] == 3000


def test_a_disk_that_fills_up_while_the_file_is_checked_is_named(house: House, tmp_path: Path):
    file = write_csv(tmp_path / "more.csv", responses(3000))
    with no_file_above(10_000), pytest.raises(DiskFull, match="Make room on the disk that holds"):
        import_file(house, "responses", file, actor="test")
    assert contradictions(house) == []


def test_the_command_line_says_that_the_disk_is_full_and_what_to_do(tmp_path: Path):
    path = tmp_path / "a.duckdb"
    file = write_csv(tmp_path / "responses.csv", responses(3000))
    open_house(path).close()
    limit = path.stat().st_size
    command = [sys.executable, "-m", "cx", "import", "responses", str(file)]
    told = subprocess.run(
        [*command, "--warehouse", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert (told.returncode, told.stdout) == (1, "")
    assert "The disk is full" in told.stderr
    assert "Make room on the disk that holds a.duckdb" in told.stderr
    assert "Traceback" not in told.stderr
    with closing(open_house(path)) as house:
        assert house.data_version() == 0
        assert contradictions(house) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 110 MB; a skip that says so where none can be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=110m", "none", str(disk)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("A REALLY FULL DISK WAS NOT TRIED: no rights to mount a file system")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def fill(disk: Path, but_bytes: int) -> Path:
    """Fill a disk with one file, but for so many bytes."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - but_bytes)
    return filler


def test_on_a_really_full_disk_readers_go_on_and_the_import_works_once_there_is_room(
    small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = write_csv(tmp_path / "responses.csv", responses(3000))
    publish = ledger.publish
    with closing(open_house(small_disk / "a.duckdb")) as house:
        note(house, "before")
        before = content_of(house)

        def fill_then_publish(*given: object) -> None:
            fill(small_disk, 0)
            publish(*given)

        with monkeypatch.context() as filled:
            filled.setattr(ledger, "publish", fill_then_publish)
            with pytest.raises(DiskFull, match="The disk is full"):
                import_file(house, "responses", file, actor="test")
        assert content_of(house) == before
        assert contradictions(house) == []
        with pytest.raises(ImportRefused, match="Make room, then try again"):
            import_file(house, "responses", file, actor="test")
        (small_disk / "filler").unlink()
        assert import_file(house, "responses", file, actor="test").counts["new"] == 3000


def test_what_a_failed_write_took_is_given_back_and_small_things_can_still_be_written(
    small_disk: Path,
):
    with closing(open_house(small_disk / "a.duckdb")) as house:
        note(house, "before")
        with pytest.raises(DiskFull):
            write_much(house, 3_000_000)
        assert house.path.stat().st_size < SPARE_BYTES
        filler = fill(small_disk, 0)
        with pytest.raises(DiskFull):
            write_much(house, 1_000_000)
        note(house, "on a full disk, in the room that was spared")
        filler.unlink()
        write_much(house, 1000)
        assert len(read_table(house, "app.audit_log")) == 2
        assert len(read_table(house, "much")) == 1000


def test_a_warehouse_on_a_full_disk_can_be_opened_and_read(small_disk: Path):
    with closing(open_house(small_disk / "a.duckdb")) as house:
        note(house, "before")
    fill(small_disk, 0)
    with closing(open_house(small_disk / "a.duckdb")) as house:
        assert len(read_table(house, "app.audit_log")) == 1


def test_a_file_that_a_killed_write_left_grown_shrinks_when_it_is_opened_on_a_short_disk(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
):
    with closing(open_house(small_disk / "a.duckdb")) as house:
        note(house, "before")
        monkeypatch.setattr(house._engine, "regain_room", lambda: None)
        with pytest.raises(DiskFull):
            write_much(house, 3_000_000)
        assert house.path.stat().st_size > 4 * SPARE_BYTES
    with closing(open_house(small_disk / "a.duckdb")) as house:
        assert house.path.stat().st_size < SPARE_BYTES
        assert len(read_table(house, "app.audit_log")) == 1


def test_a_file_that_cannot_be_brought_up_to_date_on_a_full_disk_says_so(tmp_path: Path):
    with no_file_above(20_000), pytest.raises(WarehouseError, match="The disk is full"):
        open_house(tmp_path / "a.duckdb")
    open_house(tmp_path / "a.duckdb").close()
