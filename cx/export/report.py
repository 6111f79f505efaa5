"""The one shape in which every page hands over its results, whatever file they become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cx.export.plain import plain
from cx.export.slide import Slide
from cx.zones import UTC

FOR_PEOPLE = {"is_for_people": True}
"""Marks what only documents print: programs, which get JSON and CSV, make their own words."""

WITHHELD = "withheld"

Row = Mapping[str, object]
"""One line of a table: plain values by column name; None is missing."""


class Link(str):
    """Where a view is in the dashboard: the only text that documents make a link of.

    >>> Link("https://cx.example.com/nps_trends").is_whole, Link("/nps_trends").is_whole
    (True, False)
    """

    __slots__ = ()

    @property
    def is_whole(self) -> bool:
        """Whether the address of the dashboard is in it; else it is a path behind that address."""
        return self.startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its doubt.

    Parameters
    ----------
    key, label : str
        Name for programs, stable; name for people.
    unit : str
        Unit of value, low and high, such as ``"points"``.
    value, low, high : float or None
        The figure and its 95 % interval; None when withheld.
    responses : int
        Answers behind it.
    verdict : str or None
        ``"up"``, ``"down"``, ``"no clear change"``, ``"not comparable"``; None: no comparison.
    refusal : str or None
        Code of the reason why the figure is withheld.
    note : str or None
        Sentence for people: the refusal and what would lift it.
    shown, shown_interval : str
        Value and interval as the page prints them; ``""`` where it prints none.
    """

    key: str
    label: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    responses: int
    verdict: str | None = None
    refusal: str | None = None
    note: str | None = None
    shown: str = field(default="", metadata=FOR_PEOPLE)
    shown_interval: str = field(default="", metadata=FOR_PEOPLE)


@dataclass(frozen=True, slots=True)
class Report:
    """The results of one page: its answer, its figures and the tables behind them.

    Parameters
    ----------
    topic : str
        Name of the page, such as ``"nps"``.
    filters : mapping of str to object
        Every filter with its resolved value, as ``Filters.record()`` gives it.
    filters_in_words : str
        The same as a person says it.
    data_version : int
        State of the warehouse that all results are of.
    headline : str
        The answer in a sentence.
    figures : sequence of Figure
        In the order of the page.
    tables : mapping of str to sequence of Row
        Rows by name of table.
    company : str
        Name of the company; ``""`` when nobody said it.
    title : str
        Name of the page for people.
    slides : sequence of Slide
        Its findings, one each, of the same results as the figures and tables.
    latest_on : date or None
        Day of the newest record that the page looks at.
    accent : str
        The company's colour as six hex digits; ``""`` is ours.
    link : Link
        The same view in the dashboard; ``""`` where there is none.
    time_zone : str
        By whose clock documents show moments; tables hold them in UTC.
    """

    topic: str
    filters: Mapping[str, object]
    filters_in_words: str
    data_version: int
    headline: str
    figures: Sequence[Figure] = ()
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    company: str = ""
    title: str = field(default="", metadata=FOR_PEOPLE)
    slides: Sequence[Slide] = field(default=(), metadata=FOR_PEOPLE)
    latest_on: date | None = field(default=None, metadata=FOR_PEOPLE)
    accent: str = field(default="", metadata=FOR_PEOPLE)
    time_zone: str = field(default=UTC, metadata=FOR_PEOPLE)
    link: Link = field(default=Link(), metadata=FOR_PEOPLE)


def figure_words(each: Figure) -> str:
    """Return a figure as it is printed.

    >>> figure_words(Figure("n", "Rows", "rows", 1200.0, None, None, 1200))
    '1,200 rows'
    >>> figure_words(Figure("n", "NPS", "points", None, None, None, 4, refusal="few"))
    'withheld'
    """
    if each.shown:
        return plain(each.shown)
    if each.value is None:
        return WITHHELD if each.refusal else "not known"
    return f"{each.value:,.{0 if each.value == int(each.value) else 1}f} {each.unit}".strip()
