"""Specification of the Closed loop page: who waits, what may be logged, and by whom."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from cx.auth import Person
from cx.ingest.commit import import_file
from cx.ui import session
from cx.warehouse import follow_ups, open_house, settings
from cx.warehouse.follow_ups import Step
from tests import loop_company as company
from tests.conftest import read_table, write_csv

PAGE = "pages/act/closed_loop.py"
BEFORE = sum(1 for i in range(company.SIZE) if not company.is_closed(i)) + company.SIZE // 2 + 2


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loops")
    house = open_house(folder / "loops.duckdb")
    for kind, rows in company.rows().items():
        import_file(house, kind, write_csv(folder / f"{kind}.csv", rows), actor="test")
    house.close()
    return folder / "loops.duckdb"


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "own.duckdb"))


def words(app) -> str:
    shown = [*app.title, *app.subheader, *app.caption, *app.markdown, *app.success, *app.error]
    return "\n".join(element.value.replace("\\", "") for element in shown)


@pytest.fixture
def open_page(open_app):
    def _open(warehouse: Path):
        app = open_app(warehouse).switch_page(PAGE).run()
        assert not app.exception
        return app

    return _open


def pick(app, about: str):
    app.selectbox(key="loop_chosen").select(about).run()
    assert not app.exception
    return app


def field(kind, name: str):
    return next(each for each in kind if (each.key or "").startswith(f"follow_up_{name}_"))


def send(app):
    next(button for button in app.button if button.label == "Log it").click().run()
    assert not app.exception
    return app


def test_the_page_answers_first_how_many_wait_and_how_soon_they_are_answered(open_page, made):
    app = open_page(made)
    assert app.caption[0].value == "Are we answering unhappy customers in time?"
    assert app.subheader[0].value.startswith(f"{BEFORE} unhappy answers and complaints wait")
    tiles = {tile.label: tile.value for tile in app.metric}
    assert tiles["Waiting"] == str(BEFORE)
    assert tiles["Opened again"] == "2"
    assert "No target is set for first contact and close" in words(app)
    assert len(app.get("plotly_chart")) == 2
    assert "needs" in words(app) or "To answer it" in words(app)


def test_ids_lead_to_the_customer_and_comments_are_masked(open_page, made):
    app = open_page(made)
    table = app.dataframe[0].value
    assert table["Customer id"].str.startswith("customer?customer=c").all()
    assert "7946" not in table.to_string()


def test_targets_of_the_settings_are_judged(open_page, own):
    house = open_house(own)
    settings.change(house, {"first_contact_target_hours": "24", "close_target_hours": "48"}, "ann")
    house.close()
    app = open_page(own)
    tiles = {tile.label: tile.value for tile in app.metric}
    assert "First contact within 24 hours" in tiles
    assert "Close within 2 days" in tiles
    assert "No target is set" not in words(app)


def test_complaints_alone_are_shown_on_demand(open_page, made):
    app = open_page(made)
    app.segmented_control(key="loop_kind").set_value("case").run()
    assert not app.exception
    assert {tile.label: tile.value for tile in app.metric}["Waiting"] == "2"


def test_marks_lead_to_as_many_cases_as_they_stand_for(open_page, made):
    app = open_page(made)
    app.selectbox(key="behind_loop_by_team").select("North").run()
    assert not app.exception
    n = sum(1 for i in range(company.SIZE) if i % 4 != 3 and i % 2 == 0)
    assert f"Cases behind team North: {n}" in words(app).replace("**", "")


def test_a_step_is_logged_shown_at_once_and_on_record(open_page, own):
    app = pick(open_page(own), "answer:r3")
    field(app.selectbox, "step").select("closed")
    field(app.selectbox, "outcome").select("recovered")
    field(app.text_input, "note").set_value("All well")
    send(app)
    assert "Person 3: closed. It is on record." in words(app)
    assert {tile.label: tile.value for tile in app.metric}["Waiting"] == str(BEFORE - 1)
    log = read_table(session._open(str(own)), "app.audit_log", "action, detail")
    assert ("follow-up", "answer r3: closed (recovered)") in log


def test_a_close_without_an_outcome_is_refused_in_words(open_page, own):
    app = pick(open_page(own), "answer:r3")
    field(app.selectbox, "step").select("closed")
    send(app)
    assert "A close needs its outcome" in words(app)
    assert {tile.label: tile.value for tile in app.metric}["Waiting"] == str(BEFORE)


def test_what_somebody_else_logged_meanwhile_is_not_overruled(open_page, own):
    app = pick(open_page(own), "answer:r3")
    theirs = Step("answer", "r3", "contacted", company.began(3) + timedelta(days=2))
    follow_ups.log(session._open(str(own)), theirs, "ann")
    send(app)
    assert 'In the meantime ann logged "contacted" for this one' in words(app)
    rows = read_table(session._open(str(own)), "app.follow_up_steps", "actor")
    assert rows == [("ann",)]


def test_who_may_not_log_is_told_who_can_help(open_page, own, monkeypatch):
    monkeypatch.setattr(session, "person", lambda: Person("kim", "viewer"))
    app = open_page(own)
    assert "kim has the role viewer, but logging follow-ups takes the role analyst" in words(app)
    assert "Log it" not in {button.label for button in app.button}


def test_a_role_taken_back_logs_nothing(open_page, own, monkeypatch):
    app = pick(open_page(own), "answer:r3")
    monkeypatch.setattr(session, "person", lambda: Person("kim", "viewer"))
    send(app)
    assert "takes the role analyst" in words(app)
    assert read_table(session._open(str(own)), "app.follow_up_steps") == []


def test_without_data_it_says_what_is_missing(open_page, tmp_path):
    app = open_page(tmp_path / "empty.duckdb")
    assert "There are no NPS answers or complaints yet" in words(app)


def test_filters_that_match_nothing_say_which_to_widen(open_app, made):
    address = {"period": "custom", "from": "2011-01-01", "to": "2011-02-01"}
    app = open_app(made, **address).switch_page(PAGE).run()
    assert not app.exception
    assert "Nothing matches these filters" in words(app)
