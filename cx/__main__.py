"""``python -m cx``: for cron, for other tools and for those who would rather type than click."""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cx.cli.parser import CALLED_OFF, read_command


def main(arguments: Sequence[str] | None = None) -> int:
    """Read a command, do it, print what it answers and return its exit code."""
    typed = sys.argv[1:] if arguments is None else arguments
    command = read_command(typed, Path.cwd())
    # Loading the warehouse takes a second, which --help need not wait for.
    from cx.cli.start import do

    answer = do(command, typed)
    stream = sys.stderr if answer.is_error else sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        # Names and comments may hold any letter, whatever the terminal was set up for.
        stream.reconfigure(encoding="utf-8", newline="")
    if answer.text:
        print(answer.text, end="" if answer.text.endswith("\n") else "\n", file=stream, flush=True)
    return answer.code


def _close_quietly() -> None:
    """Give the interpreter nothing to complain about when it flushes a pipe that is gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(CALLED_OFF)
    except BrokenPipeError:
        # The reader (say, `head`) has what it wanted.
        _close_quietly()
