"""The topic ``closed_loop``: whether unhappy customers are answered in time, and what it brings."""

from cx.topics.ask import Ask
from cx.topics.closed_loop.listed import list_loops
from cx.topics.closed_loop.load import load
from cx.topics.closed_loop.report import report
from cx.topics.closed_loop.results import BOTH, KIND_NAMES, ClosedLoop, Listing, Loop

OWN_FILTERS = ("kind",)
"""What ``--filter`` gives to this topic alone: only unhappy answers, or only complaints."""

__all__ = [
    "BOTH",
    "KIND_NAMES",
    "OWN_FILTERS",
    "Ask",
    "ClosedLoop",
    "Listing",
    "Loop",
    "list_loops",
    "load",
    "report",
]
