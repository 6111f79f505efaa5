"""What the NPS trends page costs the server beside its bare queries; the cube beside the answers.

Run: ``python -m tests.bench.page WAREHOUSE``. Medians of several rounds, all in one run: the bare
queries of the page are 1.0; counts from the answers are compared with those from the cube.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from cx.auth import everybody
from cx.filters import Filters, from_pairs
from cx.topics import nps
from cx.warehouse import House, open_house

ROUNDS = 9


def median_seconds(work: Callable[[], object]) -> float:
    """Return the median of several runs, after one to warm up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def measure(house: House, filters: Filters) -> dict[str, float]:
    """Time the page, its queries alone, and counts from both sources."""
    asked: list[tuple[str, Filters, dict[str, object]]] = []

    def note(name: str, given: Filters, **extra: object) -> pd.DataFrame:
        asked.append((name, given, extra))
        return ask(name, given, **extra)

    def ask(name: str, given: Filters, **extra: object) -> pd.DataFrame:
        return state.ask(name, given, everybody("bench"), **extra)

    with house.snapshot() as state:
        nps.load(note, filters)

        def counts(from_rollup: bool) -> float:
            return median_seconds(lambda: ask("nps/classes", filters, from_rollup=from_rollup))

        return {
            "bare queries": median_seconds(
                lambda: [ask(name, given, **extra) for name, given, extra in asked]
            ),
            "queries and analysis": median_seconds(lambda: nps.load(ask, filters)),
            "counts from the cube": counts(True),
            "counts from the answers": counts(False),
        }


def main(path: Path) -> None:
    """Measure and print."""
    house = open_house(path)
    filters, _ = from_pairs({"period": ["last_12_months"]}, latest_on=date(2026, 6, 30))
    found = measure(house, filters)
    house.close()
    bare = found["bare queries"]
    for name, took in found.items():
        sys.stdout.write(f"{name:24} {1000 * took:8.1f} ms  {took / bare:6.2f} x\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
