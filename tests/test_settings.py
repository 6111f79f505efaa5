"""Settings: read as people write them, kept all or none, on record, and never in anybody's way."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx import zones
from cx.errors import SettingRefused, SettingsMoved
from cx.settings import (
    CURRENCIES,
    DEFAULTS,
    DEFINITIONS,
    GROUPS,
    Definition,
    Settings,
    contradictions,
    parse,
    revise,
    settled,
    valued,
    write,
)
from cx.warehouse import House
from cx.warehouse import settings as house_settings
from tests.conftest import read_table

each_setting = pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=DEFINITIONS)


# What a setting is


def test_every_setting_has_a_definition_and_every_definition_is_a_setting():
    assert [part.name for part in fields(Settings)] == list(DEFINITIONS)
    assert {definition.group for definition in DEFINITIONS.values()} == set(GROUPS)


@each_setting
def test_the_default_of_a_setting_is_one_that_could_be_written(definition: Definition):
    assert parse(definition.name, write(definition.default)) == definition.default


def test_the_defaults_go_together():
    assert contradictions(DEFAULTS) == {}


def test_equal_settings_are_one_key_of_a_cache():
    assert len({Settings(nps_target=40.0), Settings(nps_target=40.0), Settings()}) == 2


@st.composite
def choices(draw: st.DrawFn) -> tuple[str, object]:
    """Any setting with any value that it may have."""
    definition = draw(st.sampled_from(list(DEFINITIONS.values())))
    whole = st.integers(int(definition.low), int(definition.high))
    values = {
        "text": st.from_regex(r"[\w&.,' -]{1,60}", fullmatch=True).map(
            lambda text: " ".join(text.split())
        ),
        "currency": st.sampled_from(["", *CURRENCIES]),
        "zone": st.sampled_from(zones.names()),
        "colour": st.sampled_from(["", "#12466F", "#000000", "#767676"]),
        "address": st.sampled_from(["", "https://cx.example.com", "http://[::1]:8501/a/b-c"]),
        "month": st.integers(1, 12),
        "number": st.one_of(st.none(), whole.map(float)),
        "count": whole,
    }
    return definition.name, draw(values[definition.kind])


@given(choice=choices())
def test_what_was_written_is_read_back(choice):
    name, value = choice
    assert parse(name, write(value)) == value


# What people write


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("company", "  Example   & Sons ", "Example & Sons"),
        ("accent_colour", "#700a50", "#700A50"),
        ("accent_colour", "12466f", "#12466F"),
        ("accent_colour", "", ""),
        ("address", " https://CX.example.com/ ", "https://cx.example.com"),
        ("address", "http://10.0.0.7:8501/board/", "http://10.0.0.7:8501/board"),
        ("address", "", ""),
        ("currency", "eur", "EUR"),
        ("fiscal_year_start", "October", 10),
        ("fiscal_year_start", "4", 4),
        ("nps_target", "-12.5", -12.5),
        ("csat_target", "", None),
        ("min_answers_shown", "10", 10),
        ("close_target_hours", "48", 48.0),
    ],
)
def test_a_setting_is_read_as_people_write_it(name, text, value):
    assert parse(name, text) == value


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("company", "x" * 61, "61 characters are too many. Give at most 60."),
        ("accent_colour", "teal", '"teal" is no colour. Give six hex digits such as 12466F'),
        ("accent_colour", "#FFF", "six hex digits"),
        ("accent_colour", "#52AEEA", "a contrast of 2.4 to 1, and needs 4.5. Give a darker one."),
        ("company", "Exa\u202emple", "characters that cannot be seen"),
        ("address", "cx.example.com", '"cx.example.com" is no address of a dashboard'),
        ("address", "ftp://cx.example.com", "Give it like https://cx.example.com or"),
        ("address", "javascript://cx.example.com", "is no address of a dashboard"),
        ("address", "https://ann:secret@cx.example.com", "is no address of a dashboard"),
        ("address", "https://cx.example.com/?segment=SMB", "is no address of a dashboard"),
        ("address", "https://cx.example.com:port", "is no address of a dashboard"),
        ("address", "https://cx.example.com/a b", "is no address of a dashboard"),
        ("address", 'https://cx.example.com/"', "is no address of a dashboard"),
        ("address", f"https://{'x' * 400}.com", "is no address of a dashboard"),
        ("currency", "EURO", '"EURO" is no currency code. Give the three letters of ISO 4217'),
        ("fiscal_year_start", "13", '"13" is no month. Give its name or a number from 1 to 12.'),
        ("fiscal_year_start", "", '"" is no month'),
        ("nps_target", "120", "120 is not within -100 to 100 points"),
        ("nps_target", "35,5", "Write it like 35 or 35.5"),
        ("nps_target", "nan", '"nan" is no number'),
        ("ces_target", "0.5", "0.5 is not within 1 to 7. Give one"),
        ("csat_target", "9" * 400, "is no number"),
        ("min_answers_shown", "", "cannot be empty. Give 10 to 10,000 answers."),
        ("min_answers_value", "12.5", '"12.5" is no whole number'),
        ("session_gap_days", "0", "0 is not within 1 to 365 days"),
        ("first_contact_target_hours", "-1", "-1 is not within 1 to 8,760 hours"),
    ],
)
def test_what_cannot_be_is_told_with_what_may_be(name, text, words):
    with pytest.raises(SettingRefused) as refused:
        parse(name, text)
    said = str(refused.value)
    assert said.startswith(f"{DEFINITIONS[name].label}: ")
    assert words in said
    assert said.endswith(".")
    assert len(said) < 250


@pytest.mark.parametrize(("name", "floor"), [("min_answers_shown", 10), ("min_customers", 5)])
def test_samples_can_be_raised_but_never_lowered_below_what_protects_people(name, floor):
    assert parse(name, str(floor)) == floor
    with pytest.raises(SettingRefused, match="Fewer could expose what single people said"):
        parse(name, str(floor - 1))


def test_a_setting_that_there_is_not_names_those_there_are():
    with pytest.raises(SettingRefused, match=r'no setting "colour"\. There are: company'):
        parse("colour", "red")


# Settings together


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ({"min_answers_shown": "40"}, "min_answers_value"),
        ({"min_answers_value": "80"}, "low_base_below"),
        ({"low_base_below": "20"}, "low_base_below"),
        ({"first_contact_target_hours": "48", "close_target_hours": "24"}, "close_target_hours"),
    ],
)
def test_settings_that_contradict_each_other_are_refused_at_the_one_to_change(texts, wrong):
    revised, complaints = revise(DEFAULTS, texts)
    assert revised == DEFAULTS
    assert list(complaints) == [wrong]
    assert "or more." in complaints[wrong]


def test_settings_that_go_together_only_together_are_taken_together():
    texts = {"min_answers_shown": "40", "min_answers_value": "50", "low_base_below": "90"}
    revised, complaints = revise(DEFAULTS, texts)
    assert complaints == {}
    assert (revised.min_answers_shown, revised.low_base_below) == (40, 90)


def test_every_wrong_setting_is_told_at_once():
    _, complaints = revise(DEFAULTS, {"nps_target": "x", "currency": "x", "company": "Example"})
    assert set(complaints) == {"nps_target", "currency"}


@given(
    samples=st.lists(st.integers(10, 10_000), min_size=3, max_size=3),
    hours=st.lists(st.one_of(st.none(), st.integers(1, 8_760)), min_size=2, max_size=2),
)
def test_contradictory_settings_are_settled_by_asking_for_more(samples, hours):
    names = ("min_answers_shown", "min_answers_value", "low_base_below")
    found = Settings(
        **dict(zip(names, samples, strict=True)),
        first_contact_target_hours=hours[0],
        close_target_hours=hours[1],
    )
    peaceful = settled(found)
    assert contradictions(peaceful) == {}
    for name in names:
        assert valued(peaceful, name) >= valued(found, name)


# The warehouse


def stored(house: House) -> house_settings.Stored:
    with house.reading() as cursor:
        return house_settings.stored(cursor)


def put(house: House, name: str, text: str) -> None:
    """Write a value past all checks, as another version or another program might."""
    with house.writing() as cursor:
        cursor.execute("insert into app.settings (name, value) values ($1, $2)", [name, text])


def records(house: House) -> list[tuple[object, ...]]:
    found = read_table(house, "app.audit_log", "actor, action, detail")
    return [row for row in found if row[1] == house_settings.ACT]


def test_a_new_warehouse_has_the_defaults(house: House):
    assert stored(house) == house_settings.Stored(DEFAULTS, ())


def test_a_change_is_kept_and_on_record_with_old_and_new(house: House):
    house_settings.change(house, {"nps_target": "40", "currency": "eur"}, "ann")
    now = house_settings.change(house, {"nps_target": "42.5"}, "ben")
    assert now == stored(house).settings == Settings(currency="EUR", nps_target=42.5)
    assert records(house) == [
        ("ann", "setting", '"NPS target" from none to 40 points'),
        ("ann", "setting", '"Reporting currency" from none to EUR'),
        ("ben", "setting", '"NPS target" from 40 points to 42.5 points'),
    ]
    with house.reading() as cursor:
        newest = house_settings.changes(cursor)[0]
    assert (newest.actor, newest.what) == ("ben", '"NPS target" from 40 points to 42.5 points')


def test_of_several_changes_all_hold_or_none(house: House):
    with pytest.raises(SettingRefused, match='"x" is no currency code'):
        house_settings.change(house, {"nps_target": "40", "currency": "x"}, "ann")
    assert stored(house).settings == DEFAULTS
    assert records(house) == []


def test_a_change_to_what_holds_anyway_is_not_on_record(house: House):
    house_settings.change(house, {"min_answers_shown": "10", "company": ""}, "ann")
    assert stored(house).settings == DEFAULTS
    assert records(house) == []


def test_a_change_back_to_nothing_holds(house: House):
    house_settings.change(house, {"nps_target": "40"}, "ann")
    house_settings.change(house, {"nps_target": ""}, "ann")
    assert stored(house).settings == DEFAULTS


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("colour", "red", 'There is no setting "colour"'),
        ("nps_target", "lots", '"lots" is no number'),
        ("min_answers_shown", "3", "3 is not within 10 to 10,000 answers"),
        ("fiscal_year_start", "", "is no month"),
    ],
)
def test_a_stored_value_that_does_not_hold_is_left_out_with_a_word(house: House, name, text, words):
    put(house, name, text)
    found = stored(house)
    assert found.settings == DEFAULTS
    assert len(found.ignored) == 1
    assert words in found.ignored[0]
    with house.snapshot() as state:
        assert state.settings() == DEFAULTS


def test_stored_samples_that_contradict_each_other_never_show_more_than_somebody_wanted(
    house: House,
):
    put(house, "min_answers_shown", "100")
    found = stored(house)
    assert found.settings == Settings(
        min_answers_shown=100, min_answers_value=100, low_base_below=100
    )
    assert len(found.ignored) == 1


def test_saving_a_setting_mends_what_was_stored_for_it(house: House):
    put(house, "nps_target", "lots")
    house_settings.change(house, {"nps_target": "30"}, "ann")
    assert stored(house) == house_settings.Stored(Settings(nps_target=30.0), ())


def test_who_saves_second_is_told_what_changed_meanwhile_and_overwrites_nothing(house: House):
    seen = stored(house).settings
    house_settings.change(house, {"nps_target": "40", "company": "Example"}, "ann", seen)
    with pytest.raises(SettingsMoved) as told:
        house_settings.change(house, {"csat_target": "85"}, "ben", seen)
    said = str(told.value)
    assert 'ann changed "Company name" from none to Example' in said
    assert 'ann changed "NPS target" from none to 40 points' in said
    assert "Nothing of yours was saved" in said
    now = stored(house).settings
    assert now == Settings(company="Example", nps_target=40.0)
    assert house_settings.change(house, {"csat_target": "85"}, "ben", now).nps_target == 40.0


def test_one_state_of_the_warehouse_has_one_set_of_settings(house: House):
    with house.snapshot() as before:
        assert before.settings() == DEFAULTS
        house_settings.change(house, {"nps_target": "40"}, "ann")
        assert before.settings() == DEFAULTS
    with house.snapshot() as pinned:
        version = pinned.version
        house_settings.change(house, {"nps_target": "41"}, "ann")
        assert pinned.settings() == Settings(nps_target=40.0)
    with house.snapshot() as after:
        assert (after.settings(), after.version) == (Settings(nps_target=41.0), version)
