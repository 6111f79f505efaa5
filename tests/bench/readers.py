"""What readers notice of an import: sessions ask for a page, again and again, while it commits.

Run: ``python -m tests.bench.readers [ROWS] [READERS]``. Prints how long an answer took while
nothing was imported, while the file was checked, and while it was committed, in one run. Every
answer must be exactly that of the state before the import or of the one after it.
"""

import hashlib
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from cx.auth import everybody
from cx.errors import CxError
from cx.filters import from_pairs
from cx.ingest import stage
from cx.ingest.commit import commit
from cx.topics import nps
from cx.warehouse import House, Snapshot, open_house

_MAKE = """
copy (
    select
        'r' || lpad(range::varchar, 9, '0') as response_id,
        'c' || (hash(range) % 200000)::varchar as customer_id,
        timestamp '2024-07-01' + to_seconds((hash(range * 7) % 63072000)::bigint) as responded_at,
        ['Web', 'Phone', 'Store', 'App'][(1 + hash(range * 3) % 4)::integer] as channel,
        ['A', 'B', 'C'][(1 + hash(range * 5) % 3)::integer] as segment,
        hash(range * 11) % 11 as nps,
        1 + hash(range * 13) % 5 as csat
    from range({first}, {until})
) to '{file}' (header)
"""
FILTERS, _ = from_pairs({"period": ["last_12_months"]}, latest_on=date(2026, 6, 30))
QUIET_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One page as one reader got it: of which state, what it said, when it was asked for."""

    version: int
    said: str
    phase: str
    seconds: float


@dataclass
class Watched:
    """What a number of readers got while the phases of some work went by."""

    phase: str = "quiet"
    answers: list[Answer] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def torn(self, *states: tuple[int, str]) -> list[Answer]:
        """Answers that are not, word for word, what the page says of one of these states."""
        return [each for each in self.answers if (each.version, each.said) not in states]

    def seconds(self, phase: str) -> list[float]:
        """How long the answers took that were asked for in a phase."""
        return sorted(each.seconds for each in self.answers if each.phase == phase)

    def read(self, house: House) -> None:
        """Ask for the page until it is over, and once more."""
        while not self.is_over.is_set():
            self._ask(house)
        self._ask(house)

    def _ask(self, house: House) -> None:
        phase, started = self.phase, time.perf_counter()
        try:
            with house.snapshot() as state:
                said = page(state)
                took = time.perf_counter() - started
                self.answers.append(Answer(state.version, said, phase, took))
        except CxError as error:
            self.refused.append(f"{phase}: {error}")


def page(state: Snapshot) -> str:
    """All that the NPS page says of a state, in short."""
    found = nps.load(
        lambda name, given, **more: state.ask(name, given, everybody(), **more), FILTERS
    )
    return hashlib.sha256(repr(found).encode()).hexdigest()


def page_of(house: House) -> tuple[int, str]:
    """The newest state and what the page says of it."""
    with house.snapshot() as state:
        return state.version, page(state)


@contextmanager
def reading(house: House, readers: int) -> Iterator[Watched]:
    """Let a number of sessions read while the block works."""
    watched = Watched()
    threads = [threading.Thread(target=watched.read, args=[house]) for _ in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield watched
    finally:
        watched.is_over.set()
        for thread in threads:
            thread.join()


def make_file(folder: Path, name: str, first: int, until: int) -> Path:
    """Write a file of answers."""
    file = folder / f"{name}.csv"
    duckdb.execute(_MAKE.format(first=first, until=until, file=file))
    return file


def bring(house: House, file: Path, tell: Callable[[str], None] = lambda phase: None) -> None:
    """Import a file as the page does: check it first, then commit it."""
    tell("check")
    staged = stage("responses", file, None, house.stage / file.stem)
    tell("commit")
    commit(house, staged, actor="bench")
    tell("over")


def main(rows: int, readers: int) -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        base = make_file(Path(folder), "base", 0, rows // 10)
        more = make_file(Path(folder), "more", rows // 20, rows // 20 + rows)
        house = open_house(Path(folder) / "house.duckdb")
        bring(house, base)
        before = page_of(house)
        phases: list[tuple[str, float]] = []
        with reading(house, readers) as watched:

            def tell(phase: str) -> None:
                watched.phase = phase
                phases.append((phase, time.perf_counter()))

            time.sleep(QUIET_SECONDS)
            bring(house, more, tell)
        after = page_of(house)
        journal = house.path.with_name(house.path.name + ".wal")
        size = journal.stat().st_size / 2**20 if journal.exists() else 0.0
        house.close()
    torn = watched.torn(before, after)
    late = sum(answer.version == after[0] for answer in watched.answers)
    spans = {name: end - start for (name, start), (_, end) in pairwise(phases)}
    say(watched, spans, readers)
    sys.stdout.write(
        f"{rows:,} rows imported into {rows // 10:,}; journal afterwards {size:,.1f} MB\n"
        f"{len(watched.answers)} answers, {late} of the new state, {len(torn)} torn, "
        f"{len(watched.refused)} refused {watched.refused[:1]}\n"
    )
    sys.exit(1 if torn or watched.refused else 0)


def say(watched: Watched, spans: dict[str, float], readers: int) -> None:
    """Print the table."""
    sys.stdout.write(f"{readers} readers   lasted    answers      p50      p95  slowest\n")
    for phase in ("quiet", "check", "commit"):
        took = watched.seconds(phase)
        lasted = spans.get(phase, QUIET_SECONDS)
        if len(took) > 1:
            cuts = statistics.quantiles(took, n=20, method="inclusive")
            figures = f"{cuts[9]:7.2f}s {cuts[18]:7.2f}s {took[-1]:7.2f}s"
            sys.stdout.write(f"{phase:10} {lasted:7.1f}s {len(took):9} {figures}\n")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*[*given, *[1_000_000, 10][len(given) :]])
