"""What slides of several topics are made of: bars with intervals, tables, why nothing is told."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cx.analysis.estimate import Estimate
from cx.analysis.ladder import Refusal
from cx.analysis.score import Score
from cx.export.slide import MOST_CATEGORIES, MOST_ROWS, Grid, NativeChart, Series, Slide
from cx.metrics import METRICS, Metric

PERCENT = METRICS["csat"]
"""Shares in per cent are written like the share of satisfied answers."""
INTERVAL = "Thin lines: 95 % interval."
LOW_BASE = "† Low base: few independent answers."

Bar = tuple[str, Score, str]
"""Name, figure and meaning of its colour."""


class Span(NamedTuple):
    """One bar with its interval, in the unit of the axis; `printed` stands beside its name."""

    name: str
    printed: str
    value: float | None
    low: float | None = None
    high: float | None = None
    meaning: str = "focus"


def span_bars(
    lines: Sequence[Span], alt: str, axis: str, digits: int = 0, unit: str = ""
) -> NativeChart:
    """Return lying bars with intervals, the first six from top to bottom."""
    shown = lines[:MOST_CATEGORIES]
    series = Series(
        axis,
        [each.value for each in shown],
        meanings=[each.meaning for each in shown],
        lows=[each.low for each in shown],
        highs=[each.high for each in shown],
    )
    names = [f"{each.name}\n{each.printed}" for each in shown]
    return NativeChart("bar", names, [series], alt, digits, unit, axis=axis)


def bars(
    lines: Sequence[Bar], metric: Metric, alt: str, noun: str = "n", axis: str = ""
) -> NativeChart:
    """Return lying bars of scores; the figures are printed as pages print them.

    Parameters
    ----------
    lines : sequence of (str, Score, str)
        From top to bottom; the first six are drawn.
    metric : Metric
        Formats the figures.
    noun : str
        What was counted.
    """
    spans = [
        Span(
            name,
            f"{said(metric, found)} · {noun} {found.responses:,}",
            found.value,
            found.low,
            found.high,
            meaning,
        )
        for name, found, meaning in lines
    ]
    unit = "%" if metric.unit == "%" else ""
    return span_bars(spans, alt, axis or metric.name, metric.decimals, unit)


def said(metric: Metric, found: Score) -> str:
    """Write a figure with its interval, or that it is withheld.

    >>> said(METRICS["nps"], Score(30.2, 14.1, 44.4, 100, 90.0))
    '30 (14 to 44)'
    >>> said(METRICS["nps"], Score(None, None, None, 4, 4.0))
    'withheld'
    """
    if found.low is None or found.high is None:
        return "withheld"
    low, high = (metric.format(end).removesuffix(" %") for end in (found.low, found.high))
    if found.value is None:
        return f"{low} to {high}, no single figure"
    mark = "†" if found.is_low_base else ""
    return f"{metric.format(found.value)}{mark} ({low} to {high})"


def span(metric: Metric, found: Score) -> str:
    """Write an interval, ``""`` where there is none.

    >>> span(METRICS["csat"], Score(80.0, 75.25, 84.0, 100, 90.0))
    '75.2 to 84.0 %'
    """
    if found.low is None or found.high is None:
        return ""
    return f"{metric.format(found.low).removesuffix(' %')} to {metric.format(found.high)}"


def share(found: Estimate | None, digits: int = 0) -> str:
    """Write a share from 0 to 1 with its interval, in per cent.

    >>> from cx.analysis.estimate import Estimate
    >>> share(Estimate(0.25, 0.2, 0.3)), share(None)
    ('25 % (20 to 30)', 'withheld')
    """
    if found is None:
        return "withheld"
    value, low, high = (f"{100 * end:.{digits}f}" for end in (found.value, found.low, found.high))
    return f"{value} % ({low} to {high})"


def share_span(name: str, found: Estimate | None, meaning: str = "focus", more: str = "") -> Span:
    """Return the bar of a share from 0 to 1, in per cent."""
    printed = " · ".join(filter(None, (share(found), more)))
    if found is None:
        return Span(name, printed, None)
    value, low, high = (100 * end for end in (found.value, found.low, found.high))
    return Span(name, printed, value, low, high, meaning)


def grid(columns: Sequence[str], rows: Sequence[Sequence[str]], total: int | None = None) -> Grid:
    """Return a table of the first rows; the workbook holds all."""
    return Grid(columns, rows[:MOST_ROWS], len(rows) if total is None else total)


def refused(title: str, why: Refusal | str, notes: Sequence[str] = ()) -> Slide:
    """Return a slide that says why something cannot be told, and what would help."""
    sentence = why if isinstance(why, str) else sentence_of(why)
    return Slide(title, sentences=[sentence], notes=[sentence, *notes])


def sentence_of(why: Refusal) -> str:
    """Say a refusal and what would lift it."""
    return f"{why.message} It {why.remedy}."


def withheld(lines: Iterable[tuple[str, Score]]) -> list[str]:
    """Say of each figure that is not shown why, for the notes."""
    return [
        f"{name}: {sentence_of(found.refusal)}"
        for name, found in lines
        if found.refusal is not None
    ]


def left_out(lines: Sequence[object], noun: str = "smaller one") -> str:
    """Say how many bars are left to the workbook.

    >>> left_out([1] * 8), left_out([1] * 6)
    ('2 smaller ones are in the workbook.', '')
    """
    more = len(lines) - MOST_CATEGORIES
    if more <= 0:
        return ""
    return (
        f"{more} {noun}{'' if more == 1 else 's'} {'is' if more == 1 else 'are'} in the workbook."
    )


def basis(*parts: str) -> str:
    """Join what a slide rests on."""
    return " ".join(part for part in parts if part)


def low_base(found: Iterable[Score]) -> str:
    """Say what the mark of a low base means, where one stands."""
    return LOW_BASE if any(each.is_low_base for each in found) else ""
