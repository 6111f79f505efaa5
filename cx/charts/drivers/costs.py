"""What failings cost and excellences earn, and which attributes only hurt or only delight."""

import plotly.graph_objects as go

from cx.analysis.dissatisfaction.asymmetry import UNDETERMINED, Asymmetry, Contrast
from cx.analysis.dissatisfaction.bridge import Bridge, Span, Term
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import plain
from cx.topics.drivers.classes import IN_WORDS
from cx.words import signed

COST, EARNING = "triangle-down", "triangle-up"


def bridge(found: Bridge, is_dark: bool = False) -> go.Figure:
    """Draw what low ratings of each attribute cost and top ratings earn, in points of the score.

    Parameters
    ----------
    found : Bridge
        A split that was not refused.
    """
    return draw_rows(
        [_span_row(span) for span in found.spans],
        alt=bridge_alt(found),
        is_dark=is_dark,
        head="costs · earns",
        axis="points of the score",
        legend=(
            "▼ points linked to low ratings, ▲ points linked to top ratings, of the whole score. "
            "Bar: 95 % interval. Open: not clear."
        ),
    )


def _span_row(span: Span) -> Row:
    marks = (
        _term_mark(span.name, span.penalty, COST, "bad", "low"),
        _term_mark(span.name, span.reward, EARNING, "good", "top"),
    )
    return Row(
        span.name,
        span.name,
        f"{100 * span.penalty.share:.0f} % rate it low",
        f"{_sized(span.penalty, -1)} · {_sized(span.reward, 1)}",
        marks,
        "ink" if span.penalty.is_clear or span.reward.is_clear else "muted",
    )


def _sized(term: Term, sign: int) -> str:
    """Print a size: bold where it is clear, in a word where it is of the wrong sign by chance.

    >>> _sized(Term(-5.2, -6.3, -4.0, -32.0, 0.16, True), -1)
    '<b>−5.2</b>'
    >>> _sized(Term(0.1, -0.9, 1.0, 0.8, 0.11, False), -1)
    'unclear'
    """
    if term.is_clear:
        return f"<b>{signed(term.points, 1)}</b>"
    return signed(term.points, 1) if sign * term.points > 0 else "unclear"


def _term_mark(name: str, term: Term, symbol: str, meaning: str, level: str) -> Mark:
    shape = symbol if term.is_clear else f"{symbol}-open"
    hover = (
        f"{plain(name, 60)}, {level} ratings<br><b>{signed(term.points, 1)} points</b>, "
        f"95 % interval {signed(term.low, 1)} to {signed(term.high, 1)}<br>"
        f"{100 * term.share:.0f} % of the answers, {signed(term.effect, 1)} points each"
    )
    return Mark(term.points, term.low, term.high, meaning, shape, hover)


def bridge_alt(found: Bridge) -> str:
    """Say which failings cost most, in a sentence."""
    clear = [each for each in found.spans if each.penalty.is_clear and each.penalty.points < 0]
    if not clear:
        return f"What failings cost: none of {len(found.spans)} attributes costs clearly."
    named = ", ".join(f"{each.name} {signed(each.penalty.points, 1)}" for each in clear)
    return f"What failings cost, in points of the score: {named}."


def asymmetry(found: Asymmetry, is_dark: bool = False) -> go.Figure:
    """Draw penalty against reward for one who rates low or top, attribute by attribute.

    Parameters
    ----------
    found : Asymmetry
        One that was not refused.
    """
    ordered = sorted(found.contrasts, key=lambda each: each.penalty or 0.0)
    return draw_rows(
        [_contrast_row(each) for each in ordered],
        alt=asymmetry_alt(found),
        is_dark=is_dark,
        head="class",
        axis="points, against a rating in the middle",
        legend=(
            "▼ points linked to a low rating, ▲ to a top rating, of one who gives it. Bar: 95 % "
            "interval; open: it holds 0. A class is named only where 80 in 100 samples agree."
        ),
    )


def _contrast_row(each: Contrast) -> Row:
    said = each.refusal.remedy if each.refusal else class_in_words(each)
    is_named = each.standing != UNDETERMINED
    return Row(
        each.name,
        each.name,
        "",
        f"<b>{said}</b>" if is_named else plain(said, 40),
        tuple(_contrast_marks(each)),
        "ink" if is_named else "muted",
    )


def class_in_words(each: Contrast) -> str:
    """Say what an attribute is, or which of its sides are clear where no class is."""
    if each.standing != UNDETERMINED or each.penalty_high is None or each.reward_low is None:
        return IN_WORDS.get(each.standing, "not clear")
    hurts, pleases = each.penalty_high < 0, each.reward_low > 0
    if hurts and pleases:
        return "both sides count; class unclear"
    if hurts or pleases:
        return f"{'hurts' if hurts else 'pleases'}; class unclear"
    return "not clear"


def _contrast_marks(each: Contrast) -> list[Mark]:
    if each.penalty is None or each.reward is None:
        return []
    ends = (
        (each.penalty, each.penalty_low, each.penalty_high, "bad", COST, "low"),
        (each.reward, each.reward_low, each.reward_high, "good", EARNING, "top"),
    )
    return [
        Mark(
            value,
            low,
            high,
            meaning,
            symbol if low is None or high is None or low * high > 0 else f"{symbol}-open",
            f"{plain(each.name, 60)}, {level} ratings<br><b>{signed(value, 1)}</b>"
            f"<br>{plain(each.reason or each.standing, 90)}",
        )
        for value, low, high, meaning, symbol, level in ends
    ]


def asymmetry_alt(found: Asymmetry) -> str:
    """Say which attributes are basics and which delight, in a sentence."""
    named = [each for each in found.contrasts if each.standing != UNDETERMINED]
    if not named:
        return f"Basics and delighters: the class of none of {len(found.contrasts)} is clear."
    said = ", ".join(f"{each.name} {IN_WORDS[each.standing]}" for each in named)
    left = len(found.contrasts) - len(named)
    return f"Basics and delighters: {said}; class unclear: {left}."
