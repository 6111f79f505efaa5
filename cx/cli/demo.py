"""The verb ``demo``: the demo company, brought in file by file like anybody's."""

import os
import tempfile
from pathlib import Path

from cx import demo, ingest, warehouse
from cx.cli.words import counts_words
from cx.errors import ImportRefused


def fill_new(path: Path, customers: int, seed: int) -> str:
    """Make a new warehouse of the demo company at `path`; it appears there only when complete.

    A warehouse that is half filled would look like a whole one to whoever starts the dashboard.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="demo-", dir=path.parent) as folder:
        aside = Path(folder) / path.name
        house = warehouse.open_house(aside)
        try:
            text = fill(house, customers, seed, is_replacing=False)
        finally:
            house.close()
        os.replace(aside, path)
    return f"{text}\nThe warehouse is {path}."


def fill(house: warehouse.House, customers: int, seed: int, is_replacing: bool) -> str:
    """Import the demo company's seventeen files, and say how many rows each brought.

    Parameters
    ----------
    house : House
        The open warehouse.
    customers, seed : int
        Size of the company, and the number that makes it this one.
    is_replacing : bool
        Import as snapshots, which retire whatever was there; undo brings it back.

    Raises
    ------
    ImportRefused
        When the warehouse holds anything but this demo company and `is_replacing` is false.
    """
    label = f"demo ({customers} customers, seed {seed})"
    if not is_replacing:
        _refuse_strangers(house, label)
    mode = "snapshot" if is_replacing else "merge"
    lines = [f"The demo company: {customers:,} customers, seed {seed}."]
    with tempfile.TemporaryDirectory(dir=house.stage) as folder:
        for kind, file in demo.write_company(Path(folder), customers, seed).items():
            result = ingest.import_file(house, kind, file, mode=mode, actor=label)
            lines.append(f"  {kind}: {counts_words(result.counts)}")
    return "\n".join(lines)


def _refuse_strangers(house: warehouse.House, label: str) -> None:
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
