"""The first things on a page: its question, its answer, and tiles that carry their doubt."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import streamlit as st

from cx.analysis.score import Change, Score
from cx.metrics import Metric
from cx.ui.text import escape


def heading(title: str, question: str) -> None:
    """Print what the page is, and the one question it answers."""
    st.title(title, anchor=False)
    st.caption(question)


def headline(answer: str, where: str) -> None:
    """Print the answer in a sentence, and below it what it is of.

    Parameters
    ----------
    answer : str
        Computed from the data.
    where : str
        Filters in words, data age and the like.
    """
    st.subheader(escape(answer), anchor=False)
    st.caption(escape(where))


def notes(sentences: tuple[str, ...]) -> None:
    """Print what a careful reader must know beside the headline."""
    if sentences:
        with st.container(border=True, gap="xsmall"):
            st.markdown("**Good to know**")
            st.markdown("\n".join(f"- {escape(sentence)}" for sentence in sentences))


@contextmanager
def tiles(most: int = 4) -> Iterator[None]:
    """Lay tiles in a row that wraps on narrow screens.

    Parameters
    ----------
    most : int
        Tiles in a row on a wide screen.
    """
    with st.grid(most, gap="small", min_column_width=220):
        yield


def tile(
    name: str,
    metric: Metric,
    score: Score | None,
    change: Change | None = None,
    against: str = "",
    help: str | None = None,
) -> None:
    """Show a figure with its interval, its answers, and whether it moved.

    An arrow and a colour appear only where the test found a change; a refused figure shows what
    there is instead, in words, and never a blank.

    Parameters
    ----------
    name : str
        What the figure is.
    metric : Metric
        Formats it and says which way is good.
    score : Score, optional
        None leaves the tile out.
    change : Change, optional
        Against the comparison.
    against : str
        The comparison in words.
    """
    if score is None:
        return
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(
            name,
            _figure(metric, score),
            _moved(metric, change),
            delta_color=_colour(metric, change),
            delta_arrow=_arrow(change),
            delta_description=against if change else None,
            help=help,
        )
        st.caption(doubt(metric, score))


def _figure(metric: Metric, score: Score) -> str:
    if score.value is not None:
        return metric.format(score.value) + (" †" if score.is_low_base else "")
    if score.low is not None and score.high is not None:
        return f"{metric.format(score.low)} to {metric.format(score.high)}"
    return "Withheld"


def doubt(metric: Metric, score: Score) -> str:
    """Say how sure a figure is, or why it is not shown.

    >>> from cx.analysis.score import Tally, score
    >>> from cx.metrics import METRICS
    >>> doubt(METRICS["nps"], score("nps", Tally(100, 3000.0, 700_000.0, 100)))
    '14 to 44 (95 %) · 100 answers'
    >>> doubt(METRICS["nps"], score("nps", Tally(4, 100.0, 30_000.0, 4)))
    'Only 4 answers; a figure needs at least 10.'
    """
    refusal = score.refusal
    if score.low is None or score.high is None:
        return refusal.message if refusal else "No answers."
    answers = f"{score.responses:,} answers"
    if refusal is not None:
        return f"95 % interval only · {answers} · {refusal.remedy}"
    low_base = " · † low base" if score.is_low_base else ""
    return f"{metric.format(score.low)} to {metric.format(score.high)} (95 %) · {answers}{low_base}"


def _moved(metric: Metric, change: Change | None) -> str | None:
    if change is None:
        return None
    if change.verdict in ("up", "down") and change.value is not None:
        return metric.format_change(change.value)
    return change.verdict


def _arrow(change: Change | None) -> Literal["up", "down", "off"]:
    verdict = change.verdict if change else ""
    return "up" if verdict == "up" else "down" if verdict == "down" else "off"


def _colour(metric: Metric, change: Change | None) -> Literal["green", "red", "off"]:
    is_good = metric.is_good(change.verdict) if change else None
    return "off" if is_good is None else "green" if is_good else "red"
