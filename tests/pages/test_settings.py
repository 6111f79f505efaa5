"""Specification of the Settings page: saved whole or not at all, told at the field, on record."""

import shutil
from pathlib import Path

import pytest

from cx.auth import Person, whoami
from cx.settings import DEFAULTS, DEFINITIONS, Settings
from cx.ui import session
from cx.warehouse import House, open_house
from cx.warehouse import settings as house_settings

PAGE = "pages/data/settings.py"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path / "empty.duckdb"


@pytest.fixture
def own_company(company: Path, tmp_path: Path) -> Path:
    """A copy of the company, to change its settings."""
    return Path(shutil.copy(company, tmp_path / "own.duckdb"))


@pytest.fixture
def open_page(open_app):
    def _open(warehouse: Path):
        app = open_app(warehouse).switch_page(PAGE).run()
        assert not app.exception
        return app

    return _open


def the_house(warehouse: Path) -> House:
    """The house that the app has open: a file has one owner."""
    return session._open(str(warehouse))


def in_force(warehouse: Path) -> Settings:
    with the_house(warehouse).reading() as cursor:
        return house_settings.read(cursor)


def fields(app) -> dict[str, object]:
    """The fields of the form, by the name of their setting."""
    every = [*app.text_input, *app.selectbox, *app.number_input]
    keys = [(field.key or "", field) for field in every]
    return {key.split("_", 2)[2]: field for key, field in keys if key.startswith("setting_")}


def save(app, **values: object):
    for name, value in values.items():
        fields(app)[name].set_value(value)
    app.button(key="save_settings").click().run()
    assert not app.exception
    return app


def errors(app) -> list[str]:
    return [error.value.replace("\\", "") for error in app.error]


def words(app) -> str:
    elements = [*app.subheader, *app.caption, *app.markdown, *app.info, *app.success, *app.warning]
    return "\n".join(element.value.replace("\\", "") for element in elements)


def test_the_page_shows_every_setting_with_what_holds_and_the_default(open_page, empty):
    app = open_page(empty)
    assert app.title[0].value == "Settings"
    assert app.caption[0].value == "What holds for the whole company?"
    assert app.subheader[0].value.startswith(f"None of {len(DEFINITIONS)} settings differ")
    assert fields(app).keys() == DEFINITIONS.keys()
    assert all(field.help for field in fields(app).values())
    assert "Now 10 answers, the default." in words(app)
    assert "Nobody has changed any setting yet" in words(app)


def test_a_saved_change_is_told_kept_and_on_record(open_page, empty):
    app = save(open_page(empty), nps_target=35.5, currency="EUR", fiscal_year_start="April")
    assert errors(app) == []
    assert 'Saved: "Reporting currency" from none to EUR, "First month' in words(app)
    assert in_force(empty) == Settings(currency="EUR", fiscal_year_start=4, nps_target=35.5)
    assert app.subheader[0].value.startswith(f"3 of {len(DEFINITIONS)} settings differ")
    assert "Now April. Default: January." in words(app)
    table = app.dataframe[0].value
    assert list(table["What"])[-1] == '"Reporting currency" from none to EUR'
    assert set(table["Who"]) == {whoami()}
    assert fields(app)["nps_target"].value == 35.5


def test_what_is_saved_holds_when_the_page_is_opened_again(open_page, open_app, empty):
    save(open_page(empty), company="Example", nps_target=35.5)
    again = open_app(empty).switch_page(PAGE).run()
    assert fields(again)["company"].value == "Example"
    assert fields(again)["nps_target"].value == 35.5


def test_a_target_can_be_taken_back(open_page, empty):
    app = save(open_page(empty), nps_target=35.5)
    save(app, nps_target=None)
    assert in_force(empty) == DEFAULTS


def test_nothing_is_saved_while_anything_is_wrong_and_the_sentence_stands_beside_the_field(
    open_page, empty
):
    app = save(open_page(empty), nps_target=120.0, company="Example", min_answers_shown=3)
    said = errors(app)
    assert any(line.startswith("NPS target: 120 is not within -100 to 100") for line in said)
    assert any("Fewer could expose what single people said" in line for line in said)
    assert any('Mend "NPS target" and "Answers to show anything"' in line for line in said)
    assert in_force(empty) == DEFAULTS
    assert fields(app)["company"].value == "Example"
    save(app, nps_target=30.0, min_answers_shown=10)
    assert errors(app) == []
    assert in_force(empty) == Settings(company="Example", nps_target=30.0)


def test_settings_that_contradict_each_other_are_told_at_the_one_to_change(open_page, empty):
    app = save(open_page(empty), min_answers_shown=40)
    assert any(line.startswith("Answers to show a value: 30 answers are") for line in errors(app))
    assert in_force(empty) == DEFAULTS


def test_who_saves_second_sees_what_changed_keeps_what_they_typed_and_saves_again(open_page, empty):
    app = open_page(empty)
    house_settings.change(the_house(empty), {"csat_target": "85", "nps_target": "20"}, "ann")
    save(app, nps_target=40.0)
    assert any('ann changed "CSAT target" from none to 85 %' in line for line in errors(app))
    assert in_force(empty) == Settings(csat_target=85.0, nps_target=20.0)
    assert (fields(app)["nps_target"].value, fields(app)["csat_target"].value) == (40.0, 85.0)
    save(app)
    assert in_force(empty) == Settings(csat_target=85.0, nps_target=40.0)


def as_viewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "person", lambda: Person("kim", "viewer"))


def test_who_may_not_change_settings_reads_them_and_is_told_why(
    open_page, empty, monkeypatch: pytest.MonkeyPatch
):
    as_viewer(monkeypatch)
    app = open_page(empty)
    assert all(field.disabled for field in fields(app).values())
    assert app.button(key="save_settings").disabled
    assert "changing settings takes the role admin" in words(app)
    assert "You are kim, with the role viewer." in words(app)


def test_a_right_taken_back_while_the_page_stands_open_saves_nothing(
    open_page, empty, monkeypatch: pytest.MonkeyPatch
):
    app = open_page(empty)
    as_viewer(monkeypatch)
    save(app, nps_target=40.0)
    assert any("changing settings takes the role admin" in line for line in errors(app))
    assert in_force(empty) == DEFAULTS


def test_names_of_people_with_roles_are_shown_only_to_those_who_may_set_them(
    open_page, empty, tmp_path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "roles.toml").write_text('[roles]\n"ann@b.example" = "analyst"\n')
    monkeypatch.setenv("CX_ROLES", str(tmp_path / "roles.toml"))
    plain = words(open_page(empty)).replace("\N{WORD JOINER}", "")
    assert "ann@b.example" in plain
    as_viewer(monkeypatch)
    plain = words(open_page(empty)).replace("\N{WORD JOINER}", "")
    assert "ann@b.example" not in plain
    assert "1 by name" in plain


def test_a_stored_value_that_does_not_hold_is_told_and_breaks_no_page(open_page, open_app, empty):
    house = open_house(empty)
    with house.writing() as cursor:
        cursor.execute("insert into app.settings values ('colour', 'red'), ('nps_target', 'lots')")
    house.close()
    app = open_page(empty)
    assert 'There is no setting "colour"' in app.warning[0].value.replace("\\", "")
    assert '"lots" is no number' in app.warning[0].value.replace("\\", "")
    assert not open_app(empty).exception


def test_the_page_says_which_extract_feeds_which_page(open_page, empty):
    table = open_page(empty).dataframe[-1].value
    feeds = dict(zip(table["Extract"], table["Pages"], strict=True))
    assert "NPS trends" in feeds["responses"]
    assert "NPS trends" not in feeds["findings"]


# What settings do to the other pages


def captions(app) -> str:
    return "\n".join(caption.value for caption in app.caption)


def test_a_target_stands_on_the_tile_of_its_score_and_only_a_whole_interval_decides(
    open_app, own_company
):
    app = open_app(own_company).switch_page("pages/watch/nps_trends.py").run()
    assert "Target" not in captions(app)
    house_settings.change(
        the_house(own_company), {"nps_target": "-90", "csat_target": "99.5"}, "ann"
    )
    app.run()
    assert not app.exception
    assert "Target -90: reached" in captions(app)
    assert "Target 99.5\N{NO-BREAK SPACE}%: not reached" in captions(app)


def test_raised_samples_hold_on_the_next_run_though_the_data_have_not_moved(open_app, own_company):
    app = open_app(own_company).switch_page("pages/watch/nps_trends.py").run()
    assert app.subheader[0].value.startswith("NPS is ")
    house_settings.change(
        the_house(own_company),
        {"min_answers_shown": "9000", "min_answers_value": "9000", "low_base_below": "9000"},
        "ann",
    )
    app.run()
    assert not app.exception
    assert app.subheader[0].value.startswith("NPS is withheld")
    assert {tile.value for tile in app.metric if tile.label == "NPS"} == {"Withheld"}


def test_the_year_to_date_is_that_of_the_fiscal_year_and_says_so(open_app, own_company):
    assert "fiscal year" not in captions(open_app(own_company, period="year_to_date"))
    house_settings.change(the_house(own_company), {"fiscal_year_start": "3"}, "ann")
    app = open_app(own_company, period="year_to_date")
    assert "March to April 2026, fiscal year from March" in captions(app)


def test_the_name_of_the_company_stands_in_the_menu(open_app, own_company, monkeypatch):
    marks = []
    monkeypatch.setattr("cx.ui.look.st.logo", lambda image, **rest: marks.append(image))
    app = open_app(own_company).switch_page("pages/watch/nps_trends.py").run()
    assert "Example" not in marks[-1]
    house_settings.change(the_house(own_company), {"company": "Example <&> Sons"}, "ann")
    app.run()
    assert "Example &lt;&amp;&gt;" in marks[-1]
    app.run()
    assert "Example" in marks[-1]
