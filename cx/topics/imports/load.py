"""Asks what the History page needs: every import, what it changed, and the audit log."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import EVERYTHING, Ask, refuse_filters
from cx.topics.imports.results import ROWS, Import, Imports, PastEffect, Undo
from cx.topics.rows import day, moment, plain_rows, whole


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the audit log; times are UTC."""

    at: datetime
    actor: str
    action: str
    detail: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some lines of the audit log, newest first, of `total` that match."""

    acts: tuple[Act, ...]
    total: int


def load(ask: Ask, filters: Filters = EVERYTHING, settings: Settings = DEFAULTS) -> Imports:
    """Find out what was brought in, and what it changed.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        There is nothing to filter: imports are of all of the data.
    settings : Settings
        How figures are written, and from how many answers on.

    Raises
    ------
    BadFilter
        When something is filtered all the same.
    """
    refuse_filters("imports", filters)
    standing: dict[int, dict[str, int]] = defaultdict(dict)
    for row in plain_rows(ask("history/standing", EVERYTHING)):
        standing[row["import_id"]][row["extract"]] = int(row["standing_rows"])
    found = plain_rows(ask("history/imports", EVERYTHING))
    effects = plain_rows(ask("history/effects", EVERYTHING, import_id=None))
    return Imports(
        tuple(_import(row, standing.get(row["import_id"], {})) for row in found),
        tuple(_effect(row) for row in effects),
        settings,
    )


def audit(ask: Ask, search: str = "", most: int = 50, skip: int = 0) -> AuditPage:
    """Read a page of the audit log.

    Parameters
    ----------
    search : str
        Found in who, what or the details, whatever its case; empty finds all.
    most, skip : int
        Lines of the page, and lines before it.
    """
    rows = plain_rows(
        ask("history/audit", EVERYTHING, search=search.strip() or None, most=most, skip=skip)
    )
    acts = tuple(
        Act(moment(row["happened_at"]), row["actor"], row["action"], row["detail"]) for row in rows
    )
    return AuditPage(acts, int(rows[0]["total"]) if rows else 0)


def mapping_of(ask: Ask, import_id: int) -> str:
    """Return the mapping by which an import read its file, as TOML; empty where none was noted."""
    rows = plain_rows(ask("history/mapping", EVERYTHING, import_id=import_id))
    return str(rows[0]["toml"]) if rows else ""


def _import(row: dict[str, Any], standing: dict[str, int]) -> Import:
    return Import(
        import_id=row["import_id"],
        at=moment(row["committed_at"]),
        actor=row["actor"],
        kind=row["kind"],
        tables=tuple(row["tables"].split(", ")),
        file_name=row["file_name"],
        file_sha256=row["file_sha256"],
        mapping=row["mapping"],
        mode=row["mode"],
        status=row["status"],
        state=row["state"],
        file_rows=whole(row["file_rows"]),
        rows={word: int(row[f"{word}_rows"]) for word in ROWS},
        seconds=row["seconds"],
        rejects_file=row["rejects_file"],
        undo=_undo(row) if row["state"] == "undone" else None,
        warnings=() if row["warnings"] is None else tuple(row["warnings"]),
        standing=standing,
    )


def _undo(row: dict[str, Any]) -> Undo:
    counts = {word: whole(row[f"{word}_rows"]) for word in ("removed", "restored", "kept")}
    return Undo(moment(row["undone_at"]), row["undone_by"], **counts)


def _effect(row: dict[str, Any]) -> PastEffect:
    return PastEffect(
        row["import_id"],
        row["action"],
        row["figure"],
        row["kind"],
        day(row["period"]),
        row["before"],
        row["after"],
        int(row["before_count"]),
        int(row["after_count"]),
    )
