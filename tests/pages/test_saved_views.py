"""Specification of saved views in the sidebar and of notes below a chart, run in process."""

import shutil
from datetime import date
from urllib.parse import urlencode

import pytest

from cx.auth import Person
from cx.ui import session
from cx.warehouse import notes, saved_views
from cx.warehouse.notes import Note
from cx.warehouse.saved_views import View
from tests.conftest import read_table
from tests.pages import test_nps_trends as nps_page

ANN = Person("ann", "analyst")


def words(app):
    """All that a reader sees as text, as they see it."""
    said = "\n".join([nps_page.words(app), *(each.value for each in app.success)])
    return said.replace("\\", "").replace("\N{WORD JOINER}", "")


@pytest.fixture
def own(company, tmp_path):
    """A warehouse that this test alone changes."""
    return shutil.copy(company, tmp_path / "own.duckdb")


@pytest.fixture
def as_ann(monkeypatch):
    monkeypatch.setattr(session, "person", lambda: ANN)


def at_nps(app):
    """Go to the page that has a time axis and a parameter of its own."""
    return app.switch_page(nps_page.PAGE).run()


def house(own):
    return session._open(str(own.resolve()))


def send(app, label):
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception


def test_what_is_shown_is_saved_with_filters_and_the_pages_own_parameters(open_app, own, as_ann):
    app = at_nps(open_app(own, segment="SMB", grain="Quarter"))
    next(each for each in app.text_input if each.label == "Save this view as").set_value("Mine")
    send(app, "Save this view")
    assert "Saved “Mine”." in words(app)
    (row,) = read_table(house(own), "app.saved_views", "name, page, address, owner")
    assert (row[0], row[1], row[3]) == ("Mine", "nps_trends", "ann")
    assert {*row[2].split("&")} == {"segment=SMB", "grain=Quarter"}


def test_a_view_is_kept_with_a_word_when_its_name_is_taken(open_app, own, as_ann):
    app = open_app(own)
    saved_views.save(house(own), View("Mine", "voice", ""), ANN)
    app.run()
    next(each for each in app.text_input if each.label == "Save this view as").set_value("mine")
    send(app, "Save this view")
    assert "is called “mine” already" in words(app)


def test_a_default_view_opens_at_the_bare_address_with_its_filters(open_app, own, as_ann):
    open_app(own)
    address = urlencode({"metric": "CSAT", "segment": "SMB"})
    number = saved_views.save(house(own), View("Mine", "nps_trends", address), ANN)
    saved_views.open_first(house(own), number, ANN)
    app = open_app(own)
    assert not app.exception
    assert app.subheader[0].value.startswith("CSAT is ")
    assert app.multiselect(key="segment").value == ["SMB"]


def test_a_default_view_of_a_page_that_is_gone_is_left_out_with_a_word(open_app, own, as_ann):
    open_app(own)
    number = saved_views.save(house(own), View("Old", "gone_page", "metric=CSAT"), ANN)
    saved_views.open_first(house(own), number, ANN)
    app = open_app(own)
    assert not app.exception
    assert app.title[0].value == "Overview"
    assert "“Old” shows a page that there is no more (gone_page), so it was left" in words(app)
    assert app.button(key=f"view_open_{number}").disabled


def test_an_unknown_filter_value_of_a_view_is_left_out_with_a_word(open_app, own, as_ann):
    open_app(own)
    address = urlencode({"segment": ["SMB", "Maxi"], "grain": "Fortnight"}, doseq=True)
    number = saved_views.save(house(own), View("Mine", "nps_trends", address), ANN)
    saved_views.open_first(house(own), number, ANN)
    app = open_app(own)
    assert not app.exception
    assert '"Maxi" is not a segment here, so it was left out' in words(app)
    assert app.multiselect(key="segment").value == ["SMB"]


def test_a_removed_view_comes_back_with_undo(open_app, own, as_ann):
    open_app(own)
    number = saved_views.save(house(own), View("Mine", "voice", ""), ANN)
    saved_views.remove(house(own), number, ANN, 1)
    app = open_app(own)
    app.session_state["view_undo"] = lambda at, person: saved_views.restore(at, number, person)
    app.run()
    send(app, "Undo")
    assert "Mine" in {each.label for each in app.button}


def test_a_visitor_whom_nobody_knows_opens_what_is_shared_and_saves_nothing(
    open_app, own, monkeypatch
):
    monkeypatch.setattr(session, "person", lambda: Person("a visitor", "viewer"))
    app = open_app(own)
    assert "Save this view" not in {each.label for each in app.button}
    shared = View("Board", "voice", "", is_shared=True)
    saved_views.save(house(own), shared, Person("ben", "officer"))
    app.run()
    assert "Board" in {each.label for each in app.button}
    assert "Save this view" not in {each.label for each in app.button}


def test_a_name_is_shown_and_not_obeyed(open_app, own, as_ann):
    open_app(own)
    saved_views.save(house(own), View("![x](a) **b** :red[c]", "voice", ""), ANN)
    labels = [each.label for each in open_app(own).button]
    assert r"\!\[x\]\(a\) \*\*b\*\* \:red\[c\]" in {
        label.replace("\N{WORD JOINER}", "") for label in labels
    }


def fill(app, label, value):
    found = [
        each for each in (*app.text_input, *app.text_area, *app.date_input) if each.label == label
    ]
    found[0].set_value(value)


def test_a_note_is_written_below_the_chart_and_stands_on_it_at_once(open_app, own, as_ann):
    app = at_nps(open_app(own, period="all"))
    fill(app, "Day", date(2025, 3, 3))
    fill(app, "Last day, for a span", date(2025, 3, 9))
    fill(app, "Title", "Strike at the carrier")
    send(app, "Put it on the axis")
    assert "3 Mar to 9 Mar, note: Strike at the carrier" in words(app)
    assert "It is on record, and stands on the time axis" in words(app)


def test_a_note_without_a_title_is_refused_in_words(open_app, own, as_ann):
    app = at_nps(open_app(own))
    send(app, "Put it on the axis")
    assert "A note needs a title" in words(app)
    assert read_table(house(own), "app.notes") == []


def test_a_note_is_changed_by_its_author_and_seen_by_others(open_app, own, monkeypatch):
    monkeypatch.setattr(session, "person", lambda: ANN)
    open_app(own)
    number = notes.write(house(own), Note(date(2025, 9, 3), "Strike"), ANN)
    app = at_nps(open_app(own))
    app.button(key=f"note_edit_{number}").click().run()
    fill(app, "Title", "Strike over")
    send(app, "Save the change")
    assert "note: Strike over" in words(app)
    monkeypatch.setattr(session, "person", lambda: Person("kim", "viewer"))
    app = at_nps(open_app(own))
    assert "Strike over" in words(app)
    assert not {"Edit", "Remove", "Put it on the axis"} & {each.label for each in app.button}
    assert "writing notes on time axes takes the role analyst" in words(app)
