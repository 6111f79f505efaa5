"""Asks what the NPS trends page needs and analyses it: each question once, one frozen result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pandas as pd

from cx.analysis.change import change
from cx.analysis.mix import MixRate, split_change
from cx.analysis.score import Score, Tally, effective_answers, mean_score, score
from cx.analysis.strata import collapse_strata
from cx.analysis.weights import poststratify, weighted_score
from cx.filters import Filters
from cx.metrics import METRICS
from cx.topics.ask import Ask
from cx.topics.nps.groups import (
    NO_ANSWERS,
    Row,
    break_down,
    few_people,
    rows_by,
    score_groups,
    tally_row,
)
from cx.topics.nps.periods import fitting_grain
from cx.topics.nps.results import (
    DIMENSIONS,
    Bar,
    Companion,
    Event,
    NpsTrends,
    Reading,
    ResponseRate,
)
from cx.topics.nps.trend import read_trend
from cx.topics.nps.words import headline_of, notes_of


def load(ask: Ask, filters: Filters, grain: str | None = None) -> NpsTrends:
    """Find out whether the score is moving, and why.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        What to show. Without a survey kind the relationship survey is taken where it was
        answered, else the kind with most answers: kinds are never pooled.
    grain : str, optional
        ``week``, ``month`` or ``quarter``; by default what fits the period.
    """
    kinds = rows_by(ask("nps/kinds", filters), "metric")
    values = {key: _values(ask, filters, key, kinds.get(key, [])) for key in METRICS}
    readings = {key: _read(ask, values[key], kinds.get(key, [])) for key in METRICS}
    main = readings[filters.metric]
    chosen = replace(filters, survey_kind=main.survey_kind)
    groups = rows_by(ask("nps/groups", chosen), "dimension")
    extent = _extent(ask, filters)
    step = grain or fitting_grain(*_span(chosen, extent))
    trend = read_trend(ask, chosen, step)
    asked = _asked(ask, chosen)
    whole = groups.get("all", [])
    result = NpsTrends(
        filters=chosen,
        grain=step,
        headline="",
        adjusted=_adjusted(chosen, asked),
        reading=main,
        readings=readings,
        trend=trend.points,
        limits=trend.limits,
        events=_events(ask, chosen),
        distribution=_distribution(values[filters.metric].frame, main.score),
        breakdowns={name: break_down(chosen, name, groups, whole) for name in DIMENSIONS},
        kinds=score_groups(chosen, kinds.get(filters.metric, []), {}),
        mix=_mix(ask, chosen, groups, whole),
        response_rates=_response_rates(asked),
        response_rate=_rate(asked),
        notes=(),
        first_on=extent[0],
        latest_on=extent[1],
    )
    outside = int(ask("nps/outside_scale", chosen)["answers"].sum())
    return replace(result, headline=headline_of(result), notes=notes_of(result, outside))


@dataclass(frozen=True, slots=True)
class _Values:
    """How often each answer to one metric was given, under filters that settle the kind."""

    filters: Filters
    frame: pd.DataFrame


def _values(ask: Ask, filters: Filters, metric: str, kinds: list[Row]) -> _Values:
    kind = filters.survey_kind or _choose_kind(kinds)
    chosen = replace(filters, metric=metric, survey_kind=kind)
    return _Values(chosen, ask("nps/distribution", chosen))


def _read(ask: Ask, values: _Values, kinds: list[Row]) -> Reading:
    """Read one metric in short: now, before, the change, and its second way of reading."""
    metric, kind = values.filters.metric, values.filters.survey_kind
    row = next((row for row in kinds if row.name == kind), None)
    now, before, both = tally_row(row) if row else (NO_ANSWERS, NO_ANSWERS, None)
    has_before = values.filters.comparison() is not None and before.answers > 0
    found = score(metric, now)
    return Reading(
        METRICS[metric],
        kind,
        found,
        score(metric, before) if has_before else None,
        change(metric, now, before, both) if has_before else None,
        _weighted(ask, values),
        _companion(metric, values.frame, now) if found.value is not None else None,
    )


def _choose_kind(kinds: Iterable[Row]) -> str | None:
    """Take the relationship survey where it was answered now, else the commonest kind."""
    answered = [row.name for row in kinds if row.answers > 0]
    return "relationship" if "relationship" in answered else next(iter(answered), None)


def _distribution(values: pd.DataFrame, found: Score) -> tuple[Bar, ...]:
    if found.refusal is not None and found.refusal.is_suppressed:
        return ()
    return tuple(
        Bar(int(row.value), int(row.scale), int(row.answers), int(row.standing))
        for row in values.itertuples()
    )


def _companion(metric: str, values: pd.DataFrame, now: Tally) -> Companion | None:
    """Read the answers a second way: the mean of CSAT or of 0-10, the share who found it easy."""
    given = values["answers"]
    if metric == "ces":
        easy = float(given[values["standing"] == 1].sum())
        share = _worth(now, 100.0 * easy, 10_000.0 * easy)
        return Companion("ces_easy", "Found it easy", "%", _of_all(score("csat", share), now))
    if values["scale"].nunique() > 1:
        return None
    scale = int(values["scale"].max())
    total, squares = (given * values["value"]).sum(), (given * values["value"] ** 2).sum()
    mean = mean_score(_worth(now, total, squares), 0.0 if metric == "nps" else 1.0, float(scale))
    return Companion(f"{metric}_mean", "Mean answer", f"of {scale}", _of_all(mean, now))


def _worth(now: Tally, total: float, squares: float) -> Tally:
    """As many independent answers as these are worth, when people answered repeatedly."""
    size = int(effective_answers(now))
    share = size / now.answers
    return Tally(size, float(total) * share, float(squares) * share, size)


def _of_all(found: Score, now: Tally) -> Score:
    return replace(found, responses=now.answers)


def _weighted(ask: Ask, values: _Values) -> Score | None:
    """Score with the survey's own weights; None where every answer weighs the same."""
    frame = values.frame
    if frame.empty or (frame["weight"] == frame["answers"]).all():
        return None
    rows = ask("nps/weights", values.filters)
    columns = (rows["points"], rows["weight"], rows["answers"])
    return weighted_score(values.filters.metric, *columns).score


def _asked(ask: Ask, filters: Filters) -> list[Row]:
    """Who was asked, by segment; nothing when the filters need an answer to be known."""
    if filters.channel or filters.touchpoint or filters.product:
        return []
    return list(ask("nps/invited", filters).itertuples())


def _adjusted(filters: Filters, asked: list[Row]) -> Score | None:
    """Weigh each segment by how many of it were asked, not by how many answered."""
    strata = {
        row.segment: Tally(int(row.answers), row.points, row.points_squared, int(row.answers))
        for row in asked
    }
    invited = {row.segment: float(row.invited) for row in asked}
    if len(strata) < 2 or not any(tally.answers for tally in strata.values()):
        return None
    return poststratify(filters.metric, *collapse_strata(strata, invited)).score


def _response_rates(asked: list[Row]) -> tuple[ResponseRate, ...]:
    return tuple(
        ResponseRate(
            row.segment, int(row.invited), int(row.answered), _share(row.answered, row.invited)
        )
        for row in asked
    )


def _rate(asked: list[Row]) -> Score | None:
    invited = sum(row.invited for row in asked)
    return _share(sum(row.answered for row in asked), invited) if invited else None


def _share(part: float, whole: float) -> Score:
    """A share in % with Wilson's interval, as a satisfied share would have it."""
    return score("csat", Tally(int(whole), 100.0 * part, 10_000.0 * part, int(whole)))


def _mix(
    ask: Ask, filters: Filters, groups: Mapping[str, list[Row]], whole: list[Row]
) -> dict[str, MixRate]:
    if filters.comparison() is None or not whole or not whole[0].answers_before:
        return {}
    now, before, _ = tally_row(whole[0])
    effective = (effective_answers(before), effective_answers(now))
    frame = ask("nps/classes", filters)
    return {
        dimension: split_change(
            _counts(rows, "answers_before"),
            _counts(rows, "answers"),
            merge=few_people(groups.get(dimension, [])),
            effective=effective,
        )
        for dimension, rows in frame.groupby("dimension", sort=False)
        if rows["name"].nunique() > 1
    }


def _counts(rows: pd.DataFrame, column: str) -> dict[str, dict[float, int]]:
    counts: dict[str, dict[float, int]] = {}
    for name, points, answers in zip(rows["name"], rows["points"], rows[column], strict=True):
        counts.setdefault(name, {})[float(points)] = int(answers)
    return counts


def _events(ask: Ask, filters: Filters) -> tuple[Event, ...]:
    rows = ask("nps/events", filters).itertuples()
    return tuple(Event(row.event_on.date(), row.title, row.kind) for row in rows)


def _extent(ask: Ask, filters: Filters) -> tuple[date | None, date | None]:
    today = datetime.now(UTC).date()
    frame = ask("filters/extent", filters, latest_possible_on=today)
    rows = frame[frame["metric"] == filters.metric].dropna()
    if rows.empty:
        return None, None
    return rows["first_on"].iloc[0].date(), rows["latest_on"].iloc[0].date()


def _span(filters: Filters, extent: tuple[date | None, date | None]) -> tuple[date, date]:
    today = datetime.now(UTC).date()
    return filters.from_on or extent[0] or today, filters.to_on or extent[1] or today
