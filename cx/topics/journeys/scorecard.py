"""Reads the scorecard of touchpoints: volume, wait, cost, solved at first, repeats, scores."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from cx.analysis.estimate import Estimate
from cx.analysis.intervals import interval
from cx.analysis.journeys.paths import too_few
from cx.analysis.ladder import Ladder, Refusal
from cx.analysis.score import Score, Tally, effective_answers, score
from cx.filters import Filters
from cx.metrics import METRICS
from cx.topics.ask import Ask
from cx.topics.journeys.flow import tally_of
from cx.topics.journeys.results import Basis, Touchpoint
from cx.topics.rows import plain_rows

Rows = list[dict[str, Any]]
Shares = dict[tuple[str, str, str | None], dict[str, Any]]


def read_touchpoints(
    ask: Ask, filters: Filters, basis: Basis, ladder: Ladder
) -> tuple[tuple[Touchpoint, ...], tuple[Touchpoint, ...]]:
    """Read the scorecard.

    Returns
    -------
    tuple of Touchpoint
        A line per touchpoint, the busiest first.
    tuple of Touchpoint
        A line per touchpoint and channel.
    """
    rows = plain_rows(ask("journeys/touchpoints", filters, extract_at=basis.extract_at))
    shares: Shares = {
        (row["measure"], row["touchpoint"], row["channel"]): row
        for row in plain_rows(ask("journeys/repeats", filters, extract_at=basis.extract_at))
    }
    scores = _scores(plain_rows(ask("journeys/touchpoint_scores", filters)), filters, ladder)
    lines = [_line(row, shares, scores, ladder) for row in rows]
    lines.sort(key=lambda line: (-line.contacts, line.name))
    whole = tuple(line for line in lines if line.channel is None)
    return whole, tuple(line for line in lines if line.channel is not None)


def _line(
    row: dict[str, Any], shares: Shares, scores: Mapping[str, Mapping[str, Score]], ladder: Ladder
) -> Touchpoint:
    name, channel = row["touchpoint"], row["channel"]
    first, again = (shares[measure, name, channel] for measure in ("first", "repeat"))
    (solved, first_refusal), (repeated, repeat_refusal) = (
        _share(each, ladder) for each in (first, again)
    )
    return Touchpoint(
        name=name,
        channel=channel,
        contacts=int(row["contacts"]),
        customers=int(row["customers"]),
        cost=row["cost"],
        costed=int(row["costed"]),
        waited=int(row["waited"]),
        median_wait=row["median_wait"],
        p90_wait=row["p90_wait"],
        first_contact=solved,
        repeats=repeated,
        first_known=int(first["known"]),
        repeat_known=int(again["known"]),
        first_count=int(first["counted"]),
        repeat_count=int(again["counted"]),
        first_refusal=first_refusal,
        repeat_refusal=repeat_refusal,
        scores=scores.get(name, {}) if channel is None else {},
    )


def _share(row: dict[str, Any], ladder: Ladder) -> tuple[Estimate | None, Refusal | None]:
    """Share from 0 to 1 with Wilson's interval, customers being the unit."""
    known, people = int(row["known"]), int(row["people"])
    refusal = too_few(known, people, "contact", ladder)
    if refusal:
        return None, refusal
    crossed = (row["nn"], 100 * row["ns"], 1e4 * row["ss"])
    tally = Tally(known, 100.0 * row["counted"], 1e4 * row["counted"], people, crossed)
    low, high = interval("csat", tally.mean, tally.square, effective_answers(tally), known)
    return Estimate(tally.mean / 100, low / 100, high / 100), None


def _scores(rows: Rows, filters: Filters, ladder: Ladder) -> dict[str, dict[str, Score]]:
    """Scores by touchpoint and metric, each of the kind of survey that asks about touchpoints."""
    found: dict[str, dict[str, Score]] = defaultdict(dict)
    for metric in METRICS:
        own = [row for row in rows if row["metric"] == metric]
        kind = filters.survey_kind or _kind(own)
        for row in own:
            if row["survey_kind"] == kind:
                found[row["touchpoint"]][metric] = score(metric, tally_of(row), ladder)
    return found


def _kind(rows: Rows) -> str | None:
    answers: dict[str, int] = defaultdict(int)
    for row in rows:
        if row["touchpoint"] != "(unknown)":
            answers[row["survey_kind"]] += int(row["answers"])
    return max(answers, key=lambda kind: (answers[kind], kind), default=None)
