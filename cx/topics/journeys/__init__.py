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

OWN_FILTERS = ("by",)
"""What ``--filter`` gives to this topic alone: what a journey is made of."""

__all__ = [
    "OWN_FILTERS",
    "Journeys",
    "contacts_behind",
    "journeys_behind",
    "leads_behind",
    "load",
    "moves_behind",
    "report",
]
