"""One command on its way: who asked, how far it is, and which warehouse it is done with."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cx import warehouse
from cx.auth import whoami
from cx.errors import WarehouseError
from cx.ingest import saved
from cx.ingest.progress import Progress
from cx.settings import Settings

DONE, FAILED, REFUSED, DONE_WITH_REJECTS = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Answer:
    """How a verb ended.

    Attributes
    ----------
    text : str
        For the screen, or for the error stream.
    code : int
        The exit code.
    is_error : bool
        Whether `text` goes to the error stream.
    files : tuple of (Path, bytes)
        What to write where. Whoever gave the command writes it, so that the file is theirs.
    """

    text: str
    code: int = DONE
    is_error: bool = False
    files: tuple[tuple[Path, bytes], ...] = ()


def to_screen_or_file(text: str, out: Path | None) -> Answer:
    """Return a text for the screen, or for the file that was named instead."""
    return Answer("", files=((out, text.encode()),)) if out else Answer(text)


@dataclass(frozen=True, slots=True)
class Errand:
    """A command with all that its verb needs.

    Attributes
    ----------
    command : Namespace
        What was typed, with every path absolute.
    actor : str
        Who gave the command; goes into the history.
    progress : Progress
        How far it is; whoever waits looks at it, or calls the work off.
    lent : House or None
        The warehouse where this process has it open already; it stays open afterwards.
    """

    command: Namespace
    actor: str = field(default_factory=whoami)
    progress: Progress = field(default_factory=Progress)
    lent: warehouse.House | None = None

    @property
    def has_warehouse(self) -> bool:
        """Whether there is a warehouse file already."""
        return self.lent is not None or self._path.exists()

    @property
    def _path(self) -> Path:
        return warehouse.path_of(self.command.warehouse)

    @contextmanager
    def house(self, is_new_fine: bool = False) -> Iterator[warehouse.House]:
        """Lend the warehouse for one verb; only what brings something in may make a new one."""
        if self.lent is not None:
            yield self.lent
            return
        is_new = not self.has_warehouse
        if is_new and not is_new_fine:
            raise WarehouseError(
                f"There is no warehouse at {self._path}. Import a file or run `python -m cx demo` "
                "to make one, or name another with --warehouse."
            )
        with _opened(self._path, is_new) as house:
            yield house


@contextmanager
def _opened(path: Path, is_new: bool) -> Iterator[warehouse.House]:
    house = warehouse.open_house(path)
    try:
        yield house
    finally:
        if is_new and _holds_nothing(house):
            # A refused file must not leave an empty warehouse, which would pass for a filled one.
            house.discard()
        else:
            house.close()


def _holds_nothing(house: warehouse.House) -> bool:
    """Whether there is no import, no saved mapping and no setting in it."""
    with house.snapshot() as state:
        is_untouched = not state.version and state.settings() == Settings()
    return is_untouched and all(each.is_shipped for each in saved.list(house))
