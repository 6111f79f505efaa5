"""The topic ``journeys``: what customers go through, and where it hurts."""

from cx.topics.journeys.behind import (
    contacts_behind,
    journeys_behind,
    leads_behind,
    moves_behind,
)
from cx.topics.journeys.load import load
from cx.topics.journeys.report import report
from cx.topics.journeys.results import Journeys

__all__ = [
    "Journeys",
    "contacts_behind",
    "journeys_behind",
    "leads_behind",
    "load",
    "moves_behind",
    "report",
]
