"""The tiles of the Voice page: findings where there are any, and who wrote at all."""

from collections.abc import Sequence

import streamlit as st

from cx.charts import voice as charts
from cx.metrics import METRICS, Metric
from cx.topics.voice import Listening, Themes, Voice, Words
from cx.topics.voice.figures import commonest, grown_of, worst_of, written
from cx.topics.voice.results import Theme
from cx.ui import cards
from cx.ui.cards import Fact
from cx.words import signed

PERCENT = METRICS["csat"]
NARROWEST = 150
SAID = "Share of the answers of this view that say something in words. Interval: Wilson, 95 %."


def show(whole: Voice, themes: Themes | None) -> None:
    """Show how many wrote, the worst theme, the one that grew, and what the other posts found."""
    first = next(iter(themes.by_language), None) if themes else None
    told = first.themes if first else None
    with st.grid(4, gap="small", min_column_width=NARROWEST):
        cards.fact(_written(whole.words))
        cards.fact(_worst(told, whole.view.metric))
        cards.fact(_grown(told, whole.view.filters.compare == "none"))
        cards.fact(_commonest(whole.listening))


def _written(words: Words) -> Fact:
    share = written(words)
    figure = "Withheld" if share.value is None else PERCENT.format(share.value)
    return Fact("With a comment", figure, cards.doubt(PERCENT, share), help=SAID)


def _worst(themes: Sequence[Theme] | None, metric: Metric) -> Fact:
    """The theme whose comments come with the worst score."""
    name = "Theme of the worst score"
    if themes is None:
        return Fact(name, "…", ("being found",))
    worst = worst_of(themes, metric)
    if worst is None:
        return Fact(name, "None", ("No theme has enough comments for a score.",))
    inside = worst.effect.inside
    low, high = (metric.format(end or 0.0) for end in (inside.low, inside.high))
    return Fact(
        name,
        metric.format(inside.value or 0.0),
        (f"{metric.name}: {worst.name}", f"95 %: {low} to {high}", f"{worst.comments:,} comments"),
    )


def _grown(themes: Sequence[Theme] | None, is_alone: bool) -> Fact:
    """The theme whose share of the comments grew most, where that is clear."""
    name = "Growing theme"
    if themes is None:
        return Fact(name, "…", ("being found",))
    if is_alone:
        return Fact(name, "Not told", ("Choose a comparison to see what grows.",))
    theme = grown_of(themes)
    if theme is None or theme.spread is None:
        return Fact(name, "None clear", ("No theme clearly takes a larger share than before.",))
    moved = theme.spread.moved
    return Fact(
        name,
        signed(moved.value or 0.0, 1),
        (
            f"points of the comments: {theme.name}",
            f"95 %: {signed(moved.low or 0.0, 1)} to {signed(moved.high or 0.0, 1)}",
            f"{theme.share.value or 0.0:.0f} % of comments now",
        ),
    )


def _commonest(found: Listening) -> Fact:
    """What the other listening posts found most often."""
    name = "Most found elsewhere"
    told = commonest(found)
    if told is None:
        return Fact(name, "None", ("No other listening post found anything here.",))
    each, post, side = told
    where = f"{charts.post_name(post.kind)}, {side.touchpoint}"
    return Fact(name, f"{each.times:,}×", (each.text, where))
