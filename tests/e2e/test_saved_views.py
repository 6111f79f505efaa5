"""Specification of saved views and notes in a real browser: what opens, and where."""

import shutil
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.e2e.conftest import serve, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def own(browser, warehouse, tmp_path_factory):
    """The address of a dashboard whose warehouse no other module changes: names are used once."""
    folder = tmp_path_factory.mktemp("views")
    shutil.copy(warehouse, folder / "small.duckdb")
    with serve(folder / "small.duckdb", folder / "log") as base:
        yield base


def sidebar_of(page):
    """The sidebar, with the saved views in sight."""
    sidebar = page.get_by_test_id("stSidebar")
    if not sidebar.get_by_label("Save this view as").is_visible():
        sidebar.get_by_text("Saved views").click()
    settled(page)
    return sidebar


def save(page, name, *ticks):
    sidebar = sidebar_of(page)
    sidebar.get_by_label("Save this view as").fill(name)
    for tick in ticks:
        sidebar.get_by_text(tick).click()
    sidebar.get_by_role("button", name="Save this view").click()
    sidebar.get_by_text(f"Saved “{name}”.").wait_for()
    settled(page)


def open_view(page, name):
    sidebar_of(page).get_by_role("button", name=name, exact=True).click()
    page.get_by_label("Save this view as").wait_for(state="hidden")
    return settled(page)


def address_of(page):
    return urlsplit(page.url).path, parse_qs(urlsplit(page.url).query)


SEEN = ("/nps_trends", {"segment": ["SMB"], "grain": ["Quarter"]})


def test_a_view_saved_in_one_browser_opens_in_another_with_filters_and_parameters(own, visit):
    page = visit(f"{own}/nps_trends?segment=SMB&grain=Quarter")
    save(page, "SMB by quarter")
    said = page.get_by_test_id("stMain").inner_text()
    other = visit(f"{own}/voice?metric=CSAT&region=North")
    open_view(other, "SMB by quarter")
    assert address_of(other) == SEEN
    assert other.get_by_test_id("stMain").inner_text() == said
    sidebar = other.get_by_test_id("stSidebar")
    assert sidebar.get_by_role("radio", name="NPS").is_checked()
    assert sidebar.get_by_text("North", exact=True).count() == 0


def test_a_view_opens_over_other_filters_of_the_same_page(own, visit):
    page = visit(f"{own}/nps_trends?segment=SMB&grain=Quarter")
    save(page, "SMB over others")
    page = visit(f"{own}/nps_trends?metric=CSAT&grain=Week&region=North")
    open_view(page, "SMB over others")
    assert address_of(page) == SEEN
    assert "NPS by quarter" in page.get_by_test_id("stMain").inner_text()
    page.get_by_test_id("stSidebar").get_by_text("CSAT", exact=True).click()
    settled(page)
    assert address_of(page)[1] == {**SEEN[1], "metric": ["CSAT"]}


def test_the_default_view_opens_at_the_bare_address(own, visit):
    page = visit(f"{own}/nps_trends?segment=SMB&grain=Quarter")
    save(page, "SMB at first", "Open it first for me")
    assert address_of(visit(own)) == SEEN
    with_filters = visit(f"{own}/?segment=Consumer")
    assert address_of(with_filters) == ("/overview", {"segment": ["Consumer"]})


def test_a_note_stands_on_the_axis_once_it_is_written_and_goes_with_a_way_back(own, visit):
    page = visit(f"{own}/nps_trends?period=all")
    page.get_by_text("Note on the time axis").click()
    main = page.get_by_test_id("stMain")
    main.get_by_label("Title").fill("Strike <b>over</b>")
    main.get_by_role("button", name="Put it on the axis").click()
    main.get_by_text("It is on record").wait_for()
    settled(page)
    legend = main.get_by_text("note: Strike <b>over</b>.")
    assert legend.count() == 1
    main.get_by_role("button", name="Remove").click()
    main.get_by_text("Removed “Strike").wait_for()
    settled(page)
    assert legend.count() == 0
    main.get_by_role("button", name="Undo").click()
    main.get_by_text("It is back.").wait_for()
    settled(page)
    assert legend.count() == 1
