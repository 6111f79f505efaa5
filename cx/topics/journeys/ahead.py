"""Reads who is on the way: prospects to customers by source, and customers to their junctures."""

from typing import Any

import pandas as pd

from cx.analysis.journeys.durations import measure_durations
from cx.analysis.journeys.funnel import funnel_of_counts
from cx.analysis.ladder import Ladder
from cx.filters import Filters
from cx.topics.ask import Ask
from cx.topics.journeys.results import Basis, Juncture, LeadLine
from cx.topics.journeys.windows import AHEAD_DAYS, SILENT_DAYS
from cx.topics.rows import day, plain_rows, whole
from cx.words import counted

ALL_SOURCES = "(all)"
_STEPS = {"Contacted": "is_contacted", "Opportunity": "is_opportunity", "Customer": "is_won"}


def read_funnel(ask: Ask, filters: Filters, basis: Basis, ladder: Ladder) -> tuple[LeadLine, ...]:
    """Read the way from prospect to customer: all sources first, then each, the busiest first."""
    frame = ask("journeys/funnel", filters, extract_at=basis.extract_at)
    if frame.empty:
        return ()
    steps = _steps(frame)
    lines = [_line(name, rows, steps, ladder) for name, rows in frame.groupby("source")]
    lines.sort(key=lambda line: (-line.leads, line.source))
    return (_line(ALL_SOURCES, frame, steps, ladder), *lines)


def _steps(frame: pd.DataFrame) -> list[str]:
    """Name the steps somebody stopped at: others are not on record and would tell nothing."""
    between = [name for name, column in _STEPS.items() if (frame[column] & ~frame["is_won"]).any()]
    return [*between, "Customer"]


def _line(source: str, rows: pd.DataFrame, steps: list[str], ladder: Ladder) -> LeadLine:
    leads = int(rows["leads"].sum())
    reached = [int(rows.loc[rows[_STEPS[step]], "leads"].sum()) for step in steps]
    # Every prospect is a customer of his own, so each is a row of ones and zeros.
    places = pd.Series(range(leads))
    counts = [(places < count).to_numpy(float) for count in (leads, leads, *reached)]
    won = rows[rows["is_won"] & rows["seconds"].notna()]
    seconds = won["seconds"].repeat(won["leads"]).to_numpy(float)
    return LeadLine(
        source,
        leads,
        reached[-1],
        funnel_of_counts(["Prospect", *steps], counts, ladder),
        measure_durations(
            seconds,
            seconds >= 0,
            places[: len(seconds)].to_numpy(),
            samples=200,
            ladder=ladder,
        ),
    )


def read_junctures(ask: Ask, filters: Filters, basis: Basis) -> tuple[Juncture, ...]:
    """Read who comes to a juncture within 90 days after the latest that is known."""
    frame = ask(
        "journeys/junctures",
        filters,
        extract_at=basis.extract_at,
        metric=filters.metric,
        survey_kind=basis.survey_kind,
        horizon_days=AHEAD_DAYS[-1],
    )
    return tuple(_juncture(row) for row in plain_rows(frame))


def _juncture(row: dict[str, Any]) -> Juncture:
    ahead, due_on = int(row["days_ahead"]), day(row["due_on"])
    assert due_on is not None  # the question asks for those that have one
    return Juncture(
        kind=row["juncture"],
        due_on=due_on,
        days_ahead=ahead,
        window=next(each for each in AHEAD_DAYS if ahead <= each),
        customer_id=row["customer_id"],
        customer=row["customer"],
        contract_id=row["contract_id"],
        product=row["product"],
        monthly_value=row["monthly_value"],
        open_cases=int(row["open_cases"]),
        score=whole(row["score"]),
        points=row["points"],
        answered_on=day(row["answered_on"]),
        silent_days=whole(row["silent_days"]),
        concerns=tuple(_concerns(row)),
    )


def _concerns(row: dict[str, Any]) -> list[str]:
    said = []
    if row["open_cases"]:
        said.append(counted(row["open_cases"], "open case"))
    if row["points"] is None:
        said.append("no answer yet")
    elif row["points"] < 0:
        said.append(f"last answer {int(row['score'])}")
    if row["silent_days"] is None:
        said.append("never heard of")
    elif row["silent_days"] >= SILENT_DAYS:
        said.append(f"silent for {counted(row['silent_days'], 'day')}")
    return said
