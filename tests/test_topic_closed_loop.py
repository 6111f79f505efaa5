"""Specification of the Closed loop topic: its figures equal counts of the rows, one table each."""

import json
from argparse import Namespace
from dataclasses import replace
from datetime import date, timedelta
from statistics import median

import pytest

from cx.auth import everybody
from cx.cli.export import export_text
from cx.filters import Filters
from cx.settings import Settings
from cx.topics import closed_loop
from cx.topics.closed_loop import ClosedLoop
from cx.topics.closed_loop.listed import list_loops
from cx.warehouse import House, follow_ups
from cx.warehouse.follow_ups import Step
from tests import loop_company as company
from tests.conftest import begins

ALL = Filters()
TARGETS = Settings(first_contact_target_hours=24, close_target_hours=48)
ANSWERS = range(company.SIZE)


@begins
def brought(bring):
    for kind, rows in company.rows().items():
        bring(kind, rows)


def load(house: House, filters: Filters = ALL, **options: object) -> ClosedLoop:
    with house.snapshot() as state:
        return closed_loop.load(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra),
            filters,
            **options,
        )


def standing_of(house: House, about_id: str) -> str:
    return next(each.standing for each in load(house).waiting.loops if each.about_id == about_id)


def unhappy_again() -> int:
    """Second answers that are unhappy too: nobody followed them up."""
    return sum(1 for i in ANSWERS if i % 2 == 0)


def test_what_waits_is_what_nobody_closed_the_oldest_first(house, brought):
    found = load(house)
    never = sum(1 for i in ANSWERS if not company.is_closed(i)) + unhappy_again()
    assert load(house, kind="answer").waiting.total == never
    assert load(house, kind="case").waiting.total == 2  # opened again, and never resolved
    assert found.waiting.total == never + 2
    ages = [loop.age_seconds for loop in found.waiting.loops]
    assert ages == sorted(ages, reverse=True)
    oldest = min(company.began(i) for i in ANSWERS if not company.is_closed(i))
    assert ages[0] == (company.AS_OF - oldest).total_seconds()
    assert found.extent.as_of == company.AS_OF


def test_a_case_opened_again_is_open_until_it_is_closed_after_that(house, brought):
    found = load(house, kind="case")
    assert (found.reopened, found.reopened_open) == (2, 1)
    standing = {loop.about_id: loop.standing for loop in found.waiting.loops}
    assert standing == {"k0": "opened again", "k11": "contacted, not closed"}
    case = next(loop for loop in found.waiting.loops if loop.about_id == "k0")
    assert case.age_seconds == (company.AS_OF - company.FIRST_CASE).total_seconds()


def test_the_share_within_the_target_is_of_all_that_are_old_enough(house, brought):
    found = load(house, kind="answer", settings=TARGETS).contact
    in_time = sum(1 for i in ANSWERS if (company.hours_until_contact(i) or 99) <= 24)
    due = company.SIZE + unhappy_again()
    assert found.in_target.responses == due
    assert found.in_target.value == pytest.approx(100 * in_time / due)
    assert found.in_target.low < found.in_target.value < found.in_target.high
    assert load(house).contact.in_target is None


def test_what_is_too_young_to_be_judged_is_left_out_whether_answered_or_not(house, brought, bring):
    young = company.AS_OF - timedelta(hours=3)
    rows = [
        {"response_id": f"y{i}", "customer_id": f"c{i}", "survey_id": "s", "nps": 0,
         "responded_at": company.at(young)}
        for i in range(5)
    ]  # fmt: skip
    bring("responses", rows)
    before = load(house, kind="answer", settings=TARGETS).contact
    assert before.not_due == 5
    assert before.in_target.responses == company.SIZE + unhappy_again()


def test_the_median_counts_those_who_still_wait(house, brought):
    found = load(house, replace(ALL, to_on=date(2026, 3, 31), period="custom"), kind="answer")
    waits = [(company.hours_until_contact(i) or 1e9) * 3600 for i in ANSWERS]
    assert found.items == company.SIZE
    assert found.contact.durations.unfinished == sum(1 for i in ANSWERS if i % 4 == 3)
    assert found.contact.durations.median.value in (
        median(waits), sorted(waits)[company.SIZE // 2 - 1],
    )  # fmt: skip
    assert found.contact.durations.median.low < found.contact.durations.median.value


def test_waits_are_elapsed_time_not_days_begun(house, bring):
    bring("customers", [{"customer_id": "c", "status": "active"}])
    answer = {"response_id": "r", "customer_id": "c", "responded_at": "2026-03-01 23:59", "nps": 0}
    bring("responses", [answer])
    step = {"follow_up_id": "f", "customer_id": "c", "response_id": "r", "opened_at":
            "2026-03-02 00:00", "first_contact_at": "2026-03-02 00:01"}  # fmt: skip
    bring("follow_ups", [step])
    (loop,) = load(house).waiting.loops
    assert (loop.contacted_at - loop.began_at).total_seconds() == 120


def test_groups_add_up_to_the_whole_and_those_nobody_took_have_no_team(house, brought):
    found = load(house, kind="answer", settings=TARGETS)
    for groups in found.groups.values():
        assert sum(each.items for each in groups) == found.items
    teams = {each.name: each for each in found.groups["team"]}
    assert teams["North"].items == sum(1 for i in ANSWERS if i % 2 == 0)
    assert teams["(nobody yet)"].waiting == teams["(nobody yet)"].items
    assert teams["(nobody yet)"].contact_hours.refusal.code == "nobody_contacted"
    hours = [company.hours_until_contact(i) for i in ANSWERS if i % 2 == 0]
    assert teams["North"].contact_hours.value in sorted(hours)


def test_lists_behind_a_group_have_as_many_as_its_figure(house, brought):
    found = load(house)
    with house.snapshot() as state:
        for dimension, groups in found.groups.items():
            for each in groups:
                listing = list_loops(
                    lambda name, given, **extra: state.ask(name, given, everybody(), **extra),
                    found.filters, as_of=found.extent.as_of, dimension=dimension, name=each.name,
                )  # fmt: skip
                assert listing.total == each.items


def test_what_came_of_it_is_told_by_the_next_answer(house, brought):
    found = {each.name: each for each in load(house, kind="answer").outcomes}
    recovered = [i for i in ANSWERS if company.is_closed(i)]
    assert found["recovered"].items == len(recovered)
    assert found["recovered"].better.responses == len(recovered)
    better = sum(1 for i in recovered if i % 2) / len(recovered)
    assert found["recovered"].better.value == pytest.approx(100 * better)


def test_too_few_who_were_not_contacted_refuse_the_comparison_with_a_number(house, brought):
    matched = load(house).afterwards
    assert matched.refusal is not None
    assert "needs" in matched.refusal.remedy
    assert "Nobody drew lots" in matched.caveat


def test_a_step_that_is_logged_counts_at_once_and_only_from_its_revision_on(house, brought):
    before = load(house).waiting
    loop = next(each for each in before.loops if each.contacted_at is None)
    contact = Step(loop.about_kind, loop.about_id, "contacted", company.AS_OF)
    follow_ups.log(house, contact, "ann", 0)
    assert standing_of(house, loop.about_id) == "contacted, not closed"
    assert load(house, revision=0).waiting == before
    closed = replace(contact, step="closed", outcome="recovered")
    follow_ups.log(house, closed, "ann", 1)
    assert load(house).waiting.total == before.total - 1
    later = company.AS_OF + timedelta(minutes=5)
    follow_ups.log(house, replace(contact, step="reopened", happened_at=later), "ann", 2)
    assert load(house).waiting.total == before.total
    assert standing_of(house, loop.about_id) == "opened again"


def test_an_open_follow_up_of_the_extract_is_ended_by_a_close_logged_here(house, brought):
    follow_ups.log(
        house, Step("answer", "r2", "closed", company.AS_OF, outcome="not_recovered"), "ann"
    )
    ids = {loop.about_id for loop in load(house).waiting.loops}
    assert "r2" not in ids
    assert "r6" in ids


def test_where_no_category_says_complaint_every_case_counts(house, bring):
    case = {"case_id": "k", "customer_id": "c", "opened_at": "2026-01-01", "category": "Question"}
    bring("cases", [case])
    assert load(house).waiting.total == 1
    bring("cases", [{**case, "case_id": "l", "category": "Beschwerde"}])
    assert [loop.about_id for loop in load(house).waiting.loops] == ["l"]


def test_anonymous_unhappy_answers_are_counted_and_told_but_wait_for_nobody(house, brought, bring):
    bring("responses", [{"response_id": "a", "responded_at": "2026-03-01", "nps": 0,
                         "survey_id": "s"}])  # fmt: skip
    found = load(house)
    assert found.extent.anonymous == 1
    assert any("1 unhappy answer came from nobody known" in note for note in found.notes)


def test_without_data_it_says_so(house):
    found = load(house)
    assert found.waiting.total == 0
    assert found.headline == "No unhappy answers and complaints here."


def test_an_export_holds_the_tables_with_comments_masked(house, brought):
    given = Namespace(topic="closed_loop", format="json", filters=[], table=None)
    found = json.loads(export_text(house, given))
    assert {"waiting", "in_target", "by_team", "by_channel", "by_cause", "outcomes",
            "afterwards"} <= found["tables"].keys()  # fmt: skip
    assert "7946" not in json.dumps(found)
    assert found["figures"][0]["value"] == load(house).waiting.total
