"""Loads the Profitability page, the answer first; what takes longer is in profitability_work.py."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, replace

from cx import zones
from cx.analysis.profit.margins import margin_of
from cx.analysis.profit.results import Margin
from cx.filters import Filters
from cx.settings import Settings
from cx.topics import profitability as topic
from cx.topics.ask import Ask
from cx.topics.profitability import Customers, Profitability, View
from cx.topics.profitability.results import CostCell
from cx.ui import session
from cx.ui.session import Run

MOST_KEPT = 6
"""Views that are remembered: each holds a row for every customer of it, so not many."""


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """What the page shows, with the customers that its lists are made from.

    Attributes
    ----------
    found : Profitability
        Without the parts that take longer.
    people : Customers
    average : Margin
        What a customer contributes, and the share of those who lose money.
    data_version : int
    """

    found: Profitability
    people: Customers
    average: Margin
    data_version: int

    @property
    def view(self) -> View:
        """What it is of."""
        return self.found.view

    @property
    def currency(self) -> str:
        """After amounts, with a blank before it; empty where none is said."""
        return f" {self.found.settings.currency}".rstrip()


_pages: "OrderedDict[Hashable, Page]" = OrderedDict()


def begin(filters: Filters, side: str) -> Page:
    """Load what the page says first: amounts, customers, segments and mixes.

    It is remembered here and not with other answers, which are copied each time they are read.
    """
    with session.asking() as run:
        today = zones.today(run.settings.time_zone)
        key = (run.place, run.version, hash(run.scope), filters, side, run.settings, today)
        page = _pages.get(key)
        if page is None:
            page = _pages[key] = _load(run, filters, side)
            while len(_pages) > MOST_KEPT:
                _pages.popitem(last=False)
        return page


def _load(run: Run, filters: Filters, side: str) -> Page:
    ask, settings = run.ask, run.settings
    view = topic.settle(ask, filters, settings, side)
    people = topic.read_customers(ask, view)
    cells, segments = topic.load_cells(view, people, topic.read_answers(ask, view))
    found = Profitability(
        view=view,
        contribution=topic.load_contribution(ask, view),
        customers=len(people),
        losing=people.losing,
        segments=segments,
        cells=cells,
        composition=topic.load_composition(view, people),
        whale=topic.load_whale(view, people),
        persistence=topic.load_persistence(ask, view),
        differences=topic.load_differences(view, people),
        costs=(),
        basis=None,
        best=None,
        peers=None,
        would_be=(),
        settings=settings,
        buyers=people.buyers,
    )
    average = margin_of(people.margin, view.ladder, view.seed)
    return Page(found, people, average, run.version)


def is_empty(page: Page) -> bool:
    """Whether nothing is on file that money could be told from."""
    extent = page.view.extent
    return extent.basis is None and not extent.contacts


def has_match(page: Page) -> bool:
    """Whether there are customers here, and any amount of theirs."""
    return page.found.customers > 0 and any(line.amounts for line in page.found.contribution.lines)


def with_costs(page: Page) -> Page:
    """Add what contacts cost by touchpoint and channel."""
    found = session.answer(_costs, page.view.filters, view=page.view)
    return replace(page, found=replace(page.found, costs=found))


def _costs(ask: Ask, filters: Filters, view: View, settings: Settings) -> tuple[CostCell, ...]:
    return topic.load_costs(ask, view)
