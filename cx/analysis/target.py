"""Whether a score is where it ought to be: only an interval wholly on one side decides."""

from cx.analysis.score import Score

REACHED, MISSED, UNDECIDED = "reached", "not reached", "undecided"


def against_target(score: Score, target: float, is_higher_better: bool = True) -> str | None:
    """Compare the 95 % interval of a score with a target.

    Parameters
    ----------
    score : Score
        The figure.
    target : float
        In the unit of the score.
    is_higher_better : bool
        Polarity of the metric.

    Returns
    -------
    str or None
        ``"reached"`` when the whole interval is at the target or better, ``"not reached"`` when
        all of it is worse, ``"undecided"`` when the target lies inside; None where nothing may be
        shown of the score.

    Examples
    --------
    >>> nps = Score(30.0, 14.1, 44.2, 100, 100.0)
    >>> against_target(nps, 10.0), against_target(nps, 40.0), against_target(nps, 50.0)
    ('reached', 'undecided', 'not reached')
    >>> against_target(nps, 50.0, is_higher_better=False)
    'reached'
    """
    if score.low is None or score.high is None:
        return None
    sign = 1 if is_higher_better else -1
    worst, best = sorted((sign * score.low, sign * score.high))
    if worst >= sign * target:
        return REACHED
    return MISSED if best < sign * target else UNDECIDED
