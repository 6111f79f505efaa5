"""What an upload looks like to the engine, whatever its format: columns c0, c1, ... of texts."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class TextFile:
    """A clean text file that the engine has not read yet.

    Attributes
    ----------
    path : Path
        UTF-8, lines ending in LF; the column names are its first row.
    delimiter : str
        One character.
    rows_above : int
        Rows of the upload that are not in it.
    head : tuple of tuple of str
        Its first rows, to look for column names that are not in row 1.
    """

    path: Path
    delimiter: str
    rows_above: int = 0
    head: tuple[tuple[str, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A readable upload.

    Attributes
    ----------
    name : str
        Name of the file as `name_of` shows it, for messages.
    header : tuple of str
        Column names as in the file, without blanks around them.
    relation : str
        SQL giving ``row_number`` (the header is row 1) and a text ``c<i>`` for each name.
    params : dict
        What `relation` binds.
    warnings : tuple of str
        Sentences about what was tidied up.
    rows : int
        Rows below the header, empty ones included.
    text : TextFile, optional
        Where the rows have to be fetched from first.
    """

    name: str
    header: tuple[str, ...]
    relation: str
    params: dict[str, Any]
    warnings: tuple[str, ...] = ()
    rows: int = 0
    text: TextFile | None = None


def printable(text: str) -> str:
    r"""Show signs that break lines, turn the direction of reading or cannot be seen as escapes.

    >>> print(printable("\u202evsc.csv"), printable("a b.csv"))
    \u202evsc.csv a b.csv
    """
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )


def name_of(path: Path) -> str:
    """Name of a file as it may be shown and stored.

    >>> name_of(Path("data/a.csv"))
    'a.csv'
    """
    return printable(path.name)


OURS = tuple(f"rejected: {word}" for word in ("row", "column", "value", "reason"))
"""Columns that a file of rejects has besides those of the upload."""


def is_ours(name: str) -> bool:
    """Whether a column was added by a file of rejects; a number tells it from a column of theirs.

    >>> is_ours("Rejected: row"), is_ours("rejected: row 2"), is_ours("row")
    (True, True, False)
    """
    return re.sub(r" \d+$", "", name.strip().casefold()) in OURS


def quote(name: str) -> str:
    """Quote a name for SQL.

    >>> print(quote('5" pipe'))
    "5"" pipe"
    """
    return '"' + name.replace('"', '""') + '"'
