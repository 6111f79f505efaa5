"""Reads a sheet of an Excel workbook through a process of its own, and tells what it met.

A workbook is a program's memory in a zip file: a small one can unpack to terabytes or stop the
reader. So the zip is looked at first, and the reader runs in a child with limits. It writes CSV
text, which is then read like any other text, so that all checks are the same.
"""

import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGABRT, SIGKILL, SIGXCPU
from typing import Any

from cx.errors import ImportRefused
from cx.ingest.progress import Check, go_on
from cx.ingest.sheet_reader import letters

MOST_ENTRIES = 1_000
MOST_UNPACKED = 300_000_000
MOST_RATIO = 100
FREE_RATIO = 10_000_000
"""Bytes that may be unpacked whatever the ratio."""
MOST_SECONDS = 180
LOOK_SECONDS = 0.1
"""How often somebody is asked, while the reader is at work, whether it may go on."""

_READER = Path(__file__).with_name("sheet_reader.py")
_SAVE_AS_CSV = "Save the sheet as CSV (UTF-8) in Excel and upload that."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as CSV text.

    Attributes
    ----------
    path : Path
        UTF-8 text with commas; each row in the line of its number in the sheet.
    name : str
        Of the sheet that was read.
    sheets : tuple of str
        All that could be.
    rows : int
        Rows written.
    errors : int
        Cells that hold an error such as #REF!, written as that text.
    notes : tuple of str
        Sentences about what the sheet holds besides values.
    uncomputed : dict
        For a column of the text, from 0: how many formulas have no value, the first of them, and
        a later row.
    left : int
        Columns of the sheet before the first of the text.
    """

    path: Path
    name: str
    sheets: tuple[str, ...]
    rows: int
    errors: int
    notes: tuple[str, ...]
    uncomputed: dict[int, tuple[int, str, int]] = field(default_factory=dict)
    left: int = 0

    def letters(self, columns: int) -> tuple[str, ...]:
        """Letters of the first columns of the text."""
        return tuple(letters(self.left + i) for i in range(columns))

    def faults(self, header_row: int) -> dict[int, str]:
        """Sentence for each column that has formulas without values below the names."""
        return {
            column: (
                f'cells of sheet "{self.name}" hold formulas that were never computed: {first}'
                f"{f' and {count - 1:,} more' if count > 1 else ''}. Open the workbook in Excel, "
                "save it, and upload it again."
            )
            for column, (count, first, row) in self.uncomputed.items()
            if row > header_row or header_row == 0
        }


def read_sheet(
    name: str,
    path: Path,
    folder: Path,
    wanted: str | None = None,
    most: int = 0,
    check: Check = go_on,
) -> Sheet:
    """Write a sheet as CSV text into `folder`.

    Parameters
    ----------
    name : str
        Of the upload, for messages.
    wanted : str, optional
        Name of the sheet; without it the first visible one that holds something.
    most : int
        Rows to write at most; 0 for all.
    check : callable
        Asked every tenth of a second whether to go on.

    Raises
    ------
    ImportRefused
        For a workbook that is damaged, is made to do harm, needs too much, or has no such sheet.
    Cancelled
        When `check` says so; the reader is no longer there then.
    """
    _guard(name, path)
    target = folder / "sheet.csv"
    arguments = [str(path.resolve()), str(target.resolve()), wanted or "", str(most)]
    said = _run(name, arguments, check)
    if "trouble" in said:
        raise ImportRefused(_about(name, wanted, said["trouble"], said["where"]))
    return Sheet(
        target,
        said["sheet"],
        tuple(said["sheets"]),
        said["rows"],
        said["errors"],
        tuple(_notes(said, wanted)),
        _uncomputed(said),
        said["left"],
    )


def _uncomputed(said: dict[str, Any]) -> dict[int, tuple[int, str, int]]:
    """Formulas without a value by their column of the text."""
    found = {}
    for column, (count, rows) in said["uncomputed"].items():
        place = int(column) - 1
        found[place - said["left"]] = (count, f"{letters(place)}{rows[0]}", rows[-1])
    return found


def _guard(name: str, path: Path) -> None:
    """Look at what the zip says of itself before anything is unpacked."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    unpacked = sum(each.file_size for each in entries)
    ratio = unpacked / max(1, path.stat().st_size)
    if len(entries) > MOST_ENTRIES:
        raise ImportRefused(
            f"{name} has {len(entries):,} parts inside, more than any table needs. {_SAVE_AS_CSV}"
        )
    if unpacked > MOST_UNPACKED or (ratio > MOST_RATIO and unpacked > FREE_RATIO):
        raise ImportRefused(
            f"{name} unpacks to {unpacked // 1_000_000:,} MB ({ratio:,.0f} times its size), more "
            f"than a workbook is read with. {_SAVE_AS_CSV}"
        )


def _run(name: str, arguments: list[str], check: Check) -> dict[str, Any]:
    """Run the reader; what it cannot say itself is read from how it ended."""
    command = [sys.executable, "-I", str(_READER), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        try:
            said, complaint = _wait(reader, check)
        except subprocess.TimeoutExpired as error:
            raise ImportRefused(_about(name, None, "time", "")) from error
        finally:
            reader.kill()
    if reader.returncode == 0:
        return dict(json.loads(said))
    is_memory = reader.returncode in (-SIGABRT, -SIGKILL) or b"memory" in complaint.lower()
    trouble = "time" if reader.returncode == -SIGXCPU else "memory" if is_memory else "damaged"
    return {"trouble": trouble, "where": ""}


def _wait(reader: "subprocess.Popen[bytes]", check: Check) -> tuple[bytes, bytes]:
    """What the reader says and complains of, once it has ended.

    Raises
    ------
    subprocess.TimeoutExpired
        When it takes longer than it may.
    """
    ends_at = time.monotonic() + MOST_SECONDS
    while True:
        try:
            return reader.communicate(timeout=min(LOOK_SECONDS, MOST_SECONDS))
        except subprocess.TimeoutExpired:
            check()
            if time.monotonic() >= ends_at:
                raise


def _about(name: str, wanted: str | None, trouble: str, where: str) -> str:
    """Sentence about what kept the reader from reading."""
    if trouble == "no sheet":
        return f'{name} has no sheet "{wanted}". It has: {", ".join(json.loads(where))}.'
    return f"{name} " + {
        "far": (
            f"has a cell far away from its table, {where}. Delete the empty rows and columns "
            "around the table in Excel, save it, and upload it again."
        ),
        "error": f"holds an error ({where}) in a cell without an address. {_SAVE_AS_CSV}",
        "formula": (
            "holds formulas that were never computed. Open it in Excel, save it, and upload it "
            "again."
        ),
        "empty": "is a workbook without a sheet of cells. Choose another file.",
        "empty sheet": f'has nothing in sheet "{where}". Choose another sheet.',
        "memory": f"needs more memory than a workbook may. {_SAVE_AS_CSV}",
        "time": f"takes too long to read. {_SAVE_AS_CSV}",
        "damaged": "is damaged, or no Excel workbook. Open it in Excel and save it again.",
    }.get(trouble, "cannot be read. Open it in Excel and save it again.")


def _notes(said: dict[str, Any], wanted: str | None) -> Iterator[str]:
    """Sentences about what the sheet holds besides values."""
    yield from _about_sheets(said, wanted)
    if said["errors"]:
        cells = [f"{letters(at - 1)}{row} ({value})" for row, at, value in said["first_errors"]]
        yield f"Cells that hold an error ({said['errors']:,}): {_few(cells)}."
    if said["merged"]:
        yield f"Merged cells, of which only the first has a value: {_few(said['merged'])}."
    counted = {
        "hidden_rows": "Hidden rows, which were read too: {:,}.",
        "hidden_columns": "Hidden columns, or groups of them, which were read too: {:,}.",
        "formulas": "Formulas, read by the values that they had when saved: {:,}.",
        "padded": "Numbers that the sheet shows with leading zeros, read with them: {:,}.",
        "long_numbers": (
            "Numbers of more than 15 digits, of which Excel keeps 15: {:,}. Ids among them are "
            "damaged; format such columns as text where they come from."
        ),
    }
    yield from (words.format(said[key]) for key, words in counted.items() if said[key])


def _about_sheets(said: dict[str, Any], wanted: str | None) -> Iterator[str]:
    others = [each for each in said["sheets"] if each != said["sheet"]]
    if others:
        chosen = "was read" if wanted else "was taken, the first with cells"
        rest = "the other is" if len(others) == 1 else "the others are"
        yield f'Sheet "{said["sheet"]}" {chosen}; {rest} {_few(others)}.'
    if said["hidden"]:
        yield f"Hidden sheets: {_few(said['hidden'])}."


def _few(names: list[str]) -> str:
    """The first ten of a list.

    >>> _few(["a", "b"])
    'a, b'
    """
    return ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
