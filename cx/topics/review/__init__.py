"""The Review: an agenda of views, what was decided on them, and what became of it since."""

from cx.topics.review.load import load, read_reviews
from cx.topics.review.report import Made, Today, make, reports, whole
from cx.topics.review.results import Agenda, Decided, Item, Meeting, Record
from cx.topics.review.since import Since, since
from cx.topics.review.view import can_be_shown, link_of, report_of

__all__ = [
    "Agenda",
    "Decided",
    "Item",
    "Made",
    "Meeting",
    "Record",
    "Since",
    "Today",
    "can_be_shown",
    "link_of",
    "load",
    "make",
    "read_reviews",
    "report_of",
    "reports",
    "since",
    "whole",
]
