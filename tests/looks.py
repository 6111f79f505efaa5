"""Looks at files, made by hand or of a real file beside this folder, for tests of proposals."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from cx.ingest.look import Look, ReadOptions

REAL = Path(__file__).resolve().parents[2] / "shared" / "realdata"


def look_at(
    columns: Mapping[str, Sequence[object]], name: str = "upload.csv", rows: int | None = None
) -> Look:
    """A look at a file with these columns; None is an empty cell."""
    cells = {
        key: ["" if each is None else str(each) for each in values]
        for key, values in columns.items()
    }
    seen = rows or max(map(len, cells.values()))
    common = {
        key: tuple(text for text, _ in Counter(filter(None, values)).most_common(30))
        for key, values in cells.items()
    }
    sample = tuple(zip(*(values[:50] for values in cells.values()), strict=True))
    return Look(name, 1, "text", ReadOptions(), (), tuple(cells), sample, common, seen)


def look_at_real(relative: str) -> Look:
    """A look at a real file, or skip with a word where it is not there."""
    path = REAL / relative
    if not path.exists():
        pytest.skip(f"the real data may not be committed, and {relative} is not beside this folder")
    with path.open(encoding="utf-8-sig", newline="") as file:
        mark = ";" if ";" in file.readline() else ","
        file.seek(0)
        header, *rows = csv.reader(file, delimiter=mark)
    names = [each.strip("\ufeff ") for each in header]
    columns = {each: [row[i] for row in rows[:20000]] for i, each in enumerate(names)}
    return look_at(columns, path.name)
