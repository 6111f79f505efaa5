"""How a file's columns become ours: one frozen value, made by hand or from a TOML file."""

from collections.abc import Collection, Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from cx.errors import MappingError
from cx.extracts import EXTRACTS, Column, Extract
from cx.ingest.options import ReadOptions


@dataclass(frozen=True, slots=True)
class Ratings:
    """Columns of a wide survey file that become rows of `ratings`.

    Attributes
    ----------
    attributes : mapping of str to str
        Source column to the attribute's name.
    scale_min, scale_max : int
        Ends of the scale; a number outside rejects the row.
    no_answer : tuple of str
        As written, what means that nothing was answered.
    values : mapping of str to str
        As written to the number, say ``"very good"`` to ``"5"``; others are kept.
    """

    attributes: AnyMapping[str, str] = field(default_factory=dict)
    scale_min: int = 1
    scale_max: int = 5
    no_answer: tuple[str, ...] = ()
    values: AnyMapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beside:
    """A second file of the same import, in which each row of the first looks something up.

    Attributes
    ----------
    file : str
        What the file is called, for messages; it is known by its columns.
    by : str
        Its column by which rows meet, and in which no two of its rows have the same value.
    of : str
        Source column that holds the value to look up, where that is not the first file's column of
        the same name: ``name.column`` of a second file named before.
    """

    file: str
    by: str
    of: str = ""

    @property
    def key(self) -> str:
        """Source column that holds the value to look up."""
        return self.of or self.by


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the columns of one kind of file become the columns of one extract.

    Tables are by our column. A cell passes through them in this order: `columns` (several are
    joined by `join`, and are missing when one of them is), `no_answer`, `values`, `prefix`,
    `empty`, the catalogue's default, and at last the check of its type with `formats`. Values are
    compared without regard to case, composition and blanks around them, and what the mapping fills
    in is tidied as cells are.

    Attributes
    ----------
    kind : str
        Name of the extract.
    name, title, note : str
        What it is called by, what it is for, and what was decided and why.
    columns : mapping of str to tuple of str
        Source columns.
    constants : mapping of str to str
        Value of every row.
    prefix : mapping of str to str
        Put before every value that is not missing.
    values : mapping of str to mapping
        As written to ours; an empty text means missing.
    values_else : mapping of str to str
        What becomes of a value that `values` does not name: ``reject`` (so that nothing new
        slips in unseen; the rule unless stated), ``keep`` or ``empty``.
    no_answer : mapping of str to tuple of str
        As written, what means missing.
    empty : mapping of str to str
        Value where there is none.
    formats : mapping of str to str
        How days and times (``%d/%m/%Y %H:%M``, ``seconds since 1582-10-14``) or numbers
        (``1.234,56``) are written.
    ratings : Ratings
        Columns that become rows of `ratings`.
    encoding, delimiter, quote, header_row, sheet, names
        How the file is read, as in `ReadOptions`, where it does not say so itself. The file of
        rejects keeps to the delimiter; it is UTF-8, with a byte-order mark, which counts for more
        than what is declared, where an encoding is.
    time_zone : str
        Zone of times that name none; empty means that of the company.
    currency_column, currency : str
        Source column that names the currency of a row's amounts, or the one of all of them.
    leave_out : mapping of str to tuple of str
        Source column to the values, as written, of the rows that do not come in; an empty text
        means an empty cell.
    beside : mapping of str to Beside
        Second files by the name under which the others say ``name.column`` for a source column.
    row_key : bool
        Whether the key is made from the file's hash and the row number.
    row_ids : tuple of str
        Other ids of ours that are made in the same way: that of a row that another extract has too.
    is_identity : bool
        Whether columns are found by our own names instead of `columns`.
    """

    kind: str
    name: str = ""
    title: str = ""
    note: str = ""
    columns: AnyMapping[str, tuple[str, ...]] = field(default_factory=dict)
    join: str = "-"
    constants: AnyMapping[str, str] = field(default_factory=dict)
    prefix: AnyMapping[str, str] = field(default_factory=dict)
    values: AnyMapping[str, AnyMapping[str, str]] = field(default_factory=dict)
    values_else: AnyMapping[str, str] = field(default_factory=dict)
    no_answer: AnyMapping[str, tuple[str, ...]] = field(default_factory=dict)
    empty: AnyMapping[str, str] = field(default_factory=dict)
    formats: AnyMapping[str, str] = field(default_factory=dict)
    ratings: Ratings = field(default_factory=Ratings)
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    names: tuple[str, ...] = ()
    time_zone: str = ""
    currency_column: str = ""
    currency: str = ""
    leave_out: AnyMapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: AnyMapping[str, Beside] = field(default_factory=dict)
    row_key: bool = False
    row_ids: tuple[str, ...] = ()
    is_identity: bool = False

    @property
    def reading(self) -> ReadOptions:
        """How the file is read."""
        return ReadOptions(
            self.encoding, self.delimiter, self.quote, self.header_row, self.sheet, self.names
        )


def identity(kind: str) -> Mapping:
    """Mapping of a file that already has our column names.

    Raises
    ------
    MappingError
        When there is no such extract.

    Examples
    --------
    >>> identity("customers").is_identity
    True
    """
    return Mapping(kind=extract_of(kind).name, is_identity=True)


def extract_of(kind: str) -> Extract:
    """Return the catalogue's entry of that name.

    Raises
    ------
    MappingError
        When there is none; it names those that come near.
    """
    try:
        return EXTRACTS[kind]
    except KeyError:
        raise MappingError(
            f'There is no extract "{kind}"{near(kind, EXTRACTS)}. There are: {", ".join(EXTRACTS)}.'
        ) from None


def required(extract: Extract) -> list[Column]:
    """Columns that a file must have: required ones without a default.

    >>> [column.name for column in required(EXTRACTS["channel_rates"])]
    ['channel', 'valid_from', 'cost_per_contact']
    """
    return [each for each in extract.columns if each.is_required and each.default is None]


def uses_of(mapping: Mapping) -> dict[str, list[Column]]:
    """Our columns by the source column, in lower case, that fills them; wide ratings fill none.

    >>> [column.name for column in uses_of(identity("ratings"))["scale_max"]]
    ['scale_max']
    """
    extract, uses = extract_of(mapping.kind), dict[str, list[Column]]()
    sources = {name: (name,) for name in extract.names} if mapping.is_identity else mapping.columns
    for name, columns in sources.items():
        for column in columns:
            uses.setdefault(column.strip().casefold(), []).append(extract.column(name))
    return uses


def find_column(name: str, header: Iterable[str]) -> int | None:
    """Place of a column in a header, without regard to case and blanks around it.

    >>> find_column("netpro", ["RESPNUM", "NETPRO  "]), find_column("x", ["RESPNUM"])
    (1, None)
    """
    wanted = name.strip().casefold()
    return next((i for i, each in enumerate(header) if each.strip().casefold() == wanted), None)


def near(name: str, known: Collection[str]) -> str:
    """Names like this one, as a parenthesis to put before a full stop.

    >>> near("custmer_id", ["customer_id", "segment"]), near("x", ["customer_id"])
    (' (near it: customer_id)', '')
    """
    by_fold = {each.casefold(): each for each in known}
    found = get_close_matches(name.casefold(), by_fold, n=3, cutoff=0.6)
    return f" (near it: {', '.join(by_fold[each] for each in found)})" if found else ""
