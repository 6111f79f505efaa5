"""The topic ``nps``: whether the score is moving, and why."""

from cx.topics.ask import Ask
from cx.topics.nps.load import extent, load
from cx.topics.nps.report import report
from cx.topics.nps.results import NpsTrends

__all__ = ["Ask", "NpsTrends", "extent", "load", "report"]
