"""How a topic asks the warehouse: by name, for these filters or for all there is.

Who asks is already settled.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import pandas as pd

from cx.errors import BadFilter
from cx.filters import Filters

EVERYTHING = Filters()


class Ask(Protocol):
    """Answers a file of queries/ from one state of the warehouse."""

    def __call__(self, name: str, filters: Filters, **extra: object) -> pd.DataFrame:
        """Return the answer as a frame."""
        ...


def refuse_filters(topic: str, filters: Filters) -> None:
    """Refuse what would be ignored: who filters must not believe that the figures are filtered.

    When the company's year begins is no filter:

    >>> refuse_filters("quality", Filters(fiscal_year_start=7))
    """
    if replace(filters, fiscal_year_start=EVERYTHING.fiscal_year_start) != EVERYTHING:
        raise BadFilter(f"{topic} tells of all of the data and takes no filter: leave it out.")


def demand_one_of(name: str, given: str | None, known: Sequence[str]) -> None:
    """Refuse what only one topic asks for, where it is none of what there is.

    >>> demand_one_of("grain", "month", ("week", "month"))
    >>> demand_one_of("grain", "year", ("week", "month"))
    Traceback (most recent call last):
    cx.errors.BadFilter: There is no grain "year": choose one of week, month.
    """
    if given is not None and given not in known:
        raise BadFilter(f'There is no {name} "{given}": choose one of {", ".join(known)}.')
