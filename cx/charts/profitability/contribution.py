"""From revenue to contribution as a waterfall that adds up; what is never spread stands apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.profitability.amounts import whole
from cx.charts.theme import Colours, label, plain

TOTAL, PART, APART = "total", "part", "apart"
ROW_HEIGHT, TOP, BOTTOM = 31, 26, 8
BARS = 0.72
"""Share of the width that bars take; amounts stand beside them."""

THICKNESS = 0.58
LEGEND = (
    "Filled: what adds up to the contribution. Outlined: beside it, never spread over customers."
)


@dataclass(frozen=True, slots=True)
class Step:
    """One bar.

    Parameters
    ----------
    key : str
        What a click on it stands for.
    name, note : str
    amount : float
        What it adds; costs are below 0.
    kind : str
        ``"total"`` starts at 0, ``"part"`` where the one before ends, ``"apart"`` at the end.
    """

    key: str
    name: str
    note: str
    amount: float
    kind: str = PART


def starts(steps: Sequence[Step]) -> list[float]:
    """Return where each bar begins.

    >>> parts = [Step("r", "Revenue", "", 100.0, TOTAL), Step("g", "Goods", "", -60.0),
    ...     Step("c", "Contribution", "", 40.0, TOTAL), Step("a", "Acquisition", "", -5.0, APART)]
    >>> starts(parts)
    [0.0, 100.0, 0.0, 40.0]
    """
    found, at = [], 0.0
    for step in steps:
        found.append(0.0 if step.kind == TOTAL else at)
        at = found[-1] if step.kind == APART else found[-1] + step.amount
    return found


def contribution(steps: Sequence[Step], customers: int, is_dark: bool = False) -> go.Figure:
    """Draw the way from revenue to contribution.

    Parameters
    ----------
    steps : sequence of Step
        From top to bottom.
    customers : int
        Whose amounts they are.
    """
    tone = theme.colours(is_dark)
    begin = starts(steps)
    layout = {
        "xaxis": {"visible": False, "range": _range(steps, begin), "domain": [0, BARS]},
        "yaxis": _names(steps),
        "bargap": 0,
        "hovermode": "closest",
        "shapes": [*_joints(steps, begin, tone), *_parting(steps, tone)],
        "annotations": [_amount(step, at, tone) for at, step in enumerate(steps)],
        "margin": {"t": TOP, "b": BOTTOM, "l": 6, "r": 4},
    }
    return theme.finish(
        [_bars(steps, begin, tone)],
        layout,
        alt=contribution_alt(steps),
        is_dark=is_dark,
        height=TOP + BOTTOM + ROW_HEIGHT * len(steps),
        legend=LEGEND,
        responses=customers,
    )


def contribution_alt(steps: Sequence[Step]) -> str:
    """Say in a sentence what the waterfall shows."""
    totals = [step for step in steps if step.kind == TOTAL]
    costs = [step for step in steps if step.kind == PART and step.amount < 0]
    if not totals:
        return "There are no amounts to show."
    first, last = totals[0], totals[-1]
    if first is last:
        return f"{first.name} is {whole(first.amount)}; no cost is known."
    said = f"Of {first.name.lower()} {whole(first.amount)}, {whole(last.amount)} remain"
    most = min(costs, key=lambda step: step.amount, default=None)
    return f"{said}; the most goes to {most.name.lower()}." if most else f"{said}."


def _range(steps: Sequence[Step], begin: Sequence[float]) -> list[float]:
    ends = [*begin, *(at + step.amount for at, step in zip(begin, steps, strict=True)), 0.0]
    air = (max(ends) - min(ends) or 1.0) * 0.02
    return [min(ends) - air, max(ends) + air]


def _bars(steps: Sequence[Step], begin: Sequence[float], tone: Colours) -> dict[str, Any]:
    shades = [_shade(step, tone) for step in steps]
    fills = [
        theme.CLEAR if step.kind == APART else shade
        for step, shade in zip(steps, shades, strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [-at for at in range(len(steps))],
        "x": [step.amount for step in steps],
        "base": list(begin),
        "width": THICKNESS,
        "marker": {"color": fills, "line": {"color": shades, "width": 1.5}},
        "customdata": [[step.key, _hover(step)] for step in steps],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _shade(step: Step, tone: Colours) -> str:
    if step.kind == TOTAL:
        return tone.focus if step.amount >= 0 else tone.bad
    return tone.muted if step.kind == APART else tone.detractor


def _hover(step: Step) -> str:
    return f"{plain(step.name, 60)}<br><b>{whole(step.amount)}</b><br>{plain(step.note, 70)}"


def _names(steps: Sequence[Step]) -> dict[str, Any]:
    """Return the upright axis: one name for each bar, totals in bold."""
    return {
        "tickmode": "array",
        "tickvals": [-at for at in range(len(steps))],
        "ticktext": [
            f"<b>{step.name}</b>" if step.kind == TOTAL else plain(step.name, 18) for step in steps
        ],
        "range": [0.5 - max(1, len(steps)), 0.5],
        "showgrid": False,
        "zeroline": False,
        "ticksuffix": " ",
    }


def _amount(step: Step, at: int, tone: Colours) -> dict[str, Any]:
    colour = tone.muted if step.kind == APART else tone.ink
    said = f"<b>{whole(step.amount)}</b>" if step.kind == TOTAL else whole(step.amount)
    where: dict[str, Any] = {"xref": "paper", "xanchor": "right", "yanchor": "middle"}
    return label(said, 1, -at, colour, **where)


def _joints(steps: Sequence[Step], begin: Sequence[float], tone: Colours) -> list[dict[str, Any]]:
    """Draw the thin lines that lead from the end of one bar to the start of the next."""
    lines = []
    for at, (step, start) in enumerate(zip(steps[:-1], begin[:-1], strict=True)):
        x = start if step.kind == APART else start + step.amount
        half = THICKNESS / 2
        lines.append(
            {
                "type": "line", "x0": x, "x1": x, "y0": -at - half, "y1": -at - 1 + half,
                "line": {"color": tone.passive, "width": 1}, "layer": "below",
            }
        )  # fmt: skip
    return lines


def _parting(steps: Sequence[Step], tone: Colours) -> list[dict[str, Any]]:
    """Draw the line above what stands apart."""
    first = next((at for at, step in enumerate(steps) if step.kind == APART), None)
    if first is None:
        return []
    y = 0.5 - first
    return [
        {
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y,
            "line": {"color": tone.grid, "width": 1.5, "dash": "dot"},
        }
    ]  # fmt: skip
