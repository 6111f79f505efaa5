"""How a company answered the ten questions about itself, review by review."""

from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.theme import Colours, label
from cx.topics.centricity.questions import ANSWERS, ENOUGH, QUESTIONS
from cx.topics.centricity.results import Centricity, Review
from cx.words import counted, day_in_words

HEIGHT, MOST_REVIEWS, WIDEST = 300, 10, 0.62
UNANSWERED = "unanswered"
NAMES = ANSWERS | {UNANSWERED: "No answer"}


def trend(result: Centricity, is_dark: bool = False) -> go.Figure:
    """Draw the ten answers of each review as one bar, the newest at the right.

    Parameters
    ----------
    result : Centricity
        What the page shows; of many reviews the latest are drawn.
    is_dark : bool
        Appearance of the page.
    """
    tone = theme.colours(is_dark)
    reviews = result.reviews[-MOST_REVIEWS:]
    layout = {
        "barmode": "stack",
        "xaxis": {"type": "category", "range": [-0.6, max(len(reviews), 3) - 0.4]},
        "yaxis": {"range": [0, len(QUESTIONS) + 0.2], "dtick": ENOUGH, "showgrid": False},
        "shapes": [_line(tone)],
        "annotations": _labels(reviews, tone),
        "margin": {"t": 14},
    }
    return theme.finish(
        [_bars(result, reviews, answer, tone) for answer in NAMES],
        layout,
        alt=trend_alt(reviews),
        is_dark=is_dark,
        height=HEIGHT,
        legend=_legend(result),
    )


def trend_alt(reviews: tuple[Review, ...]) -> str:
    """Say how many answered yes in each review."""
    if not reviews:
        return "No review yet."
    told = ", ".join(f"{each.yes} on {day_in_words(each.review_on)}" for each in reviews)
    return f"Full yes of ten questions, by review: {told}. Five or more is the sign."


def _bars(
    result: Centricity, reviews: tuple[Review, ...], answer: str, tone: Colours
) -> dict[str, Any]:
    counts = [result.tally(each)[answer] for each in reviews]
    return {
        "type": "bar",
        "name": NAMES[answer],
        "x": [_day(each) for each in reviews],
        "y": counts,
        "width": WIDEST,
        "marker": {
            "color": _colour(answer, tone),
            "line": {"color": _edge(answer, tone), "width": 1},
        },
        "customdata": [[counted(count, "question")] for count in counts],
        "hovertemplate": f"<b>{NAMES[answer]}</b>: %{{customdata[0]}}<br>%{{x}}<extra></extra>",
    }


def _colour(answer: str, tone: Colours) -> str:
    """Give each answer its colour: a yes is filled, what lacks an answer lets the page through."""
    return {
        "yes": tone.promoter,
        "partly": theme.veil(tone.promoter, 0.38),
        "no": tone.detractor,
        "not_known": tone.passive,
        UNANSWERED: theme.veil(tone.passive, 0.1),
    }[answer]


def _edge(answer: str, tone: Colours) -> str:
    """Give what is pale an edge that is seen against the page."""
    return {"partly": tone.promoter, UNANSWERED: tone.passive}.get(answer, tone.paper)


def _line(tone: Colours) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": ENOUGH,
        "y1": ENOUGH,
        "line": {"color": tone.ink, "width": 1.5, "dash": "dash"},
    }


def _labels(reviews: tuple[Review, ...], tone: Colours) -> list[dict[str, Any]]:
    """Write the count of yes into its part of the bar, where there is room for it."""
    return [
        label(f"<b>{each.yes}</b>", _day(each), each.yes / 2, tone.paper, size=theme.SIZE)
        for each in reviews
        if each.yes
    ]


def _day(review: Review) -> str:
    """Write the day over two lines, so that many stand beside each other."""
    return f"{review.review_on.day} {review.review_on:%b}<br>{review.review_on.year}"


def _legend(result: Centricity) -> str:
    used = {key for review in result.reviews for key, n in result.tally(review).items() if n}
    order = [name.lower() for key, name in NAMES.items() if key in used]
    dropped = len(result.reviews) - MOST_REVIEWS
    more = f" The {counted(dropped, 'review')} before are in the download." if dropped > 0 else ""
    return f"From below: {', '.join(order)}. Dashed: five yes, the sign.{more}"
