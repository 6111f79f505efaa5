"""The verb ``dictionary``: what each column means, with how many rows have it."""

from argparse import Namespace
from collections.abc import Iterable
from functools import partial

from cx.auth import everybody
from cx.export import to_json_text
from cx.ingest.mapping import extract_of
from cx.topics import quality
from cx.topics.quality.report import dictionary
from cx.topics.quality.results import Filled, Held
from cx.warehouse import House
from cx.words import counted


def dictionary_text(house: House, command: Namespace) -> str:
    """Describe an extract, or all of them, with live counts.

    Parameters
    ----------
    house : House
        The open warehouse.
    command : Namespace
        ``kind`` (or None) and ``json``.

    Raises
    ------
    MappingError
        When there is no such extract.
    """
    if command.kind:
        extract_of(command.kind)
    with house.snapshot() as state:
        ask = partial(state.ask, scope=everybody("command line"))
        found = quality.look(ask, settings=state.settings())
    if command.json:
        return to_json_text(dictionary(found, command.kind))
    chosen = [each for each in found.held if command.kind in (None, each.name)]
    return "\n\n".join("\n".join(_lines(each)) for each in chosen)


def _lines(held: Held) -> Iterable[str]:
    yield f"{held.name}, {held.extract.grain}: {counted(held.rows, 'row')}"
    width = max(len(each.column.name) for each in held.columns) + 1
    yield from (_line(each, width) for each in held.columns)


def _line(filled: Filled, width: int) -> str:
    column = filled.column
    name = f"{column.name}{'*' if column.is_required else ''}"
    share = "-" if filled.share is None else f"{filled.share:.0%}"
    return f"  {name:<{width}} {column.type:<8} {share:>4}  {column.description}"
