"""The findings of the Quality page as slides, of the very result that the page draws."""

from collections.abc import Iterator
from datetime import datetime

from cx import zones
from cx.export.slide import Slide
from cx.topics import slides
from cx.topics.quality.judging import percent
from cx.topics.quality.results import Held, Quality
from cx.topics.quality.rules import RULES, TWINS
from cx.topics.slides import Span
from cx.words import counted, day_in_words


def slides_of(result: Quality) -> list[Slide]:
    """Return a slide for each finding; nothing but the reason where there is no data."""
    if not result.rows:
        return [slides.refused(result.headline, "Bring a file in on the page Upload.")]
    return [
        _freshness(result),
        _filled(result),
        *_coverage(result),
        *_doubts(result),
    ]


def _freshness(result: Quality) -> Slide:
    columns = ("Extract", "Rows", "Newest record", "Days ago", "Cells filled", "Last import")
    rows = [
        (
            each.name.replace("_", " "),
            f"{each.rows:,}",
            day_in_words(each.latest_on) if each.latest_on else "",
            f"{result.age_days(each.latest_on):,}" if each.latest_on else "",
            _percent(each.filled_share),
            _imported_on(each.imported_at, result.settings.time_zone),
        )
        for each in result.there
    ]
    return Slide(
        result.headline,
        "What there is, and how fresh",
        table=slides.grid(columns, rows),
        basis=f"{len(result.missing)} extracts have no rows." if result.missing else "",
        notes=[f"Without rows: {', '.join(result.missing)}." if result.missing else "",
               *result.notes],
    )  # fmt: skip


def _percent(share: float | None) -> str:
    return "" if share is None else percent(share)


def _filled(result: Quality) -> Slide:
    ordered = sorted(result.there, key=lambda each: each.filled_share or 0.0)
    least = ordered[0]
    title = (
        f"{_percent(result.filled_share)} of all cells have a value; least filled is "
        f"{least.name.replace('_', ' ')} with {_percent(least.filled_share)}."
    )
    return Slide(
        title,
        "Cells with a value, the least filled extracts first",
        slides.span_bars([_bar(each) for each in ordered], title, "cells with a value", 0, "%"),
        basis=slides.basis("A count of all there is: no interval.",
                           slides.left_out(ordered, "fuller extract")),
        notes=[f"{each.name}: {_percent(each.filled_share)}" for each in ordered],
    )  # fmt: skip


def _bar(each: Held) -> Span:
    share = each.filled_share or 0.0
    printed = f"{percent(share)} · {counted(each.rows, 'row')}"
    return Span(each.name.replace("_", " ").capitalize(), printed, 100 * share)


def _coverage(result: Quality) -> Iterator[Slide]:
    found = result.coverage
    if found is None or found.share is None:
        return
    title = (
        f"Customers with {percent(found.share)} of the revenue gave an answer: for that part the "
        "scores speak."
    )
    parts = sorted(found.parts, key=lambda each: -each.revenue)
    money = result.settings.currency
    spans = [
        Span(
            each.segment,
            f"{percent(each.heard_revenue / each.revenue)} of {each.revenue:,.0f} {money}".strip(),
            100 * each.heard_revenue / each.revenue,
        )
        for each in parts
        if each.revenue > 0
    ]
    yield Slide(
        title,
        "Share of the revenue of customers with an answer, by segment",
        slides.span_bars(spans, title, "revenue with an answer", 0, "%"),
        basis=slides.basis(
            f"{counted(found.customers, 'customer')} with revenue, {day_in_words(found.from_on)} "
            f"to {day_in_words(found.to_on)}.",
            slides.left_out(spans, "smaller segment"),
        ),
        notes=["Of the last twelve months with any revenue. A count: no interval."],
    )


def _doubts(result: Quality) -> Iterator[Slide]:
    links = result.links
    rows = [
        (each.extract, RULES[each.rule], f"{each.rows:,}", "doubtful value")
        for each in result.impossible
    ]
    rows += [
        (
            each.extract,
            f"{each.column} is of no {each.points_to}",
            f"{each.rows:,}",
            "leads nowhere",
        )
        for each in (links.orphans if links else ())
    ]
    rows += [
        (each.extract, TWINS[each.extract], f"{each.rows:,}", "looks double")
        for each in (links.twins if links else ())
    ]
    if not rows:
        return
    rows.sort(key=lambda row: -int(row[2].replace(",", "")))
    lost, doubles = (links.lost, links.doubles) if links else (0, 0)
    yield Slide(
        f"{counted(result.wrong, 'doubtful value')}, {counted(lost, 'reference')} that lead "
        f"nowhere, {counted(doubles, 'row')} that look double.",
        "What to mend, the most rows first",
        table=slides.grid(
            ("Extract", "What", "Rows", "Kind"),
            [(row[0].replace("_", " "), row[1].replace("_", " "), *row[2:]) for row in rows],
        ),
        notes=list(result.notes),
    )


def _imported_on(at: datetime | None, zone: str) -> str:
    return "" if at is None else zones.day_of(at, zone).isoformat()
