"""The topic ``quality``: how far the data can be trusted."""

from cx.topics.quality.load import (
    follow,
    follow_one,
    impossible_rows,
    load,
    look,
    merge,
    orphan_rows,
    twin_rows,
)
from cx.topics.quality.report import report
from cx.topics.quality.results import Links, Quality
from cx.topics.quality.rules import RULES

__all__ = [
    "RULES",
    "Links",
    "Quality",
    "follow",
    "follow_one",
    "impossible_rows",
    "load",
    "look",
    "merge",
    "orphan_rows",
    "report",
    "twin_rows",
]
