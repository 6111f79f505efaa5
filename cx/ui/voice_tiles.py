"""The tiles of the Voice page: findings where there are any, and who wrote at all."""

from collections.abc import Sequence

import streamlit as st

from cx.analysis.score import Tally, score
from cx.charts import voice as charts
from cx.metrics import METRICS, Metric
from cx.topics.voice import Listening, Themes, Voice, Words
from cx.topics.voice.results import Theme
from cx.ui import cards
from cx.ui.cards import Fact

PERCENT = METRICS["csat"]
NARROWEST = 150
SAID = "Share of the answers of this view that say something in words. Interval: Wilson, 95 %."
GROWING = "growing"


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
    mix, answers = words.mix, words.view.answers
    said = Tally(answers, 100.0 * mix.total, 10_000.0 * mix.total, answers)
    share = score("csat", said, words.view.ladder)
    figure = "Withheld" if share.value is None else PERCENT.format(share.value)
    return Fact("With a comment", figure, cards.doubt(PERCENT, share), help=SAID)


def _worst(themes: Sequence[Theme] | None, metric: Metric) -> Fact:
    """The theme whose comments come with the worst score."""
    name = "Theme of the worst score"
    if themes is None:
        return Fact(name, "…", ("being found",))
    sign = 1 if metric.is_higher_better else -1
    scored = [each for each in themes if each.effect.inside.value is not None]
    if not scored:
        return Fact(name, "None", ("No theme has enough comments for a score.",))
    worst = min(scored, key=lambda each: sign * (each.effect.inside.value or 0.0))
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
    grown = [(each.spread.moved, each) for each in themes if _is_growing(each) and each.spread]
    if not grown:
        return Fact(name, "None clear", ("No theme clearly takes a larger share than before.",))
    moved, theme = max(grown, key=lambda each: each[0].value or 0.0)
    return Fact(
        name,
        f"+{moved.value or 0.0:.1f}",
        (
            f"points of the comments: {theme.name}",
            f"95 %: +{moved.low or 0.0:.1f} to +{moved.high or 0.0:.1f}",
            f"{theme.share.value or 0.0:.0f} % of comments now",
        ),
    )


def _is_growing(theme: Theme) -> bool:
    spread = theme.spread
    return spread is not None and spread.verdict == GROWING and spread.moved.value is not None


def _commonest(found: Listening) -> Fact:
    """What the other listening posts found most often."""
    name = "Most found elsewhere"
    told = [
        (each, post, side)
        for side in found.touchpoints
        for post in side.posts
        for each in post.examples
    ]
    if found.refusal or not told:
        return Fact(name, "None", ("No other listening post found anything here.",))
    each, post, side = max(told, key=lambda one: one[0].times)
    where = f"{charts.post_name(post.kind)}, {side.touchpoint}"
    return Fact(name, f"{each.times:,}×", (each.text, where))
