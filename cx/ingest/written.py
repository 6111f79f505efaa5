"""A file as it lies in the tables inside a transaction: what is said about it is made from this."""

from dataclasses import dataclass
from typing import Any

from cx.extracts import EXTRACTS, Extract
from cx.ingest.effects import Headlines
from cx.ingest.stage import Staged
from cx.warehouse import Cursor
from cx.warehouse import settings as house_settings
from cx.warehouse.records import HistoryLine

RECENT = 5
"""Earlier imports of an extract that a file is compared with."""


@dataclass(frozen=True, slots=True)
class Written:
    """One file in ``stage_<extract>`` and, until the transaction ends, in the tables.

    Attributes
    ----------
    cursor : Cursor
        Of that transaction.
    staged : Staged
        The file.
    counts : dict of str to int
        What it does to rows.
    before : Headlines
        The figures without it.
    """

    cursor: Cursor
    staged: Staged
    counts: dict[str, int]
    past: list[HistoryLine]
    before: Headlines

    @property
    def extract(self) -> Extract:
        """What the file is an extract of."""
        return EXTRACTS[self.staged.kind]

    @property
    def zone(self) -> str:
        """The company's time zone."""
        return house_settings.read(self.cursor).time_zone

    @property
    def stage(self) -> str:
        """The table of its rows."""
        return f"stage_{self.extract.name}"

    @property
    def earlier(self) -> HistoryLine | None:
        """The newest live import of the same file."""
        return next((each for each in self.past if each.file_sha256 == self.staged.sha256), None)

    @property
    def usual(self) -> HistoryLine | None:
        """The newest import that the file can be compared with; a handful of rows is no measure."""
        recent = self.past[:RECENT]
        most = max(map(rows_of, recent), default=0)
        return next((each for each in recent if 10 * rows_of(each) >= most), None)

    def row(self, sql: str) -> tuple[Any, ...]:
        """Answer of a query that gives one row."""
        return self.cursor.execute(sql).fetchall()[0]


def rows_of(line: HistoryLine) -> int:
    """Rows of an import that could be used."""
    return line.new_rows + line.changed_rows + line.unchanged_rows
