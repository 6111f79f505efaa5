"""Kills a process while it brings an older file up to date.

Older files are made with the first steps of ``data/schema`` only and with other texts of views, and
filled with what a company of today holds in the tables and columns that were there then.
"""

import random
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import duckdb

from cx.warehouse import House, open_house, rollups
from cx.warehouse.engine import Engine
from cx.warehouse.migrate import SCHEMA, VIEWS, migrate
from tests.crash.acts import Acts
from tests.crash.harness import Broken, Kill, Tally, opened_clean, run_and_kill
from tests.crash.states import Content, content, content_of

FIRST_WITH_ALL_TABLES = 4
"""Before that step there are no rollups, and so no views that could be made."""
MOMENTS = ("step", "rebuilt", "closing")


@dataclass(frozen=True, slots=True)
class Older:
    """An older file, and what it holds before and after it is brought up to date."""

    file: Path
    before: Content
    after: Content


class Migrations:
    """Older files that are opened by a process that is killed.

    Parameters
    ----------
    folder : Path
        Takes everything; empty.
    seed : int
        Draws what the company did, and the kills.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.tally = Tally()
        self._folder, self._rng = folder, random.Random(seed)
        self._runs = 0
        with closing(open_house(folder / "company.duckdb")) as company:
            acts = Acts(folder, self._rng, (4000,))
            for _ in range(4):
                acts.draw([]).do(company)
        self._steps = range(FIRST_WITH_ALL_TABLES, len(list(SCHEMA.glob("*.sql"))) + 1)
        self._older: dict[int, Older] = {}

    def loop(self, kill: Kill | None = None) -> None:
        """Open a copy of an older file, kill, and judge what is left.

        Raises
        ------
        Broken
            When it is neither the file of before nor the file of after.
        """
        self._runs += 1
        older = self._older_of(self._rng.choice(self._steps))
        path = _copy(older.file, self._folder / f"run-{self._runs}")
        kill = kill or self._draw_kill()
        stop = "stop" if kill.is_stopped else "pass"
        nothing, acks = self._folder / "nothing.json", self._folder / "acks"
        nothing.write_text("[]")
        given = [str(path), str(nothing), str(acks), kill.moment, str(kill.act), stop, "usual"]
        was_killed = run_and_kill("tests.crash.child", given, kill)
        self.tally.kills[kill.moment or "any time"] += was_killed
        left = _as_it_lies(path)
        if left not in (older.before, older.after):
            raise Broken(f"{kill}: {older.file} is neither as before nor as after")
        self.tally.outcomes["as before" if left == older.before else "as after"] += 1
        house = opened_clean(path, self.tally)
        found = content_of(house)
        house.close()
        if found != older.after:
            raise Broken(f"{kill}: {older.file} was not brought up to date after the kill")
        shutil.rmtree(path.parent)

    def _older_of(self, step: int) -> Older:
        """Make the file of a step once it is needed: two kills do not need all of them."""
        if step not in self._older:
            with closing(open_house(self._folder / "company.duckdb")) as company:
                self._older[step] = _older(self._folder / f"step-{step}", company, step)
        return self._older[step]

    def _draw_kill(self) -> Kill:
        rng = self._rng
        if rng.random() < 0.5:
            return Kill(seconds=rng.uniform(0, 0.5))
        moment = rng.choice(MOMENTS)
        return Kill(moment, 0, rng.random() < 0.5, rng.uniform(0, 0.1))


def _older(folder: Path, company: House, step: int) -> Older:
    """Make a file as it was after a step, and find out what it becomes."""
    schema, views = folder / "schema", folder / "views"
    for part in (schema, views):
        part.mkdir(parents=True)
    for file in sorted(SCHEMA.glob("*.sql"))[:step]:
        shutil.copy(file, schema)
    for file in sorted(VIEWS.glob("*.sql"))[:1]:
        (views / file.name).write_text(f"-- as it was then\n{file.read_text()}")
    path = folder / "older.duckdb"
    engine = Engine(path)
    # The rollups of then are gone from today's code; what is brought up to date fills its own.
    with patch.object(rollups, "rebuild"):
        migrate(engine, schema, views)
    _fill(engine, company)
    engine.close()
    copy = _copy(path, folder / "after")
    house = open_house(copy)
    after = content_of(house)
    house.close()
    return Older(path, _as_it_lies(path), after)


def _fill(engine: Engine, company: House) -> None:
    """Copy the rows of a company into the tables and columns that an older file has."""
    parcel, arrived = company.stage / "rows.parquet", engine.stage / "rows.parquet"
    with company.reading() as source, engine.cursor() as target:
        for table in _tables(target):
            columns = _columns(target, table) & _columns(source, table)
            if table == "main.migrations" or not columns:
                continue
            source.execute(f"copy (select {', '.join(columns)} from {table}) to '{parcel}'")
            shutil.move(parcel, arrived)
            target.execute(f"delete from {table}")
            target.execute(f"insert into {table} by name from read_parquet('{arrived}')")
        target.execute("update app.imports set rejects_file = null")  # those were not copied


def _tables(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    found = cursor.execute("select schema_name || '.' || table_name from duckdb_tables()")
    return [table for (table,) in found.fetchall()]


def _columns(cursor: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    schema, name = table.split(".")
    found = cursor.execute(
        "select column_name from duckdb_columns() where schema_name = $1 and table_name = $2",
        [schema, name],
    )
    return {column for (column,) in found.fetchall()}


def _copy(file: Path, folder: Path) -> Path:
    """Copy a database that nobody has open, with its journal."""
    folder.mkdir()
    for part in file.parent.glob(f"{file.name}*"):
        if part.is_file() and not part.name.endswith(".spare"):
            shutil.copy(part, folder)
    return folder / file.name


def _as_it_lies(file: Path) -> Content:
    """Read a copy of a file without bringing it up to date."""
    copy = _copy(file, file.parent / "looked-at")
    try:
        with duckdb.connect(str(copy)) as cursor:
            return content(cursor)
    finally:
        shutil.rmtree(copy.parent)
