"""What a move of contacts is worked out from: means of each channel, with samples of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cx.analysis.estimate import Array, Codes, multiplicities
from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.analysis.profit.enough import too_few
from cx.analysis.profit.move_results import Breach
from cx.analysis.profit.resample import folded

DRAWS, LEAST = 1_000, 30
NEEDED = (
    "unit",
    "segment",
    "purpose",
    "channel",
    "customers",
    "contacts",
    "cost",
    "answers",
    "points",
    "active",
    "stayed",
)
APART = ("shares", "earnings")


@dataclass(frozen=True, slots=True)
class Means:
    """A mean of each cell: from all customers, from samples, and from those left out of them.

    Attributes
    ----------
    value : array, shape (...,)
        Not a number where nobody is.
    drawn, left : array, shape (samples, ...)
        Of the customers in each sample, and of those that are not in it.
    """

    value: Array
    drawn: Array
    left: Array


@dataclass(frozen=True, slots=True)
class Basis:
    """Contacts by segment (s), purpose (p) and channel (c), and what goes with them.

    Attributes
    ----------
    contacts, load : array, shape (s, p, c)
        Contacts, and the capacity they take.
    customers : array, shape (s, p, c)
        With such contacts.
    answers, active : array, shape (s, c)
        Answers about contacts there, and customers of that mix active at the start.
    capacity : array, shape (c,)
        Infinite where none is told.
    margin : Means, of shape (s, p, c)
        Money per contact: minus its cost.
    scatter, units : array, shape (s, p, c)
        Squared errors of the money of each bucket of customers, added up, and how many buckets.
    pooled : Means, of shape (s, c)
        The same over all purposes.
    score : Means, of shape (s, c)
        Points per answer.
    retention : Means, of shape (s, c)
        Share that stayed.
    earnings : Means or None, of shape (s, c)
        Money per customer before service.
    population : array, shape (s,)
        Customers active at the start, for weighing retention.
    served : array, shape (s,)
        Customers with contacts, for weighing earnings; 0 where earnings are not given.
    stays_refusal : Refusal or None
        Why it cannot be told who stays, whatever the cell.
    """

    segments: tuple[str, ...]
    purposes: tuple[str, ...]
    channels: tuple[str, ...]
    contacts: Array
    load: Array
    customers: Array
    answers: Array
    active: Array
    population: Array
    served: Array
    capacity: Array
    margin: Means
    scatter: Array
    units: Array
    pooled: Means
    score: Means
    retention: Means
    earnings: Means | None
    ladder: Ladder = LADDER
    stays_refusal: Refusal | None = None

    @property
    def least(self) -> int:
        """How many customers, answers or active ones a mean takes: at least 30."""
        return self.ladder.at_least(LEAST)

    def refuse_cell(self, segment: int, purpose: int, channel: int) -> Refusal | None:
        """Say whether too few customers have such contacts for a mean cost."""
        where = f"{self.channels[channel]} of {self.segments[segment]}"
        if len(self.purposes) > 1:
            where += f" ({self.purposes[purpose]})"
        return too_few(self.customers[segment, purpose, channel], self.least, where)

    def refuse_score(self, segment: int, channel: int) -> Refusal | None:
        """Say whether too few answers are about contacts there for a mean score."""
        where = f"{self.channels[channel]} of {self.segments[segment]}"
        return too_few(self.answers[segment, channel], self.least, where, "answer")

    def refuse_retention(self, segment: int, channel: int) -> Refusal | None:
        """Say whether too few customers of that mix were active at the start."""
        if self.stays_refusal:
            return self.stays_refusal
        where = f"{self.channels[channel]} of {self.segments[segment]}"
        return too_few(self.active[segment, channel], self.least, where, "active customer")

    def over_capacity(self, added: Array | None = None) -> tuple[Breach, ...]:
        """Name the channels asked for more than they can do, with `added` load of shape (c,)."""
        used = self.load.sum(axis=(0, 1)) + (0.0 if added is None else added)
        return tuple(
            Breach(name, float(asked), float(most))
            for name, asked, most in zip(self.channels, used, self.capacity, strict=True)
            if asked > most * (1 + 1e-9)
        )


def prepare(
    rows: pd.DataFrame,
    capacity: Mapping[str, float] | None = None,
    ladder: Ladder = LADDER,
    seed: int = 0,
) -> Basis:
    """Work out once what every move is then worked out from.

    Parameters
    ----------
    rows : DataFrame
        One row per unit, segment, purpose and channel; rows of the same four are added up.
        ``unit`` (whole number: a customer, or a bucket of customers by lot), ``segment``,
        ``purpose``, ``channel`` (words), ``customers`` (distinct, with contacts), ``contacts``
        (without repeats), ``cost`` (money, positive, with that of the repeats that follow),
        ``answers`` and ``points`` (about contacts there), ``active`` and ``stayed`` (customers of
        that mix). Optional: ``load`` (capacity taken, else contacts); ``shares`` and ``earnings``
        (customers' shares of contacts there, and these times their earnings before service).
    capacity : mapping of str to float, optional
        What each channel can do in the period, in the unit of the load.
    ladder : Ladder
    seed : int
        The same view draws the same samples.

    Raises
    ------
    ValueError
        A column is missing, or an amount is negative or not a number where it must not be.

    Notes
    -----
    Customers are drawn in at most 500 buckets by lot, so that a million cost as much as 500; means
    are ratios of sums, so buckets need not be of one size.

    Examples
    --------
    >>> rows = pd.DataFrame({"unit": range(40), "segment": "Home", "purpose": "service",
    ...     "channel": ["Web", "Phone"] * 20, "customers": 1, "contacts": 2,
    ...     "cost": [1.0, 9.0] * 20, "answers": 1, "points": 100, "active": 1, "stayed": 1})
    >>> basis = prepare(rows)
    >>> basis.channels, basis.margin.value.tolist()
    (('Phone', 'Web'), [[[-4.5, -0.5]]])
    """
    _refuse_rows(rows)
    adder = _Adder.of(rows, seed)
    given, channels = capacity or {}, adder.names[2]
    contacts, cost = adder.cells("contacts"), -adder.cells("cost")
    answers, active = adder.cells("answers", True), adder.cells("active", True)
    shares, earnings = (adder.cells(name, True) for name in APART)
    return Basis(
        segments=adder.names[0],
        purposes=adder.names[1],
        channels=channels,
        contacts=contacts.sum(axis=0),
        load=adder.cells("load" if "load" in rows else "contacts").sum(axis=0),
        customers=adder.cells("customers").sum(axis=0),
        answers=answers.sum(axis=0),
        active=active.sum(axis=0),
        population=active.sum(axis=(0, 2)),
        served=shares.sum(axis=(0, 2)),
        capacity=np.array([float(given.get(name, np.inf)) for name in channels]),
        margin=adder.means(cost, contacts),
        scatter=_scatter(cost, contacts),
        units=(contacts > 0).sum(axis=0).astype(float),
        pooled=adder.means(cost.sum(axis=2), contacts.sum(axis=2)),
        score=adder.means(adder.cells("points", True), answers),
        retention=adder.means(adder.cells("stayed", True), active, is_share=True),
        earnings=adder.means(earnings, shares) if set(APART) <= set(rows) else None,
        ladder=ladder,
    )


def _refuse_rows(rows: pd.DataFrame) -> None:
    missing = [name for name in NEEDED if name not in rows]
    if missing:
        raise ValueError(f"The rows lack {', '.join(missing)}.")
    if rows.empty:
        raise ValueError("There are no contacts in this view.")
    for name in NEEDED[4:]:
        least = -np.inf if name in ("points", "cost") else 0
        held = rows[name].to_numpy(float)
        if not np.isfinite(held).all() or (held < least).any():
            raise ValueError(f"{name} must be a number of every row, and no count below 0.")


def _coded(words: "pd.Series[str]") -> tuple[tuple[str, ...], Codes]:
    code, names = pd.factorize(words, sort=True)
    if (code < 0).any():
        raise ValueError(f"{words.name} is missing in some rows: name those too.")
    return tuple(str(name) for name in names), code.astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Adder:
    """Adds rows up by bucket and cell, and sums up samples of buckets.

    Attributes
    ----------
    names : tuple of tuple of str
        Segments, purposes and channels.
    unit, cell, pooled : array of int, shape (n,)
        Bucket of each row, its cell, and its cell over all purposes.
    drawn : array, shape (samples, units)
        How often each bucket is in each sample.
    """

    rows: pd.DataFrame
    names: tuple[tuple[str, ...], ...]
    unit: Codes
    cell: Codes
    pooled: Codes
    drawn: Array
    seed: int

    @classmethod
    def of(cls, rows: pd.DataFrame, seed: int) -> "_Adder":
        names, codes = zip(*(_coded(rows[name]) for name in NEEDED[1:4]), strict=True)
        segment, purpose, channel = codes
        unit = folded(rows["unit"].to_numpy(np.int64), seed)
        cell = (segment * len(names[1]) + purpose) * len(names[2]) + channel
        pooled = segment * len(names[2]) + channel
        drawn = multiplicities(int(unit.max()) + 1, DRAWS, seed)
        return cls(rows, names, unit, cell, pooled, drawn, seed)

    def cells(self, name: str, is_pooled: bool = False) -> Array:
        """Sums of each bucket, shape (units, s, p, c), or (units, s, c) where pooled."""
        sizes = [len(each) for each in self.names]
        shape = (sizes[0], sizes[2]) if is_pooled else tuple(sizes)
        size, units = int(np.prod(shape)), self.drawn.shape[1]
        if name not in self.rows:
            return np.zeros((units, *shape))
        at = self.unit * size + (self.pooled if is_pooled else self.cell)
        sums = np.bincount(at, self.rows[name].to_numpy(float), minlength=units * size)
        return sums.astype(float).reshape(units, *shape)

    def means(self, sums: Array, counts: Array, is_share: bool = False) -> Means:
        """Means from all buckets, from those drawn and from those left out."""
        is_left = (self.drawn == 0).astype(float)
        above, below = (each.reshape(len(each), -1) for each in (sums, counts))
        shape = sums.shape[1:]
        more = self._unseen(above.shape[1]) if is_share else (0.0, 0.0)
        found = [
            _ratio(above.sum(axis=0), below.sum(axis=0)),
            _ratio(self.drawn @ above + more[0], self.drawn @ below + more[1]),
            _ratio(is_left @ above, is_left @ below),
        ]
        return Means(found[0].reshape(shape), *(each.reshape(-1, *shape) for each in found[1:]))

    def _unseen(self, cells: int) -> tuple[Array, Array]:
        """One more who stays and one who leaves, drawn too: all having stayed is not certain.

        After Agresti and Caffo 2000, The American Statistician 54:280.
        """
        dice = np.random.default_rng(self.seed + 1)
        stays, leaves = dice.poisson(1.0, (2, DRAWS, cells)).astype(float)
        return stays, stays + leaves


def _scatter(cost: Array, contacts: Array) -> Array:
    """Squared errors of each bucket's money, had its contacts their cell's mean, added up."""
    mean = np.nan_to_num(_ratio(cost.sum(axis=0), contacts.sum(axis=0)))
    return np.asarray(((cost - mean * contacts) ** 2).sum(axis=0))


def _ratio(above: Array, below: Array) -> Array:
    # Sums of counts are whole up to rounding: a tiny one is none.
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 1e-9)
