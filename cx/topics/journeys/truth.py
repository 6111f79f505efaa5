"""Weighs moments of truth: paths to unhappy answers, scores after bad contacts, who stays."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from cx.analysis.change import change
from cx.analysis.estimate import Estimate
from cx.analysis.journeys.order import compare_orders
from cx.analysis.journeys.paths import OTHER, group_rare
from cx.analysis.journeys.removal import Removals, remove_channels
from cx.analysis.ladder import Ladder
from cx.analysis.moments import Evidence, removal_evidence, removal_weights, weigh_moments
from cx.analysis.score import Overlap, Tally
from cx.filters import Filters
from cx.topics.ask import Ask
from cx.topics.journeys.flow import split_paths
from cx.topics.journeys.results import Basis, Truth
from cx.topics.journeys.staying import hazards_after
from cx.topics.journeys.windows import ANSWERS_DAYS
from cx.topics.rows import plain_rows

BAD = "\x1e"
"""Marks a step of a path that solved nothing."""

Bridge = Callable[[pd.DataFrame], Mapping[str, Evidence]]
"""Points of the score that go with bad contacts, by touchpoint. Takes a row per answer and
touchpoint its customer came by in the ``ANSWERS_DAYS`` before: ``answer``, ``person``, ``points``,
``touchpoint`` (None where there was none), ``contacts``, ``bad`` (how many solved nothing)."""

Cox = Callable[[pd.DataFrame, pd.DataFrame], Mapping[str, Evidence]]
"""Hazard ratio of leaving after a bad contact, by touchpoint. Takes a row per customer
(``person``, ``days``, ``left``) and a row per bad contact (``person``, ``name``, ``day``, counted
from day zero of the customer), as ``cut_spells`` takes them."""


def read_truth(
    ask: Ask,
    filters: Filters,
    basis: Basis,
    ladder: Ladder,
    bridge: Bridge | None = None,
    cox: Cox = hazards_after,
) -> Truth:
    """Find the touchpoints at which much is at stake.

    Parameters
    ----------
    bridge : callable, optional
        Gives the points of the score by touchpoint, all touchpoints at once; by default each
        touchpoint's answers after bad contacts are compared with those after others there.
    cox : callable, optional
        Gives hazard ratios of leaving by touchpoint.
    """
    frame = ask(
        "journeys/bad_ends",
        filters,
        **basis.params(),
        metric=filters.metric,
        survey_kind=basis.survey_kind,
    )
    paths = group_rare(split_paths(frame))
    removals = remove_channels(paths, ladder=ladder)
    moments = weigh_moments(
        _of_touchpoints(removal_evidence(removals)),
        _score_evidence(ask, filters, basis, ladder, bridge),
        cox(*stay_terms(ask, filters, basis)),
        _weights(removals),
    )
    orders = None if removals.refusal else compare_orders(paths)
    return Truth(moments, _effects(removals), orders, removals.refusal)


def score_terms(ask: Ask, filters: Filters, basis: Basis) -> pd.DataFrame:
    """Return the rows that a ``Bridge`` takes."""
    return ask("journeys/score_terms", filters, **_score_params(filters, basis))


def stay_terms(ask: Ask, filters: Filters, basis: Basis) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the two frames that a ``Cox`` takes."""
    return (
        ask("journeys/stays", filters, extract_at=basis.extract_at),
        ask("journeys/stay_terms", filters),
    )


def _score_params(filters: Filters, basis: Basis) -> dict[str, object]:
    return {
        "metric": filters.metric,
        "survey_kind": basis.survey_kind,
        "lasting_days": ANSWERS_DAYS,
    }


def _score_evidence(
    ask: Ask, filters: Filters, basis: Basis, ladder: Ladder, bridge: Bridge | None
) -> dict[str, Evidence]:
    if bridge is not None:
        return dict(bridge(score_terms(ask, filters, basis)))
    rows = plain_rows(ask("journeys/bad_touches", filters, **_score_params(filters, basis)))
    found = {row["touchpoint"]: _difference(row, filters.metric, ladder) for row in rows}
    return {name: evidence for name, evidence in found.items() if evidence is not None}


def _difference(row: dict[str, Any], metric: str, ladder: Ladder) -> Evidence | None:
    both = Overlap(
        int(row["people_both"]), *(row[f"{each}_both"] for each in ("nn", "ns", "sn", "ss"))
    )
    found = change(metric, _tally(row, ""), _tally(row, "_before"), both, ladder)
    values = (found.value, found.low, found.high, found.p)
    known = [value for value in values if value is not None]
    return Evidence(*known) if len(known) == len(values) else None


def _tally(row: dict[str, Any], which: str) -> Tally:
    return Tally(
        int(row[f"answers{which}"]),
        row[f"points{which}"],
        row[f"points_squared{which}"],
        int(row[f"people{which}"]),
        (row[f"nn{which}"], row[f"ns{which}"], row[f"ss{which}"]),
    )


def _of_touchpoints(found: Mapping[str, Evidence]) -> dict[str, Evidence]:
    """Take a touchpoint's bad contacts for it where they are told apart, else all of them."""
    bad = {name.removesuffix(BAD): each for name, each in found.items() if name.endswith(BAD)}
    return {name: each for name, each in {**found, **bad}.items() if _is_touchpoint(name)}


def _is_touchpoint(name: str) -> bool:
    return name != OTHER and not name.endswith(BAD)


def _weights(removals: Removals) -> dict[str, float]:
    weights: dict[str, float] = {}
    for name, weight in removal_weights(removals).items():
        plain = name.removesuffix(BAD)
        weights[plain] = weights.get(plain, 0.0) + weight
    return weights


def _effects(removals: Removals) -> dict[str, Estimate]:
    found = {each.channel: each.effect for each in removals.channels if each.effect is not None}
    bad = {name.removesuffix(BAD): each for name, each in found.items() if name.endswith(BAD)}
    return {name: each for name, each in {**found, **bad}.items() if _is_touchpoint(name)}
