"""Turns the Closed loop result into the one Report that every file format is written from."""

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial

from cx import zones
from cx.analysis.ladder import Refusal
from cx.analysis.matching import Effect
from cx.analysis.score import Score
from cx.analysis.voice.masking import mask
from cx.export.report import Figure, Report, Row
from cx.topics.closed_loop.results import ClosedLoop, Group, Loop, Pace
from cx.topics.closed_loop.slides import slides_of
from cx.topics.closed_loop.words import AFTERWARDS, amount, between, lasting
from cx.topics.slides import PERCENT, span


def report(result: ClosedLoop, version: int) -> Report:
    """Return figures and tables of the page, in its order.

    Parameters
    ----------
    result : ClosedLoop
        What the page shows.
    version : int
        Data version that all of it is of.
    """
    as_of = result.extent.as_of
    return Report(
        topic="closed_loop",
        filters=result.filters.record(),
        filters_in_words=result.filters.in_words(),
        data_version=version,
        headline=result.headline,
        figures=[*_figures(result)],
        tables={
            "waiting": [waiting_row(each) for each in result.waiting.loops],
            "in_target": [pace_row(each) for each in (result.contact, result.close)],
            **{f"by_{name}": group_rows(found) for name, found in result.groups.items()},
            "outcomes": outcome_rows(result),
            "afterwards": afterwards_rows(result),
            "balance": [asdict(each) for each in result.afterwards.balance],
            "notes": [{"note": note} for note in (*result.notes, result.afterwards.caveat)],
        },
        company=result.settings.company,
        title="Closed loop",
        slides=slides_of(result),
        latest_on=zones.day_of(as_of, result.settings.time_zone) if as_of else None,
        accent=result.settings.accent,
        time_zone=result.settings.time_zone,
    )


def _figures(result: ClosedLoop) -> Iterator[Figure]:
    total = result.waiting.total
    yield _count("waiting", "Waiting", total, total)
    for key, each in (("contact", result.contact), ("close", result.close)):
        name = each.name
        if each.in_target is not None:
            yield _of_score(f"{key}_in_target", f"{name} within target", "%", each.in_target)
        found = each.durations
        middle, refusal = found.median, found.refusal
        ends = (middle.value, middle.low, middle.high) if middle else (None, None, None)
        size = found.finished + found.unfinished
        note = _note(refusal)
        code = refusal.code if refusal else None
        shown = lasting(ends[0]) if ends[0] is not None else ""
        around = between(*ends[1:]).removeprefix("95 %: ") if middle else ""
        yield Figure(
            f"{key}_median", f"{name}, median", "seconds", *ends, size, None, code, note,
            shown, around,
        )  # fmt: skip
    yield _count("reopened", "Opened again", result.reopened, result.items)
    yield from map(partial(_effect, result), result.afterwards.effects)


def _count(key: str, label: str, count: int, behind: int) -> Figure:
    return Figure(key, label, "cases", count, None, None, behind, shown=f"{count:,}")


def _effect(result: ClosedLoop, each: Effect) -> Figure:
    """What became of the contacted against the not contacted."""
    name, found = each.outcome, each.difference
    times = 100.0 if name.startswith("stayed") else 1.0
    say = partial(amount, name, currency=result.settings.currency, has_sign=True)
    ends = (found.value, found.low, found.high) if found else (None, None, None)
    value, low, high = (None if end is None else times * end for end in ends)
    return Figure(
        f"afterwards_{name}",
        f"{AFTERWARDS[name]}, contacted less others",
        "points" if times > 1 else "",
        value,
        low,
        high,
        each.contacted + each.others,
        None if found is None else "clear" if each.is_clear else "not clear",
        each.refusal.code if each.refusal else None,
        _note(each.refusal),
        "" if found is None else say(found.value),
        "" if found is None else f"{say(found.low)} to {say(found.high)}",
    )


def _of_score(key: str, label: str, unit: str, found: Score) -> Figure:
    code = found.refusal.code if found.refusal else None
    return Figure(
        key, label, unit, found.value, found.low, found.high, found.responses, None, code,
        _note(found.refusal), "" if found.value is None else PERCENT.format(found.value),
        span(PERCENT, found),
    )  # fmt: skip


def _note(refusal: Refusal | None) -> str | None:
    return f"{refusal.message} It {refusal.remedy}." if refusal else None


def waiting_row(each: Loop) -> Row:
    """One that waits, with its comment masked."""
    return {
        "about": each.about_kind,
        "id": each.about_id,
        "began_at": each.began_at,
        "customer_id": each.customer_id,
        "customer": each.customer,
        "standing": each.standing,
        "score": each.score,
        "category": each.category,
        "severity": each.severity,
        "segment": each.segment,
        "channel": each.channel,
        "touchpoint": each.touchpoint,
        "team": each.team,
        "cause": each.cause,
        "age_days": round(each.age_seconds / 86_400, 2),
        "contacted_at": each.contacted_at,
        "closed_at": each.closed_at,
        "reopened_at": each.reopened_at,
        "outcome": each.outcome,
        "revenue_12_months": each.revenue,
        "renews_on": each.renews_on,
        "customer_status": each.customer_status,
        "comment": mask(each.comment) if each.comment else None,
    }


def pace_row(each: Pace) -> Row:
    """How soon one step comes."""
    middle, late = each.durations.median, each.durations.p90
    return {
        "step": each.name,
        "target_hours": each.target_hours,
        **_ends("in_target", each.in_target),
        "not_due": each.not_due,
        "median_seconds": middle.value if middle else None,
        "median_low": middle.low if middle else None,
        "median_high": middle.high if middle else None,
        "p90_seconds": late.value if late else None,
        "done": each.durations.finished,
        "open": each.durations.unfinished,
        "open_oldest_seconds": each.open_oldest,
        "open_median_seconds": each.open_middle,
    }


def group_rows(found: tuple[Group, ...]) -> list[Row]:
    """How soon each group answers."""
    return [
        {
            "name": each.name,
            "cases": each.items,
            "customers": each.customers,
            "waiting": each.waiting,
            **_ends("contact_in_target", each.contact_in_target),
            **_ends("close_in_target", each.close_in_target),
            **_ends("contact_hours", each.contact_hours),
        }
        for each in found
    ]


def outcome_rows(result: ClosedLoop) -> list[Row]:
    """What came of it, by the next answer."""
    return [
        {
            "outcome": each.name,
            "cases": each.items,
            "answered_again": each.better.responses,
            **_ends("no_longer_unhappy", each.better),
            **_ends("next_score", each.next_score),
        }
        for each in result.outcomes
    ]


def afterwards_rows(result: ClosedLoop) -> list[Row]:
    """Contacted against not contacted, outcome by outcome."""
    matched = result.afterwards
    if matched.refusal:
        return [{"outcome": None, "refusal": matched.refusal.code, "note": _note(matched.refusal)}]
    return [
        {
            "outcome": each.outcome,
            "contacted": each.contacted,
            "others": each.others,
            "mean_contacted": each.mean_contacted,
            "mean_others": each.mean_others,
            "difference": each.difference.value if each.difference else None,
            "low": each.difference.low if each.difference else None,
            "high": each.difference.high if each.difference else None,
            "p": each.p,
            "is_clear": each.is_clear,
            "second_opinion": each.by_chance.value if each.by_chance else None,
            "refusal": each.refusal.code if each.refusal else None,
            "note": _note(each.refusal),
        }
        for each in matched.effects
    ]


def _ends(name: str, found: Score | None) -> Row:
    if found is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None, f"{name}_refusal": None}
    return {
        name: found.value,
        f"{name}_low": found.low,
        f"{name}_high": found.high,
        f"{name}_refusal": found.refusal.code if found.refusal else None,
    }
