"""Kills an import, a commit, an undo, a migration: ``python -m tests.crash --loops 100``.

Ends with 1 when something is not as it was before or after; says which kill it was, and keeps all
files. The same ``--seed`` draws the same acts and moments; what a clock decides differs each time.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path
from tempfile import mkdtemp

from tests.crash.harness import Broken, Harness, Tally
from tests.crash.migrations import Migrations

LARGE = (40, 900, 900, 900, 2500, 150_000)
"""Files of so many rows that the engine writes of them before the commit."""


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def main() -> int:
    """Read the command, do the loops, say what was seen."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--loops", type=int, default=100, help="kills of imports and undos")
    parser.add_argument("--migrations", type=int, default=None, help="default: a fifth of that")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    migrations = given.loops // 5 if given.migrations is None else given.migrations
    say(f"seed {given.seed}\n")
    folder = Path(mkdtemp(prefix="crash-"))
    try:
        killed = imports(folder / "imports", given.seed, given.loops)
        say(f"{given.loops} runs of imports and undos\n{killed.words()}")
        killed = older(folder / "migrations", given.seed, migrations)
        say(f"{migrations} runs of migrations\n{killed.words()}")
    except BaseException as error:
        say(f"All files are kept in {folder}.\n")
        if not isinstance(error, Broken):
            raise
        say(f"BROKEN: {error}\n")
        return 1
    shutil.rmtree(folder)
    return 0


def imports(folder: Path, seed: int, loops: int) -> Tally:
    """Kill imports, commits and undos."""
    folder.mkdir()
    with Harness(folder, seed, sizes=LARGE) as harness:
        for _ in range(loops):
            harness.loop()
            say(".")
        say("\n")
        return harness.tally


def older(folder: Path, seed: int, loops: int) -> Tally:
    """Kill what brings older files up to date."""
    folder.mkdir()
    harness = Migrations(folder, seed)
    for _ in range(loops):
        harness.loop()
        say(".")
    say("\n")
    return harness.tally


if __name__ == "__main__":
    sys.exit(main())
