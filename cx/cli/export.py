"""The verb ``export``: the results of a page, asked and analysed as the page does it."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType

from cx.auth import everybody
from cx.cli.errand import Answer
from cx.errors import BadFilter
from cx.export import Report, to_csv, to_json
from cx.export.pptx import to_deck, to_pptx
from cx.export.xlsx import to_xlsx
from cx.filters import LISTS, Filters, from_pairs
from cx.metrics import METRICS
from cx.settings import Settings
from cx.topics import TOPICS, nps, review
from cx.topics.nps import Ask
from cx.topics.review import Made
from cx.warehouse import House

REVIEW = "review"
DOCUMENTS = ("xlsx", "pptx")
"""Formats that no screen shows: they go to a file."""


def export_text(house: House, command: Namespace) -> str:
    """Return a page's results as JSON or CSV, all of one state of the warehouse.

    Parameters
    ----------
    house : House
        The open warehouse.
    command : Namespace
        ``topic``, ``format``, ``filters`` (pairs) and ``table``.

    Raises
    ------
    BadFilter
        When there is no such topic or table, or when a filter cannot be kept. A page would show
        the rest with a word about it, but nobody reads the words of a nightly job.
    """
    if command.table and command.format == "json":
        raise BadFilter("JSON holds every table: leave --table out, or ask for --format csv.")
    report = _whole(house, command)
    if command.format == "csv" or command.table:
        return to_csv(report, command.table)
    return to_json(report)


def export_document(house: House, command: Namespace) -> Answer:
    """Give a page's results as slides or as a workbook: the file that was named, or TOPIC.pptx.

    Parameters
    ----------
    house : House
        The open warehouse.
    command : Namespace
        As for `export_text`, with ``template`` and ``out``.

    Raises
    ------
    BadFilter
        As for `export_text`.
    BadTemplate
        When the slides cannot have the layouts asked for.
    TooManyRows
        When the workbook cannot hold a table.
    """
    if command.table:
        raise BadFilter(
            f"{command.format} holds every table: leave --table out, or ask for --format csv."
        )
    is_deck = command.format == "pptx"
    if is_deck and command.topic == REVIEW:
        held = to_deck(_review(house, command).deck, command.template)
    elif is_deck:
        held = to_pptx(_report(house, command), command.template)
    else:
        held = to_xlsx(_whole(house, command))
    out = command.out or Path(f"{command.topic}.{command.format}")
    return Answer(f"Written: {out.name}", files=((out, held),))


def only_slides_have_a_template(command: Namespace) -> None:
    """Refuse a template for what has no layouts."""
    if command.template and command.format != "pptx":
        raise BadFilter("--template is for slides: add --format pptx, or leave it out.")


def _whole(house: House, command: Namespace) -> Report:
    """Return all of a page, or of a review, as one report."""
    return _review(house, command).whole if command.topic == REVIEW else _report(house, command)


def _review(house: House, command: Namespace) -> Made:
    """Ask and analyse every item of a review: what the page Review shows."""
    if not command.filters:
        return review_made(house)
    numbers = [value.strip() for key, value in command.filters if key == REVIEW]
    if len(numbers) != 1 or len(command.filters) != 1:
        raise BadFilter("A review keeps its own filters: give its number, --filter review=ID.")
    return review_made(house, numbers[0])


def review_made(house: House, number: str | None = None) -> Made:
    """Return a review as documents have it, all of one state of the warehouse.

    Parameters
    ----------
    number : str, optional
        Of the review; by default the newest.

    Raises
    ------
    BadFilter
        When there is no such review; lists those there are.
    """
    with house.snapshot() as state:
        ask = partial(state.ask, scope=everybody("command line"))
        meetings = review.read_reviews(ask)
        found = next((each for each in meetings if number in (None, str(each.review_id))), None)
        if found is None and number is None:
            raise BadFilter("There is no review yet. Begin one on the page Review.")
        if found is None:
            there = [f"{each.review_id} ({each.title}, {each.held_on})" for each in meetings]
            raise BadFilter(
                f'There is no review "{number}". There are: {", ".join(there) or "none yet"}.'
            )
        agenda = review.load(ask, found, zone=state.settings().time_zone)
        return review.make(ask, agenda, state.settings(), state.version)


def _report(house: House, command: Namespace) -> Report:
    """Ask and analyse what a page shows, all of one state of the warehouse."""
    if command.topic not in TOPICS:
        there = ", ".join([*TOPICS, REVIEW])
        raise BadFilter(f'There is no topic "{command.topic}". There are: {there}.')
    topic = TOPICS[command.topic]
    with house.snapshot() as state:
        ask = partial(state.ask, scope=everybody("command line"))
        settings = state.settings()
        own, others = split_own(topic, command.filters)
        filters = read_filters(ask, others, settings)
        found: Report = topic.report(
            topic.load(ask, filters, settings=settings, **own), state.version
        )
    return replace(found, link=review.link_of(command.topic, filters, own, settings))


def split_own(
    topic: ModuleType, given: Iterable[tuple[str, str]]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Part what only this topic asks for, such as the id of a customer, from the filters of all."""
    names = getattr(topic, "OWN_FILTERS", ())
    own: dict[str, str] = {}
    for key, value in given:
        if key in names and (not value.strip() or key in own):
            raise BadFilter(f"--filter {key}={value}: give {key} once, and with a value.")
        if key in names:
            own[key] = value.strip()
    return own, [(key, value) for key, value in given if key not in names]


def read_filters(ask: Ask, given: Iterable[tuple[str, str]], settings: Settings) -> Filters:
    """Read ``--filter`` against what the warehouse has; all of it must hold."""
    pairs: dict[str, list[str]] = {}
    for key, value in given:
        if not value.strip(", ") or (key in pairs and key not in LISTS):
            raise BadFilter(f"--filter {key}={value}: give {key} once, and with a value.")
        pairs.setdefault(key, []).append(value)
    metric = from_pairs(pairs, None)[0].metric
    latest_on = nps.extent(ask, metric, settings.time_zone)[1]
    filters, complaints = from_pairs(
        pairs, latest_on, _known(ask), fiscal_year_start=settings.fiscal_year_start
    )
    if complaints:
        end = "The figures would not be those asked for, so nothing was exported. Mend the filter."
        raise BadFilter("\n".join([*complaints, end]))
    return filters


def _known(ask: Ask) -> dict[str, set[str]]:
    """Values that any answer has, by filter: an export holds the figures of all metrics."""
    known: dict[str, set[str]] = {key: set() for key in LISTS}
    for metric in METRICS:
        for row in ask("filters/options", Filters(metric=metric)).itertuples():
            known.setdefault(str(row.dimension), set()).add(str(row.name))
    return known
