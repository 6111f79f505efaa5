"""The customers of a view: what each brought in and cost, and by which channels they came."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cx.analysis.estimate import Array, Codes
from cx.analysis.profit.mixes import NO_CONTACTS, Labels, archetypes

ALL_MIXES = "(all)"


@dataclass(frozen=True, slots=True, eq=False)
class Customers:
    """One customer per row, in the order of their numbers.

    Attributes
    ----------
    person : array of int, shape (n,)
        Number of the customer, as queries know it; ascending.
    segment, mix : array of str, shape (n,)
        The mix is a channel, ``"Other channels"``, ``"Mixed"`` or ``"(no contacts)"``.
    channels : tuple of str, length c
    counts, firsts : array, shape (n, c)
        Contacts by channel, and those of them that repeat no other.
    revenue, cost_to_serve, margin : array, shape (n,)
        Money of the period; cost above 0.
    is_active, has_stayed : array of int, shape (n,)
        At the start of the period, and until its end.
    """

    person: Codes
    segment: Labels
    mix: Labels
    channels: tuple[str, ...]
    counts: Array
    firsts: Array
    revenue: Array
    cost_to_serve: Array
    margin: Array
    is_active: Codes
    has_stayed: Codes

    def __len__(self) -> int:
        """How many there are."""
        return len(self.person)

    @property
    def losing(self) -> int:
        """How many have a contribution below 0."""
        return int((self.margin < 0).sum())

    @property
    def buyers(self) -> int:
        """How many have revenue."""
        return int((self.revenue > 0).sum())

    def rows(self, mix: str | None = None) -> pd.DataFrame:
        """One row per customer, as ``segment_mix`` takes them.

        Parameters
        ----------
        mix : str, optional
            Put all mixes together under this name.
        """
        return pd.DataFrame(
            {
                "segment": self.segment,
                "mix": self.mix if mix is None else mix,
                "revenue": self.revenue,
                "margin": self.margin,
                "cost_to_serve": self.cost_to_serve,
                "is_active": self.is_active,
                "has_stayed": self.has_stayed,
            }
        )

    def counts_in(self, channels: Sequence[str]) -> Array:
        """Contacts that repeat no other, with a column for each channel named."""
        return self.firsts[:, [self.channels.index(name) for name in channels]]

    def find(
        self,
        segment: str | None = None,
        mix: str | None = None,
        ranks: tuple[int, int] | None = None,
        is_losing: bool | None = None,
        channel: str | None = None,
        has_mix: bool = False,
    ) -> Codes:
        """Return the rows of a mark, those with the lowest contribution first.

        Parameters
        ----------
        segment, mix : str, optional
        ranks : tuple of int, optional
            From and to, both counted; the most profitable is 1.
        is_losing : bool, optional
            Only those with a contribution below 0, or only the others.
        channel : str, optional
            Only those with contacts by it.
        has_mix : bool
            Only those with contacts by any channel.
        """
        best = np.argsort(-self.margin, kind="stable")
        held = best if ranks is None else best[max(0, ranks[0] - 1) : ranks[1]]
        if segment is not None:
            held = held[self.segment[held] == segment]
        if mix is not None:
            held = held[self.mix[held] == mix]
        if is_losing is not None:
            held = held[(self.margin[held] < 0) == is_losing]
        if channel is not None:
            held = held[self.counts[held, self.channels.index(channel)] > 0]
        if has_mix:
            held = held[self.counts[held].sum(axis=1) > 0]
        return held[::-1]


def gather(
    rows: pd.DataFrame,
    contacts: pd.DataFrame | None,
    channels: Sequence[str],
    leading: Sequence[str],
) -> Customers:
    """Put customers and their contacts together.

    Parameters
    ----------
    rows : DataFrame
        One row per customer, ascending by ``person``: ``segment``, ``revenue``,
        ``cost_to_serve``, ``margin``, ``is_active``, ``has_stayed`` and ``preferred``, the place
        of the preferred channel from 1, missing where none.
    contacts : DataFrame or None
        One row per customer and channel: ``person``, ``place`` of the channel from 1,
        ``contacts``, ``firsts``. None lets the preferred channel stand for all contacts.
    channels, leading : sequence of str
        All channels, and those with a class of their own.

    Examples
    --------
    >>> rows = pd.DataFrame({"person": [3, 8], "segment": ["Home", "Shop"], "revenue": [90.0, 0.0],
    ...     "cost_to_serve": [5.0, 9.0], "margin": [30.0, -9.0], "is_active": 1, "has_stayed": 1,
    ...     "preferred": [1, None]})
    >>> contacts = pd.DataFrame({"person": [8], "place": [2], "contacts": [4], "firsts": [3]})
    >>> found = gather(rows, contacts, ["App", "Web"], ["Web"])
    >>> found.mix.tolist(), found.counts.tolist(), found.find(is_losing=True).tolist()
    (['(no contacts)', 'Web'], [[0.0, 0.0], [0.0, 4.0]], [1])
    >>> gather(rows, None, ["App", "Web"], ["App"]).mix.tolist()
    ['App', '(no contacts)']
    """
    person = rows["person"].to_numpy(np.int64)
    told = _preferring(rows) if contacts is None else contacts
    shape = (len(rows), len(channels))
    counts, firsts = (_table(told, person, name, shape) for name in ("contacts", "firsts"))
    none = np.full(len(rows), NO_CONTACTS, dtype=object)
    numbers = {name: rows[name].to_numpy(float) for name in ("revenue", "cost_to_serve", "margin")}
    return Customers(
        person=person,
        segment=rows["segment"].to_numpy(object),
        mix=archetypes(counts, channels, leading).astype(object) if len(channels) else none,
        channels=tuple(channels),
        counts=counts,
        firsts=firsts,
        **numbers,
        is_active=rows["is_active"].to_numpy(np.int64),
        has_stayed=rows["has_stayed"].to_numpy(np.int64),
    )


def _preferring(rows: pd.DataFrame) -> pd.DataFrame:
    told = rows[["person", "preferred"]].rename(columns={"preferred": "place"})
    return told.assign(contacts=1.0, firsts=1.0)


def _table(told: pd.DataFrame, person: Codes, name: str, shape: tuple[int, int]) -> Array:
    """Counts by customer and channel; what is of others, or of no channel here, is left out."""
    at, place = rows_of(person, told["person"].to_numpy(np.int64)), told["place"].to_numpy(float)
    held = (at >= 0) & (place >= 1) & (place <= shape[1])
    table = np.zeros(shape)
    table[at[held], place[held].astype(np.int64) - 1] = told[name].to_numpy(float)[held]
    return table


def rows_of(person: Codes, wanted: Codes) -> Codes:
    """Return the row of each person wanted, −1 for one who is not there.

    >>> rows_of(np.array([3, 5, 9]), np.array([9, 4, 3]))
    array([ 2, -1,  0])
    """
    if not len(person):
        return np.full(len(wanted), -1)
    at = np.minimum(np.searchsorted(person, wanted), len(person) - 1)
    return np.where(person[at] == wanted, at, -1)
