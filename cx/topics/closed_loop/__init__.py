"""The topic ``closed_loop``: whether unhappy customers are answered in time, and what it brings."""

from cx.topics.ask import Ask
from cx.topics.closed_loop.listed import list_loops
from cx.topics.closed_loop.load import load
from cx.topics.closed_loop.report import report
from cx.topics.closed_loop.results import ClosedLoop, Listing, Loop

__all__ = ["Ask", "ClosedLoop", "Listing", "Loop", "list_loops", "load", "report"]
