"""Asks what the Closed loop page needs and analyses it: one frozen result."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from cx import zones
from cx.analysis.ladder import Ladder
from cx.analysis.landmark import at_landmark
from cx.analysis.matching import Matching, match_contacted
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask, demand_one_of
from cx.topics.closed_loop.listed import list_loops, whenever
from cx.topics.closed_loop.pace import groups, outcomes, pace
from cx.topics.closed_loop.results import (
    ANSWERS,
    COMPLAINTS,
    DIMENSIONS,
    LANDMARK_DAYS,
    ClosedLoop,
    Extent,
)
from cx.topics.nps.groups import rows_by
from cx.topics.nps.readings import choose_kind
from cx.topics.rows import moment, plain_rows
from cx.topics.thresholds import ladder_of

AFTERWARDS = ("score_change", "revenue_after", "stayed_6_months", "stayed_12_months")
HELD_WORDS, HELD_NUMBERS = ("segment",), ("tenure_days", "revenue_before", "value")


def load(
    ask: Ask,
    filters: Filters,
    kind: str | None = None,
    revision: int | None = None,
    settings: Settings = DEFAULTS,
) -> ClosedLoop:
    """Find out whether unhappy customers are answered in time.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        What to show. Without a survey kind the relationship survey is taken where it can be
        shown, else the kind with most answers.
    kind : str, optional
        ``"answer"`` or ``"case"``: only unhappy answers, or only complaints.
    revision : int, optional
        Number of the newest step logged in the dashboard that counts; by default all.
    settings : Settings
        Targets, and how many a figure takes.

    Raises
    ------
    BadFilter
        When there is no such kind.
    """
    demand_one_of("kind", kind, (ANSWERS, COMPLAINTS))
    ladder, today = ladder_of(settings), zones.today(settings.time_zone)
    kinds = rows_by(ask("nps/kinds", filters), "metric").get(filters.metric, [])
    survey = filters.survey_kind or choose_kind(kinds, ladder)
    chosen, extent = replace(filters, survey_kind=survey), read_extent(ask, filters, today)
    known: dict[str, Any] = {"revision": revision, "as_of": extent.as_of}
    loops = _read(ask, chosen, kind, extent, revision)
    targets = (settings.first_contact_target_hours, settings.close_target_hours)
    waiting = list_loops(ask, whenever(chosen), kind=kind, state="waiting", **known)
    (counts,) = plain_rows(ask("closed_loop/counts", chosen, only_kind=kind, **known))
    return ClosedLoop(
        filters=chosen,
        kind=kind,
        extent=extent,
        items=len(loops),
        customers=int(loops["person"].nunique()),
        complaints=int(loops["is_case"].sum()),
        reopened=int(loops["is_reopened"].sum()),
        reopened_open=int((loops["is_reopened"] & ~loops["is_closed"]).sum()),
        contact=pace(loops, "contact", targets[0], ladder),
        close=pace(loops, "close", targets[1], ladder),
        groups={name: groups(loops, name, targets, ladder) for name in DIMENSIONS},
        outcomes=outcomes(loops, filters.metric, ladder),
        afterwards=_afterwards(ask, chosen, revision, today, ladder),
        waiting=waiting,
        waiting_new=int(counts["new_waiting"]),
        other_kinds=int(counts["other_kinds"]),
        settings=settings,
    )


def read_extent(ask: Ask, filters: Filters, today: date) -> Extent:
    """Return until when the data tells, and what there is."""
    (row,) = plain_rows(
        ask("closed_loop/extent", Filters(metric=filters.metric), latest_possible_on=today)
    )
    as_of = row.pop("as_of")
    counts = {name: int(value or 0) for name, value in row.items()}
    return Extent(None if as_of is None else moment(as_of), **counts)


def _read(
    ask: Ask, filters: Filters, kind: str | None, extent: Extent, revision: int | None
) -> pd.DataFrame:
    loops = ask("closed_loop/loops", filters, revision=revision, as_of=extent.as_of)
    if kind is not None:
        loops = loops[loops["is_case"] == (kind == COMPLAINTS)]
    for name in ("is_case", "is_contacted", "is_closed", "is_reopened"):
        loops = loops.assign(**{name: loops[name].astype(bool)})
    known = (pd.Timestamp(extent.as_of) - loops["began_at"]).dt.total_seconds()
    return loops.assign(known_seconds=known)


def _afterwards(
    ask: Ask, filters: Filters, revision: int | None, today: date, ladder: Ladder
) -> Matching:
    """Compare customers by whether they were contacted soon after their first unhappy answer.

    Answers from before the period count too: within a year nobody can be followed for a year.
    """
    rows = ask(
        "closed_loop/afterwards",
        whenever(filters),
        revision=revision,
        latest_possible_on=today,
        landmark_days=LANDMARK_DAYS,
    )
    there = at_landmark(rows, LANDMARK_DAYS)
    return match_contacted(there, HELD_WORDS, HELD_NUMBERS, AFTERWARDS, ladder=ladder)
