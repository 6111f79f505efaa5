"""Finds what moved or stands out: all that was looked at is one family, the rest is noise."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from cx.analysis.change import DOWN, UP
from cx.analysis.compare import BELOW, family_wise
from cx.analysis.control import BEYOND_LIMITS
from cx.analysis.estimate import LEVEL, Estimate, p_of_interval
from cx.analysis.intervals import upper_tail
from cx.analysis.mix import Effect
from cx.filters import Filters
from cx.topics.nps import NpsTrends
from cx.topics.nps.periods import next_start
from cx.topics.nps.results import Group, TrendPoint
from cx.topics.overview import words
from cx.topics.overview.company import Money, Segment
from cx.topics.overview.results import MONEY, Finding, Tile

ASKED_FOR = 4
"""Of so many of each kind revenue is asked for: each asking reads all answers and orders."""

MOST = 4
"""How many are shown."""

PAGES = {
    "response_rate": "nps_trends",
    "retention": "drivers",
    "revenue": "profitability",
    "margin": "profitability",
    "cost_to_serve": "profitability",
    "complaints_in_target": "closed_loop",
}
"""Which page tells more of a headline figure."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A comparison that was looked at, and what is said if it passes.

    Attributes
    ----------
    is_open : bool
        Whether the page that it leads to calls it clear, too.
    concerned : Filters or None
        The view whose customers it is about, where their revenue is to be asked for.
    answers : int
        Behind it.
    """

    finding: Finding
    is_open: bool
    concerned: Filters | None = None
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking: one finding of a kind, by money, and the kinds that passed."""

    findings: tuple[Finding, ...]
    passed: frozenset[str]
    family: int


def look(
    found: NpsTrends, tiles: Iterable[Tile], money: Money, worth: Callable[[Filters], float]
) -> Looked:
    """Test everything once, allow for how much that is, and keep what is left by money.

    Parameters
    ----------
    worth : callable
        Revenue of twelve months of the customers who answered in a view.
    """
    looked = [*_of_scores(found), *_of_tiles(found, tiles), *_of_segments(found, money)]
    clear = family_wise([each.finding.p for each in looked])
    kept = [
        each
        for each, is_clear in zip(looked, clear.is_clear, strict=True)
        if is_clear and each.is_open
    ]
    ranked = sorted(
        (_with_money(each, worth) for each in _largest(kept)),
        key=lambda each: (each.money is None, -(each.money or 0.0), each.p),
    )
    passed = frozenset(each.finding.kind for each in kept)
    return Looked(_without_repeats(ranked), passed, clear.family)


def _largest(kept: list[Candidate]) -> list[Candidate]:
    """Keep the few of each kind with most answers: a small group seldom brings most revenue."""
    found: dict[str, list[Candidate]] = {}
    for each in sorted(kept, key=lambda each: -each.answers):
        found.setdefault(each.finding.kind, []).append(each)
    return [each for kind in found.values() for each in kind[:ASKED_FOR]]


def _with_money(each: Candidate, worth: Callable[[Filters], float]) -> Finding:
    finding = each.finding
    if finding.money is not None or each.concerned is None:
        return finding
    return replace(finding, money=worth(each.concerned) or None)


def _without_repeats(ranked: list[Finding]) -> tuple[Finding, ...]:
    """Keep one of a kind; what the sentence about the score tells anyway is not told twice."""
    whole = next((each for each in ranked if each.kind == "score"), None)
    first: dict[str, Finding] = {}
    for finding in ranked:
        is_told = whole is not None and (
            finding.kind == "mix"
            or (finding.kind == "group_moved" and finding.is_good == whole.is_good)
        )
        if not is_told:
            first.setdefault(finding.kind, finding)
    return tuple(first.values())


def _of_scores(found: NpsTrends) -> Iterator[Candidate]:
    yield from _score(found)
    yield from _mix(found)
    for dimension, breakdown in found.breakdowns.items():
        named = [group for group in breakdown.groups if not group.name.startswith("(")]
        for group in named if len(breakdown.groups) > 1 else []:
            yield from _moved(found, dimension, group)
            yield from _apart(found, dimension, group)
    for at, point in enumerate(found.trend):
        yield from _month(found, at, point)


def _score(found: NpsTrends) -> Iterator[Candidate]:
    change = found.change
    if change is None or change.p is None:
        return
    is_good = found.metric.is_good(change.verdict)
    said = words.score_moved(found)
    finding = Finding("score", said, "nps_trends", found.filters, True, is_good, change.p)
    yield Candidate(finding, change.verdict in (UP, DOWN), found.filters)


def _mix(found: NpsTrends) -> Iterator[Candidate]:
    """Look whether a shift between groups and how they score pull against each other."""
    able = [(name, split) for name, split in found.mix.items() if split.refusal is None]
    if not able or able[0][1].mix is None or able[0][1].rate is None:
        return
    dimension, mix, rate = able[0][0], able[0][1].mix, able[0][1].rate
    is_hidden = found.change is not None and found.change.verdict not in (UP, DOWN)
    is_opposed = mix.is_clear and rate.is_clear and mix.value * rate.value < 0
    finding = Finding(
        "mix",
        words.mix_and_rate(found, dimension, mix.value, rate.value),
        "nps_trends",
        found.filters,
        True,
        (rate.value > 0) == found.metric.is_higher_better,
        max(_p(mix), _p(rate)),
        own=("by", dimension),
    )
    yield Candidate(finding, is_opposed and is_hidden, found.filters)


def _p(effect: Effect) -> float:
    return p_of_interval(Estimate(effect.value, effect.low, effect.high))


def _moved(found: NpsTrends, dimension: str, group: Group) -> Iterator[Candidate]:
    moved = group.change
    if moved is None or moved.p is None:
        return
    finding = Finding(
        "group_moved",
        words.group_moved(found, dimension, group),
        "nps_trends",
        found.filters,
        True,
        found.metric.is_good(moved.verdict),
        moved.p,
        own=("by", dimension),
    )
    concerned = _only(found, dimension, group)
    yield Candidate(finding, moved.verdict in (UP, DOWN), concerned, group.score.responses)


def _apart(found: NpsTrends, dimension: str, group: Group) -> Iterator[Candidate]:
    if group.apart is None or group.apart.p is None:
        return
    finding = Finding(
        "group_apart",
        words.group_apart(found, dimension, group),
        "nps_trends",
        found.filters,
        False,
        False,
        group.apart.p,
        own=("by", dimension),
    )
    concerned = _only(found, dimension, group)
    yield Candidate(finding, group.against_rest == BELOW, concerned, group.score.responses)


def _only(found: NpsTrends, dimension: str, group: Group) -> Filters:
    narrowed: dict[str, tuple[str, ...]] = {dimension: (group.name,)}
    return replace(found.filters, **narrowed)  # type: ignore[arg-type]


def _month(found: NpsTrends, at: int, point: TrendPoint) -> Iterator[Candidate]:
    """Look whether a month of the trend lies outside the ordinary movement of the score."""
    limits, value = found.limits, point.score.value
    upper, centre = limits.upper[at], limits.centre
    if centre is None or upper is None or value is None or upper <= centre:
        return
    p = 2 * upper_tail(3 * abs(value - centre) / (upper - centre))
    is_signal = any(each.index == at and each.rule == BEYOND_LIMITS for each in limits.signals)
    is_good = (value > centre) == found.metric.is_higher_better
    said = words.signal(found, at)
    finding = Finding("signal", said, "nps_trends", found.filters, True, is_good, p)
    yield Candidate(finding, is_signal, _days(found, point), point.score.responses)


def _days(found: NpsTrends, point: TrendPoint) -> Filters:
    ends_on = next_start(point.starts_on, found.grain) - timedelta(days=1)
    return replace(found.filters, period="custom", from_on=point.starts_on, to_on=ends_on)


def _of_tiles(found: NpsTrends, tiles: Iterable[Tile]) -> Iterator[Candidate]:
    for tile in tiles:
        if tile.key in PAGES and tile.change is not None and tile.change.p is not None:
            is_open = tile.change.verdict in (UP, DOWN)
            yield Candidate(_tile(found, tile, tile.change.p), is_open)


def _tile(found: NpsTrends, tile: Tile, p: float) -> Finding:
    change = tile.change
    many = tile.count if tile.key == "cost_to_serve" else 1
    return Finding(
        tile.key,
        words.tile_moved(tile, found),
        PAGES[tile.key],
        found.filters,
        True,
        tile.is_better,
        p,
        abs(change.value) * many if tile.unit == MONEY and change and change.value else None,
    )


def _of_segments(found: NpsTrends, money: Money) -> Iterator[Candidate]:
    for segment in money.segments:
        if segment.p is not None:
            finding = _segment(found, segment, segment.p)
            yield Candidate(finding, segment.margin < 0 and segment.p < LEVEL)


def _segment(found: NpsTrends, segment: Segment, p: float) -> Finding:
    return Finding(
        "segment_loses",
        words.segment_loses(segment, found),
        "profitability",
        found.filters,
        False,
        False,
        p,
        segment.revenue,
    )
