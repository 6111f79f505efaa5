"""Which groups differ from the rest, with an allowance for how many were looked at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from cx.analysis.change import NOT_COMPARABLE, change
from cx.analysis.ladder import LADDER, LOW_BASE, Ladder, Refusal
from cx.analysis.score import Change, Overlap, Tally, clustered_sums, effective_answers
from cx.words import counted

ABOVE, BELOW = "above the rest", "below the rest"
NO_CLEAR_DIFFERENCE = "no clear difference"


@dataclass(frozen=True, slots=True)
class Discoveries:
    """The outcome of a family of tests.

    Parameters
    ----------
    adjusted : tuple of float or None
        Benjamini-Hochberg adjusted p values, in the order given; None where there was no test.
    is_clear : tuple of bool
        Whether each stays clear.
    family : int
        How many tests there were: show it.
    """

    adjusted: tuple[float | None, ...]
    is_clear: tuple[bool, ...]
    family: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """One group against all others of the view.

    Parameters
    ----------
    difference : Change
        Group less rest, by itself.
    p_adjusted : float or None
        Its p value after the allowance for the family.
    verdict : str
        ``"above the rest"``, ``"below the rest"``, ``"no clear difference"`` or
        ``"not comparable"``.
    family : int
        Groups that were tested.
    refusal : Refusal, optional
        Why there is no verdict.
    """

    difference: Change
    p_adjusted: float | None
    verdict: str
    family: int
    refusal: Refusal | None = None


def false_discovery(p_values: Sequence[float | None], q: float = 0.10) -> Discoveries:
    """Benjamini-Hochberg: of the findings called clear, at most a share q is expected false.

    Parameters
    ----------
    p_values : sequence of float or None
        One per line of the view; None was not tested and does not count.
    q : float
        The share.

    Notes
    -----
    Source: Benjamini and Hochberg 1995, JRSS B 57:289.

    Examples
    --------
    >>> false_discovery([0.01, None, 0.04, 0.5])
    Discoveries(adjusted=(0.03, None, 0.06, 0.5), is_clear=(True, False, True, False), family=3)
    """
    return _adjust(p_values, q, lambda tested: stats.false_discovery_control(tested))


def family_wise(p_values: Sequence[float | None], alpha: float = 0.05) -> Discoveries:
    """Holm: the chance of even one false finding is at most alpha. For claims that cost money.

    Notes
    -----
    Source: Holm 1979, Scandinavian Journal of Statistics 6:65.

    Examples
    --------
    >>> family_wise([0.01, 0.04, 0.03]).adjusted
    (0.03, 0.06, 0.06)
    """
    return _adjust(p_values, alpha, _holm)


def _holm(tested: np.ndarray) -> np.ndarray:
    order = np.argsort(tested)
    stepped = tested[order] * np.arange(len(tested), 0, -1)
    adjusted = np.empty_like(tested)
    adjusted[order] = np.minimum(np.maximum.accumulate(stepped), 1.0)
    return adjusted


def _adjust(
    p_values: Sequence[float | None], level: float, method: Callable[[np.ndarray], np.ndarray]
) -> Discoveries:
    tested = np.array([p for p in p_values if p is not None], dtype=float)
    found = iter(method(tested).tolist() if len(tested) else [])
    adjusted = tuple(None if p is None else next(found) for p in p_values)
    is_clear = tuple(p is not None and p <= level for p in adjusted)
    return Discoveries(adjusted, is_clear, len(tested))


def against_rest(
    metric_key: str,
    groups: Mapping[str, Tally],
    total: Tally,
    overlaps: Mapping[str, Overlap] | None = None,
    ladder: Ladder = LADDER,
    q: float = 0.10,
) -> dict[str, Comparison]:
    """Compare each group of a breakdown with all other answers of the view.

    Parameters
    ----------
    metric_key : str
        ``"nps"``, ``"csat"`` or ``"ces"``.
    groups : mapping of str to Tally
        The groups; no answer is in two of them, a customer may be.
    total : Tally
        All answers of the view.
    overlaps : mapping of str to Overlap, optional
        Per group, the cross sums of its customers (1) with their own other answers in the view
        (0). Needed when a customer can be in two groups, as with channels.
    ladder : Ladder
        Groups with a low base stay out, and so do those whose rest is too small.
    q : float
        Share of false findings allowed among the clear ones (Benjamini-Hochberg).

    Returns
    -------
    dict of str to Comparison
        In the order given. ``difference`` is the single test, ``verdict`` allows for the family.

    Raises
    ------
    ValueError
        Customers are in several groups and ``overlaps`` is missing.

    Examples
    --------
    >>> web, shop = Tally(400, 20_000.0, 2.4e6, 400), Tally(400, 0.0, 2.4e6, 400)
    >>> total = Tally(800, 20_000.0, 4.8e6, 800)
    >>> seen = against_rest("nps", {"web": web, "shop": shop}, total)
    >>> seen["web"].verdict, seen["shop"].verdict, seen["web"].difference.value
    ('above the rest', 'below the rest', 50.0)
    """
    if overlaps is None and sum(group.customers for group in groups.values()) > total.customers:
        raise ValueError("Some customers are in several groups: give the overlaps.")
    shared = overlaps or {}
    refusals = {name: _refuse_rank(group, ladder) for name, group in groups.items()}
    differences = {
        name: _difference(metric_key, total, group, shared.get(name), ladder)
        for name, group in groups.items()
    }
    p_values = [None if refusals[name] else differences[name].p for name in groups]
    found = false_discovery(p_values, q)
    return {
        name: Comparison(
            differences[name],
            adjusted,
            _place(differences[name], adjusted, is_clear),
            found.family,
            refusals[name] or differences[name].refusal,
        )
        for name, adjusted, is_clear in zip(groups, found.adjusted, found.is_clear, strict=True)
    }


def _difference(
    metric_key: str, total: Tally, group: Tally, overlap: Overlap | None, ladder: Ladder
) -> Change:
    return change(metric_key, group, rest(total, group, overlap), overlap, ladder)


def _refuse_rank(group: Tally, ladder: Ladder) -> Refusal | None:
    effective = effective_answers(group)
    if not ladder.is_low_base(effective):
        return None
    missing = max(1.0, ladder.effective_for_rank - effective)
    return Refusal(
        LOW_BASE,
        f"Worth {int(effective)} independent answers; "
        f"comparing groups takes {ladder.effective_for_rank:.0f}.",
        f"needs {counted(missing, 'more answer')}",
    )


def _place(difference: Change, adjusted: float | None, is_clear: bool) -> str:
    if adjusted is None or difference.value is None:
        return NOT_COMPARABLE
    if not is_clear or difference.value == 0:
        return NO_CLEAR_DIFFERENCE
    return ABOVE if difference.value > 0 else BELOW


def rest(total: Tally, group: Tally, overlap: Overlap | None = None) -> Tally:
    """The tally of all answers that are not of the group.

    Parameters
    ----------
    total, group : Tally
        The whole and its part.
    overlap : Overlap, optional
        Cross sums of the group's customers (1) with their answers outside it (0).

    Examples
    --------
    >>> left = rest(Tally(5, 100.0, 30_000.0, 5), Tally(2, 200.0, 20_000.0, 2))
    >>> left.answers, left.points, left.points_squared, left.customers
    (3, -100.0, 10000.0, 3)
    """
    both = overlap or Overlap(0, 0.0, 0.0, 0.0, 0.0)
    whole, part = clustered_sums(total), clustered_sums(group)
    return Tally(
        total.answers - group.answers,
        total.points - group.points,
        total.points_squared - group.points_squared,
        total.customers - group.customers + both.customers,
        (
            whole[0] - part[0] - 2 * both.nn,
            whole[1] - part[1] - both.ns - both.sn,
            whole[2] - part[2] - 2 * both.ss,
        ),
    )
