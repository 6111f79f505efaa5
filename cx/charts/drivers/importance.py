"""What a score is linked to: each attribute's share of it, against a yardstick of pure noise."""

import plotly.graph_objects as go

from cx.analysis.drivers.importance import NONE, OWN, SHARED, Driver, Importance
from cx.analysis.drivers.logistic import LogitShares
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import plain

SYMBOLS = {OWN: "circle", SHARED: "circle-open", NONE: "x-thin-open"}
MEANINGS = {OWN: "focus", SHARED: "muted", NONE: "muted"}
SELDOM = 0.01
SAID = {OWN: "", SHARED: "only with others", NONE: "no more than noise"}


def importance(found: Importance, is_dark: bool = False) -> go.Figure:
    """Draw the share of R² that each attribute has, with its interval.

    Parameters
    ----------
    found : Importance
        A ranking that was not refused.
    """
    whole = found.r2 or 1.0
    return draw_rows(
        [_row(each) for each in found.drivers],
        alt=importance_alt(found),
        is_dark=is_dark,
        suffix=" %",
        reference=("noise", 100 * found.yardstick / whole),
        head="importance",
        legend=(
            "Share of what all ratings together explain. Bar: 95 % interval. Filled: linked to "
            "the score by itself; open: only together with others; cross: no more than noise."
        ),
    )


def _row(driver: Driver) -> Row:
    share, low, high = (100 * each for each in (driver.share, driver.share_low, driver.share_high))
    note, first = SAID[driver.standing], _first(driver.p_top)
    turned = "<br>turns round when the others are held equal" if driver.is_suppressed else ""
    hover = (
        f"{plain(driver.name, 60)}<br><b>{share:.0f} %</b>, 95 % interval {low:.0f} to {high:.0f} %"
        f"<br>{driver.answers:,} ratings{first}{turned}"
    )
    mark = Mark(share, low, high, MEANINGS[driver.standing], SYMBOLS[driver.standing], hover)
    meaning = "ink" if driver.standing == OWN else "muted"
    return Row(driver.name, driver.name, note, f"<b>{share:.0f} %</b>", (mark,), meaning)


def _first(chance: float) -> str:
    """Say how often an attribute comes first, where that happens at all.

    >>> _first(0.64), _first(0.004)
    ('<br>first in 64 % of samples', '')
    """
    return f"<br>first in {100 * chance:.0f} % of samples" if chance >= SELDOM else ""


def yes_or_no(found: LogitShares, is_dark: bool = False) -> go.Figure:
    """Draw the share that each attribute has of McFadden's R² of a bad answer.

    Parameters
    ----------
    found : LogitShares
        A ranking that was not refused.
    """
    whole = found.r2 or 1.0
    shares = sorted(zip(found.shares, found.names, strict=True), reverse=True)
    return draw_rows(
        [_share_row(name, 100 * share / whole) for share, name in shares],
        alt=yes_or_no_alt(found),
        is_dark=is_dark,
        suffix=" %",
        legend=(
            "Share of what all ratings together explain of such an answer, yes or no (McFadden's "
            f"R² {whole:.2f}). It has no interval: read it beside the ranking of the score."
        ),
    )


def _share_row(name: str, share: float) -> Row:
    hover = f"{plain(name, 60)}<br><b>{share:.0f} %</b>"
    mark = Mark(share, None, None, "focus", "circle", hover)
    return Row(name, name, "", f"<b>{share:.0f} %</b>", (mark,))


def yes_or_no_alt(found: LogitShares) -> str:
    """Say what a bad answer is linked to most, in a sentence."""
    whole = found.r2 or 1.0
    shares = sorted(zip(found.shares, found.names, strict=True), reverse=True)
    named = ", ".join(f"{name} {100 * share / whole:.0f} %" for share, name in shares)
    return f"What such an answer, yes or no, is linked to: {named}."


def importance_alt(found: Importance) -> str:
    """Say what matters by itself, in a sentence."""
    own = [each for each in found.drivers if each.standing == OWN]
    if not own:
        return (
            f"Importance of {len(found.drivers)} attributes: none is linked to the score by itself."
        )
    named = ", ".join(f"{each.name} {100 * each.share:.0f} %" for each in own)
    return f"Importance of {len(found.drivers)} attributes; by themselves matter {named}."
