"""What an import or an undo does to the headline figures: read before, read after, compare."""

from collections.abc import Collection
from datetime import date

from cx.warehouse import Cursor, rollups
from cx.warehouse.records import Effect

_SCORES = (*rollups.FOUND_BY, "customers")
RESTS_ON: dict[str, tuple[str, ...]] = {
    "nps": _SCORES,
    "csat": _SCORES,
    "ces": _SCORES,
    "revenue": ("orders",),
    "invoiced": ("invoices",),
    "monthly_value": ("contracts",),
    "customers": ("customers",),
    "contacts": ("interactions",),
    "cost_to_serve": ("interactions",),
    "cases": ("cases",),
    "follow_ups": ("follow_ups",),
    "invitations": ("invitations",),
}
"""Figures of ``app.headlines`` in the order in which people want to be told of them, each with the
extracts that can change it: the others need not be computed."""

Headlines = dict[tuple[str, str, date | None], tuple[float, int, float]]
"""Total, count and value by figure, kind of survey and first day of the quarter."""


def read_headlines(cursor: Cursor, tables: Collection[str]) -> Headlines:
    """Read the headline figures that rest on these tables, as this transaction sees them."""
    figures = [name for name, rests_on in RESTS_ON.items() if not set(rests_on).isdisjoint(tables)]
    if not figures:
        return {}
    # Written out, so that the engine does not even look at the tables of other figures.
    listed = ", ".join(f"'{name}'" for name in figures)
    found = cursor.execute(
        "select figure, kind, quarter_on, total, counted, value "  # noqa: S608 - our own names
        f"from app.headlines where figure in ({listed})"
    ).fetchall()
    return {(figure, kind, on): tuple(rest) for figure, kind, on, *rest in found}


def changes(before: Headlines, after: Headlines) -> list[Effect]:
    """Effects on the figures that differ, by figure and kind, the newest quarter first.

    Whether they differ is told from totals and counts, which are exact, not from what is shown.

    >>> changes({("contacts", "", None): (2.0, 2, 2.0)}, {})
    [Effect(figure='contacts', survey_kind='', period=None, before=2.0, after=None,
        before_count=2, after_count=0)]
    """
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    order = list(RESTS_ON)
    keys.sort(key=lambda key: key[2] or date.min, reverse=True)
    keys.sort(key=lambda key: (order.index(key[0]), key[1]))
    return [_effect(key, before, after) for key in keys]


def _effect(key: tuple[str, str, date | None], before: Headlines, after: Headlines) -> Effect:
    _, count_before, value_before = before.get(key, (0.0, 0, None))
    _, count_after, value_after = after.get(key, (0.0, 0, None))
    return Effect(*key, value_before, value_after, count_before, count_after)
