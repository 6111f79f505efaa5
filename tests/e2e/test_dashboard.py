"""Specification of the dashboard in a real browser: links, filters, phones, light and dark."""

import re
import shutil
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.e2e.conftest import ROOT, serve, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
OVERFLOW = """() => Math.max(
    document.documentElement.scrollWidth,
    ...[...document.querySelectorAll('[data-testid="stMain"]')].map(e => e.scrollWidth)
) - window.innerWidth"""
SIDEBAR_EDGE = """() => {
    const bar = document.querySelector('[data-testid="stSidebar"]');
    return bar ? bar.getBoundingClientRect().right : 0;
}"""
GROUND = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"
INK = "() => document.querySelector('.js-plotly-plot .xtick text').style.fill"


def address_of(page):
    return parse_qs(urlsplit(page.url).query)


def main_text(page):
    return page.get_by_test_id("stMain").inner_text()


def test_a_cold_link_on_a_cold_server_opens_that_view(visit, warehouse, tmp_path):
    copy = shutil.copy(warehouse, tmp_path / "small.duckdb")
    with serve(tmp_path / "small.duckdb", tmp_path / "log") as base:
        page = visit(f"{base}/nps_trends?metric=csat&segment=SMB,Consumer&period=all")
        assert copy.exists()
        said = main_text(page)
        assert "CSAT is" in said
        assert "segment Consumer or SMB" in said
        assert page.get_by_text("Page not found").count() == 0
        assert page.get_by_text("SMB", exact=True).count() >= 1


def test_no_page_answers_without_app_py_having_run(visit, warehouse, tmp_path):
    shutil.copy(warehouse, tmp_path / "small.duckdb")
    project = tmp_path / "project"
    shutil.copytree(ROOT / "pages", project / "pages")
    shutil.copytree(ROOT / ".streamlit", project / ".streamlit")
    shutil.copy(ROOT / "app.py", project)
    (project / "cx").symlink_to(ROOT / "cx")
    trace = tmp_path / "trace"
    secret = (
        f"import streamlit as st, pathlib\npathlib.Path({str(trace)!r}).touch()\nst.write('S3CRET')"
    )
    (project / "pages" / "secret.py").write_text(secret)
    with serve(tmp_path / "small.duckdb", tmp_path / "log", project) as base:
        page = visit(f"{base}/secret")
        assert "S3CRET" not in page.content()
        assert not trace.exists()
        page = visit(f"{base}/nps_trends")
        assert "NPS is" in main_text(page)
        assert page.get_by_test_id("stSidebar").get_by_text("Period").count() == 1


def test_a_filter_goes_into_the_address_and_survives_a_reload(dashboard, visit):
    page = visit(dashboard)
    assert urlsplit(page.url).path == "/overview"
    page.get_by_test_id("stSidebar").get_by_text("CSAT", exact=True).click()
    settled(page)
    assert address_of(page) == {"metric": ["CSAT"]}
    page.reload()
    settled(page)
    assert "CSAT" in main_text(page)
    assert address_of(page) == {"metric": ["CSAT"]}


def test_the_address_of_one_browser_opens_the_same_view_in_another(dashboard, visit):
    link = f"{dashboard}/nps_trends?segment=SMB&channel=Web&period=last_quarter&compare=last_year"
    first = visit(link)
    second = visit(first.url)
    assert main_text(first) == main_text(second)
    assert "segment SMB, channel Web" in main_text(second)


def test_every_page_of_the_menu_keeps_the_filters(dashboard, visit):
    page = visit(f"{dashboard}/nps_trends?segment=SMB")
    for link in page.get_by_test_id("stSidebarNavLink").all():
        link.click()
        settled(page)
        assert address_of(page)["segment"] == ["SMB"]


def test_days_leave_the_address_with_the_custom_period(dashboard, visit):
    page = visit(f"{dashboard}/nps_trends?from=2025-06-01&to=2025-08-31")
    assert "June to August 2025" in main_text(page)
    assert address_of(page)["period"] == ["Custom"]
    page.locator(".st-key-period input").click()
    page.get_by_role("option", name="All time").click()
    settled(page)
    assert address_of(page) == {"period": ["All time"]}
    page.reload()
    settled(page)
    assert "all time" in main_text(page)


def test_a_bad_value_in_a_link_is_dropped_with_a_word(dashboard, visit):
    page = visit(f"{dashboard}/nps_trends?segment=Maxi&metric=happiness&from=yesterday")
    said = main_text(page)
    for word in ("Maxi", "happiness", "yesterday"):
        assert word in said
    assert page.get_by_test_id("stException").count() == 0
    assert address_of(page) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_never_scrolls_sideways_and_starts_with_the_page(dashboard, visit, scheme):
    page = visit(f"{dashboard}/nps_trends", color_scheme=scheme, **PHONE)
    assert page.evaluate(OVERFLOW) <= 1
    assert page.get_by_test_id("stMain").get_by_text("Is the score moving").is_visible()
    assert page.evaluate(SIDEBAR_EDGE) <= 0
    clipped = page.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot')].filter(plot => {
            const edge = plot.getBoundingClientRect();
            return [...plot.querySelectorAll('.annotation-text')].some(text => {
                const box = text.getBoundingClientRect();
                return box.left < edge.left - 1 || box.right > edge.right + 1;
            });
        }).length"""
    )
    assert clipped == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_wear_the_colours_of_the_page(dashboard, visit, scheme):
    page = visit(f"{dashboard}/nps_trends", color_scheme=scheme)
    lightness = [
        sum(map(int, re.findall(r"\d+", page.evaluate(code))[:3])) for code in (GROUND, INK)
    ]
    is_dark_ground, is_light_ink = lightness[0] < 380, lightness[1] > 380
    assert is_dark_ground == is_light_ink == (scheme == "dark")


def test_charts_follow_a_switch_between_light_and_dark(dashboard, visit):
    page = visit(f"{dashboard}/nps_trends", color_scheme="light")
    light = page.evaluate(INK)
    page.get_by_test_id("stMainMenu").get_by_role("button").click()
    page.get_by_test_id("stMainMenuPopover").get_by_text("Dark").last.click()
    page.wait_for_function(f"light => ({INK})() !== light", arg=light)


def test_a_click_on_a_mark_leads_to_the_answers_behind_it(dashboard, visit):
    page = visit(f"{dashboard}/nps_trends")
    chart = page.locator(".st-key-frame_by_channel .nsewdrag").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.17)
    page.get_by_text("Answers behind channel").wait_for()


def test_every_chart_and_table_has_words_for_those_who_hear_it(dashboard, visit):
    page = visit(f"{dashboard}/nps_trends")
    charts = page.get_by_test_id("stPlotlyChart").all()
    assert charts
    assert all(chart.get_attribute("aria-label") for chart in charts)


def test_there_is_no_deploy_button_and_a_switch_between_light_and_dark(dashboard, visit):
    page = visit(f"{dashboard}/nps_trends")
    assert page.get_by_text("Deploy", exact=True).count() == 0
    page.get_by_test_id("stMainMenu").get_by_role("button").click()
    menu = page.get_by_test_id("stMainMenuPopover")
    menu.wait_for()
    assert re.search("dark", menu.inner_html(), re.IGNORECASE)


def test_nothing_is_fetched_from_anywhere_else(dashboard, browser):
    context = browser.new_context()
    page, strangers = context.new_page(), []
    page.on("request", lambda request: strangers.append(request.url))
    page.goto(f"{dashboard}/nps_trends")
    settled(page)
    context.close()
    allowed = (dashboard, dashboard.replace("http", "ws"), "data:", "blob:")
    assert [url for url in strangers if not url.startswith(allowed)] == []
