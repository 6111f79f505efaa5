"""The topic ``overview``: how the company is doing, and what moved."""

from cx.topics.ask import Ask
from cx.topics.overview.listed import list_accounts
from cx.topics.overview.load import load
from cx.topics.overview.report import report
from cx.topics.overview.results import Overview

__all__ = ["Ask", "Overview", "list_accounts", "load", "report"]
