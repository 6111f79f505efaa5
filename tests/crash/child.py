"""The process that is killed: does one act after the other and writes down what it has done.

Run: ``python -m tests.crash.child WAREHOUSE PLAN ACKS MOMENT ACT STOP SMALL``. It says on its
standard output where it is. At the MOMENT of the act number ACT it says so, and there it waits to
be killed, or goes on, as STOP says. SMALL makes the engine write checkpoints all the time.
"""

import os
import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from cx.warehouse import engine, ledger, migrate, open_house, records, rollups, witness
from cx.warehouse import house as house_module
from tests.crash.acts import read_plan

MOMENTS: dict[str, tuple[Any, str, str]] = {
    "reading": (ledger, "read_stage", "after"),
    "published": (ledger, "publish", "after"),
    "retracted": (ledger, "retract", "after"),
    "refreshed": (rollups, "refresh", "after"),
    "recorded": (records, "note_act", "after"),
    "committing": (house_module, "newest_records", "after"),
    "committed": (house_module, "standing", "before"),
    "noted": (witness.Witness, "note", "after"),
    "closing": (engine.Engine, "close", "before"),
    "step": (migrate, "_apply", "after"),
    "rebuilt": (rollups, "rebuild", "after"),
}
"""Where a name stands for a place in the program: what is called there, and before or after."""


def say(*words: object) -> None:
    """Tell whoever watches."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


class Watch:
    """Says when the chosen moment of the chosen act has come; once."""

    def __init__(self, moment: str, act: int, stop: bool) -> None:
        self.at = 0
        self._moment, self._act, self._stop = moment, act, stop
        if moment in MOMENTS:
            owner, name, when = MOMENTS[moment]
            setattr(owner, name, self._watched(getattr(owner, name), when))

    def _watched(self, inner: Callable[..., object], when: str) -> Callable[..., object]:
        @wraps(inner)
        def outer(*given: object, **named: object) -> object:
            if when == "before":
                self.reached(self._moment)
            found = inner(*given, **named)
            if when == "after":
                self.reached(self._moment)
            return found

        return outer

    def reached(self, moment: str) -> None:
        """Announce the moment, if it is the one; then wait for the end, if asked to."""
        if moment != self._moment or self.at < self._act:
            return
        self._moment = ""
        say("at", moment)
        if self._stop:
            time.sleep(600)


def acknowledge(acks: int, done: int) -> None:
    """Write down, for good, that so many acts are done: what a person would have been told."""
    os.pwrite(acks, f"{done:8d}".encode(), 0)
    os.fsync(acks)


def main(path: Path, plan: Path, acks: int, watch: Watch) -> None:
    """Open the warehouse, do the plan, close it."""
    say("opening")
    house = open_house(path)
    for number, act in enumerate(read_plan(plan)):
        watch.at = number
        say("begin", number)
        act.do(house)
        acknowledge(acks, number + 1)
        watch.reached("acknowledged")
    say("ending")
    house.close()
    say("ended")


if __name__ == "__main__":
    warehouse, plan, acks, moment, act, stop, small = sys.argv[1:]
    if small == "small":
        engine._CONFIG["checkpoint_threshold"] = "16KB"
    main(
        Path(warehouse),
        Path(plan),
        os.open(acks, os.O_WRONLY | os.O_CREAT, 0o600),
        Watch(moment, int(act), stop == "stop"),
    )
