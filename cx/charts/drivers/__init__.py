"""Pictures of the Drivers page: what a score goes with, what it costs, and who leaves."""

from cx.charts.drivers.causes import causes, causes_alt
from cx.charts.drivers.costs import (
    asymmetry,
    asymmetry_alt,
    bridge,
    bridge_alt,
    dissatisfiers,
    dissatisfiers_alt,
    key_curve,
    key_curve_alt,
)
from cx.charts.drivers.importance import importance, importance_alt
from cx.charts.drivers.leaving import leaving, leaving_alt
from cx.charts.drivers.quadrants import quadrants, quadrants_alt

__all__ = [
    "asymmetry",
    "asymmetry_alt",
    "bridge",
    "bridge_alt",
    "causes",
    "causes_alt",
    "dissatisfiers",
    "dissatisfiers_alt",
    "importance",
    "importance_alt",
    "key_curve",
    "key_curve_alt",
    "leaving",
    "leaving_alt",
    "quadrants",
    "quadrants_alt",
]
