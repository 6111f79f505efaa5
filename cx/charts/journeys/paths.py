"""The commonest paths: how many go them, how long they take, what they cost and how they end."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from cx.analysis.score import Score
from cx.charts import theme
from cx.charts.journeys.standing import SIGNS, meaning_of, sides
from cx.charts.rows import refusal_words
from cx.charts.theme import Colours, label, plain
from cx.metrics import Metric
from cx.topics.journeys.results import PathLine
from cx.topics.journeys.words import elapsed

ROW_HEIGHT, HIGHER, TOP, BOTTOM = 68, 84, 8, 30
LONGEST = 36


def name_of(line: PathLine) -> str:
    """Write a path; what happens again and again is counted.

    >>> from cx.topics.journeys.results import PathLine
    >>> name_of(PathLine(("Call", "Call", "Visit"), 9, 9, 0.1, 0.0, None, 0, None))
    'Call ×2 → Visit'
    """
    runs: list[tuple[str, int]] = []
    for step in line.steps:
        if runs and runs[-1][0] == step:
            runs[-1] = (step, runs[-1][1] + 1)
        else:
            runs.append((step, 1))
    return " → ".join(step if often == 1 else f"{step} ×{often}" for step, often in runs)


def wrapped(name: str, longest: int = LONGEST) -> str:
    """Write a long path in two lines, as what comes late may be all that tells it from others.

    >>> wrapped("Order → Packing → Delivery", 20)
    'Order → Packing →<br>Delivery'
    """
    steps, first = name.split(" → "), 1
    while first < len(steps) and len(" → ".join(steps[: first + 1])) + 2 <= longest:
        first += 1
    if len(name) <= longest or first == len(steps):
        return plain(name, longest)
    head, rest = " → ".join(steps[:first]), " → ".join(steps[first:])
    return f"{plain(head, longest)} →<br>{plain(rest, longest)}"


def paths(
    lines: Sequence[PathLine],
    metric: Metric,
    whole: Score,
    currency: str = "",
    is_dark: bool = False,
) -> go.Figure:
    """Draw the paths, the commonest first.

    Parameters
    ----------
    whole : Score
        Of all journeys, which the score of each path is compared with.
    """
    tone = theme.colours(is_dark)
    side = sides({name_of(line): line.score for line in lines}, whole)
    texts = [
        note
        for at, line in enumerate(lines)
        for note in _texts(line, -at, side[name_of(line)], metric, currency, tone)
    ]
    most = max((100 * line.coverage for line in lines), default=1.0)
    layout = {
        "xaxis": {"range": [0, most * 1.05], "ticksuffix": " %", "nticks": 6, "showgrid": True},
        "yaxis": {"visible": False, "range": [0.45 - max(1, len(lines)), 0.65]},
        "hovermode": "closest",
        "bargap": 0,
        "annotations": texts,
        "margin": {"t": TOP, "b": BOTTOM, "l": 6, "r": 6},
    }
    traces = [_bars(lines, side, metric, tone)]
    is_long = any(len(name_of(line)) > LONGEST for line in lines)
    height = TOP + BOTTOM + (HIGHER if is_long else ROW_HEIGHT) * max(1, len(lines))
    alt, legend = paths_alt(lines), _legend(metric)
    return theme.finish(traces, layout, alt=alt, is_dark=is_dark, height=height, legend=legend)


def paths_alt(lines: Sequence[PathLine]) -> str:
    """Say in a sentence what the paths show."""
    if not lines:
        return "No path is common enough to be shown."
    covered = 100 * sum(line.coverage for line in lines)
    first = lines[0]
    return (
        f"The {len(lines)} commonest paths cover {covered:.0f} % of finished journeys; first "
        f"{name_of(first)} with {100 * first.coverage:.0f} %."
    )


def _legend(metric: Metric) -> str:
    return (
        "Bars are shares of all finished journeys: a count, not a sample. Below each: the time "
        f"half of them take, cost per journey, contacts that solved nothing, {metric.name} with "
        "its 95 % interval; ▼ clearly below all journeys, ▲ clearly above."
    )


def _bars(
    lines: Sequence[PathLine], side: dict[str, str], metric: Metric, tone: Colours
) -> dict[str, Any]:
    colours = [meaning_of(side[name_of(line)], metric) for line in lines]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [100 * line.coverage for line in lines],
        "y": [-at for at in range(len(lines))],
        "width": 0.16,
        "marker": {
            "color": [tone.focus if each == "muted" else getattr(tone, each) for each in colours],
            "line": {"width": 0},
        },
        "customdata": [[name_of(line), _hover(line, metric)] for line in lines],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _texts(
    line: PathLine, y: int, side: str, metric: Metric, currency: str, tone: Colours
) -> list[dict[str, Any]]:
    place: dict[str, Any] = {"xref": "paper", "bgcolor": tone.paper, "yanchor": "middle"}
    share = f"<b>{100 * line.coverage:.1f} %</b>"
    count = f"<span style='color:{tone.muted}'>{line.journeys:,}</span>"
    left, right, above = {"xanchor": "left"}, {"xanchor": "right"}, {"yanchor": "bottom"}
    score = _score(line.score, side, metric)
    colour = getattr(tone, meaning_of(side, metric))
    name = wrapped(name_of(line))
    return [
        label(name, 0, y + 0.12, tone.ink, size=13, align="left", **(place | above), **left),
        label(f"{count} {share}", 1, y + 0.12, tone.ink, size=13, **(place | above), **right),
        label(_facts(line, currency), 0, y - 0.24, tone.muted, size=12, **place, **left),
        label(score, 1, y - 0.24, colour, size=12, **place, **right),
    ]


def _facts(line: PathLine, currency: str) -> str:
    facts = [elapsed(line.median_seconds) if len(line.steps) > 1 else "one contact"]
    if line.mean_cost is not None:
        facts.append(f"{currency} {line.mean_cost:,.0f}".strip())
    if line.unresolved:
        facts.append(f"{100 * line.unresolved / line.journeys:.0f} % unsolved")
    return " · ".join(facts)


def _score(score: Score, side: str, metric: Metric) -> str:
    if score.value is None or score.low is None or score.high is None:
        told = refusal_words(metric, score)
        return plain(told if score.low is None else f"{metric.name} {told}", 28)
    low, high = (metric.format(end).removesuffix(" %") for end in (score.low, score.high))
    return f"{SIGNS[side]} {metric.name} {metric.format(score.value)} ({low} to {high})".strip()


def _hover(line: PathLine, metric: Metric) -> str:
    return (
        f"<b>{plain(name_of(line), 90)}</b><br>{line.journeys:,} journeys of "
        f"{line.customers:,} customers<br>{_score(line.score, '', metric)}"
    )
