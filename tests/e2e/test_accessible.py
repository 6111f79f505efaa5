"""Specification of what everybody can read and reach: contrast, names, headings, the keyboard."""

import shutil
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from cx.ui import menu
from cx.warehouse import open_house
from tests.e2e.conftest import serve, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOK = (Path(__file__).parent / "accessible.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

NOT_OURS = {
    ("list", '[data-testid="stSidebarNavItems"]'): (
        "Streamlit puts a div around each section of the menu, so that its list holds divs; the "
        "links have their names and their order all the same"
    ),
    ("listitem", '[data-testid="stSidebarNavItems"] li'): (
        "the same: entries of the menu lie in those divs"
    ),
    ("target-size", '[data-testid="stDateInput"] [role="spinbutton"]'): (
        "Streamlit makes year, month and day of a date narrow fields beside each other; one types "
        "through them, or opens the calendar by the button beside them"
    ),
    ("svg-img-alt", '[data-testid="stMetricChart"] *'): (
        "the little course in a tile is drawn by Streamlit, without a name for its marks; what it "
        "shows is told by the chart below, which has one"
    ),
}
"""What cannot be mended in widgets of others: rule, element, and why."""

TAB_STOPS = 80
"""More than lie before the first chart."""


@dataclass(slots=True)
class Met:
    """What was found on a page, each with the appearance and width in which it was.

    Attributes
    ----------
    violations : list of str
        Of WCAG 2.2 AA, as axe finds them.
    faint : list of str
        Words in charts with less than 4.5 to 1.
    unnamed : list of str
        Charts, tables and pictures that say nothing to those who hear them.
    twins : list of str
        Buttons of one name below one heading.
    """

    violations: list[str] = field(default_factory=list)
    faint: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    twins: list[str] = field(default_factory=list)

    def add(self, where: str, found: dict[str, list[str]]) -> None:
        for name, said in found.items():
            getattr(self, name).extend(f"{where}: {each}" for each in said)


@pytest.fixture(scope="module")
def customer_id(demo: Path) -> str:
    """Who was met most often, and so has something in every part of their page."""
    with closing(open_house(demo)) as house, house.reading() as cursor:
        row = cursor.execute(
            "select customer_id from crm.interactions group by 1 order by count(*) desc, 1 limit 1"
        ).fetchone()
    assert row
    return str(row[0])


@pytest.fixture(scope="module")
def company(browser: Any, demo: Path, customer_id: str, tmp_path_factory: Any) -> Any:
    """The address of a dashboard of the made-up company."""
    copy = tmp_path_factory.mktemp("accessible") / "demo.duckdb"
    shutil.copy(demo, copy)
    with serve(copy, copy.with_suffix(".log")) as base:
        yield base


@pytest.fixture(scope="module")
def window(browser: Any, axe: str) -> Any:
    """A window for all pages, so that the scripts of the dashboard are read once."""
    context = browser.new_context(viewport=DESK)
    context.add_init_script(axe)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe."""
    script: str = pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT
    return script


@pytest.fixture(scope="module", params=menu.page_keys())
def met(request: Any, window: Any, company: str, customer_id: str) -> Met:
    """A page of the menu, looked at light and dark, on a desk and on a phone."""
    found = Met()
    window.set_viewport_size(DESK)
    window.emulate_media(color_scheme="light")
    window.goto(f"{company}/{request.param}?customer={customer_id}")
    done(window)
    for size, scheme in ((DESK, "light"), (PHONE, "light"), (PHONE, "dark"), (DESK, "dark")):
        window.set_viewport_size(size)
        turn(window, scheme)
        found.add(f"{scheme}, {size['width']} pixels", look(window))
    return found


def done(page: Any) -> Any:
    """Wait for what is worked out in the background, too."""
    settled(page)
    page.wait_for_function("() => !document.querySelector('[role=progressbar]')")
    return settled(page)


def turn(page: Any, scheme: str) -> None:
    """Let the page be light or dark; its charts are drawn anew a moment later."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_timeout(300)
    settled(page)


def look(page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.evaluate(LOOK, {"tags": TAGS, "notOurs": [*NOT_OURS]})
    return found


def lines(found: list[str]) -> str:
    return "\n".join(found)


def test_no_page_violates_the_guidelines_seriously(met):
    assert not met.violations, lines(met.violations)


def test_words_in_charts_keep_four_and_a_half_to_one(met):
    assert not met.faint, lines(met.faint)


def test_every_chart_and_table_says_what_it_is(met):
    assert not met.unnamed, lines(met.unnamed)


def test_no_two_buttons_below_one_heading_have_the_same_name(met):
    assert not met.twins, lines(met.twins)


def test_what_opens_on_a_page_violates_nothing_either(window, company):
    window.set_viewport_size(DESK)
    for scheme in ("light", "dark"):
        turn(window, scheme)
        window.goto(f"{company}/nps_trends?segment=SMB")
        settled(window).get_by_role("button", name="How is this computed?").first.click()
        window.get_by_role("dialog").wait_for()
        found = look(settled(window))
        assert not found["violations"], lines(found["violations"])
        window.keyboard.press("Escape")


def test_the_menu_of_a_saved_view_says_whose_it_is(window, company):
    window.set_viewport_size(DESK)
    window.goto(f"{company}/nps_trends?segment=SMB")
    sidebar = settled(window).get_by_test_id("stSidebar")
    sidebar.get_by_text("Saved views").click()
    for name in ("Shops", "R&D *all*"):
        settled(window).get_by_label("Save this view as").fill(name)
        sidebar.get_by_role("button", name="Save this view").click()
        sidebar.get_by_text(f"Saved “{name}”.").wait_for()
        sidebar.get_by_role("button", name=f"More about “{name}”").wait_for()
    assert look(settled(window))["violations"] == []


def test_the_keyboard_reaches_filters_and_the_answers_behind_a_chart(window, company):
    window.set_viewport_size(DESK)
    window.goto(f"{company}/nps_trends")
    settled(window)
    passed = tab_to(window, "Answers behind it")
    assert {"NPS", "Period", "Segment", "Channel"} <= set(passed), passed
    window.keyboard.press("Enter")
    window.get_by_label("Show the answers behind").wait_for()
    tab_to(window, "Show the answers behind")
    window.keyboard.press("ArrowDown")
    window.get_by_role("option").first.wait_for()
    window.keyboard.press("Enter")
    window.get_by_text("Answers behind Jul").or_(
        window.get_by_text("Answers behind")
    ).last.wait_for()


NAME = """() => {
    axe.setup(document.body);
    const name = axe.commons.text.accessibleText(document.activeElement);
    axe.teardown();
    return name;
}"""


def tab_to(page: Any, name: str) -> list[str]:
    """Press Tab until something of that name has the focus; return all names on the way."""
    passed: list[str] = []
    while name not in passed:
        assert len(passed) < TAB_STOPS, passed
        page.keyboard.press("Tab")
        passed.append(page.evaluate(NAME))
    return passed
