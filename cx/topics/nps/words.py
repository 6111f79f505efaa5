"""Puts the NPS trends page into plain sentences, honest ones when little is known."""

from cx.analysis.control import BEYOND_LIMITS
from cx.analysis.mix import Effect, MixLine, MixRate
from cx.analysis.score import Change, Score
from cx.metrics import Metric
from cx.topics.nps.results import DIMENSIONS, NpsTrends

_FRACTIONS = ((0.9, "almost all"), (0.7, "three quarters"), (0.6, "two thirds"), (0.45, "half"))
SHORTEST_SHARE = 0.45
"""A single group is named as the source of a change when it makes up at least this share."""


def headline_of(result: NpsTrends) -> str:
    """Answer the page's question in a sentence or two.

    >>> from cx.analysis.score import Score, Tally, score
    >>> from cx.metrics import METRICS
    >>> score_in_words(METRICS["nps"], score("nps", Tally(100, 3000.0, 700_000.0, 100)))
    'NPS is 30 (14 to 44, from 100 answers)'
    """
    if not result.answers:
        return f"No {result.metric.name} answers match these filters."
    return " ".join(part for part in (_moved(result), _why(result)) if part)


def score_in_words(metric: Metric, score: Score) -> str:
    """Say a figure with its interval and its number of answers, or why it is withheld."""
    answers = f"{score.responses:,} answer" + ("" if score.responses == 1 else "s")
    if score.refusal is not None and score.low is None:
        return f"{metric.name} is withheld: {_lower(score.refusal.message)}"
    low, high = metric.format(score.low or 0.0), metric.format(score.high or 0.0)
    if score.value is None:
        return f"{metric.name} lies between {low} and {high} ({answers}: too few for one figure)"
    return f"{metric.name} is {metric.format(score.value)} ({low} to {high}, from {answers})"


def change_in_words(metric: Metric, change: Change | None) -> str:
    """Say whether a figure moved: direction only where the test found one.

    >>> from cx.metrics import METRICS
    >>> change_in_words(METRICS["nps"], Change(5.0, 2.0, 8.0, 0.001, "up"))
    'up 5.0 points (2.0 to 8.0)'
    >>> change_in_words(METRICS["nps"], Change(1.0, -2.0, 4.0, 0.5, "no clear change"))
    'no clear change (+1.0 points, between -2.0 and +4.0)'
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
        f"{change.low:+.{digits}f} and {change.high:+.{digits}f})"
    )


def notes_of(result: NpsTrends, outside: int) -> tuple[str, ...]:
    """What a careful reader must know beside the headline."""
    found = (
        _other_kinds(result),
        _signals(result),
        _non_response(result),
        _weights(result),
        _outside(result, outside),
    )
    return tuple(note for note in found if note)


def _moved(result: NpsTrends) -> str:
    sentence = score_in_words(result.metric, result.score)
    comparison = result.filters.comparison()
    if comparison is None or result.change is None:
        return f"{sentence}."
    joint = "compared with" if result.change.verdict == "not comparable" else "on"
    moved = change_in_words(result.metric, result.change)
    return f"{sentence}, {moved} {joint} {comparison.period_in_words()}."


def _why(result: NpsTrends) -> str:
    """Name what a clear change came from: the mix against the rates, or a single channel."""
    dimension, split = _first_split(result)
    if result.change is None or result.change.verdict not in ("up", "down"):
        return _hidden_movement(split, dimension)
    if split is None or split.mix is None or split.rate is None or split.change is None:
        return ""
    if split.mix.is_clear and split.mix.value * split.change.value > 0 and _is_most_mix(split):
        return (
            f"Mostly because of who answered: the mix of {dimension}s moved it by "
            f"{split.mix.value:+.1f}, how {dimension}s score by {split.rate.value:+.1f}."
        )
    return _main_source(split.lines, split.change.value, dimension)


def _first_split(result: NpsTrends) -> tuple[str, MixRate | None]:
    """Take the first dimension that the change can be split by."""
    found = [(name, result.mix[name]) for name in DIMENSIONS if name in result.mix]
    able = [(name, split) for name, split in found if split.refusal is None]
    return able[0] if able else ("", None)


def _hidden_movement(split: MixRate | None, dimension: str) -> str:
    if split is None or split.mix is None or split.rate is None:
        return ""
    if split.mix.is_clear and split.rate.is_clear:
        return (
            f"Two movements hide each other: the mix of {dimension}s moved it by "
            f"{split.mix.value:+.1f}, how {dimension}s score by {split.rate.value:+.1f}."
        )
    return ""


def _is_most_mix(split: MixRate) -> bool:
    mix, rate = _size(split.mix), _size(split.rate)
    return abs(mix) > abs(rate) or mix * rate < 0


def _size(effect: Effect | None) -> float:
    return effect.value if effect else 0.0


def _main_source(lines: tuple[MixLine, ...], change: float, dimension: str) -> str:
    clear = [line for line in lines if line.rate.is_clear and line.rate.value * change > 0]
    if not clear:
        return ""
    line = max(clear, key=lambda line: abs(line.rate.value))
    share = line.rate.value / change
    if share < SHORTEST_SHARE:
        return ""
    words = next(word for least, word in _FRACTIONS if share >= least)
    return f"{words.capitalize()} of it came from how {dimension} {line.group} scores."


def _other_kinds(result: NpsTrends) -> str:
    others = [group.name for group in result.kinds if group.name != result.survey_kind]
    if not others or result.filters.survey_kind is None:
        return ""
    listed = " and ".join(others)
    return (
        f"This is the {result.survey_kind} survey; {listed} answers are another question and are "
        "never pooled with it."
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
    shown = result.adjusted
    if shown is None or shown.value is None or result.score.value is None:
        return ""
    gap = shown.value - result.score.value
    return (
        f"Weighted to everybody who was asked, by segment, {result.metric.name} would be "
        f"{result.metric.format(shown.value)} ({result.metric.format_change(gap)})."
    )


def _weights(result: NpsTrends) -> str:
    if result.weighted is None or result.weighted.value is None:
        return ""
    return (
        f"With the survey's own weights {result.metric.name} is "
        f"{result.metric.format(result.weighted.value)}."
    )


def _outside(result: NpsTrends, outside: int) -> str:
    if not outside:
        return ""
    return (
        f"{outside:,} {result.metric.name} answers lie outside the scale of their survey and do "
        "not count: import the extract surveys with its scales."
    )


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
