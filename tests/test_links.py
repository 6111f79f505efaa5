"""Specification of links in documents: they open the view that a document shows, and no other."""

import io
from contextlib import closing
from dataclasses import replace
from functools import partial

import pytest
from openpyxl import load_workbook

from cx.auth import everybody
from cx.cli.digest import Digest
from cx.export import Link
from cx.export.html import to_html
from cx.export.pptx import to_pptx
from cx.export.xlsx import LONGEST_LINK, to_xlsx
from cx.filters import Filters
from cx.settings import Settings
from cx.topics import TOPICS
from cx.topics.review import link_of
from cx.topics.review.view import open_view
from cx.warehouse import open_house
from tests.documents import every_kind, read_deck, texts

VIEW = "https://cx.example.com/board/nps_trends?segment=R%26D&period=All+time"
HARMFUL = "https://evil.example/?<b>"
WITH_TEXT = replace(
    every_kind(),
    link=Link(VIEW),
    tables={"trend": [{"name": HARMFUL, "link": Link(VIEW), "n": 3}]},
)


def links_of(deck):
    """Where a click on a shape, or on a run of its text, leads."""
    return [
        [shape.click_action.hyperlink.address for shape in slide.shapes if _leads(shape)]
        for slide in deck.slides
    ]


def _leads(shape):
    can_lead = shape.has_text_frame and not shape.is_placeholder
    return can_lead and shape.click_action.hyperlink.address is not None


def cells_that_lead(held):
    book = load_workbook(io.BytesIO(held))
    return {
        (cell.value, cell.hyperlink.target)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink and cell.hyperlink.target
    }


def test_every_slide_leads_to_the_view_it_shows():
    deck = read_deck(to_pptx(WITH_TEXT))
    assert links_of(deck) == [[VIEW]] * len(deck.slides)
    assert any(VIEW in text for text in texts(deck.slides[0]))


def test_a_path_alone_is_printed_and_leads_nowhere():
    report = replace(WITH_TEXT, link=Link("/nps_trends?segment=SMB"), tables={})
    deck = read_deck(to_pptx(report))
    assert not any(links_of(deck))
    assert "The same view in the dashboard: /nps_trends?segment=SMB" in texts(deck.slides[0])
    assert not cells_that_lead(to_xlsx(report))
    assert "<a " not in to_html([report])


def test_a_workbook_leads_to_the_view_and_no_text_of_the_data_is_a_link():
    found = cells_that_lead(to_xlsx(WITH_TEXT))
    assert found == {(f"The same view in the dashboard: {VIEW}", VIEW), (VIEW, VIEW)}


def test_a_link_longer_than_excel_takes_is_text():
    long = Link(f"{VIEW}&{'x' * LONGEST_LINK}")
    assert not cells_that_lead(to_xlsx(replace(WITH_TEXT, link=long, tables={})))


def test_a_mail_leads_to_the_view_and_to_nothing_else():
    page = to_html([replace(WITH_TEXT, headline=HARMFUL)])
    safe = VIEW.replace("&", "&amp;")
    assert page.count("<a ") == 1
    assert f'<a href="{safe}">{safe}</a>' in page
    assert Digest("n", (WITH_TEXT,), WITH_TEXT, (WITH_TEXT,)).page().count("<a ") == 1


OWN = {
    "nps": {"grain": "quarter"},
    "journeys": {"by": "case"},
    "closed_loop": {"kind": "case"},
    "profitability": {"side": "service", "theta": "0.25", "reach": "0.3", "floor": "31.5"},
    "customer": {"customer_id": "00 & 1"},
    "centricity": {"review_on": "2026-03-02"},
}


@pytest.fixture(scope="module")
def asking(tmp_path_factory):
    with closing(open_house(tmp_path_factory.mktemp("links") / "empty.duckdb")) as house:
        yield house


@pytest.mark.parametrize("topic", TOPICS)
def test_the_link_of_a_view_is_read_back_as_that_view(asking, topic):
    settings, own = Settings(address="https://cx.example.com"), OWN.get(topic, {})
    filters = Filters("all", metric="csat", survey_kind="transactional")
    link = link_of(topic, filters, own, settings)
    page, _, address = link.removeprefix("https://cx.example.com/").partition("?")
    with asking.snapshot() as state:
        opened = open_view(partial(state.ask, scope=everybody("test")), page, address, settings)
    assert opened.topic == topic
    assert opened.own == own
    assert opened.filters in (filters, Filters())
