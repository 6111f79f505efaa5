"""What failings cost and excellences earn, which only hurt, and which set the unhappy apart."""

import plotly.graph_objects as go

from cx.analysis.dissatisfaction.asymmetry import UNDETERMINED, Asymmetry, Contrast
from cx.analysis.dissatisfaction.bridge import Bridge, Span, Term
from cx.analysis.dissatisfaction.reach_noise import Dissatisfier, ReachNoise
from cx.charts import theme
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import label, plain

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
        legend=(
            "▼ points that low ratings cost, ▲ points that top ratings earn, of the whole score. "
            "Bar: 95 % interval. Open: may be nothing."
        ),
    )


def _span_row(span: Span) -> Row:
    marks = (
        _term_mark(span.name, span.penalty, COST, "bad", "low"),
        _term_mark(span.name, span.reward, EARNING, "good", "top"),
    )
    is_clear = span.penalty.is_clear
    return Row(
        span.name,
        span.name,
        f"{span.penalty.share:.0%} rate it low",
        f"<b>{_signed(span.penalty.points)}</b>",
        marks,
        "bad" if is_clear and span.penalty.points < 0 else "muted",
    )


def _term_mark(name: str, term: Term, symbol: str, meaning: str, level: str) -> Mark:
    shape = symbol if term.is_clear else f"{symbol}-open"
    hover = (
        f"{plain(name, 60)}, {level} ratings<br><b>{_signed(term.points)} points</b>, "
        f"95 % interval {_signed(term.low)} to {_signed(term.high)}<br>"
        f"{term.share:.0%} of the answers, {_signed(term.effect)} points each"
    )
    return Mark(term.points, term.low, term.high, meaning, shape, hover)


def _signed(points: float) -> str:
    """Write points with their sign, and no sign where they round to nothing.

    >>> _signed(-8.84), _signed(0.02)
    ('−8.8', '0.0')
    """
    text = f"{points:+.1f}".replace("-", "−")
    return "0.0" if text in ("+0.0", "−0.0") else text


def bridge_alt(found: Bridge) -> str:
    """Say which failings cost most, in a sentence."""
    clear = [each for each in found.spans if each.penalty.is_clear and each.penalty.points < 0]
    if not clear:
        return f"What failings cost: none of {len(found.spans)} attributes costs clearly."
    named = ", ".join(f"{each.name} {_signed(each.penalty.points)}" for each in clear)
    return f"What failings cost, in points of the score: {named}."


def asymmetry(found: Asymmetry, is_dark: bool = False) -> go.Figure:
    """Draw penalty against reward for one who rates low or top, attribute by attribute.

    Parameters
    ----------
    found : Asymmetry
        One that was not refused.
    """
    return draw_rows(
        [_contrast_row(each) for each in found.contrasts],
        alt=asymmetry_alt(found),
        is_dark=is_dark,
        legend=(
            "▼ difference that a low rating makes, ▲ that a top rating makes, against one in the "
            "middle. Bar: 95 % interval. A class is named only when the data carry it."
        ),
    )


def _contrast_row(each: Contrast) -> Row:
    said = each.refusal.remedy if each.refusal else each.standing
    is_named = each.standing != UNDETERMINED
    return Row(
        each.name,
        each.name,
        "",
        f"<b>{said}</b>" if is_named else plain(said, 40),
        tuple(_contrast_marks(each)),
        "ink" if is_named else "muted",
    )


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
            symbol,
            f"{plain(each.name, 60)}, {level} ratings<br><b>{_signed(value)}</b>"
            f"<br>{plain(each.reason or each.standing, 90)}",
        )
        for value, low, high, meaning, symbol, level in ends
    ]


def asymmetry_alt(found: Asymmetry) -> str:
    """Say which attributes are basics and which delight, in a sentence."""
    named = [each for each in found.contrasts if each.standing != UNDETERMINED]
    if not named:
        return f"Basics and delighters: undetermined for all {len(found.contrasts)} attributes."
    said = ", ".join(f"{each.name} {each.standing}" for each in named)
    left = len(found.contrasts) - len(named)
    return f"Basics and delighters: {said}; undetermined: {left}."


def dissatisfiers(found: ReachNoise, is_dark: bool = False) -> go.Figure:
    """Draw whom each failing met: the dissatisfied beside the others."""
    return draw_rows(
        [_reach_row(each) for each in found.dissatisfiers],
        alt=dissatisfiers_alt(found),
        is_dark=is_dark,
        suffix=" %",
        legend=(
            "◆ share of the dissatisfied whom it failed, ● of the others. At the right what it "
            "alone contributes to the difference, in points."
        ),
    )


def _reach_row(each: Dissatisfier) -> Row:
    reach, noise = 100 * each.reach, 100 * each.noise
    hover = (
        f"{plain(each.name, 60)}<br>failed {reach:.0f} % of the dissatisfied and {noise:.0f} % of "
        f"the others<br>contributes {_signed(100 * each.value)} points, 95 % interval "
        f"{_signed(100 * each.low)} to {_signed(100 * each.high)}"
    )
    is_key = each.is_clear and each.value > 0
    return Row(
        each.name,
        each.name,
        "" if each.is_clear else "may be nothing",
        f"<b>{_signed(100 * each.value)}</b>",
        (
            Mark(noise, None, None, "muted", "circle", hover),
            Mark(reach, noise, reach, "bad", "diamond", hover),
        ),
        "bad" if is_key else "muted",
    )


def dissatisfiers_alt(found: ReachNoise) -> str:
    """Say which failings are key, in a sentence."""
    if not found.key:
        return "Failings that set the dissatisfied apart: none is clear."
    return f"Failings that set the dissatisfied apart: {', '.join(found.key)}."


def key_curve(found: ReachNoise, is_dark: bool = False) -> go.Figure:
    """Draw how far failings reach together, one added after the other."""
    tone = theme.colours(is_dark)
    steps = range(1, len(found.curve) + 1)
    lines = (
        ("dissatisfied", [100 * each.reach for each in found.curve], tone.bad, "diamond"),
        ("others", [100 * each.noise for each in found.curve], tone.muted, "circle"),
    )
    traces = [
        {
            "type": "scatter",
            "x": list(steps),
            "y": values,
            "mode": "lines+markers",
            "line": {"color": colour, "width": 2},
            "marker": {"symbol": symbol, "size": 9, "color": colour},
            "customdata": [[each.name, plain(each.name, 60)] for each in found.curve],
            "hovertemplate": "+ %{customdata[1]}<br>%{y:.0f} % of the " + name + "<extra></extra>",
        }
        for name, values, colour, symbol in lines
    ]
    ends = [
        label(name, len(found.curve), v[-1], c, xanchor="right", yanchor="bottom", yshift=6)
        for name, v, c, _ in lines
    ]
    peak = max(range(len(found.curve)), key=lambda at: found.curve[at].difference) + 1
    layout = {
        "xaxis": {"title": {"text": "failings taken together"}, "dtick": 1},
        "yaxis": {"ticksuffix": " %", "rangemode": "tozero"},
        "annotations": ends,
        "shapes": [
            {
                "type": "line",
                "xref": "x",
                "yref": "paper",
                "x0": peak,
                "x1": peak,
                "y0": 0,
                "y1": 1,
                "line": {"color": tone.muted, "width": 1, "dash": "dot"},
            }
        ],
    }
    legend = (
        "Share whom at least one of the failings met. Dotted: where the two are furthest apart."
    )
    return theme.finish(
        traces, layout, alt=key_curve_alt(found), is_dark=is_dark, height=280, legend=legend
    )


def key_curve_alt(found: ReachNoise) -> str:
    """Say where the curve peaks, in a sentence."""
    if not found.curve:
        return "No failings to add up."
    peak = max(found.curve, key=lambda step: step.difference)
    return (
        f"Up to {peak.name} the failings together met {peak.reach:.0%} of the dissatisfied and "
        f"{peak.noise:.0%} of the others."
    )
