"""Runs, kills and judges: what a killed process leaves must be a state before or after an act.

A twin that nobody kills does the same acts and says what each leaves. The warehouse under test
goes on from whatever the kill left, so that faults add up instead of being forgotten.
"""

import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from cx.warehouse import House, open_house
from tests.crash.acts import Act, Acts, write_plan
from tests.crash.states import Content, content_of, contradictions, rebuilt

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120.0
ACTS_PER_RUN = 3

OF_IMPORTS = ("reading", "published", "refreshed", "recorded", "committing", "committed", "noted")
OF_UNDOS = ("retracted", "refreshed", "recorded", "committing", "committed", "noted")
ANYWHERE = ("acknowledged", "closing")


@dataclass(frozen=True, slots=True)
class Kill:
    """When a process is killed.

    Attributes
    ----------
    moment : str
        One of ``child.MOMENTS``, or ``acknowledged``; nothing for any time.
    act : int
        During which act of the run.
    is_stopped : bool
        Whether the process waits at the moment, or goes on and is killed a little later.
    seconds : float
        How long after the moment, or after it began to open the warehouse.
    """

    moment: str = ""
    act: int = 0
    is_stopped: bool = False
    seconds: float = 0.0


class Broken(AssertionError):
    """What a kill left is not what it should be."""


@dataclass
class Tally:
    """What a harness has seen so far."""

    kills: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest_opening: float = 0.0

    def words(self) -> str:
        """Say it in a few lines."""
        kills = ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items()))
        ends = ", ".join(f"{name} {count}" for name, count in sorted(self.outcomes.items()))
        return (
            f"killed at: {kills}\nleft: {ends}\n"
            f"slowest opening after a kill: {self.slowest_opening:.2f} s\n"
        )


def run_and_kill(module: str, arguments: list[str], kill: Kill) -> bool:
    """Start a process, kill it without warning, and say whether it was still at work then."""
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None  # it was asked for
    awaited = f"at {kill.moment}" if kill.moment else "opening"
    try:
        for line in process.stdout:
            if line.strip() == awaited:
                time.sleep(0.0 if kill.is_stopped else kill.seconds)
                break
        was_at_work = process.poll() is None
    finally:
        process.kill()
        process.wait(PATIENCE_SECONDS)
        process.stdout.close()
    if not was_at_work and process.returncode != 0:
        raise Broken(f"The process ended by itself with {process.returncode}.")
    return was_at_work


def opened_clean(path: Path, tally: Tally) -> House:
    """Open what a kill left, and complain about what contradicts itself or lies about."""
    started = time.monotonic()
    house = open_house(path)
    tally.slowest_opening = max(tally.slowest_opening, time.monotonic() - started)
    try:
        found = contradictions(house)
        if not found and content_of(house) != rebuilt(house):
            found = ["the tables are not what history and ledger say"]
        if found:
            raise Broken("; ".join(found))
    except BaseException:
        house.close()
        raise
    return house


class Harness:
    """A warehouse that is killed again and again, and its twin.

    Parameters
    ----------
    folder : Path
        Takes everything; empty.
    seed : int
        Draws acts and kills.
    sizes : tuple of int, optional
        How many rows files may have.
    """

    def __init__(self, folder: Path, seed: int, **drawn: tuple[int, ...]) -> None:
        self.tally = Tally()
        self._folder, self._rng = folder, random.Random(seed)
        self._path = folder / "killed.duckdb"
        self._twin = open_house(folder / "twin.duckdb")
        files = folder / "files"
        files.mkdir()
        self._acts = Acts(files, self._rng, **drawn)
        self._done: list[Act] = []
        self._states: list[Content] = [content_of(self._twin)]
        self._seconds = 1.0
        self._at = 0

    def __enter__(self) -> "Harness":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType
    ) -> None:
        self._twin.close()

    def loop(self, kill: Kill | None = None) -> None:
        """Do a few acts, kill, and judge what is left.

        Raises
        ------
        Broken
            When it is neither the state before nor after, when something acknowledged is lost, or
            when history and ledger disagree.
        """
        acts = self._next_acts()
        kill = kill or self._draw_kill(acts)
        plan, acks = write_plan(self._folder / "plan.json", acts), self._folder / "acks"
        acks.unlink(missing_ok=True)
        small = self._rng.choice(["small", "usual"])
        stop = "stop" if kill.is_stopped else "pass"
        given = [str(self._path), str(plan), str(acks), kill.moment, str(kill.act), stop, small]
        was_killed = run_and_kill("tests.crash.child", given, kill)
        acknowledged = int(acks.read_text() or 0) if acks.exists() else 0
        self.tally.kills[kill.moment or "any time"] += was_killed
        try:
            self._judge(acknowledged, was_killed)
        except Broken as broken:
            raise Broken(f"{kill}, {small} checkpoints, {acts}: {broken}") from broken

    def _judge(self, acknowledged: int, was_killed: bool) -> None:
        house = opened_clean(self._path, self.tally)
        left = content_of(house)
        house.close()
        possible = range(acknowledged, min(acknowledged + 1, ACTS_PER_RUN) + 1)
        ends = [done for done in possible if left == self._states[self._at + done]]
        if not ends:
            raise Broken(self._difference(left, acknowledged))
        if not was_killed:
            name = "all done"
        else:
            name = "as acknowledged" if ends[0] == acknowledged else "done, not acknowledged"
        self.tally.outcomes[name] += 1
        self._at += ends[0]

    def _difference(self, left: Content, acknowledged: int) -> str:
        before = self._states[self._at + acknowledged]
        tables = [
            name for name in left.keys() | before.keys() if left.get(name) != before.get(name)
        ]
        earlier = [at for at, state in enumerate(self._states) if state == left]
        return (
            f"{acknowledged} acts were acknowledged, but what is left is neither that state nor "
            f"the next; it differs in {sorted(tables)}; it equals states {earlier}, and "
            f"{self._at} was the first of this run"
        )

    def _next_acts(self) -> list[Act]:
        """Let the twin run ahead, so that it is known what each of the next acts leaves."""
        while len(self._done) < self._at + ACTS_PER_RUN:
            act = self._acts.draw(self._live())
            started = time.monotonic()
            act.do(self._twin)
            self._seconds = 0.7 * self._seconds + 0.3 * (time.monotonic() - started)
            self._done.append(act)
            self._states.append(content_of(self._twin))
        return self._done[self._at : self._at + ACTS_PER_RUN]

    def _live(self) -> list[int]:
        with self._twin.reading() as cursor:
            found = cursor.execute(
                "select import_id from app.ledger group by import_id "
                "having arg_max(action, event_id) = 'publish' order by import_id"
            ).fetchall()
        return [number for (number,) in found]

    def _draw_kill(self, acts: list[Act]) -> Kill:
        rng = self._rng
        if rng.random() < 0.4:
            return Kill(seconds=rng.uniform(0, 1.2 * ACTS_PER_RUN * self._seconds))
        act = rng.randrange(len(acts))
        moments = OF_UNDOS if acts[act].undone else OF_IMPORTS
        moment = rng.choice([*moments, *ANYWHERE])
        last = len(acts) - 1 if moment == "closing" else act
        return Kill(moment, last, rng.random() < 0.5, rng.uniform(0, 0.03))
