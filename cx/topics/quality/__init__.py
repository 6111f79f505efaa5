"""The topic ``quality``: how far the data can be trusted."""

from cx.topics.quality.load import follow, impossible_rows, load, look, orphan_rows, twin_rows
from cx.topics.quality.report import report
from cx.topics.quality.results import Links, Quality
from cx.topics.quality.rules import RULES

__all__ = [
    "RULES",
    "Links",
    "Quality",
    "follow",
    "impossible_rows",
    "load",
    "look",
    "orphan_rows",
    "report",
    "twin_rows",
]
