"""The Journeys page part by part: what nobody looks at need not be worked out.

Each ``with_...`` adds one part to what ``begin`` has found. It is given a way to answer, which
works the part out at once, or takes it from memory.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Protocol, TypeVar

from cx.analysis.moments import Moments
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.journeys.ahead import read_funnel, read_junctures
from cx.topics.journeys.basis import choose_kind, settle, time_journeys
from cx.topics.journeys.flow import read_flow, read_moves, read_paths
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
from cx.topics.journeys.staying import hazards_after
from cx.topics.journeys.truth import Bridge, Cox, read_truth
from cx.topics.thresholds import ladder_of

MOST_STEPS, TOP = 6, 6
T = TypeVar("T")


class Answering(Protocol):
    """Answers one of the questions below for the filters of the page."""

    def __call__(self, read: Callable[..., T], /, *, basis: Basis) -> T:
        """Return what `read` finds out about journeys of this basis."""
        ...


Part = Callable[[Journeys, Answering], Journeys]


def at_once(ask: Ask, filters: Filters, settings: Settings) -> Answering:
    """Return a way to answer that remembers nothing."""

    def answer(read: Callable[..., T], /, *, basis: Basis) -> T:
        return read(ask, filters, basis=basis, settings=settings)

    return answer


def begin(
    ask: Ask,
    filters: Filters,
    settings: Settings = DEFAULTS,
    by: str | None = None,
    today: date | None = None,
) -> Journeys:
    """Find out what journeys are made of and how long they take; other parts are empty yet.

    Parameters
    ----------
    by, today
        As of ``load``.
    """
    ladder = ladder_of(settings)
    settled = settle(ask, filters, settings, by, today)
    timed, durations, journeys = time_journeys(ask, filters, settled, ladder)
    basis = choose_kind(ask, filters, timed, ladder)
    shown = replace(filters, survey_kind=basis.survey_kind)
    return Journeys(
        filters=shown, basis=basis, journeys=journeys, censored=0, durations=durations,
        flow=Flow(), paths=(), transitions=(), touchpoints=(), by_channel=(), funnel=(),
        junctures=(), truth=Truth(Moments((), 0), {}, None), settings=settings,
    )  # fmt: skip


def with_touchpoints(found: Journeys, answer: Answering) -> Journeys:
    """Add the scorecard."""
    whole, by_channel = answer(_touchpoints, basis=found.basis)
    return replace(found, touchpoints=whole, by_channel=by_channel)


def _touchpoints(
    ask: Ask, filters: Filters, basis: Basis, settings: Settings
) -> tuple[tuple[Touchpoint, ...], tuple[Touchpoint, ...]]:
    return read_touchpoints(ask, filters, basis, ladder_of(settings))


def with_truth(
    found: Journeys, answer: Answering, bridge: Bridge | None = None, cox: Cox | None = None
) -> Journeys:
    """Add the moments of truth; `bridge` and `cox` as of ``load``."""
    read = _truth if bridge is None and cox is None else partial(_truth, bridge=bridge, cox=cox)
    return replace(found, truth=answer(read, basis=found.basis))


def _truth(
    ask: Ask,
    filters: Filters,
    basis: Basis,
    settings: Settings,
    bridge: Bridge | None = None,
    cox: Cox | None = None,
) -> Truth:
    return read_truth(ask, filters, basis, ladder_of(settings), bridge, cox or hazards_after)


def with_flow(found: Journeys, answer: Answering) -> Journeys:
    """Add the flow."""
    return replace(found, flow=answer(_flow, basis=found.basis))


def _flow(ask: Ask, filters: Filters, basis: Basis, settings: Settings) -> Flow:
    return read_flow(ask, filters, basis, ladder_of(settings), MOST_STEPS, TOP)


def with_paths(found: Journeys, answer: Answering) -> Journeys:
    """Add the commonest paths, and how many journeys may still go on."""
    paths, finished = answer(_paths, basis=found.basis)
    return replace(found, paths=paths, censored=found.journeys - finished)


def _paths(
    ask: Ask, filters: Filters, basis: Basis, settings: Settings
) -> tuple[tuple[PathLine, ...], int]:
    return read_paths(ask, filters, basis, ladder_of(settings))


def with_moves(found: Journeys, answer: Answering) -> Journeys:
    """Add what comes next after each touchpoint."""
    return replace(found, transitions=answer(_moves, basis=found.basis))


def _moves(ask: Ask, filters: Filters, basis: Basis, settings: Settings) -> tuple[Move, ...]:
    return read_moves(ask, filters, basis, ladder_of(settings))


def with_funnel(found: Journeys, answer: Answering) -> Journeys:
    """Add the way from prospect to customer."""
    return replace(found, funnel=answer(_funnel, basis=found.basis))


def _funnel(ask: Ask, filters: Filters, basis: Basis, settings: Settings) -> tuple[LeadLine, ...]:
    return read_funnel(ask, filters, basis, ladder_of(settings))


def with_junctures(found: Journeys, answer: Answering) -> Journeys:
    """Add who comes to a juncture."""
    return replace(found, junctures=answer(_junctures, basis=found.basis))


def _junctures(
    ask: Ask, filters: Filters, basis: Basis, settings: Settings
) -> tuple[Juncture, ...]:
    return read_junctures(ask, filters, basis)


WITHOUT_TRUTH: tuple[Part, ...] = (
    with_paths,
    with_touchpoints,
    with_flow,
    with_moves,
    with_funnel,
    with_junctures,
)
