"""What several charts of the NPS trends page say alike."""

from collections.abc import Sequence

from cx.analysis.score import Score
from cx.metrics import Metric
from cx.topics.nps.results import NpsTrends, TrendPoint

MEANINGS = {
    "nps": {1: "Promoters", 0: "Passives", -1: "Detractors"},
    "csat": {1: "Satisfied", 0: "Neutral", -1: "Not satisfied"},
    "ces": {1: "Easy", 0: "Neutral", -1: "Hard"},
}
"""What a standing is called, by metric."""


def value_of(metric: Metric, found: Score) -> str:
    """Return a figure as text, or that there is none."""
    return metric.format(found.value) if found.value is not None else "a withheld figure"


def days_of(points: Sequence[TrendPoint]) -> list[str]:
    """Return where periods stand on an axis of days."""
    return [point.starts_on.isoformat() for point in points]


def axis_of_days(result: NpsTrends, most: int) -> dict[str, object]:
    """Return an axis of days whose labels stay short: the year only where it changes.

    Quarters of a fiscal year of one's own are named by the month in which they begin.

    Parameters
    ----------
    most : int
        Labels on it.
    """
    quarter = "Q%q\n%Y" if result.filters.fiscal_year_start == 1 else "%b\n%Y"
    written = {"week": "%-d %b\n%Y", "month": "%b\n%Y", "quarter": quarter}[result.grain]
    return {
        "type": "date",
        "showgrid": False,
        "nticks": most,
        "tickangle": 0,
        "tickformat": written,
        "ticklabelmode": "instant",
    }
