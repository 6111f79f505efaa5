"""Specification of the downloads of pages: slides and workbooks of what the page shows."""

import re
from pathlib import Path

import pytest

from cx.topics import TOPICS
from cx.ui import downloads
from tests.documents import read_book, read_deck

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def offered(monkeypatch):
    """What the page offers, by file name: what makes it, to be called as a click does."""
    found = {}

    def offer(label, content, file_name, *rest, **more):
        found[file_name] = (label, content)

    monkeypatch.setattr(downloads, "_offer", offer)
    return found


def test_slides_and_workbook_say_what_the_page_says(open_app, company, offered):
    app = open_app(company, segment="SMB")
    assert not app.exception
    assert {name: label for name, (label, _) in offered.items()} == {
        "overview.pptx": "Slides (PowerPoint)",
        "overview.xlsx": "Workbook (Excel)",
    }
    headline = app.subheader[0].value.replace("\\", "")
    deck = read_deck(offered["overview.pptx"][1]())
    book = read_book(offered["overview.xlsx"][1]())
    assert deck.slides[0].shapes.title.text_frame.text.rstrip(".") == headline.rstrip(".")
    assert book["Summary"][1][0] == headline
    assert "SMB" in book["Summary"][2][0]


def test_nothing_is_made_before_somebody_asks(open_app, company, monkeypatch):
    def fail(*given):
        raise AssertionError("made without being asked for")

    monkeypatch.setattr(downloads, "to_pptx", fail)
    monkeypatch.setattr(downloads, "to_xlsx", fail)
    assert not open_app(company).exception


def test_every_topic_has_a_page_that_offers_its_documents():
    pages = "".join(file.read_text() for file in ROOT.glob("pages/**/*.py"))
    assert set(re.findall(r'downloads\.report\(\s*"(\w+)"', pages)) == set(TOPICS)
