"""Puts the NPS trends page into plain sentences, honest ones when little is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx.analysis.control import BEYOND_LIMITS
from cx.analysis.mix import MixLine, MixRate
from cx.analysis.score import Change, Score
from cx.metrics import Metric
from cx.words import counted, signed

if TYPE_CHECKING:
    from cx.topics.nps.results import NpsTrends

_FRACTIONS = ((0.9, "Almost all"), (0.7, "Three quarters"), (0.6, "Two thirds"), (0.45, "Half"))
MOSTLY = 0.6
"""From which share on something is called most of a change."""
STANDS_OUT = 1.5
"""How much more than the next one a group must add before it alone is named."""


def headline_of(result: NpsTrends) -> str:
    """Answer the page's question in a sentence or two."""
    if not result.answers:
        return f"No {result.metric.name} answers match these filters."
    return " ".join(part for part in (_moved(result), _why(result)) if part)


def score_in_words(metric: Metric, score: Score) -> str:
    """Say a figure with its interval and its number of answers, or why it is withheld.

    >>> from cx.analysis.score import Tally, score
    >>> from cx.metrics import METRICS
    >>> score_in_words(METRICS["nps"], score("nps", Tally(100, 3000.0, 700_000.0, 100)))
    'NPS is 30 (14 to 44, from 100 answers)'
    >>> score_in_words(METRICS["nps"], score("nps", Tally(12, 300.0, 70_000.0, 12)))
    'NPS is probably between −17 and 57: only 12 answers; a single figure needs 30'
    """
    if score.low is None or score.high is None:
        why = score.refusal.message if score.refusal else "no answers"
        return f"{metric.name} is withheld: {_inside(why)}"
    low, high = metric.format(score.low), metric.format(score.high)
    if score.value is None:
        why = score.refusal.message.split(", fewer")[0] if score.refusal else ""
        return f"{metric.name} is probably between {low} and {high}: {_inside(why)}"
    answers = counted(score.responses, "answer")
    return f"{metric.name} is {metric.format(score.value)} ({low} to {high}, from {answers})"


def change_in_words(metric: Metric, change: Change | None) -> str:
    """Say whether a figure moved: direction only where the test found one.

    >>> from cx.metrics import METRICS
    >>> change_in_words(METRICS["nps"], Change(5.0, 2.0, 8.0, 0.001, "up"))
    'up 5.0 points (2.0 to 8.0)'
    >>> change_in_words(METRICS["nps"], Change(1.0, -2.0, 4.0, 0.5, "no clear change"))
    'no clear change (+1.0 points, between −2.0 and +4.0)'
    """
    if change is None:
        return ""
    if change.value is None or change.low is None or change.high is None:
        return change.verdict
    digits = max(1, metric.decimals)
    if change.verdict in ("up", "down"):
        low, high = sorted((abs(change.low), abs(change.high)))
        size = f"{abs(change.value):.{digits}f}"
        return f"{change.verdict} {size} points ({low:.{digits}f} to {high:.{digits}f})"
    return (
        f"{change.verdict} ({metric.format_change(change.value)}, between "
        f"{signed(change.low, digits)} and {signed(change.high, digits)})"
    )


def notes_of(result: NpsTrends) -> tuple[str, ...]:
    """What a careful reader must know beside the headline."""
    if not result.answers:
        return ()
    found = (
        _other_kinds(result),
        _comparison(result),
        _signals(result),
        _non_response(result),
        _weights(result),
        _outside(result),
    )
    return tuple(note for note in found if note)


def _moved(result: NpsTrends) -> str:
    sentence = score_in_words(result.metric, result.score)
    comparison = result.filters.comparison()
    if comparison is None or result.change is None:
        return f"{sentence}."
    period = comparison.period_in_words()
    if result.change.verdict == "not comparable":
        return f"{sentence}. It cannot be compared with {period}."
    return f"{sentence}, {change_in_words(result.metric, result.change)} on {period}."


def _why(result: NpsTrends) -> str:
    """Say what a clear change goes with: a shift between groups, or how one group scores."""
    dimension, split = _first_split(result)
    if result.change is None or split is None or split.mix is None or split.rate is None:
        return ""
    shift = (
        f"a shift between {dimension}s ({signed(split.mix.value, 1)}); within {dimension}s the "
        f"score moved by {signed(split.rate.value, 1)}."
    )
    if result.change.verdict not in ("up", "down"):
        is_hidden = split.mix.is_clear and split.rate.is_clear
        return f"Two movements hide each other: {shift}" if is_hidden else ""
    if split.mix.is_clear and _is_mostly_mix(split):
        return f"Most of it goes with {shift}"
    return _main_source(split, dimension)


def _first_split(result: NpsTrends) -> tuple[str, MixRate | None]:
    """Take the first dimension that the change can be split by."""
    able = [(name, split) for name, split in result.mix.items() if split.refusal is None]
    return able[0] if able else ("", None)


def _is_mostly_mix(split: MixRate) -> bool:
    mix, rate = (effect.value if effect else 0.0 for effect in (split.mix, split.rate))
    if mix * (mix + rate) <= 0:
        return False
    return mix * rate < 0 or abs(mix) >= MOSTLY * abs(mix + rate)


def _main_source(split: MixRate, dimension: str) -> str:
    """Name one group, if it clearly stands out among those that moved the score that way."""
    change = split.change.value if split.change else 0.0
    pulls = sorted(
        (line for line in split.lines if line.rate.value * change > 0),
        key=lambda line: -abs(line.rate.value),
    )
    if not pulls or not pulls[0].rate.is_clear or not _stands_out(pulls):
        return ""
    share = pulls[0].rate.value / change
    name = f"{dimension} {pulls[0].group}"
    if share > 1.1:
        return (
            f"How {name} scores alone would have moved it by "
            f"{signed(pulls[0].rate.value, 1)}; the rest pulled it back."
        )
    words = next((word for least, word in _FRACTIONS if share >= least), "")
    return f"{words} of it goes with how {name} scores." if words else ""


def _stands_out(pulls: list[MixLine]) -> bool:
    if len(pulls) == 1:
        return True
    return abs(pulls[0].rate.value) >= STANDS_OUT * abs(pulls[1].rate.value)


def _other_kinds(result: NpsTrends) -> str:
    others = [group.name for group in result.kinds if group.name != result.survey_kind]
    if not others or result.survey_kind is None:
        return ""
    listed = " and ".join(others)
    return (
        f"This is the {result.survey_kind} survey; {listed} answers are another question and are "
        "never pooled with it."
    )


def _comparison(result: NpsTrends) -> str:
    """Warn where the period compared with has no answers, or begins before the data do."""
    comparison = result.filters.comparison()
    if comparison is None or result.score.low is None:
        return ""
    period = comparison.period_in_words()
    if result.before is None:
        return f"There are no answers from {period} to compare with."
    begins_on = comparison.from_on
    if result.first_on is None or begins_on is None or result.first_on.replace(day=1) <= begins_on:
        return ""
    return (
        f"Answers begin on {result.first_on.isoformat()}, so {period} is covered in part only "
        f"({counted(result.before.responses, 'answer')})."
    )


def _signals(result: NpsTrends) -> str:
    beyond = [signal for signal in result.limits.signals if signal.rule == BEYOND_LIMITS]
    if not beyond:
        return ""
    names = [result.trend[signal.index].label for signal in beyond]
    verb = "lies" if len(names) == 1 else "lie"
    return f"{', '.join(names)} {verb} outside the ordinary wobble of this score: look for a cause."


def _non_response(result: NpsTrends) -> str:
    if result.filters.channel or result.filters.touchpoint or result.filters.product:
        return "Who did not answer is not known by channel, touchpoint or product."
    if result.response_rate is None:
        return (
            "Whether those who did not answer think alike can't be assessed: no invitations are "
            "on file for this period."
        )
    found = result.non_response
    if found is None or found.weighted.value is None or found.raw.value is None:
        return ""
    metric = result.metric
    return (
        f"Of those asked in this period, {_in_brief(metric, found.raw)}; weighted to everybody "
        f"asked, by segment, it would be {_figure(metric, found.weighted)}."
    )


def _weights(result: NpsTrends) -> str:
    if result.weighted is None or result.weighted.value is None:
        return ""
    return (
        f"With the survey's own weights {result.metric.name} is "
        f"{_figure(result.metric, result.weighted)}."
    )


def _in_brief(metric: Metric, score: Score) -> str:
    return f"{metric.name} is {_figure(metric, score)}"


def _figure(metric: Metric, score: Score) -> str:
    value, low, high = (metric.format(x or 0.0) for x in (score.value, score.low, score.high))
    return f"{value} ({low} to {high}, from {counted(score.responses, 'answer')})"


def _outside(result: NpsTrends) -> str:
    if not result.outside_scale:
        return ""
    answers = counted(result.outside_scale, f"{result.metric.name} answer")
    verb, do = ("lies", "does") if result.outside_scale == 1 else ("lie", "do")
    return (
        f"{answers} {verb} outside the scale of the survey and {do} not count: import the extract "
        "surveys with its scales."
    )


def _inside(sentence: str) -> str:
    """Make a sentence a part of another."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")
