"""The scorecard of touchpoints: how many come by, what they say, and whether it is settled."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from cx.analysis.estimate import Estimate
from cx.analysis.ladder import Refusal
from cx.analysis.score import Score
from cx.charts.journeys.cells import Cell, Column, Row, draw_cells
from cx.charts.rows import refusal_words
from cx.charts.theme import plain
from cx.metrics import METRICS, Metric
from cx.topics.journeys.results import Touchpoint
from cx.topics.journeys.words import elapsed

MOST = 10
SERVICE, SCORES = "service", "scores"
LEGEND = (
    "Lines are 95 % intervals; each column has a scale of its own. n: contacts; wait: half of them "
    "wait no longer; each: mean cost of a contact. Solved at once: solved, and no "
    "other contact there within 7 days. Comes back: followed by another one there within 7 days. "
    "† low base."
)


def scorecard(
    lines: Sequence[Touchpoint],
    metric: Metric,
    view: str = SERVICE,
    currency: str = "",
    is_dark: bool = False,
) -> go.Figure:
    """Draw the busiest touchpoints.

    Parameters
    ----------
    metric : Metric
        Of the page; beside how contacts went.
    view : str
        ``"service"``: its score, solved at once, comes back; ``"scores"``: all three scores.
    """
    shown = lines[:MOST]
    titles = [each.name for each in METRICS.values()]
    if view == SERVICE:
        titles = [metric.name, "Solved at once", "Comes back"]
    rows = [
        Row(each.name, each.name, _note(each), _cells(each, metric, view), _cost(each, currency))
        for each in shown
    ]
    alt = scorecard_alt(shown)
    columns = [Column(title) for title in titles]
    return draw_cells(columns, rows, alt=alt, is_dark=is_dark, legend=LEGEND)


def scorecard_alt(lines: Sequence[Touchpoint]) -> str:
    """Say in a sentence what the scorecard shows."""
    if not lines:
        return "No contacts."
    back = [line for line in lines if line.repeats is not None]
    worst = max(back, key=lambda line: line.repeats.value if line.repeats else 0.0, default=None)
    said = ""
    if worst is not None and worst.repeats is not None:
        said = f" {100 * worst.repeats.value:.0f} % come back within 7 days at {worst.name}."
    return f"Busiest touchpoint: {lines[0].name}, {lines[0].contacts:,} contacts.{said}"


def _note(line: Touchpoint) -> str:
    wait = "" if line.median_wait is None else f" · wait {_briefly(line.median_wait)}"
    return f"n {line.contacts:,}{wait}"


def _briefly(seconds: float) -> str:
    return elapsed(seconds).replace(" minute", " min").replace("mins", "min")


def _cost(line: Touchpoint, currency: str) -> str:
    if not line.costed:
        return ""
    return f"{currency} {line.cost / line.costed:,.2f} each".strip()


def _cells(line: Touchpoint, metric: Metric, view: str) -> tuple[Cell, ...]:
    if view == SCORES:
        return tuple(_scored(line.scores, each) for each in METRICS.values())
    return (
        _scored(line.scores, metric),
        _share(line.first_contact, line.first_refusal, line.first_known),
        _share(line.repeats, line.repeat_refusal, line.repeat_known),
    )


def _scored(scores: Mapping[str, Score], metric: Metric) -> Cell:
    found = scores.get(metric.key)
    if found is None or (found.low is None and found.refusal is None):
        return Cell("not asked")
    if found.low is None or found.high is None:
        return Cell(plain(refusal_words(metric, found), 24))
    low, high = (metric.format(end).removesuffix(" %") for end in (found.low, found.high))
    if found.value is None:
        return Cell(f"{low} to {high}", None, found.low, found.high, "muted", "circle-open", "")
    mark = "†" if found.is_low_base else ""
    text = f"<b>{metric.format(found.value)}</b>{mark} ({low} to {high})"
    hover = f"{metric.name} {metric.format(found.value)}, 95 %: {low} to {high}"
    hover += f"<br>{found.responses:,} answers"
    return Cell(text, found.value, found.low, found.high, "focus", "circle", hover)


def _share(found: Estimate | None, refusal: Refusal | None, known: int) -> Cell:
    if found is None:
        return Cell("not recorded" if not known else "too few contacts")
    value, low, high = (100 * end for end in (found.value, found.low, found.high))
    text = f"<b>{value:.0f} %</b> ({low:.0f} to {high:.0f})"
    hover = f"{value:.1f} %, 95 %: {low:.1f} to {high:.1f}<br>{known:,} contacts"
    return Cell(text, value, low, high, "focus", "circle", hover)
