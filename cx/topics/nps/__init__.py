"""The topic ``nps``: whether the score is moving, and why."""

from cx.topics.ask import Ask
from cx.topics.nps.load import extent, load
from cx.topics.nps.periods import GRAINS
from cx.topics.nps.report import report
from cx.topics.nps.results import NpsTrends

OWN_FILTERS = ("grain",)
"""What ``--filter`` gives to this topic alone: the steps of its trend."""

__all__ = ["GRAINS", "OWN_FILTERS", "Ask", "NpsTrends", "extent", "load", "report"]
