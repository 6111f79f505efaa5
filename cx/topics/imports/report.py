"""Turns the History result into the one Report that every file format is written from."""

from collections import Counter

from cx.export.report import Figure, Report, Row
from cx.filters import Filters
from cx.topics.imports.results import ROWS, Import, Imports, PastEffect
from cx.topics.imports.slides import slides_of
from cx.topics.imports.story import state_of
from cx.topics.imports.words import effect_sentence, name_of, shown


def report(result: Imports, version: int) -> Report:
    """Return figures and tables of the page, in the order of the page.

    Parameters
    ----------
    result : Imports
        What the page shows.
    version : int
        Data version that all of it is of.
    """
    return Report(
        topic="imports",
        filters=Filters().record(),
        filters_in_words="all imports",
        data_version=version,
        headline=result.headline,
        figures=_figures(result),
        tables={
            "imports": import_rows(result),
            "effects": [_effect(each, result) for each in result.effects],
        },
        company=result.settings.company,
        title="History",
        slides=slides_of(result),
        latest_on=max((result.day_of(each.at) for each in result.imports), default=None),
        accent=result.settings.accent,
        time_zone=result.settings.time_zone,
    )


def import_rows(result: Imports) -> list[Row]:
    """Return a line for each import, newest first."""
    return [_import(each) for each in result.imports]


def _figures(result: Imports) -> list[Figure]:
    states = Counter(each.state for each in result.imports)
    rows = {word: sum(each.rows[word] for each in result.imports) for word in ROWS}
    return [
        _count("imports", "Imports", "imports", len(result.imports)),
        _count("live", "Imports that count", "imports", states["live"]),
        _count("undone", "Imports undone", "imports", states["undone"]),
        _count("superseded", "Imports replaced by a snapshot", "imports", states["superseded"]),
        *(_count(f"{word}_rows", f"Rows {word}", "rows", count) for word, count in rows.items()),
    ]


def _count(key: str, label: str, unit: str, count: int) -> Figure:
    """A count is no estimate, so it has no interval."""
    return Figure(key, label, unit, float(count), None, None, count)


def _import(each: Import) -> Row:
    return {
        "number": each.import_id,
        "imported_at": each.at,
        "by": each.actor,
        "extract": each.kind,
        "tables": ", ".join(each.tables),
        "file": each.file_name,
        "mode": each.mode,
        "state": state_of(each),
        **{f"{word}_rows": each.rows[word] for word in ROWS},
        "file_rows": each.file_rows,
        "current_rows": each.standing_rows,
        "mapping": each.mapping,
        "seconds": each.seconds,
        "sha256": each.file_sha256,
        "undone_at": each.undo.at if each.undo else None,
        "undone_by": each.undo.by if each.undo else None,
    }


def _effect(each: PastEffect, result: Imports) -> Row:
    """A score of too few answers is withheld here too; its counts remain."""
    return {
        "number": each.import_id,
        "action": each.action,
        "figure": name_of(each),
        "before": shown(each, each.before, each.before_count, result.settings),
        "after": shown(each, each.after, each.after_count, result.settings),
        "rows_before": each.before_count,
        "rows_after": each.after_count,
        "sentence": f"{effect_sentence(each, result.settings, is_done=True)}.",
    }
