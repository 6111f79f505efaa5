"""The verb ``demo``: the demo company, brought in file by file like anybody's."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cx import demo, ingest, warehouse
from cx.cli.errand import Answer, Errand
from cx.errors import Cancelled, ImportRefused
from cx.ingest import ImportResult, Progress
from cx.settings import valued
from cx.warehouse import Cursor, House
from cx.warehouse import settings as house_settings
from cx.words import counts_in_words

TARGETS = {"nps_target": "30", "first_contact_target_hours": "24", "close_target_hours": "120"}
"""What the demo company wants to reach."""


def demo_verb(errand: Errand) -> Answer:
    """Fill the warehouse with the demo company, whole or not at all where there was none."""
    command = errand.command
    if not errand.has_warehouse:
        path = warehouse.path_of(command.warehouse)
        return Answer(_fill_new(path, command.customers, command.seed, errand.progress))
    with errand.house() as house:
        return Answer(
            _fill(house, command.customers, command.seed, command.replace, errand.progress)
        )


def _fill_new(path: Path, customers: int, seed: int, progress: Progress) -> str:
    """Make a new warehouse of the demo company at `path`; it appears there only when complete.

    A warehouse that is half filled would look like a whole one to whoever starts the dashboard.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="demo-", dir=path.parent) as folder:
        aside = Path(folder) / path.name
        house = warehouse.open_house(aside)
        try:
            text = _fill(house, customers, seed, is_replacing=False, progress=progress)
        finally:
            house.close()
        os.replace(aside, path)
    return f"{text}\nThe warehouse is {path}."


def _fill(house: House, customers: int, seed: int, is_replacing: bool, progress: Progress) -> str:
    """Import the demo company's seventeen files, and say how many rows each brought.

    Parameters
    ----------
    house : House
        The open warehouse.
    customers, seed : int
        Size of the company, and the number that makes it this one.
    is_replacing : bool
        Import as snapshots, which retire whatever was there; undo brings it back.
    progress : Progress
        Told how far it is.

    Raises
    ------
    ImportRefused
        When the warehouse holds anything but this demo company and `is_replacing` is false.
    Cancelled
        When it was called off; the files that were in already are undone.
    """
    label = f"demo ({customers} customers, seed {seed})"
    if not is_replacing:
        _refuse_strangers(house, label)
    mode = "snapshot" if is_replacing else "merge"
    progress.step("Making up a company", until=0.3)
    with tempfile.TemporaryDirectory(dir=house.stage) as folder:
        files = demo.write_company(Path(folder), customers, seed)
        results = _bring_in(house, files, mode, label, progress)
    _set_targets(house, label)
    said = [f"  {kind}: {counts_in_words(result.counts)}" for kind, result in results.items()]
    return "\n".join([f"The demo company: {customers:,} customers, seed {seed}.", *said])


def _set_targets(house: House, label: str) -> None:
    """Set the targets that nobody has set."""
    with house.reading() as cursor:
        now = house_settings.read(cursor)
    unset = {name: text for name, text in TARGETS.items() if valued(now, name) is None}
    house_settings.change(house, unset, label)


def _bring_in(
    house: House, files: dict[str, Path], mode: str, label: str, progress: Progress
) -> dict[str, ImportResult]:
    """Import all files; when that is called off, undo those that are in already."""
    results: dict[str, ImportResult] = {}
    try:
        for i, (kind, file) in enumerate(files.items(), 1):
            progress.step(f"Bringing in {kind}", until=0.3 + 0.7 * i / len(files))
            part = _Part(progress)
            results[kind] = ingest.import_file(
                house, kind, file, mode=mode, actor=label, progress=part
            )
    except Cancelled:
        for result in reversed(results.values()):
            if result.status == "committed" and result.import_id is not None:
                ingest.undo(house, result.import_id, label)
        raise
    return results


class _Part(Progress):
    """How far one file of several is: it moves the whole within the whole's step."""

    def __init__(self, whole: Progress) -> None:
        super().__init__()
        self._whole = whole

    def step(self, stage: str, until: float) -> None:
        """Keep what the whole says, which names the file."""
        self.check()

    @contextmanager
    def lend(self, cursor: Cursor) -> Iterator[Cursor]:
        """Let the whole follow the cursor, and interrupt it."""
        with self._whole.lend(cursor) as lent:
            yield lent

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody called the whole off."""
        return self._whole.is_cancelled


def _refuse_strangers(house: House, label: str) -> None:
    """Refuse to mix the demo company with imports that count and are not its own."""
    others = [
        line
        for line in ingest.history(house)
        if line.actor != label and line.undone_at is None and line.status == "committed"
    ]
    if others:
        raise ImportRefused(
            f"{house.path.name} holds {len(others)} other imports, which the demo company would "
            "mix with. Name a new file with --warehouse, or retire them with --replace."
        )
