"""95 % intervals of one figure and of a difference, from the mean, the mean square and n.

Everything is in points of the metric: NPS answers are -100, 0 or 100, CSAT answers 0 or 100, CES
answers the ease itself. ``effective`` is the number of independent answers; it need not be whole.
"""

import math

from scipy import special

from cx.metrics import METRICS

Z = float(special.ndtri(0.975))


# The special functions give the same numbers as the distributions of scipy.stats, without their
# checks of arrays: a page asks for hundreds of them.
def upper_tail(z: float) -> float:
    """Chance that a standard normal value exceeds `z`.

    >>> round(upper_tail(1.959963984540054), 12)
    0.025
    """
    return float(special.ndtr(-z))


def student_quantile(freedom: float) -> float:
    """97.5 % point of Student's t.

    >>> round(student_quantile(9), 4)
    2.2622
    """
    return float(special.stdtrit(freedom, 0.975))


def interval(
    metric_key: str, mean: float, square: float, effective: float, answers: int
) -> tuple[float, float]:
    """95 % interval of a figure, inside the range of its metric.

    Parameters
    ----------
    metric_key : str
        ``"nps"``, ``"csat"`` or ``"ces"``.
    mean, square : float
        Mean of the points and of their squares.
    effective : float
        Independent answers these are worth; more than 0.
    answers : int
        Answers given; Student's t has one degree of freedom less.

    Examples
    --------
    >>> [round(limit, 3) for limit in interval("nps", 100.0, 10_000.0, 10, 10)]
    [47.504, 100.0]
    >>> [round(limit, 1) for limit in interval("csat", 80.0, 8_000.0, 10, 10)]
    [49.0, 94.3]
    """
    metric = METRICS[metric_key]
    if metric_key == "nps":
        low, high = adjusted_wald(mean, square, effective)
    elif metric_key == "csat":
        low, high = (100 * limit for limit in wilson(mean / 100, effective))
    else:
        low, high = student(mean, square, effective, answers, (metric.low, metric.high))
    # The figure itself always belongs to its interval; rounding must not push it out.
    return max(metric.low, min(low, mean)), min(metric.high, max(high, mean))


def adjusted_moments(mean: float, square: float, effective: float) -> tuple[float, float]:
    """Mean NPS and its variance after adding 3/4 promoter, 1 1/2 passives, 3/4 detractor.

    Source: Rocks 2016, The American Statistician 70:365.

    >>> centre, variance = adjusted_moments(100.0, 10_000.0, 10)
    >>> round(centre, 2), round(variance, 1)
    (76.92, 225.3)
    """
    padded = effective + 3
    centre = mean * effective / padded
    spread = (square * effective + 1.5 * 100**2) / padded - centre**2
    return centre, spread / padded


def adjusted_wald(mean: float, square: float, effective: float) -> tuple[float, float]:
    """Adjusted Wald limits of an NPS, not cut at -100 and 100."""
    centre, variance = adjusted_moments(mean, square, effective)
    half = Z * math.sqrt(variance)
    return centre - half, centre + half


def wilson(share: float, effective: float, z: float = Z) -> tuple[float, float]:
    """Wilson limits of a share between 0 and 1.

    >>> [round(limit, 4) for limit in wilson(0.8, 10)]
    [0.4902, 0.9433]
    """
    pull = z * z / effective
    half = z * math.sqrt(max(0.0, share * (1 - share)) / effective + pull / (4 * effective))
    low, high = ((share + pull / 2 + sign * half) / (1 + pull) for sign in (-1, 1))
    return max(0.0, low), min(1.0, high)


def student(
    mean: float, square: float, effective: float, answers: int, span: tuple[float, float]
) -> tuple[float, float]:
    """Student's limits of a mean on a scale from ``span[0]`` to ``span[1]``.

    Equal answers have no spread to measure, yet are not certain: then at most the share of people
    that an exact binomial interval leaves possible thinks otherwise, at worst at the scale's ends.

    >>> [round(limit, 2) for limit in student(8.0, 66.0, 50, 50, (0.0, 10.0))]
    [7.59, 8.41]
    >>> [round(limit, 2) for limit in student(7.0, 49.0, 12, 12, (1.0, 7.0))]
    [5.41, 7.0]
    """
    spread = (square - mean * mean) * answers / max(1, answers - 1)
    if answers < 2 or spread <= 1e-12 * square:
        return _all_alike(mean, effective, span)
    half = student_quantile(answers - 1) * math.sqrt(spread / effective)
    return max(span[0], mean - half), min(span[1], mean + half)


def _all_alike(mean: float, effective: float, span: tuple[float, float]) -> tuple[float, float]:
    unseen = 1 - 0.025 ** (1 / effective)
    return mean - unseen * (mean - span[0]), mean + unseen * (span[1] - mean)
