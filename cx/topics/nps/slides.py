"""The findings of the NPS trends page as slides, of the very result that the page draws."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cx.analysis.compare import ABOVE, BELOW
from cx.analysis.control import BEYOND_LIMITS
from cx.analysis.score import Score
from cx.analysis.steps import Step, steps
from cx.export.slide import MOST_CATEGORIES, NativeChart, Series, Slide
from cx.metrics import Metric
from cx.topics import slides
from cx.topics.nps.results import Bar, Group, NpsTrends
from cx.topics.nps.words import change_in_words, score_in_words
from cx.words import counted, listed

MEANINGS = {
    "nps": {1: "Promoters", 0: "Passives", -1: "Detractors"},
    "csat": {1: "Satisfied", 0: "Neutral", -1: "Not satisfied"},
    "ces": {1: "Easy", 0: "Neutral", -1: "Hard"},
}
COLOURS = {1: "promoter", 0: "passive", -1: "detractor"}
KINDS = {"relationship": "Relationship", "transactional": "Transactional"}


def slides_of(result: NpsTrends) -> list[Slide]:
    """Return a slide for each finding; nothing but the reason where nothing may be told."""
    if not result.answers:
        return [slides.refused(result.headline, "Widen the filters, or bring in answers.")]
    return [
        _trend(result),
        *(_breakdown(result, name) for name in result.breakdowns if _has_groups(result, name)),
        *_change(result),
        *_distribution(result),
        *_composition(result),
        *_response(result),
        *_kinds(result),
    ]


def _definition(result: NpsTrends) -> str:
    return f"{result.metric.name}: {result.metric.definition}"


def _trend(result: NpsTrends) -> Slide:
    metric, name = result.metric, result.metric.name
    lines = [(point.label, point.score) for point in result.trend]
    why = slides.withheld(lines)
    told = [(label, found) for label, found in lines if found.value is not None]
    if not told:
        title = f"{score_in_words(metric, result.score)}."
        reason = f"No {result.grain} has answers enough for a figure of its own."
        return slides.refused(title, reason, [_definition(result), *why])
    limits = result.limits
    series = [
        Series(name, [found.value for _, found in lines]),
        Series("95 % from", [found.low for _, found in lines], "promoter", is_edge=True),
        Series("95 % to", [found.high for _, found in lines], "promoter", is_edge=True),
    ]
    if limits.refusal is None and limits.centre is not None:
        ends = (("Ordinary from", limits.lower), ("Ordinary to", limits.upper))
        series += [Series(said, list(values), "passive", is_edge=True) for said, values in ends]
    alt = (
        f"{name} by {result.grain}, from {metric.format(told[0][1].value or 0.0)} in {told[0][0]} "
        f"to {metric.format(told[-1][1].value or 0.0)} in {told[-1][0]}."
    )
    chart = NativeChart(
        "line", [label for label, _ in lines], series, alt, metric.decimals,
        "%" if metric.unit == "%" else "",
    )  # fmt: skip
    return Slide(
        _trend_title(result),
        f"{name} by {result.grain}",
        chart,
        basis=f"n = {counted(result.answers, 'answer')}. Dotted: 95 % interval of each "
        f"{result.grain}, and in grey the limits of ordinary movement.",
        notes=[_definition(result), alt, *result.notes, *why],
    )


def _trend_title(result: NpsTrends) -> str:
    """Say the score and whether it moved, and which periods stand out."""
    sentence = score_in_words(result.metric, result.score)
    comparison = result.filters.comparison()
    if comparison is not None and result.change is not None:
        moved = change_in_words(result.metric, result.change)
        return f"{sentence}, {moved} on {comparison.period_in_words()}."
    beyond = {each.index for each in result.limits.signals if each.rule == BEYOND_LIMITS}
    if beyond:
        count = counted(len(beyond), result.grain)
        verb = "lies" if len(beyond) == 1 else "lie"
        return f"{sentence}; {count} {verb} outside its ordinary movement."
    return f"{sentence}."


def _has_groups(result: NpsTrends, dimension: str) -> bool:
    return len(result.breakdowns[dimension].groups) > 1


def _breakdown(result: NpsTrends, dimension: str) -> Slide:
    found, metric = result.breakdowns[dimension], result.metric
    kept = _best_first(found.groups, metric)
    title = _breakdown_title(found.groups, dimension, metric)
    scores = [(each.name, each.score) for each in found.groups]
    compared = (
        f"Coloured: clear of the rest, allowing for {counted(found.compared, 'comparison')}."
        if found.compared
        else ""
    )
    return Slide(
        title,
        f"{metric.name} by {dimension}",
        slides.bars([(each.name, each.score, _meaning(each, metric)) for each in kept], metric,
                    title),
        basis=slides.basis(
            f"n = {counted(result.answers, 'answer')}. {slides.INTERVAL}",
            compared,
            slides.low_base(each.score for each in kept),
            slides.left_out(found.groups, f"smaller {dimension}"),
        ),
        notes=[_definition(result), *slides.withheld(scores)],
    )  # fmt: skip


def _best_first(groups: Sequence[Group], metric: Metric) -> list[Group]:
    kept = sorted(groups, key=lambda each: -each.score.responses)[:MOST_CATEGORIES]
    sign = -1 if metric.is_higher_better else 1
    return sorted(
        kept, key=lambda each: (each.score.value is None, sign * (each.score.value or 0.0))
    )


def _meaning(group: Group, metric: Metric) -> str:
    if group.against_rest not in (ABOVE, BELOW):
        return "focus"
    return "good" if (group.against_rest == ABOVE) == metric.is_higher_better else "bad"


def _breakdown_title(groups: Sequence[Group], dimension: str, metric: Metric) -> str:
    said = []
    for side, words in ((BELOW, "below"), (ABOVE, "above")):
        names = [each.name for each in groups if each.against_rest == side]
        if names:
            named = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more"]
            verb = "is" if len(names) == 1 else "are"
            said.append(f"{listed(named)} {verb} clearly {words} the rest")
    if not said:
        return f"No {dimension} differs clearly from the rest in {metric.name}."
    return f"{metric.name} by {dimension}: {'; '.join(said)}."


def _change(result: NpsTrends) -> Iterator[Slide]:
    """Split the change by the first dimension that it can be split by; else say why not."""
    if result.change is None or not result.mix:
        return
    able = [(name, split) for name, split in result.mix.items() if split.refusal is None]
    if not able:
        split = next(iter(result.mix.values()))
        if split.refusal:
            yield slides.refused("What the change came from cannot be told.", split.refusal)
        return
    dimension, split = able[0]
    if split.mix is None or split.rate is None or split.change is None or result.before is None:
        return
    metric = result.metric
    title = (
        f"Change of {metric.name}: {metric.format_change(split.change.value)}, of which "
        f"{metric.format_change(split.rate.value)} from how each {dimension} scored and "
        f"{metric.format_change(split.mix.value)} from shifts between them."
    )
    before = result.before.value or 0.0
    yield Slide(
        title,
        f"Change of {metric.name} by {dimension}, {change_in_words(metric, result.change)}",
        _waterfall(steps(split, MOST_CATEGORIES), before, metric, title),
        basis="Green and orange: clear. Grey: may be chance. The steps add up to the change.",
        notes=[_definition(result), "Mix: what goes with another share of each group among the "
               "answers. Each other step: what a group's way of scoring added or took."],
    )  # fmt: skip


def _waterfall(parts: Sequence[Step], before: float, metric: Metric, alt: str) -> NativeChart:
    ends = [before + sum(part.value for part in parts[:at]) for at in range(len(parts) + 1)]
    spans = [(0.0, before), *pairwise(ends), (0.0, ends[-1])]
    names = [
        f"Before {metric.format(before)}",
        *(f"{part.name} {metric.format_change(part.value)}" for part in parts),
        f"Now {metric.format(ends[-1])}",
    ]
    kinds = ["focus", *(_step_meaning(part, metric) for part in parts), "focus"]
    floors = [low if low > 0 else high if high < 0 else 0.0 for low, high in map(sorted, spans)]
    series = [Series("(below the step)", floors, is_edge=True)]
    told = {"focus": metric.name, "good": "Better", "bad": "Worse", "passive": "May be chance"}
    for kind, name in told.items():
        for side, tail in ((1, ""), (-1, ", below zero")):
            values = [
                _visible(sorted(span), side) if kind == own else None
                for span, own in zip(spans, kinds, strict=True)
            ]
            if any(values):
                series.append(Series(name + tail, values, kind))
    return NativeChart("waterfall", names, series, alt, max(1, metric.decimals))


def _visible(span: Sequence[float], side: int) -> float | None:
    """Return the part of a step above zero (1) or below it (-1), as bars are stacked from zero."""
    low, high = span
    size = max(high, 0.0) - max(low, 0.0) if side == 1 else min(low, 0.0) - min(high, 0.0)
    return size or None


def _step_meaning(part: Step, metric: Metric) -> str:
    if not part.is_clear:
        return "passive"
    return "good" if (part.value >= 0) == metric.is_higher_better else "bad"


def _distribution(result: NpsTrends) -> Iterator[Slide]:
    bars = _commonest_scale(result.distribution)
    total = sum(bar.answers for bar in bars)
    if not total:
        return
    names = MEANINGS[result.metric.key]
    shares = {
        standing: 100 * sum(bar.answers for bar in bars if bar.standing == standing) / total
        for standing in (1, 0, -1)
    }
    title = listed([f"{shares[each]:.0f} % are {names[each].lower()}" for each in (1, 0, -1)])
    series = Series(
        "Share of answers",
        [100 * bar.answers / total for bar in bars],
        meanings=[COLOURS[bar.standing] for bar in bars],
    )
    yield Slide(
        title[:1].upper() + title[1:] + ".",
        "Share of each answer, in per cent",
        NativeChart("column", [str(bar.value) for bar in bars], [series], title, 0, "%"),
        basis=f"n = {counted(total, 'answer')}. Blue: {names[1].lower()}. Grey: "
        f"{names[0].lower()}. Orange: {names[-1].lower()}.",
        notes=[_definition(result)],
    )


def _commonest_scale(bars: Sequence[Bar]) -> list[Bar]:
    counts: dict[int, int] = {}
    for bar in bars:
        counts[bar.scale] = counts.get(bar.scale, 0) + bar.answers
    scale = max(counts, key=lambda each: counts[each], default=0)
    return sorted((bar for bar in bars if bar.scale == scale), key=lambda bar: bar.value)


def _composition(result: NpsTrends) -> Iterator[Slide]:
    names = MEANINGS[result.metric.key]
    rows = [
        (point.label, {1: point.promoters, 0: point.passives, -1: point.detractors})
        for point in result.trend
    ]
    shares = {each: [_share(counts, each) for _, counts in rows] for each in (-1, 0, 1)}
    known = [value for value in shares[1] if value is not None]
    if len(known) < 2:
        return
    bad = [value for value in shares[-1] if value is not None]
    title = (
        f"{names[1]} went from {known[0]:.0f} to {known[-1]:.0f} % and {names[-1].lower()} from "
        f"{bad[0]:.0f} to {bad[-1]:.0f} %, first {result.grain} against last."
    )
    series = [Series(names[each], shares[each], COLOURS[each]) for each in (-1, 0, 1)]
    yield Slide(
        title,
        f"Shares of answers by {result.grain}, in per cent",
        NativeChart("stacked", [label for label, _ in rows], series, title, 0, "%"),
        basis=f"n = {counted(result.answers, 'answer')}. No interval: whether the score moved is "
        "said with the trend.",
        notes=[_definition(result)],
    )


def _share(counts: dict[int, int | None], standing: int) -> float | None:
    total, count = sum(each or 0 for each in counts.values()), counts[standing]
    return 100 * count / total if count is not None and total else None


def _response(result: NpsTrends) -> Iterator[Slide]:
    rates = sorted(result.response_rates, key=lambda each: -each.invited)
    known = [each for each in rates if each.rate.value is not None]
    if result.response_rate is None or not known:
        return
    most = max(known, key=lambda each: each.rate.value or 0.0)
    least = min(known, key=lambda each: each.rate.value or 0.0)
    percent = slides.PERCENT
    title = f"{slides.said(percent, result.response_rate)} of those asked answered"
    if (most.rate.low or 0.0) > (least.rate.high or 100.0):
        title += (
            f"; most in {most.segment} with {percent.format(most.rate.value or 0.0)}, least in "
            f"{least.segment} with {percent.format(least.rate.value or 0.0)}"
        )
    lines = [(each.segment, each.rate, "focus") for each in rates]
    yield Slide(
        title,
        "Share of the invitations of the period that were answered, by segment",
        slides.bars(lines, percent, title, axis="Response rate", noun="asked"),
        basis=slides.basis(slides.INTERVAL, slides.left_out(rates, "smaller segment")),
        notes=[
            "Share of the invitations sent in the period that were answered. Wilson, 95 %.",
            *slides.withheld((name, found) for name, found, _ in lines),
        ],
    )


def _kinds(result: NpsTrends) -> Iterator[Slide]:
    told = [each for each in result.kinds if each.name in KINDS]
    if len(told) < 2:
        return
    metric = result.metric
    lines: list[tuple[str, Score, str]] = [(KINDS[each.name], each.score, "focus") for each in told]
    title = f"{metric.name} is asked in two ways: " + listed(
        [f"{name.lower()} {slides.said(metric, found)}" for name, found, _ in lines]
    )
    yield Slide(
        f"{title}.",
        "Two different questions, never pooled",
        slides.bars(lines, metric, title),
        basis=slides.INTERVAL,
        notes=[_definition(result), *slides.withheld((name, found) for name, found, _ in lines)],
    )
