"""Keeps mappings under a name in the warehouse, and finds the one for a file that comes again."""

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from cx.errors import MappingError
from cx.ingest.beside import FIRST, asked_of, holds, is_joined, serves
from cx.ingest.mapping import Mapping, near
from cx.ingest.presets import load_mapping, parse_mapping, shipped_names
from cx.ingest.write_mapping import to_toml
from cx.warehouse import Cursor, House, records
from cx.warehouse import mappings as stored

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class KnownMapping:
    """A mapping that can be used by its name.

    Attributes
    ----------
    name, kind, title : str
        What it is used by, the extract it fills, and what it is called.
    is_shipped : bool
        Whether it came with the program; such a one cannot be changed.
    saved_at : datetime or None
        When it was saved (UTC); None for a shipped one.
    saved_by : str
        By whom; empty for a shipped one.
    """

    name: str
    kind: str
    title: str
    is_shipped: bool
    saved_at: datetime | None = None
    saved_by: str = ""


def fingerprint(header: Sequence[str]) -> str:
    """Stand for the columns of a file, whatever their order, case and blanks around them.

    >>> fingerprint(["RESPNUM", "NETPRO  "]) == fingerprint(["netpro", "RespNum"])
    True
    """
    names = sorted(name.strip().casefold() for name in header)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def save(
    house: House,
    name: str,
    mapping: Mapping,
    header: Sequence[str],
    actor: str,
    is_replacing: bool = False,
) -> KnownMapping:
    """Keep a mapping under a name.

    Parameters
    ----------
    name : str
        What it will be used by.
    mapping : Mapping
        Not the one of our own names, which needs no saving.
    header : sequence of str
        Columns of the file it was made for.
    actor : str
        Who saves it, for the audit log.
    is_replacing : bool
        Whether a saved mapping of that name gives way.

    Raises
    ------
    MappingError
        When the name is not usable, or taken.
    """
    name = _usable(name)
    text = to_toml(replace(mapping, title=_title(mapping, name)))
    record = stored.MappingRecord(name, mapping.kind, text, fingerprint(header), actor)
    with _changing(house) as (cursor, known):
        former = _find(known, name)
        if former and not is_replacing:
            raise MappingError(
                f'There is a saved mapping "{former.name}" already. '
                "Choose another name, or replace that one."
            )
        if former:
            stored.delete_mapping(cursor, former.name)
        stored.write_mapping(cursor, record)
        records.note_act(cursor, actor, "save mapping", name)
    return _require(_all_saved(house), name)


def list(house: House) -> tuple[KnownMapping, ...]:
    """List saved mappings, newest first, then the shipped ones."""
    return (*_all_saved(house), *map(shipped, shipped_names()))


def matching(
    house: House, header: Sequence[str], others: Sequence[Sequence[str]] = ()
) -> tuple[KnownMapping, ...]:
    """Find mappings for a file with these columns, and for others that came with it.

    First those that were saved for exactly these columns in any order, newest first; then the
    shipped ones whose columns are all there.
    """
    wanted = fingerprint(header)
    with house.reading() as cursor:
        found = [each for each in stored.read_mappings(cursor) if each.header_sha256 == wanted]
    saved_ones = () if others else map(_known, found)
    return (*saved_ones, *(shipped(name) for name in shipped_for([header, *others])))


def shipped_for(headers: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Names of the shipped mappings for files with these columns, the one that gives rows first.

    >>> shipped_for([["order_id", "order_item_id", "price"]])
    ()
    """
    return tuple(name for name in shipped_names() if serves(load_mapping(name), headers))


def partners_for(header: Sequence[str]) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Second files that shipped mappings ask for beside one with these columns, and their titles.

    >>> partners_for(["order_id", "order_item_id", "product_id", "price"])[-1:]
    ((('olist_orders_dataset.csv',), 'Olist order items'),)
    """
    known = map(load_mapping, shipped_names())
    return tuple(
        (tuple(second.file for second in each.beside.values()), each.title)
        for each in known
        if each.beside and holds(header, asked_of(each)[FIRST]) and not is_joined(each, header)
    )


def rename(house: House, name: str, new_name: str, actor: str) -> KnownMapping:
    """Give a saved mapping another name.

    Raises
    ------
    MappingError
        When there is none of the old name, or the new one is not usable or taken.
    """
    new_name = _usable(new_name)
    with _changing(house) as (cursor, known):
        former = _saved_or_refuse(known, name)
        taken = _find(known, new_name)
        if taken and taken.name != former.name:
            raise MappingError(
                f'There is a saved mapping "{taken.name}" already. Choose another name.'
            )
        mapping = parse_mapping(tomllib.loads(former.toml), former.name)
        text = to_toml(replace(mapping, title=_title(mapping, new_name)))
        stored.rename_mapping(cursor, former.name, new_name, text)
        records.note_act(cursor, actor, "rename mapping", f"{former.name} to {new_name}")
    return _require(_all_saved(house), new_name)


def delete(house: House, name: str, actor: str) -> None:
    """Forget a saved mapping; imports that were made with it stay as they are.

    Raises
    ------
    MappingError
        When there is no saved mapping of that name.
    """
    with _changing(house) as (cursor, known):
        former = _saved_or_refuse(known, name)
        stored.delete_mapping(cursor, former.name)
        records.note_act(cursor, actor, "delete mapping", former.name)


@contextmanager
def _changing(house: House) -> Iterator[tuple[Cursor, Sequence[stored.SavedRecord]]]:
    """The write transaction, and what is saved as it sees it."""
    with house.writing() as cursor:
        yield cursor, stored.read_mappings(cursor)


def _usable(name: str) -> str:
    """A name tidied, if it can be told from a path and from the shipped mappings."""
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > LONGEST_NAME or not tidy.isprintable():
        raise MappingError(
            f"A mapping needs a name of 1 to {LONGEST_NAME} letters, digits and signs."
        )
    if "/" in tidy or "\\" in tidy or tidy.casefold().endswith(".toml"):
        raise MappingError(
            f'"{tidy}" looks like the path of a file. '
            'Choose a name without / and \\ that does not end in ".toml".'
        )
    if tidy.casefold() in {each.casefold() for each in shipped_names()}:
        raise MappingError(
            f'"{tidy}" is a mapping that comes with the program and cannot be changed. '
            "Choose another name."
        )
    return tidy


def _title(mapping: Mapping, name: str) -> str:
    """What the mapping is called: by its new name, unless it has a title of its own."""
    has_title = mapping.title and mapping.title != mapping.name
    return mapping.title if has_title else name


def _find(known: Sequence[stored.SavedRecord], name: str) -> stored.SavedRecord | None:
    wanted = " ".join(name.split()).casefold()
    return next((each for each in known if each.name.casefold() == wanted), None)


def _saved_or_refuse(known: Sequence[stored.SavedRecord], name: str) -> stored.SavedRecord:
    found = _find(known, name)
    if found:
        return found
    if name.strip().casefold() in {each.casefold() for each in shipped_names()}:
        raise MappingError(f'"{name}" comes with the program and cannot be changed.')
    names = [each.name for each in known]
    there = f"There are: {', '.join(names)}." if names else "None was saved yet."
    raise MappingError(f'There is no saved mapping "{name}"{near(name, names)}. {there}')


def _all_saved(house: House) -> tuple[KnownMapping, ...]:
    with house.reading() as cursor:
        return tuple(map(_known, stored.read_mappings(cursor)))


def _require(known: Sequence[KnownMapping], name: str) -> KnownMapping:
    """Look through a new cursor whether what was written is really there."""
    found = next((each for each in known if each.name == name), None)
    if found is None:
        raise MappingError(f'The mapping "{name}" was not saved after all. Save it again.')
    return found


def _known(record: stored.SavedRecord) -> KnownMapping:
    title = str(tomllib.loads(record.toml).get("name", record.name))
    return KnownMapping(record.name, record.kind, title, False, record.saved_at, record.saved_by)


def shipped(name: str) -> KnownMapping:
    """Return a mapping that comes with the program."""
    mapping = load_mapping(name)
    return KnownMapping(name, mapping.kind, mapping.title, is_shipped=True)
