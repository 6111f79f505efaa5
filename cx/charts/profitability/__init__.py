"""Pictures of the Profitability page: where money goes, who loses it, what would mend it."""

from cx.charts.profitability.composition import composition, composition_alt
from cx.charts.profitability.contribution import contribution, contribution_alt
from cx.charts.profitability.costs import costs, costs_alt
from cx.charts.profitability.differences import differences, differences_alt
from cx.charts.profitability.gains import gains, gains_alt
from cx.charts.profitability.segments import segments, segments_alt
from cx.charts.profitability.whale import whale, whale_alt

__all__ = [
    "composition",
    "composition_alt",
    "contribution",
    "contribution_alt",
    "costs",
    "costs_alt",
    "differences",
    "differences_alt",
    "gains",
    "gains_alt",
    "segments",
    "segments_alt",
    "whale",
    "whale_alt",
]
