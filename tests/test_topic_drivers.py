"""Specification of the Drivers topic: what is named, what is refused and with which words."""

import json
from argparse import Namespace
from datetime import date, timedelta

import numpy as np
import pytest

from cx.auth import everybody
from cx.cli.export import export_text
from cx.filters import Filters
from cx.topics import drivers
from cx.topics.drivers.results import Drivers
from cx.topics.drivers.view import seed_of, settle
from cx.warehouse import House
from tests.conftest import Rows, read_table
from tests.test_driver_questions import EVERYTHING, answer, customers, followed, order


def load(house: House, filters: Filters = EVERYTHING, **options: object) -> Drivers:
    with house.snapshot() as state:
        return drivers.load(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra),
            filters,
            **options,
        )


def test_the_kind_that_asks_for_ratings_is_chosen_where_only_one_does(house, bring):
    bring(
        "surveys",
        [
            {"survey_id": "a", "name": "a", "kind": "relationship"},
            {"survey_id": "b", "name": "b", "kind": "transactional"},
        ],
    )
    bring("responses", [answer(at, survey_id="ab"[at % 2]) for at in range(40)])
    bring("ratings", [{"response_id": f"r{at}", "attribute": "a", "rating": 3} for at in (1, 3, 5)])
    with house.snapshot() as state:
        view = settle(lambda name, given: state.ask(name, given, everybody()), EVERYTHING)
    assert view.filters.survey_kind == "transactional"
    assert {(each.name, each.answers, each.rated) for each in view.kinds} == {
        ("relationship", 20, 0),
        ("transactional", 20, 3),
    }


def test_nothing_is_followed_where_nothing_on_file_is_later_than_the_answers(house, bring, ask):
    bring("customers", customers(40, acquired_on="2026-04-30"))
    bring("responses", [answer(at, at % 11) for at in range(40)])
    assert followed(ask)[3] == (None, 0)
    assert load(house).defection.refusal.code == "nothing_known_afterwards"


def company(bring, answers: int = 600, attributes: int = 3, seed: int = 1) -> Rows:
    """Attribute 0 is a basic; half of the deliveries are late, which doubles the detractors."""
    dice = np.random.default_rng(seed)
    values = dice.integers(1, 6, (answers, attributes))
    is_late = dice.random(answers) < 0.5
    mood = 7.6 - 3.0 * (values[:, 0] <= 2) - 1.8 * is_late + 1.5 * dice.normal(size=answers)
    score = np.clip(np.rint(mood), 0, 10).astype(int)
    day = date(2026, 3, 1)
    rows = [
        answer(at, int(score[at]), on=f"{day + timedelta(days=at % 90)}", order_id=f"o{at}")
        for at in range(answers)
    ]
    bring("responses", rows)
    bring(
        "orders",
        [order(at, delivered_on=f"2026-04-{10 + is_late[at]}") for at in range(answers)],
    )
    bring(
        "ratings",
        [
            {"response_id": f"r{at}", "attribute": f"Attribute {to}", "rating": int(values[at, to])}
            for at in range(answers)
            for to in range(attributes)
        ],
    )
    return rows


def test_the_page_says_what_costs_most_and_what_happened_to_the_unhappy(house, bring):
    company(bring)
    result = load(house)
    assert result.headline.startswith("Low ratings of Attribute 0 cost most: ")
    assert "After a late delivery, " in result.headline
    assert [each.name for each in result.attitudes.real] == ["Attribute 0"]
    assert [cause.name for cause in result.causes[0].standing] == ["late_by_day"]


def test_the_bridge_adds_up_to_the_score_of_the_answers_that_rate(house, bring):
    rows = company(bring)
    bridge = load(house).dissatisfaction.bridge
    points = [100 if row["nps"] >= 9 else -100 if row["nps"] <= 6 else 0 for row in rows]
    terms = sum(span.penalty.points + span.reward.points for span in bridge.spans)
    assert bridge.score == pytest.approx(np.mean(points))
    assert bridge.start + terms + bridge.unrated == pytest.approx(np.mean(points))


def test_the_same_view_gives_the_same_numbers(house, bring):
    company(bring, answers=300)
    first, again = load(house), load(house)
    assert first.attitudes == again.attitudes
    assert first.dissatisfaction == again.dissatisfaction
    assert first.causes == again.causes
    week = Filters("custom", date(2026, 3, 1), date(2026, 3, 7))
    assert seed_of(EVERYTHING) != seed_of(week)


def test_without_ratings_every_part_that_needs_them_says_so(house, bring):
    bring("responses", [answer(at, at % 11) for at in range(60)])
    result = load(house)
    refused = [
        result.attitudes.importance.refusal,
        result.yes_or_no.refusal,
        result.dissatisfaction.bridge.refusal,
        result.dissatisfaction.dissatisfiers.refusal,
        result.dissatisfaction.asymmetry.refusal,
    ]
    assert {each.code for each in refused} == {"no_ratings"}
    assert result.headline == (
        "None of these 60 answers rates anything, so no attribute can be ranked."
    )


def test_few_ratings_say_how_many_are_missing(house, bring):
    company(bring, answers=60)
    refusal = load(house).attitudes.importance.refusal
    assert refusal.remedy == "needs 40 more rated answers"


def test_more_than_twenty_attributes_are_refused_until_some_are_chosen(house, bring):
    company(bring, answers=260, attributes=21)
    assert load(house).attitudes.importance.refusal.code == "more_than_20_drivers"
    chosen = load(house, attributes=("Attribute 0", "Attribute 1")).attitudes
    assert {driver.name for driver in chosen.importance.drivers} == {"Attribute 0", "Attribute 1"}


def test_filters_that_match_nothing_give_a_sentence_and_no_error(house, bring):
    company(bring, answers=120)
    result = load(house, Filters(segment=("nobody",)))
    assert result.headline == "No NPS answers match these filters."
    assert result.causes == ()
    assert result.defection.refusal.code == "no_customers"


def test_what_nobody_recorded_is_not_known_and_says_what_would_tell(house, bring):
    company(bring, answers=120)
    unknown = {each.code: each.remedy for each in load(house).causes[0].unknown}
    assert unknown["not_known:late_by_hour"] == "needs orders with promised_at and delivered_at"
    assert unknown["not_known:pressed"] == "needs interactions with the purpose marketing"
    assert "not_known:late_by_day" not in unknown


def test_causes_are_told_for_each_kind_of_survey_by_itself(house, bring):
    bring(
        "surveys",
        [
            {"survey_id": "a", "name": "a", "kind": "relationship"},
            {"survey_id": "b", "name": "b", "kind": "transactional"},
        ],
    )
    bring("responses", [answer(at, at % 11, survey_id="aab"[at % 3]) for at in range(90)])
    found = [(each.survey_kind, each.answers, each.bad) for each in load(house).causes]
    assert found == [("relationship", 60, 38), ("transactional", 30, 20)]


def test_a_score_made_from_leaving_is_told_and_prints_no_hazards(house, bring):
    bring(
        "customers",
        [
            {
                "customer_id": f"c{at}",
                "name": "n",
                "status": "lost" if at % 11 <= 4 else "active",
                "acquired_on": "2025-01-01",
            }
            for at in range(400)
        ],
    )
    bring("responses", [answer(at, at % 11) for at in range(400)])
    result = load(house)
    assert result.defection.refusal.code in ("separation", "leakage_suspected")
    assert result.defection.hazards.hazards == ()
    assert result.defection.survival.curves == ()
    assert "Beware: the score all but decides who left" in result.headline
    assert result.worths.fixes == ()


def test_leaving_without_days_is_refused_with_what_would_tell(house, bring):
    dice = np.random.default_rng(1)
    bring(
        "customers",
        [
            {"customer_id": f"c{at}", "name": "n", "status": "lost" if at % 5 == 0 else "active"}
            for at in range(200)
        ],
    )
    bring("responses", [answer(at, int(dice.integers(0, 11))) for at in range(200)])
    refusal = load(house).defection.refusal
    assert refusal.code == "exits_without_days"
    assert refusal.message == "40 customers of 200 left, but nobody wrote down when."


def test_weights_of_the_survey_are_told_beside_the_plain_ranking(house, bring):
    rows = company(bring, answers=400)
    weighed = [row | {"weight": 1 + at % 3} for at, row in enumerate(rows)]
    bring("responses", weighed, mode="merge")
    result = load(house)
    assert result.attitudes.weighted.drivers[0].name == "Attribute 0"
    assert "With the survey's own weights Attribute 0 comes first too." in result.notes


# The report


def export(house: House, **more: object) -> str:
    asked = {"topic": "drivers", "format": "json", "filters": [], "table": None}
    return export_text(house, Namespace(**asked | more))


def test_the_report_ranks_every_attribute_and_says_why_one_is_left_out(house, bring):
    rows = company(bring)
    bring(
        "ratings",
        [
            {"response_id": row["response_id"], "attribute": "Always three", "rating": 3}
            for row in rows[:50]
        ],
        mode="merge",
    )
    table = json.loads(export(house))["tables"]["importance"]
    spec = "attribute lmg share low high sign p_top stated performance class refusal"
    assert set(spec.split()) <= set(table[0])
    shares = [line["share"] for line in table if line["share"] is not None]
    assert sum(shares) == pytest.approx(1.0)
    assert shares == sorted(shares, reverse=True)
    assert all(line["low"] <= line["share"] <= line["high"] for line in table[:3])
    assert table[-1]["attribute"] == "Always three"
    assert table[-1]["refusal"] == "drop_driver_zero_variance:Always three"


def test_every_table_of_the_report_can_be_written_as_csv(house, bring):
    company(bring, answers=250)
    report = json.loads(export(house))
    names = ["importance", "bridge", "asymmetry", "dissatisfiers", "causes", "defection", "gaps"]
    assert set(names) <= set(report["tables"])
    for name in report["tables"]:
        export(house, format="csv", table=name)
    bridge = report["tables"]["bridge"]
    assert sum(line["points"] for line in bridge[:-1]) == pytest.approx(bridge[-1]["points"])


def test_a_report_of_nothing_holds_the_refusals(house):
    report = json.loads(export(house))
    assert report["headline"] == "No NPS answers match these filters."
    codes = {line["code"] for line in report["tables"]["warnings"]}
    assert {"no_ratings", "no_customers"} <= codes


def test_hours_of_delivery_are_kept_as_they_came(house, bring):
    bring("orders", [order(1, promised_at="2026-04-10 18:00", delivered_at="2026-04-10 19:30")])
    found = read_table(house, "crm.orders", "promised_at::varchar, delivered_at::varchar")
    assert found == [("2026-04-10 18:00:00", "2026-04-10 19:30:00")]
