"""What an upload looks like to the engine, whatever its format: columns c0, c1, ... of texts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cx.errors import ImportRefused

FILE_STEP = 10**10
"""What separates the row numbers of one file from those of the next in the same import."""


CELLS_AT_ONCE = 4_000_000
"""Of a file of ours that is being written; they are held in memory, several times over."""
ROWS_AT_ONCE = 120_832
"""At most. A group has up to 2,047 rows more, and one of the warehouse's tables takes 122,880: what
is over would be a small group of its own, and the next checkpoint would write the table anew."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file whose rows the engine has not read yet.

    Attributes
    ----------
    path, cells : Path
        The text as it came, and the Parquet file that its cells will be in.
    encoding, delimiter, quote : str
        How it is written.
    header_row, lines_above : int
        Row of the column names (0 when there is none) and the lines before it.
    width : int
        Columns in the file, those without name and value at the end included.
    head : tuple of tuple of str
        Its first rows, to look for column names that are not where they should be.
    """

    path: Path
    cells: Path
    encoding: str
    delimiter: str
    quote: str
    header_row: int
    lines_above: int
    width: int
    head: tuple[tuple[str, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A second file, the source column that is looked up in it, and its cell that holds it."""

    source: "Source"
    key: str
    by: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that do not come in: the column, its values as written, and SQL that tells them."""

    column: str
    words: tuple[str, ...]
    test: str


@dataclass(frozen=True, slots=True)
class Composed:
    """How the rows of a source are made of those of others, before they are written.

    Attributes
    ----------
    inputs : tuple of Source
        The file whose rows come in, then those in which something is looked up.
    relation, params
        SQL of all rows and what it binds, as in `Source`.
    lookups, left_out
        What is looked up, and which rows do not come in.
    """

    inputs: tuple["Source", ...]
    relation: str
    params: dict[str, Any]
    lookups: tuple[Lookup, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A readable upload, of one file or of several with the same columns.

    Attributes
    ----------
    name : str
        Name of the file as `name_of` shows it, for messages.
    header : tuple of str
        Column names, tidied and all different.
    relation : str
        SQL giving ``row_number`` and a text ``c<i>`` for each name. The row number is that of
        the file, plus `FILE_STEP` for each file before it.
    params : dict
        What `relation` binds.
    warnings : tuple of str
        Sentences about what was tidied up.
    rows : int
        Rows below the header, empty ones included.
    text : TextFile, optional
        Where the rows have to be fetched from first.
    parts : tuple of Source
        The files, when there are several.
    twins : mapping of int to tuple of int
        Place of a column, and of those after it that have the same name in the file.
    faults : mapping of int to str
        Place of a column, and why it cannot be used.
    cell_columns : tuple of str
        Letters of each column in its workbook, where cells hold errors such as #REF!.
    composed : Composed, optional
        How its rows are made of those of other files, where they are.
    """

    name: str
    header: tuple[str, ...]
    relation: str
    params: dict[str, Any]
    warnings: tuple[str, ...] = ()
    rows: int = 0
    text: TextFile | None = None
    parts: tuple["Source", ...] = ()
    twins: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    faults: Mapping[int, str] = field(default_factory=dict)
    cell_columns: tuple[str, ...] = ()
    composed: Composed | None = None


def join_sources(sources: Sequence[Source]) -> Source:
    """Make one of several files with the same columns, in whatever order each has them.

    Raises
    ------
    ImportRefused
        Naming the first file that has other columns.
    """
    first = sources[0]
    if len(sources) == 1:
        return first
    params: dict[str, Any] = {}
    selects = []
    for i, source in enumerate(sources):
        cells = ", ".join(
            f"c{place} as c{to}" for to, place in enumerate(_same_columns(first, source))
        )
        bound = f"source_file_{i}"
        params[bound] = source.params["source_file"]
        relation = source.relation.replace("$source_file", f"${bound}")
        number = f"row_number + {i * FILE_STEP} as row_number"
        selects.append(f"select {cells}, {number} from {relation}")  # noqa: S608 - our own names
    return Source(
        f"{first.name} and {len(sources) - 1} more",
        first.header,
        f"({' union all '.join(selects)})",
        params,
        tuple(f"{each.name}: {said}" for each in sources for said in each.warnings),
        text=first.text,
        parts=tuple(sources),
        twins=first.twins,
        faults={place: said for each in sources for place, said in each.faults.items()},
        cell_columns=next((each.cell_columns for each in sources if each.cell_columns), ()),
    )


def _same_columns(first: Source, other: Source) -> list[int]:
    """Places in `other` of the columns of `first`."""
    places = {name.casefold(): place for place, name in enumerate(other.header)}
    missing = [name for name in first.header if name.casefold() not in places]
    known = {name.casefold() for name in first.header}
    more = [name for name in other.header if name.casefold() not in known]
    if missing or more:
        raise ImportRefused(differing(other.name, first.name, missing, more))
    return [places[name.casefold()] for name in first.header]


def differing(name: str, first: str, lacking: Sequence[str], more: Sequence[str]) -> str:
    """Sentence about a file that has not the columns of the first.

    >>> differing("b.csv", "a.csv", ["nps"], [])
    'b.csv has not the columns of a.csv: it lacks nps. Import it on its own.'
    """
    lacks = f"lacks {', '.join(lacking[:5])}" if lacking else ""
    has = f"has {', '.join(more[:5])} besides" if more else ""
    both = " and ".join(each for each in (lacks, has) if each)
    return f"{name} has not the columns of {first}: it {both}. Import it on its own."


def printable(text: str) -> str:
    r"""Show signs that break lines, turn the direction of reading or cannot be seen as escapes.

    >>> print(printable("\u202evsc.csv"), printable("a b.csv"))
    \u202evsc.csv a b.csv
    """
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )


LONGEST_SHOWN = 100
"""Signs of a file's name that are shown."""


def name_of(path: Path) -> str:
    """Name of a file as it may be shown and stored; of a very long one both ends.

    >>> name_of(Path("data/a.csv"))
    'a.csv'
    """
    name = printable(path.name)
    return name if len(name) <= LONGEST_SHOWN else f"{name[: LONGEST_SHOWN - 21]}…{name[-20:]}"


OURS = tuple(f"rejected: {word}" for word in ("row", "column", "value", "reason", "file"))
"""Columns that a file of rejects has besides those of the upload; the last, of several files."""


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


def as_parquet(columns: int) -> str:
    """How the engine is to write a file of ours with so many columns.

    Dictionaries of more than a few values cost more than they save: a sixth of the writing.

    >>> as_parquet(20), as_parquet(400)
    ('format parquet, dictionary_size_limit 1000, row_group_size 120832',
     'format parquet, dictionary_size_limit 1000, row_group_size 10000')
    """
    rows = min(ROWS_AT_ONCE, CELLS_AT_ONCE // max(columns, 1))
    return f"format parquet, dictionary_size_limit 1000, row_group_size {rows}"


def place_of(row_number: int) -> tuple[int, int]:
    """Which file a row number of an import is of, from 0, and the row in it.

    >>> place_of(214), place_of(20_000_000_003)
    ((0, 214), (2, 3))
    """
    return divmod(row_number, FILE_STEP)
