"""From prospect to customer: who comes to each step, and what share of each source is won."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from cx.analysis.journeys.funnel import Step
from cx.charts import theme
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import Colours, label, plain
from cx.topics.journeys.results import LeadLine
from cx.topics.journeys.words import elapsed

ROW_HEIGHT = 62
MOST = 10
LEGEND = "Of those at the step before, with the 95 % interval."


def steps(line: LeadLine, is_dark: bool = False) -> go.Figure:
    """Draw how many of a source come to each step."""
    tone = theme.colours(is_dark)
    found = line.funnel.steps
    layout = {
        "xaxis": {"visible": False, "range": [0, max(1, line.leads) * 1.02]},
        "yaxis": {"visible": False, "range": [0.5 - max(1, len(found)), 0.6]},
        "hovermode": "closest",
        "annotations": [note for at, step in enumerate(found) for note in _texts(step, at, tone)],
        "margin": {"t": 8, "b": 8, "l": 6, "r": 6},
    }
    height = 16 + ROW_HEIGHT * max(1, len(found))
    traces = [_bars(found, tone)]
    alt = steps_alt(line)
    return theme.finish(traces, layout, alt=alt, is_dark=is_dark, height=height, legend=LEGEND)


def steps_alt(line: LeadLine) -> str:
    """Say in a sentence what the funnel shows."""
    said = ", ".join(f"{step.name} {step.reached:,}" for step in line.funnel.steps)
    return f"From prospect to customer: {said}."


def _bars(found: Sequence[Step], tone: Colours) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [step.reached for step in found],
        "y": [-at - 0.12 for at in range(len(found))],
        "width": 0.34,
        "marker": {"color": tone.focus, "line": {"width": 0}},
        "customdata": [[step.name, f"{step.name}: {step.reached:,}"] for step in found],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _texts(step: Step, at: int, tone: Colours) -> list[dict[str, Any]]:
    place: dict[str, Any] = {"xref": "paper", "yanchor": "middle", "size": theme.SIZE}
    name = f"{plain(step.name, 24)} <b>{step.reached:,}</b>"
    return [
        label(name, 0, 0.3 - at, tone.ink, xanchor="left", **place),
        label(_rate(step, at), 1, 0.3 - at, tone.muted, xanchor="right", **place),
    ]


def _rate(step: Step, at: int) -> str:
    if at == 0:
        return ""
    if step.rate is None:
        return "too few to tell"
    value, low, high = (100 * end for end in (step.rate.value, step.rate.low, step.rate.high))
    return f"{value:.1f} % ({low:.1f} to {high:.1f})"


def sources(lines: Sequence[LeadLine], is_dark: bool = False) -> go.Figure:
    """Draw what share of the prospects of each source became customers.

    Parameters
    ----------
    lines : sequence of LeadLine
        All sources first; then each.
    """
    whole, *others = lines
    total = whole.funnel.total
    rows = [_source(line) for line in others[:MOST]]
    reference = ("all", 100 * total.value) if total else None
    legend = "Share that became customers, with its 95 % interval."
    return draw_rows(
        rows,
        alt=sources_alt(lines),
        is_dark=is_dark,
        legend=legend,
        suffix=" %",
        reference=reference,
        from_zero=False,
    )


def sources_alt(lines: Sequence[LeadLine]) -> str:
    """Say in a sentence what sources show."""
    told = [line for line in lines[1:] if line.funnel.total]
    if not told:
        return "No source has prospects enough."
    best = max(told, key=lambda line: line.funnel.total.value if line.funnel.total else 0.0)
    assert best.funnel.total is not None  # only those that have one are told
    share = f"{100 * best.funnel.total.value:.0f} %"
    return (
        f"Of {len(told)} sources, the highest share that became customers: {best.source} {share}."
    )


def _source(line: LeadLine) -> Row:
    found, middle = line.funnel.total, line.seconds.median
    note = f"n {line.leads:,}"
    if middle is not None and middle.value is not None:
        note += f" · half within {elapsed(middle.value)}"
    if found is None:
        return Row(line.source, line.source, note, "too few", (), "muted")
    value, low, high = (100 * end for end in (found.value, found.low, found.high))
    hover = f"{plain(line.source, 60)}: {line.won:,} of {line.leads:,}<br>95 %: "
    hover += f"{low:.1f} to {high:.1f} %"
    mark = Mark(value, low, high, "focus", "circle", hover)
    return Row(line.source, line.source, note, f"<b>{value:.1f} %</b>", (mark,))
