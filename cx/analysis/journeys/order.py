"""Whether one step back is memory enough: a chain of first order against one of second."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from cx.analysis.estimate import Array, Codes, Estimate
from cx.analysis.journeys.chain import chain_of
from cx.analysis.journeys.paths import Paths, expanded, flattened
from cx.analysis.ladder import Refusal
from cx.words import counted

FIRST, SECOND, UNDECIDED = "first order", "second order", "undecided"
LEAST_JOURNEYS, LEAST_BUCKETS, FOLDS, SMOOTHING = 100, 30, 5, 0.5
Z = float(special.ndtri(0.975))


@dataclass(frozen=True, slots=True)
class BothEffects:
    """Removal effect of a touchpoint, 0 to 1, by the chain of first and of second order."""

    channel: str
    first: float
    second: float


@dataclass(frozen=True, slots=True)
class Orders:
    """Two chains compared.

    Attributes
    ----------
    bic_difference : float or None
        BIC of second less first order: above 0 for the first.
    gain : Estimate or None
        Log-likelihood per journey, on customers left out of the fit, that the second order
        predicts better by.
    verdict : str
        ``"first order"``, ``"second order"`` or ``"undecided"``.
    sentence : str
        The same for people.
    effects : tuple of BothEffects
        Removal effects by both orders: what the choice would change.
    """

    bic_difference: float | None
    gain: Estimate | None
    verdict: str
    sentence: str
    effects: tuple[BothEffects, ...] = ()
    refusal: Refusal | None = None


def compare_orders(paths: Paths) -> Orders:
    """Ask whether the next step depends on more than the touchpoint before.

    Parameters
    ----------
    paths : Paths

    Returns
    -------
    Orders
        The first order loses only if both measures say so.

    Notes
    -----
    BIC counts as free what can follow each touchpoint at all, less one, for every context that
    occurs. Hold-out: five folds of customers, half a count added to every next step.
    """
    if paths.journeys < LEAST_JOURNEYS or paths.buckets < LEAST_BUCKETS:
        return _refuse(paths)
    contexts = _count_contexts(paths)
    bic = _bic(contexts.sum(axis=0))
    gain = _gain(contexts, paths)
    verdict = UNDECIDED
    # Where no journey has two steps to remember, the orders are the same: dust decides nothing.
    if bic > -1e-6 and gain.low <= 0:
        verdict = FIRST
    elif bic < 0 and gain.low > 0:
        verdict = SECOND
    return Orders(bic, gain, verdict, _SENTENCES[verdict], _both_effects(paths, contexts))


_SENTENCES = {
    FIRST: "What comes next depends on the touchpoint before; remembering one more does not help.",
    SECOND: "What comes next depends on more than the touchpoint before, so the effects of the "
    "chain are approximate.",
    UNDECIDED: "Two measures disagree on whether more than the touchpoint before matters.",
}


def _refuse(paths: Paths) -> Orders:
    said = (
        f"{counted(paths.journeys, 'journey')} of few customers; comparing orders takes "
        f"{LEAST_JOURNEYS} journeys of {LEAST_BUCKETS} customers."
    )
    missing = LEAST_JOURNEYS - paths.journeys
    remedy = (
        f"needs {counted(missing, 'more journey')}"
        if missing > 0
        else f"needs journeys of {counted(LEAST_BUCKETS - paths.buckets, 'more customer')}"
    )
    refusal = Refusal("journeys_lt_100", said, remedy)
    return Orders(None, None, UNDECIDED, said, refusal=refusal)


def _both_effects(paths: Paths, contexts: Array) -> tuple[BothEffects, ...]:
    if not paths.converted:
        return ()
    first = chain_of(paths).removal_effects
    second = second_order_effects(contexts.sum(axis=0))
    return tuple(
        BothEffects(name, float(first[at]), float(second[at]))
        for at, name in enumerate(paths.names)
    )


def second_order_effects(contexts: Array) -> Array:
    """Removal effects of a chain that remembers two touchpoints, solved exactly.

    Parameters
    ----------
    contexts : array, shape (1 + touchpoints, 1 + touchpoints, touchpoints + 2)
        Moves by the touchpoint before that (0: nothing) and the one before (0: the start).

    Returns
    -------
    array, shape (touchpoints,)

    Examples
    --------
    >>> contexts = np.zeros((2, 2, 3))
    >>> contexts[0, 0] = [8, 2, 0]  # from the start: 8 to the touchpoint, 2 to the outcome
    >>> contexts[0, 1] = [0, 2, 6]  # from there: 2 to the outcome
    >>> second_order_effects(contexts)
    array([0.5])
    """
    size = contexts.shape[-1] - 2
    left = contexts.sum(axis=-1, keepdims=True)
    chances = np.divide(contexts, left, out=np.zeros_like(contexts), where=left > 0)
    earlier, here = np.nonzero(left[..., 0] > 0)
    # From (earlier, here) a step leads to (here, next): the same `here`, one place on.
    is_next = here[:, None] == earlier[None, :]
    onward = chances[earlier[:, None], here[:, None], np.maximum(here - 1, 0)[None, :]]
    between = np.where(is_next & (here > 0)[None, :], onward, 0.0)
    out = chances[earlier, here, size]
    whole = _from_start(between, out)
    cut = [_from_start(between[np.ix_(k, k)], out[k]) for k in _without_each(here, size)]
    return 1 - np.array(cut) / whole


def _without_each(here: Codes, size: int) -> list[Codes]:
    return [np.flatnonzero(here != at + 1) for at in range(size)]


def _from_start(between: Array, out: Array) -> float:
    """Chance of the outcome from the first state, which is the start."""
    return float(np.linalg.solve(np.eye(len(out)) - between, out)[0])


def _count_contexts(paths: Paths) -> Array:
    """Moves by the touchpoint before and the one before that.

    Returns
    -------
    array, shape (buckets, 1 + touchpoints, 1 + touchpoints, touchpoints + 2)
        Before that (0: nothing), before (0: the start), next.
    """
    size = len(paths.names)
    shape = (paths.buckets, 1 + size, 1 + size, size + 2)
    flat, lengths = flattened(paths.distinct, paths.names)
    row, at = expanded(paths.of, lengths)
    begins = np.cumsum(lengths) - lengths
    place = np.arange(len(flat)) - np.repeat(begins, lengths)
    one, two = (np.where(place >= k, np.roll(flat, k) + 1, 0) for k in (1, 2))
    long, longer = lengths > 0, lengths > 1
    last, before = np.zeros_like(lengths), np.zeros_like(lengths)
    last[long] = flat[(begins + lengths)[long] - 1] + 1
    before[longer] = flat[(begins + lengths)[longer] - 2] + 1
    ends = (paths.bucket, before[paths.of], last[paths.of])
    moves = [
        (paths.bucket[row], two[at], one[at], flat[at], paths.total[row]),
        (*ends, np.full(len(paths.of), size), paths.conversions),
        (*ends, np.full(len(paths.of), size + 1), paths.nulls),
    ]
    counts = np.zeros(int(np.prod(shape)))
    for *cell, journeys in moves:
        counts += np.bincount(np.ravel_multi_index(cell, shape), journeys, minlength=len(counts))
    return counts.reshape(shape)


def _bic(contexts: Array) -> float:
    """BIC of second less first order."""
    first = contexts.sum(axis=0)
    gain = _log_likelihood(contexts) - _log_likelihood(first)
    free = np.maximum((first > 0).sum(axis=-1) - 1, 0)
    occurs = contexts.sum(axis=-1) > 0
    more = float((occurs * free).sum() - free.sum())
    return more * float(np.log(contexts.sum())) - 2 * gain


def _log_likelihood(counts: Array) -> float:
    left = np.broadcast_to(counts.sum(axis=-1, keepdims=True), counts.shape)
    return float(special.xlogy(counts, counts).sum() - special.xlogy(counts, left).sum())


def _gain(contexts: Array, paths: Paths) -> Estimate:
    """Log-likelihood per journey that the second order predicts better by, left-out customers."""
    fold = np.random.default_rng(0).permutation(paths.buckets) % FOLDS
    by_bucket = np.zeros(paths.buckets)
    for each in range(FOLDS):
        held = fold == each
        seen = contexts[~held].sum(axis=0)
        better = _log_chances(seen) - _log_chances(seen.sum(axis=0))[None]
        by_bucket[held] = np.tensordot(contexts[held], better, axes=3)
    journeys = np.bincount(paths.bucket, paths.total, minlength=paths.buckets)
    value = by_bucket.sum() / journeys.sum()
    pull = (by_bucket - value * journeys) / journeys.sum()
    error = float(np.sqrt((pull**2).sum() * paths.buckets / (paths.buckets - 1)))
    return Estimate(float(value), float(value - Z * error), float(value + Z * error))


def _log_chances(counts: Array) -> Array:
    padded = counts + SMOOTHING
    return np.asarray(np.log(padded / padded.sum(axis=-1, keepdims=True)))
