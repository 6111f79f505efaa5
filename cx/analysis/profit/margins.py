"""What customers of a segment with a mix earn each, with an interval that money's skew allows."""

from functools import lru_cache

import numpy as np
import pandas as pd

from cx.analysis.estimate import Array, Estimate, multiplicities
from cx.analysis.intervals import wilson
from cx.analysis.ladder import LADDER, Ladder
from cx.analysis.profit.enough import refuse_customers
from cx.analysis.profit.results import Margin, MixCell, Retention

SAMPLES, BUCKETS, TRIMMED = 999, 400, 0.05


def margin_of(values: Array, ladder: Ladder = LADDER, seed: int = 0) -> Margin:
    """Mean margin per customer, its interval, the trimmed mean and the share below 0.

    Parameters
    ----------
    values : array, shape (n,)
        Contribution of each customer, money.
    ladder : Ladder
        How many customers a figure takes.
    seed : int
        The same seed gives the same interval.

    Returns
    -------
    Margin
        From 10 to 29 customers only the limits of the mean; below, nothing.

    Notes
    -----
    Bootstrap-t (Efron and Tibshirani 1993, An Introduction to the Bootstrap, 12.5): a mean of
    skewed amounts has a longer doubt on the long side. More than 400 customers are put into 400
    buckets by lot, and buckets are drawn.

    Examples
    --------
    >>> margin = margin_of(np.array([10.0, 20.0, 30.0, -5.0] * 20))
    >>> margin.mean.value, round(margin.trimmed, 2), round(margin.unprofitable.value, 2)
    (13.75, 13.89, 0.25)
    >>> margin_of(np.arange(4.0)).refusal.remedy
    'needs 6 more customers'
    """
    if not np.isfinite(values).all():
        raise ValueError("Every customer needs a margin that is a number.")
    customers = len(values)
    refusal = refuse_customers(customers, ladder)
    if refusal and refusal.is_suppressed:
        return Margin(customers, refusal=refusal)
    mean = _bootstrap_t(values.astype(float), seed)
    if refusal:
        return Margin(customers, mean, refusal=refusal)
    losing = float((values < 0).mean())
    return Margin(
        customers=customers,
        mean=mean,
        trimmed=_trimmed(values),
        unprofitable=Estimate(losing, *wilson(losing, customers)),
        is_low_base=ladder.is_low_base(customers),
    )


def _trimmed(values: Array) -> float:
    cut = int(TRIMMED * len(values))
    inner = np.partition(values, [cut, len(values) - 1 - cut])
    return float(inner[cut : len(values) - cut].mean())


def _bootstrap_t(values: Array, seed: int) -> Estimate:
    mean = float(values.mean())
    sums, sizes = _buckets(values - mean, seed)
    error = float(_errors(np.ones((1, len(sums))), sums, sizes)[1][0])
    if error <= 1e-12 * max(1.0, abs(mean)):
        return Estimate(mean, mean, mean)
    centres, errors = _errors(_drawn(len(sums), seed), sums, sizes)
    has_spread = errors > 1e-9 * error
    ratio = centres[has_spread] / errors[has_spread]
    low, high = mean - error * np.quantile(ratio, (0.975, 0.025))
    return Estimate(mean, float(min(low, mean)), float(max(high, mean)))


@lru_cache(maxsize=8)
def _drawn(units: int, seed: int) -> Array:
    return multiplicities(units, SAMPLES, seed)


def _buckets(values: Array, seed: int) -> tuple[Array, Array]:
    """Sums and sizes of buckets by lot; few customers are a bucket each."""
    if len(values) <= BUCKETS:
        return values, np.ones(len(values))
    code = np.random.default_rng(seed).permutation(len(values)) % BUCKETS
    return np.bincount(code, values).astype(float), np.bincount(code).astype(float)


def _errors(drawn: Array, sums: Array, sizes: Array) -> tuple[Array, Array]:
    """Mean of each sample and its linearised standard error, shape (samples,) each."""
    held, units = drawn @ sizes, len(sums)
    mean = drawn @ sums / held
    square = drawn @ sums**2 - 2 * mean * (drawn @ (sums * sizes)) + mean**2 * (drawn @ sizes**2)
    return mean, np.sqrt(np.maximum(square, 0) * units / (units - 1)) / held


def retention_of(active: int, stayed: int, ladder: Ladder = LADDER) -> Retention:
    """Share of those active at the start of a period who were so at its end.

    Parameters
    ----------
    active, stayed : int
        Customers at the start, and those of them at the end.
    ladder : Ladder

    Examples
    --------
    >>> retention_of(200, 180).share.value, retention_of(5, 5).share
    (0.9, None)
    """
    refusal = refuse_customers(active, ladder)
    if refusal and refusal.is_suppressed:
        return Retention(active, stayed, refusal=refusal)
    share = stayed / active
    limits = Estimate(share, *wilson(share, active))
    return Retention(active, stayed, limits, ladder.is_low_base(active), refusal)


def segment_mix(rows: pd.DataFrame, ladder: Ladder = LADDER, seed: int = 0) -> tuple[MixCell, ...]:
    """What the customers of each segment with each mix earn and cost.

    Parameters
    ----------
    rows : DataFrame
        One row per customer: ``segment``, ``mix`` (words), ``revenue``, ``margin``,
        ``cost_to_serve`` (money), ``is_active`` (at the start, 0 or 1) and ``has_stayed`` (at
        start and end, 0 or 1).
    ladder : Ladder
        Below 30 customers a cell's totals are withheld: with the count they would tell the mean.
    seed : int

    Returns
    -------
    tuple of MixCell
        By segment and mix; only those that somebody is in.
    """
    rows = rows.dropna(subset=["segment", "mix"])
    groups = rows.groupby(["segment", "mix"], observed=True, sort=True)
    code = groups.ngroup().to_numpy(np.int64)
    names = [(str(segment), str(mix)) for segment, mix in groups.size().index]
    order = np.argsort(code, kind="stable")
    cuts = np.searchsorted(code[order], np.arange(len(names) + 1))
    numbers = {name: rows[name].to_numpy(float) for name in _NUMBERS}
    return tuple(
        _cell(
            *name,
            {key: each[order[cuts[at] : cuts[at + 1]]] for key, each in numbers.items()},
            ladder,
            seed,
        )
        for at, name in enumerate(names)
    )


_NUMBERS = ("revenue", "margin", "cost_to_serve", "is_active", "has_stayed")


def _cell(segment: str, mix: str, held: dict[str, Array], ladder: Ladder, seed: int) -> MixCell:
    margin = margin_of(held["margin"], ladder, seed)
    is_shown = margin.refusal is None
    active = held["is_active"] == 1
    stayed = active & (held["has_stayed"] == 1)
    return MixCell(
        segment=segment,
        mix=mix,
        customers=margin.customers,
        revenue=float(held["revenue"].sum()) if is_shown else None,
        total=float(held["margin"].sum()) if is_shown else None,
        cost_to_serve=float(held["cost_to_serve"].sum()) if is_shown else None,
        margin=margin,
        retention=retention_of(int(active.sum()), int(stayed.sum()), ladder),
    )
