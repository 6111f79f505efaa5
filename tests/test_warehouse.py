"""Specification of the warehouse: who may open it, what it refuses, and what a reader sees."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pytest

from cx.auth import everybody
from cx.errors import (
    BadQuery,
    QueryTooSlow,
    WarehouseError,
    WarehouseLocked,
    WarehouseTooNew,
)
from cx.extracts import EXTRACTS
from cx.filters import Filters
from cx.warehouse import House, open_house, questions, rollups, scratch, zones
from cx.warehouse.engine import Engine
from cx.warehouse.migrate import migrate
from cx.warehouse.records import note_act
from tests.conftest import read_table

TYPES = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "integer": "INTEGER",
    "number": "DOUBLE",
    "money": "DECIMAL(18,4)",
    "flag": "BOOLEAN",
    "date": "DATE",
    "time": "TIMESTAMP",
}


@pytest.mark.parametrize("name", EXTRACTS)
def test_every_extract_has_the_table_the_catalogue_describes(house: House, name: str):
    extract = EXTRACTS[name]
    with house.reading() as cursor:
        found = cursor.execute(f"describe {extract.table}").fetchall()
    described = [(row[0], row[1], row[2] == "NO") for row in found]
    expected = [
        (column.name, TYPES[column.type], column.is_required or column.name in extract.key)
        for column in extract.columns
    ]
    # In any order: what a later migration added stands at the end.
    assert sorted(described) == sorted([*expected, ("import_id", "BIGINT", True)])


@pytest.mark.parametrize("name", EXTRACTS)
def test_every_extract_has_a_history_of_the_same_columns(house: House, name: str):
    extract = EXTRACTS[name]
    with house.reading() as cursor:
        found = [row[0] for row in cursor.execute(f"describe {extract.history}").fetchall()]
    assert sorted(found) == sorted([*extract.names, "import_id", "row_number", "is_blank"])


def test_a_file_that_is_up_to_date_is_not_written_when_it_is_opened(tmp_path: Path):
    open_house(tmp_path / "a.duckdb").close()
    engine = Engine(tmp_path / "a.duckdb")
    assert migrate(engine) == []
    engine.close()


def test_steps_of_which_one_fails_leave_the_file_as_it_was(tmp_path: Path):
    steps, views = tmp_path / "schema", tmp_path / "views"
    steps.mkdir()
    views.mkdir()
    (steps / "0001_good.sql").write_text("create table first (a integer);")
    (steps / "0002_bad.sql").write_text("create table second (a integer); select 1 / 'x';")
    with closing(Engine(tmp_path / "a.duckdb")) as engine:
        with pytest.raises(WarehouseError, match="could not be brought up to date"):
            migrate(engine, steps, views)
        with engine.cursor() as cursor:
            assert cursor.execute("select table_name from duckdb_tables()").fetchall() == []


def test_a_database_newer_than_the_code_is_refused_with_a_clear_word(tmp_path: Path):
    house = open_house(tmp_path / "a.duckdb")
    with house.writing() as cursor:
        cursor.execute("insert into migrations values (999, 'future', '', now()::timestamp)")
    house.close()
    with pytest.raises(WarehouseTooNew, match="newer version of this program"):
        open_house(tmp_path / "a.duckdb")


def test_a_second_process_is_told_who_holds_the_file_and_what_to_do(house: House):
    code = (
        "import sys; from pathlib import Path; from cx.warehouse import open_house\n"
        "from cx.errors import WarehouseLocked\n"
        "try: open_house(Path(sys.argv[1]))\n"
        "except WarehouseLocked as error: print(error)"
    )
    command = [sys.executable, "-c", code, str(house.path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "is in use by process" in told
    assert "stop that one" in told


def test_a_second_opener_in_the_same_process_is_refused_too(house: House):
    with pytest.raises(WarehouseLocked, match="in use by process"):
        open_house(house.path)


def test_the_engine_reads_no_file_outside_its_stage(house: House, tmp_path: Path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    for denied in (
        f"select * from read_csv('{secret}')",
        "select * from read_text('/etc/hostname')",
        f"copy (select 1) to '{tmp_path / 'out.csv'}'",
        f"attach '{tmp_path / 'other.duckdb'}'",
        "set enable_external_access = true",
        "install httpfs",
    ):
        with house.reading() as cursor, pytest.raises(duckdb.Error):
            cursor.execute(denied).fetchall()


def test_the_engine_reads_no_link_that_leads_out_of_its_stage(house: House):
    (house.stage / "link").symlink_to("/etc/hostname")
    with house.reading() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(f"select * from read_text('{house.stage / 'link'}')").fetchall()


def test_a_scratch_engine_reads_only_its_folder(tmp_path: Path):
    inside, outside = tmp_path / "work" / "inside.csv", tmp_path / "outside.csv"
    inside.parent.mkdir()
    for file in (inside, outside):
        file.write_text("a\n1\n")
    with scratch(tmp_path / "work") as cursor:
        assert cursor.execute(f"from read_csv('{inside}')").fetchall() == [(1,)]
        with pytest.raises(duckdb.Error):
            cursor.execute(f"from read_csv('{outside}')").fetchall()


def test_a_question_that_takes_too_long_is_stopped_with_a_word(house: House):
    def ask_too_much() -> None:
        with house.reading() as cursor:
            cursor.execute("set session max_execution_time = 50")
            cursor.execute("select count(*) from range(1000000) a, range(1000000) b").fetchall()

    with pytest.raises(QueryTooSlow, match="shorter period"):
        ask_too_much()


def test_nothing_is_asked_without_saying_who_asks(house: House):
    with house.snapshot() as state, pytest.raises(BadQuery, match="without saying who asks"):
        state.ask("filters/options", Filters(), None)


def test_a_question_that_does_not_exist_is_named(house: House):
    with house.snapshot() as state, pytest.raises(BadQuery, match="nps/nothing"):
        state.ask("nps/nothing", Filters(), everybody())


def test_a_value_that_a_question_has_no_place_for_is_refused(house: House):
    with house.snapshot() as state, pytest.raises(BadQuery, match="no place for"):
        state.ask("filters/options", Filters(), everybody(), color="red")


def test_a_query_file_may_hold_one_select_and_nothing_else(tmp_path: Path):
    (tmp_path / "bad.sql").write_text("select 1; drop table x")
    with pytest.raises(BadQuery, match="exactly one select"):
        questions.read_question("bad", tmp_path)


def test_a_snapshot_keeps_showing_its_state_while_an_import_commits(house: House, bring):
    bring("products", [{"product_id": "1", "name": "One"}])
    with house.snapshot() as state:
        before = state.version
        bring("products", [{"product_id": "2", "name": "Two"}])
        assert state.version == before
        seen = state._cursor.execute("select count(*) from crm.products").fetchone()
        assert seen == (1,)
    assert house.data_version() > before
    assert len(read_table(house, "crm.products")) == 2


def test_the_data_version_changes_with_each_commit(house: House, bring):
    versions = [house.data_version()]
    for number in ("1", "2"):
        bring("products", [{"product_id": number, "name": "A"}])
        versions.append(house.data_version())
    assert versions == sorted(set(versions))


def test_a_write_that_fails_leaves_no_trace(house: House):
    def fail_half_way() -> None:
        with house.writing() as cursor:
            cursor.execute("insert into app.settings values ('a', 'b')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert read_table(house, "app.settings") == []


def test_a_file_that_is_no_database_is_named_with_what_to_do_and_gives_up_its_lock(tmp_path: Path):
    junk = tmp_path / "junk.duckdb"
    junk.write_bytes(b"no database at all" * 100)
    for _ in range(2):
        with pytest.raises(WarehouseError, match="name another file") as refused:
            open_house(junk)
        assert not isinstance(refused.value, WarehouseLocked)


def refused_names() -> list[str]:
    ours = [f"{schema}.duckdb" for schema in ("app", "crm", "feedback", "rollup")]
    return [
        *ours,
        "CRM.duckdb",
        "crm",
        ".crm.duckdb",
        "app.2026.duckdb",
        "a?b.duckdb",
        "a\\b.duckdb",
    ]


@pytest.mark.parametrize("name", refused_names())
def test_a_name_that_the_engine_would_misread_is_refused_and_nothing_is_made(
    tmp_path: Path, name: str
):
    with pytest.raises(WarehouseError, match=r"cannot be opened under this name.*Rename the file"):
        open_house(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_link_to_a_file_of_such_a_name_is_refused_too(tmp_path: Path):
    (tmp_path / "fine.duckdb").symlink_to(tmp_path / "crm.duckdb")
    with pytest.raises(WarehouseError, match=r"crm\.duckdb cannot be opened under this name"):
        open_house(tmp_path / "fine.duckdb")


def test_every_schema_of_a_warehouse_is_a_name_that_is_refused(house: House):
    with house.reading() as cursor:
        found = cursor.execute(
            "select distinct schema_name from duckdb_tables() where schema_name <> 'main'"
        ).fetchall()
    assert {f"{schema}.duckdb" for (schema,) in found} <= {*refused_names()}


@pytest.mark.parametrize(
    "name",
    [
        *("memory.duckdb", "system.duckdb", "temp.duckdb", "main.duckdb", "orders.duckdb"),
        *("select.duckdb", "my crm.duckdb", 'it\'s "ours".2026.duckdb', "größe.duckdb", "plain"),
        *("a[1]*.duckdb", ":memory:"),
    ],
)
def test_any_other_name_will_do(tmp_path: Path, name: str):
    with closing(open_house(tmp_path / name)):
        pass
    assert (tmp_path / name).is_file()
    with closing(open_house(tmp_path / name)) as house:
        assert read_table(house, "crm.orders") == []
        assert read_table(house, "app.headlines") == []


def test_a_step_that_was_applied_may_not_be_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for each, name in ((rollups, "rebuild"), (zones, "define")):  # of tables that are not there
        monkeypatch.setattr(each, name, lambda cursor: None)
    steps, views = tmp_path / "schema", tmp_path / "views"
    steps.mkdir()
    views.mkdir()
    (steps / "0001_first.sql").write_text("create schema first;")
    with closing(Engine(tmp_path / "a.duckdb")) as engine:
        assert migrate(engine, steps, views) == ["0001_first", "views"]
        (steps / "0001_first.sql").write_text("create schema other;")
        with pytest.raises(WarehouseError, match="was changed after it was applied"):
            migrate(engine, steps, views)


def test_what_a_killed_import_left_behind_is_gone_when_the_file_is_opened_again(tmp_path: Path):
    left = tmp_path / "a.duckdb.stage" / "dead" / "cells.parquet"
    left.parent.mkdir(parents=True)
    left.write_text("somebody's data")
    open_house(tmp_path / "a.duckdb").close()
    assert not left.exists()


def fail_fatally(house: House) -> None:
    with house.reading():
        raise duckdb.FatalException("the disk is full")


def test_after_a_fatal_error_the_file_is_opened_anew_and_nothing_is_lost(house: House, bring):
    bring("products", [{"product_id": "1", "name": "One"}])
    with pytest.raises(WarehouseError, match="had to be restarted"):
        fail_fatally(house)
    assert read_table(house, "crm.products", "product_id") == [("1",)]


def test_when_it_cannot_be_opened_anew_at_once_the_next_question_tries_again(
    house: House, bring, monkeypatch: pytest.MonkeyPatch
):
    bring("products", [{"product_id": "1", "name": "One"}])

    def refuse(*_args: object, **_options: object) -> None:
        raise duckdb.IOException("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(duckdb, "connect", refuse)
        with pytest.raises(WarehouseError, match="had to be restarted"):
            fail_fatally(house)
        with pytest.raises(WarehouseError, match="no space left"):
            house.data_version()
    assert read_table(house, "crm.products", "product_id") == [("1",)]


def test_a_commit_that_the_engine_reports_as_failed_but_that_is_on_file_counts(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    class Liar:
        def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
            self._cursor = cursor

        def __getattr__(self, name: str) -> object:
            return getattr(self._cursor, name)

        def commit(self) -> None:
            self._cursor.commit()
            raise duckdb.IOException("sync failed")

    lend = house._engine.cursor

    @contextmanager
    def lie() -> Iterator[object]:
        with lend() as cursor:
            yield Liar(cursor)

    with monkeypatch.context() as lying:
        lying.setattr(house._engine, "cursor", lie)
        with house.writing() as cursor:
            note_act(cursor, "test", "act", "one")
    assert len(read_table(house, "app.audit_log")) == 1


def test_a_commit_that_was_rolled_back_without_a_word_is_reported(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    def write_what_aborts() -> None:
        with house.writing() as cursor:
            note_act(cursor, "test", "act", "one")
            monkeypatch.setattr(house, "_is_on_file", lambda records: False)

    with pytest.raises(WarehouseError, match="Nothing was written after all"):
        write_what_aborts()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WarehouseError, match="cannot be made"):
        open_house(tmp_path / "file" / "a.duckdb")
