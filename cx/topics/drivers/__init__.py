"""The topic ``drivers``: what makes customers dissatisfied, and what would fix it."""

from cx.topics.ask import Ask
from cx.topics.drivers.load import load
from cx.topics.drivers.report import report
from cx.topics.drivers.results import Drivers

__all__ = ["Ask", "Drivers", "load", "report"]
