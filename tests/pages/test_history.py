"""Specification of the History page: what was brought in, what it changed, and its undo."""

import shutil
from pathlib import Path

import pytest

from cx.auth import Person
from cx.ingest import jobs
from cx.ingest.commit import import_file, undo
from cx.ui import history_undo, session
from cx.warehouse import House, open_house
from tests.conftest import write_csv
from tests.pages.test_nps_trends import words

PAGE = "pages/data/history.py"


def answers(count: int, score: int, first: int = 0) -> list[dict[str, object]]:
    return [
        {"response_id": f"r{i}", "responded_at": "2026-08-01", "nps": score}
        for i in range(first, first + count)
    ]


@pytest.fixture(scope="module")
def brought(new_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty promoters, and forty detractors with a row that was rejected, in a folder of theirs."""
    folder = tmp_path_factory.mktemp("brought")
    house = open_house(shutil.copy(new_file, folder / "history.duckdb"))
    bad = {"response_id": "bad", "responded_at": "2026-08-01", "nps": 11}
    for name, rows in (("first", answers(40, 9)), ("second", [*answers(40, 0, 100), bad])):
        import_file(house, "responses", write_csv(folder / f"{name}.csv", rows), actor="kim")
    house.close()
    return folder


@pytest.fixture
def warehouse(brought: Path, tmp_path: Path) -> Path:
    """A copy of what was brought in, with its rejected rows, to be changed at will."""
    return shutil.copytree(brought, tmp_path / "own") / "history.duckdb"


@pytest.fixture
def open_page(open_app):
    """Open the page; what runs in the background has ended before the warehouse is closed."""

    def _open(warehouse: Path, **address: str):
        app = open_app(warehouse, **address).switch_page(PAGE)
        for key, value in address.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception
        return app

    yield _open
    jobs.close_all()


def the_house(warehouse: Path) -> House:
    """The house that the app has open: a file has one owner."""
    return session._open(str(warehouse))


def look(app):
    """Ask what an undo would change, and wait for the answer."""
    return finish(app.button(key="undo_look").click().run())


def finish(app):
    """Wait until the work is done, and draw the page then; quick work is told already."""
    assert not app.exception
    if history_undo.STATE not in app.session_state:
        return app
    assert jobs.find(app.session_state[history_undo.STATE].job).wait(30)
    app.run()
    assert not app.exception
    return app


def test_the_page_says_first_what_the_newest_import_did(open_page, warehouse):
    app = open_page(warehouse)
    assert app.title[0].value == "History"
    assert app.subheader[0].value.startswith("The newest import, responses of ")
    assert "added 40 rows" in app.subheader[0].value.replace("\\", "")
    assert "moved from 100 to 0, on 80 answers instead of 40" in app.subheader[0].value.replace(
        "\\", ""
    )
    assert list(app.dataframe[0].value["number"]) == [2, 1]
    assert list(app.dataframe[0].value["rejected_rows"]) == [1, 0]


def test_one_import_is_told_whole_and_leads_to_the_pages_that_rest_on_it(open_page, warehouse):
    app = open_page(warehouse)
    said = words(app).replace("\\", "")
    assert "Import 2: second.csv" in said
    assert "It added 40 rows (1 rejected)." in said
    assert "UTC by kim" in said
    assert "40 of its rows are current, in responses." in said
    assert {link.label for link in app.get("page_link")} >= {"NPS trends"}
    assert [each.label for each in app.get("download_button")].count("Download the rejected rows")


def test_a_link_leads_to_one_import(open_page, warehouse):
    app = open_page(warehouse, **{"import": "1"})
    assert "Import 1: first" in words(app)
    assert "No row of it was rejected." in words(app)


def test_another_import_is_told_when_its_number_is_chosen(open_page, warehouse):
    app = open_page(warehouse)
    app.selectbox(key="import").select(1).run()
    assert not app.exception
    assert "Import 1: first" in words(app)


def test_rejected_rows_whose_file_is_gone_are_said_to_be(open_page, warehouse):
    for file in warehouse.with_name(f"{warehouse.name}.rejects").iterdir():
        file.unlink()
    app = open_page(warehouse)
    assert "is not there any more" in words(app)
    labels = [each.label for each in app.get("download_button")]
    assert "Download the rejected rows" not in labels


def test_an_undo_says_first_what_it_would_change_and_then_asks(open_page, warehouse):
    app = look(open_page(warehouse))
    said = words(app).replace("\\", "")
    assert "What undoing import 2 would change" in said
    assert "40 rows would be removed." in said
    assert "would move from 0 to 100, on 40 answers instead of 80" in said
    with the_house(warehouse).snapshot() as state:
        assert state.version == 2


def test_an_undo_that_nobody_agrees_to_changes_nothing(open_page, warehouse):
    app = look(open_page(warehouse))
    app.button(key="undo_leave").click().run()
    assert not app.exception
    assert "What undoing import 2 would change" not in words(app)
    assert app.button(key="undo_look")


def test_an_undo_that_is_agreed_to_is_done_and_told(open_page, warehouse):
    app = look(open_page(warehouse))
    app = finish(app.button(key="undo_do").click().run())
    said = words(app).replace("\\", "")
    assert "responses of" in said
    assert "was undone on" in app.subheader[0].value
    assert "What its undo changed" in said
    assert "40 rows were removed." in said
    assert "No figure rests on it any more" in said
    assert [toast.value for toast in app.toast] == ["Import 2 is undone."]
    assert "undo_look" not in {button.key for button in app.button}


def test_what_an_undo_would_change_is_worked_out_anew_when_the_data_moved(
    open_page, warehouse, tmp_path
):
    app = look(open_page(warehouse))
    first = app.session_state[history_undo.STATE]
    house = the_house(warehouse)
    more = write_csv(tmp_path / "more.csv", answers(20, 9, 500))
    import_file(house, "responses", more, actor="test", is_agreed=True)
    app.selectbox(key="import").select(2)
    app = finish(app.run())
    assert app.session_state[history_undo.STATE].job != first.job
    assert "would move from 20 to 100, on 60 answers instead of 100" in words(app).replace("\\", "")


def test_an_import_that_somebody_else_has_undone_meanwhile_is_told_as_that(open_page, warehouse):
    app = look(open_page(warehouse))
    undo(the_house(warehouse), 2, "somebody else")
    app.button(key="undo_do").click().run()
    app.run()
    assert not app.exception
    assert "was undone on" in app.subheader[0].value


def test_who_may_not_undo_is_told_who_can_help(open_page, warehouse, monkeypatch):
    monkeypatch.setattr(session, "person", lambda: Person("kim", "viewer"))
    app = open_page(warehouse)
    said = words(app).replace("\\", "")
    assert "undoing imports takes the role analyst" in said
    assert "undo_look" not in {button.key for button in app.button}


def test_a_role_that_was_taken_back_while_the_page_stood_open_undoes_nothing(
    open_page, warehouse, monkeypatch
):
    app = look(open_page(warehouse))
    monkeypatch.setattr(session, "person", lambda: Person("kim", "viewer"))
    app.button(key="undo_do").click().run()
    assert not app.exception
    with the_house(warehouse).snapshot() as state:
        assert state.version == 2


def test_the_audit_log_is_searched(open_page, warehouse):
    app = open_page(warehouse)
    lines = app.dataframe[-1].value
    assert list(lines["What"]) == ["import", "import"]
    app.text_input(key="audit_search").set_value("2: responses").run()
    assert list(app.dataframe[-1].value["Details"]) == ["2: responses committed"]
    app.text_input(key="audit_search").set_value("nobody").run()
    assert "Nothing in the log matches that." in words(app)


def test_the_audit_log_is_read_page_by_page(open_page, warehouse, monkeypatch):
    monkeypatch.setattr("cx.ui.history_parts.AUDIT_LINES", 1)
    app = open_page(warehouse)
    assert list(app.dataframe[-1].value["Details"]) == ["2: responses committed"]
    assert len(app.get("pagination")) == 1


def test_the_page_says_how_its_list_came_about(open_page, warehouse):
    app = open_page(warehouse)
    app.button(key="how_imports").click().run()
    assert not app.exception
    assert "from app.imports" in app.code[0].value


def test_an_empty_warehouse_says_so_and_leads_to_the_upload(open_page, tmp_path):
    app = open_page(tmp_path / "empty.duckdb")
    assert "Nothing was brought in yet" in words(app)
    assert [link.label for link in app.get("page_link")] == ["Upload a first file"]
