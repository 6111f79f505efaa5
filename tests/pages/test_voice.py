"""Specification of the Voice page: with comments, without, too few; changed themes; masks."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from cx.auth import Person
from cx.ingest import jobs
from cx.ingest.commit import import_file
from cx.ui import session, voice_work
from cx.warehouse import House, open_house, themes
from tests.conftest import Rows, write_csv
from tests.test_voice import THEMES

PAGE = "pages/understand/voice.py"
TOPICS = tuple(theme.split() for theme in THEMES)
SCORES = ((2, 2, 7, 10), (2, 7, 10, 7), (10, 10, 7, 2))
SECRET = "Call +44 20 7946 0958 or write to kim@mail.example.org about the zeppelin"


def said(number: int, topic: int) -> str:
    """Six words of a topic and the first again: somebody's own words, drawn from a fixed seed."""
    dice = np.random.default_rng(number)
    return " ".join(dice.choice(TOPICS[topic], 6, replace=False))


def answer(number: int, score: int, comment: str | None, **columns: object) -> dict[str, object]:
    return {
        "response_id": f"r{number}",
        "customer_id": f"c{number}",
        "responded_at": f"2026-{1 + number % 6:02}-10",
        "nps": score,
        "comment": comment,
        "language": "en",
        "touchpoint": ("Delivery", "Billing", "Installation")[number % 3],
        **columns,
    }


def build(path: Path, responses: Rows, findings: Rows = ()) -> Path:
    house = open_house(path)
    import_file(house, "responses", write_csv(path.with_suffix(".csv"), responses), actor="test")
    if findings:
        file = write_csv(path.with_name("findings.csv"), findings)
        import_file(house, "findings", file, actor="test")
    house.close()
    return path


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """600 comments on three themes, some that no language can be told of, and a focus group."""
    rows = [answer(i, SCORES[i % 3][i // 3 % 4], said(i, i % 3)) for i in range(600)]
    rows += [answer(600 + i, 10, "ok", language=None) for i in range(12)]
    rows.append(answer(700, 3, SECRET))
    finding = {"kind": "focus_group", "touchpoint": "Delivery", "observed_on": "2026-03-01"}
    findings = [
        {**finding, "finding_id": f"f{i}", "finding": "Ask ann@post.example.com"} for i in range(3)
    ]
    return build(tmp_path_factory.mktemp("talk") / "talk.duckdb", rows, findings)


@pytest.fixture
def own_talk(talk: Path, tmp_path: Path) -> Path:
    """A copy, to change its themes."""
    return Path(shutil.copy(talk, tmp_path / "own.duckdb"))


@pytest.fixture
def open_page(open_app):
    """Open the page with its themes found."""

    def _open(warehouse: Path, **address: str):
        app = open_app(warehouse, period="all", **address).switch_page(PAGE).run()
        for job in voice_work._jobs.values():
            assert job.wait(60)
        app.run()
        assert not app.exception
        return app

    yield _open
    voice_work._jobs.clear()


def words(app) -> str:
    shown = [*app.title, *app.subheader, *app.caption, *app.markdown, *app.success, *app.error]
    return "\n".join(element.value.replace("\\", "") for element in shown)


def in_force(warehouse: Path) -> dict[str, int | None]:
    with the_house(warehouse).reading() as cursor:
        return {each.name: each.merged_into for each in themes.read(cursor)}


def the_house(warehouse: Path) -> House:
    return session._open(str(warehouse))


def test_the_page_answers_first_with_the_theme_and_the_words_that_tell(open_page, talk):
    app = open_page(talk)
    assert app.title[0].value == "Voice"
    assert app.caption[0].value == "What do they say, in their words?"
    assert app.subheader[0].value.startswith("The theme “")
    assert "Words that stand out: of detractors “" in app.subheader[0].value.replace("\\", "")
    tiles = {tile.label: tile.value for tile in app.metric}
    assert set(tiles) == {
        "With a comment",
        "Theme of the worst score",
        "Growing theme",
        "Most found elsewhere",
    }
    assert tiles["Theme of the worst score"].startswith("−")
    assert tiles["Most found elsewhere"] == "3×"
    assert len(app.get("plotly_chart")) == 4
    asked = [button for button in app.button if button.label == "How is this computed?"]
    assert len(asked) == 4


def test_marks_lead_to_comments(open_page, talk):
    app = open_page(talk)
    box = app.selectbox(key="behind_voice_words")
    box.select(box.options[0]).run()
    assert not app.exception
    assert "People behind “" in words(app)
    assert {"Comment", "Score", "Touchpoint"} <= set(app.dataframe[0].value.columns)
    box = app.selectbox(key="behind_voice_findings")
    box.select(box.options[0]).run()
    assert "Findings of Focus groups, Delivery" in words(app)


def test_comments_in_no_known_language_have_an_answer_of_their_own(open_page, talk):
    app = open_page(talk)
    app.segmented_control(key="comments_in").set_value("undetermined").run()
    assert not app.exception
    shown = words(app)
    assert "Of 12 comments nobody can tell the language" in shown
    assert "The column language of the extract responses would tell." in shown
    assert len(app.get("plotly_chart")) == 1


def test_a_warehouse_without_answers_names_the_missing_extract(open_page, tmp_path):
    app = open_page(tmp_path / "empty.duckdb")
    assert "There are no NPS answers yet" in words(app)
    assert "python -m cx import responses" in app.code[0].value


def test_filters_that_match_nothing_say_which_to_widen(open_app, talk):
    address = {"period": "custom", "from": "2011-01-01", "to": "2011-02-01"}
    app = open_app(talk, **address).switch_page(PAGE).run()
    assert not app.exception
    assert "Nothing matches these filters" in words(app)
    assert "widen_period" in {button.key for button in app.button}


def test_answers_without_a_word_say_which_column_would_have_them(open_page, tmp_path):
    app = open_page(build(tmp_path / "mute.duckdb", [answer(i, 9, None) for i in range(12)]))
    shown = words(app)
    assert "None of the 12 answers" in shown
    assert "It needs the column comment of the extract responses" in shown
    assert "needs the extract findings, or wider filters" in shown


def test_too_few_comments_are_refused_with_how_many_more_it_takes(open_page, tmp_path):
    rows = [answer(i, (2, 10)[i % 2], said(i, i % 3)) for i in range(40)]
    app = open_page(build(tmp_path / "few.duckdb", rows))
    shown = words(app)
    assert "It needs comments of 10 more persons." in shown
    assert "themes need 300" in shown
    assert "It needs 260 more comments." in shown


def test_below_ten_people_nobody_is_quoted(open_page, tmp_path):
    rows = [answer(i, (2, 10)[i % 2], said(i, i % 3)) for i in range(6)]
    app = open_page(build(tmp_path / "six.duckdb", rows))
    assert "Only 6 people wrote this; nobody is quoted below 10. It needs comments of 4 more." in (
        words(app)
    )
    assert not any("Comment" in frame.value.columns for frame in app.dataframe)


def test_search_shows_neither_addresses_nor_numbers(open_page, talk):
    app = open_page(talk)
    app.text_input(key="voice_words").set_value("zeppelin").run()
    assert not app.exception
    assert "1 comment, the newest first." in words(app)
    assert app.dataframe[-1].value["Comment"].tolist() == [
        "Call [number] or write to [e-mail] about the zeppelin"
    ]
    assert "Ask [e-mail]" in words(app)
    assert "@" not in words(app)


def test_search_turns_its_pages_and_begins_anew_with_other_words(open_page, talk):
    app = open_page(talk)
    assert "Comments 1 to 50 of 613" in words(app)
    app.button(key="turn_Older").click().run()
    assert "Comments 51 to 100 of 613" in words(app)
    app.text_input(key="voice_words").set_value("nothing like this").run()
    assert "No comment holds these words." in words(app)


def test_a_theme_renamed_and_merged_stays_so_and_is_on_record(open_page, own_talk):
    app = open_page(own_talk)
    name = next(field for field in app.text_input if (field.key or "").startswith("name_"))
    name.set_value("Late parcels")
    app.button(key="theme_rename").click().run()
    assert "Renamed: done, and on record." in words(app)
    assert "Late parcels" in in_force(own_talk)
    assert "“Late parcels”" in app.subheader[0].value.replace("\\", "")
    app.button(key="theme_merge").click().run()
    assert not app.exception
    themes_left = [each for each in in_force(own_talk).values() if each is None]
    assert len(themes_left) == 2
    (into,) = (into for into in in_force(own_talk).values() if into is not None)
    app.session_state["theme_en"] = into
    app.run()
    next(button for button in app.button if button.label.startswith("Split back")).click().run()
    assert set(in_force(own_talk).values()) == {None}
    assert not app.exception


def test_who_may_not_change_themes_is_told_who_can_help(
    open_page, own_talk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(session, "person", lambda: Person("kim", "viewer"))
    app = open_page(own_talk)
    assert "kim has the role viewer, but naming and merging themes takes the role analyst" in (
        words(app)
    )
    assert "theme_rename" not in {button.key for button in app.button}


def test_a_role_taken_back_changes_nothing(open_page, own_talk, monkeypatch: pytest.MonkeyPatch):
    app = open_page(own_talk)
    monkeypatch.setattr(session, "person", lambda: Person("kim", "viewer"))
    app.button(key="theme_rename").click().run()
    assert "takes the role analyst" in words(app)
    assert in_force(own_talk) == {}


def test_themes_that_somebody_else_changed_meanwhile_are_not_overwritten(open_page, own_talk):
    app = open_page(own_talk)
    app.button(key="theme_keep").click().run()
    house, (first, *_) = the_house(own_talk), in_force(own_talk)
    with house.reading() as cursor:
        kept = next(each for each in themes.read(cursor) if each.name == first)
    themes.rename(house, kept.set_id, kept.theme, "Theirs", "ann")
    name = next(field for field in app.text_input if (field.key or "").startswith("name_"))
    name.set_value("Mine")
    app.button(key="theme_rename").click().run()
    assert "In the meantime ann renamed a theme. Nothing of yours was changed" in words(app)
    assert "Theirs" in in_force(own_talk)
    assert "Mine" not in in_force(own_talk)


def test_themes_learnt_anew_are_shown_before_they_are_kept(open_page, own_talk):
    app = open_page(own_talk)
    app.button(key="theme_keep").click().run()
    before = in_force(own_talk)
    app.selectbox(key="theme_number").select(4)
    app.button(key="theme_learn").click().run()
    learning = app.session_state["theme_learning"]
    assert jobs.find(learning.job).wait(60)
    app.run()
    assert not app.exception
    shown = words(app)
    assert "New themes" in shown or "come out differently" in shown
    assert in_force(own_talk) == before
    app.button(key="theme_leave").click().run()
    assert in_force(own_talk) == before
