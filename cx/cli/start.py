"""Does a command here, or has it done by the process that has the warehouse open."""

from argparse import Namespace
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from cx.cli.errand import Answer, Errand
from cx.cli.handover import Unheard, hand_over
from cx.cli.verbs import TITLES, failure, perform
from cx.cli.waiting import Waiting
from cx.errors import CxError, WarehouseLocked


def do(command: Namespace, arguments: Sequence[str]) -> Answer:
    """Do a command; long work shows how far it is, and Ctrl-C calls it off in order.

    Parameters
    ----------
    command : Namespace
        What was read of `arguments`.
    arguments : sequence of str
        What was typed after ``python -m cx``, in the working folder.
    """
    errand = Errand(command)
    waiting = Waiting(errand.progress)
    try:
        with waiting if errand.command.verb in TITLES else nullcontext():
            return _delivered(_here_or_there(errand, arguments, waiting), command)
    except CxError as error:
        return failure(errand.command, error)


def _here_or_there(errand: Errand, arguments: Sequence[str], waiting: Waiting) -> Answer:
    try:
        return perform(errand)
    except WarehouseLocked as locked:
        if locked.door is None:
            raise
        try:
            return hand_over(locked.door, arguments, Path.cwd(), errand.actor, waiting)
        except Unheard:
            raise locked from None


def _delivered(answer: Answer, command: Namespace) -> Answer:
    """Write the files of an answer, or send them where that was asked for."""
    if getattr(command, "smtp", None) and not answer.is_error:
        # Loaded late: what makes documents takes a second, which other verbs need not wait for.
        from cx.cli.digest import sent

        return sent(answer, command)
    return _written(answer)


def _written(answer: Answer) -> Answer:
    """Write the files of an answer."""
    for file, held in answer.files:
        try:
            file.write_bytes(held)
        except OSError as error:
            raise CxError(f"{file} cannot be written: {error.strerror}.") from error
    return answer
