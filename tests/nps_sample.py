"""NPS trends made by hand for tests of charts and pages: no warehouse behind them."""

from dataclasses import replace
from datetime import date

from cx.analysis.change import change
from cx.analysis.compare import ABOVE, BELOW, NO_CLEAR_DIFFERENCE
from cx.analysis.control import control_chart
from cx.analysis.mix import split_change
from cx.analysis.score import Score, Tally, score
from cx.filters import Filters
from cx.metrics import METRICS
from cx.topics.nps.results import (
    Bar,
    Breakdown,
    Event,
    Group,
    NonResponse,
    NpsTrends,
    Reading,
    ResponseRate,
    TrendPoint,
)

COUNTS = [(60, 30, 20), (50, 30, 30), (55, 25, 20), (5, 3, 1), (20, 8, 7), (8, 3, 4)] + [
    (70, 20, 10)
] * 8


def tally(promoters: int, passives: int, detractors: int) -> Tally:
    answers = promoters + passives + detractors
    points = 100.0 * (promoters - detractors)
    return Tally(answers, points, 10_000.0 * (promoters + detractors), answers)


def nps(*counts: int) -> Score:
    return score("nps", tally(*counts))


def share(part: int, whole: int) -> Score:
    return score("csat", Tally(whole, 100.0 * part, 10_000.0 * part, whole))


def point(number: int, counts: tuple[int, int, int]) -> TrendPoint:
    day = date(2025 + number // 12, number % 12 + 1, 1)
    found = nps(*counts)
    shown = counts if found.value is not None else (None, None, None)
    return TrendPoint(day, f"{day:%b %Y}", found, *shown)


def group(name: str, verdict: str, *counts: int) -> Group:
    now, before = tally(*counts), tally(40, 30, 30)
    return Group(
        name,
        score("nps", now),
        score("nps", before),
        change("nps", now, before),
        verdict,
        now.answers / 500,
    )


def mix() -> dict[str, object]:
    before = {f"g{i}": {100.0: 40 + i, 0.0: 30, -100.0: 30} for i in range(9)}
    now = {f"g{i}": {100.0: 60 + 3 * i, 0.0: 20 + i, -100.0: 20} for i in range(9)}
    return {"channel": split_change(before, now)}


def sample() -> NpsTrends:
    """Return a result with everything in it: signals, low bases, refusals, events."""
    now, before = tally(300, 120, 80), tally(200, 150, 150)
    groups = (
        group("Web & <b>app</b>", ABOVE, 120, 30, 20),
        group("Phone", BELOW, 20, 40, 60),
        group(
            "Shop with a very long name that would not fit on a phone", "not compared", 25, 10, 5
        ),
        group("Partner", "not compared", 8, 4, 4),
        group("Kiosk", "not compared", 2, 1, 1),
        group("Fax", NO_CLEAR_DIFFERENCE, 60, 30, 20),
        group("Letter", NO_CLEAR_DIFFERENCE, 60, 30, 19),
    )
    bars = [
        Bar(value, 10, 10 * value, 1 if value > 8 else 0 if value > 6 else -1)
        for value in range(11)
    ]
    rates = (
        ResponseRate("Consumer", 900, 300, share(300, 900)),
        ResponseRate("SMB", 8, 2, share(2, 8)),
    )
    reading = Reading(
        METRICS["nps"],
        "relationship",
        score("nps", now),
        score("nps", before),
        change("nps", now, before),
    )
    return NpsTrends(
        filters=Filters("custom", date(2025, 1, 1), date(2026, 2, 28)),
        grain="month",
        reading=reading,
        readings={"nps": reading},
        non_response=NonResponse(nps(300, 120, 80), nps(290, 120, 90)),
        trend=tuple(point(i, counts) for i, counts in enumerate(COUNTS)),
        limits=control_chart("nps", [tally(*counts) for counts in COUNTS]),
        events=(Event(date(2025, 3, 9), "Outage", "outage"),),
        distribution=tuple(bars),
        breakdowns={"channel": Breakdown("channel", groups, 4)},
        kinds=(group("relationship", "not compared", 300, 120, 80), groups[1]),
        mix=mix(),
        response_rates=rates,
        response_rate=share(302, 908),
        outside_scale=0,
        first_on=date(2025, 1, 3),
        latest_on=date(2026, 2, 27),
    )


def nothing() -> NpsTrends:
    """Return the result of filters that match nothing."""
    none = score("nps", Tally(0, 0.0, 0.0, 0))
    return replace(
        sample(),
        reading=Reading(METRICS["nps"], "relationship", none, None, None),
        non_response=None,
        trend=(),
        limits=control_chart("nps", []),
        events=(),
        distribution=(),
        breakdowns={"channel": Breakdown("channel", (), 0)},
        kinds=(),
        mix={},
        response_rates=(),
        response_rate=None,
    )
