"""What the Quality page shows, as frozen values: what there is, how fresh, how whole, how right."""

from dataclasses import dataclass
from datetime import date, datetime

from cx.extracts import EXTRACTS, Column, Extract
from cx.settings import DEFAULTS, Settings
from cx.topics.quality.judging import Reservation, headline_of, notes_of, reservations_of
from cx.topics.quality.rules import PLANS


@dataclass(frozen=True, slots=True)
class Filled:
    """One column of an extract: how many of its rows have a value in it."""

    extract: str
    column: Column
    filled_rows: int
    all_rows: int

    @property
    def share(self) -> float | None:
        """Share of rows with a value, 0 to 1; None without rows."""
        return self.filled_rows / self.all_rows if self.all_rows else None


@dataclass(frozen=True, slots=True)
class Held:
    """What the warehouse holds of one extract.

    Attributes
    ----------
    first_on, latest_on : date or None
        Days of its first and latest record up to today; None where it has no day, or no rows.
    later_rows : int
        Rows of a later day than today.
    live_imports : int
        Imports of it that count.
    imported_at : datetime or None
        When the newest of those came in (UTC).
    """

    extract: Extract
    rows: int
    first_on: date | None
    latest_on: date | None
    later_rows: int
    live_imports: int
    imported_at: datetime | None
    columns: tuple[Filled, ...]

    @property
    def name(self) -> str:
        """Name of the extract."""
        return self.extract.name

    @property
    def filled_share(self) -> float | None:
        """Share of its cells with a value, over all columns; None without rows."""
        cells = self.rows * len(self.columns)
        return sum(each.filled_rows for each in self.columns) / cells if cells else None

    def references(self) -> int:
        """Cells that point to another row."""
        pointing = self.extract.references
        return sum(each.filled_rows for each in self.columns if each.column.name in pointing)


@dataclass(frozen=True, slots=True)
class Orphans:
    """Rows whose id in one column is of nobody, and how many different ids that are."""

    extract: str
    column: str
    points_to: str
    rows: int
    ids: int


@dataclass(frozen=True, slots=True)
class Impossible:
    """Rows of an extract that break one rule."""

    extract: str
    rule: str
    rows: int


@dataclass(frozen=True, slots=True)
class Twins:
    """Rows of an extract that look like another one under another key."""

    extract: str
    rows: int
    originals: int


@dataclass(frozen=True, slots=True)
class Part:
    """Revenue of one segment, and how much of it is from customers who said something."""

    segment: str
    customers: int
    heard_customers: int
    revenue: float
    heard_revenue: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """For which revenue the scores speak, over the last twelve months with any."""

    source: str
    from_on: date
    to_on: date
    parts: tuple[Part, ...]

    @property
    def revenue(self) -> float:
        """Revenue of all customers."""
        return sum(each.revenue for each in self.parts)

    @property
    def customers(self) -> int:
        """Customers with revenue."""
        return sum(each.customers for each in self.parts)

    @property
    def heard_customers(self) -> int:
        """Customers with revenue and an answer."""
        return sum(each.heard_customers for each in self.parts)

    @property
    def share(self) -> float | None:
        """Share of the revenue, 0 to 1; None where revenue is not above zero."""
        heard = sum(each.heard_revenue for each in self.parts)
        return heard / self.revenue if self.revenue > 0 else None


@dataclass(frozen=True, slots=True)
class Speakers:
    """Answers with a score: all, those of nobody named, and those of customers not on file."""

    answers: int
    anonymous: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Links:
    """What comes out when every reference is followed and rows are compared with one another."""

    orphans: tuple[Orphans, ...]
    twins: tuple[Twins, ...]

    @property
    def lost(self) -> int:
        """References that lead nowhere."""
        return sum(each.rows for each in self.orphans)

    @property
    def doubles(self) -> int:
        """Rows that look like another one."""
        return sum(each.rows for each in self.twins)


@dataclass(frozen=True, slots=True)
class Quality:
    """Everything the page shows; `links` is None until references were followed."""

    today: date
    held: tuple[Held, ...]
    impossible: tuple[Impossible, ...]
    coverage: Coverage | None
    speakers: Speakers
    links: Links | None = None
    settings: Settings = DEFAULTS

    @property
    def headline(self) -> str:
        """The page's answer in a sentence."""
        return headline_of(self)

    @property
    def reservations(self) -> list[Reservation]:
        """What speaks against trusting the data, the gravest first."""
        return reservations_of(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader must know beside the headline."""
        return notes_of(self)

    @property
    def rows(self) -> int:
        """Rows of all extracts."""
        return sum(each.rows for each in self.held)

    @property
    def there(self) -> list[Held]:
        """Extracts with rows, in the catalogue's order."""
        return [each for each in self.held if each.rows]

    @property
    def missing(self) -> list[str]:
        """Names of the extracts without rows."""
        return [each.name for each in self.held if not each.rows]

    @property
    def dated(self) -> list[Held]:
        """Extracts with a newest record; plans tell nothing of how fresh records are."""
        return [each for each in self.held if each.latest_on and each.name not in PLANS]

    @property
    def newest(self) -> Held | None:
        """The extract with the newest record."""
        return max(self.dated, key=lambda each: each.latest_on or date.min, default=None)

    @property
    def filled_share(self) -> float | None:
        """Share of the cells of all extracts that have a value."""
        cells = sum(each.rows * len(each.columns) for each in self.held)
        filled = sum(column.filled_rows for each in self.held for column in each.columns)
        return filled / cells if cells else None

    @property
    def references(self) -> int:
        """Cells that point to another row."""
        return sum(each.references() for each in self.held)

    @property
    def wrong(self) -> int:
        """Values that cannot be, or hardly."""
        return sum(each.rows for each in self.impossible)

    def of(self, extract: str) -> Held:
        """Return what is held of an extract."""
        return self.held[list(EXTRACTS).index(extract)]

    def share_of(self, found: Orphans) -> float:
        """Share of the references of its column that lead nowhere, 0 to 1."""
        names = [each.column.name for each in self.of(found.extract).columns]
        filled = self.of(found.extract).columns[names.index(found.column)].filled_rows
        return found.rows / filled if filled else 0.0

    def age_days(self, day: date) -> int:
        """Days between a day and today."""
        return (self.today - day).days
