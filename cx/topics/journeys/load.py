"""Asks what the Journeys page needs and analyses it: one state of the warehouse, one result."""

from dataclasses import replace
from datetime import date

from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.journeys.ahead import read_funnel, read_junctures
from cx.topics.journeys.basis import choose_kind, settle, time_journeys
from cx.topics.journeys.flow import read_flow, read_moves, read_paths
from cx.topics.journeys.results import Journeys
from cx.topics.journeys.scorecard import read_touchpoints
from cx.topics.journeys.staying import hazards_after
from cx.topics.journeys.truth import Bridge, Cox, read_truth
from cx.topics.thresholds import ladder_of

MOST_STEPS, TOP = 6, 6


def load(
    ask: Ask,
    filters: Filters,
    settings: Settings = DEFAULTS,
    by: str | None = None,
    bridge: Bridge | None = None,
    cox: Cox = hazards_after,
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
        Nothing later is taken for known; by default the day it is (UTC).
    """
    ladder = ladder_of(settings)
    settled = settle(ask, filters, settings, by, today)
    timed, durations, journeys = time_journeys(ask, filters, settled, ladder)
    basis = choose_kind(ask, filters, timed, ladder)
    paths, finished = read_paths(ask, filters, basis, ladder)
    touchpoints, by_channel = read_touchpoints(ask, filters, basis, ladder)
    return Journeys(
        filters=replace(filters, survey_kind=basis.survey_kind),
        basis=basis,
        journeys=journeys,
        censored=journeys - finished,
        durations=durations,
        flow=read_flow(ask, filters, basis, ladder, MOST_STEPS, TOP),
        paths=paths,
        transitions=read_moves(ask, filters, basis, ladder),
        touchpoints=touchpoints,
        by_channel=by_channel,
        funnel=read_funnel(ask, filters, basis, ladder),
        junctures=read_junctures(ask, filters, basis),
        truth=read_truth(ask, filters, basis, ladder, bridge, cox),
        settings=settings,
    )
