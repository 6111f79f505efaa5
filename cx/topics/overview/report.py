"""Turns the Overview into the one Report that every file format is written from."""

from cx import zones
from cx.analysis.change import DOWN, NO_CLEAR_CHANGE, UP
from cx.export.report import Figure, Report, Row
from cx.topics.overview import words
from cx.topics.overview.results import Finding, Month, Overview, Tile
from cx.topics.overview.slides import slides_of


def report(result: Overview, version: int) -> Report:
    """Return figures and tables of the page, in the order of the page.

    Parameters
    ----------
    result : Overview
        What the page shows.
    version : int
        Data version that all of it is of.
    """
    return Report(
        topic="overview",
        filters=result.filters.record(),
        filters_in_words=result.filters.in_words(),
        data_version=version,
        headline=result.headline,
        figures=[_figure(tile, result) for tile in result.tiles],
        tables={
            "tiles": [_tile(tile) for tile in result.tiles],
            "findings": [_finding(each) for each in result.findings],
            "timeline": [_month(each) for each in result.course],
            "events": [{"on": e.on, "title": e.title, "kind": e.kind} for e in result.events],
            "accounts": [_accounts(result, at) for at in range(len(result.accounts))],
            "waiting": [{"items": result.waiting.items, "revenue": result.waiting.revenue}],
            "notes": [{"note": note} for note in result.notes],
        },
        company=result.settings.company,
        title="Overview",
        slides=slides_of(result),
        latest_on=zones.day_of(result.as_of, result.settings.time_zone) if result.as_of else None,
        accent=result.settings.accent,
        time_zone=result.settings.time_zone,
    )


def _figure(tile: Tile, result: Overview) -> Figure:
    refusal = tile.refusal
    unit = result.settings.currency or "money" if tile.unit == "money" else tile.unit
    return Figure(
        tile.key,
        tile.label,
        unit,
        tile.value,
        tile.low,
        tile.high,
        tile.count,
        _verdict(tile),
        refusal.code if refusal else None,
        f"{refusal.message} It {refusal.remedy}." if refusal else tile.note or None,
        words.printed(tile, result.settings.currency),
        words.interval(tile),
    )


def _verdict(tile: Tile) -> str | None:
    """Return which way a figure moved, as the page says it: beyond all that was looked at."""
    if tile.change is None:
        return None
    is_chance = tile.change.verdict in (UP, DOWN) and not tile.is_clear
    return NO_CLEAR_CHANGE if is_chance else tile.change.verdict


def _tile(tile: Tile) -> Row:
    change = tile.change
    return {
        "tile": tile.key,
        "unit": tile.unit,
        "value": tile.value,
        "low": tile.low,
        "high": tile.high,
        "rests_on": tile.rests_on,
        "before": tile.before,
        "change": change.value if change else None,
        "change_low": change.low if change else None,
        "change_high": change.high if change else None,
        "p": change.p if change else None,
        "verdict": change.verdict if change else None,
        "is_clear_among_all": tile.is_clear,
        "refusal": tile.refusal.code if tile.refusal else None,
    }


def _finding(each: Finding) -> Row:
    return {
        "kind": each.kind,
        "sentence": each.sentence,
        "page": each.page,
        "filters": each.filters.in_words(),
        "is_change": each.is_change,
        "is_good": each.is_good,
        "p": each.p,
        "money": each.money,
    }


def _month(each: Month) -> Row:
    score = each.score
    return {
        "month": each.starts_on,
        "score": score.value if score else None,
        "low": score.low if score else None,
        "high": score.high if score else None,
        "responses": score.responses if score else 0,
        "revenue": each.revenue,
        "retention": each.retention,
    }


def _accounts(result: Overview, at: int) -> Row:
    each = result.accounts[at]
    total = sum(one.revenue for one in result.accounts)
    return {
        "class": each.name,
        "customers": each.customers,
        "revenue": each.revenue,
        "share_of_revenue": each.revenue / total if total else None,
        "unhappy": each.unhappy,
        "complaining": each.complaining,
        "stopped": each.stopped,
    }
