"""All listening posts side by side: what each found at each touchpoint, beside the survey."""

import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.rows import refusal_words
from cx.charts.theme import Colours, label, plain
from cx.metrics import Metric
from cx.topics.voice.listening import Listening, Post, Side

POSTS = {
    "mystery_shopper": "Mystery shoppers",
    "focus_group": "Focus groups",
    "usability_test": "Usability tests",
    "advisory_board": "Advisory board",
    "suggestion": "Suggestions",
    "social": "Social media",
}
"""What a listening post is called, by its name in the extract."""

ROW, TOP, BOTTOM = 56, 92, 8
LABEL_ROOM, HEAD_ROOM = 2.9, 1.2
"""Left of the first post and right of the last, in posts: for names of touchpoints and posts."""
LONGEST_LINE = 12
MOST_TOUCHPOINTS, MOST_POSTS = 8, 6
SMALLEST, LARGEST = 18, 34


def post_name(kind: str) -> str:
    """Name a listening post.

    >>> post_name("focus_group"), post_name("call_notes")
    ('Focus groups', 'Call notes')
    """
    return POSTS.get(kind, kind.replace("_", " ").capitalize())


def listening(found: Listening, metric: Metric, is_dark: bool = False) -> go.Figure:
    """Draw how much each listening post found at each touchpoint, beside the survey's score.

    Parameters
    ----------
    found : Listening
        With findings.
    metric : Metric
        Of the survey.
    is_dark : bool
        Appearance of the page.
    """
    tone = theme.colours(is_dark)
    sides, kinds = shown(found)
    rows = max(1, len(sides))
    notes = [note for at, side in enumerate(sides) for note in _row(side, -at, metric, tone)]
    layout = {
        "xaxis": {"visible": False, "range": [-LABEL_ROOM, len(kinds) - 1 + HEAD_ROOM]},
        "yaxis": {"visible": False, "range": [0.35 - rows, 0.6]},
        "hovermode": "closest",
        "annotations": [*notes, *_heads(kinds, metric, tone)],
        "shapes": [_rule(-at, tone) for at in range(1, rows)],
        "margin": {"t": TOP, "b": BOTTOM, "l": 6, "r": 6},
    }
    return theme.finish(
        [_marks(sides, kinds, tone)],
        layout,
        alt=listening_alt(found, metric),
        is_dark=is_dark,
        height=TOP + BOTTOM + ROW * rows,
        legend=_legend(found, metric),
    )


def shown(found: Listening) -> tuple[list[Side], tuple[str, ...]]:
    """Return the touchpoints and listening posts that are drawn."""
    return [side for side in found.touchpoints if side.posts][:MOST_TOUCHPOINTS], found.kinds[
        :MOST_POSTS
    ]


def _row(side: Side, y: int, metric: Metric, tone: Colours) -> list[dict[str, Any]]:
    where: dict[str, Any] = {"xref": "paper", "xanchor": "left"}
    score = side.survey
    said = "no survey" if score is None else refusal_words(metric, score)
    if score is not None and score.value is not None:
        said = f"{metric.name} <b>{metric.format(score.value)}</b>" + (
            "†" if score.is_low_base else ""
        )
    text = f"{_broken(side.touchpoint)}<br><span style='color:{tone.muted}'>{said}</span>"
    return [label(text, 0, y, tone.ink, align="left", **where)]


def _broken(name: str) -> str:
    """Return a name in two lines where it is too long for one.

    >>> _broken("Service request"), _broken("Delivery")
    ('Service<br>request', 'Delivery')
    """
    if len(name) <= LONGEST_LINE or " " not in name:
        return plain(name, LONGEST_LINE)
    first, rest = name.split(" ", 1)
    return f"{plain(first, LONGEST_LINE)}<br>{plain(rest, LONGEST_LINE)}"


def _heads(kinds: Sequence[str], metric: Metric, tone: Colours) -> list[dict[str, Any]]:
    return [
        label(
            post_name(kind),
            at,
            1,
            tone.muted,
            yref="paper",
            yanchor="bottom",
            xanchor="left",
            xshift=-8,
            textangle=-38,
        )
        for at, kind in enumerate(kinds)
    ]


def _rule(y: int, tone: Colours) -> dict[str, Any]:
    line = {"color": tone.grid, "width": 1}
    place = {"x0": 0, "x1": 1, "y0": y + 0.5, "y1": y + 0.5}
    return {"type": "line", "xref": "paper", "yref": "y", **place, "line": line, "layer": "below"}


def _marks(sides: Sequence[Side], kinds: Sequence[str], tone: Colours) -> dict[str, Any]:
    drawn = [
        (at, side, post)
        for at, side in enumerate(sides)
        for post in side.posts
        if post.kind in kinds
    ]
    most = max((post.findings for _, _, post in drawn), default=1)
    return {
        "type": "scatter",
        "x": [kinds.index(post.kind) for _, _, post in drawn],
        "y": [-at for at, _, _ in drawn],
        "mode": "markers+text",
        "text": [str(post.findings) for _, _, post in drawn],
        "textfont": {"color": tone.ink, "size": theme.SMALL},
        "marker": {
            "symbol": "circle",
            "size": [_size(post, most) for _, _, post in drawn],
            "color": tone.band,
            "line": {"color": tone.promoter, "width": 1.5},
        },
        "customdata": [[f"{side.touchpoint}:{p.kind}", _hover(side, p)] for _, side, p in drawn],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _size(post: Post, most: int) -> float:
    """Return a diameter: the area beyond the smallest grows with the findings."""
    return SMALLEST + (LARGEST - SMALLEST) * math.sqrt(post.findings / most)


def _hover(side: Side, post: Post) -> str:
    found = post.score
    score = ""
    if found.low is not None and found.high is not None:
        value = f"<b>{found.value:.1f}</b> of 10, " if found.value is not None else ""
        score = f"<br>mean score {value}95 % interval {found.low:.1f} to {found.high:.1f}"
    said = "".join(f"<br>“{plain(each.text, 70)}” ({each.times})" for each in post.examples)
    name = f"{plain(side.touchpoint, 40)}, {post_name(post.kind)}"
    return f"<b>{name}</b>: {post.findings:,} findings{score}{said}"


def _legend(found: Listening, metric: Metric) -> str:
    kind = f" ({found.survey_kind} survey)" if found.survey_kind else ""
    parts = [
        f"In the circles: findings of each listening post. Below the touchpoint: {metric.name} of "
        f"the survey{kind}."
    ]
    left = [side for side in found.touchpoints if side.posts][MOST_TOUCHPOINTS:]
    if left:
        parts.append(f"Not drawn: {len(left)} touchpoints with fewer findings.")
    if found.kinds[MOST_POSTS:]:
        parts.append(f"Not drawn: {', '.join(map(post_name, found.kinds[MOST_POSTS:]))}.")
    return " ".join(parts)


def listening_alt(found: Listening, metric: Metric) -> str:
    """Say where most was found, in a sentence."""
    sides, kinds = shown(found)
    if not sides:
        return "Findings of the other listening posts: none."
    said = ", ".join(
        f"{side.touchpoint} {sum(post.findings for post in side.posts)}" for side in sides
    )
    return f"Findings of {len(kinds)} listening posts beside {metric.name}, by touchpoint: {said}."
