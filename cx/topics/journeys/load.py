"""Asks what the Journeys page needs and analyses it: one state of the warehouse, one result."""

from datetime import date

from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.journeys import parts
from cx.topics.journeys.results import Journeys
from cx.topics.journeys.truth import Bridge, Cox


def load(
    ask: Ask,
    filters: Filters,
    settings: Settings = DEFAULTS,
    by: str | None = None,
    bridge: Bridge | None = None,
    cox: Cox | None = None,
    today: date | None = None,
) -> Journeys:
    """Find out what customers go through, and where it hurts.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        Journeys that started in the period, of customers of the segments and regions, with a step
        of the channels, touchpoints and products. Without a survey kind the relationship survey
        scores them where it can be shown, else the kind with most answers.
    settings : Settings
        The pause that ends a journey, and how many answers a figure takes.
    by : str, optional
        ``gap``, ``order``, ``case`` or ``contract``; by default contacts between pauses where
        there are contacts, else the first of the others that is there.
    bridge, cox : callable, optional
        Other models for the signs of moments of truth: see ``cx.topics.journeys.truth``.
    today : date, optional
        Nothing later is taken for known; by default the day it is for the company.
    """
    answer = parts.at_once(ask, filters, settings)
    found = parts.begin(ask, filters, settings, by, today)
    for add in parts.WITHOUT_TRUTH:
        found = add(found, answer)
    return parts.with_truth(found, answer, bridge, cox)
