"""Who is behind the curves and ratios of those who leave, on the Drivers page."""

from collections.abc import Iterable, Mapping
from functools import partial

import pandas as pd

from cx import zones
from cx.analysis.defection.recovery import GROUPS, Recovery
from cx.analysis.defection.survival import Survival
from cx.filters import Filters
from cx.topics.drivers.results import STANDINGS, Opinions
from cx.topics.drivers.windows import ANSWER_DAYS, BAD_DAYS, RECOVERY_DAYS
from cx.ui import drill, session
from cx.ui.drill import Asked, Listed, Marks

STANDING = (-1, 0, 1)
"""Of the names in ``STANDINGS``, the bad one first."""


def first_answers(found: Opinions, said: Survival) -> Marks:
    """Lead from curves to the customers whose first answer it was."""
    standing = dict(zip(STANDINGS[found.metric.key], STANDING, strict=True))
    counts = {curve.name: curve.people for curve in said.curves}
    return {
        name: _first(found, name, standing=standing[name], count=count)
        for name, count in counts.items()
    }


def hazards(found: Opinions, terms: Iterable[tuple[str, str]]) -> Marks:
    """Lead from ratios to those whom the term is of; a ratio tells no count.

    Parameters
    ----------
    terms : iterable of tuple of str
        Key of the mark and its term: people by their answer, or a touchpoint.
    """
    standing = dict(zip(STANDINGS[found.metric.key], STANDING, strict=True))
    return {
        mark: _first(found, mark, standing.get(term), None if term in standing else term)
        for mark, term in terms
    }


def _first(
    found: Opinions,
    name: str,
    standing: int | None = None,
    touchpoint: str | None = None,
    count: int | None = None,
) -> Listed:
    only = {"only_standing": standing, "only_touchpoint": touchpoint, "bad_days": BAD_DAYS}
    filters = found.view.until_its_end.filters
    return _listed(filters, name, "drivers/first_behind", only, count)


def answered_or_silent(found: Opinions, said: Survival) -> Marks:
    """Lead from curves to those who answered when they were asked, and to the silent."""
    return {
        curve.name: _listed(
            found.view.until_its_end.filters,
            curve.name,
            "drivers/asked_behind",
            {"answer_days": ANSWER_DAYS, "only_answered": curve.name == "Answered"},
            curve.people,
        )
        for curve in said.curves
    }


def after_complaints(found: Opinions, said: Recovery) -> Marks:
    """Lead from scores to the answers after a complaint put right, not put right, or none."""
    return {
        each.name: _judged(found, each.name, each.score.responses, is_followed=False)
        for each in said.groups
        if each.score.low is not None
    }


def staying_after_complaints(found: Opinions, said: Survival) -> Marks:
    """Lead from curves to the customers whose first such answer it was."""
    return {
        curve.name: _judged(found, curve.name, curve.people, is_followed=True)
        for curve in said.curves
    }


def _judged(found: Opinions, name: str, count: int, *, is_followed: bool) -> Listed:
    only = {
        "recovery_days": RECOVERY_DAYS,
        "only_outcome": GROUPS.index(name),
        "only_followed": is_followed,
    }
    return _listed(found.view.filters, name, "drivers/recovery_behind", only, count)


def _listed(
    filters: Filters, name: str, question: str, only: Mapping[str, object], count: int | None
) -> Listed:
    def ask(most: int) -> pd.DataFrame:
        with session.asking() as run:
            today = zones.today(run.settings.time_zone)
            return run.ask(question, filters, latest_possible_on=today, most=most, **only)

    return Listed(name, partial(_list, name, ask), count)


def _list(name: str, ask: Asked, key: str) -> None:
    drill.list_answers(name, ask, key, "latest", "Customers", rows=drill.told_rows_of)
