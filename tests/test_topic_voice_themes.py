"""Themes of the Voice topic: scored as a plain recomputation says, and held once they are kept."""

from datetime import date

import numpy as np
import pytest

from cx.auth import everybody
from cx.filters import Filters
from cx.settings import Settings
from cx.topics import voice
from cx.warehouse import House, themes
from cx.warehouse.themes import NewThemes
from tests.test_topic_voice import about, answer, load, points, sentence, three_themes, topic_of

__all__ = ["three_themes"]


def test_themes_score_as_a_plain_recomputation_says(house: House, three_themes):
    found = load(house, part="load_themes").by_language[0]
    long = three_themes[:600]
    assert (found.comments, found.long, found.without_theme, len(found.themes)) == (620, 600, 0, 3)
    for theme in found.themes:
        inside = [points(row["nps"]) for row in long[topic_of(theme) :: 3]]
        every = [points(row["nps"]) for row in long]
        outside = (sum(every) - sum(inside)) / 400
        assert (theme.comments, theme.share.value) == (200, pytest.approx(100 / 3))
        assert theme.effect.inside.value == pytest.approx(np.mean(inside))
        assert theme.effect.outside.value == pytest.approx(outside)
    verdicts = {topic_of(theme): theme.effect.verdict for theme in found.themes}
    assert verdicts == {0: "lower", 1: "no clear difference", 2: "higher"}


def test_months_of_a_theme_add_up(house: House, three_themes):
    theme = load(house, part="load_themes").by_language[0].themes[0]
    assert [month.starts_on for month in theme.months] == [date(2026, m, 1) for m in range(1, 7)]
    assert sum(month.about for month in theme.months) == theme.comments
    assert sum(month.comments for month in theme.months) == 600


def test_a_theme_that_spreads_is_told_against_the_period_before(bring, house: House):
    rows = [
        answer(i, 8, about(i, i % 3 if i < 400 else i % 3 if i % 2 else 0), responded_at=day)
        for i in range(800)
        for day in ["2025-03-01" if i < 400 else "2026-03-01"]
    ]
    bring("responses", rows)
    view = Filters("custom", date(2026, 1, 1), date(2026, 12, 31))
    found = load(house, view, part="load_themes").by_language[0]
    spreads = {topic_of(theme): theme.spread.verdict for theme in found.themes}
    assert spreads[0] == "growing"
    assert spreads[1] == "shrinking"
    assert all(t.spread is None for t in load(house, part="load_themes").by_language[0].themes)


def test_a_theme_names_what_its_customers_are_worth(bring, house: House, three_themes):
    bring(
        "orders",
        [
            {"order_id": f"o{i}", "customer_id": f"c{i}", "ordered_at": "2026-06-01", "revenue": 2}
            for i in range(400)
        ],
    )
    for theme in load(house, part="load_themes").by_language[0].themes:
        numbers = [i for i in range(600) if i % 3 == topic_of(theme)]
        people = {f"c{i % 400}" for i in numbers}
        unhappy = {f"c{i % 400}" for i in numbers if three_themes[i]["nps"] <= 6}
        assert (theme.worth.customers, theme.worth.revenue) == (len(people), 2.0 * len(people))
        assert theme.worth.unhappy_revenue == 2.0 * len(unhappy)


def test_few_comments_have_no_themes_and_say_how_many_are_missing(bring, house: House):
    bring("responses", [answer(i, 2, sentence(i, "slow")) for i in range(250)])
    found = load(house, part="load_themes").by_language[0]
    assert found.refusal.code == "comments_lt_300"
    assert found.refusal.remedy == "needs 50 more comments"
    assert "There are no themes" in load(house).headline


def keep(house: House, **changes: object) -> int:
    learnt = load(house, part="learn")[0]
    return themes.save(house, NewThemes(**{**learnt.record(), **changes}), "ann")


def test_kept_themes_show_what_was_shown_before_they_were_kept(house: House, three_themes):
    before = load(house, part="load_themes").by_language[0]
    keep(house)
    after = load(house, part="load_themes").by_language[0]
    assert after.themes == before.themes
    assert (before.learnt.is_kept, after.learnt.is_kept) == (False, True)
    assert after.learnt.none_share == before.learnt.none_share


def test_a_new_import_meets_kept_themes_and_their_names(bring, house: House, three_themes):
    set_id = keep(house)
    first = load(house, part="load_themes").by_language[0]
    theme = next(each for each in first.themes if topic_of(each) == 0)
    themes.rename(house, set_id, theme.number, "Late parcels", "ann")
    bring("responses", [answer(2000 + i, 2, about(2000 + i, 0)) for i in range(50)])
    found = load(house, part="load_themes").by_language[0]
    named = {each.name: each.comments for each in found.themes}
    assert named["Late parcels"] == 250
    assert sorted(named.values()) == [200, 200, 250]
    assert "“Late parcels”" in load(house).headline


def test_merged_themes_are_counted_as_one_until_they_are_split(house: House, three_themes):
    set_id = keep(house)
    themes.merge(house, set_id, 0, 1, "ann")
    merged = load(house, part="load_themes").by_language[0].themes
    assert [(each.number, each.comments) for each in merged] == [(1, 400), (2, 200)]
    assert [number for number, _ in merged[0].members] == [0]
    learnt = load(house, part="learn")[0]
    assert load(house, part="behind_theme", learnt=learnt, number=0).total == 400
    themes.split(house, set_id, 0, "ann")
    assert len(load(house, part="load_themes").by_language[0].themes) == 3


def test_an_earlier_revision_of_the_themes_can_be_shown(house: House, three_themes):
    set_id = keep(house)
    with house.snapshot() as state:
        revision = state.themes_revision()
    themes.merge(house, set_id, 0, 1, "ann")
    assert len(load(house, part="load_themes", revision=revision).by_language[0].themes) == 3


def test_themes_learnt_anew_on_request_carry_the_names_that_people_gave(house, bring, three_themes):
    set_id = keep(house)
    learnt = load(house, part="learn")[0]
    number = next(each.number for each in learnt.themes if topic_of(each) == 2)
    themes.rename(house, set_id, number, "Installation", "ann")
    bring("responses", [answer(3000 + i, 2, about(3000 + i, i % 3)) for i in range(300)])
    anew = load(house, part="learn", anew=("en",))[0]
    assert (anew.set_id, anew.comments) == (None, 900)
    assert [topic_of(each) for each in anew.themes if each.name == "Installation"] == [2]
    assert load(house, part="learn")[0].comments == 600


def test_people_who_write_about_other_things_are_noticed(house: House, bring, three_themes):
    keep(house)
    assert not any("other things:" in note for note in load(house).notes)
    new = ["garden", "flowers", "roses", "tulips", "watering"]
    bring("responses", [answer(4000 + i, 9, " ".join([*new, sentence(i)])) for i in range(200)])
    result = load(house)
    assert result.themes.by_language[0].without_theme == 200
    note = next(note for note in result.notes if "other things:" in note)
    assert "25 % of the comments are about none of them (then 0 %)" in note


def test_the_comments_behind_a_theme_are_listed_masked_and_beside_their_revenue(
    bring, house: House, three_themes
):
    order = {"order_id": "o", "customer_id": "c3", "ordered_at": "2026-06-01", "revenue": 12.5}
    bring("orders", [order])
    learnt = load(house, part="learn")[0]
    number = next(each.number for each in learnt.themes if topic_of(each) == 0)
    found = load(house, part="behind_theme", learnt=learnt, number=number, page=3)
    assert (found.total, found.skipped, len(found.hits)) == (200, 150, 50)
    every = [
        hit
        for page in range(4)
        for hit in load(house, part="behind_theme", learnt=learnt, number=number, page=page).hits
    ]
    assert {hit.customer_id: hit.revenue for hit in every}["c3"] == 12.5
    assert [hit.responded_at for hit in every] == sorted(
        (hit.responded_at for hit in every), reverse=True
    )


def test_finding_themes_tells_how_far_it_is(house: House, three_themes):
    parts: list[float] = []
    load(house, part="learn", moved=parts.append)
    assert parts == sorted(parts)
    assert 0 <= parts[0] < parts[-1] <= 1


def test_kept_themes_are_there_without_reading_any_comment(house: House, three_themes):
    asked = []
    set_id = keep(house)
    with house.snapshot() as state:

        def ask(name, given, **extra):
            asked.append(name)
            return state.ask(name, given, everybody(), **extra)

        (found,) = voice.read_kept(ask)
    assert (found.set_id, found.language, len(found.themes)) == (set_id, "en", 3)
    assert asked == ["voice/kept_themes", "voice/kept_models"]


def test_a_company_that_asks_for_more_answers_quotes_and_scores_later(house: House, three_themes):
    strict = Settings(min_answers_shown=250, min_answers_value=250, low_base_below=250)
    theme = load(house, part="load_themes", settings=strict).by_language[0].themes[0]
    assert theme.effect.inside.value is None
    assert theme.quotes == ()
    assert "nobody is quoted below 250" in theme.quotes_withheld.message
