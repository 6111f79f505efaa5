"""Specification of progress: it only goes forward, and calling off stops work where it stands."""

import gzip
import os
import threading
import time
from pathlib import Path

import pytest

from cx.errors import Cancelled, CxError
from cx.ingest import decode, excel, history, import_file
from cx.ingest.progress import Progress
from cx.ingest.unpack import unpack
from cx.warehouse import House, scratch
from tests.conftest import read_table
from tests.test_excel import table
from tests.uploads import put

FOREVER = "select count(*) from range(1000000) a, range(1000000) b, range(1000) c"


def test_the_share_never_goes_back_whatever_the_stages_say():
    progress = Progress()
    seen = []
    for stage, until in (("Reading", 0.6), ("Checking", 0.5), ("Writing", 0.9)):
        progress.step(stage, until)
        seen.append(progress.share)
        for part in (0.5, 0.2, 2.0):
            progress.move(part)
            seen.append(progress.share)
    assert seen == sorted(seen)
    assert seen[-1] == 0.9


def test_what_comes_after_other_work_fills_the_rest_and_alone_it_fills_all():
    alone, after = Progress(), Progress()
    after.step("Reading", 0.6)
    assert (alone.ahead(0.5), alone.ahead(1.0)) == (0.5, 1.0)
    assert after.ahead(0.5) == pytest.approx(0.8)


@pytest.mark.parametrize(
    "ask", [lambda p: p.step("Next", 1.0), lambda p: p.move(0.5), Progress.check]
)
def test_work_that_was_called_off_stops_at_its_next_word(ask):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled, match="nothing was written"):
        ask(progress)


def test_a_statement_that_runs_is_interrupted_at_once(tmp_path: Path):
    progress = Progress()
    caller = threading.Timer(0.2, progress.cancel)
    with scratch(tmp_path) as engine:
        caller.start()
        with pytest.raises(Cancelled), progress.lend(engine) as cursor:
            cursor.execute(FOREVER).fetchall()
    caller.join()


def test_in_the_warehouse_it_is_told_as_called_off_and_not_as_too_slow(house: House):
    progress = Progress()
    caller = threading.Timer(0.2, progress.cancel)

    def write() -> None:
        with house.writing() as own, progress.lend(own) as cursor:
            cursor.execute("insert into app.settings values ('a', 'b')")
            cursor.execute(FOREVER).fetchall()

    caller.start()
    with pytest.raises(Cancelled):
        write()
    caller.join()
    assert read_table(house, "app.settings") == []


def test_no_statement_begins_once_it_was_called_off(tmp_path: Path):
    progress = Progress()
    with scratch(tmp_path) as engine:
        with progress.lend(engine) as cursor:
            cursor.execute("create table first (a integer)")
            progress.cancel()
            with pytest.raises(Cancelled):
                cursor.execute("create table second (a integer)")
        tables = engine.execute("select table_name from duckdb_tables()").fetchall()
    assert tables == [("first",)]


def test_an_error_that_nobody_caused_by_calling_off_stays_what_it_is(tmp_path: Path):
    with (
        scratch(tmp_path) as engine,
        pytest.raises(CxError, match="mend it"),
        Progress().lend(engine),
    ):
        raise CxError("mend it")


def test_inside_a_stage_the_share_follows_the_statements_and_nothing_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    progress, seen = Progress(), []
    progress.step("Checking", 0.8)
    with scratch(tmp_path) as engine, progress.lend(engine) as cursor:
        for _ in range(4):
            cursor.execute("select sum(hash(range)) from range(3000000)").fetchall()
            seen.append(progress.share)
    assert seen == sorted(set(seen))
    assert 0.5 < seen[-1] < 0.8
    assert capfd.readouterr() == ("", "")


def test_while_a_statement_runs_somebody_else_sees_it_move(tmp_path: Path):
    progress, seen, is_over = Progress(), [], threading.Event()

    def look() -> None:
        while not is_over.wait(0.02):
            seen.append(progress.share)

    watcher = threading.Thread(target=look)
    progress.step("Checking", 1.0)
    with scratch(tmp_path) as engine, progress.lend(engine) as cursor:
        watcher.start()
        cursor.execute(
            "select count(distinct hash(range, 1) % 1000000) from range(8000000)"
        ).fetchall()
        is_over.set()
    watcher.join()
    assert len({share for share in seen if 0 < share < 1}) > 3


LONG = "response_id,responded_at,comment\n" + "".join(
    f'r{i},2026-05-01,"said {i}"\n\n' for i in range(1_000)
)


def leaves_no_trace(house: House) -> bool:
    is_empty = not read_table(house, "feedback.responses_history")
    return is_empty and history(house) == [] and list(house.stage.iterdir()) == []


def test_an_import_called_off_while_its_text_is_decoded_stops_there_and_leaves_no_trace(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    progress, pieces = Progress(), []
    decoded = decode._Decoder.decode

    def cancel_at_the_third(decoder: decode._Decoder, chunk: bytes, **more: object) -> str:
        pieces.append(chunk)
        if len(pieces) == 3:
            progress.cancel()
        return decoded(decoder, chunk, **more)

    monkeypatch.setattr(decode, "CHUNK", 1_000)
    monkeypatch.setattr(decode._Decoder, "decode", cancel_at_the_third)
    with pytest.raises(Cancelled, match="nothing was written"):
        import_file(house, "responses", put(tmp_path, LONG), progress=progress)
    assert len(pieces) == 3 < len(LONG) // 1_000
    assert leaves_no_trace(house)


def test_an_import_called_off_while_a_workbook_is_read_stops_the_reader_and_leaves_no_trace(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    reader, begun = tmp_path / "endless.py", tmp_path / "begun"
    reader.write_text(
        "import os, pathlib, time\n"
        f"place = pathlib.Path({str(begun)!r})\n"
        "place.with_suffix('.new').write_text(str(os.getpid()))\n"
        "place.with_suffix('.new').rename(place)\n"
        "time.sleep(600)\n"
    )
    monkeypatch.setattr(excel, "_READER", reader)
    progress = Progress()

    def cancel_once_begun() -> None:
        until = time.monotonic() + 60
        while not begun.exists() and time.monotonic() < until:
            time.sleep(0.01)
        progress.cancel()

    caller = threading.Thread(target=cancel_once_begun)
    caller.start()
    started = time.monotonic()
    with pytest.raises(Cancelled, match="nothing was written"):
        import_file(house, "responses", put(tmp_path, table(["R1", 1, 2, ""])), progress=progress)
    caller.join()
    assert time.monotonic() - started < excel.MOST_SECONDS / 2
    with pytest.raises(ProcessLookupError):
        os.kill(int(begun.read_text()), 0)
    assert leaves_no_trace(house)


def test_unpacking_and_numbering_gaps_ask_too_whether_to_go_on(tmp_path: Path):
    progress = Progress()
    progress.cancel()
    packed = put(tmp_path, gzip.compress(LONG.encode()), "packed.csv.gz")
    with pytest.raises(Cancelled):
        unpack(packed, tmp_path, check=progress.check)
    text = put(tmp_path, LONG)
    with pytest.raises(Cancelled):
        decode.fill_gaps(text, ",", '"', 3, progress.check)
    assert text.read_text() == LONG
