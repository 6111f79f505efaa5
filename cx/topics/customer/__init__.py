"""The topic ``customer``: who a customer is, from both sides."""

from cx.topics.ask import Ask
from cx.topics.customer.load import OWN_FILTERS, find, load
from cx.topics.customer.report import report
from cx.topics.customer.results import Customer
from cx.topics.customer.search import Hit, search
from cx.topics.customer.timeline import load_timeline

__all__ = [
    "OWN_FILTERS",
    "Ask",
    "Customer",
    "Hit",
    "find",
    "load",
    "load_timeline",
    "report",
    "search",
]
