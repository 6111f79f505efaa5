"""Removal effects: what share of an outcome goes through each touchpoint, with its doubt."""

from dataclasses import dataclass

import numpy as np

from cx.analysis.estimate import Estimate, multiplicities, p_of, percentile_interval
from cx.analysis.journeys.chain import Chain, count_moves, solve_chain
from cx.analysis.journeys.paths import Paths, too_few
from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.words import counted

LEAST_CONVERSIONS, LEAST_BUCKETS, MOST_CHANNELS = 100, 30, 20


@dataclass(frozen=True, slots=True)
class Removal:
    """One touchpoint or channel in the chain.

    Attributes
    ----------
    journeys : int
        That go through it.
    effect : Estimate or None
        Share of the outcome that is lost when it leads nowhere, 0 to 1.
    share : Estimate or None
        Of the sum of all effects.
    attributed : float or None
        Outcomes credited to it: share × outcomes.
    visits : float or None
        Chance to come by it, which is what the effect would be if the outcome were as likely
        from there as from the start.
    excess : Estimate or None
        Effect less visits: above 0 where the outcome is likelier after it than at the start.
    p : float or None
        Two-sided, of no excess.
    """

    channel: str
    journeys: int
    effect: Estimate | None = None
    share: Estimate | None = None
    attributed: float | None = None
    visits: float | None = None
    excess: Estimate | None = None
    p: float | None = None
    refusal: Refusal | None = None

    @property
    def weight(self) -> float:
        """Effect × journeys, by which touchpoints are ranked; 0 when refused."""
        return self.effect.value * self.journeys if self.effect else 0.0


@dataclass(frozen=True, slots=True)
class Removals:
    """All channels, most weight first.

    Attributes
    ----------
    p_conversion : float or None
        Chance of the outcome; None when refused.
    """

    channels: tuple[Removal, ...]
    p_conversion: float | None
    conversions: int
    journeys: int
    refusal: Refusal | None = None

    def of(self, channel: str) -> Removal:
        """Return a channel by its name."""
        return next(each for each in self.channels if each.channel == channel)


def remove_channels(
    paths: Paths, seed: int = 0, samples: int = 500, ladder: Ladder = LADDER
) -> Removals:
    """Work out what is lost of an outcome when a channel leads nowhere.

    Parameters
    ----------
    paths : Paths
        Finished journeys with and without the outcome.
    seed, samples : int
        Of the samples of buckets of customers that intervals come from.
    ladder : Ladder
        How many journeys a channel takes, at least 30.

    Returns
    -------
    Removals
        Refused as a whole below 100 outcomes or 30 customers, above 20 channels, or where
        every journey ended with the outcome; by channel below 30 journeys.

    Notes
    -----
    Anderl, Becker, von Wangenheim and Schumann 2016, Int. J. of Research in Marketing 33:457;
    here solved exactly. It is not causal: a channel that people use when they are about to decide
    looks vital. Steps depend on the touchpoint before only: see `compare_orders`.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame(
    ...     {"path": [("a", "b"), ("a",)], "bucket": [0, 1], "conversions": [3, 0],
    ...      "nulls": [1, 6]}
    ... )
    >>> found = remove_channels(Paths.of_rows(rows))
    >>> found.refusal.code, found.refusal.remedy, found.p_conversion
    ('conversions_lt_100', 'needs 97 more journeys with the outcome', None)
    """
    refusal = _refuse(paths)
    if refusal:
        return Removals((), None, paths.converted, paths.journeys, refusal)
    moves = count_moves(paths)
    whole = solve_chain(paths.names, moves.sum(axis=0))
    drawn = multiplicities(paths.buckets, samples, seed) @ moves.reshape(len(moves), -1)
    sampled = solve_chain(paths.names, drawn.reshape(-1, *moves.shape[1:]))
    found = [
        _removal(
            at, paths, (whole, sampled), journeys, too_few(journeys, people, "journey", ladder)
        )
        for at, (journeys, people) in enumerate(_sizes(paths))
    ]
    found.sort(key=lambda each: (-each.weight, each.channel))
    return Removals(tuple(found), float(whole.p_conversion), paths.converted, paths.journeys)


def _sizes(paths: Paths) -> list[tuple[int, int]]:
    """Journeys through each touchpoint, and the buckets of customers they are of."""
    row, touchpoint = paths.through()
    size, total = len(paths.names), paths.total
    journeys = np.bincount(touchpoint, total[row], minlength=size)
    there = total[row] > 0
    pairs = np.unique((touchpoint * np.int64(paths.buckets) + paths.bucket[row])[there])
    people = np.bincount(pairs // paths.buckets, minlength=size)
    return [(int(a), int(b)) for a, b in zip(journeys, people, strict=True)]


def _removal(
    at: int, paths: Paths, chains: tuple[Chain, Chain], journeys: int, refusal: Refusal | None
) -> Removal:
    name = paths.names[at]
    if refusal:
        return Removal(name, journeys, refusal=refusal)
    (effect, effects), (share, shares), (excess, excesses) = (
        (one[at], many[:, at]) for one, many in zip(*map(_figures, chains), strict=True)
    )
    return Removal(
        name,
        journeys,
        percentile_interval(effect, effects),
        percentile_interval(share, shares),
        float(share * paths.converted),
        float(chains[0].visits[at]),
        percentile_interval(excess, excesses),
        p_of(float(excess), excesses),
    )


def _figures(chain: Chain) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    effects = chain.removal_effects
    with np.errstate(invalid="ignore"):
        shares = effects / effects.sum(axis=-1, keepdims=True)
    return effects, shares, effects - chain.visits


def _refuse(paths: Paths) -> Refusal | None:
    if paths.journeys and paths.converted == paths.journeys:
        return Refusal(
            "no_null_paths",
            "Only journeys with the outcome are on file, so nothing can be lost by removing a "
            "channel: first, last and linear touch are all that can be told.",
            "needs the journeys that ended without the outcome",
        )
    if paths.converted < LEAST_CONVERSIONS:
        missing = LEAST_CONVERSIONS - paths.converted
        return Refusal(
            "conversions_lt_100",
            f"Only {counted(paths.converted, 'journey')} with the outcome; {LEAST_CONVERSIONS} are "
            "needed.",
            f"needs {counted(missing, 'more journey')} with the outcome",
        )
    if paths.buckets < LEAST_BUCKETS:
        return Refusal(
            "customers_lt_30",
            f"The journeys are of too few customers to tell chance from a pattern; {LEAST_BUCKETS} "
            "are needed.",
            f"needs journeys of {counted(LEAST_BUCKETS - paths.buckets, 'more customer')}",
        )
    if len(paths.names) > MOST_CHANNELS:
        return Refusal(
            "channels_gt_20",
            f"{len(paths.names)} channels; the effects of at most {MOST_CHANNELS} can be told "
            "apart.",
            f"needs {counted(len(paths.names) - MOST_CHANNELS, 'channel')} fewer: group them",
        )
    return None
