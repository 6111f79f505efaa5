"""How far a count may lie from its rate by chance alone."""

from scipy import stats

CHANCE = 0.025


def most_of(trials: int, rate: float) -> int:
    """Count that is exceeded less than 25 times in 1,000 where the rate is as stated.

    >>> most_of(100, 0.05), most_of(20, 0.05)
    (10, 3)
    """
    return int(stats.binom.ppf(1 - CHANCE, trials, rate))


def least_of(trials: int, rate: float) -> int:
    """Count below which less than 25 of 1,000 fall where the rate is as stated.

    >>> least_of(20, 0.95)
    17
    """
    return trials - most_of(trials, 1 - rate)
