"""What fixing a problem may be worth: in points first, then in money, with the assumptions."""

from dataclasses import dataclass

from cx.analysis.ladder import Refusal

SHARES_THAT_LAST = (0.25, 0.5, 1.0)
"""How much of the gap between the unhappy and the happy follows one who is won over."""

SMALL = (
    "It is small beside the revenue of those who complain about it: it counts contribution and "
    "not revenue, only the few who change their answer, and of them only those who would have "
    "left within the year."
)


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with the ends of its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Worth:
    """What fixing one problem may be worth.

    Attributes
    ----------
    points : Range
        Of the score, when nobody rated low any more but in the middle.
    money : Range or None
        Per year, in the reporting currency; its ends take the ends of points, retention and of
        the share that lasts all at once.
    assumptions : tuple of str
        Sentences.
    """

    points: Range
    money: Range | None
    assumptions: tuple[str, ...]
    refusal: Refusal | None = None


def worth(
    points: Range,
    customers: int,
    retention_gap: Range | None,
    margin_per_year: float | None,
) -> Worth:
    """Turn what a failing costs into what fixing it may be worth.

    Parameters
    ----------
    points : Range
        What it costs, above 0.
    customers : int
        Active customers.
    retention_gap : Range or None
        Retention after twelve months of promoters less that of detractors, 0 to 1.
    margin_per_year : float or None
        Contribution of one customer in a year.

    Notes
    -----
    x points are x/200 of the customers turned from detractor to promoter. Of the gap in retention
    between the two only a part follows those who are won over: a quarter, half, all of it.

    Examples
    --------
    >>> found = worth(Range(8, 6, 10), 10_000, Range(0.2, 0.1, 0.3), 300.0)
    >>> found.money
    Range(value=12000.0, low=2250.0, high=45000.0)
    """
    if retention_gap is None or margin_per_year is None:
        missing = "retention by score" if retention_gap is None else "the margin of a customer"
        refusal = Refusal(
            "worth_in_points_only",
            f"There is no {missing} on file, so this is told in points only.",
            "needs contracts or customers with lost_on, and orders with revenue and cost",
        )
        return Worth(points, None, (), refusal)
    least, middle, most = SHARES_THAT_LAST
    a_point = customers / 200 * margin_per_year
    money = Range(
        points.value * a_point * retention_gap.value * middle,
        max(0.0, points.low) * a_point * max(0.0, retention_gap.low) * least,
        points.high * a_point * retention_gap.high * most,
    )
    return Worth(points, money, _assumptions(customers, retention_gap, margin_per_year))


def _assumptions(customers: int, gap: Range, margin: float) -> tuple[str, ...]:
    return (
        f"{customers:,} active customers, each worth {margin:,.0f} a year in contribution.",
        f"After a year, {100 * gap.value:.0f} more in 100 promoters than detractors are there.",
        "Half of that gap follows those who are won over; the range goes from a quarter to all.",
        "A point of NPS is one customer in 200 turned from detractor to promoter.",
        "Fixing is taken to move scores; the data only show that the two are linked.",
        SMALL,
    )
