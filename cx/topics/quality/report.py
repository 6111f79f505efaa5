"""Turns the Quality result into the one Report that every file format is written from."""

from collections.abc import Iterator
from dataclasses import replace

from cx.export.report import Figure, Report, Row
from cx.filters import Filters
from cx.topics.quality.judging import percent
from cx.topics.quality.results import Coverage, Held, Quality
from cx.topics.quality.rules import DAYS, RULES, TWINS
from cx.topics.quality.slides import slides_of


def report(result: Quality, version: int) -> Report:
    """Return figures and tables of the page, in the order of the page.

    Parameters
    ----------
    result : Quality
        What the page shows.
    version : int
        Data version that all of it is of.
    """
    return Report(
        topic="quality",
        filters=Filters().record(),
        filters_in_words=f"all of the data, as of {result.today.isoformat()}",
        data_version=version,
        headline=result.headline,
        figures=[*_figures(result)],
        tables=tables(result),
        company=result.settings.company,
        title="Quality",
        slides=slides_of(result),
        latest_on=result.newest.latest_on if result.newest else None,
        accent=result.settings.accent,
        time_zone=result.settings.time_zone,
    )


def tables(result: Quality) -> dict[str, list[Row]]:
    """Return every table of the page by its name."""
    return {
        "freshness": [_freshness(each, result) for each in result.held],
        "coverage": coverage_rows(result.coverage),
        "orphans": orphan_counts(result),
        "impossible": impossible_counts(result),
        "duplicates": twin_counts(result),
        "dictionary": dictionary(result),
        "notes": [{"note": note} for note in result.notes],
    }


def dictionary(result: Quality, extract: str | None = None, search: str = "") -> list[Row]:
    """Return every column with its meaning and how many rows fill it.

    Parameters
    ----------
    extract : str, optional
        Only this one.
    search : str
        Only columns that have it in name, meaning or values, whatever its case.
    """
    return [
        line
        for held in result.held
        if extract in (None, held.name)
        for line in map(dict, _columns(held))
        if search.strip().lower() in " ".join(map(str, line.values())).lower()
    ]


def coverage_rows(coverage: Coverage | None) -> list[Row]:
    """Return a line per segment: revenue, and the share of it that scores speak for."""
    return [
        {
            "segment": part.segment,
            "customers": part.customers,
            "customers_with_answer": part.heard_customers,
            "revenue": part.revenue,
            "revenue_with_answer": part.heard_revenue,
            "share": part.heard_revenue / part.revenue if part.revenue > 0 else None,
        }
        for part in (coverage.parts if coverage else ())
    ]


def orphan_counts(result: Quality) -> list[Row]:
    """Return a line per column with references that lead nowhere."""
    return [
        {
            "extract": each.extract,
            "column": each.column,
            "points_to": each.points_to,
            "rows": each.rows,
            "different_ids": each.ids,
            "share": result.share_of(each),
        }
        for each in (result.links.orphans if result.links else ())
    ]


def impossible_counts(result: Quality) -> list[Row]:
    """Return a line per extract and rule that rows of it break."""
    return [
        {
            "extract": each.extract,
            "what": RULES[each.rule],
            "rows": each.rows,
            "share": each.rows / result.of(each.extract).rows,
        }
        for each in result.impossible
    ]


def twin_counts(result: Quality) -> list[Row]:
    """Return a line per extract with rows that look like another one."""
    return [
        {
            "extract": each.extract,
            "what": TWINS[each.extract],
            "rows": each.rows,
            "originals": each.originals,
        }
        for each in (result.links.twins if result.links else ())
    ]


def _figures(result: Quality) -> Iterator[Figure]:
    rows = result.rows
    there = _figure("extracts", "Extracts with rows", "extracts", len(result.there), rows)
    yield replace(there, shown=f"{len(result.there)} of {len(result.held)}")
    yield _figure("rows", "Rows", "rows", rows, rows)
    newest = result.newest
    age = result.age_days(newest.latest_on) if newest and newest.latest_on else None
    yield _figure("newest_age", "Age of the newest record", "days", age, rows)
    filled = result.filled_share
    yield _figure("filled", "Cells with a value", "%", filled and 100 * filled, rows)
    lost = result.links.lost if result.links else None
    yield _figure("orphans", "References that lead nowhere", "rows", lost, result.references)
    yield _figure("impossible", "Doubtful values", "rows", result.wrong, rows)
    doubles = result.links.doubles if result.links else None
    yield _figure("duplicates", "Rows that look double", "rows", doubles, rows)
    coverage = result.coverage
    share = coverage.share if coverage else None
    customers = coverage.customers if coverage else 0
    label = "Revenue of customers with an answer, last 12 months"
    yield _figure("coverage", label, "%", share if share is None else 100 * share, customers)


def _figure(key: str, label: str, unit: str, value: float | None, rows: int) -> Figure:
    """A count of all there is; it has no interval, as nothing was sampled."""
    if value is None:
        return Figure(key, label, unit, None, None, None, rows)
    shown = percent(value / 100) if unit == "%" else f"{value:,.0f}"
    return Figure(key, label, unit, float(value), None, None, rows, shown=shown)


def _freshness(each: Held, result: Quality) -> Row:
    return {
        "extract": each.name,
        "rows": each.rows,
        "newest_record": each.latest_on,
        "days_ago": result.age_days(each.latest_on) if each.latest_on else None,
        "oldest_record": each.first_on,
        "later_than_today": each.later_rows,
        "by": DAYS.get(each.name),
        "filled": each.filled_share,
        "last_import": each.imported_at,
        "imports": each.live_imports,
    }


def _columns(held: Held) -> Iterator[Row]:
    for each in held.columns:
        column = each.column
        yield {
            "extract": held.name,
            "column": column.name,
            "type": column.type,
            "needed": "yes" if column.is_required else "",
            "meaning": column.description,
            "filled_rows": each.filled_rows,
            "rows": each.all_rows,
            "share": each.share,
            "values": ", ".join(column.choices) or _range(column.low, column.high),
        }


def _range(low: float | None, high: float | None) -> str:
    if low is None:
        return ""
    return f"{low:g} to {high:g}" if high is not None else f"{low:g} or more"
