"""The figures of the Drivers page, as every file format writes them: printed as its tiles are."""

from collections.abc import Iterator
from typing import Protocol

from cx.analysis.estimate import Estimate
from cx.analysis.ladder import Refusal
from cx.export.report import Figure
from cx.topics.drivers import tables, words
from cx.topics.drivers.results import Drivers
from cx.topics.drivers.words import digits_of
from cx.words import rounded, signed, unsigned

NONE_CLEAR = "None clear"
Ends = tuple[float | None, float | None, float | None]


class Ranged(Protocol):
    """What has a value and two ends."""

    @property
    def value(self) -> float:
        """The figure."""
        ...

    @property
    def low(self) -> float:
        """The lower end."""
        ...

    @property
    def high(self) -> float:
        """The upper end."""
        ...


def figures_of(result: Drivers) -> Iterator[Figure]:
    """Return the figures: those of the tiles, then what each attribute is linked to."""
    yield from _fixing(result)
    yield _explained(result)
    yield from _leaving(result)
    yield from _after(result)
    bridge = result.dissatisfaction.bridge
    for span in bridge.spans:
        term = span.penalty
        yield _figure(
            f"cost:{span.name}",
            f"Points of {result.metric.name} linked to low ratings of {span.name}",
            "points",
            (term.points, term.low, term.high),
            bridge.answers,
            verdict="clear" if term.is_clear else "not clear",
            digits=digits_of(result.metric),
        )


def in_points(found: Ranged, digits: int) -> tuple[str, str, str]:
    """Write a difference and its ends with their signs, as the tiles do.

    >>> in_points(Estimate(0.19, 0.154, 0.24), 0)
    ('0', '0', '0')
    """
    return signed(found.value, digits), signed(found.low, digits), signed(found.high, digits)


def in_hundred(found: Ranged) -> tuple[str, str, str]:
    """Write a difference of shares as so many more in a hundred.

    >>> in_hundred(Estimate(0.19, 0.154, -0.24))
    ('+19', '+15', '\N{MINUS SIGN}24')
    """
    ends = (100 * found.value, 100 * found.low, 100 * found.high)
    return in_points(Estimate(*ends), 0)


def _fixing(result: Drivers) -> Iterator[Figure]:
    if result.worths.refusal or not result.worths.fixes:
        return
    fix, currency = result.worths.fixes[0], result.settings.currency
    money, answers = fix.worth.money, result.dissatisfaction.bridge.answers
    if money is None:
        size = fix.worth.points
        label = f"Points of {result.metric.name}, if fixing {fix.name} works"
        said = in_points(size, digits_of(result.metric))
        yield _printed("fixing", label, "points", size, answers, said)
        return
    middle, low, high = rounded(money.value, money.low, money.high)
    label = f"Contribution a year, if fixing {fix.name} works"
    said = (f"{currency} {middle}".strip(), low, high)
    yield _printed("fixing", label, currency or "money", money, answers, said)


def _explained(result: Drivers) -> Figure:
    said = result.attitudes.importance
    label = f"Share of the differences in {result.metric.name} explained by the ratings"
    ends: Ends = (said.r2, said.r2_low, said.r2_high)
    whole = "" if said.r2 is None else f"{100 * said.r2:.0f} %"
    is_told = said.r2_low is not None and said.r2_high is not None
    between = f"{100 * said.r2_low:.0f} to {100 * said.r2_high:.0f} %" if is_told else ""  # type: ignore[operator]
    code, note = _refused(said.refusal)
    return Figure("r2", label, "", *ends, said.answers, None, code, note, whole, between)


def _leaving(result: Drivers) -> Iterator[Figure]:
    pair = result.defection.extremes
    refusal = result.defection.refusal or result.defection.survival.refusal
    gap = None if pair is None or refusal else pair.risk_difference
    if pair is None or gap is None:
        return
    label = f"More who leave in a year, in 100: {pair.first.lower()} against {pair.second.lower()}"
    is_clear = pair.is_clear and not gap.low <= 0 <= gap.high
    ends = Estimate(100 * gap.value, 100 * gap.low, 100 * gap.high)
    value, low, high = in_hundred(gap)
    said = (value if is_clear else NONE_CLEAR, low, high)
    people = result.defection.customers
    verdict = "clear" if is_clear else "not clear"
    yield _printed("leaving", label, "points", ends, people, said, verdict)


def _after(result: Drivers) -> Iterator[Figure]:
    standing = [each for kind in result.causes for each in kind.standing]
    cause = max(standing, key=words.size_of, default=None)
    shown = cause and (cause.adjusted or cause.difference)
    if not cause or not shown or shown.value is None or shown.low is None or shown.high is None:
        return
    found = Estimate(shown.value, shown.low, shown.high)
    bad, after = words.BAD_ANSWERS[result.metric.key], words.kind_of(cause.name).after
    label = f"More {bad}, in 100, after {after}"
    ends = Estimate(100 * found.value, 100 * found.low, 100 * found.high)
    yield _printed("after", label, "points", ends, cause.exposed, in_hundred(found), "clear")


def _printed(
    key: str,
    label: str,
    unit: str,
    found: Ranged,
    behind: int,
    said: tuple[str, str, str],
    verdict: str | None = None,
) -> Figure:
    value, low, high = said
    ends = (found.value, found.low, found.high)
    between = f"{low} to {high}"
    return Figure(key, label, unit, *ends, behind, verdict, shown=value, shown_interval=between)


def _figure(
    key: str,
    label: str,
    unit: str,
    ends: Ends,
    responses: int,
    verdict: str | None = None,
    digits: int = 0,
) -> Figure:
    value, low, high = ("" if end is None else unsigned(end, digits) for end in ends)
    between = f"{low} to {high}" if low and high else ""
    return Figure(key, label, unit, *ends, responses, verdict, None, None, value, between)


def _refused(refusal: Refusal | None) -> tuple[str | None, str | None]:
    return (
        tables.code(refusal),
        f"{refusal.message} It {refusal.remedy}." if refusal else None,
    )
