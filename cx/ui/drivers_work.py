"""What the Drivers page works out in the background: neither page nor filters wait for it."""

from collections.abc import Callable

from cx.topics.ask import Ask
from cx.topics.drivers.causes import WHATEVER_THE_FILTERS, load_causes
from cx.topics.drivers.load import load_leaving
from cx.topics.drivers.results import Causes, Leaving, Opinions
from cx.ui import analyses
from cx.ui.analyses import Work

CAUSES, LEAVING = "Weighing what happened before the answers", "Following who stayed"
QUESTIONS = 8
"""About so many are asked for each; for the progress."""


def causes(found: Opinions) -> Work[tuple[Causes, ...]]:
    """Return the work that weighs what happened before the answers of a view."""
    view = found.view

    def load(ask: Ask, check: Callable[[], object]) -> tuple[Causes, ...]:
        return load_causes(ask, view, check)

    return analyses.find("causes", CAUSES, load, view, QUESTIONS, WHATEVER_THE_FILTERS)


def leaving(found: Opinions) -> Work[Leaving]:
    """Return the work that follows who left after which answer."""
    filters, settings = found.view.filters, found.settings

    def load(ask: Ask, check: Callable[[], object]) -> Leaving:
        return load_leaving(ask, filters, settings)

    return analyses.find("leaving", LEAVING, load, (filters, settings), QUESTIONS)
