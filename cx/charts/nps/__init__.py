"""Charts of the NPS trends page: one function each, result in, figure out."""

from cx.charts.nps.groups import breakdown, kinds, response_rate, waterfall
from cx.charts.nps.shared import MEANINGS
from cx.charts.nps.shares import composition, distribution
from cx.charts.nps.trend import trend

__all__ = [
    "MEANINGS",
    "breakdown",
    "composition",
    "distribution",
    "kinds",
    "response_rate",
    "trend",
    "waterfall",
]
