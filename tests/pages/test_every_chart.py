"""Every chart of every page of the menu: its lists hold as many as it says, and lead on.

Pages are found in the menu and charts as they are drawn, so that nothing has to be named here but
what leads nowhere, with the reason. Of a chart with many marks some are opened (``walker.sample``).
"""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cx.ui import analyses, menu, session, voice_work
from cx.ui.drill import MOST_DOWNLOADED
from cx.warehouse import open_house
from tests.conftest import Once
from tests.demo_company import demo_company
from tests.pages import walker
from tests.pages.conftest import ROOT
from tests.pages.walker import Name, Opened, Walk

CUSTOMERS, SEED = 1000, 7
ENTRIES = [entry.key for entries in menu.MENU.values() for entry in entries]

LED_ELSEWHERE = {
    "completeness": "a bar is a column, not people: a click opens it in the data dictionary",
}
"""Charts without lists, and why."""

NOBODY = {
    "change": {
        "(other)": "may gather groups of which nothing is shown for privacy",
        "Shift (mix)": "what goes with a shift between groups is nobody's answer",
    },
    "profit_lines": {
        "acquisition": "contacts of people before they were customers: in no contribution",
        "campaigns": "of the whole company, never spread over customers",
        "unused": "of the whole company, never spread over customers",
    },
}
"""Points of charts that nobody is behind, by the key of the chart, and why."""

LINKED = "size of a link or a mean, not a count: the choice beside it says how many rate it low"
UNSAID = {
    "customer_scores": "each point is one answer",
    "drivers_asymmetry": LINKED,
    "drivers_bad_answers": LINKED,
    "drivers_bridge": LINKED,
    "drivers_failings": LINKED,
    "drivers_gaps": LINKED,
    "drivers_importance": LINKED,
    "drivers_key_set": LINKED,
    "drivers_places": LINKED,
    "drivers_stated": LINKED,
    "drivers_worth": LINKED,
    "journeys_moments": "sizes of effects: contacts at the touchpoint are counted beside it",
}
"""Charts whose points print no count; their lists hold as many as their marks say all the same."""

UNCOUNTED = {
    "drivers_hazards": "a ratio of rates tells of no number of people; its list is whom it is of",
    "journeys_moments": "of steps that are no contacts the page counts none; of contacts it does",
}
"""Charts whose marks know no count, and why."""

OWN = "of the customer whose page it is"
WITHOUT_CUSTOMERS = {
    "voice_findings": "found by observers and panels who are no customers",
    "customer_scores": OWN,
    "customer_timeline": OWN,
}
"""Charts whose lists name no customers, and why."""

WHOLE = "of all of the data, whatever the filters; it counts rows of files"
TABLES = {
    "audit": "what people did with the product",
    "best_mix": "moves of contacts: the chart above it leads to those whom they concern",
    "causes_": "the figures of the chart above it, whose marks lead on",
    "coverage": "money of segments; who answered in each is behind Who answers on NPS trends",
    "customer_": OWN,
    "dictionary": WHOLE,
    "freshness": WHOLE,
    "scenarios": "what is moved and what would change, beside each other",
    "segment_mix": "the figures of the table above it, whose cells lead on",
    "unsure_moves": "moves that nothing is shown for, and why",
    "unused_capacity": "capacity of the whole company, which nobody used",
    "quality_": "kinds of problem; the choice below it lists the rows of each",
    "settings_": "which page rests on which extract",
    "history_": "imports, not customers",
}
"""Tables that list no customers, by the beginning of their keys, and why."""

LINK = "customer?customer="
ID = "ustomer id"


@pytest.fixture(scope="module")
def demo(once: Once) -> Path:
    """A warehouse with the made-up company, which has something for every chart."""
    return demo_company(once, CUSTOMERS, SEED)


@pytest.fixture(scope="module")
def ids(demo: Path) -> list[str]:
    """The ids of all customers, who was met most often first."""
    with closing(open_house(demo)) as house, house.reading() as cursor:
        rows = cursor.execute(
            "select customer_id from crm.customers left join crm.interactions using (customer_id) "
            "group by customer_id order by count(*) desc, customer_id"
        ).fetchall()
    return [row[0] for row in rows]


@pytest.fixture(scope="module", params=ENTRIES)
def walked(request, demo: Path, ids: list[str]) -> Iterator[Walk]:
    """A page of the menu, walked whole."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CX_WAREHOUSE", str(demo))
        yield walker.walk(app.run(), menu.path_of(request.param), ids[0])
    for kept in (st.cache_data, st.cache_resource, analyses._works, voice_work._jobs):
        kept.clear()
    session.close_all()


def is_said(count: int, text: str) -> bool:
    return re.search(rf"(?<![\d,.−]){count:,}(?![\d]|[,.]\d)", text) is not None


def wrong(name: Name, opened: Opened) -> list[str]:
    """Say in what a list and its chart disagree."""
    where = f"{name[0]} ({name[1]}), mark {opened.key!r}"
    said = []
    if opened.count is None and name[0] not in UNCOUNTED:
        said.append(f"{where}: says no count")
    if opened.count is not None and opened.total != opened.count:
        said.append(f"{where}: the chart says {opened.count}, the list {opened.total}")
    is_printing = opened.count is not None and opened.told and name[0] not in UNSAID
    if is_printing and not is_said(opened.count or 0, opened.told):
        said.append(f"{where}: {opened.count} is not in what it shows, {opened.told!r}")
    if opened.total < 1:
        said.append(f"{where}: its list says that it holds {opened.total}")
    if not opened.is_withheld and opened.held != min(opened.total, MOST_DOWNLOADED):
        said.append(f"{where}: its list says {opened.total} and holds {opened.held}")
    return said


def test_every_list_holds_as_many_as_the_mark_that_it_came_from(walked):
    found = [
        said for name in walked.opened for each in walked.opened[name] for said in wrong(name, each)
    ]
    assert not found, "\n".join(found)


def is_empty(said: str) -> bool:
    return re.search(r"(^|[ >])0 of |: 0(<br>|$)", said) is not None


def test_every_point_of_a_chart_leads_to_somebody(walked):
    for name, (frame, figure) in walked.frames.items():
        lost = {key: said for key, said in walker.points(figure) if key not in frame.marks}
        nobody = NOBODY.get(name[0], {})
        left = [key for key, said in lost.items() if key not in nobody and not is_empty(said)]
        assert not left, f"{name[0]} ({name[1]}): nothing is behind {left}"
        assert frame.marks or not lost, f"{name[0]} ({name[1]}) leads nowhere"


def test_every_chart_has_a_frame_or_a_reason(walked):
    framed = {f"chart_{name[0]}" for name in walked.frames}
    reasoned = {f"chart_{key}" for key in LED_ELSEWHERE}
    assert walked.charts - framed - reasoned == set()
    assert all(frame.marks for frame, _ in walked.frames.values()), [
        name[:2] for name, (frame, _) in walked.frames.items() if not frame.marks
    ]


def test_every_list_behind_a_mark_names_its_customers(walked):
    for name, lists in walked.opened.items():
        for each in lists:
            is_naming = not each.rows or all("customer_id" in row for row in each.rows)
            assert is_naming or name[0] in WITHOUT_CUSTOMERS, (name[:2], each.key)


def is_list(table: pd.DataFrame) -> bool:
    return any(str(column).endswith(ID) for column in table)


def test_every_table_lists_customers_or_has_a_reason(walked):
    for key, table in walked.tables.items():
        name = key.removeprefix("table_")
        is_behind = walker.WALKED in key
        assert is_list(table) or is_behind or name.startswith((*TABLES,)), f"{key}: {list(table)}"


def test_every_id_of_a_customer_in_any_list_leads_to_the_page_of_the_customer(walked, ids):
    known = set(ids)
    for key, table in walked.tables.items():
        for column in table:
            values = table[column].dropna().astype(str)
            if str(column).endswith(ID):
                assert values.str.startswith(LINK).all(), f"{key}: {column} does not lead on"
            else:
                assert not known & {*values}, f"{key}: {column} holds ids that lead nowhere"
