"""Reads, maps and checks one upload into typed Parquet files; touches no warehouse."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cx import warehouse
from cx.errors import ImportRefused, MappingError
from cx.ingest.beside import flat
from cx.ingest.check import MACROS, clock_macros
from cx.ingest.compose import compose
from cx.ingest.currency import stated
from cx.ingest.explain import engine_errors
from cx.ingest.mapping import Mapping, identity
from cx.ingest.plan import make_plan
from cx.ingest.progress import Progress
from cx.ingest.read import load_rows, open_source
from cx.ingest.rejects import write_rejects
from cx.ingest.remarks import about_rows
from cx.ingest.sift import Sifting, note_duplicates, note_rejected, write_good, write_tables
from cx.ingest.source import Source, is_ours, name_of, place_of
from cx.ingest.unpack import refuse_unreadable
from cx.ingest.write_mapping import to_toml
from cx.zones import UTC

MOST_PROBLEMS = 10_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell: where it is, as it is written, what was expected.

    >>> Problem(214, "How likely", "11", "11 is not between 0 and 10").sentence
    'row 214, column "How likely": 11 is not between 0 and 10'
    """

    row: int
    column: str
    value: str
    message: str
    file: str = ""
    """Name of the file, when there are several."""

    @property
    def sentence(self) -> str:
        """Place and message in one line."""
        where = f"{self.file}, " if self.file else ""
        return f'{where}row {self.row}, column "{self.column}": {self.message}'


@dataclass(frozen=True, slots=True)
class Staged:
    """A checked upload, ready to be committed.

    Attributes
    ----------
    file_name, sha256 : str
        Of the file; of several, their names (cut) and one hash over all of theirs, in any order.
    rows : int
        Rows of the file: `good`, `rejected` and `duplicate` ones. Empty rows, and those that the
        mapping leaves out, are none.
    tables : dict
        A Parquet file for each extract it fills: all its columns, ``row_number``, ``is_blank``.
    problems : list of Problem
        The first 10,000, by row.
    rejected : int
        Rows with a bad cell.
    duplicate : int
        Good rows with the key of an earlier one; those with other values are in `problems` too.
    warnings : list of str
        Sentences about what was tidied up or is worth a look.
    rejects_file : Path or None
        The rows of all problems as they came, then row, column, value and reason (``rejected:
        row`` ...). Mended, it can be imported as it is.
    """

    kind: str
    file_name: str
    sha256: str
    rows: int
    tables: dict[str, Path]
    problems: list[Problem]
    rejected: int
    duplicate: int
    warnings: list[str] = field(default_factory=list)
    rejects_file: Path | None = None
    mapping_name: str = ""
    mapping_toml: str = ""
    """How the file was read, as a file of data/mappings/ says it; empty for our own names."""
    currencies: tuple[str, ...] = ()
    """Those that the file, or the mapping for it, says its amounts are in."""
    time_zone: str = ""
    """The company's zone, in which times were read; empty where the mapping named its own."""
    is_mended: bool = False
    """Whether it is a file of rejects, come back."""
    seconds: float = 0.0
    """How long reading and checking took."""

    @property
    def good(self) -> int:
        """Rows that can be committed."""
        return self.rows - self.rejected - self.duplicate


def stage(
    kind: str,
    path: Path | Sequence[Path],
    mapping: Mapping | None,
    folder: Path,
    progress: Progress | None = None,
    time_zone: str = UTC,
) -> Staged:
    """Read, map and check a file, or several as one import.

    Several have the same columns, or are the second files that the mapping names.

    Parameters
    ----------
    kind : str
        Name of the extract.
    path : Path or sequence of Path
        Text (CSV in any encoding and with any delimiter), an Excel workbook, or Parquet; text and
        Parquet may be packed with gzip or zip.
    mapping : Mapping or None
        None when the file has our column names.
    folder : Path
        Takes the results and what is needed on the way; made when missing.
    progress : Progress, optional
        Told how far it is, from 0 to 0.6 of all the work.
    time_zone : str
        Zone of times that name none, where the mapping names none: that of the company.

    Returns
    -------
    Staged

    Raises
    ------
    ImportRefused
        When a file as a whole cannot be used; nothing but `folder` was written.
    MappingError
        When the mapping is of another kind or names columns that the file lacks.
    Cancelled
        When it was called off.
    """
    started, progress = time.monotonic(), progress or Progress()
    mapping = mapping or identity(kind)
    if mapping.kind != kind:
        raise MappingError(
            f"Mapping {mapping.name} is for {mapping.kind}, not for {kind}. Choose another."
        )
    paths = [path] if isinstance(path, Path) else list(path)
    _refuse_unreadable(paths)
    folder.mkdir(parents=True, exist_ok=True)
    progress.step("Reading the file", until=0.25)
    with warehouse.scratch(folder) as engine, progress.lend(engine) as cursor:
        zone = mapping.time_zone or time_zone
        for macro in (*MACROS, *clock_macros(zone)):
            cursor.execute(macro)
        source, first = _open(cursor, paths, folder, mapping, progress)
        hashes = [_sha256(each) for each in paths]
        plan = make_plan(mapping, source, [hashes[place][:8] for place in first])
        rows = load_rows(cursor, source, progress.check)
        sifting = Sifting(cursor, rows, plan, folder, zone)
        progress.step("Checking every row", until=0.6)
        with engine_errors(source.name):
            staged = _check(sifting, mapping, _names_of(paths), _hash_of(hashes))
    took = time.monotonic() - started
    return replace(staged, time_zone="" if mapping.time_zone else time_zone, seconds=took)


def _refuse_unreadable(paths: Sequence[Path]) -> None:
    if not paths:
        raise ImportRefused("No file was given. Choose one.")
    for path in paths:
        refuse_unreadable(path)


def _open(
    cursor: warehouse.Cursor,
    paths: Sequence[Path],
    folder: Path,
    mapping: Mapping,
    progress: Progress,
) -> tuple[Source, list[int]]:
    """Open each file, in a folder of its own where there are several; which of them give rows."""
    sources = []
    for i, path in enumerate(paths):
        own = folder / str(i) if len(paths) > 1 else folder
        own.mkdir(exist_ok=True)
        sources.append(open_source(cursor, path, own, flat(mapping), progress.check))
    return compose(mapping, sources, folder)


def _names_of(paths: Sequence[Path]) -> str:
    names = [name_of(path) for path in paths]
    return ", ".join(names) if len(names) < 4 else f"{names[0]} and {len(names) - 1} more"


def _hash_of(hashes: Sequence[str]) -> str:
    """One hash; the same files in another order give the same."""
    if len(hashes) == 1:
        return hashes[0]
    return hashlib.sha256("".join(sorted(hashes)).encode()).hexdigest()


def _check(sifting: Sifting, mapping: Mapping, file_name: str, sha256: str) -> Staged:
    good = write_good(sifting)
    rejected = note_rejected(sifting) if good < sifting.source.rows else 0
    rows = good + rejected
    if not rows:
        raise ImportRefused(
            f"{sifting.source.name} has no rows below the column names. Export it again."
        )
    duplicate = note_duplicates(sifting)
    return Staged(
        kind=mapping.kind,
        file_name=file_name,
        sha256=sha256,
        rows=rows,
        tables=write_tables(sifting, has_repeats=duplicate > 0),
        problems=_problems(sifting),
        rejected=rejected,
        duplicate=duplicate,
        warnings=[*sifting.source.warnings, *sifting.plan.warnings, *about_rows(sifting, rows)],
        rejects_file=write_rejects(sifting, mapping),
        mapping_name=mapping.name,
        mapping_toml="" if mapping.is_identity else to_toml(mapping),
        currencies=stated(sifting, mapping),
        is_mended=any(map(is_ours, sifting.source.header)),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _problems(sifting: Sifting) -> list[Problem]:
    found = sifting.run(
        "select row_number, label, coalesce(value, ''), message from notes "  # noqa: S608 - ours
        f"order by row_number, place limit {MOST_PROBLEMS}"
    )
    files = [part.name for part in sifting.source.parts]
    problems = []
    for number, label, value, message in found:
        file, row = place_of(number)
        problems.append(Problem(row, label, value, message, files[file] if files else ""))
    return problems
