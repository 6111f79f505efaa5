"""Moments of truth: three unlike signs per touchpoint, each with its interval, and the verdict."""

from collections.abc import Callable, Mapping, Sequence

import plotly.graph_objects as go

from cx.analysis.moments import (
    DISAGREE,
    MOMENT,
    NO_SIGN,
    NOT_COMPUTABLE,
    ONE_SIGN,
    PATHS,
    SCORE,
    STAYING,
    Moment,
    Sign,
)
from cx.charts.journeys.cells import Cell, Column, Row, draw_cells
from cx.metrics import Metric
from cx.words import counted, listed, signed

MOST = 6
KINDS = (PATHS, SCORE, STAYING)
VERDICTS = {
    MOMENT: ("▼ moment of truth", "bad"),
    ONE_SIGN: ("one sign of three", "ink"),
    DISAGREE: ("signs disagree", "ink"),
    NO_SIGN: ("no clear sign", "muted"),
    NOT_COMPUTABLE: ("too little to tell", "muted"),
}
LEGEND = (
    "▼ clearly bad, ▲ clearly good, ● may be nothing; lines are 95 % intervals, the upright line "
    "is no difference. Two clearly bad signs make a moment of truth. Associated, not caused."
)


def shown(moments: Sequence[Moment]) -> list[Moment]:
    """Return those that are drawn: all that can be told, then others while there is room."""
    told = [each for each in moments if each.verdict != NOT_COMPUTABLE]
    others = [each for each in moments if each.verdict == NOT_COMPUTABLE]
    return [*told, *others][:MOST]


def moments(
    found: Sequence[Moment],
    metric: Metric,
    contacts: Mapping[str, int],
    is_dark: bool = False,
) -> go.Figure:
    """Draw the signs.

    Parameters
    ----------
    found : sequence of Moment
        Moments of truth first.
    contacts : mapping of str to int
        How many contacts each touchpoint had.
    """
    lines = shown(found)
    columns = [
        Column("Unhappy ends<br>in 100", 0.0),
        Column(f"{metric.name} after a<br>bad contact", 0.0),
        Column("Pace of leaving<br>after it", 1.0),
    ]
    rows = [_row(each, metric, contacts.get(each.touchpoint)) for each in lines]
    alt = moments_alt(lines)
    return draw_cells(columns, rows, alt=alt, is_dark=is_dark, legend=LEGEND)


def moments_alt(found: Sequence[Moment]) -> str:
    """Say in a sentence what the signs show."""
    named = [each.touchpoint for each in found if each.verdict == MOMENT]
    said = listed(named) if named else "none"
    return f"Three signs for {counted(len(found), 'touchpoint')}. Moments of truth: {said}."


def _row(moment: Moment, metric: Metric, contacts: int | None) -> Row:
    words, meaning = VERDICTS[moment.verdict]
    note = "" if contacts is None else f"n {contacts:,}"
    cells = tuple(_cell(moment.of(kind), kind, metric) for kind in KINDS)
    return Row(moment.touchpoint, moment.touchpoint, note, cells, words, meaning)


def _cell(sign: Sign | None, kind: str, metric: Metric) -> Cell:
    if sign is None:
        return Cell("too little data")
    found, say = sign.evidence, _says(kind, metric)
    is_good = sign.is_clear and not sign.is_bad
    meaning = "bad" if sign.says_so else "good" if is_good else "muted"
    mark = "▼ " if sign.says_so else "▲ " if is_good else ""
    symbol = {"bad": "triangle-down", "good": "triangle-up"}.get(meaning, "circle")
    span = f"{say(found.low)} to {say(found.high)}"
    hover = f"{say(found.value)} (95 %: {span})<br>{_EXPLAINED[kind].format(metric=metric.name)}"
    text = f"{mark}<b>{say(found.value)}</b> ({span.replace('×', '')})"
    return Cell(text, found.value, found.low, found.high, meaning, symbol, hover)


_EXPLAINED = {
    PATHS: "unhappy ends in 100 that go with a bad contact there,<br>beyond what its volume gives",
    SCORE: "points of {metric} after a bad contact there,<br>against after another one there",
    STAYING: "times as fast customers leave after a bad contact there",
}


def _says(kind: str, metric: Metric) -> Callable[[float], str]:
    if kind == PATHS:
        return lambda value: signed(100 * value, 1)
    if kind == STAYING:
        return lambda value: f"{value:.1f}×"
    return lambda value: signed(value, 1 if metric.high - metric.low < 20 else 0)
