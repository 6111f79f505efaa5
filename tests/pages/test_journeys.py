"""Specification of the Journeys page: where it hurts, refusals in words, no dead ends."""

import re
import shutil
from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from cx.ingest.commit import import_file
from cx.ui import menu, session
from cx.warehouse import Snapshot, open_house
from cx.warehouse import settings as house_settings
from tests.conftest import Rows, write_csv

PAGE = menu.path_of("journeys")
START = datetime.fromisoformat("2025-07-01T08:00:00")
NAMES = ("Advice", "Order", "Delivery", "Help")
PARTS = ("Touchpoints", "Paths", "Becoming a customer", "Coming up")


def files() -> dict[str, Rows]:
    """Two hundred customers with contacts over half a year, and answers of half of them."""
    rng = Random(5)
    contacts, answers = [], []
    for number in range(200):
        at = START + timedelta(hours=rng.uniform(0, 2000))
        for _ in range(rng.randint(1, 6)):
            at += timedelta(hours=rng.choice((5, 50, 300, 900)) * rng.random())
            contacts.append(
                {
                    "interaction_id": f"x{len(contacts):05}",
                    "customer_id": f"c{number}",
                    "occurred_at": at.isoformat(),
                    "touchpoint": rng.choices(NAMES, (4, 3, 2, 1))[0],
                    "channel": rng.choice(("Phone", "Web")),
                    "is_resolved": rng.choice(("true", "false")),
                    "cost": 5,
                    "wait_seconds": 90,
                }
            )
        if number % 2:
            given = {"response_id": f"r{number}", "customer_id": f"c{number}"}
            answers.append(
                given
                | {"responded_at": (at + timedelta(hours=24)).isoformat()}
                | {"nps": rng.randint(0, 10)}
            )
    latest = max(datetime.fromisoformat(row["occurred_at"]) for row in contacts)
    return {
        "customers": [
            {"customer_id": f"c{at}", "name": f"Customer {at}", "segment": "AB"[at % 2]}
            for at in range(200)
        ],
        "interactions": contacts,
        "responses": answers,
        "contracts": [
            {
                "contract_id": f"t{at}",
                "customer_id": f"c{at}",
                "product_id": "p1",
                "started_on": "2025-07-01",
                "renews_on": (latest + timedelta(days=20)).date().isoformat(),
            }
            for at in range(3)
        ],
    }


@pytest.fixture(scope="module")
def travelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("travelled")
    with closing(open_house(folder / "travelled.duckdb")) as house:
        for kind, rows in files().items():
            import_file(house, kind, write_csv(folder / f"{kind}.csv", rows), actor="test")
    return folder / "travelled.duckdb"


@pytest.fixture
def open_page(open_app):
    """Open the page with the parameters of an address."""

    def _open(warehouse: Path, **address: str):
        return open_app(warehouse, **{"period": "all"} | address).switch_page(PAGE).run()

    return _open


def words(app) -> str:
    """All that a reader sees as text, without the signs that keep markdown from obeying it."""
    elements = [*app.title, *app.subheader, *app.caption, *app.markdown, *app.info, *app.error]
    return "\n".join(element.value for element in elements).replace("\\", "")


def show(app, part: str):
    return app.segmented_control(key="part").set_value(part).run()


def test_the_page_answers_its_question_first_and_shows_doubt(open_page, travelled):
    app = open_page(travelled)
    assert not app.exception
    assert app.title[0].value == "Journeys"
    assert app.caption[0].value == "What do customers go through, and where does it hurt?"
    assert app.subheader[0].value.startswith(
        ("Where it hurts cannot be told yet", "No touchpoint clearly hurts")
    )
    tiles = [tile.label for tile in app.metric]
    assert tiles == [
        "Where it hurts most",
        "Comes back most",
        "Half are over within",
        "At risk ahead",
    ]
    said = words(app)
    assert said.count("95 %: ") >= 2
    assert "How customers go, step by step" in said
    assert "It is not causal" in said
    assert not re.search(r"\b(drives|causes)\b", said)


def test_what_cannot_be_told_is_a_result_with_what_it_would_take(open_page, travelled):
    said = words(open_page(travelled))
    assert "To answer it: " in said
    assert "Removal effects: " in said


def test_every_mark_of_the_flow_leads_to_as_many_as_it_says(open_page, travelled):
    app = open_page(travelled)
    box = app.selectbox(key="behind_journeys_flow")
    for name in (box.options[0], box.options[-1]):
        app.selectbox(key="behind_journeys_flow").select(name).run()
        assert not app.exception
        wanted = int(name.rpartition(": ")[2].replace(",", ""))
        assert f"Journeys behind {name.rpartition(': ')[0]}" in words(app)
        assert len(app.dataframe[-1].value) == wanted
        assert {"Customer id", "Started at UTC", "Path"} <= set(app.dataframe[-1].value.columns)


@pytest.mark.parametrize(
    ("part", "key", "noun"),
    [
        ("Touchpoints", "touchpoints", "Contacts"),
        ("Paths", "paths", "Journeys"),
        ("Paths", "moves", "Moves"),
        ("Coming up", "ahead", "Customers"),
    ],
)
def test_every_other_chart_leads_to_as_many_as_it_says(open_page, travelled, part, key, noun):
    app = show(open_page(travelled), part)
    assert not app.exception
    name = app.selectbox(key=f"behind_journeys_{key}").options[0]
    app.selectbox(key=f"behind_journeys_{key}").select(name).run()
    assert not app.exception
    assert f"{noun} behind" in words(app)
    tables = {len(table.value) for table in app.dataframe}
    wanted = int(name.rpartition(": ")[2].replace(",", ""))
    assert min(wanted, 200) in tables


@pytest.mark.parametrize("part", PARTS)
def test_each_part_opens_and_says_how_its_figures_came_about(open_page, travelled, part):
    app = show(open_page(travelled), part)
    assert not app.exception
    charts = len(app.get("plotly_chart"))
    asked = [each for each in app.button if each.label == "How is this computed?"]
    assert charts == len(asked) >= 1
    asked[-1].click().run()
    assert not app.exception
    assert any("rollup." in code.value or "crm." in code.value for code in app.code)


def test_journeys_may_be_made_of_something_else_that_is_on_file(open_page, travelled):
    app = open_page(travelled)
    box = app.selectbox(key="journeys_by")
    assert box.options == ["Contacts between pauses", "One contract each"]
    box.select("contract").run()
    assert not app.exception
    assert "3 journeys, made of contracts" in words(app)


def test_a_warehouse_without_anything_names_the_missing_extract_and_the_way_in(open_page, tmp_path):
    app = open_page(tmp_path / "empty.duckdb")
    assert not app.exception
    assert "There are no contacts, orders, cases or contracts yet" in words(app)
    assert "Upload interactions" in [link.proto.label for link in app.get("page_link")]


def test_filters_that_match_nothing_say_which_to_widen(open_page, travelled):
    address = {"period": "custom", "from": "2011-01-01", "to": "2011-02-01"}
    app = open_page(travelled, **address)
    assert not app.exception
    assert "Nothing matches these filters" in words(app)
    app.button(key="widen_period").click().run()
    assert "How customers go, step by step" in words(app)


def test_what_a_company_asks_for_holds_here_too(open_page, travelled, tmp_path):
    own = tmp_path / "own.duckdb"
    shutil.copy(travelled, own)
    app = open_page(own)
    wanted = {
        "min_answers_shown": "700",
        "min_answers_value": "700",
        "low_base_below": "700",
        "session_gap_days": "5",
        "currency": "EUR",
    }
    house_settings.change(session._open(str(own.resolve())), wanted, "ann")
    app = show(app.run(), "Paths")
    assert not app.exception
    said = words(app)
    assert "without a pause of more than 5 days" in said
    assert "No path is common enough to be shown." in said


def test_the_page_asks_each_question_once_and_a_repaint_asks_none(
    open_page, travelled, monkeypatch: pytest.MonkeyPatch
):
    asked: Counter[object] = Counter()
    plain = Snapshot.ask

    def counted(self, name, filters, scope, **extra):
        asked[name, filters, repr(sorted(extra.items()))] += 1
        return plain(self, name, filters, scope, **extra)

    monkeypatch.setattr(Snapshot, "ask", counted)
    app = open_page(travelled)
    assert any(name.startswith("journeys/") for name, *_ in asked)
    assert set(asked.values()) == {1}
    before = asked.total()
    app.run()
    assert asked.total() == before
