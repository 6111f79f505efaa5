"""How much faster customers leave, and what a complaint put right makes good."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.analysis.defection.cox import Hazard
from cx.analysis.defection.recovery import Group
from cx.analysis.score import Score
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import plain
from cx.metrics import Metric

NO_CHANGE, LONGEST = "as the rest", 36


def hazards(found: Sequence[tuple[str, Hazard]], is_dark: bool = False) -> go.Figure:
    """Draw hazard ratios, each on its interval, against a line at 1.

    Parameters
    ----------
    found : sequence of tuple of str and Hazard
        Name to be read, such as ``"Detractors, first 3 months"``, and the term.
    """
    return draw_rows(
        [_row(name, each) for name, each in found],
        alt=hazards_alt(found),
        is_dark=is_dark,
        suffix="×",
        reference=(NO_CHANGE, 1.0),
        longest=LONGEST,
        head="times as fast",
        legend=(
            "How many times as fast customers leave, other things held equal. Bar: 95 % interval. "
            "Open: not clear."
        ),
    )


def _row(name: str, each: Hazard) -> Row:
    is_worse = each.ratio > 1
    meaning = "muted" if not each.is_clear else "bad" if is_worse else "good"
    symbol = "triangle-up" if is_worse else "triangle-down"
    hover = (
        f"{plain(name, 60)}<br><b>{each.ratio:.2f} times as fast</b>, 95 % interval "
        f"{each.low:.2f} to {each.high:.2f}"
    )
    shape = symbol if each.is_clear else f"{symbol}-open"
    mark = Mark(each.ratio, each.low, each.high, meaning, shape, hover)
    return Row(name, name, "", f"<b>{each.ratio:.1f}×</b>", (mark,), meaning)


def hazards_alt(found: Sequence[tuple[str, Hazard]]) -> str:
    """Say who clearly leaves faster or slower, in a sentence."""
    clear = ", ".join(f"{name} {each.ratio:.1f} times" for name, each in found if each.is_clear)
    return f"How much faster customers leave: {clear or f'none of {len(found)} is clear'}."


def recovery(found: Sequence[Group], metric: Metric, is_dark: bool = False) -> go.Figure:
    """Draw the score without a complaint, after one put right, and after one that was not.

    Parameters
    ----------
    metric : Metric
        Writes the scores.
    """
    return draw_rows(
        [_group_row(each, metric) for each in found],
        alt=recovery_alt(found, metric),
        is_dark=is_dark,
        head=metric.name,
        legend="Score of the answers after it, as it is: nothing held equal. Bar: 95 % interval.",
        from_zero=metric.low <= 0,
    )


def _group_row(each: Group, metric: Metric) -> Row:
    score, note = each.score, f"{each.score.responses:,} answers"
    if score.value is None:
        said = score.refusal.remedy if score.refusal else "no answers"
        return Row(each.name, each.name.capitalize(), note, plain(said, 40), (), "muted")
    mark = Mark(score.value, score.low, score.high, "focus", "circle", _hover(each, score, metric))
    figure = f"<b>{metric.format(score.value)}</b>"
    return Row(each.name, each.name.capitalize(), note, figure, (mark,))


def _hover(each: Group, score: Score, metric: Metric) -> str:
    ends = [metric.format(end) for end in (score.low, score.high) if end is not None]
    value = metric.format(score.value) if score.value is not None else ""
    return (
        f"{plain(each.name.capitalize(), 60)}<br><b>{value}</b>, 95 % interval "
        f"{' to '.join(ends)}<br>{score.responses:,} answers of {each.people:,} customers"
    )


def recovery_alt(found: Sequence[Group], metric: Metric) -> str:
    """Say the scores, in a sentence."""
    said = ", ".join(
        f"{each.name} {metric.format(each.score.value)}"
        for each in found
        if each.score.value is not None
    )
    return f"Score by what became of a complaint: {said or 'too few answers'}."
