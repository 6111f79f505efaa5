"""Specification of the Review page: agenda, presentation, decisions, and what became of them."""

import shutil
from datetime import date

import pytest
import streamlit as st

from cx.auth import Person
from cx.ingest.commit import import_file
from cx.ui import session
from cx.warehouse import review_outcomes, reviews
from cx.warehouse.review_outcomes import Outcome, Record
from cx.warehouse.reviews import Shown
from tests.conftest import read_table, write_csv

PAGE = "pages/act/review.py"
ANN = Person("ann", "officer")
MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 6)
MARKUP = "**bold** <b>x</b> [a](b) $5"


@pytest.fixture
def own(company, tmp_path):
    return shutil.copy(company, tmp_path / "own.duckdb")


@pytest.fixture(autouse=True)
def as_ann(monkeypatch):
    monkeypatch.setattr(session, "person", lambda: ANN)


def house(own):
    return session._open(str(own.resolve()))


@pytest.fixture
def made(own):
    """A review with two views."""
    place = house(own)
    number = reviews.begin(place, "Monthly", MARCH, ANN)
    smb = Shown("SMB", "nps_trends", "segment=SMB&period=All+time", 1)
    reviews.add_item(place, number, smb, ANN)
    reviews.add_item(place, number, Shown("Loop", "closed_loop", "period=All+time", 1), ANN)
    session.close_all()
    return own


@pytest.fixture
def open_page(open_app):
    def _open(warehouse, **address):
        app = open_app(warehouse).switch_page(PAGE)
        for key, value in address.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception
        return app

    return _open


def words(app):
    kinds = (app.title, app.subheader, app.caption, app.markdown, app.success, app.error)
    shown = "\n".join(each.value for kind in (*kinds, app.info) for each in kind)
    return shown.replace("\\", "").replace("\N{WORD JOINER}", "")


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def send(app, label):
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception
    return app


def fill(app, label, value, at=0):
    inputs = (*app.text_input, *app.text_area, *app.date_input)
    [each for each in inputs if each.label == label][at].set_value(value)


def test_without_a_review_the_page_says_how_to_begin_one(open_page, own):
    app = open_page(own)
    assert "No review has been prepared yet." in words(app)
    assert "Add this view to a review" in words(app)


def test_a_view_is_put_on_a_new_agenda_from_its_page_with_its_filters(open_app, own):
    app = open_app(own).switch_page("pages/watch/nps_trends.py")
    app.query_params["segment"], app.query_params["grain"] = "SMB", "Quarter"
    app.run()
    fill(app, "Call it", "Small firms")
    send(app, "Add this view")
    assert "“Small firms” is on the agenda." in words(app)
    (row,) = read_table(house(own), "app.review_items", "title, page, address, data_version")
    assert row[:2] == ("Small firms", "nps_trends")
    assert {*row[2].split("&")} == {"segment=SMB", "grain=Quarter"}
    assert row[3] > 0
    assert read_table(house(own), "app.reviews", "title") == [("Review",)]


def test_the_agenda_is_put_in_order_and_what_is_removed_comes_back(open_page, made):
    app = open_page(made)
    assert "2 items on the agenda, 0 decided." in words(app)
    press(app, "review_arrow_upward_2")
    assert words(app).index("1. Loop") < words(app).index("2. SMB")
    press(app, "review_off_2")
    assert "1. SMB" in words(app)
    assert "Loop" not in [each.label for each in app.text_input]
    press(app, "review_undo_it")
    assert "1. Loop" in words(app)
    assert "It is back." in words(app)


def test_commentary_is_written_and_shown_as_it_was_typed(open_page, made):
    app = open_page(made)
    fill(app, "Commentary", MARKUP)
    next(each for each in app.button if each.label == "Save" and "write" in each.key).click().run()
    assert not app.exception
    assert MARKUP in words(app)
    assert any("\\*\\*bold\\*\\*" in each.value for each in app.markdown)


def test_a_decision_keeps_the_whole_report_of_the_item(open_page, made):
    app = open_page(made)
    fill(app, "What is decided, or to be done", "Answer small firms first")
    send(app, "Write it down")
    assert "Decision written down, with the figures of today." in words(app)
    assert "Decision: Answer small firms first" in words(app).replace("**", "")
    ((version, report, refusal),) = read_table(
        house(made), "app.review_records", "data_version, report, refusal"
    )
    assert version > 0
    assert refusal is None
    assert '"topic": "nps"' in report
    assert '"segment": [\n      "SMB"' in report


def test_an_action_without_an_owner_is_refused_in_words(open_page, made):
    app = open_page(made)
    next(each for each in app.segmented_control if each.label == "What is it").set_value("action")
    fill(app, "What is decided, or to be done", "Call them")
    send(app, "Write it down")
    assert "An action needs an owner" in words(app)
    assert read_table(house(made), "app.review_outcomes") == []


def decide(made, kind="action"):
    """Decide on the first item with the figures of now."""
    app_house = house(made)
    outcome = Outcome(kind, "Call the ten largest", "Service desk", date(2026, 3, 20))
    return review_outcomes.decide(app_house, 1, outcome, Record(1, None, None, "kept none"), ANN)


def test_the_next_review_begins_with_the_open_actions_of_the_last(open_page, made):
    decide(made)
    reviews.begin(house(made), "Monthly", APRIL, ANN)
    app = open_page(made)
    assert "1 earlier action open, 1 overdue." in words(app)
    assert "Call the ten largest" in words(app)
    assert "Service desk · by 20 March 2026 · overdue · review of 2 March 2026" in words(app)
    send(app, "Done")
    assert "0 actions open, 1 done since." in words(app)


def test_what_changed_since_is_shown_beside_the_figures_of_today(open_page, made, tmp_path):
    app = open_page(made)
    fill(app, "What is decided, or to be done", "Go on")
    send(app, "Write it down")
    app.toggle(key="review_since_1").set_value(True).run()
    assert "nothing has changed since" in words(app)
    rows = [
        {
            "response_id": f"new{i}", "customer_id": f"c{i}", "nps": 10,
            "responded_at": "2026-04-29", "survey_id": "s1",
        }
        for i in range(900)
    ]  # fmt: skip
    import_file(house(made), "responses", write_csv(tmp_path / "r.csv", rows), actor="t")
    app.run()
    assert not app.exception
    assert "NPS (relationship) up from 15 (7 to 23) to" in words(app)
    (table,) = [each.value for each in app.table if "Then" in each.value.columns]
    assert list(table.columns) == ["Figure", "Then", "Now", "Difference"]


def test_an_item_that_the_data_no_longer_allow_says_so_beside_what_was_kept(open_page, made):
    app = open_page(made)
    fill(app, "What is decided, or to be done", "Go on")
    send(app, "Write it down")
    place = house(made)
    with place.writing() as cursor:
        cursor.execute("update app.review_items set address = 'segment=Gone'")
    st.cache_data.clear()
    app.run()
    assert '"Gone" is not a segment here' in words(app)
    app.toggle(key="review_since_1").set_value(True).run()
    assert not app.exception
    assert "Today's data no longer allow this view." in words(app)
    (table,) = [each.value for each in app.table if "Then" in each.value.columns]
    assert {*table["Now"]} == {"no longer told"}


def test_presenter_mode_shows_an_item_with_figures_charts_and_progress(open_page, made):
    app = open_page(made, present="1")
    assert "1 of 3" in words(app).replace("**", "")
    assert app.title[0].value.startswith("NPS is")
    assert "segment SMB" in words(app)
    assert app.metric
    assert app.get("plotly_chart")
    press(app, "review_next")
    assert app.query_params["present"] in ("2", ["2"])
    assert "2 of 3" in words(app).replace("**", "")
    press(app, "review_next")
    assert app.title[0].value == "What was decided"
    assert app.button(key="review_next").disabled
    press(app, "review_leave")
    assert app.title[0].value == "Review"


def test_what_is_presented_leads_to_its_page_where_charts_lead_to_customers(open_page, made):
    app = open_page(made, present="1")
    way = next(each for each in app.button if str(each.key).startswith("presented_page"))
    app = way.click().run().run()
    assert not app.exception
    assert app.title[0].value == "NPS trends"
    assert app.query_params["segment"] in ("SMB", ["SMB"])
    assert "present" not in app.query_params


@pytest.mark.parametrize("step", ["99", "0", "x", "-1"])
def test_an_address_of_no_screen_shows_the_nearest(open_page, made, step):
    app = open_page(made, present=step)
    assert "of 3" in words(app)


def test_presenting_begins_with_the_actions_of_the_last_review(open_page, made):
    decide(made)
    number = reviews.begin(house(made), "Monthly", APRIL, ANN)
    reviews.add_item(house(made), number, Shown("All", "nps_trends", "", 1), ANN)
    app = open_page(made, present="1")
    assert app.title[0].value == "From earlier reviews: 1 open"
    press(app, "review_next")
    assert app.title[0].value.startswith("NPS is")


def test_who_may_only_look_reads_and_presents_but_writes_nothing(open_page, made, monkeypatch):
    monkeypatch.setattr(session, "person", lambda: Person("kim", "analyst"))
    app = open_page(made)
    assert "sharing reviews and views takes the role officer" in words(app)
    labels = {each.label for each in app.button}
    assert not labels & {"Remove", "Move up", "Write it down", "Save", "Begin the review"}
    press(app, "review_start")
    assert app.title[0].value.startswith("NPS is")
    assert "Write it down" not in {each.label for each in app.button}


def test_a_role_taken_back_writes_nothing(open_page, made, monkeypatch):
    app = open_page(made)
    monkeypatch.setattr(session, "person", lambda: Person("kim", "analyst"))
    press(app, "review_off_1")
    assert len(read_table(house(made), "app.review_items")) == 2


def test_a_review_is_begun_renamed_removed_and_brought_back(open_page, own):
    app = open_page(own)
    fill(app, "Title", "Board")
    send(app, "Begin the review")
    assert "Began “Board”." in words(app)
    fill(app, "Title", "Board of May", at=1)
    send(app, "Save")
    assert "Board of May" in words(app)
    press(app, "review_remove")
    assert "No review has been prepared yet." in words(app)
    press(app, "review_undo_it")
    assert "Board of May" in words(app)


def test_an_address_of_no_review_shows_the_newest_with_a_word(open_page, made):
    app = open_page(made, review="77")
    assert "There is no review 77; shown is the newest." in words(app)
