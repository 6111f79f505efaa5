"""Pictures of the Journeys page: how customers go, where it hurts, and who comes next."""

from cx.charts.journeys.flow import flow, flow_alt
from cx.charts.journeys.funnel import sources, sources_alt, steps, steps_alt
from cx.charts.journeys.junctures import calendar, calendar_alt
from cx.charts.journeys.moments import moments, moments_alt
from cx.charts.journeys.moves import moves, moves_alt
from cx.charts.journeys.paths import paths, paths_alt
from cx.charts.journeys.scorecard import SCORES, SERVICE, scorecard, scorecard_alt

__all__ = [
    "SCORES",
    "SERVICE",
    "calendar",
    "calendar_alt",
    "flow",
    "flow_alt",
    "moments",
    "moments_alt",
    "moves",
    "moves_alt",
    "paths",
    "paths_alt",
    "scorecard",
    "scorecard_alt",
    "sources",
    "sources_alt",
    "steps",
    "steps_alt",
]
