"""Specification of the NPS trends page, run in process with rows, with none, and narrowed."""

import re
from collections import Counter
from contextlib import closing

import pytest

from cx.auth import Person
from cx.errors import WarehouseLocked
from cx.ingest.commit import import_file
from cx.ui import session
from cx.warehouse import Snapshot, open_house
from tests.conftest import write_csv

PAGE = "pages/watch/nps_trends.py"


@pytest.fixture
def open_app(open_app):
    """Open the app at this page."""
    return lambda *args, **address: open_app(*args, **address).switch_page(PAGE).run()


def words(app):
    """All that a reader sees as text."""
    elements = [*app.title, *app.subheader, *app.caption, *app.markdown, *app.info, *app.error]
    return "\n".join(element.value for element in elements)


def test_the_page_answers_its_question_first_and_shows_doubt(open_app, company):
    app = open_app(company)
    assert not app.exception
    assert app.title[0].value == "NPS trends"
    assert app.caption[0].value == "Is the score moving, and why?"
    assert app.subheader[0].value.startswith("NPS is ")
    assert {"NPS", "CSAT", "Response rate"} <= {tile.label for tile in app.metric}
    assert sum("95 %:" in caption.value for caption in app.caption) >= 3
    assert len(app.get("plotly_chart")) == 7


@pytest.mark.parametrize("metric", ["csat", "ces"])
def test_the_same_page_stands_for_the_other_metrics(open_app, company, metric):
    app = open_app(company, metric=metric, period="all")
    assert not app.exception
    assert app.subheader[0].value.startswith(f"{metric.upper()} is ")
    assert app.segmented_control(key="metric").value == metric


def test_every_chart_says_how_it_was_computed_and_leads_to_answers(open_app, company):
    app = open_app(company)
    asked = [button.key for button in app.button if button.label == "How is this computed?"]
    assert len(asked) == len(app.get("plotly_chart"))
    app.button(key="how_trend").click().run()
    assert not app.exception
    assert "select" in app.code[0].value
    assert "promoters" in words(app)
    app.selectbox(key="behind_by_channel").select("Phone").run()
    assert not app.exception
    assert "Answers behind channel Phone" in words(app)
    assert {"Customer", "Score", "Comment"} <= set(app.dataframe[-1].value.columns)


def test_a_warehouse_without_answers_names_the_missing_extract_and_the_way_in(open_app, tmp_path):
    app = open_app(tmp_path / "empty.duckdb")
    assert not app.exception
    assert "There are no NPS answers yet" in words(app)
    assert "python -m cx import responses" in app.code[0].value


def test_filters_that_match_nothing_say_which_to_widen_and_widen_it(open_app, company):
    address = {"period": "custom", "from": "2011-01-01", "to": "2011-02-01"}
    app = open_app(company, **address, segment="SMB")
    assert "Nothing matches these filters" in words(app)
    assert {button.key for button in app.button} >= {"widen_period", "widen_segment", "widen_all"}
    app.button(key="widen_period").click().run()
    assert not app.exception
    assert app.subheader[0].value.startswith("NPS is ")
    assert app.multiselect(key="segment").value == ["SMB"]


def test_what_a_link_asks_for_in_vain_is_left_out_with_a_word(open_app, company):
    app = open_app(company, segment="SMB,Maxi", metric="foo", period="last_quarter")
    assert not app.exception
    said = words(app)
    assert "Maxi" in said
    assert "foo" in said
    assert app.multiselect(key="segment").value == ["SMB"]
    assert app.selectbox(key="period").value == "last_quarter"
    app.selectbox(key="period").select("all").run()
    assert "Maxi" not in words(app)


def test_the_page_asks_each_question_once_and_a_repaint_asks_none(
    open_app, company, monkeypatch: pytest.MonkeyPatch
):
    asked = Counter()
    plain = Snapshot.ask

    def counted(self, name, filters, scope, **extra):
        asked[name, filters, tuple(sorted(extra.items()))] += 1
        return plain(self, name, filters, scope, **extra)

    monkeypatch.setattr(Snapshot, "ask", counted)
    app = open_app(company)
    assert asked
    assert set(asked.values()) == {1}
    seen = asked.total()
    app.run()
    assert asked.total() == seen


def test_a_page_drawn_after_an_import_is_of_the_new_state(open_app, company, tmp_path):
    app = open_app(company)
    before = versions(app)
    row = {"response_id": "new", "responded_at": "2026-04-30", "nps": 9, "survey_id": "s1"}
    house = session._open(str(company))
    import_file(house, "responses", write_csv(tmp_path / "more.csv", [row]), actor="test")
    app.run()
    assert len(before) == 1
    assert versions(app) == {before.pop() + 1}


def versions(app):
    """Every data version that the page names."""
    found = (re.search(r"data version (\d+)", caption.value) for caption in app.caption)
    return {int(version[1]) for version in found if version}


def test_part_of_a_page_is_never_drawn_of_another_state_than_the_rest(
    open_app, company, monkeypatch: pytest.MonkeyPatch
):
    open_app(company)
    monkeypatch.setattr(session, "person", lambda: Person("kim", "viewer"))
    monkeypatch.setattr(session.st, "session_state", {"shown_version": -1})
    asked_for = []

    def stop(scope):
        asked_for.append(scope)
        raise InterruptedError

    monkeypatch.setattr(session.st, "rerun", stop)
    with pytest.raises(InterruptedError), session.asking():
        pass
    assert asked_for == ["app"]


def test_an_error_that_a_person_can_act_on_is_a_sentence_on_the_page(
    open_app, tmp_path, monkeypatch: pytest.MonkeyPatch
):
    def held(path):
        raise WarehouseLocked("a.duckdb is in use by process 7. Stop that one, then try again.")

    monkeypatch.setattr(session.warehouse, "open_house", held)
    app = open_app(tmp_path / "a.duckdb")
    assert not app.exception
    assert "is in use by process 7" in app.error[0].value


def test_what_lacks_an_extract_names_it_and_leads_to_the_upload(open_app, tmp_path):
    rows = [
        {"response_id": f"r{i}", "responded_at": f"2026-05-{i % 28 + 1:02}", "nps": i % 11}
        for i in range(60)
    ]
    lean = tmp_path / "lean.duckdb"
    with closing(open_house(lean)) as house:
        import_file(house, "responses", write_csv(tmp_path / "r.csv", rows), actor="test")
    app = open_app(lean)
    assert not app.exception
    assert "No invitations are on file" in words(app)
    assert "the extract surveys says." in words(app)
    links = [link.proto.label for link in app.get("page_link")]
    assert {"Upload invitations", "Upload surveys"} <= {*links}
