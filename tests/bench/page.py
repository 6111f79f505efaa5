"""What pages cost the server beside their bare queries; counts from the cube beside the answers.

Run: ``python -m tests.bench.page WAREHOUSE [PAGE ...]``, of the pages nps, drivers and voice; all
by default. Medians of several rounds, all in one run: what a change of a filter asks and works out
before the page stands, beside its bare queries, which are 1.0. What the Drivers page works out in
the background is timed by itself: no filter waits for it.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd

from cx.auth import everybody
from cx.filters import Filters, from_pairs
from cx.topics import nps, voice
from cx.topics.ask import Ask
from cx.topics.drivers.causes import load_causes
from cx.topics.drivers.load import load_bad_answers, load_leaving, load_opinions
from cx.topics.drivers.view import settle
from cx.warehouse import House, Snapshot, open_house

ROUNDS = {"nps": 9, "drivers": 3, "voice": 3}
Work = Callable[[Ask], object]


def median_seconds(work: Callable[[], object], rounds: int) -> float:
    """Return the median of several runs, after one to warm up."""
    work()
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def parts_of(page: str, filters: Filters) -> dict[str, Work]:
    """Return what a page loads; the first is what a change of a filter waits for."""
    if page == "nps":
        return {"queries and analysis": lambda ask: nps.load(ask, filters)}
    if page == "voice":
        return {
            "words": lambda ask: voice.load_words(ask, filters),
            "listening posts": lambda ask: voice.load_listening(ask, filters),
        }
    return {
        "headline": lambda ask: load_opinions(ask, filters),
        "leaving (background)": lambda ask: load_leaving(ask, filters),
        "causes (background)": lambda ask: load_causes(ask, settle(ask, filters)),
        "yes or no (on demand)": lambda ask: load_bad_answers(ask, filters),
    }


def measure(state: Snapshot, work: Work, rounds: int) -> tuple[float, float]:
    """Time the bare queries of a part, and all of it."""
    asked: list[tuple[str, Filters, dict[str, object]]] = []

    def ask(name: str, given: Filters, **extra: object) -> pd.DataFrame:
        return state.ask(name, given, everybody("bench"), **extra)

    def note(name: str, given: Filters, **extra: object) -> pd.DataFrame:
        asked.append((name, given, extra))
        return ask(name, given, **extra)

    work(note)
    bare = median_seconds(
        lambda: [ask(name, given, **extra) for name, given, extra in asked], rounds
    )
    return bare, median_seconds(partial(work, ask), rounds)


def measure_counts(state: Snapshot, filters: Filters) -> tuple[float, float]:
    """Time the counts of the NPS page from the cube and from the answers."""
    found = [
        median_seconds(
            partial(state.ask, "nps/classes", filters, everybody("bench"), from_rollup=from_rollup),
            ROUNDS["nps"],
        )
        for from_rollup in (True, False)
    ]
    return found[0], found[1]


def say(name: str, bare: float, took: float) -> None:
    """Print a line of the table."""
    sys.stdout.write(
        f"{name:32} {1000 * bare:9.1f} ms {1000 * took:9.1f} ms  {took / bare:6.2f} x\n"
    )


def main(path: Path, pages: list[str]) -> None:
    """Measure and print."""
    house: House = open_house(path)
    filters, _ = from_pairs({"period": ["last_12_months"]}, latest_on=date(2026, 6, 30))
    sys.stdout.write(f"{'':32} {'bare':>12} {'all of it':>12}\n")
    with house.snapshot() as state:
        for page in pages:
            for name, work in parts_of(page, filters).items():
                say(f"{page}: {name}", *measure(state, work, ROUNDS[page]))
        if "nps" in pages:
            say("nps: cube, then answers", *measure_counts(state, filters))
    house.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or [*ROUNDS])
