"""The flow of journeys, step by step: widths are journeys, marks say where scores differ."""

from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go

from cx.analysis.score import Score
from cx.charts import theme
from cx.charts.journeys.layout import NODE_WIDTH, Box, Ribbon, lay_out
from cx.charts.journeys.standing import ABOVE, BELOW, SIGNS, SYMBOLS, meaning_of, sides
from cx.charts.rows import refusal_words
from cx.charts.theme import Colours, label, plain
from cx.metrics import Metric
from cx.topics.journeys.results import END, GOES_ON, OTHER, UNDER_WAY, Flow, Link, Node

HEIGHT, TOP = 560, 26
BENDS = 12
LAST = 0.8
"""Room for names at the last step, where the distance between two steps is 1."""

LEAST_ENDING, LEAST_SHARE = 0.05, 0.1
"""Of the journeys at a node and of all of them: from here on there is room to say who ends."""

LONGEST = {3: 18, 4: 15, 6: 13}
EXIT_WORDS = {END: "end there", UNDER_WAY: "are under way", GOES_ON: "go on"}


def key_of(part: Node | Link) -> str:
    """Return what a click on a node or a link stands for."""
    if isinstance(part, Node):
        return f"node|{part.step}|{part.name}"
    return f"link|{part.step}|{part.source}|{part.target}"


def name_of(part: Node | Link) -> str:
    """Name a node or a link as people do.

    >>> name_of(Link(2, "Order", "(end)", 5, Score(None, None, None, 0, 0.0)))
    'Order (step 2), then end'
    """
    if isinstance(part, Node):
        return f"{_name(part.name)} (step {part.step})"
    return f"{_name(part.source)} (step {part.step}), then {_name(part.target)}"


def whole_of(flow: Flow) -> Score:
    """Return the score of all journeys, which the start has."""
    start = next((node for node in flow.nodes if node.step == 0), None)
    return start.score if start else Score(None, None, None, 0, 0.0)


def flow(found: Flow, metric: Metric, steps: int, is_dark: bool = False) -> go.Figure:
    """Draw the flow of the first steps.

    Parameters
    ----------
    found : Flow
    metric : Metric
        Of the scores.
    steps : int
        3, 4 or 6 of them side by side.
    """
    tone = theme.colours(is_dark)
    boxes, ribbons = lay_out(found, steps)
    whole = whole_of(found)
    side = sides({key_of(part): part.score for part in _parts(boxes, ribbons)}, whole)
    lowest = min((box.bottom for box in boxes), default=0.0)
    layout = {
        "xaxis": {"visible": False, "range": [-0.02, steps - 1 + LAST]},
        "yaxis": {"visible": False, "range": [lowest * 1.02, -lowest * 0.06]},
        "hovermode": "closest",
        "hoverdistance": 24,
        "annotations": [*_heads(steps, tone), *_names(boxes, side, metric, steps, tone)],
        "margin": {"t": TOP, "b": 4, "l": 4, "r": 4},
    }
    traces = [
        *(_ribbon_area(name, ribbons, side, metric, tone) for name in ("muted", "good", "bad")),
        _box_area(boxes, tone),
        _link_marks(ribbons, side, metric, tone),
        _node_marks(boxes, side, metric, tone),
    ]
    alt = flow_alt(found, metric, steps)
    legend = _legend(whole, metric)
    return theme.finish(traces, layout, alt=alt, is_dark=is_dark, height=HEIGHT, legend=legend)


def flow_alt(found: Flow, metric: Metric, steps: int) -> str:
    """Say in a sentence what the flow shows."""
    boxes, _ = lay_out(found, steps)
    first = sorted((b.node for b in boxes if b.node.step == 1), key=lambda node: -node.journeys)
    named = ", ".join(f"{_name(node.name)} {node.journeys:,}" for node in first[:3])
    side = sides({key_of(box.node): box.node.score for box in boxes}, whole_of(found))
    bad = [b.node for b in boxes if meaning_of(side[key_of(b.node)], metric) == "bad"]
    worse = ", ".join(f"{_name(node.name)} at step {node.step}" for node in bad[:3])
    ends = f" {metric.name} clearly worse than of all journeys: {worse}." if worse else ""
    return f"{found.journeys:,} journeys by step. They begin most often with {named}.{ends}"


def _legend(whole: Score, metric: Metric) -> str:
    if whole.value is None:
        return "Heights are journeys; stubs are journeys that end, or go on beyond what is drawn."
    low, high = (metric.format(end or 0.0) for end in (whole.low, whole.high))
    return (
        f"Heights are journeys; stubs end there or go on beyond what is drawn. ▼ {metric.name} "
        f"clearly below all journeys ({metric.format(whole.value)}, 95 %: {low} to {high}), ▲ "
        "clearly above; no sign: no clear difference, or too few answers to say. Hover a band for "
        "its interval."
    )


def _parts(boxes: Sequence[Box], ribbons: Sequence[Ribbon]) -> Iterator[Node | Link]:
    yield from (box.node for box in boxes)
    yield from (ribbon.link for ribbon in ribbons)


def _heads(steps: int, tone: Colours) -> list[dict[str, Any]]:
    place: dict[str, Any] = {"yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return [label(f"Step {at}", at - 1, 1, tone.muted, **place) for at in range(1, steps + 1)]


def _names(
    boxes: Sequence[Box], side: dict[str, str], metric: Metric, steps: int, tone: Colours
) -> list[dict[str, Any]]:
    # A ground of their own keeps the bands out of the words.
    place: dict[str, Any] = {"xanchor": "left", "yanchor": "middle", "align": "left"}
    return [
        label(_text(box, side, metric, steps, tone), box.x + NODE_WIDTH, box.middle, tone.ink)
        | place
        | {"bgcolor": theme.veil(tone.paper, 0.72), "borderpad": 1, "xshift": 3}
        for box in boxes
    ]


def _text(box: Box, side: dict[str, str], metric: Metric, steps: int, tone: Colours) -> str:
    node = box.node
    name, found = plain(_name(node.name), LONGEST.get(steps, 15)), side[key_of(node)]
    lines = [f"<b>{name}</b>", f"{node.journeys:,}"]
    if node.score.value is not None:
        colour = getattr(tone, meaning_of(found, metric))
        unit = f"{metric.name} " if steps < 6 else ""
        score = f"{SIGNS[found]}{unit}{metric.format(node.score.value)}"
        lines[1] += f" · <span style='color:{colour}'>{score}</span>"
    if box.ending >= LEAST_ENDING * node.journeys and box.share >= LEAST_SHARE:
        ends = f"{100 * box.ending / node.journeys:.0f} % end here"
        lines.append(f"<span style='color:{tone.muted}'>{ends}</span>")
    return "<br>".join(lines)


def _name(name: str) -> str:
    return {END: "end", OTHER: "all others", UNDER_WAY: "under way", GOES_ON: "more"}.get(
        name, name
    )


def _ribbon_area(
    meaning: str, ribbons: Sequence[Ribbon], side: dict[str, str], metric: Metric, tone: Colours
) -> dict[str, Any]:
    own = [each for each in ribbons if meaning_of(side[key_of(each.link)], metric) == meaning]
    xs, ys = [], []
    for each in own:
        x, y = _outline(each)
        xs += [*x, None]
        ys += [*y, None]
    colour = tone.passive if meaning == "muted" else getattr(tone, meaning)
    return {
        "type": "scatter",
        "x": xs,
        "y": ys,
        "mode": "lines",
        "line": {"width": 0.4, "color": theme.veil(colour, 0.5)},
        "fill": "toself",
        "fillcolor": theme.veil(colour, 0.22 if meaning == "muted" else 0.5),
        "hoverinfo": "skip",
    }


def _outline(ribbon: Ribbon) -> tuple[list[float], list[float]]:
    """Return the edge of a ribbon: its upper side forth, its lower side back."""
    parts = [at / BENDS for at in range(BENDS + 1)]
    xs = [ribbon.x0 + part * (ribbon.x1 - ribbon.x0) for part in parts]
    bent = [part * part * (3 - 2 * part) for part in parts]
    high = [ribbon.high0 + part * (ribbon.high1 - ribbon.high0) for part in bent]
    low = [ribbon.low0 + part * (ribbon.low1 - ribbon.low0) for part in bent]
    return [*xs, *xs[::-1], xs[0]], [*high, *low[::-1], high[0]]


def _box_area(boxes: Sequence[Box], tone: Colours) -> dict[str, Any]:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for box in boxes:
        right = box.x + NODE_WIDTH
        xs += [box.x, right, right, box.x, box.x, None]
        ys += [box.top, box.top, box.bottom, box.bottom, box.top, None]
    return {
        "type": "scatter",
        "x": xs,
        "y": ys,
        "mode": "lines",
        "line": {"width": 0.5, "color": tone.focus},
        "fill": "toself",
        "fillcolor": tone.focus,
        "hoverinfo": "skip",
    }


def _link_marks(
    ribbons: Sequence[Ribbon], side: dict[str, str], metric: Metric, tone: Colours
) -> dict[str, Any]:
    found = [side[key_of(each.link)] for each in ribbons]
    return {
        "type": "scatter",
        "x": [each.x0 + 0.62 * (each.x1 - each.x0) for each in ribbons],
        "y": [_height_at(each, 0.62) for each in ribbons],
        "mode": "markers",
        "marker": {
            "symbol": [SYMBOLS[each] for each in found],
            "size": [10 if each else 14 for each in found],
            "color": [getattr(tone, meaning_of(each, metric)) for each in found],
            "opacity": [1 if each else 0 for each in found],
            "line": {"color": tone.paper, "width": 1},
        },
        "customdata": [
            [key_of(each.link), _link_hover(each.link, metric, at)]
            for each, at in zip(ribbons, found, strict=True)
        ],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.3}},
    }


def _height_at(ribbon: Ribbon, part: float) -> float:
    bent = part * part * (3 - 2 * part)
    start, end = (ribbon.low0 + ribbon.high0) / 2, (ribbon.low1 + ribbon.high1) / 2
    return start + bent * (end - start)


def _node_marks(
    boxes: Sequence[Box], side: dict[str, str], metric: Metric, tone: Colours
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [box.x + NODE_WIDTH / 2 for box in boxes],
        "y": [box.middle for box in boxes],
        "mode": "markers",
        "marker": {
            "symbol": "circle",
            "size": 10,
            "color": tone.paper,
            "line": {"color": tone.focus, "width": 2},
        },
        "customdata": [
            [key_of(box.node), _node_hover(box.node, metric, side[key_of(box.node)])]
            for box in boxes
        ],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.6}},
    }


def _node_hover(node: Node, metric: Metric, side: str) -> str:
    return (
        f"<b>{plain(_name(node.name), 60)}</b>, step {node.step}<br>"
        f"{node.journeys:,} journeys<br>{_score_words(node.score, metric, side)}"
    )


def _link_hover(link: Link, metric: Metric, side: str) -> str:
    then = EXIT_WORDS.get(link.target, f"go on to {plain(_name(link.target), 60)}")
    return (
        f"<b>{plain(_name(link.source), 60)}</b>, step {link.step}: {link.journeys:,} journeys "
        f"{then}<br>{_score_words(link.score, metric, side)}"
    )


def _score_words(score: Score, metric: Metric, side: str) -> str:
    if score.value is None or score.low is None or score.high is None:
        return f"{metric.name}: {plain(refusal_words(metric, score), 60)}"
    low, high = (metric.format(end) for end in (score.low, score.high))
    said = {ABOVE: ", clearly above all journeys", BELOW: ", clearly below all journeys"}
    return (
        f"{metric.name} {metric.format(score.value)} (95 %: {low} to {high}){said.get(side, '')}"
        f"<br>{score.responses:,} answers"
    )
