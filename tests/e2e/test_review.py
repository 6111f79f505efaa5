"""Specification of a review meeting in a real browser, led from the keyboard."""

import shutil
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from pptx import Presentation

from tests.e2e.conftest import serve, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def own(browser, warehouse, tmp_path):
    """The address of a dashboard whose warehouse no other test changes."""
    shutil.copy(warehouse, tmp_path / "small.duckdb")
    with serve(tmp_path / "small.duckdb", tmp_path / "log") as base:
        yield base


def add(page, name):
    """Put the view that is shown on the agenda, from the keyboard."""
    sidebar = page.get_by_test_id("stSidebar")
    field = sidebar.get_by_label("Call it")
    if not field.is_visible():
        sidebar.get_by_text("Add this view to a review").click()
    field.fill(name)
    field.press("Enter")
    sidebar.get_by_text(f"“{name}” is on the agenda.").wait_for()
    return settled(page)


def begin(page, title, day):
    page.get_by_role("button", name="New review").press("Enter")
    page.get_by_label("Title").last.fill(title)
    page.get_by_label("Held on").last.fill(day)
    page.get_by_label("Held on").last.press("Enter")
    page.get_by_role("button", name="Begin the review").press("Enter")
    page.get_by_text(f"Began “{title}”.").wait_for()
    return settled(page)


def text(page):
    return page.get_by_test_id("stMain").inner_text()


def press(page, key, then):
    page.keyboard.press(key)
    page.get_by_text(then).first.wait_for()
    return settled(page)


def prepare(own, visit):
    """Begin a review and put two views on its agenda, the second first; return its page."""
    begin(visit(f"{own}/review"), "March", "2026-03-02")
    add(visit(f"{own}/nps_trends?segment=SMB&grain=Quarter"), "Small firms")
    add(visit(f"{own}/closed_loop"), "Unhappy customers")
    page = visit(f"{own}/review")
    page.get_by_role("button", name="Move down").first.press("Enter")
    page.get_by_text("1. Unhappy customers").wait_for()
    return settled(page)


def act(page, what, who):
    """Write down an action on the item that is presented."""
    page.get_by_text("Decide", exact=True).click()
    page.get_by_role("radio", name="Action").click()
    settled(page)
    field = page.get_by_label("What is decided, or to be done")
    field.fill(what)
    field.press("ArrowRight")
    page.get_by_label("Who sees to it").fill(who)
    page.get_by_role("button", name="Write it down").press("Enter")
    page.get_by_text("Action written down, with the figures of today.").wait_for()
    settled(page)
    page.evaluate("document.activeElement.blur()")


def test_a_meeting_is_prepared_presented_and_decided_from_the_keyboard_and_the_next_sees_it(
    own, visit
):
    page = prepare(own, visit)
    page.get_by_role("button", name="Present", exact=True).press("Enter")
    page.get_by_text("1 of 3").wait_for()
    settled(page)
    assert not page.get_by_test_id("stSidebar").is_visible()
    press(page, "ArrowRight", "2 of 3")
    assert "segment SMB" in text(page)
    assert page.locator(".js-plotly-plot").count() > 0
    press(page, "ArrowLeft", "1 of 3")
    press(page, "PageDown", "2 of 3")

    act(page, "Call the ten largest", "Service desk")
    assert "2 of 3" in text(page)  # keys that are typed lead nowhere
    press(page, "PageDown", "What was decided")
    assert "Call the ten largest" in text(page)
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Review", exact=True).wait_for()
    settled(page)
    assert page.get_by_test_id("stSidebar").is_visible()

    begin(page, "April", "2026-04-06")
    said = text(page)
    assert "1 earlier action open" in said
    assert said.index("Call the ten largest") < said.index("Agenda")


@pytest.fixture(scope="module")
def small_firms(browser, warehouse, windows, tmp_path_factory):
    """The address of a dashboard with one view on the agenda, and what that view shows."""
    file = tmp_path_factory.mktemp("agenda") / "small.duckdb"
    shutil.copy(warehouse, file)
    with serve(file, file.with_suffix(".log")) as base:
        page = windows.lend()
        page.goto(f"{base}/nps_trends?segment=SMB&grain=Quarter")
        seen = text(add(settled(page), "Small firms"))
        windows.take_back()
        yield base, seen


def test_a_link_from_the_deck_opens_the_same_view(small_firms, visit):
    own, seen = small_firms
    page = visit(f"{own}/review")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Slides (PowerPoint)").click()
    deck = Presentation(BytesIO(waiting.value.path().read_bytes()))
    slide = next(each for each in deck.slides if "1. Small firms" in printed(each))
    (link,) = {*links_of(slide)}
    assert link.startswith(f"{own}/nps_trends?")
    opened = visit(link)
    assert parse_qs(urlsplit(opened.url).query) == {"segment": ["SMB"], "grain": ["Quarter"]}
    assert text(opened) == seen
    title = slide.shapes.title.text_frame.text
    assert opened.get_by_test_id("stHeading").nth(1).inner_text().rstrip(".") == title.rstrip(".")
    assert "segment SMB" in text(opened)
    assert "segment SMB" in printed(slide)


def test_a_page_gives_slides_that_lead_back_to_it_with_what_was_chosen_since(own, visit):
    page = visit(f"{own}/nps_trends?segment=SMB")
    page.get_by_text("Quarter", exact=True).click()
    page.get_by_text("NPS by quarter").first.wait_for()
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Slides (PowerPoint)").click()
    deck = Presentation(BytesIO(waiting.value.path().read_bytes()))
    (link,) = {link for slide in deck.slides for link in links_of(slide)}
    opened = visit(link)
    assert parse_qs(urlsplit(opened.url).query) == {"segment": ["SMB"], "grain": ["Quarter"]}
    assert text(opened) == text(page)


def printed(slide):
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def links_of(slide):
    """Where clicks on a slide lead."""
    shapes = [each for each in slide.shapes if each.has_text_frame and not each.is_placeholder]
    found = [each.click_action.hyperlink.address for each in shapes]
    return [each for each in found if each]


def test_an_item_opens_its_page_with_its_filters_inside_the_session(small_firms, visit):
    own, _ = small_firms
    page = visit(f"{own}/nps_trends?segment=Consumer")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Review").click()
    page.get_by_role("button", name="Open the page").click()
    page.get_by_role("heading", name="NPS trends").wait_for()
    settled(page)
    assert parse_qs(urlsplit(page.url).query) == {"segment": ["SMB"], "grain": ["Quarter"]}
