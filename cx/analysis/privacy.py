"""Complementary suppression: no withheld group can be computed back from the total."""

from collections.abc import Mapping
from dataclasses import replace

from cx.analysis.ladder import LADDER, WITHHELD, Ladder, Refusal
from cx.analysis.score import Score


def withhold(
    scores: Mapping[str, Score],
    ladder: Ladder = LADDER,
    customers: Mapping[str, int] | None = None,
) -> dict[str, Score]:
    """Withhold further groups of a breakdown while one could be had from the total.

    The total less the groups shown gives the withheld ones together. That exposes people when
    only one group is withheld, or when all withheld together have too few answers or customers.
    Then the smallest group shown is withheld too, until neither is so.

    Parameters
    ----------
    scores : mapping of str to Score
        All groups of one breakdown whose total is shown.
    ladder : Ladder
        How many answers and customers are too few.
    customers : mapping of str to int, optional
        Distinct people of each group; without it everybody is taken to have answered once.

    Returns
    -------
    dict of str to Score
        In the order given; counts remain. Groups without answers hide nobody and do not count.

    Examples
    --------
    >>> few = Score(None, None, None, 4, 4.0, Refusal("suppressed_n_lt_10", "Few.", "needs 6"))
    >>> some, many = Score(30.0, 9.0, 47.0, 80, 80.0), Score(30.0, 21.0, 38.0, 400, 400.0)
    >>> safe = withhold({"web": many, "shop": few, "app": some})
    >>> safe["app"].value, safe["app"].responses, safe["web"].value
    (None, 80, 30.0)
    """
    safe = dict(scores)
    people = customers or {name: score.responses for name, score in scores.items()}
    while _is_exposed(safe, people, ladder) and (shown := _shown(safe)):
        smallest = min(shown, key=lambda name: (safe[name].responses, name))
        safe[smallest] = _withheld(safe[smallest])
    return safe


def _is_exposed(scores: Mapping[str, Score], people: Mapping[str, int], ladder: Ladder) -> bool:
    hidden = [name for name, score in scores.items() if _is_hidden(score)]
    answers = sum(scores[name].responses for name in hidden)
    is_few = answers < ladder.answers_to_show
    # The same people may be in several groups: only the largest count is sure.
    most = max((people[name] for name in hidden), default=0)
    is_few = is_few or most < ladder.customers_to_show
    return bool(hidden) and (len(hidden) == 1 or is_few)


def _is_hidden(score: Score) -> bool:
    return score.responses > 0 and score.refusal is not None and score.refusal.is_suppressed


def _shown(scores: Mapping[str, Score]) -> list[str]:
    return [name for name, score in scores.items() if score.responses and not _is_hidden(score)]


def _withheld(score: Score) -> Score:
    refusal = Refusal(
        WITHHELD,
        "Withheld so that a smaller group cannot be computed from the total.",
        "needs more answers in the smaller groups",
    )
    return replace(score, value=None, low=None, high=None, refusal=refusal, is_low_base=False)
