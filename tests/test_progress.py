"""Specification of progress: it only goes forward, and calling off stops work where it stands."""

import threading
from pathlib import Path

import pytest

from cx.errors import Cancelled, CxError
from cx.ingest.progress import Progress
from cx.warehouse import House, scratch
from tests.conftest import read_table

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
