"""Puts the Overview into plain sentences, honest ones when nothing moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cx.metrics import METRICS
from cx.topics.nps.words import change_in_words, score_in_words
from cx.words import counted, day_in_words, listed, minus, signed

if TYPE_CHECKING:
    from cx.topics.nps import NpsTrends
    from cx.topics.nps.results import Event, Group
    from cx.topics.overview.company import Segment
    from cx.topics.overview.results import Overview, Tile

SHARE = METRICS["csat"]
MILLION, THOUSAND = 1e6, 1e4
NEAR_DAYS = 14
"""How near the first day of the period something happened at the turn."""

IN_HEADLINE = ("revenue", "retention")
VERBS = {"up": "rose", "down": "fell"}
SIGNS = "+\N{MINUS SIGN}"


def money(amount: float, currency: str = "", has_sign: bool = False) -> str:
    """Write an amount in short: three digits that count.

    >>> money(11_212_490.0, "EUR"), money(-48_300.0), money(163.9, "EUR"), money(5e6, has_sign=True)
    ('11.2 M EUR', '−48 k', '164 EUR', '+5.00 M')
    """
    sign = "+" if has_sign else ""
    size = abs(amount)
    if size >= MILLION:
        digits = 2 if size < 10 * MILLION else 1 if size < 100 * MILLION else 0
        text = f"{amount / MILLION:{sign},.{digits}f} M"
    elif size >= THOUSAND:
        text = f"{amount / 1000:{sign},.0f} k"
    else:
        text = f"{amount:{sign},.0f}"
    return minus(f"{text} {currency}".strip())


def figure(tile: Tile, value: float, currency: str = "") -> str:
    """Write a value in the unit of its tile."""
    if tile.unit == "money":
        return money(value, currency)
    metric = SHARE if tile.unit == SHARE.unit else _metric(tile.unit)
    return metric.format(value)


def printed(tile: Tile, currency: str = "") -> str:
    """Write the figure of a tile, its interval where there is nothing else; ``""`` for none."""
    if tile.value is not None:
        return figure(tile, tile.value, currency)
    if tile.low is None or tile.high is None:
        return ""
    low, high = (figure(tile, end, currency) for end in (tile.low, tile.high))
    return f"{low} to {high}"


def interval(tile: Tile) -> str:
    """Write the interval of a tile; ``""`` where it has none, as what is counted has not."""
    if tile.low is None or tile.high is None:
        return ""
    low, high = (figure(tile, end) for end in (tile.low, tile.high))
    return f"{low.removesuffix(' %')} to {high}"


def _metric(unit: str):  # type: ignore[no-untyped-def]
    return next(metric for metric in METRICS.values() if metric.unit == unit)


def moved_by(tile: Tile, currency: str = "") -> str:
    """Write by how much a figure moved: points for scores and shares, per cent for money.

    Where there is nothing to divide by, money is written as an amount.
    """
    if tile.change is None or tile.change.value is None:
        return ""
    if tile.unit != "money":
        metric = SHARE if tile.unit == SHARE.unit else _metric(tile.unit)
        return metric.format_change(tile.change.value)
    if tile.before is None or tile.before <= 0:
        return money(tile.change.value, currency, has_sign=True)
    return f"{signed(100 * tile.change.value / tile.before, 1)} %"


def headline(found: Overview) -> str:
    """Say how we are doing, and what moved."""
    if found.is_empty:
        return "Nothing matches these filters."
    said = [_of_tile(found, found.tile(key)) for key in ("score", *IN_HEADLINE)]
    parts = [each for each in said if each]
    text = f"{'; '.join(parts)}." if parts else "No figure can be shown here."
    text = text[:1].upper() + text[1:]
    return f"{text} {_how_much_moved(found)}".strip()


def _of_tile(found: Overview, tile: Tile) -> str:
    if tile.value is None:
        return ""
    name = tile.label if tile.key == "score" else tile.label.lower()
    value = figure(tile, tile.value, found.settings.currency)
    if tile.change is None or tile.change.value is None:
        return f"{name} is {value}"
    if not tile.is_clear:
        return f"{name} is {value}, no clear change"
    by = moved_by(tile, found.settings.currency).lstrip(SIGNS)
    return f"{name} {VERBS[tile.change.verdict]} by {by} to {value}"


def _how_much_moved(found: Overview) -> str:
    if found.stretches.then_from is None:
        return "Nothing is compared: choose a period, and what to compare it with."
    if not any(each.is_change for each in found.findings):
        return f"Nothing moved beyond noise ({counted(found.family, 'comparison')} looked at)."
    return ""


def score_moved(found: NpsTrends) -> str:
    """Say how the score moved in the words of its page, and what happened at the turn."""
    return f"{found.headline}{_at_the_turn(found)}"


def _at_the_turn(found: NpsTrends) -> str:
    turn = found.filters.from_on
    near = [each for each in found.events if turn and abs((each.on - turn).days) <= NEAR_DAYS]
    told = [f"{each.title} ({day_in_words(each.on)})" for each in near]
    return f" On file for the turn: {listed(told)}." if told else ""


def mix_and_rate(found: NpsTrends, dimension: str, mix: float, rate: float) -> str:
    """Say that who answered and how they scored pulled against each other."""
    name, period = found.metric.name, _period(found)
    said = (
        f"{name} shows no clear change{period}, but two movements hide each other: within "
        f"{dimension}s it moved by {signed(rate, 1)} points, a shift between {dimension}s by "
        f"{signed(mix, 1)}."
    )
    return f"{said}{_at_the_turn(found)}"


def group_moved(found: NpsTrends, dimension: str, group: Group) -> str:
    """Say how a group moved, in the words of the page."""
    score = score_in_words(found.metric, group.score)
    moved = change_in_words(found.metric, group.change)
    return f"{dimension.capitalize()} {group.name}: {score}, {moved}{_period(found)}."


def group_apart(found: NpsTrends, dimension: str, group: Group) -> str:
    """Say how far a group lies from the rest of the view."""
    score = score_in_words(found.metric, group.score)
    apart = group.apart.value if group.apart and group.apart.value is not None else 0.0
    digits = max(1, found.metric.decimals)
    return (
        f"{dimension.capitalize()} {group.name}: {score}, {abs(apart):.{digits}f} points "
        f"{'below' if apart < 0 else 'above'} the rest."
    )


def signal(found: NpsTrends, at: int) -> str:
    """Say that a month lies outside ordinary movement, and what happened in it."""
    point, limits, metric = found.trend[at], found.limits, found.metric
    low, high = limits.lower[at], limits.upper[at]
    events = [each.title for each in _events_in(found, at)]
    happened = f" On file for it: {listed(events)}." if events else ""
    return (
        f"{point.label} lies outside the ordinary movement of {metric.name}: "
        f"{metric.format(point.score.value or 0.0)}, where {metric.format(low or 0.0)} to "
        f"{metric.format(high or 0.0)} is usual.{happened}"
    )


def _events_in(found: NpsTrends, at: int) -> list[Event]:
    start = found.trend[at].starts_on
    end = found.trend[at + 1].starts_on if at + 1 < len(found.trend) else None
    return [each for each in found.events if each.on >= start and (end is None or each.on < end)]


def tile_moved(tile: Tile, found: NpsTrends) -> str:
    """Say how a headline figure moved."""
    currency = found.settings.currency
    if tile.value is None or tile.change is None or tile.change.verdict not in VERBS:
        return ""
    by = moved_by(tile, currency).lstrip(SIGNS)
    return (
        f"{tile.label} {VERBS[tile.change.verdict]} by {by} to "
        f"{figure(tile, tile.value, currency)}{_period(found)}."
    )


def segment_loses(segment: Segment, found: NpsTrends) -> str:
    """Say that a segment costs more than it brings in."""
    currency = found.settings.currency
    each = money(abs(segment.margin) / max(1, segment.customers), currency)
    return (
        f"Segment {segment.name} costs more than it brings in: it loses {each} per customer, "
        f"{money(abs(segment.margin), currency)} in all."
    )


def because(row: Mapping[str, Any]) -> str | None:
    """Say why a customer is at risk; nothing where nothing points to it.

    >>> because({"unhappy": True, "complaints": 2, "stopped": False})
    'unhappy answer, 2 open complaints'
    """
    said = [
        "unhappy answer" if row["unhappy"] else "",
        counted(row["complaints"], "open complaint") if row["complaints"] else "",
        "stopped buying" if row["stopped"] else "",
    ]
    return ", ".join(each for each in said if each) or None


def _period(found: NpsTrends) -> str:
    comparison = found.filters.comparison()
    return f" on {comparison.period_in_words()}" if comparison else ""


def notes(found: Overview) -> tuple[str, ...]:
    """What a careful reader must know beside the headline."""
    if found.is_empty:
        return ()
    said = (
        _family(found),
        _cut(found),
        _not_covered(found),
        "" if found.has_costs else "No cost is on file, so this page tells of revenue only.",
        "Sums of money and shares of customers are counted, not estimated; whether they moved is "
        "judged by customer, as if these were some of many like them.",
    )
    return tuple(each for each in said if each)


def _family(found: Overview) -> str:
    if not found.family:
        return ""
    return (
        f"{counted(found.family, 'comparison')} were looked at together; the chance of even one "
        "false finding among them is 5 % at most (Holm). A change that is clear by itself but not "
        "among so many is marked as what may be chance."
    )


def _cut(found: Overview) -> str:
    if not found.stretches.is_cut:
        return ""
    return (
        f"The data ends on {day_in_words(found.stretches.now_to)}, within the period: money and "
        "retention are compared with as many days before."
    )


def _not_covered(found: Overview) -> str:
    comparison = found.filters.comparison()
    if comparison is None or found.stretches.then_from is not None:
        return ""
    return (
        f"Money is not on file for all of {comparison.period_in_words()}, so it is compared with "
        "nothing."
    )
