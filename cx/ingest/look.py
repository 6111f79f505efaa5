"""Shows a person how a file will be read, from its beginning, before anything is imported."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from cx.errors import ImportRefused
from cx.ingest.decode import LONGEST_LINE, UTF_8, clean_text, encoding_of
from cx.ingest.excel import read_sheet
from cx.ingest.explain import engine_errors
from cx.ingest.header import Head, blank_end, open_reader, read_head, tidy_names
from cx.ingest.letters import guess_encoding
from cx.ingest.options import ReadOptions
from cx.ingest.parquet import open_parquet
from cx.ingest.read import delimiter_of_rejects
from cx.ingest.saved import partners_for, shipped_for
from cx.ingest.shape import find_shape
from cx.ingest.source import differing
from cx.ingest.unpack import Plain, refuse_unreadable, unpack
from cx.warehouse import scratch
from cx.words import listed

__all__ = ["Look", "ReadOptions", "look"]

MOST_BYTES = 8 << 20
MOST_ROWS = 20_000
MOST_SHOWN = 50
MOST_DISTINCT = 30


@dataclass(frozen=True, slots=True)
class Look:
    """What a file looks like when it is read with `options`.

    Attributes
    ----------
    file_name : str
        Of the first file.
    size : int
        Bytes, of all files together.
    format : str
        ``text``, ``excel`` or ``parquet``.
    options : ReadOptions
        As found or as asked for.
    sheets : tuple of str
        Sheets of a workbook that can be read.
    header : tuple of str
        Column names, tidied and all different.
    sample : tuple of tuple of str
        First rows as texts, at most 50, each as wide as `header`.
    distinct : dict of str to tuple of str
        Commonest values of each column, at most 30, commonest first, from the first 20,000 rows.
        Empty cells are left out.
    rows_seen : int
        Rows that `distinct` was counted from.
    notes : tuple of str
        Sentences about what was found or tidied.
    sample_rows : tuple of int
        Row numbers of `sample` as in the file, whose row 1 is its first.
    beside : tuple of tuple of str
        Column names of each second file, where a shipped mapping looks something up in it.
    """

    file_name: str
    size: int
    format: str
    options: ReadOptions
    sheets: tuple[str, ...]
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    distinct: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows_seen: int = 0
    notes: tuple[str, ...] = ()
    sample_rows: tuple[int, ...] = ()
    beside: tuple[tuple[str, ...], ...] = ()


def look(paths: Sequence[Path], options: ReadOptions, folder: Path) -> Look:
    """Show how files would be read that have the same columns, from the beginning of the first.

    Files with other columns may come with them where a shipped mapping asks for them.

    Parameters
    ----------
    paths : sequence of Path
        Text, Excel or Parquet, as `stage` takes them.
    options : ReadOptions
        What a person has said; the rest is found out.
    folder : Path
        Takes what is needed on the way; made when missing.

    Returns
    -------
    Look
        Its `options`, given to a mapping, make `stage` read the files as shown.

    Raises
    ------
    ImportRefused
        When not even the beginning can be shown, or the files do not go together.
    """
    if not paths:
        raise ImportRefused("No file was given. Choose one.")
    for path in paths:
        refuse_unreadable(path)
    folder.mkdir(parents=True, exist_ok=True)
    seen = [_look_at(paths[0], options, folder)]
    seen += [_look_at(path, seen[0].options, folder) for path in paths[1:]]
    first, others = _first_of(seen)
    size = sum(path.stat().st_size for path in paths)
    said = [f"{each.file_name} is looked up in, row by row." for each in others]
    said += [] if others else _about_partners(first)
    beside = tuple(each.header for each in others)
    return replace(first, size=size, beside=beside, notes=(*first.notes, *said))


def _first_of(seen: Sequence[Look]) -> tuple[Look, list[Look]]:
    """The look whose rows come in, and those of second files that a shipped mapping asks for."""
    kinds = list({frozenset(map(str.casefold, each.header)): each for each in seen[::-1]}.values())
    kinds.reverse()
    for first in kinds if len(kinds) > 1 else ():
        others = [each for each in kinds if each is not first]
        if shipped_for([first.header, *(each.header for each in others)]):
            return first, others
    for other in seen[1:]:
        _compare(seen[0], other)
    return seen[0], []


def _about_partners(first: Look) -> list[str]:
    """Say which files, brought together with this one, fit mappings that come with the program."""
    titles: dict[str, list[str]] = {}
    for files, title in partners_for(first.header):
        titles.setdefault(listed(files), []).append(f'"{title}"')
    return [
        f"Brought together with {files}, it fits {listed(known)}."
        for files, known in titles.items()
    ]


def _look_at(path: Path, options: ReadOptions, folder: Path) -> Look:
    plain = unpack(path, folder, options.encoding, MOST_BYTES)
    if plain.format == "parquet":
        return _look_at_parquet(plain, options, folder)
    if plain.format == "text":
        return _look_at_text(plain, options, folder)
    return _look_at_sheet(plain, options, folder)


def _compare(first: Look, other: Look) -> None:
    ours, theirs = ({name.casefold() for name in each.header} for each in (first, other))
    if ours != theirs:
        lacking = [name for name in first.header if name.casefold() not in theirs]
        more = [name for name in other.header if name.casefold() not in ours]
        raise ImportRefused(differing(other.file_name, first.file_name, lacking, more))


def _look_at_text(plain: Plain, options: ReadOptions, folder: Path) -> Look:
    name, notes = plain.name, list(plain.notes)
    if delimiter := delimiter_of_rejects(plain.path):
        options = ReadOptions(delimiter=delimiter)
        notes.append("This is a file of rejects, so it is read in the plain way.")
    if options.encoding is None or encoding_of(plain.path) != "utf-8":  # a mark counts for more
        guess = guess_encoding(name, plain.path)
        options = replace(options, encoding=guess.encoding.removesuffix("-sig"))
        notes += guess.notes
    clean = folder / "look.csv"
    encoding = "utf-8-sig" if options.encoding in UTF_8 else str(options.encoding)
    found = clean_text(name, plain.path, clean, encoding, most=MOST_BYTES)
    return _look_at_rows(plain, clean, options, notes, is_cut=not found.is_whole)


def _look_at_sheet(plain: Plain, options: ReadOptions, folder: Path) -> Look:
    most = (options.header_row or 0) + MOST_ROWS + 50
    sheet = read_sheet(plain.name, plain.path, folder, options.sheet, most)
    asked = ReadOptions("utf-8", ",", '"', options.header_row, names=options.names)
    notes = [*plain.notes, *sheet.notes]
    seen = _look_at_rows(plain, sheet.path, asked, notes, is_cut=sheet.rows >= most)
    faults = sheet.faults(seen.options.header_row or 0).items()
    said = [f'Column "{seen.header[at]}": {why}' for at, why in faults if at < len(seen.header)]
    shown = ReadOptions(None, None, None, seen.options.header_row, sheet.name, options.names)
    return replace(seen, options=shown, sheets=sheet.sheets, notes=(*seen.notes, *said))


def _look_at_rows(
    plain: Plain, clean: Path, options: ReadOptions, notes: list[str], is_cut: bool
) -> Look:
    with clean.open(encoding="utf-8", newline="") as file:
        start = file.read(LONGEST_LINE)
        shape = find_shape(plain.name, start, options, is_cut or len(start) == LONGEST_LINE)
        head = read_head(plain.name, start, shape.options)
        file.seek(0)
        rows = _read(file, head, is_cut)
    kept = len(head.names) - blank_end(head.names, (row.cells for row in head.below))
    header, said = tidy_names(plain.name, head.names[:kept], head.header_row or 1)
    if kept < len(head.names):
        said = (*said, f"Empty columns at the end were left out: {len(head.names) - kept}.")
    full = [row for row in rows.cells if any(row)]
    numbers = [at for at, row in zip(rows.numbers, rows.cells, strict=True) if any(row)]
    return Look(
        plain.name,
        0,
        plain.format,
        replace(shape.options, header_row=head.header_row),
        (),
        header,
        tuple(_as_wide(row, kept) for row in full[:MOST_SHOWN]),
        _commonest(header, full),
        len(full),
        (*notes, *shape.notes, *said, *rows.notes),
        tuple(numbers[:MOST_SHOWN]),
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    cells: list[list[str]]
    numbers: list[int]
    notes: list[str]


def _read(file: IO[str], head: Head, is_cut: bool) -> _Rows:
    """Rows below the names, up to the first whose quotes are damaged."""
    reader = open_reader(file, head.delimiter, head.quote)
    rows = _Rows([], [], [])
    width, odd = len(head.names), 0
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number <= head.header_row:
                continue
            if len(rows.cells) == MOST_ROWS:
                return rows
            if cells and len(cells) != width and any(cells[width:] or ["short"]) and not odd:
                odd = number
                plural = "" if len(cells) == 1 else "s"
                rows.notes.append(
                    f"Row {number} has {len(cells)} column{plural} instead of {width}. Mend it, or "
                    "change how the file is read; as it is, the import will be refused."
                )
            rows.cells.append([cell.strip() for cell in cells])
            rows.numbers.append(number)
    except csv.Error:
        if not is_cut:
            rows.notes.append(
                f"Row {number + 1}: a quote is not closed, or stands inside a quoted text. Mend "
                "it, or change the quote; as it is, the import will be refused."
            )
    return rows


def _look_at_parquet(plain: Plain, options: ReadOptions, folder: Path) -> Look:
    with scratch(folder) as cursor, engine_errors(plain.name):
        source = open_parquet(cursor, plain.path, plain.name, folder)
        cells = ", ".join(f"coalesce(c{i}, '')" for i in range(len(source.header)))
        sql = f"select {cells} from {source.relation} limit {MOST_ROWS}"  # noqa: S608 - c<i>
        rows = [list(row) for row in cursor.execute(sql, source.params).fetchall()]
    return Look(
        plain.name,
        0,
        plain.format,
        ReadOptions(),
        (),
        source.header,
        tuple(_as_wide(row, len(source.header)) for row in rows[:MOST_SHOWN]),
        _commonest(source.header, rows),
        len(rows),
        (*plain.notes, *source.warnings),
        tuple(range(2, len(rows[:MOST_SHOWN]) + 2)),
    )


def _as_wide(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row[:width], *[""] * (width - len(row)))


def _commonest(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Commonest values of each column without the empty ones."""
    found = {}
    for place, name in enumerate(header):
        counts = Counter(row[place] for row in rows if place < len(row))
        counts.pop("", None)
        found[name] = tuple(value for value, _ in counts.most_common(MOST_DISTINCT))
    return found
