"""What pages of money cost, and what keeping it by month adds to an import.

Run: ``python -m tests.bench.money WAREHOUSE [ROWS]``, of a warehouse such as ``python -m cx
--warehouse WAREHOUSE demo --customers 200000`` makes. Seconds of the processors, all in one run:
sums of each customer and line from single amounts are 1.0 beside those from what is kept, of
whole months and of days that cut months; then pages whole, and how much of them is questions.
Last, that many contacts (1,000,000 unless given) go into a copy and out of it again.
"""

import shutil
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd

from cx.auth import everybody
from cx.filters import Filters
from cx.ingest import import_file, undo
from cx.topics import journeys, overview, profitability
from cx.warehouse import House, Snapshot, money_months, open_house

ROUNDS = 3
PERIODS = {
    "whole months": (date(2025, 7, 1), date(2026, 6, 30)),
    "days": (date(2025, 7, 9), date(2026, 6, 12)),
}
PAGES = {
    "overview": overview.load,
    "profitability": profitability.load,
    "journeys": journeys.load,
}
SUMS = "select customer_id, line, sum(amount) from {rows} group by customer_id, line"
SOURCES = {
    "single amounts": "rollup.money_in('{}', '{}', null, null, null, null, null)",
    "kept": "rollup.money_months_in('{}', '{}', null, null, null, null, null)",
}
CONTACTS = """
copy (
    select
        'new ' || interaction_id as interaction_id, customer_id,
        occurred_at + interval 31 days as occurred_at, touchpoint, channel, direction, purpose,
        duration_seconds, is_resolved, cost
    from crm.interactions order by occurred_at desc limit {rows}
) to '{file}' (header)
"""


def worked(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the least seconds of all processors of several runs."""
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def measure_sums(house: House) -> None:
    """Add up customers and lines from both sources."""
    for name, days in PERIODS.items():
        found = []
        for rows in SOURCES.values():
            with house.reading() as cursor:
                query = SUMS.format(rows=rows.format(*days))
                found.append(worked(lambda c=cursor, q=query: c.execute(q).df()))
        single, kept = found
        say(f"{name}: single amounts, kept", f"{single:6.2f} s {kept:6.2f} s", kept / single)


def measure_page(state: Snapshot, name: str) -> None:
    """Load a page, and say how much of it is questions."""
    asked = []

    def ask(question: str, given: Filters, **extra: object) -> pd.DataFrame:
        started = time.process_time()
        found = state.ask(question, given, everybody("bench"), **extra)
        asked.append(time.process_time() - started)
        return found

    whole = worked(partial(PAGES[name], ask, Filters("custom", *PERIODS["whole months"])), 1)
    say(f"{name}: questions, all of it", f"{sum(asked):6.2f} s {whole:6.2f} s", whole / sum(asked))


def measure_import(path: Path, rows: int) -> None:
    """Bring contacts into a copy and take them out; what is kept of money is timed by itself."""
    with TemporaryDirectory() as folder:
        own, file = Path(folder) / "own.duckdb", Path(folder) / "interactions.csv"
        shutil.copy(path, own)
        with duckdb.connect(str(own), read_only=True) as source:
            source.execute(CONTACTS.format(rows=rows, file=file))
        house, refresh, spent = open_house(own), money_months.refresh, []

        def timed(*given: object) -> None:
            spent.append(worked(lambda: refresh(*given), 1))  # type: ignore[arg-type]

        money_months.refresh = timed
        brought = import_file(house, "interactions", file, actor="bench", dry_run=True)
        for name, work in {
            f"import of {brought.counts['new']:,}": lambda: import_file(
                house, "interactions", file, actor="bench"
            ),
            "its undo": lambda: undo(house, _newest(house), actor="bench"),
        }.items():
            spent.clear()
            took = worked(work, 1)
            rest = took - sum(spent)
            say(f"{name}: without, with", f"{rest:6.2f} s {took:6.2f} s", took / rest)
        money_months.refresh = refresh
        house.close()


def _newest(house: House) -> int:
    with house.reading() as cursor:
        return int(cursor.execute("select max(import_id) from app.ledger").fetchall()[0][0])


def say(name: str, figures: str, ratio: float) -> None:
    """Print a line of the table."""
    sys.stdout.write(f"{name:44} {figures}  {ratio:5.2f} x\n")


def main(path: Path, rows: int) -> None:
    """Measure and print."""
    house = open_house(path)
    measure_sums(house)
    with house.snapshot() as state:
        for name in PAGES:
            measure_page(state, name)
    house.close()
    measure_import(path, rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
