"""Reads what happened before each answer, and weighs which of it goes with bad ones."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pandas as pd

from cx.analysis.arms import put_beside
from cx.analysis.causes import LEVEL, weigh_causes, weigh_within
from cx.analysis.compare import false_discovery
from cx.analysis.ladder import Ladder, Refusal
from cx.filters import Filters
from cx.topics.ask import Ask
from cx.topics.drivers.results import Causes, GroupCause
from cx.topics.drivers.view import Kind, View
from cx.topics.drivers.windows import ASKED, CAUSES, HELD_EQUAL

BY = ("segment", "channel", "touchpoint")
NUMBERS = "drivers/numbers"
WHATEVER_THE_FILTERS = (NUMBERS, *ASKED)
"""Questions that are asked of all answers to a metric."""
_KEYS = tuple(each.key for each in CAUSES)


def load_causes(
    ask: Ask, view: View, check: Callable[[], object] = lambda: None
) -> tuple[Causes, ...]:
    """Weigh causes for each kind of survey by itself: the one shown first, then the others.

    Parameters
    ----------
    ask : Ask
        What happened is asked of all answers to the metric, whatever the filters: whoever asks
        for many views may remember what it was told to `WHATEVER_THE_FILTERS`.
    check : callable
        Called again and again; raises where the work is called off.
    """
    kinds = sorted(view.kinds, key=lambda kind: kind.name != view.filters.survey_kind)
    return tuple(_load(ask, view.of(kind), kind, view.ladder, check) for kind in kinds)


def _load(
    ask: Ask, filters: Filters, kind: Kind, ladder: Ladder, check: Callable[[], object]
) -> Causes:
    answers = _read(ask, filters)
    check()
    known = [key for key in _KEYS if answers[key].notna().any()]
    found = weigh_causes(answers, known, HELD_EQUAL, ladder=ladder)
    told = [each.name for each in found if each.refusal is None]
    return Causes(
        kind.name,
        len(answers),
        int(answers["is_bad"].sum()),
        found,
        tuple(_nothing_on_file(key) for key in _KEYS if key not in known),
        _by_group(answers, told, ladder, check),
    )


def _read(ask: Ask, filters: Filters) -> pd.DataFrame:
    """Answers with a column per cause: 1, 0, or missing where it is not known."""
    everything = Filters(metric=filters.metric)
    answers = ask("drivers/answers", filters).set_index("answer").sort_index()
    numbers = ask(NUMBERS, everything)
    parts = [ask(name, everything, **days) for name, days in ASKED.items()]
    happened = put_beside(answers["response"], numbers, parts)
    classes = {name: answers[name].astype("category") for name in HELD_EQUAL}
    return answers.assign(**happened, **classes)


def _nothing_on_file(key: str) -> Refusal:
    kind = next(each for each in CAUSES if each.key == key)
    return Refusal(
        f"not_known:{key}",
        f"{kind.label}: nothing is on file for these answers.",
        f"needs {kind.needs}",
    )


def _by_group(
    answers: pd.DataFrame, told: list[str], ladder: Ladder, check: Callable[[], object]
) -> tuple[GroupCause, ...]:
    """Weigh within each group; all of them are one family of tests."""
    found = list(_groups(answers, told, ladder, check))
    is_clear = false_discovery([each.cause.p for each in found], LEVEL).is_clear
    return tuple(
        replace(each, cause=replace(each.cause, is_clear=clear))
        for each, clear in zip(found, is_clear, strict=True)
    )


def _groups(
    answers: pd.DataFrame, told: list[str], ladder: Ladder, check: Callable[[], object]
) -> Iterator[GroupCause]:
    for dimension in (each for each in BY if answers[each].nunique() > 1):
        check()
        for name, found in weigh_within(answers, told, dimension, ladder).items():
            yield from (
                GroupCause(dimension, name, cause) for cause in found if cause.refusal is None
            )


def bad_after(
    ask: Ask, filters: Filters, cause: str, dimension: str = "", group: str = ""
) -> list[int]:
    """Return the numbers of the bad answers after a cause, as questions of this view number them.

    Parameters
    ----------
    filters : Filters
        With the kind of survey.
    cause : str
        Its key.
    dimension, group : str
        Only within this group, such as ``"segment"`` and ``"Consumer"``; empty takes all.
    """
    answers = _read(ask, filters)
    wanted = (answers[cause] == 1) & (answers["is_bad"] == 1)
    if dimension:
        wanted &= answers[dimension].astype(str) == group
    return [int(number) for number in answers.index[wanted.fillna(False)]]
