"""The findings of the Drivers page as slides, of the very result that the page draws."""

from collections.abc import Iterator

from cx.analysis.causes import Cause
from cx.analysis.defection.survival import YEAR, Curve
from cx.analysis.dissatisfaction.asymmetry import UNDETERMINED, Contrast
from cx.analysis.dissatisfaction.bridge import Span as Points
from cx.analysis.drivers.importance import OWN, Driver
from cx.analysis.drivers.quadrants import FIX_FIRST, Placed
from cx.export.slide import MOST_CATEGORIES, NativeChart, Series, Slide
from cx.metrics import Metric
from cx.topics import slides
from cx.topics.drivers.classes import IN_WORDS
from cx.topics.drivers.results import Causes, Drivers, Fix
from cx.topics.drivers.words import (
    BAD_ANSWERS,
    attitudes_in_words,
    cause_in_words,
    defection_in_words,
    digits_of,
    fix_in_words,
    is_worse,
    kind_of,
    size_of,
)
from cx.topics.slides import Span
from cx.words import counted, listed, rounded, signed

LINKED = "All of this says what is linked; only a trial shows what would follow."
QUADRANT_COLOURS = {"fix first": "bad", "keep up": "good", "between": "passive"}


def slides_of(result: Drivers) -> list[Slide]:
    """Return a slide for each finding; nothing but the reason where nothing may be told."""
    said = result.attitudes
    if not said.answers:
        return [slides.refused(result.headline, "Widen the filters, or bring in answers.")]
    return [
        _bridge(result),
        *_importance(result),
        *_places(result),
        *_classes(result),
        *(each for kind in result.causes for each in _causes(result, kind)),
        *_leaving(result),
        *_worths(result),
    ]


def _bridge(result: Drivers) -> Slide:
    found = result.dissatisfaction.bridge
    title = attitudes_in_words(result.metric, result.attitudes, result.dissatisfaction)
    if found.refusal or not found.spans:
        why = found.refusal or "Nothing that people rated can be told apart."
        return slides.refused(title, why, [LINKED])
    ordered = sorted(found.spans, key=lambda each: each.penalty.points)
    shown = ordered[:MOST_CATEGORIES]
    metric, digits = result.metric, digits_of(result.metric)
    series = [
        Series(
            name,
            [term.points for term in terms],
            meaning,
            lows=[term.low for term in terms],
            highs=[term.high for term in terms],
        )
        for name, meaning, terms in (
            ("Low ratings", "bad", [each.penalty for each in shown]),
            ("Top ratings", "good", [each.reward for each in shown]),
        )
    ]
    names = [f"{each.name}\n{_both(each, metric)}" for each in shown]
    return Slide(
        title,
        f"Points of {metric.name} linked to low and to top ratings of each attribute",
        NativeChart("bar", names, series, title, digits, axis=f"points of {metric.name}"),
        basis=slides.basis(
            f"n = {counted(found.answers, 'rated answer')}. {slides.INTERVAL}",
            slides.left_out(ordered, "attribute"),
        ),
        notes=[LINKED, f"{metric.name}: {metric.definition}"],
    )


def _both(each: Points, metric: Metric) -> str:
    parts = [
        signed(term.points, digits_of(metric)) + ("" if term.is_clear else " (not clear)")
        for term in (each.penalty, each.reward)
    ]
    return " · ".join(parts)


def _importance(result: Drivers) -> Iterator[Slide]:
    found = result.attitudes.importance
    if found.refusal or not found.drivers:
        return
    own = [each for each in found.drivers if each.standing == OWN]
    named = listed([f"{each.name} {100 * each.share:.0f} %" for each in own[:3]])
    title = (
        f"By themselves matter: {named} of what ratings explain of {result.metric.name}."
        if own
        else f"None of {len(found.drivers)} attributes is linked to {result.metric.name} by itself."
    )
    yield Slide(
        title,
        "Share of what all ratings together explain",
        slides.span_bars([_driver(each) for each in found.drivers], title, "importance", 0, "%"),
        basis=slides.basis(
            f"n = {counted(found.answers, 'rated answer')}. {slides.INTERVAL} Grey: linked only "
            "together with others, or no more than noise.",
            slides.left_out(found.drivers, "attribute"),
        ),
        notes=[LINKED, *map(slides.sentence_of, (*found.dropped, *found.warnings))],
    )


def _driver(each: Driver) -> Span:
    value, low, high = (100 * end for end in (each.share, each.share_low, each.share_high))
    printed = f"{value:.0f} % ({low:.0f} to {high:.0f})"
    return Span(
        each.name, printed, value, low, high, "focus" if each.standing == OWN else "passive"
    )


def _places(result: Drivers) -> Iterator[Slide]:
    found = result.attitudes.grid
    if found is None or not found.placed:
        return
    first = [each.name for each in found.placed if each.quadrant == FIX_FIRST]
    title = (
        f"Fix first: {listed(first)}, important and rated low."
        if first
        else "No attribute is clearly both important and rated low."
    )
    yield Slide(
        title,
        "Importance against rating",
        NativeChart(
            "scatter", [], [_dot(each) for each in found.placed], title, 1,
            axis="mean rating", other_axis="importance, % of what ratings explain",
        ),
        basis=f"n = {counted(result.attitudes.rated, 'rated answer')}. Orange: fix first. Green: "
        "keep up. Grey: between, or not important.",
        notes=[LINKED, *(_placed(each) for each in found.placed)],
    )  # fmt: skip


def _dot(each: Placed) -> Series:
    meaning = QUADRANT_COLOURS.get(each.quadrant, "passive")
    return Series(each.name, [each.performance], meaning, places=[100 * each.importance])


def _placed(each: Placed) -> str:
    return (
        f"{each.name}: {each.quadrant}, rated {each.performance:.1f} ({each.low:.1f} to "
        f"{each.high:.1f}), {100 * each.certainty:.0f} % of samples agree."
    )


def _classes(result: Drivers) -> Iterator[Slide]:
    found = result.dissatisfaction.asymmetry
    if found.refusal or not found.contrasts:
        return
    named = [each for each in found.contrasts if each.standing != UNDETERMINED]
    title = (
        "; ".join(f"{each.name} – {IN_WORDS[each.standing]}" for each in named[:3]) + "."
        if named
        else f"Which of {len(found.contrasts)} attributes only hurt or only delight is not clear."
    )
    columns = ("Attribute", "Low rating", "Top rating", "Class", "Why not named")
    ordered = sorted(found.contrasts, key=lambda each: each.penalty or 0.0)
    yield Slide(
        title,
        "What a low and a top rating go with, in points against a rating in the middle",
        table=slides.grid(columns, [_contrast(each) for each in ordered]),
        basis=f"n = {counted(found.answers, 'rated answer')}. A class is named only where 80 in "
        "100 samples agree.",
        notes=[LINKED],
    )


def _contrast(each: Contrast) -> tuple[str, ...]:
    return (
        each.name,
        _ends(each.penalty, each.penalty_low, each.penalty_high),
        _ends(each.reward, each.reward_low, each.reward_high),
        IN_WORDS.get(each.standing, "not clear"),
        slides.sentence_of(each.refusal) if each.refusal else each.reason,
    )


def _ends(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "withheld"
    if low is None or high is None:
        return signed(value, 1)
    return f"{signed(value, 1)} ({signed(low, 1)} to {signed(high, 1)})"


def _causes(result: Drivers, kind: Causes) -> Iterator[Slide]:
    told = [each for each in kind.found if _span_of(each).value is not None]
    if not told:
        return
    ordered = sorted(told, key=lambda each: (not is_worse(each), -size_of(each)))
    bad = BAD_ANSWERS[result.metric.key]
    worst = ordered[0]
    asked = f", in {kind.survey_kind} surveys" if len(result.causes) > 1 else ""
    title = (
        f"{cause_in_words(result.metric, worst)}{asked}."
        if is_worse(worst)
        else f"Nothing on file that happened before is clearly linked to more {bad}{asked}."
    )
    spans = [_span_of(each) for each in ordered]
    refusals = [each.refusal for each in kind.found if each.refusal]
    yield Slide(
        title,
        f"More {bad} in 100 after it than without it, other things equal where that was fitted",
        slides.span_bars(spans, title, f"more {bad} in 100"),
        basis=slides.basis(
            f"n = {counted(kind.answers, 'answer')}. {slides.INTERVAL} Orange: clear.",
            slides.left_out(spans, "cause"),
        ),
        notes=[LINKED, *map(slides.sentence_of, (*refusals, *kind.unknown))],
    )


def _span_of(each: Cause) -> Span:
    name = kind_of(each.name).label
    found = each.adjusted or each.difference
    if found is None or found.value is None or found.low is None or found.high is None:
        return Span(name, "withheld", None)
    value, low, high = (100 * end for end in (found.value, found.low, found.high))
    printed = f"{signed(value, 0)} ({signed(low, 0)} to {signed(high, 0)}) · n {each.exposed:,}"
    return Span(name, printed, value, low, high, "bad" if is_worse(each) else "passive")


def _leaving(result: Drivers) -> Iterator[Slide]:
    left = result.defection
    found = left.survival
    title = defection_in_words(result.metric, left)
    if found.refusal or left.refusal:
        why = left.refusal or found.refusal
        assert why is not None  # one of them is there
        yield slides.refused("Who leaves after which answer cannot be told.", why)
        return
    spans = [_stay(each) for each in found.curves]
    if all(each.value is None for each in spans):
        return
    title = title or "No clear difference is seen in who leaves after which answer."
    yield Slide(
        title,
        "Share of customers still there a year after the answer",
        slides.span_bars(spans, title, "still there after a year", 0, "%"),
        basis=f"{counted(left.customers, 'customer')}. {slides.INTERVAL}",
        notes=[LINKED, *map(slides.sentence_of, left.warnings)],
    )


def _stay(each: Curve) -> Span:
    year = each.at.get(YEAR)
    tail = counted(each.people, "customer")
    if year is None or year.value is None or year.low is None or year.high is None:
        return Span(each.name, f"withheld · {tail}", None)
    value, low, high = (100 * end for end in (year.value, year.low, year.high))
    return Span(each.name, f"{value:.0f} % ({low:.0f} to {high:.0f}) · {tail}", value, low, high)


def _worths(result: Drivers) -> Iterator[Slide]:
    found = result.worths
    if found.refusal:
        yield slides.refused("What fixing a failing would be worth cannot be told.", found.refusal)
        return
    if not found.fixes:
        return
    money = result.settings.currency
    columns = ("Fixing", f"Points of {result.metric.name}", "95 % interval",
               f"Money a year {money}".strip(), "95 % interval")  # fmt: skip
    yield Slide(
        fix_in_words(result.metric, found.fixes[0], money),
        "If fixing it moves scores as those who rate it low differ from others",
        table=slides.grid(columns, [_fix(each, result.metric) for each in found.fixes]),
        basis=f"{counted(found.customers, 'customer')}.",
        notes=[fix_in_words(result.metric, each, money) for each in found.fixes] + [LINKED],
    )


def _fix(each: Fix, metric: Metric) -> tuple[str, ...]:
    digits, worth = digits_of(metric), each.worth
    money = worth.money
    value, low, high = rounded(money.value, money.low, money.high) if money else ("", "", "")
    return (
        each.name,
        f"{worth.points.value:.{digits}f}",
        f"{worth.points.low:.{digits}f} to {worth.points.high:.{digits}f}",
        value or "withheld",
        f"{low} to {high}" if money else "",
    )
