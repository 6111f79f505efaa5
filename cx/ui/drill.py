"""From a mark of a chart to the answers behind it, and the customers who gave them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cx import zones
from cx.analysis.voice.masking import mask
from cx.filters import Filters
from cx.topics.nps.periods import next_start
from cx.topics.nps.results import Group, NpsTrends, TrendPoint
from cx.topics.rows import plain_rows
from cx.ui import session, table
from cx.ui.text import escape

MOST_SHOWN, MOST_DOWNLOADED = 200, 10_000


@dataclass(frozen=True, slots=True)
class Behind:
    """The answers that one mark of a chart stands for.

    Parameters
    ----------
    name : str
        What the mark is, as people say it.
    filters : Filters
        The view, narrowed to the mark.
    only : mapping of str to int
        Further limits: ``only_scale``, ``only_value``, ``only_standing``.
    count : int, optional
        How many the chart says there are; None where it tells of none.
    """

    name: str
    filters: Filters
    only: Mapping[str, int] = field(default_factory=dict)
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """What a mark stands for where that is another list than one of answers.

    Parameters
    ----------
    name : str
        What the mark is, as people say it.
    show : callable
        Draws the list, given the key of the chart.
    count : int, optional
        How many the chart says there are; None where it tells of none.
    """

    name: str
    show: Callable[[str], None]
    count: int | None = None


Asked = Callable[[int], pd.DataFrame]
"""Gives at most so many rows, with the number of all in ``total``."""

Marks = Mapping[str, Behind | Listed]
"""What the marks of a chart stand for, by the key that the chart gives each."""


def periods(result: NpsTrends) -> dict[str, Behind]:
    """Return what the points of a trend stand for; withheld periods stand for nothing."""
    found = {}
    for point in result.trend:
        if point.score.low is None:
            continue
        end = next_start(point.starts_on, result.grain) - timedelta(days=1)
        first = max(point.starts_on, result.filters.from_on or point.starts_on)
        last = min(end, result.filters.to_on or end)
        narrowed = replace(result.filters, period="custom", from_on=first, to_on=last)
        found[point.starts_on.isoformat()] = Behind(
            point.label, narrowed, count=point.score.responses
        )
    return found


def standings(result: NpsTrends, names: Mapping[int, str]) -> dict[str, Behind]:
    """Return what the parts of each period's whole stand for, by what the chart names them."""
    counts = {
        f"{point.starts_on.isoformat()}:{standing}": count
        for point in result.trend
        for standing, count in zip((1, 0, -1), _counts(point), strict=True)
    }
    return {
        f"{day}:{standing}": Behind(
            f"{name}, {whole.name}",
            whole.filters,
            {"only_standing": standing},
            counts[f"{day}:{standing}"],
        )
        for day, whole in periods(result).items()
        for standing, name in names.items()
        if counts[f"{day}:{standing}"] is not None
    }


def _counts(point: TrendPoint) -> tuple[int | None, ...]:
    return point.promoters, point.passives, point.detractors


def answers(result: NpsTrends) -> dict[str, Behind]:
    """Return what the bars of a distribution stand for."""
    return {
        f"{bar.scale}:{bar.value}": Behind(
            f"answer {bar.value} of {bar.scale}",
            result.filters,
            {"only_scale": bar.scale, "only_value": bar.value},
            bar.answers,
        )
        for bar in result.distribution
    }


def groups(result: NpsTrends, dimension: str) -> dict[str, Behind]:
    """Return what the rows of a breakdown stand for; withheld groups stand for nothing."""
    return {
        group.name: Behind(
            f"{dimension} {group.name}",
            _narrowed(result.filters, dimension, group.name),
            count=group.score.responses,
        )
        for group in result.breakdowns[dimension].groups
        if _is_open(group)
    }


def _narrowed(filters: Filters, dimension: str, name: str) -> Filters:
    only: dict[str, Any] = {dimension: (name,)}
    return replace(filters, **only)


def kinds(result: NpsTrends) -> dict[str, Behind]:
    """Return what the kinds of survey stand for."""
    return {
        group.name: Behind(
            f"{group.name} survey",
            replace(result.filters, survey_kind=group.name),
            count=group.score.responses,
        )
        for group in result.kinds
        if _is_open(group)
    }


def _is_open(group: Group) -> bool:
    return group.score.low is not None


def show(behind: Behind | Listed, name: str) -> None:
    """List the answers behind a mark, the lowest first, with their customers and a download.

    Parameters
    ----------
    name : str
        Key of the chart.
    """
    if isinstance(behind, Listed):
        behind.show(name)
        return
    list_answers(behind.name, partial(_ask, behind), name)


def list_answers(
    what: str,
    ask: Asked,
    name: str,
    first: str = "lowest",
    noun: str = "Answers",
    rows: Callable[[pd.DataFrame], list[dict[str, object]]] | None = None,
) -> None:
    """List answers with their customers and a download.

    Parameters
    ----------
    what : str
        What they are behind.
    ask : callable
        Gives at most so many, a row each, with the number of all in ``total``.
    name : str
        Key of the chart.
    first : str
        Which of them come first.
    noun : str
        What a row is.
    rows : callable, optional
        Gives the columns that people read, where it is no list of answers as such.
    """
    read = rows or rows_of
    frame = ask(MOST_SHOWN)
    total = int(frame["total"].iloc[0]) if len(frame) else 0
    shown = f"the {len(frame):,} {first} of {total:,}" if total > len(frame) else f"{total:,}"
    st.markdown(f"**{noun} behind {escape(what)}**: {shown}")
    if total:
        table.show(
            read(frame),
            alt=f"{noun} behind {what}, the {first} first",
            name=f"answers_{name}",
            fetch_all=lambda: read(ask(MOST_DOWNLOADED)),
        )


def _ask(behind: Behind, most: int) -> pd.DataFrame:
    only = {"only_scale": None, "only_value": None, "only_standing": None, **behind.only}
    with session.asking() as run:
        return run.ask("nps/behind", behind.filters, most=most, **only)


def asked(result: NpsTrends) -> Marks:
    """Return who of each segment answered of those who were asked."""
    return {
        rate.segment: Listed(
            f"segment {rate.segment}, asked and answered",
            partial(_list_asked, result.filters, rate.segment),
            rate.answered,
        )
        for rate in result.response_rates
        if rate.rate.low is not None
    }


def _list_asked(filters: Filters, segment: str, name: str) -> None:
    narrowed = _narrowed(filters, "segment", segment)

    def ask(most: int) -> pd.DataFrame:
        with session.asking() as run:
            return run.ask("nps/invited_behind", narrowed, most=most)

    list_answers(f"segment {segment}, asked and answered", ask, name, "latest", "Invitations")


def told_rows_of(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return all columns but the number of all rows, as they are."""
    return plain_rows(frame.drop(columns="total"))


def rows_of(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return the columns that people read: who, what, when, where, in their words."""
    shown = frame.drop(columns=["total", "response_id", "scale"], errors="ignore")
    shown["comment"] = shown["comment"].map(mask, na_action="ignore")
    zone = session.zone()
    shown["responded_at"] = shown["responded_at"].map(
        lambda at: zones.day_of(at, zone), na_action="ignore"
    )
    shown = shown.rename(columns={"responded_at": "answered_on", "value": "score"})
    order = ["answered_on", "score", "customer_id", "customer", "comment"]
    return shown[[*order, *(name for name in shown if name not in order)]].to_dict("records")
