"""Groups whose population is known, and which of them have answers enough to be weighted."""

from collections.abc import Mapping

from cx.analysis.cells import OTHER
from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.analysis.score import Tally, pool
from cx.words import counted

NO_FRAME = "no_frame"
SMALL_STRATUM = "stratum_n_lt_10"
NOTHING_KNOWN = Refusal(
    NO_FRAME,
    "Response bias cannot be assessed: how many customers each group has is not known.",
    "needs the customers extract",
)


def collapse_strata(
    strata: Mapping[str, Tally], population: Mapping[str, float], ladder: Ladder = LADDER
) -> tuple[dict[str, Tally], dict[str, float]]:
    """Gather groups with too few answers to be weighted by themselves in ``"(other)"``.

    Parameters
    ----------
    strata, population : mapping
        As for `poststratify`; groups of unknown population are left as they are.
    ladder : Ladder
        Its first rung says what too few is; while ``"(other)"`` is too small itself, the next
        smallest group joins it.

    Examples
    --------
    >>> strata = {"a": Tally(80, 0.0, 0.0, 80), "b": Tally(40, 0.0, 0.0, 40)}
    >>> tallies, people = collapse_strata(strata, {"a": 500, "b": 300, "c": 20})
    >>> {name: tally.answers for name, tally in tallies.items()}, people
    ({'a': 80, '(other)': 40}, {'a': 500, '(other)': 320})
    """
    people = {name: size for name, size in population.items() if size > 0}
    by_size = sorted(people, key=lambda name: (stratum_size(strata, name), name))
    gathered = [name for name in by_size if stratum_size(strata, name) < ladder.answers_to_show]
    if not gathered:
        return dict(strata), people
    for name in by_size[len(gathered) :]:
        if sum(stratum_size(strata, other) for other in gathered) >= ladder.answers_to_show:
            break
        gathered.append(name)
    kept = {name: tally for name, tally in strata.items() if name not in gathered}
    kept[OTHER] = pool(strata[name] for name in gathered if name in strata)
    others = {name: size for name, size in people.items() if name not in gathered}
    return kept, {**others, OTHER: sum(people[name] for name in gathered)}


def stratum_size(strata: Mapping[str, Tally], name: str) -> int:
    """Answers of a group; 0 when it has none.

    >>> stratum_size({}, "web")
    0
    """
    return strata[name].answers if name in strata else 0


def refuse_strata(sizes: Mapping[str, int], ladder: Ladder = LADDER) -> Refusal | None:
    """Say which group with people has too few answers to speak for them, if any.

    >>> refuse_strata({"web": 90, "branch": 7}).remedy
    'needs 3 more answers of branch, or groups put together'
    """
    if not sizes:
        return NOTHING_KNOWN
    name, size = min(sizes.items(), key=lambda item: item[1])
    if size >= ladder.answers_to_show:
        return None
    return Refusal(
        SMALL_STRATUM,
        f"{name} has customers but only {counted(size, 'answer')}: too few to speak for them.",
        f"needs {counted(ladder.answers_to_show - size, 'more answer')} of {name}, "
        "or groups put together",
    )
