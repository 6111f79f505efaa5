"""Unprofitable customers who would earn if their contacts came as their profitable peers' do."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analysis.estimate import Array, Codes, Estimate
from cx.analysis.intervals import student_quantile
from cx.analysis.ladder import Refusal
from cx.analysis.profit.basis import Basis
from cx.analysis.profit.enough import too_few
from cx.analysis.profit.move_results import PERHAPS, THETAS, YES, Peers, WouldBe

MOST = 1_000


def would_be_profitable(
    basis: Basis,
    counts: Array,
    segment: NDArray[np.str_],
    contribution: Array,
    theta: float = 0.5,
    most: int = MOST,
) -> Peers:
    """Work out what unprofitable customers would earn on the mix of their profitable peers.

    Parameters
    ----------
    basis : Basis
        From `prepare`: what a contact costs in each channel, of each segment, all purposes
        together.
    counts : array, shape (n, c)
        Contacts (without repeats) of each customer in each channel of the basis, in its order.
    segment : array of str, shape (n,)
    contribution : array, shape (n,)
        What each customer earns, money; unprofitable is below 0.
    theta : float
        Share of the observed gap that survives for those who move, 0 to 1.
    most : int
        How many are listed.

    Returns
    -------
    Peers
        A customer keeps the number of contacts. Contacts in channels with too few customers stay
        there; segments without 30 profitable customers with contacts are refused.

    Raises
    ------
    ValueError
        Shapes do not fit, or theta is not from 0 to 1.

    Notes
    -----
    A customer's range goes from theta .25 at the lower limit of the gap to theta 1 at its upper
    limit. Who loses in one period does so partly by chance: see `whale.persistence`.
    """
    if counts.shape != (len(contribution), len(basis.channels)) or not 0 <= theta <= 1:
        raise ValueError("Counts need a column for each channel; theta is a share from 0 to 1.")
    code = pd.Categorical(segment, categories=list(basis.segments)).codes.astype(np.int64)
    code[counts.sum(axis=1) <= 0] = -1
    found, refused = _held_against(basis, counts, code, contribution)
    now = contribution[found.rows]
    then, low, high = found.range_of(now, theta)
    is_told, is_yes = then > 0, (then > 0) & (low > 0)
    # The certain first, then who would earn most.
    order = np.lexsort((found.rows, -then, ~is_yes))[: min(most, int(is_told.sum()))]
    listed = [
        WouldBe(
            customer=int(found.rows[at]),
            segment=basis.segments[code[found.rows[at]]],
            now=float(now[at]),
            then=Estimate(float(then[at]), float(low[at]), float(high[at])),
            contacts=float(counts[found.rows[at]].sum()),
            verdict=YES if is_yes[at] else PERHAPS,
        )
        for at in order
    ]
    return Peers(
        listed=tuple(listed),
        unprofitable=int((contribution < 0).sum()),
        yes=int(is_yes.sum()),
        perhaps=int((is_told & ~is_yes).sum()),
        gain=float((then - now)[is_told].sum()),
        theta=theta,
        refused=tuple(refused),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What customers would earn more on another mix, at theta 1, with half of its interval."""

    rows: Codes
    value: Array
    half: Array

    def __add__(self, other: "_Found") -> "_Found":
        """Put the customers of two segments together."""
        return _Found(
            np.concatenate([self.rows, other.rows]),
            np.concatenate([self.value, other.value]),
            np.concatenate([self.half, other.half]),
        )

    def range_of(self, now: Array, theta: float) -> tuple[Array, Array, Array]:
        """What each would earn then: at theta, and the ends of its range."""
        then = now + theta * self.value
        low, high = self.value - self.half, self.value + self.half
        ends = [now + each * limit for each in (THETAS[0], THETAS[-1]) for limit in (low, high)]
        return then, np.minimum(then, np.min(ends, axis=0)), np.maximum(then, np.max(ends, axis=0))


def _held_against(
    basis: Basis, counts: Array, code: Codes, contribution: Array
) -> tuple[_Found, list[tuple[str, Refusal]]]:
    """Hold the unprofitable of each segment (its number for each customer) against their peers."""
    found = _Found(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))
    refused: list[tuple[str, Refusal]] = []
    for at, name in enumerate(basis.segments):
        earning = (code == at) & (contribution >= 0)
        refusal = _refuse(basis, at, int(earning.sum()))
        if refusal:
            refused.append((name, refusal))
            continue
        losing = np.flatnonzero((code == at) & (contribution < 0))
        found += _gap(basis, at, losing, counts[losing], counts[earning].sum(axis=0))
    return found, refused


def _refuse(basis: Basis, segment: int, earning: int) -> Refusal | None:
    name = basis.segments[segment]
    few = too_few(earning, basis.least, name, "profitable customer")
    if few or _usable(basis, segment).sum() >= 2:
        return few
    return Refusal(
        "no_free_cells",
        f"Only one channel of {name} has {basis.least} customers: there is nothing to move to.",
        f"needs a second channel with {basis.least} customers in {name}",
    )


def _usable(basis: Basis, segment: int) -> NDArray[np.bool_]:
    """Channels with enough customers in one purpose at least: of several, some may be the same."""
    return np.asarray(basis.customers[segment].max(axis=0) >= basis.least)


def _gap(basis: Basis, segment: int, rows: Codes, counts: Array, peers: Array) -> _Found:
    is_usable = _usable(basis, segment)
    mix = np.where(is_usable, peers, 0.0)
    own = np.where(is_usable, counts, 0.0)
    whole = float(mix.sum())
    moved = own.sum(axis=1, keepdims=True) * mix / whole - own if whole else np.zeros(own.shape)
    moved = moved[:, is_usable]
    drawn = basis.pooled.drawn[:, segment, is_usable]
    spread = np.cov(drawn[np.isfinite(drawn).all(axis=1)], rowvar=False)
    fewest = float(basis.customers[segment].max(axis=0)[is_usable].min())
    error = np.sqrt(np.maximum(((moved @ spread) * moved).sum(axis=1), 0.0))
    value = moved @ basis.pooled.value[segment, is_usable]
    return _Found(rows, value, error * student_quantile(fewest - 1))
