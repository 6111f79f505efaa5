"""Themes that people keep: every change holds, is on record, and none is lost."""

import pytest

from cx.errors import ThemeRefused, ThemesMoved
from cx.filters import Filters
from cx.warehouse import House, open_house, themes
from cx.warehouse.themes import NewThemes
from tests.conftest import read_table


def three(language: str = "en", **changes: object) -> NewThemes:
    given = {
        "language": language,
        "names": ("late, parcel", "bill, wrong", "rude, staff"),
        "words": (("late", "parcel"), ("bill", "wrong"), ("rude", "staff")),
        "given_names": (None, None, None),
        "model": "{}",
        "learnt_from": "900 comments",
        "comments": 900,
        "stability": 0.9,
        "none_share": 0.05,
        "unknown_share": 0.1,
    }
    return NewThemes(**(given | changes))


def kept(house: House) -> dict[int, tuple[str, int | None]]:
    """Name and target of each theme in force."""
    with house.reading() as cursor:
        return {each.theme: (each.name, each.merged_into) for each in themes.read(cursor)}


def acts(house: House) -> list[tuple[str, str]]:
    rows = read_table(house, "app.audit_log", "actor, action, detail")
    return [(actor, detail) for actor, action, detail in rows if action == "theme"]


@pytest.fixture
def set_id(house: House) -> int:
    return themes.save(house, three(), "ann")


def test_themes_are_kept_as_they_were_found(house: House, set_id: int):
    with house.reading() as cursor:
        found = themes.read(cursor)
    assert [each.words[0] for each in found] == ["late", "bill", "rude"]
    assert {(each.set_id, each.language, each.given_name) for each in found} == {
        (set_id, "en", None)
    }
    assert acts(house) == [("ann", "3 themes (en) kept, learnt from 900 comments")]


def test_a_name_holds_and_an_empty_one_gives_back_the_first(house: House, set_id: int):
    themes.rename(house, set_id, 1, "  Wrong   bills ", "ben")
    assert kept(house)[1] == ("Wrong bills", None)
    themes.rename(house, set_id, 1, " ", "ben")
    assert kept(house)[1] == ("bill, wrong", None)
    assert acts(house)[-2:] == [
        ("ben", '"Wrong bills" (en) renamed to "bill, wrong"'),
        ("ben", '"bill, wrong" (en) renamed to "Wrong bills"'),
    ]


def test_two_themes_cannot_have_one_name(house: House, set_id: int):
    themes.rename(house, set_id, 0, "Delivery", "ben")
    with pytest.raises(ThemeRefused, match='another theme called "delivery"'):
        themes.rename(house, set_id, 1, "delivery", "ben")
    assert kept(house)[1] == ("bill, wrong", None)


def test_a_name_that_is_too_long_is_refused(house: House, set_id: int):
    with pytest.raises(ThemeRefused, match="60 letters at most"):
        themes.rename(house, set_id, 0, "x" * 61, "ben")


def test_a_merged_theme_can_be_split_again_and_has_the_name_it_had(house: House, set_id: int):
    themes.rename(house, set_id, 0, "Delivery", "ben")
    themes.merge(house, set_id, 0, 1, "ben")
    assert kept(house)[0] == ("Delivery", 1)
    themes.split(house, set_id, 0, "ann")
    assert kept(house)[0] == ("Delivery", None)
    assert ("ann", '"Delivery" (en) split from "bill, wrong"') in acts(house)


def test_what_was_merged_into_a_theme_goes_along_with_it(house: House, set_id: int):
    themes.merge(house, set_id, 0, 1, "ben")
    themes.merge(house, set_id, 1, 2, "ben")
    with house.reading() as cursor:
        found = themes.read(cursor)
    assert [themes.head_of(found, each) for each in range(3)] == [2, 2, 2]


def test_themes_that_are_one_already_are_not_merged_in_a_circle(house: House, set_id: int):
    themes.merge(house, set_id, 0, 1, "ben")
    with pytest.raises(ThemeRefused, match="one theme already"):
        themes.merge(house, set_id, 1, 0, "ben")
    with pytest.raises(ThemeRefused, match="one theme already"):
        themes.merge(house, set_id, 2, 2, "ben")


def test_what_is_not_merged_cannot_be_split(house: House, set_id: int):
    with pytest.raises(ThemeRefused, match="is not merged"):
        themes.split(house, set_id, 2, "ben")


def test_a_split_never_gives_two_themes_one_name(house: House, set_id: int):
    themes.rename(house, set_id, 0, "Delivery", "ben")
    themes.merge(house, set_id, 0, 1, "ben")
    themes.rename(house, set_id, 2, "Delivery", "ben")
    with pytest.raises(ThemeRefused, match="another theme called"):
        themes.split(house, set_id, 0, "ben")


def test_there_is_no_theme_of_that_number(house: House, set_id: int):
    with pytest.raises(ThemeRefused, match="no theme 7"):
        themes.rename(house, set_id, 7, "x", "ben")


def test_new_themes_of_a_language_take_the_place_of_the_old_and_leave_others(house: House, set_id):
    themes.save(house, three("de"), "ann")
    newer = themes.save(house, three(given_names=("Delivery", None, None)), "ann")
    with house.reading() as cursor:
        found = {(each.language, each.set_id, each.name) for each in themes.read(cursor)}
    assert {each[:2] for each in found} == {("de", set_id + 1), ("en", newer)}
    assert ("en", newer, "Delivery") in found
    with pytest.raises(ThemeRefused, match="not kept any more"):
        themes.rename(house, set_id, 0, "x", "ben")


def test_themes_given_up_are_found_anew_from_then_on_even_where_others_were_kept_before(
    house: House, set_id
):
    newer = themes.save(house, three(), "ann")
    themes.reset(house, newer, "ben")
    assert kept(house) == {}
    assert ("ben", "3 themes (en) no longer kept") in acts(house)
    with pytest.raises(ThemeRefused, match="not kept any more"):
        themes.reset(house, newer, "ben")


def test_every_change_has_a_revision_and_earlier_ones_can_be_told(house: House, set_id: int, ask):
    with house.snapshot() as state:
        first = state.themes_revision()
    themes.rename(house, set_id, 0, "Delivery", "ben")
    with house.snapshot() as state:
        assert state.themes_revision() == first + 1
        assert state.version == 0
    then = ask("voice/kept_themes", Filters(), revision=first)
    assert then["given_name"].isna().all()
    now = ask("voice/kept_themes", Filters(), revision=None)
    assert now["given_name"].dropna().tolist() == ["Delivery"]


def test_themes_outlive_the_process(tmp_path):
    house = open_house(tmp_path / "a.duckdb")
    number = themes.save(house, three(), "ann")
    themes.rename(house, number, 2, "Manners", "ann")
    house.close()
    again = open_house(tmp_path / "a.duckdb")
    assert kept(again)[2] == ("Manners", None)
    again.close()


def revision(house: House) -> int:
    with house.snapshot() as state:
        return state.themes_revision()


def test_whoever_decides_by_themes_that_were_changed_meanwhile_changes_nothing(
    house: House, set_id: int
):
    seen = revision(house)
    themes.rename(house, set_id, 0, "Parcels", "ben", seen)
    changes = (
        lambda: themes.rename(house, set_id, 1, "Bills", "ann", seen),
        lambda: themes.merge(house, set_id, 1, 2, "ann", seen),
        lambda: themes.reset(house, set_id, "ann", seen),
        lambda: themes.save(house, three(), "ann", seen),
    )
    for change in changes:
        with pytest.raises(ThemesMoved, match=r"ben renamed a theme\. Nothing of yours"):
            change()
    assert revision(house) == seen + 1


def test_themes_of_another_language_may_be_changed_meanwhile(house: House, set_id: int):
    seen = revision(house)
    themes.save(house, three("de"), "ben", seen)
    themes.merge(house, set_id, 1, 2, "ann", seen)
    assert kept(house)[1] == ("bill, wrong", 2)
