"""Loads the Journeys page part by part, the answer first: what nobody opens is not worked out."""

from dataclasses import replace
from datetime import UTC, datetime, time

from cx.analysis.moments import Moments
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.journeys.ahead import read_funnel, read_junctures
from cx.topics.journeys.basis import BASES, choose_kind, settle, time_journeys
from cx.topics.journeys.flow import read_flow, read_moves, read_paths
from cx.topics.journeys.load import MOST_STEPS, TOP
from cx.topics.journeys.results import (
    Basis,
    Flow,
    Journeys,
    Juncture,
    LeadLine,
    Move,
    PathLine,
    Touchpoint,
    Truth,
)
from cx.topics.journeys.scorecard import read_touchpoints
from cx.topics.journeys.truth import read_truth
from cx.topics.rows import plain_rows
from cx.topics.thresholds import ladder_of
from cx.ui import session

EXTRACTS = ("contacts", "orders", "cases", "contracts")
"""Counted by what journeys can be made of, in the order of ``BASES``."""

NOTHING = Truth(Moments((), 0), {}, None)


def present(ask: Ask, filters: Filters, settings: Settings = DEFAULTS) -> tuple[str, ...]:
    """Return what journeys can be made of here, by ``BASES``; empty where nothing is on file."""
    latest = datetime.combine(datetime.now(UTC).date(), time.max)
    found = plain_rows(ask("journeys/extent", filters, latest_possible=latest))[0]
    return tuple(by for by, extract in zip(BASES, EXTRACTS, strict=True) if found[extract])


def begin(
    ask: Ask, filters: Filters, settings: Settings = DEFAULTS, by: str | None = None
) -> Journeys:
    """Find out what journeys are made of and how long they take; other parts are empty yet."""
    ladder = ladder_of(settings)
    settled = settle(ask, filters, settings, by, None)
    timed, durations, journeys = time_journeys(ask, filters, settled, ladder)
    basis = choose_kind(ask, filters, timed, ladder)
    shown = replace(filters, survey_kind=basis.survey_kind)
    return Journeys(
        filters=shown, basis=basis, journeys=journeys, censored=0, durations=durations,
        flow=Flow(), paths=(), transitions=(), touchpoints=(), by_channel=(), funnel=(),
        junctures=(), truth=NOTHING, settings=settings,
    )  # fmt: skip


def with_touchpoints(found: Journeys, filters: Filters) -> Journeys:
    """Add the scorecard."""
    whole, by_channel = session.answer(_touchpoints, filters, basis=found.basis)
    return replace(found, touchpoints=whole, by_channel=by_channel)


def _touchpoints(
    ask: Ask, filters: Filters, basis: Basis, settings: Settings = DEFAULTS
) -> tuple[tuple[Touchpoint, ...], tuple[Touchpoint, ...]]:
    return read_touchpoints(ask, filters, basis, ladder_of(settings))


def with_truth(found: Journeys, filters: Filters) -> Journeys:
    """Add the moments of truth."""
    return replace(found, truth=session.answer(_truth, filters, basis=found.basis))


def _truth(ask: Ask, filters: Filters, basis: Basis, settings: Settings = DEFAULTS) -> Truth:
    return read_truth(ask, filters, basis, ladder_of(settings))


def with_flow(found: Journeys, filters: Filters) -> Journeys:
    """Add the flow."""
    return replace(found, flow=session.answer(_flow, filters, basis=found.basis))


def _flow(ask: Ask, filters: Filters, basis: Basis, settings: Settings = DEFAULTS) -> Flow:
    return read_flow(ask, filters, basis, ladder_of(settings), MOST_STEPS, TOP)


def with_paths(found: Journeys, filters: Filters) -> Journeys:
    """Add the commonest paths, and how many journeys may still go on."""
    paths, finished = session.answer(_paths, filters, basis=found.basis)
    return replace(found, paths=paths, censored=found.journeys - finished)


def _paths(
    ask: Ask, filters: Filters, basis: Basis, settings: Settings = DEFAULTS
) -> tuple[tuple[PathLine, ...], int]:
    return read_paths(ask, filters, basis, ladder_of(settings))


def with_moves(found: Journeys, filters: Filters) -> Journeys:
    """Add what comes next after each touchpoint."""
    return replace(found, transitions=session.answer(_moves, filters, basis=found.basis))


def _moves(
    ask: Ask, filters: Filters, basis: Basis, settings: Settings = DEFAULTS
) -> tuple[Move, ...]:
    return read_moves(ask, filters, basis, ladder_of(settings))


def with_funnel(found: Journeys, filters: Filters) -> Journeys:
    """Add the way from prospect to customer."""
    return replace(found, funnel=session.answer(_funnel, filters, basis=found.basis))


def _funnel(
    ask: Ask, filters: Filters, basis: Basis, settings: Settings = DEFAULTS
) -> tuple[LeadLine, ...]:
    return read_funnel(ask, filters, basis, ladder_of(settings))


def with_junctures(found: Journeys, filters: Filters) -> Journeys:
    """Add who comes to a juncture."""
    return replace(found, junctures=session.answer(_junctures, filters, basis=found.basis))


def _junctures(
    ask: Ask, filters: Filters, basis: Basis, settings: Settings = DEFAULTS
) -> tuple[Juncture, ...]:
    return read_junctures(ask, filters, basis)
