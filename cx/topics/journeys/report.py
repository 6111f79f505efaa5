"""Turns the Journeys result into the one Report that every file format is written from."""

from collections.abc import Iterator

from cx.analysis.estimate import Estimate
from cx.analysis.journeys.durations import Quantile
from cx.analysis.ladder import Refusal
from cx.analysis.moments import SCORE
from cx.analysis.score import Score
from cx.export.report import Figure, Report, Row
from cx.metrics import METRICS
from cx.topics.journeys.results import Journeys, LeadLine, Touchpoint
from cx.topics.journeys.slides import slides_of
from cx.topics.journeys.words import (
    between,
    comes_back_most,
    elapsed,
    hurts_most,
    points_of,
)
from cx.topics.slides import share

HOUR = 3600.0


def report(result: Journeys, version: int) -> Report:
    """Return figures and tables of the page, in the order of the page.

    Parameters
    ----------
    result : Journeys
        What the page shows.
    version : int
        Data version that all of it is of.
    """
    return Report(
        topic="journeys",
        filters=result.filters.record(),
        filters_in_words=result.filters.in_words(),
        data_version=version,
        headline=result.headline,
        figures=[*_figures(result)],
        tables={
            "flow": [*_flow(result)],
            "nodes": [*_nodes(result)],
            "paths": [*_paths(result)],
            "transitions": [*_transitions(result)],
            "touchpoints": [_touchpoint(each) for each in result.touchpoints],
            "touchpoints_by_channel": [_touchpoint(each) for each in result.by_channel],
            "funnel": [row for each in result.funnel for row in _funnel(each)],
            "moments_of_truth": [*_moments(result)],
            "junctures": [*_junctures(result)],
            "notes": [{"note": note} for note in result.notes],
        },
        company=result.settings.company,
        title="Journeys",
        slides=slides_of(result),
        latest_on=result.latest_on,
        accent=result.settings.accent,
        time_zone=result.settings.time_zone,
    )


def _figures(result: Journeys) -> Iterator[Figure]:
    yield from _hurts(result)
    yield from _back(result)
    due = sum(bool(each.concerns) for each in result.junctures)
    yield _count("at_risk_ahead", "Junctures at risk in the next 90 days", "", due)
    yield _count("journeys", "Journeys that began", "journeys", result.journeys)
    yield _count("censored", "Journeys that may still go on", "journeys", result.censored)
    found = result.durations
    for key, label, each in (
        ("median_duration", "Half of the journeys are over within", found.median),
        ("p90_duration", "Nine in ten journeys are over within", found.p90),
    ):
        value, low, high = _hours(each)
        size = found.finished + found.unfinished
        refusal = found.refusal
        code, note = _refused(refusal)
        shown = "" if value is None else elapsed(HOUR * value)
        yield Figure(
            key, label, "hours", value, low, high, size, None, code, note, shown, between(each)
        )
    for line in result.funnel[:1]:
        total = line.funnel.total
        code, note = _refused(line.funnel.refusal)
        yield Figure(
            "conversion", "Prospects who became customers", "%", *_percent(total), line.leads,
            None, code, note, *_shown_share(total),
        )  # fmt: skip


def _hurts(result: Journeys) -> Iterator[Figure]:
    """Where it hurts most: the score after a bad contact there, against other contacts."""
    first = hurts_most(result)
    score = first.of(SCORE) if first else None
    if first is None or score is None:
        return
    of, (value, interval) = score.evidence, points_of(score.evidence, result.metric)
    label = f"Points of {result.metric.name} after a bad contact at {first.touchpoint}"
    yield Figure("hurts_most", label, "points", of.value, of.low, of.high, result.journeys,
                 shown=value, shown_interval=interval)  # fmt: skip


def _back(result: Journeys) -> Iterator[Figure]:
    """Where most come back soon."""
    worst = comes_back_most(result)
    if worst is None or worst.repeats is None:
        return
    of, label = worst.repeats, f"Back within 7 days at {worst.name}, the highest share"
    yield Figure(
        "comes_back", label, "%", *_percent(of), worst.repeat_known,
        shown=f"{100 * of.value:.0f} %",
        shown_interval=f"{100 * of.low:.0f} to {100 * of.high:.0f} %",
    )  # fmt: skip


def _shown_share(found: Estimate | None) -> tuple[str, str]:
    if found is None:
        return "", ""
    value, _, ends = share(found, 1).partition(" (")
    return value, f"{ends.rstrip(')')} %"


def _count(key: str, label: str, unit: str, value: int) -> Figure:
    """A count of all there is; it has no interval, as nothing was sampled."""
    return Figure(key, label, unit, float(value), None, None, value)


def _flow(result: Journeys) -> Iterator[Row]:
    for link in result.flow.links:
        yield {
            "step": link.step,
            "source": link.source,
            "target": link.target,
            "value": link.journeys,
            **_scored("score", link.score),
        }


def _nodes(result: Journeys) -> Iterator[Row]:
    for node in result.flow.nodes:
        yield {
            "step": node.step,
            "name": node.name,
            "journeys": node.journeys,
            **_scored("score", node.score),
        }


def _paths(result: Journeys) -> Iterator[Row]:
    for line in result.paths:
        yield {
            "path": " > ".join(line.steps),
            "steps": len(line.steps),
            "journeys": line.journeys,
            "customers": line.customers,
            "coverage": line.coverage,
            "median_hours": line.median_seconds / HOUR,
            "mean_cost": line.mean_cost,
            "unresolved": line.unresolved,
            **_scored("score", line.score),
        }


def _transitions(result: Journeys) -> Iterator[Row]:
    for move in result.transitions:
        found = move.transition
        yield {
            "source": found.source,
            "target": found.target,
            "moves": found.moves,
            "departures": found.departures,
            **_estimated("share", found.share),
            "median_hours": None if move.median_seconds is None else move.median_seconds / HOUR,
            "p90_hours": None if move.p90_seconds is None else move.p90_seconds / HOUR,
            "refusal": found.refusal and found.refusal.code,
        }


def _touchpoint(line: Touchpoint) -> Row:
    row: dict[str, object] = {"touchpoint": line.name}
    if line.channel is not None:
        row["channel"] = line.channel
    row |= {
        "contacts": line.contacts,
        "customers": line.customers,
        "cost": line.cost,
        "cost_per_contact": line.cost / line.costed if line.costed else None,
        "median_wait_seconds": line.median_wait,
        "p90_wait_seconds": line.p90_wait,
        **_estimated("first_contact_resolution", line.first_contact),
        **_estimated("repeat_within_7_days", line.repeats),
    }
    if line.channel is None:
        for metric in METRICS:
            found = line.scores.get(metric)
            row |= _scored(metric, found) if found else {}
    return row


def _funnel(line: LeadLine) -> Iterator[Row]:
    median, p90 = (_hours(each) for each in (line.seconds.median, line.seconds.p90))
    for step in line.funnel.steps:
        is_last = step is line.funnel.steps[-1]
        yield {
            "source": line.source,
            "step": step.name,
            "reached": step.reached,
            **_estimated("rate", step.rate),
            **_estimated("conversion", line.funnel.total if is_last else None),
            "median_days": median[0] / 24 if is_last and median[0] is not None else None,
            "p90_days": p90[0] / 24 if is_last and p90[0] is not None else None,
            "refusal": step.refusal and step.refusal.code,
        }


def _moments(result: Journeys) -> Iterator[Row]:
    for moment in result.truth.moments.touchpoints:
        row: dict[str, object] = {
            "touchpoint": moment.touchpoint,
            "verdict": moment.verdict,
            "sentence": moment.sentence,
            **_estimated("removal_effect", result.truth.removal.get(moment.touchpoint)),
        }
        for kind in ("paths", "score", "staying"):
            sign = moment.of(kind)
            row |= {
                kind: sign and sign.evidence.value,
                f"{kind}_low": sign and sign.evidence.low,
                f"{kind}_high": sign and sign.evidence.high,
                f"{kind}_p_adjusted": sign and sign.p_adjusted,
            }
        yield row | {"refusal": moment.refusal and moment.refusal.code}


def _junctures(result: Journeys) -> Iterator[Row]:
    for each in result.junctures:
        yield {
            "juncture": each.kind,
            "due_on": each.due_on,
            "within_days": each.window,
            "customer_id": each.customer_id,
            "customer": each.customer,
            "contract_id": each.contract_id,
            "product": each.product,
            "monthly_value": each.monthly_value,
            "open_cases": each.open_cases,
            "last_score": each.score,
            "answered_on": each.answered_on,
            "silent_days": each.silent_days,
            "concerns": "; ".join(each.concerns),
        }


def _scored(name: str, score: Score) -> dict[str, object]:
    return {
        name: score.value,
        f"{name}_low": score.low,
        f"{name}_high": score.high,
        "responses" if name == "score" else f"{name}_responses": score.responses,
        f"{name}_refusal": score.refusal and score.refusal.code,
    }


def _estimated(name: str, found: Estimate | None) -> dict[str, object]:
    return {
        name: found and found.value,
        f"{name}_low": found and found.low,
        f"{name}_high": found and found.high,
    }


def _hours(found: Quantile | None) -> tuple[float | None, float | None, float | None]:
    if found is None:
        return None, None, None
    value, low, high = (
        None if x is None else x / HOUR for x in (found.value, found.low, found.high)
    )
    return value, low, high


def _percent(found: Estimate | None) -> tuple[float | None, float | None, float | None]:
    if found is None:
        return None, None, None
    return 100 * found.value, 100 * found.low, 100 * found.high


def _refused(refusal: Refusal | None) -> tuple[str | None, str | None]:
    if refusal is None:
        return None, None
    return refusal.code, f"{refusal.message} It {refusal.remedy}."
