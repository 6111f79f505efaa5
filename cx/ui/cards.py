"""The first things on a page: its question, its answer, and tiles that carry their doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from cx.analysis.score import Change, Score
from cx.analysis.target import against_target
from cx.metrics import Metric
from cx.ui.text import bullets, escape

MOST_IN_A_ROW, NARROWEST = 5, 150
NO_BREAK = "\N{NO-BREAK SPACE}"
TARGET = (
    "The target is reached when the whole interval is at it or better, not reached when all of it "
    "is worse, and undecided when it lies inside."
)


def heading(title: str, question: str) -> None:
    """Print what the page is, and the one question it answers."""
    with st.container(gap=None):
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
    with st.container(gap=None):
        st.subheader(escape(answer), anchor=False)
        st.caption(escape(where))


def section(title: str) -> None:
    """Print the title of a part of a page: a heading, so that one can go from part to part by ear.

    Parameters
    ----------
    title : str
        Plain text; names from the data are made harmless here.
    """
    st.markdown(f"#### {escape(title)}", anchors=False)


def notes(sentences: tuple[str, ...]) -> None:
    """Print what a careful reader must know beside the headline."""
    aside("Good to know", sentences)


def aside(title: str, sentences: Sequence[str]) -> None:
    """Print sentences that belong to what stands above them; nothing for none."""
    if sentences:
        with st.container(border=True, gap="xsmall"):
            section(title)
            st.markdown(bullets(sentences))


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with what belongs to it.

    Parameters
    ----------
    name : str
        What the figure is.
    metric : Metric
        Formats it and says which way is good.
    score : Score, optional
        Without one there is no tile.
    change : Change, optional
        Against the comparison.
    against : str
        The comparison in words.
    help : str, optional
        What else there is to know, for those who ask.
    noun : str
        What was counted.
    target : float, optional
        What the figure ought to be, in its own unit.
    """

    name: str
    metric: Metric
    score: Score | None
    change: Change | None = None
    against: str = ""
    help: str | None = None
    noun: str = "answers"
    target: float | None = None


def tiles(wanted: Sequence[Tile]) -> None:
    """Lay tiles in a row that wraps on narrow screens."""
    shown = [tile for tile in wanted if tile.score is not None]
    columns = len(shown) if len(shown) <= MOST_IN_A_ROW else -(-len(shown) // 2)
    if shown:
        with st.grid(columns, gap="small", min_column_width=NARROWEST):
            for tile in shown:
                _tile(tile)


def _tile(tile: Tile) -> None:
    """Show a figure with its interval, its answers, and whether it moved.

    An arrow and a colour appear only where the test found a change; a refused figure shows what
    there is instead, in words, and never a blank.
    """
    if tile.score is None:
        return
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(
            tile.name,
            _figure(tile.metric, tile.score),
            _moved(tile.metric, tile.change),
            delta_color=_colour(tile.metric, tile.change),
            delta_arrow=_arrow(tile.change),
            help=_more(tile),
        )
        # Two blanks before a line end make markdown break the line.
        lines = doubt(tile.metric, tile.score, tile.noun)
        st.caption("  \n".join((*lines, *target_words(tile.metric, tile.score, tile.target))))


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that is no metric: written out, with lines that carry its doubt.

    Parameters
    ----------
    name, figure : str
        What it is, and how large; a refused one says so in words.
    lines : tuple of str
        Its interval, what it rests on, or why it is not told.
    help : str, optional
        What else there is to know, for those who ask.
    """

    name: str
    figure: str
    lines: tuple[str, ...] = ()
    help: str | None = None


def fact(shown: Fact) -> None:
    """Show a fact as a tile; it stands in a row of ``st.grid``."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(escape(shown.name), shown.figure, help=shown.help)
        # Two blanks before a line end make markdown break the line.
        st.caption("  \n".join(escape(line) for line in shown.lines))


def target_words(metric: Metric, score: Score, target: float | None) -> tuple[str, ...]:
    r"""Say the target, and whether the whole interval is there; nothing without a target.

    >>> from cx.metrics import METRICS
    >>> target_words(METRICS["nps"], Score(30.0, 14.1, 44.2, 100, 100.0), 12.5)
    ('Target 12.5: reached',)
    >>> target_words(METRICS["csat"], Score(None, None, None, 4, 4.0), 85.0)
    ('Target 85\xa0%',)
    """
    if target is None:
        return ()
    unit = f"{NO_BREAK}%" if metric.unit == "%" else ""
    verdict = against_target(score, target, metric.is_higher_better)
    return (f"Target {target:g}{unit}" + (f": {verdict}" if verdict else ""),)


def _more(tile: Tile) -> str:
    """Return what else there is to know, for those who ask."""
    moved = f"Change {tile.against}." if tile.change and tile.against else ""
    parts = (
        tile.help or "",
        moved,
        "95 %: of 100 intervals made like this one, 95 hold the true figure.",
        TARGET if tile.target is not None else "",
    )
    return " ".join(part for part in parts if part)


def _figure(metric: Metric, score: Score) -> str:
    if score.value is not None:
        return metric.format(score.value) + (" †" if score.is_low_base else "")
    if score.low is not None and score.high is not None:
        return f"{metric.format(score.low)} to {metric.format(score.high)}"
    return "Withheld"


def doubt(metric: Metric, score: Score, noun: str = "answers") -> tuple[str, ...]:
    """Say in lines how sure a figure is, or why it is not shown.

    >>> from cx.analysis.score import Tally, score
    >>> from cx.metrics import METRICS
    >>> doubt(METRICS["nps"], score("nps", Tally(100, 3000.0, 700_000.0, 100)))
    ('95 %: 14 to 44', '100 answers')
    >>> doubt(METRICS["nps"], score("nps", Tally(4, 100.0, 30_000.0, 4)))
    ('Only 4 answers; a figure needs at least 10.',)
    """
    refusal = score.refusal
    if score.low is None or score.high is None:
        return (refusal.message if refusal else "No answers.",)
    counted = f"{score.responses:,} {noun}"
    if refusal is not None:
        return "Only a 95 % interval", f"{counted}, {refusal.remedy}"
    low_base = ", † low base" if score.is_low_base else ""
    low = metric.format(score.low).removesuffix(" %")
    high = metric.format(score.high).replace(" ", NO_BREAK)
    return f"95 %: {low} to {high}", f"{counted}{low_base}"


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
