"""Loads the Journeys page part by part from memory, the answer first."""

from collections.abc import Callable
from typing import TypeVar

from cx.filters import Filters
from cx.topics.journeys.parts import Part
from cx.topics.journeys.results import Basis, Journeys
from cx.ui import session

T = TypeVar("T")


def add(found: Journeys, filters: Filters, *parts: Part) -> Journeys:
    """Add parts to the page, each worked out once for a state of the data.

    Parameters
    ----------
    parts : callable
        Of ``cx.topics.journeys.parts``.
    """

    def answer(read: Callable[..., T], /, *, basis: Basis) -> T:
        return session.answer(read, filters, basis=basis)

    for part in parts:
        found = part(found, answer)
    return found
