"""Settles what a view is about: which kind of survey, until when, and the seed of its samples."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date

from cx import zones
from cx.analysis.ladder import LADDER, Ladder
from cx.filters import Filters
from cx.topics.ask import Ask


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of survey in this view, and how many of its answers rate something."""

    name: str
    answers: int
    people: int
    rated: int


@dataclass(frozen=True, slots=True)
class View:
    """What is shown: filters that settle the kind of survey, and all kinds there are.

    Attributes
    ----------
    seed : int
        Made from the filters: the same view draws the same samples.
    ladder : Ladder
        How many answers and people a figure takes.
    zone : str
        The company's time zone.
    """

    filters: Filters
    kinds: tuple[Kind, ...]
    seed: int
    ladder: Ladder = LADDER
    zone: str = zones.UTC

    @property
    def today(self) -> date:
        """The day after which everything on file is a plan."""
        return zones.today(self.zone)

    @property
    def kind(self) -> Kind | None:
        """The kind that is shown."""
        return next((each for each in self.kinds if each.name == self.filters.survey_kind), None)

    @property
    def until_its_end(self) -> "View":
        """The same view from the first answer on: who leaves within a year takes a year to see."""
        if self.filters.from_on is None:
            return self
        whole = replace(self.filters, period="custom", from_on=None, compare="none")
        return replace(self, filters=whole)

    def of(self, kind: Kind) -> Filters:
        """The same view of another kind of survey."""
        return replace(self.filters, survey_kind=kind.name)


def settle(ask: Ask, filters: Filters, ladder: Ladder = LADDER, zone: str = zones.UTC) -> View:
    """Settle which kind of survey a view is about: kinds are never pooled."""
    kinds = tuple(
        Kind(row.name, int(row.answers), int(row.people), int(row.rated))
        for row in ask("drivers/kinds", filters).itertuples()
    )
    chosen = replace(filters, survey_kind=filters.survey_kind or _choose(kinds, ladder))
    return View(chosen, kinds, seed_of(chosen), ladder, zone)


def _choose(kinds: tuple[Kind, ...], ladder: Ladder = LADDER) -> str | None:
    """Take the relationship survey, unless too few answered or only another one asks for ratings.

    >>> about, after = Kind("relationship", 900, 800, 0), Kind("transactional", 500, 400, 450)
    >>> _choose((about, after)), _choose((about,))
    ('transactional', 'relationship')
    """
    shown = [each for each in kinds if _may_be_shown(each, ladder)] or list(kinds)
    rating = [each for each in shown if each.rated] or shown
    found = [each for each in rating if each.name == "relationship"] or rating
    return found[0].name if found else None


def _may_be_shown(kind: Kind, ladder: Ladder) -> bool:
    return kind.answers >= ladder.answers_to_show and kind.people >= ladder.customers_to_show


def seed_of(filters: Filters) -> int:
    """Return a seed that is the same for the same view, however its period was chosen.

    >>> seed_of(Filters()) == seed_of(Filters(period="all")) != seed_of(Filters(metric="csat"))
    True
    """
    shown = json.dumps(filters.params(), default=str, sort_keys=True)
    return int.from_bytes(hashlib.sha256(shown.encode()).digest()[:4])
