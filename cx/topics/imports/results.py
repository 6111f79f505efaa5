"""What the History page shows, as frozen values: every import, and what each one changed."""

from dataclasses import dataclass, field
from datetime import date, datetime

from cx import zones
from cx.settings import DEFAULTS, Settings
from cx.topics.imports.story import headline_of

ROWS = ("new", "changed", "unchanged", "retired", "rejected", "duplicate")
"""What an import can do to rows, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class PastEffect:
    """What an import (or its undo, as `action` says) did to one headline figure, as noted then."""

    import_id: int
    action: str
    figure: str
    survey_kind: str
    period: date | None
    before: float | None
    after: float | None
    before_count: int
    after_count: int


@dataclass(frozen=True, slots=True)
class Undo:
    """When and by whom an import was taken back, and what that did to rows where it was noted."""

    at: datetime
    by: str
    removed: int | None = None
    restored: int | None = None
    kept: int | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """One import.

    Attributes
    ----------
    at : datetime
        When it was committed (UTC).
    tables : tuple of str
        Extracts that it filled: `kind`, and `ratings` beside it where the file had some.
    mapping : str or None
        Name of the mapping; None when the file had our column names or the mapping no name.
    mode, status : str
        ``merge`` or ``snapshot``; ``committed`` or ``unchanged``.
    state : str
        ``live``, ``undone``, or ``superseded`` by a later snapshot.
    file_rows : int or None
        Rows of the file; None for imports of before this was noted.
    rows : dict of str to int
        What it did to rows, by the words of `ROWS`.
    standing : dict of str to int
        Its rows that are current, by extract.
    rejects_file : str or None
        Where its rejected rows were kept.
    warnings : tuple of str
        What was noticed when it was brought in.
    """

    import_id: int
    at: datetime
    actor: str
    kind: str
    tables: tuple[str, ...]
    file_name: str
    file_sha256: str
    mapping: str | None
    mode: str
    status: str
    state: str
    file_rows: int | None
    rows: dict[str, int]
    seconds: float
    rejects_file: str | None
    undo: Undo | None
    warnings: tuple[str, ...] = ()
    standing: dict[str, int] = field(default_factory=dict)

    @property
    def standing_rows(self) -> int:
        """Rows of it that are current, in all extracts."""
        return sum(self.standing.values())


@dataclass(frozen=True, slots=True)
class Imports:
    """Everything the page shows; imports come newest first."""

    imports: tuple[Import, ...]
    effects: tuple[PastEffect, ...] = ()
    settings: Settings = DEFAULTS

    def day_of(self, moment: datetime) -> date:
        """Return the company's day of a moment."""
        return zones.day_of(moment, self.settings.time_zone)

    @property
    def headline(self) -> str:
        """The page's answer in a sentence."""
        return headline_of(self)

    def find(self, import_id: int | None) -> Import | None:
        """Return the import of that number, None when there is none."""
        return next((each for each in self.imports if each.import_id == import_id), None)

    def effects_of(self, import_id: int, action: str = "import") -> list[PastEffect]:
        """Return what an import, or its ``undo``, did to the headline figures."""
        return [
            each for each in self.effects if (each.import_id, each.action) == (import_id, action)
        ]
