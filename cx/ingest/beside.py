"""Which columns a mapping asks of which file, and whether files with these columns serve it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from cx.errors import ImportRefused
from cx.ingest.mapping import Mapping, find_column

FIRST = ""
"""Stands for the file whose rows come in; the others only have something to look up."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Places of the files that came together, by what they are for.

    Attributes
    ----------
    first : tuple of int
        Those whose rows come in.
    beside : dict of str to tuple of int
        Those in which something is looked up, by the name that the mapping gives them.
    """

    first: tuple[int, ...]
    beside: dict[str, tuple[int, ...]]


def asked_of(mapping: Mapping) -> dict[str, list[str]]:
    """Source columns that a mapping asks for, by the name of their file.

    >>> from cx.ingest.mapping import Beside
    >>> columns = {"order_id": ("order_id",), "customer_id": ("orders.customer_id",)}
    >>> beside = {"orders": Beside("orders.csv", "order_id")}
    >>> asked_of(Mapping("orders", columns=columns, beside=beside))
    {'': ['order_id'], 'orders': ['order_id', 'customer_id']}
    """
    asked: dict[str, list[str]] = {FIRST: []}
    asked |= {name: [each.by] for name, each in mapping.beside.items()}
    for source in [*(each.key for each in mapping.beside.values()), *sources_of(mapping)]:
        name, column = split(source, mapping.beside)
        asked[name].append(column)
    return {name: list(dict.fromkeys(columns)) for name, columns in asked.items()}


def sources_of(mapping: Mapping) -> list[str]:
    """Names of all source columns, as the mapping writes them, each once."""
    columns = [name for names in mapping.columns.values() for name in names]
    currency = [mapping.currency_column] if mapping.currency_column else []
    return list(
        dict.fromkeys([*columns, *currency, *mapping.ratings.attributes, *mapping.leave_out])
    )


def split(source: str, names: Iterable[str]) -> tuple[str, str]:
    """Name of the file and of its column.

    >>> split("orders.status", ["orders"]), split("Q1.a", ["orders"])
    (('orders', 'status'), ('', 'Q1.a'))
    """
    before, point, column = source.partition(".")
    found = [name for name in names if name.casefold() == before.strip().casefold()]
    return (found[0], column) if point and found else (FIRST, source)


def flat(mapping: Mapping) -> Mapping:
    """The mapping with the bare names of all columns, by which any of its files is opened."""
    columns = {
        ours: tuple(split(each, mapping.beside)[1] for each in sources)
        for ours, sources in mapping.columns.items()
    }
    return replace(mapping, columns=columns) if mapping.beside else mapping


def holds(header: Collection[str], columns: Iterable[str]) -> bool:
    """Whether all of these columns are there."""
    return all(find_column(each, header) is not None for each in columns)


def is_joined(mapping: Mapping, header: Collection[str]) -> bool:
    """Whether the first file has all that is looked up already, as a file of rejects does."""
    return holds(header, sources_of(mapping))


def serves(mapping: Mapping, headers: Sequence[Collection[str]]) -> bool:
    """Whether files with these different columns, the first first, are what a mapping asks for."""
    if is_joined(mapping, headers[0]):
        return len(headers) == 1
    asked = asked_of(mapping)
    return (
        len(headers) == len(asked)
        and holds(headers[0], asked.pop(FIRST))
        and all(any(holds(each, needed) for each in headers[1:]) for needed in asked.values())
    )


def roles_of(mapping: Mapping, names: Sequence[str], headers: Sequence[Collection[str]]) -> Roles:
    """Tell the files apart by their columns; what asks for most of them comes first.

    Raises
    ------
    ImportRefused
        When one is missing, or one is none of those that the mapping asks for.
    """
    asked = asked_of(mapping)
    found: dict[str, list[int]] = {name: [] for name in asked}
    for place, header in enumerate(headers):
        fitting = [name for name in asked if holds(header, asked[name])]
        if not fitting:
            raise ImportRefused(
                f"{names[place]} has not the columns of any file that mapping {mapping.name} asks "
                f"for: {_wanted(mapping, asked)}. Leave it out, or choose another mapping."
            )
        found[max(fitting, key=lambda name: len(asked[name]))].append(place)
    first = tuple(found.pop(FIRST))
    missing = [name for name, places in found.items() if not places]
    if not first or (missing and not is_joined(mapping, headers[first[0]])):
        raise ImportRefused(
            f"Mapping {mapping.name} reads several files together, and not all are there: "
            f"{_wanted(mapping, asked)}. Choose them together."
        )
    return Roles(first, {name: tuple(places) for name, places in found.items() if places})


def _wanted(mapping: Mapping, asked: dict[str, list[str]]) -> str:
    """What each file is called and which columns it needs."""
    files = {name: each.file for name, each in mapping.beside.items()}
    return "; ".join(
        f"{files.get(name, 'one')} with {', '.join(columns)}" for name, columns in asked.items()
    )
