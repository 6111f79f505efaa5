"""Loads the whole Drivers page; a page may load its parts one by one and draw the first early."""

from cx.analysis.drivers.logistic import LogitShares
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.drivers.attitudes import (
    load_attitudes,
    load_dissatisfaction,
    load_yes_or_no,
    read_ratings,
)
from cx.topics.drivers.causes import load_causes
from cx.topics.drivers.defection import load_defection, load_recovery
from cx.topics.drivers.results import Drivers, Leaving, Opinions
from cx.topics.drivers.view import View, settle
from cx.topics.drivers.worths import load_worths
from cx.topics.thresholds import ladder_of


def load(
    ask: Ask,
    filters: Filters,
    attributes: tuple[str, ...] = (),
    settings: Settings = DEFAULTS,
) -> Drivers:
    """Find out what makes customers dissatisfied, and what would fix it.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        What to show. Without a survey kind the relationship survey is taken where it asks for
        ratings and can be shown, else the kind with most answers that do: kinds are never pooled.
    attributes : tuple of str
        Attributes to look at, where there are more than can be told apart; empty takes all.
    settings : Settings
        How many answers a figure takes in this company; its currency goes along with the result.
    """
    view = settle(ask, filters, ladder_of(settings), settings.time_zone)
    rated = read_ratings(ask, view, attributes)
    dissatisfaction = load_dissatisfaction(view, rated)
    defection = load_defection(ask, view)
    return Drivers(
        view=view,
        attitudes=load_attitudes(view, rated),
        dissatisfaction=dissatisfaction,
        yes_or_no=load_yes_or_no(view, rated),
        causes=load_causes(ask, view),
        defection=defection,
        recovery=load_recovery(ask, view),
        worths=load_worths(ask, view, dissatisfaction, defection),
        settings=settings,
    )


def load_opinions(
    ask: Ask,
    filters: Filters,
    attributes: tuple[str, ...] = (),
    settings: Settings = DEFAULTS,
) -> Opinions:
    """Load what people rated and what that goes with: what the page begins with."""
    view = _settle(ask, filters, settings)
    rated = read_ratings(ask, view, attributes)
    return Opinions(view, load_attitudes(view, rated), load_dissatisfaction(view, rated), settings)


def load_bad_answers(
    ask: Ask,
    filters: Filters,
    attributes: tuple[str, ...] = (),
    settings: Settings = DEFAULTS,
) -> LogitShares:
    """Load what a bad answer, yes or no, goes with."""
    view = _settle(ask, filters, settings)
    return load_yes_or_no(view, read_ratings(ask, view, attributes))


def load_leaving(ask: Ask, filters: Filters, settings: Settings = DEFAULTS) -> Leaving:
    """Load who left after which answer, and after a complaint put right or not."""
    view = _settle(ask, filters, settings)
    return Leaving(load_defection(ask, view), load_recovery(ask, view))


def _settle(ask: Ask, filters: Filters, settings: Settings) -> View:
    return settle(ask, filters, ladder_of(settings), settings.time_zone)
