"""The change of a score as steps from before to now, which add up to it exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

from cx.analysis.cells import OTHER
from cx.analysis.mix import MixLine, MixRate

SHIFT = "Shift (mix)"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the fall, in points of the metric; `answers` are those of a group now."""

    name: str
    value: float
    is_clear: bool
    answers: int | None = None


def steps(split: MixRate, most: int) -> list[Step]:
    """Return the steps from before to now; they add up to the change exactly.

    Groups beyond the first are gathered, the mix of answers comes last.

    Parameters
    ----------
    split : MixRate
        A split that was not refused.
    most : int
        Groups with a step of their own.
    """
    if split.mix is None:
        return []
    named = [line for line in split.lines if line.group != OTHER]
    first, rest = named[:most], [line for line in split.lines if line not in named[:most]]
    found = [
        Step(line.group, line.rate.value, line.rate.is_clear, line.answers_now) for line in first
    ]
    if rest:
        found.append(_gathered(rest))
    return [*found, Step(SHIFT, split.mix.value, split.mix.is_clear)]


def _gathered(rest: Sequence[MixLine]) -> Step:
    value = sum(line.rate.value for line in rest)
    return Step(OTHER, value, len(rest) == 1 and rest[0].rate.is_clear)
