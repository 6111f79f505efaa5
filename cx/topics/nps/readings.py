"""Reads each metric in short: now, before, the change, and second ways to read the same answers."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from cx.analysis.change import change
from cx.analysis.ladder import LADDER, Ladder
from cx.analysis.score import Score, Tally, effective_answers, mean_score, score
from cx.analysis.weights import WeightedTally, weighted_tally_score
from cx.filters import Filters
from cx.metrics import METRICS
from cx.topics.ask import Ask
from cx.topics.nps.groups import NO_ANSWERS, Row, tally_row
from cx.topics.nps.results import Bar, Companion, Reading


@dataclass(frozen=True, slots=True)
class Values:
    """How often each answer to one metric was given, under filters that settle the kind."""

    filters: Filters
    frame: pd.DataFrame


def read_values(
    ask: Ask, filters: Filters, metric: str, kinds: list[Row], ladder: Ladder
) -> Values:
    """Settle which kind of survey a metric is read from, and count its answers by value."""
    kind = filters.survey_kind or choose_kind(kinds, ladder)
    chosen = replace(filters, metric=metric, survey_kind=kind)
    return Values(chosen, ask("nps/distribution", chosen))


def choose_kind(kinds: Iterable[Row], ladder: Ladder = LADDER) -> str | None:
    """Take the relationship survey where its figure may be shown, else the commonest kind.

    >>> from types import SimpleNamespace as Kind
    >>> one = Kind(name="relationship", answers=1, people=1)
    >>> many = Kind(name="transactional", answers=900, people=700)
    >>> choose_kind([many, one]), choose_kind([Kind(name="relationship", answers=40, people=9)])
    ('transactional', 'relationship')
    """
    answered = [row for row in kinds if row.answers > 0]
    for row in answered:
        if row.name == "relationship" and _is_enough(row, ladder):
            return "relationship"
    return answered[0].name if answered else None


def _is_enough(row: Row, ladder: Ladder) -> bool:
    has_answers: bool = row.answers >= ladder.answers_to_show
    return has_answers and row.people >= ladder.customers_to_show


def read(ask: Ask, values: Values, kinds: list[Row], ladder: Ladder) -> Reading:
    """Read one metric from the sums of its kind of survey."""
    metric, kind = values.filters.metric, values.filters.survey_kind
    row = next((row for row in kinds if row.name == kind), None)
    now, before, both = tally_row(row) if row else (NO_ANSWERS, NO_ANSWERS, None)
    has_before = values.filters.comparison() is not None and before.answers > 0
    found = score(metric, now, ladder)
    return Reading(
        METRICS[metric],
        kind,
        found,
        score(metric, before, ladder) if has_before else None,
        change(metric, now, before, both, ladder) if has_before else None,
        _weighted(ask, values, ladder) if found.low is not None else None,
        _companion(metric, values.frame, now, ladder) if found.value is not None else None,
    )


def bars(values: Values, found: Score) -> tuple[Bar, ...]:
    """How often each value was answered; nothing when the figure is withheld."""
    if found.low is None:
        return ()
    return tuple(
        Bar(int(row.value), int(row.scale), int(row.answers), int(row.standing))
        for row in values.frame.itertuples()
    )


def _companion(metric: str, values: pd.DataFrame, now: Tally, ladder: Ladder) -> Companion | None:
    """Read the answers a second way: the mean of CSAT or of 0-10, the share who found it easy."""
    given = values["answers"]
    if metric == "ces":
        easy = float(given[values["standing"] == 1].sum())
        found = score("csat", _worth(now, 100.0 * easy, 10_000.0 * easy), ladder)
        return Companion("ces_easy", "Found it easy", "%", _of_all(found, now))
    if values["scale"].nunique() > 1:
        return None
    scale = int(values["scale"].max())
    total, squares = (given * values["value"]).sum(), (given * values["value"] ** 2).sum()
    least = 0.0 if metric == "nps" else 1.0
    mean = mean_score(_worth(now, total, squares), least, float(scale), ladder)
    return Companion(f"{metric}_mean", "Mean answer", f"of {scale}", _of_all(mean, now))


def _worth(now: Tally, total: float, squares: float) -> Tally:
    """As many independent answers as these are worth, when people answered repeatedly."""
    size = int(effective_answers(now))
    part = size / now.answers
    return Tally(size, float(total) * part, float(squares) * part, size)


def _of_all(found: Score, now: Tally) -> Score:
    return replace(found, responses=now.answers)


def _weighted(ask: Ask, values: Values, ladder: Ladder) -> Score | None:
    """Score with the survey's own weights; None where every answer weighs the same."""
    if _is_even(values.frame):
        return None
    row = next(ask("nps/weights", values.filters).itertuples())
    tally = WeightedTally(
        int(row.answers),
        int(row.people),
        row.weight,
        row.points,
        row.points_squared,
        (row.ww, row.wp, row.pp),
        row.weight_squared,
        row.untrimmed_size,
        int(row.trimmed),
    )
    return weighted_tally_score(values.filters.metric, tally, ladder).score


def _is_even(frame: pd.DataFrame) -> bool:
    # Weights are all alike exactly when (Σw)² = n·Σw² (Cauchy-Schwarz).
    answers, weight = float(frame["answers"].sum()), float(frame["weight"].sum())
    return math.isclose(weight**2, answers * float(frame["weight_squared"].sum()), rel_tol=1e-12)
