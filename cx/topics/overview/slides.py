"""The findings of the Overview as slides, of the very result that the page draws."""

from collections.abc import Iterator

from cx.export.slide import NativeChart, Series, Slide
from cx.metrics import METRICS
from cx.topics import slides
from cx.topics.overview import words
from cx.topics.overview.results import AT_RISK, SAFE, Finding, Overview, Tile

MEANINGS = {SAFE: "promoter", AT_RISK: "detractor"}
ACCOUNTS = "Safe, at risk and unknown customers with the revenue of their last twelve months"


def slides_of(result: Overview) -> list[Slide]:
    """Return a slide for each finding; nothing but the reason where there is no data."""
    if result.is_empty or result.has_nothing:
        return [slides.refused(result.headline, "Bring files in on the page Upload.")]
    return [
        _tiles(result),
        *(_finding(each, result) for each in result.findings),
        *_course(result),
        *_accounts(result),
    ]


def _tiles(result: Overview) -> Slide:
    currency = result.settings.currency
    rows = [
        (tile.label, _figure(tile, currency), _moved(tile, currency), tile.rests_on)
        for tile in result.tiles
    ]
    return Slide(
        result.headline,
        "Headline figures",
        table=slides.grid(("Figure", "Now", "Change", "Rests on"), rows),
        notes=[*(_why(tile) for tile in result.tiles if tile.refusal), *result.notes],
    )


def _figure(tile: Tile, currency: str) -> str:
    if tile.value is None:
        return "not told"
    said = words.figure(tile, tile.value, currency)
    if tile.low is None or tile.high is None:
        return said
    low, high = (words.figure(tile, end).removesuffix(" %") for end in (tile.low, tile.high))
    return f"{said} ({low} to {high})"


def _moved(tile: Tile, currency: str) -> str:
    """Say a change as the page does."""
    if tile.change is None or tile.value is None:
        return ""
    if tile.change.verdict not in words.VERBS:
        return tile.change.verdict
    by = words.moved_by(tile, currency)
    return by if tile.is_clear else f"{by}, may be chance"


def _why(tile: Tile) -> str:
    refusal = tile.refusal
    return f"{tile.label}: {slides.sentence_of(refusal)}" if refusal else ""


def _finding(each: Finding, result: Overview) -> Slide:
    money = None if each.money is None else words.money(each.money, result.settings.currency)
    said = [f"Revenue concerned, or the amount itself: {money}."] if money else []
    return Slide(
        each.sentence,
        "What matters now",
        sentences=[*said, f"The page {each.page.replace('_', ' ')} tells more."],
        notes=[f"View: {each.filters.in_words()}.", *result.notes],
    )


def _course(result: Overview) -> Iterator[Slide]:
    """Draw the score month by month, as customers said it."""
    metric = METRICS[result.filters.metric]
    values = [each.score.value if each.score else None for each in result.course]
    if not any(value is not None for value in values):
        return
    title = f"What customers say: {metric.name} month by month."
    yield Slide(
        title,
        "Gaps are months with too few answers",
        NativeChart(
            "line",
            [each.label for each in result.course],
            [Series(metric.name, values)],
            title,
            metric.decimals,
            "%" if metric.unit == "%" else "",
            axis=metric.name,
        ),
        notes=[f"{each.on:%Y-%m-%d}: {each.title}" for each in result.events],
    )


def _accounts(result: Overview) -> Iterator[Slide]:
    total = sum(each.customers for each in result.accounts)
    if not total:
        return
    lines = [
        slides.Span(
            each.name,
            f"{each.customers:,} customers · {words.money(each.revenue, result.settings.currency)}",
            100.0 * each.customers / total,
            meaning=MEANINGS.get(each.name, "muted"),
        )
        for each in result.accounts
    ]
    risky = sum(each.customers for each in result.accounts if each.name == AT_RISK)
    title = f"{risky:,} of {total:,} customers are at risk."
    yield Slide(
        title,
        ACCOUNTS,
        slides.span_bars(lines, title, "Share of customers", 0, "%"),
        basis="A count of all customers: no interval.",
    )
