"""Specification of the Centricity page: what it says, who may answer, and nothing is lost."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from cx.auth import Person
from cx.ingest.commit import import_file
from cx.ui import session
from cx.warehouse import centricity, open_house
from cx.warehouse.centricity import Given
from tests import centricity_company as company
from tests.conftest import read_table, write_csv

PAGE = "pages/act/centricity.py"
SPRING, SUMMER = date(2026, 2, 2), company.ON
MARKUP = "Only for *business* <b>so far</b> [x](y) $5"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with files and no review."""
    folder = tmp_path_factory.mktemp("centricity")
    house = open_house(folder / "made.duckdb")
    for kind, rows in company.rows().items():
        import_file(house, kind, write_csv(folder / f"{kind}.csv", rows), actor="test")
    house.close()
    return folder / "made.duckdb"


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "own.duckdb"))


@pytest.fixture
def reviewed(own: Path) -> Path:
    """The same with two reviews."""
    house = open_house(own)
    centricity.assess(house, SPRING, [Given(number, "no") for number in range(1, 11)], "ann")
    given = [Given(number, "yes" if number < 7 else "partly") for number in range(2, 11)]
    centricity.assess(house, SUMMER, [Given(1, "yes", MARKUP), *given], "ann")
    house.close()
    return own


@pytest.fixture
def open_page(open_app):
    def _open(warehouse: Path, **address: str):
        app = open_app(warehouse, **address).switch_page(PAGE)
        for key, value in address.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception
        return app

    return _open


def words(app) -> str:
    kinds = (app.title, app.subheader, app.caption, app.markdown, app.success, app.error)
    shown = [element for kind in (*kinds, app.warning) for element in kind]
    return "\n".join(each.value.replace("\\", "").replace("\u2060", "") for each in shown)


def control(app, question: int, on: date = SUMMER):
    begins = f"centricity_answer_{on}_{question}_"
    return next(each for each in app.segmented_control if each.key.startswith(begins))


def word(app, question: int, on: date = SUMMER):
    begins = f"centricity_word_{on}_{question}_"
    return next(each for each in app.text_input if each.key.startswith(begins))


def save(app):
    next(button for button in app.button if button.label.startswith("Save the review")).click()
    app.run()
    assert not app.exception
    return app


def kept(warehouse: Path) -> list[tuple[object, ...]]:
    columns = "answer_id, review_on, question, answer, word"
    return read_table(session._open(str(warehouse)), "app.centricity_answers", columns)


def test_an_empty_warehouse_says_how_to_begin_and_where_evidence_comes_from(open_page, tmp_path):
    app = open_page(tmp_path / "empty.duckdb")
    assert app.caption[0].value == "Are we organised around customers?"
    assert app.subheader[0].value == "Not assessed yet\\."
    assert "How to begin" in words(app)
    assert "Upload a first file" in {link.label for link in app.get("page_link")}
    assert words(app).count("The data cannot speak to") == 10
    assert len(app.segmented_control) == 10
    assert not app.get("plotly_chart")


def test_a_company_without_a_review_shows_the_evidence_already(open_page, made):
    app = open_page(made)
    assert "10 of 20 customers (50\u00a0%) have an account manager" in words(app)
    assert "Upload a first file" not in {link.label for link in app.get("page_link")}


def test_the_page_answers_first_and_says_where_the_data_speaks_against_it(open_page, reviewed):
    app = open_page(reviewed)
    assert (
        words(app)
        .split("\n")[1]
        .startswith(
            "Six of ten answered yes: the sign of a customer-centred company is five or more."
        )
    )
    assert "The data speaks against one of the answers." in words(app)
    assert "The data speaks against this yes. None of 2 account managers" in words(app)
    assert "From none to six yes; none of ten answered as then." in words(app)
    assert "1. One view of the customer: no → yes" in words(app)
    assert "Only a full yes counts toward the five" in words(app)
    assert len(app.get("plotly_chart")) == 1


def test_an_older_review_is_shown_by_the_address_and_by_choice(open_page, reviewed):
    app = open_page(reviewed, review_on=str(SPRING))
    assert "None of ten answered yes" in app.subheader[0].value
    app.selectbox(key="centricity_review").select(str(SUMMER)).run()
    assert not app.exception
    assert app.query_params["review_on"] in (str(SUMMER), [str(SUMMER)])
    assert "Six of ten answered yes" in app.subheader[0].value


def test_an_address_of_no_review_shows_the_newest_with_a_word(open_page, reviewed):
    app = open_page(reviewed, review_on="<b>soon</b>")
    assert "There is no review of <b>soon</b>; shown is the newest." in words(app)
    assert "Six of ten" in app.subheader[0].value


def test_answers_are_saved_shown_at_once_and_on_record(open_page, own):
    app = open_page(own)
    app.date_input(key="centricity_new_day").set_value(SUMMER).run()
    control(app, 1).set_value("yes")
    word(app, 1).set_value(" One   screen ")
    control(app, 9).set_value("not_known")
    save(app)
    assert "Saved: 2 answers of the review of 30 June 2026. It is on record." in words(app)
    assert "One of two answered yes so far, eight to go" in words(app)
    assert kept(own) == [
        (1, SUMMER, 1, "yes", "One screen"),
        (2, SUMMER, 9, "not_known", None),
    ]
    control(app, 9).set_value(None)
    save(app)
    assert kept(own)[2:] == [(3, SUMMER, 9, None, None)]
    save(app)
    assert "Nothing was changed, so nothing was saved." in words(app)


def test_a_new_review_begins_empty_beside_what_was_answered_last(open_page, reviewed):
    app = open_page(reviewed)
    app.selectbox(key="centricity_review").select("new").run()
    app.date_input(key="centricity_new_day").set_value(date(2026, 7, 1)).run()
    assert not app.exception
    assert app.subheader[0].value.startswith("The review of 1 July 2026 has no answers yet")
    assert words(app).count("Before, on 30 June 2026: yes") == 6
    control(app, 1, date(2026, 7, 1)).set_value("yes")
    save(app)
    assert app.selectbox(key="centricity_review").value == "2026-07-01"


def test_what_somebody_else_answered_meanwhile_is_not_overruled_and_nothing_typed_is_lost(
    open_page, reviewed
):
    app = open_page(reviewed)
    control(app, 7).set_value("yes")
    control(app, 8).set_value("no")
    seen = 10 + 7
    theirs = Given(7, "not_known", seen=seen)
    centricity.assess(session._open(str(reviewed)), SUMMER, [theirs], "ben")
    save(app)
    assert 'In the meantime ben answered "not known" to question 7.' in words(app)
    assert control(app, 7).value == "not_known"
    assert control(app, 8).value == "no"
    save(app)
    assert kept(reviewed)[-1] == (22, SUMMER, 8, "no", None)


def test_a_review_entered_by_mistake_is_removed_and_stays_on_record(open_page, reviewed):
    app = open_page(reviewed)
    app.button(key="centricity_remove").click().run()
    assert not app.exception
    assert "The review of 30 June 2026 is removed. It is on record." in words(app)
    assert "None of ten answered yes" in app.subheader[0].value
    assert len(kept(reviewed)) == 30


def test_who_may_not_answer_reads_and_is_told_who_can_help(open_page, reviewed, monkeypatch):
    monkeypatch.setattr(session, "person", lambda: Person("kim", "analyst"))
    app = open_page(reviewed)
    assert "answering the self-assessment takes the role officer" in words(app)
    assert not app.segmented_control
    assert f"“{MARKUP}”" in words(app)
    assert words(app).count("**Yes**") == 6
    assert "new" not in app.selectbox(key="centricity_review").options


def test_without_a_review_who_may_not_answer_is_told_who_does(open_page, made, monkeypatch):
    monkeypatch.setattr(session, "person", lambda: Person("kim", "viewer"))
    app = open_page(made)
    assert "Whoever has the role officer answers them here" in words(app)
    assert not app.date_input


def test_a_role_taken_back_saves_nothing(open_page, own, monkeypatch):
    app = open_page(own)
    app.date_input(key="centricity_new_day").set_value(SUMMER).run()
    control(app, 1).set_value("yes")
    monkeypatch.setattr(session, "person", lambda: Person("kim", "analyst"))
    save(app)
    assert kept(own) == []
    assert "takes the role officer. Ask" in words(app)


def test_a_word_that_looks_like_markup_is_shown_as_it_was_typed(open_page, reviewed, monkeypatch):
    monkeypatch.setattr(session, "person", lambda: Person("kim", "viewer"))
    app = open_page(reviewed)
    shown = next(each.value for each in app.markdown if "so far" in each.value)
    assert "\\*business\\*" in shown
    assert "\\<b\\>" in shown
