"""Which page rests on which extract is what the questions of the page really read."""

import re
from pathlib import Path

import pytest

from cx.extracts import EXTRACTS
from cx.topics.rests_on import RESTS_ON, pages_resting_on
from cx.ui.menu import MENU
from tests.headers import sql_files

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = {
    "overview": ("overview", "nps", "closed_loop", "filters"),
    "nps_trends": ("nps", "filters"),
    "voice": ("voice", "filters"),
    "journeys": ("journeys", "filters"),
    "drivers": ("drivers", "filters"),
    "profitability": ("profitability", "filters"),
    "closed_loop": ("closed_loop", "filters"),
    "customer": ("customer",),
    "centricity": ("centricity",),
    "history": ("history",),
    "quality": ("quality",),
}
"""Folders of queries/ that each page asks."""

DEFINED = re.compile(r"create or replace (?:view|macro) (\w+\.\w+)(.+?);", re.DOTALL)
NAMED = re.compile(r"\b(?:crm|feedback|rollup|app)\.\w+")


def definitions() -> dict[str, str]:
    """Text of every view and macro by its name."""
    texts = [file.read_text() for file in sql_files(ROOT / "data" / "views")]
    return {name: text for file in texts for name, text in DEFINED.findall(file)}


def tables_of(text: str, known: dict[str, str], seen: set[str]) -> set[str]:
    """Every table that a query reads, also through views, macros and rollups."""
    for name in set(NAMED.findall(text)) - seen:
        seen.add(name)
        for source in (name, f"{name}_definition"):
            tables_of(known.get(source, ""), known, seen)
    return seen


@pytest.mark.parametrize("page", QUESTIONS)
def test_a_page_rests_on_the_extracts_that_its_questions_read(page):
    known = definitions()
    files = [file for topic in QUESTIONS[page] for file in sql_files(ROOT / "queries" / topic)]
    assert files
    found: set[str] = set()
    for file in files:
        found |= tables_of(file.read_text(), known, set())
    read = tuple(name for name, extract in EXTRACTS.items() if extract.table in found)
    assert RESTS_ON[page] == read


def test_every_page_that_shows_figures_says_what_they_rest_on():
    pages = {entry.key for entries in MENU.values() for entry in entries}
    # A review shows the figures of any page, so it asks what that page asks.
    assert RESTS_ON.keys() == pages - {"upload", "settings"} == {*QUESTIONS, "review"}


def test_pages_that_tell_of_the_data_itself_are_not_said_to_rest_on_it():
    feedback = ("overview", "nps_trends", "journeys", "drivers", "voice")
    everywhere = (*feedback, "profitability", "closed_loop", "customer")
    assert pages_resting_on("responses", "ratings") == everywhere
    assert pages_resting_on("ratings") == ("drivers",)
    assert pages_resting_on("opportunities") == ("journeys",)
    assert pages_resting_on("campaigns") == ("profitability",)
