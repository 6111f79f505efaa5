"""Which of many scores clearly differ from the score of all journeys, allowed for their number."""

from collections.abc import Mapping
from math import erfc, sqrt

from cx.analysis.compare import false_discovery
from cx.analysis.intervals import Z
from cx.analysis.score import Score
from cx.metrics import Metric

ABOVE, BELOW = "above", "below"
SYMBOLS = {ABOVE: "triangle-up", BELOW: "triangle-down", "": "circle"}
SIGNS = {ABOVE: "▲", BELOW: "▼", "": ""}


def sides(scores: Mapping[str, Score], whole: Score) -> dict[str, str]:
    """Say on which side of the whole each score clearly lies.

    Parameters
    ----------
    scores : mapping of str to Score
        By any key; those withheld differ from nothing.
    whole : Score
        Of all journeys; the scores are parts of it, which makes the test a careful one.

    Returns
    -------
    dict of str to str
        ``"above"``, ``"below"`` or ``""``.

    Notes
    -----
    Of those called clear at most one in ten is expected to be nothing (Benjamini-Hochberg).

    Examples
    --------
    >>> low, near = Score(-40.0, -50.0, -30.0, 300, 300.0), Score(12.0, 2.0, 22.0, 300, 300.0)
    >>> sides({"a": low, "b": near}, Score(15.0, 13.0, 17.0, 9000, 9000.0))
    {'a': 'below', 'b': ''}
    """
    if whole.value is None:
        return dict.fromkeys(scores, "")
    found = false_discovery([_p(each, whole.value) for each in scores.values()])
    return {
        key: _side(each, whole.value) if is_clear else ""
        for (key, each), is_clear in zip(scores.items(), found.is_clear, strict=True)
    }


def meaning_of(side: str, metric: Metric) -> str:
    """Return the colour of a side: good or bad after the metric's polarity.

    >>> from cx.metrics import METRICS
    >>> meaning_of("below", METRICS["nps"]), meaning_of("", METRICS["nps"])
    ('bad', 'muted')
    """
    if not side:
        return "muted"
    return "good" if (side == ABOVE) == metric.is_higher_better else "bad"


def _p(score: Score, whole: float) -> float | None:
    if score.value is None or score.low is None or score.high is None:
        return None
    error = (score.high - score.low) / (2 * Z)
    return erfc(abs(score.value - whole) / error / sqrt(2)) if error else None


def _side(score: Score, whole: float) -> str:
    return ABOVE if (score.value or 0.0) > whole else BELOW
