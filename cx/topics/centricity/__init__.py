"""The topic ``centricity``: whether the company is organised around customers, as it says."""

from cx.topics.centricity.load import OWN_FILTERS, load, read_reviews
from cx.topics.centricity.questions import QUESTIONS, Question
from cx.topics.centricity.report import report
from cx.topics.centricity.results import Answer, Centricity, Evidence, Review

__all__ = [
    "OWN_FILTERS",
    "QUESTIONS",
    "Answer",
    "Centricity",
    "Evidence",
    "Question",
    "Review",
    "load",
    "read_reviews",
    "report",
]
