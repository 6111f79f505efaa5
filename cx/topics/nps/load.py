"""Asks what the NPS trends page needs and analyses it: each question once, one frozen result."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from cx import zones
from cx.analysis.ladder import Ladder
from cx.analysis.mix import MixRate, split_change
from cx.analysis.score import Tally, effective_answers
from cx.filters import Filters
from cx.metrics import METRICS
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask, demand_one_of
from cx.topics.nps.asked import read_asked
from cx.topics.nps.groups import Row, break_down, rows_by, score_kinds, tally_row
from cx.topics.nps.periods import GRAINS, fitting_grain
from cx.topics.nps.readings import bars, read, read_values
from cx.topics.nps.results import DIMENSIONS, Event, NpsTrends
from cx.topics.nps.trend import read_trend
from cx.topics.thresholds import ladder_of


def load(
    ask: Ask,
    filters: Filters,
    grain: str | None = None,
    revision: int | None = None,
    settings: Settings = DEFAULTS,
) -> NpsTrends:
    """Find out whether the score is moving, and why.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        What to show. Without a survey kind the relationship survey is taken where it can be
        shown, else the kind with most answers: kinds are never pooled.
    grain : str, optional
        ``week``, ``month`` or ``quarter``; by default what fits the period.
    revision : int, optional
        Number of the newest change of a note that counts; by default all count.
    settings : Settings
        How many answers a figure takes in this company; targets go along with the result.

    Raises
    ------
    BadFilter
        When there is no such grain.
    """
    demand_one_of("grain", grain, GRAINS)
    ladder = ladder_of(settings)
    kinds = rows_by(ask("nps/kinds", filters), "metric")
    values = {key: read_values(ask, filters, key, kinds.get(key, []), ladder) for key in METRICS}
    readings = {key: read(ask, values[key], kinds.get(key, []), ladder) for key in METRICS}
    main = readings[filters.metric]
    chosen = values[filters.metric].filters
    groups = rows_by(ask("nps/groups", chosen), "dimension")
    breakdowns, hidden = break_down(chosen, groups, ladder)
    first_on, latest_on = extent(ask, filters.metric, settings.time_zone)
    today = zones.today(settings.time_zone)
    span, least = _span(chosen, first_on or today, latest_on or today), ladder.effective_for_point
    step = grain or fitting_grain(*span, main.score.responses, least)
    trend, asked = read_trend(ask, chosen, step, ladder), read_asked(ask, chosen, ladder)
    return NpsTrends(
        filters=chosen,
        grain=step,
        reading=main,
        readings=readings,
        non_response=asked.non_response,
        trend=trend.points,
        limits=trend.limits,
        events=_events(ask, chosen, revision),
        distribution=bars(values[filters.metric], main.score),
        breakdowns=breakdowns,
        kinds=score_kinds(chosen, kinds.get(filters.metric, []), ladder),
        mix=_mix(ask, chosen, groups.get("all", []), hidden, ladder),
        response_rates=asked.rates,
        response_rate=asked.rate,
        outside_scale=int(ask("nps/outside_scale", chosen)["answers"].sum()),
        first_on=first_on,
        latest_on=latest_on,
        settings=settings,
    )


def extent(ask: Ask, metric: str, zone: str = zones.UTC) -> tuple[date | None, date | None]:
    """Return the days of the first and the latest answer to a metric; None without answers."""
    today = zones.today(zone)
    frame = ask("filters/extent", Filters(metric=metric), latest_possible_on=today)
    rows = frame[frame["metric"] == metric].dropna()
    if rows.empty:
        return None, None
    return rows["first_on"].iloc[0].date(), rows["latest_on"].iloc[0].date()


def _mix(
    ask: Ask, filters: Filters, whole: list[Row], hidden: Mapping[str, list[str]], ladder: Ladder
) -> dict[str, MixRate]:
    """Split the change by each dimension; what its breakdown hides stays hidden in "(other)"."""
    if filters.comparison() is None or not whole or not whole[0].answers_before:
        return {}
    now, before, _ = tally_row(whole[0])
    frame = ask("nps/classes", filters)
    found = dict(list(frame.groupby("dimension")))
    return {
        dimension: split_change(
            _counts(found[dimension], "answers_before"),
            _counts(found[dimension], "answers"),
            merge=hidden[dimension],
            effective=(effective_answers(before), effective_answers(now)),
            people=(_people_worth(before), _people_worth(now)),
            ladder=ladder,
        )
        for dimension in DIMENSIONS
        if dimension in found and found[dimension]["name"].nunique() > 1
    }


def _people_worth(tally: Tally) -> float:
    """How many independent answers the shares of groups rest on: n²/Σn_c²."""
    if tally.clustered is None or not tally.answers:
        return float(tally.answers)
    return tally.answers**2 / tally.clustered[0]


def _counts(rows: pd.DataFrame, column: str) -> dict[str, dict[float, int]]:
    counts: dict[str, dict[float, int]] = {}
    for name, points, answers in zip(rows["name"], rows["points"], rows[column], strict=True):
        counts.setdefault(name, {})[float(points)] = int(answers)
    return counts


def _events(ask: Ask, filters: Filters, revision: int | None) -> tuple[Event, ...]:
    rows = ask("nps/events", replace(filters, metric="nps"), revision=revision)
    return tuple(
        Event(
            row.event_on.date(),
            row.title,
            row.kind,
            None if pd.isna(row.ends_on) else row.ends_on.date(),
            "" if pd.isna(row.note) else row.note,
        )
        for row in rows.itertuples()
    )


def _span(filters: Filters, first_on: date, latest_on: date) -> tuple[date, date]:
    return filters.from_on or first_on, filters.to_on or latest_on
