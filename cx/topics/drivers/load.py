"""Loads the whole Drivers page; a page may load its parts one by one and draw the first early."""

from cx.filters import Filters
from cx.topics.ask import Ask
from cx.topics.drivers.attitudes import (
    load_attitudes,
    load_dissatisfaction,
    load_yes_or_no,
    read_ratings,
)
from cx.topics.drivers.causes import load_causes
from cx.topics.drivers.defection import load_defection, load_recovery
from cx.topics.drivers.results import Drivers
from cx.topics.drivers.view import settle
from cx.topics.drivers.worths import load_worths


def load(ask: Ask, filters: Filters, attributes: tuple[str, ...] = ()) -> Drivers:
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
    """
    view = settle(ask, filters)
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
    )
