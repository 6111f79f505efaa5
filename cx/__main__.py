"""``python -m cx``: for cron, for other tools and for those who would rather type than click."""

import io
import os
import sys
from collections.abc import Sequence

from cx.cli.parser import make_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Read a command, do it, print what it answers and return its exit code."""
    command = make_parser().parse_args(arguments)
    # Loading the warehouse takes a second, which --help need not wait for.
    from cx.cli.verbs import run

    answer = run(command)
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
    except BrokenPipeError:
        # The reader (say, `head`) has what it wanted.
        _close_quietly()
