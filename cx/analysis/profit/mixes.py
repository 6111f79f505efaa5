"""Mixes: which channel leads a customer's contacts, and how mixes differ with profit.

A customer belongs to the channel with most of its contacts where that is at least two fifths of
them, else to the mixed. At most four channels have a class of their own.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analysis.compare import false_discovery
from cx.analysis.estimate import Array, Estimate
from cx.analysis.intervals import Z, upper_tail
from cx.analysis.ladder import LADDER, Ladder
from cx.analysis.profit.enough import too_few
from cx.analysis.profit.results import Archetype, Composition, MixDifference

LEAD_SHARE, MOST_CHANNELS = 0.40, 4
OTHER, MIXED, NO_CONTACTS = "Other channels", "Mixed", "(no contacts)"
Labels = NDArray[Any]


def leading_channels(counts: Array, channels: Sequence[str]) -> tuple[str, ...]:
    """Name the channels that most often come first, of all customers on file.

    Parameters
    ----------
    counts : array, shape (n, c)
        Contacts of each customer in each channel; of the whole data version, so that classes
        never change with a filter.
    channels : sequence of str, length c

    Returns
    -------
    tuple of str
        At most four; among equals by name.

    Examples
    --------
    >>> leading_channels(np.array([[3, 1], [0, 2], [0, 1]]), ["Web", "Phone"])
    ('Phone', 'Web')
    """
    first, share = _first(counts, channels)
    often = np.bincount(first[share > 0], minlength=len(channels))
    held = [(-int(count), name) for count, name in zip(often, channels, strict=True) if count]
    return tuple(name for _, name in sorted(held)[:MOST_CHANNELS])


def archetypes(counts: Array, channels: Sequence[str], leading: Sequence[str]) -> Labels:
    """Say which class each customer's mix belongs to.

    Parameters
    ----------
    counts : array, shape (n, c)
        Contacts of each customer in each channel, none negative.
    channels : sequence of str, length c
    leading : sequence of str
        The channels with a class of their own, from `leading_channels`.

    Returns
    -------
    array of str, shape (n,)

    Examples
    --------
    >>> counts = np.array([[8, 2, 0], [1, 1, 1], [0, 0, 5], [0, 0, 0]])
    >>> archetypes(counts, ["Web", "Phone", "Fax"], ["Web", "Phone"]).tolist()
    ['Web', 'Mixed', 'Other channels', '(no contacts)']
    """
    first, share = _first(counts, channels)
    names = np.array([each if each in leading else OTHER for each in channels], dtype=object)
    label = np.where(share >= LEAD_SHARE, names[first], MIXED)
    return np.where(share > 0, label, NO_CONTACTS)


def _first(counts: Array, channels: Sequence[str]) -> tuple[NDArray[np.int64], Array]:
    """Column of the channel with most contacts (by name among equals), and its share."""
    if counts.ndim != 2 or counts.shape[1] != len(channels):
        raise ValueError("Counts need one column for each channel.")
    by_name = np.argsort(np.array(channels, dtype=object), kind="stable")
    first = by_name[np.argmax(counts[:, by_name], axis=1)]
    most = counts[np.arange(len(counts)), first].astype(float)
    return first, np.divide(most, np.maximum(counts.sum(axis=1), 1e-300))


def composition(counts: Array, channels: Sequence[str], labels: Labels) -> Composition:
    """Say how the contacts of each class are spread, each customer counting once.

    Parameters
    ----------
    counts : array, shape (n, c)
    channels : sequence of str, length c
    labels : array of str, shape (n,)
        From `archetypes`.

    Examples
    --------
    >>> counts = np.array([[9, 1], [7, 3]])
    >>> composition(counts, ["Web", "Phone"], np.array(["Web", "Web"])).archetypes[0].shares
    (0.8, 0.2)
    """
    code, names = pd.factorize(labels)
    held, shares = np.bincount(code, minlength=len(names)), _shares(counts)
    contacts = np.bincount(code, counts.sum(axis=1), minlength=len(names)) / held
    means = np.array([np.bincount(code, column, minlength=len(names)) for column in shares.T])
    found = [
        Archetype(
            name=str(name),
            customers=int(held[at]),
            customer_share=held[at] / len(labels),
            contacts_per_customer=float(contacts[at]),
            shares=tuple((means[:, at] / held[at]).tolist()),
        )
        for at, name in enumerate(names)
    ]
    return Composition(tuple(channels), tuple(sorted(found, key=_place)))


def _place(archetype: Archetype) -> tuple[int, int, str]:
    """The channels by customers, then the others, the mixed, and those without contacts."""
    last = (OTHER, MIXED, NO_CONTACTS)
    at = last.index(archetype.name) + 1 if archetype.name in last else 0
    return at, -archetype.customers, archetype.name


def _shares(counts: Array) -> Array:
    total = counts.sum(axis=1, keepdims=True).astype(float)
    return np.divide(counts, total, out=np.zeros(counts.shape), where=total > 0)


def mix_differences(
    counts: Array,
    channels: Sequence[str],
    segment: Labels,
    margin: Array,
    ladder: Ladder = LADDER,
) -> tuple[MixDifference, ...]:
    """Hold the mixes of unprofitable customers against those of profitable ones, by segment.

    Parameters
    ----------
    counts : array, shape (n, c)
    channels : sequence of str, length c
    segment : array of str, shape (n,)
    margin : array, shape (n,)
        Contribution, money; unprofitable is below 0.
    ladder : Ladder
        How many customers a side takes, at least 30.

    Returns
    -------
    tuple of MixDifference
        Segments by name, channels in the order given. Customers without contacts have no mix and
        do not count.

    Notes
    -----
    Margins hold the cost of contacts, so dear channels are among the unprofitable by
    construction: this says where to look, not why.
    """
    has_mix = counts.sum(axis=1) > 0
    shares, is_losing = _shares(counts[has_mix]), margin[has_mix] < 0
    names, code = np.unique(segment[has_mix].astype(str), return_inverse=True)
    side, size = code * 2 + is_losing, 2 * len(names)
    held = np.bincount(side, minlength=size)
    sums = np.array([np.bincount(side, column, minlength=size) for column in shares.T])
    squares = np.array([np.bincount(side, column**2, minlength=size) for column in shares.T])
    found = [
        _mix_difference(str(name), channel, held[slot], sums[at, slot], squares[at, slot], ladder)
        for place, name in enumerate(names)
        for at, channel in enumerate(channels)
        for slot in [slice(2 * place, 2 * place + 2)]
    ]
    family = false_discovery([each.p for each in found])
    return tuple(
        replace(each, p=p, is_clear=is_clear)
        for each, p, is_clear in zip(found, family.adjusted, family.is_clear, strict=True)
    )


def _mix_difference(
    segment: str,
    channel: str,
    held: NDArray[np.int64],
    sums: Array,
    squares: Array,
    ladder: Ladder,
) -> MixDifference:
    sizes = int(held[0]), int(held[1])
    least = ladder.at_least(30)
    for size, words in zip(sizes, ("profitable", "unprofitable"), strict=True):
        refusal = too_few(size, least, segment, f"{words} customer")
        if refusal:
            return MixDifference(segment, channel, *sizes, refusal=refusal)
    means = sums / held
    spread = (squares / held - means**2) * held / (held - 1)
    error = float(np.sqrt(np.maximum(spread, 0) @ (1 / held)))
    value = float(means[1] - means[0])
    p = 2 * upper_tail(abs(value) / error) if error > 0 else 1.0
    limits = Estimate(value, value - Z * error, value + Z * error)
    return MixDifference(segment, channel, *sizes, float(means[0]), float(means[1]), limits, p)
