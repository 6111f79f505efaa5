"""Specification of the Customer page: found, shown from both sides, masked for who may not read."""

from pathlib import Path

import pytest

from cx.auth import Person
from cx.ingest.commit import import_file
from cx.ui import session
from cx.warehouse import open_house
from tests import loop_company as company
from tests.conftest import write_csv

PAGE = "pages/act/customer.py"
SECRET = "7946"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("customers")
    house = open_house(folder / "customers.duckdb")
    rows = company.rows()
    rows["customers"] += [{"customer_id": "& 1/?", "name": "Odd & <b>Sons</b>"}]
    rows["interactions"] = [
        {"interaction_id": f"i{i}", "customer_id": "c1", "touchpoint": "Service",
         "channel": "Phone", "occurred_at": company.at(company.began(i))}
        for i in range(120)
    ]  # fmt: skip
    for kind, given in rows.items():
        import_file(house, kind, write_csv(folder / f"{kind}.csv", given), actor="test")
    house.close()
    return folder / "customers.duckdb"


def words(app) -> str:
    shown = [*app.title, *app.subheader, *app.caption, *app.markdown, *app.success, *app.error]
    return "\n".join(element.value.replace("\\", "") for element in shown)


@pytest.fixture
def open_page(open_app):
    def _open(warehouse: Path, customer: str = ""):
        app = open_app(warehouse).switch_page(PAGE)
        if customer:
            app.query_params["customer"] = customer
        app.run()
        assert not app.exception
        return app

    return _open


def test_without_a_customer_the_page_says_how_to_find_one(open_page, made):
    app = open_page(made)
    assert app.caption[0].value == "Who is this customer, from both sides?"
    assert "Find somebody above" in words(app)


def test_typing_finds_customers_and_a_click_opens_one(open_page, made):
    app = open_page(made)
    app.text_input(key="customer_search").set_value("person 11").run()
    found = [button.key for button in app.button if (button.key or "").startswith("open_")]
    assert found[0] == "open_c11"
    assert len(found) == 11
    app.button(key="open_c11").click().run()
    assert not app.exception
    assert "c11" in app.query_params["customer"]
    app.run()
    assert "Person 11 (c11)" in words(app)
    assert app.text_input(key="customer_search").value == ""


def test_an_unknown_id_is_told_and_not_an_error(open_page, made):
    app = open_page(made, "nobody")
    assert "There is no such customer" in words(app)
    assert app.text_input(key="customer_search")


def test_an_id_with_odd_signs_opens_and_its_name_is_not_obeyed(open_page, made):
    app = open_page(made, "& 1/?")
    assert "Odd & <b>Sons</b> (& 1/?)" in words(app)
    assert "Nothing is on file that happened with this customer." in words(app)
    assert "They never answered a survey." in words(app)


def test_both_sides_stand_on_one_page(open_page, made):
    app = open_page(made, "c1")
    assert "Person 1 (c1)" in words(app)
    tiles = {tile.label: tile.value for tile in app.metric}
    assert tiles["Last NPS answer"] == "10 of 10"
    assert tiles["Influence"] == "Not known"
    assert len(app.get("plotly_chart")) == 2
    assert "Events 1 to 50 of" in words(app)
    app.button(key="timeline_Older").click().run()
    assert "Events 51 to 100 of" in words(app)


def test_kinds_narrow_the_timeline(open_page, made):
    app = open_page(made, "c1")
    app.button_group(key="timeline_kinds").set_value(["responses"]).run()
    assert not app.exception
    assert "2 events, the newest first." in words(app)


def test_words_are_unmasked_only_for_who_may_read_them(open_page, made, monkeypatch):
    assert SECRET in words(open_page(made, "c0"))
    monkeypatch.setattr(session, "person", lambda: Person("kim", "viewer"))
    shown = words(open_page(made, "c0"))
    assert SECRET not in shown
    assert "Call [number]" in shown
    assert "kim has the role viewer, but reading comments as they were written" in shown


def test_who_may_not_look_sees_nothing(open_app, made, monkeypatch):
    monkeypatch.setattr(session, "person", lambda: Person("", "nobody"))
    app = open_app(made).switch_page(PAGE)
    app.query_params["customer"] = "c0"
    app.run()
    assert "You are not signed in" in words(app)
    assert "Person 0" not in words(app)


def test_an_empty_warehouse_finds_nobody(open_page, tmp_path):
    app = open_page(tmp_path / "empty.duckdb", "c1")
    assert "There is no such customer" in words(app)


def test_an_empty_warehouse_leads_to_the_upload(open_page, tmp_path):
    app = open_page(tmp_path / "empty.duckdb")
    assert "There are no customers yet" in words(app)
    assert "Find somebody above" not in words(app)


def test_a_period_that_was_chosen_elsewhere_stays_in_the_address(open_app, made):
    app = open_app(made, period="all").switch_page(PAGE).run()
    assert not app.exception
    assert "All time" in app.query_params["period"]
