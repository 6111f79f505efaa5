"""Turns the NPS trends result into the one Report that every file format is written from."""

from collections.abc import Iterator, Sequence

from cx.analysis.control import BEYOND_LIMITS
from cx.analysis.ladder import Refusal
from cx.analysis.mix import Effect, MixRate
from cx.analysis.score import Change, Score
from cx.export.report import Figure, Report, Row
from cx.metrics import METRICS, Metric
from cx.topics.nps.results import Group, NpsTrends, Reading
from cx.topics.nps.slides import slides_of
from cx.topics.slides import PERCENT, span

_STANDINGS = {
    "nps": ("promoters", "passives", "detractors"),
    "csat": ("satisfied", "neutral", "dissatisfied"),
    "ces": ("easy", "middling", "hard"),
}


def report(result: NpsTrends, version: int) -> Report:
    """Return figures and tables of the page, in the order of the page.

    Parameters
    ----------
    result : NpsTrends
        What the page shows.
    version : int
        Data version that all of it is of.
    """
    tables: dict[str, Sequence[Row]] = {
        "trend": _trend(result),
        "distribution": _distribution(result),
        **{f"by_{name}": _groups(result, name) for name in result.breakdowns},
        "by_survey_kind": [_group(group, "survey_kind") for group in result.kinds],
        "change": [line for name, split in result.mix.items() for line in _change(name, split)],
        "response_rate": _response_rates(result),
        "events": [
            {
                "on": event.on,
                "until": event.until_on,
                "title": event.title,
                "kind": event.kind,
                "text": event.text or None,
            }
            for event in result.events
        ],
        "notes": [{"note": note} for note in result.notes],
    }
    return Report(
        topic="nps",
        filters=result.filters.record(),
        filters_in_words=result.filters.in_words(),
        data_version=version,
        headline=result.headline,
        figures=[*_figures(result)],
        tables=tables,
        company=result.settings.company,
        title=f"{result.metric.name} trends",
        slides=slides_of(result),
        latest_on=result.latest_on,
        accent=result.settings.accent,
        time_zone=result.settings.time_zone,
    )


def _figures(result: NpsTrends) -> Iterator[Figure]:
    for reading in result.readings.values():
        yield from _of_reading(reading)
    if result.non_response is not None:
        key, name, unit = result.metric.key, result.metric.name, result.metric.unit
        raw, weighted = result.non_response.raw, result.non_response.weighted
        label = f"{name} of those asked in the period"
        yield _figure(f"{key}_asked", label, unit, raw, result.metric)
        label = f"{name} of those asked, weighted to everybody asked"
        yield _figure(f"{key}_adjusted", label, unit, weighted, result.metric)
    if result.response_rate is not None:
        yield _figure("response_rate", "Response rate", "%", result.response_rate, PERCENT)


def _of_reading(reading: Reading) -> Iterator[Figure]:
    metric = reading.metric
    yield _figure(metric.key, _label(reading), metric.unit, reading.score, metric, reading.change)
    if reading.change is not None:
        yield _moved(metric, reading)
    if reading.weighted is not None:
        label = f"{metric.name}, with survey weights"
        yield _figure(f"{metric.key}_weighted", label, metric.unit, reading.weighted, metric)
    if reading.companion is not None:
        also = reading.companion
        # A mean is written with two digits, as that of ease is.
        shape = PERCENT if also.unit == PERCENT.unit else METRICS["ces"]
        label = f"{metric.name}: {also.label.lower()}"
        yield _figure(also.key, label, also.unit, also.score, shape)


def _label(reading: Reading) -> str:
    kind = reading.survey_kind
    return (
        f"{reading.metric.name} ({kind})"
        if kind in ("relationship", "transactional")
        else (reading.metric.name)
    )


def _figure(
    key: str,
    label: str,
    unit: str,
    score: Score,
    shape: Metric,
    change: Change | None = None,
) -> Figure:
    refusal = score.refusal
    return Figure(
        key,
        label,
        unit,
        score.value,
        score.low,
        score.high,
        score.responses,
        change.verdict if change else None,
        refusal.code if refusal else None,
        _sentence(refusal),
        "" if score.value is None else shape.format(score.value),
        span(shape, score),
    )


def _sentence(refusal: Refusal | None) -> str | None:
    return f"{refusal.message} It {refusal.remedy}." if refusal else None


def _moved(metric: Metric, reading: Reading) -> Figure:
    change = reading.change
    assert change is not None  # the caller asked for it
    before = reading.before.responses if reading.before else 0
    return Figure(
        f"{metric.key}_change",
        f"{metric.name}: change",
        "points",
        change.value,
        change.low,
        change.high,
        reading.score.responses + before,
        change.verdict,
        change.refusal.code if change.refusal else None,
        _sentence(change.refusal),
        "" if change.value is None else metric.format_change(change.value),
        _between(metric, change),
    )


def _between(metric: Metric, change: Change) -> str:
    if change.low is None or change.high is None:
        return ""
    return f"{metric.format_change(change.low)} to {metric.format_change(change.high)}"


def _trend(result: NpsTrends) -> list[Row]:
    # A point beyond the limits says more than the run it may end.
    ordered = sorted(result.limits.signals, key=lambda signal: signal.rule == BEYOND_LIMITS)
    signals = {signal.index: signal.rule for signal in ordered}
    top, middle, bottom = _STANDINGS[result.metric.key]
    return [
        {
            "starts_on": point.starts_on,
            "period": point.label,
            **_doubt(point.score),
            top: point.promoters,
            middle: point.passives,
            bottom: point.detractors,
            "centre": result.limits.centre,
            "lower_limit": result.limits.lower[i],
            "upper_limit": result.limits.upper[i],
            "signal": signals.get(i),
        }
        for i, point in enumerate(result.trend)
    ]


def _distribution(result: NpsTrends) -> list[Row]:
    total = sum(bar.answers for bar in result.distribution)
    return [
        {
            "value": bar.value,
            "scale": bar.scale,
            "responses": bar.answers,
            "share": bar.answers / total,
            "standing": bar.standing,
        }
        for bar in result.distribution
    ]


def _groups(result: NpsTrends, dimension: str) -> list[Row]:
    return [_group(group, dimension) for group in result.breakdowns[dimension].groups]


def _group(group: Group, dimension: str) -> Row:
    return {
        dimension: group.name,
        **_doubt(group.score),
        "share": group.share,
        "against_rest": group.against_rest,
        "before": group.before.value if group.before else None,
        "responses_before": group.before.responses if group.before else None,
        "change": group.change.value if group.change else None,
        "change_low": group.change.low if group.change else None,
        "change_high": group.change.high if group.change else None,
        "verdict": group.change.verdict if group.change else None,
    }


def _doubt(score: Score) -> Row:
    return {
        "value": score.value,
        "low": score.low,
        "high": score.high,
        "responses": score.responses,
        "is_low_base": score.is_low_base,
        "refusal": score.refusal.code if score.refusal else None,
    }


def _change(dimension: str, split: MixRate) -> list[Row]:
    """Lines of the split; the last one is the whole, the sum of the lines above it."""
    if split.refusal is not None:
        return [{"dimension": dimension, "group": None, "refusal": split.refusal.code}]
    lines: list[Row] = [
        {
            "dimension": dimension,
            "group": line.group,
            "responses_before": line.answers_before,
            "responses": line.answers_now,
            "share_before": line.share_before,
            "share": line.share_now,
            "before": line.score_before,
            "value": line.score_now,
            **_effect("mix", line.mix),
            **_effect("rate", line.rate),
            "total": line.mix.value + line.rate.value,
            "refusal": None,
        }
        for line in split.lines
    ]
    return [*lines, _whole(dimension, split)]


def _whole(dimension: str, split: MixRate) -> Row:
    return {
        "dimension": dimension,
        "group": "(all)",
        **_effect("mix", split.mix),
        **_effect("rate", split.rate),
        "total": split.change.value if split.change else None,
        "refusal": None,
    }


def _effect(name: str, effect: Effect | None) -> Row:
    if effect is None:
        return {name: None}
    return {
        name: effect.value,
        f"{name}_low": effect.low,
        f"{name}_high": effect.high,
        f"{name}_is_clear": effect.is_clear,
    }


def _response_rates(result: NpsTrends) -> list[Row]:
    return [
        {
            "segment": line.segment,
            "invited": line.invited,
            "answered": line.answered,
            **_doubt(line.rate),
        }
        for line in result.response_rates
    ]
