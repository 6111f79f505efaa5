"""What people write about, how many do, and how they score."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.analysis.voice.effects import HIGHER, LOWER
from cx.charts.rows import Line, draw_lines
from cx.charts.theme import MOST_CATEGORIES
from cx.metrics import Metric
from cx.topics.voice.results import Theme, ThemesOf
from cx.words import counted

SIDE = {HIGHER: "above", LOWER: "below"}


def themes(found: ThemesOf, metric: Metric, is_dark: bool = False) -> go.Figure:
    """Draw the score of those who write about each theme, beside that of all other comments.

    Parameters
    ----------
    found : ThemesOf
        Themes of one language that were not refused.
    metric : Metric
        Of the scores.
    is_dark : bool
        Appearance of the page.
    """
    shown = largest(found.themes, metric)
    return draw_lines(
        [_line(each) for each in shown],
        metric,
        reference=None,
        alt=themes_alt(found, metric),
        is_dark=is_dark,
        legend=_legend(found, len(shown)),
        words={"above": "better", "below": "worse"} if metric.is_higher_better else _TURNED,
    )


_TURNED = {"above": "worse", "below": "better"}


def largest(found: Sequence[Theme], metric: Metric) -> list[Theme]:
    """Return the themes with most comments, the worst score first, those without one last."""
    sign = 1 if metric.is_higher_better else -1

    def place(each: Theme) -> tuple[bool, float]:
        value = each.effect.inside.value
        return value is None, sign * (value or 0.0)

    return sorted(sorted(found, key=lambda each: -each.comments)[:MOST_CATEGORIES], key=place)


def _line(each: Theme) -> Line:
    inside, outside = each.effect.inside, each.effect.outside
    share = each.share.value
    # Beside a refusal in words there is room for the number only.
    is_shared = share is not None and inside.low is not None
    note = f"{share:.0f} % · n {each.comments:,}" if is_shared else f"n {each.comments:,}"
    side = SIDE.get(each.effect.verdict, "")
    before = outside.value if inside.low is not None else None
    return Line(str(each.number), each.name, note, inside, side, before)


def _legend(found: ThemesOf, shown: int) -> str:
    parts = [
        "At the mark: score where people write about it; upright mark: where they write about "
        "other things. Bar: 95 % interval. ▲ ▼ a clear difference, allowing for all themes. "
        "In grey: share of the comments, and their number.",
    ]
    if len(found.themes) > shown:
        left = counted(len(found.themes) - shown, "smaller theme")
        parts.append(f"Not drawn: {left}, listed where this is computed.")
    if any(each.effect.inside.is_low_base for each in found.themes):
        parts.append("† Low base.")
    return " ".join(parts)


def themes_alt(found: ThemesOf, metric: Metric) -> str:
    """Say which themes go with a better or a worse score, in a sentence."""
    clear = [each for each in found.themes if each.effect.verdict in SIDE]
    if not clear:
        return f"{metric.name} by theme, {len(found.themes)} themes: none goes clearly with it."
    said = ", ".join(f"{each.name} {each.effect.verdict}" for each in clear)
    return f"{metric.name} where people write about a theme: {said}."
