"""Pictures of the Drivers page: what a score is linked to, what it costs, and who leaves."""

from cx.charts.drivers.causes import causes, causes_alt, is_clear, ordered
from cx.charts.drivers.costs import asymmetry, asymmetry_alt, bridge, bridge_alt
from cx.charts.drivers.hazards import hazards, hazards_alt, recovery, recovery_alt
from cx.charts.drivers.importance import importance, importance_alt, yes_or_no, yes_or_no_alt
from cx.charts.drivers.leaving import leaving, leaving_alt
from cx.charts.drivers.quadrants import (
    gaps,
    gaps_alt,
    quadrants,
    quadrants_alt,
    stated,
    stated_alt,
)
from cx.charts.drivers.reach import dissatisfiers, dissatisfiers_alt, key_curve, key_curve_alt
from cx.charts.drivers.worth import amounts, worths, worths_alt

__all__ = [
    "amounts",
    "asymmetry",
    "asymmetry_alt",
    "bridge",
    "bridge_alt",
    "causes",
    "causes_alt",
    "dissatisfiers",
    "dissatisfiers_alt",
    "gaps",
    "gaps_alt",
    "hazards",
    "hazards_alt",
    "importance",
    "importance_alt",
    "is_clear",
    "key_curve",
    "key_curve_alt",
    "leaving",
    "leaving_alt",
    "ordered",
    "quadrants",
    "quadrants_alt",
    "recovery",
    "recovery_alt",
    "stated",
    "stated_alt",
    "worths",
    "worths_alt",
    "yes_or_no",
    "yes_or_no_alt",
]
