"""Specification of faults: each is survived, or told in a sentence that says what to do."""

import ast
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from cx.auth import everybody
from cx.errors import (
    Busy,
    QueryTooLarge,
    QueryTooSlow,
    WarehouseError,
    WarehouseLocked,
)
from cx.filters import Filters
from cx.ingest import history, import_file, stage
from cx.ingest.commit import commit
from cx.warehouse import House, engine, open_house
from cx.warehouse import house as house_module
from cx.warehouse.records import note_act
from tests.conftest import read_table, write_csv
from tests.crash.states import content_of, contradictions

ROOT = Path(__file__).resolve().parents[1]
ENDLESS = "select count(*) from range(10000000) a, range(10000000) b"
TOO_LARGE = "select string_agg(md5(range::varchar), '') from range(20000000)"


def products(*names: str) -> list[dict[str, object]]:
    return [{"product_id": name, "name": name} for name in names]


def note(house: House, detail: str) -> None:
    with house.writing() as cursor:
        note_act(cursor, "test", "note", detail)


def ask(house: House, sql: str) -> list[tuple[object, ...]]:
    with house.reading() as cursor:
        return cursor.execute(sql).fetchall()


def python(code: str, *given: object) -> "subprocess.CompletedProcess[str]":
    """Run a few lines in a process of their own."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, given)], cwd=ROOT, capture_output=True, text=True
    )


# One process owns the file


def test_a_second_process_is_refused_and_the_first_goes_on(house: House, bring):
    bring("products", products("one"))
    command = [sys.executable, "-m", "cx", "history", "--warehouse", str(house.path)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (1, "")
    assert f"is in use by process {os.getpid()}" in told.stderr
    assert "Traceback" not in told.stderr
    bring("products", products("two"))
    assert len(read_table(house, "crm.products")) == 2


def test_a_second_process_is_refused_also_when_something_here_read_the_file(house: House):
    house.path.read_bytes()  # this gives up the lock that the engine has on it
    code = (
        "import sys; from pathlib import Path; from cx.warehouse import open_house\n"
        "try: open_house(Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__)"
    )
    assert python(code, house.path).stdout.strip() == WarehouseLocked.__name__


OPENERS = re.compile(r"(.*\b)?(open|(read|write)_(bytes|text)|copy(2|file|tree)?|move|sha256)")
DATABASE = re.compile(
    r"((str|Path|os\.fspath)\()?([\w.]*\b_?(house|engine|self|warehouse)\.path|[\w.]*\bpath_of\(.*\))\)?"
)


def raw_uses(path: str, text: str) -> Iterator[str]:
    """Calls that open, copy or hash the database file behind the engine's back."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and OPENERS.fullmatch(ast.unparse(node.func)):
            about = [ast.unparse(given) for given in node.args]
            if isinstance(node.func, ast.Attribute):
                about.append(ast.unparse(node.func.value))
            if any(DATABASE.fullmatch(each) for each in about):
                yield f"{path}:{node.lineno}: {ast.unparse(node)}"


def test_nothing_opens_the_database_file_but_the_engine():
    files = [ROOT / "app.py", *ROOT.glob("cx/**/*.py"), *ROOT.glob("pages/**/*.py")]
    found = [
        use
        for file in files
        for use in raw_uses(str(file.relative_to(ROOT)), file.read_text(encoding="utf-8"))
    ]
    assert not found, "this would drop the lock on the database:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "open(house.path)",
        "open(str(self.house.path), 'rb')",
        "house.path.open('rb')",
        "hashlib.sha256(self._house.path.read_bytes())",
        "shutil.copy(engine.path, target)",
        "shutil.copyfile(warehouse.path_of(), target)",
    ],
)
def test_the_rule_knows_a_raw_use_of_the_database_file(text: str):
    assert list(raw_uses("cx/a.py", text))


def test_the_rule_lets_other_files_be():
    assert not list(
        raw_uses("cx/a.py", "open(house.path.with_name('x')); path.open(); house.path.stat()")
    )


def test_no_python_of_ours_opens_the_database_file_while_it_is_worked_with(tmp_path: Path):
    file = write_csv(
        tmp_path / "responses.csv",
        [{"response_id": n, "responded_at": "2026-01-05", "nps": n} for n in (1, 11)],
    )
    code = """if True:
        import os, sys
        from pathlib import Path
        path = Path(sys.argv[1])
        opened = []
        sys.addaudithook(lambda event, given: event == "open" and opened.append(str(given[0])))
        from cx.filters import Filters
        from cx.ingest import history, import_file, undo
        from cx.warehouse import open_house
        for _ in range(2):
            house = open_house(path)
            done = import_file(house, "responses", Path(sys.argv[2]), actor="test")
            undo(house, done.import_id, actor="test")
            history(house)
            house.close()
        print([name for name in opened if name.endswith((path.name, ".wal"))])
        print(any(name.endswith(".lock") for name in opened))
    """
    told = python(code, tmp_path / "a.duckdb", file)
    assert told.stdout.split("\n")[:2] == ["[]", "True"], told.stderr


# Two at once, and the same twice


def test_of_two_analysts_who_import_at_once_both_are_in_and_each_can_be_undone(
    house: House, tmp_path: Path
):
    files = [write_csv(tmp_path / f"{name}.csv", products(name, "both")) for name in "ab"]
    together = threading.Barrier(2)

    def bring_in(file: Path) -> int | None:
        together.wait()
        return import_file(house, "products", file, actor=file.stem).import_id

    with ThreadPoolExecutor(2) as analysts:
        numbers = list(analysts.map(bring_in, files))
    assert sorted(numbers) == [1, 2]
    assert [line.actor for line in history(house)] == ["ab"[numbers.index(n)] for n in (2, 1)]
    assert len(read_table(house, "crm.products")) == 3
    assert contradictions(house) == []


def test_who_waits_too_long_for_another_write_is_told_to_try_again(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(house_module, "WAIT_SECONDS", 0.01)

    def write_as_well() -> None:
        with pytest.raises(Busy, match="Wait for it to end, then try again"):
            note(house, "second")

    with house.writing() as cursor:
        note_act(cursor, "test", "note", "first")
        with ThreadPoolExecutor(1) as other:
            other.submit(write_as_well).result()
    assert read_table(house, "app.audit_log", "detail") == [("first",)]


def test_the_same_upload_twice_at_once_is_one_import(house: House, tmp_path: Path):
    file = write_csv(tmp_path / "products.csv", products("one"))
    staged = stage("products", file, None, house.stage / "draft")
    together = threading.Barrier(2)

    def click(_number: int) -> int | None:
        together.wait()
        return commit(house, staged, actor="test", upload_id="u1").import_id

    with ThreadPoolExecutor(2) as clicks:
        assert list(clicks.map(click, range(2))) == [1, 1]
    assert len(history(house)) == 1


def test_an_upload_of_which_nobody_knows_whether_it_is_in_can_be_sent_again(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = write_csv(tmp_path / "products.csv", products("one"))
    staged = stage("products", file, None, house.stage / "draft")

    def fail(_cursor: object) -> None:
        raise duckdb.IOException("Input/output error")

    with monkeypatch.context() as blind:
        blind.setattr(house_module, "standing", fail)
        with pytest.raises(WarehouseError, match="not known whether this was written"):
            commit(house, staged, actor="test", upload_id="u1")
    assert commit(house, staged, actor="test", upload_id="u1").import_id == 1
    assert len(history(house)) == 1


# Readers


def test_a_reader_that_holds_a_result_open_keeps_its_state_and_no_import_waits_for_it(
    house: House, bring
):
    bring("products", products(*(f"p{n:05}" for n in range(5000))))
    with house.reading() as cursor:
        result = cursor.execute("select product_id, name from crm.products order by product_id")
        seen = [result.fetchone()]
        bring("products", [{"product_id": f"p{n:05}", "name": "new"} for n in range(5000)])
        seen += result.fetchall()
    assert len(seen) == 5000
    assert all(key == name for key, name in seen)
    assert read_table(house, "crm.products", "distinct name") == [("new",)]


def test_while_one_question_never_ends_others_are_answered_and_closing_stops_it(house: House):
    began = threading.Event()

    def ask_without_end() -> str:
        try:
            with house.reading() as cursor:
                began.set()
                cursor.execute(ENDLESS).fetchall()
        except WarehouseError as error:
            return str(error)
        return "it ended"

    with ThreadPoolExecutor(1) as other:
        endless = other.submit(ask_without_end)
        began.wait()
        for number in range(5):
            assert ask(house, f"select {number}") == [(number,)]
        assert not endless.done()
        house.close()
        assert "stopped before it was done" in endless.result(timeout=5)


def test_of_many_questions_at_once_the_last_wait_until_one_is_answered(house: House):
    def ask_for_page() -> int:
        with house.snapshot() as state:
            return len(state.ask("nps/kinds", Filters(), everybody()))

    for _ in range(house_module.QUESTIONS_AT_ONCE):
        assert house._turn.acquire(blocking=False)
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(ask_for_page)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.2)
        house._turn.release()
        assert waiting.result(timeout=30) == 0


def test_a_question_may_take_so_long_and_no_longer_whoever_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(engine, "QUERY_LIMIT_MS", 200)
    with closing(open_house(tmp_path / "a.duckdb")) as house:
        with pytest.raises(QueryTooSlow, match="shorter period"):
            ask(house, ENDLESS)
        assert ask(house, "select 1") == [(1,)]


@pytest.mark.parametrize("short_of", ["memory_limit", "max_temp_directory_size"])
def test_a_question_that_is_too_large_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short_of: str
):
    monkeypatch.setitem(engine._CONFIG, "memory_limit", "200MB")
    monkeypatch.setitem(engine._CONFIG, short_of, "100MB")
    with closing(open_house(tmp_path / "a.duckdb")) as house, house.snapshot() as other:
        with pytest.raises(QueryTooLarge, match="Choose a shorter period"):
            ask(house, TOO_LARGE)
        assert other.version == 0
        assert other._cursor.execute("select 1").fetchall() == [(1,)]
        note(house, "after")


def test_the_engine_reads_nothing_outside_also_after_it_was_opened_anew(house: House):
    house._engine._restart(house._engine._generation)
    with pytest.raises(duckdb.PermissionException):
        ask(house, "select * from read_text('/etc/hostname')")
    with pytest.raises(duckdb.Error, match="locked"):
        ask(house, "set enable_external_access = true")


def test_a_restart_waits_for_readers_before_it_stops_them(house: House):
    order: list[str] = []
    reading, done = threading.Event(), threading.Event()

    def read() -> None:
        with house.reading() as cursor:
            reading.set()
            cursor.execute("select count(*) from range(20000) a, range(20000) b").fetchall()
            order.append("read")
        done.set()

    with ThreadPoolExecutor(1) as other:
        other.submit(read)
        reading.wait()
        house._engine.regain_room()
        order.append("opened anew")
        assert done.wait(5)
    assert order == ["read", "opened anew"]
    assert ask(house, "select 1") == [(1,)]


def test_those_who_were_reading_when_the_database_broke_are_told_that_nothing_was_lost(
    house: House,
):
    def break_it() -> None:
        with pytest.raises(WarehouseError, match="had to be restarted"), house.reading():
            raise duckdb.FatalException("FATAL Error: the disk is gone")

    def read_on() -> None:
        with house.reading() as cursor:
            with ThreadPoolExecutor(1) as other:
                other.submit(break_it).result()
            cursor.execute("select 1").fetchall()

    with pytest.raises(WarehouseError, match="Nothing was lost; try again"):
        read_on()
    assert ask(house, "select 1") == [(1,)]


def test_a_fault_inside_the_engine_is_told_to_the_one_who_met_it_and_disturbs_nobody(house: House):
    def meet_it() -> None:
        with house.reading():
            raise duckdb.InternalException("INTERNAL Error: an assertion failed")

    with house.snapshot() as other:
        with pytest.raises(WarehouseError, match="The database engine failed at this"):
            meet_it()
        assert other._cursor.execute("select 1").fetchall() == [(1,)]


def test_a_fault_inside_the_engine_that_took_the_open_file_with_it_is_followed_by_a_restart(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    def meet_it() -> None:
        with house.reading():
            raise duckdb.InternalException("INTERNAL Error: an assertion failed")

    generation = house._engine._generation
    monkeypatch.setattr(house._engine, "_is_broken_by", lambda error: True)
    with pytest.raises(WarehouseError, match="try again"):
        meet_it()
    assert house._engine._generation == generation + 1
    assert ask(house, "select 1") == [(1,)]


# The end of the process


STOPPED = """if True:
    import asyncio, os, signal, sys, threading
    from pathlib import Path
    from cx.ingest import import_file, jobs
    from cx.ui import server, session
    from cx.warehouse import ledger

    def write_without_end(cursor, *given):
        sys.stdout.write("writing\\n"); sys.stdout.flush()
        cursor.execute("select count(*) from range(10000000) a, range(10000000) b").fetchall()

    def read_without_end(house):
        while True:
            with house.reading() as cursor:
                cursor.execute("select count(*) from range(3000) a, range(3000) b").fetchall()

    async def serve():
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        async with server.lifespan(None):
            house, ledger.publish = session.house(), write_without_end
            threading.excepthook = lambda fault: None
            for _ in range(2):
                threading.Thread(target=read_without_end, args=[house], daemon=True).start()
            work = lambda progress: import_file(
                house, "products", Path(sys.argv[1]), actor="test", progress=progress)
            jobs.start(house, work, "Import", "test")
            await stop.wait()

    asyncio.run(serve())
    sys.stdout.write("ended\\n")
"""


def test_a_dashboard_told_to_stop_in_the_middle_of_an_import_ends_well_with_nothing_half_done(
    tmp_path: Path,
):
    path = tmp_path / "a.duckdb"
    with closing(open_house(path)) as house:
        file = write_csv(tmp_path / "products.csv", products("one"))
        import_file(house, "products", file, actor="test")
        before = content_of(house)
    file = write_csv(tmp_path / "more.csv", products("two"))
    served = subprocess.Popen(
        [sys.executable, "-c", STOPPED, str(file)],
        cwd=ROOT,
        env=os.environ | {"CX_WAREHOUSE": str(path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert served.stdout is not None
    assert served.stdout.readline() == "writing\n"
    served.send_signal(signal.SIGTERM)
    said, complaints = served.communicate(timeout=60)
    assert (said, served.returncode) == ("ended\n", 0), complaints
    with closing(open_house(path)) as house:
        assert content_of(house) == before
        assert contradictions(house) == []


def test_a_command_told_to_stop_in_the_middle_of_an_import_leaves_no_trace(tmp_path: Path):
    path, plan = tmp_path / "a.duckdb", tmp_path / "plan.json"
    with closing(open_house(path)) as house:
        before = content_of(house)
    file = write_csv(tmp_path / "products.csv", products("one"))
    plan.write_text(f'[{{"kind": "products", "file": "{file}"}}]')
    given = [str(path), str(plan), str(tmp_path / "acks"), "committing", "0", "stop", "usual"]
    command = [sys.executable, "-m", "tests.crash.child", *given]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    while child.stdout.readline() != "at committing\n":
        assert child.poll() is None
    child.terminate()
    child.communicate(timeout=60)
    with closing(open_house(path)) as house:
        assert content_of(house) == before
        assert contradictions(house) == []


def test_a_thread_that_asks_when_the_program_ends_does_not_bring_it_down(tmp_path: Path):
    code = f"""if True:
        import sys, threading
        from pathlib import Path
        from cx.errors import WarehouseError
        from cx.warehouse import open_house
        house, began, told = open_house(Path(sys.argv[1])), threading.Event(), []
        def read():
            while True:
                try:
                    with house.reading() as cursor:
                        began.set()
                        cursor.execute("{ENDLESS}").fetchall()
                except WarehouseError as error:
                    told.append(str(error))
        for _ in range(3):
            threading.Thread(target=read, daemon=True).start()
        began.wait()
        house.close()
        while not any("was closed" in each for each in told):
            pass
        print("ended")
    """
    told = python(code, tmp_path / "a.duckdb")
    assert (told.stdout, told.returncode) == ("ended\n", 0), told.stderr


def test_a_closed_warehouse_is_not_opened_again_by_who_still_asks(house: House):
    house.close()
    with pytest.raises(WarehouseError, match="was closed"):
        ask(house, "select 1")
