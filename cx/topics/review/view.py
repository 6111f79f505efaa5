"""Opens a view that was put on an agenda: its page's topic, asked with the filters of its link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlencode

from cx.errors import BadFilter
from cx.export.report import Link, Report
from cx.filters import DEFAULT_PERIOD, KEYS, LISTS, Filters, from_pairs, keys_of
from cx.settings import Settings
from cx.topics import TOPICS, closed_loop, nps, profitability
from cx.topics.ask import Ask
from cx.topics.journeys.basis import MADE_OF

TOPIC_OF = {"nps_trends": "nps", "history": "imports"}
"""Topics of pages that are called otherwise."""

WITHOUT_FILTERS = ("customer", "centricity", "imports", "quality")
"""Topics that tell of everything, or of one thing only."""

OWN: dict[str, dict[str, str]] = {
    "nps": {"grain": "grain"},
    "journeys": {"journeys_by": "by"},
    "closed_loop": {"loop_kind": "kind"},
    "profitability": {name: name for name in profitability.OWN_FILTERS},
    "customer": {"customer": "customer_id"},
    "centricity": {"review_on": "review_on"},
}
"""What only one topic asks for: parameter of the address by the name the topic knows it by."""

_WORDS: dict[str, Mapping[str, str]] = {
    "by": MADE_OF,
    "grain": {name: name.capitalize() for name in nps.GRAINS},
    "kind": closed_loop.KIND_NAMES,
    "side": profitability.SIDE_NAMES,
}
"""What stands in an address for what a topic knows by a shorter name."""

_ANY = ("auto", closed_loop.BOTH)
"""Asks for nothing in particular."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a view asks its topic.

    Parameters
    ----------
    topic : str
        Key of ``TOPICS``.
    filters : Filters
    own : mapping of str to str
        What only this topic asks for.
    """

    topic: str
    filters: Filters
    own: Mapping[str, str]

    @property
    def module(self) -> ModuleType:
        """The topic itself."""
        return TOPICS[self.topic]


def can_be_shown(page: str) -> bool:
    """Say whether a page has results that can be put on an agenda.

    >>> can_be_shown("nps_trends"), can_be_shown("upload")
    (True, False)
    """
    return TOPIC_OF.get(page, page) in TOPICS


def open_view(ask: Ask, page: str, address: str, settings: Settings) -> Opened:
    """Read the link of a view against what the warehouse has now.

    Raises
    ------
    BadFilter
        When its page is gone, or it asks for what is no longer in the data: other figures than
        those that were put on the agenda are not shown in their place.
    """
    topic = TOPIC_OF.get(page, page)
    if topic not in TOPICS:
        raise BadFilter(f'There is no page "{page}" any more. Take the item off the agenda.')
    given = parse_qs(address)
    own = _own(topic, given)
    if topic in WITHOUT_FILTERS:
        return Opened(topic, Filters(), own)
    filters, complaints = _filters(ask, given, settings)
    if complaints:
        raise BadFilter(
            f"This view asks for what is not in the data any more. {' '.join(complaints)} "
            "Its figures would not be those that were chosen: open the page and choose anew."
        )
    return Opened(topic, filters, own)


def report_of(
    ask: Ask, page: str, address: str, settings: Settings, version: int, **more: Any
) -> Report:
    """Return the report of a view as the data stand; `more` goes to the topic's ``load``.

    Raises
    ------
    CxError
        When the data do not allow it; says why.
    """
    opened = open_view(ask, page, address, settings)
    result = opened.module.load(ask, opened.filters, settings=settings, **opened.own, **more)
    found: Report = opened.module.report(result, version)
    return replace(found, link=Link(f"{settings.address}{path_of(page, address)}"))


def link_of(topic: str, filters: Filters, own: Mapping[str, str], settings: Settings) -> Link:
    """Return where the view of a topic is in the dashboard: `open_view` reads it back.

    Parameters
    ----------
    own : mapping of str to str
        What only this topic asks for.

    Examples
    --------
    >>> link_of("nps", Filters(segment=("SMB",)), {"grain": "month"}, Settings())
    '/nps_trends?period=all&segment=SMB&grain=Month'
    """
    page = next((page for page, of in TOPIC_OF.items() if of == topic), topic)
    pairs: dict[str, list[str]] = {} if topic in WITHOUT_FILTERS else filters.pairs()
    for parameter, name in OWN.get(topic, {}).items():
        if name in own:
            pairs[parameter] = [_WORDS.get(name, {}).get(own[name], own[name])]
    return Link(f"{settings.address}{path_of(page, urlencode(pairs, doseq=True))}")


def path_of(page: str, address: str) -> str:
    """Return what follows the address of the dashboard in the link of a view.

    >>> path_of("nps_trends", "segment=SMB"), path_of("voice", "")
    ('/nps_trends?segment=SMB', '/voice')
    """
    return f"/{page}?{address}" if address else f"/{page}"


def _own(topic: str, given: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return what only this topic asks for, as it knows it."""
    found = {}
    for parameter, name in OWN.get(topic, {}).items():
        value = (given.get(parameter) or [""])[0].strip()
        back = {said.lower(): key for key, said in _WORDS.get(name, {}).items()}
        value = back.get(value.lower(), value)
        if value and value.lower() not in _ANY:
            found[name] = value
    return found


def _filters(
    ask: Ask, given: Mapping[str, Sequence[str]], settings: Settings
) -> tuple[Filters, list[str]]:
    pairs = {key: keys_of(key, values) for key, values in given.items() if key in KEYS}
    metric = from_pairs(pairs, None)[0].metric
    known: dict[str, set[str]] = {key: set() for key in (*LISTS, "survey_kind")}
    for row in ask("filters/options", Filters(metric=metric)).itertuples():
        known.setdefault(str(row.dimension), set()).add(str(row.name))
    latest_on = nps.extent(ask, metric, settings.time_zone)[1]
    return from_pairs(pairs, latest_on, known, DEFAULT_PERIOD, settings.fiscal_year_start)
