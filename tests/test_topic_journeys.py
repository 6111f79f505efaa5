"""Specification of the Journeys topic: flows are conserved, and every figure has its list.

Oracles: counts of single tables; the planted truths of the demo company; figures of the Olist data
computed with other programs, which may not be committed and are looked for beside this repository.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest

from cx.analysis.moments import Evidence
from cx.auth import everybody
from cx.filters import Filters
from cx.ingest import import_file, load_mapping
from cx.settings import Settings
from cx.topics import journeys
from cx.topics.journeys import parts
from cx.topics.journeys.results import END, EXITS, GOES_ON, START, UNDER_WAY, Journeys
from cx.warehouse import House
from cx.warehouse import settings as house_settings
from tests.conftest import begins

EVERYTHING = Filters()
TODAY = date(2026, 12, 31)
REAL = Path(__file__).resolve().parents[2] / "shared" / "realdata"
Ask = Callable[..., object]


def asked(house: House, work: Callable[[Ask], object]) -> object:
    """Do something with one state of the warehouse."""
    with house.snapshot() as state:
        return work(partial(state.ask, scope=everybody()))


def load(house: House, filters: Filters = EVERYTHING, **options: object) -> Journeys:
    options.setdefault("today", TODAY)
    return asked(house, lambda ask: journeys.load(ask, filters, **options))


def listed(house: House, what: Callable[..., object], result: Journeys, *args, **which) -> int:
    """Count the list behind a figure; it says how many it has, and has them."""
    rows, total = asked(house, lambda ask: what(ask, result, *args, **which, most=100_000))
    assert len(rows) == total
    return total


START_AT = datetime.fromisoformat("2026-01-01T08:00:00")


def contact(number: int, customer: str, hours: float, name: str = "Help", **columns: object):
    return {
        "interaction_id": f"x{number:05}",
        "customer_id": customer,
        "occurred_at": (START_AT + timedelta(hours=hours)).isoformat(),
        "touchpoint": name,
        "channel": "Phone",
        **columns,
    }


@begins
def busy(bring) -> None:
    """Some 300 customers with contacts over a year, and answers of half of them."""
    rng = Random(3)
    names = ("Advice", "Order", "Delivery", "Help", "Invoice", "Visit", "Call", "Fair", "Chat")
    contacts, answers = [], []
    for number in range(300):
        hour = rng.uniform(0, 4000)
        for _ in range(rng.randint(1, 12)):
            hour += rng.choice((5, 50, 300, 900)) * rng.random()
            is_solved = rng.choice(("true", "false", None))
            name = names[min(8, int(rng.expovariate(0.4)))]
            row = contact(len(contacts), f"c{number}", hour, name, is_resolved=is_solved)
            contacts.append(row | {"cost": 5, "wait_seconds": 60})
        if number % 2:
            at = (START_AT + timedelta(hours=hour + 24)).isoformat()
            answers.append(
                {"response_id": f"r{number}", "customer_id": f"c{number}", "responded_at": at}
                | {"nps": rng.randint(0, 10)}
            )
    bring("customers", [{"customer_id": f"c{n}", "segment": "AB"[n % 2]} for n in range(300)])
    bring("interactions", contacts)
    bring("responses", answers)


def test_as_many_journeys_come_to_each_step_as_leave_it(busy: House):
    flow = load(busy).flow
    assert flow.journeys == load(busy).journeys
    for node in flow.nodes:
        onward = sum(link.journeys for link in flow.links_of(node))
        assert onward == node.journeys
        if node.step:
            reached = [x for x in flow.links if (x.step + 1, x.target) == (node.step, node.name)]
            assert sum(link.journeys for link in reached) == node.journeys
    ends = sum(link.journeys for link in flow.links if link.is_exit)
    assert ends == flow.journeys
    assert {link.target for link in flow.links if link.step == flow.most_steps} <= set(EXITS)
    assert GOES_ON in {link.target for link in flow.links}


def test_volumes_equal_the_counts_of_the_one_table(busy: House):
    result = load(busy)
    with busy.reading() as cursor:
        counts = dict(
            cursor.execute(
                "select touchpoint, count(*) from crm.interactions group by 1"
            ).fetchall()
        )
        answers = cursor.execute("select count(*) from feedback.responses").fetchone()[0]
        touches = cursor.execute("select sum(touches) from rollup.journeys").fetchone()[0]
    assert {line.name: line.contacts for line in result.touchpoints} == counts
    assert touches == sum(counts.values())
    assert sum(node.score.responses for node in result.flow.nodes if node.step == 0) == answers
    split = Counter()
    for line in result.by_channel:
        split[line.name] += line.contacts
    assert split == counts


def test_every_figure_has_a_list_of_as_many(busy: House):
    result = load(busy)
    for link in result.flow.links[::7]:
        ends = {"step": link.step, "source": link.source, "target": link.target}
        assert listed(busy, journeys.journeys_behind, result, **ends) == link.journeys
    for node in result.flow.nodes[::5]:
        found = listed(busy, journeys.journeys_behind, result, step=node.step, source=node.name)
        assert found == node.journeys
    for line in result.paths:
        assert listed(busy, journeys.journeys_behind, result, path=line.steps) == line.journeys
    shown = [m.transition for m in result.transitions if m.transition.moves is not None]
    for move in [m for m in shown if m.source != START][:12]:
        found = listed(busy, journeys.moves_behind, result, move.source, move.target)
        assert found == move.moves
    for line in result.touchpoints[:4]:
        by = partial(listed, busy, journeys.contacts_behind, result, line.name)
        counts = (line.contacts, line.first_count, line.repeat_count)
        assert (by(), by(measure="first"), by(measure="repeat")) == counts
    for source in result.funnel:
        for step in source.funnel.steps:
            found = listed(busy, journeys.leads_behind, result, source.source, step.name)
            assert found == step.reached


def test_parts_that_are_added_one_by_one_make_the_same_page(busy: House):
    def page(ask: Ask) -> Journeys:
        answer = parts.at_once(ask, EVERYTHING, Settings())
        found = parts.begin(ask, EVERYTHING, today=TODAY)
        assert (found.flow.nodes, found.paths, found.touchpoints) == ((), (), ())
        for add in (parts.with_truth, *reversed(parts.WITHOUT_TRUTH)):
            found = add(found, answer)
        return found

    assert asked(busy, page) == load(busy)


def test_another_model_of_leaving_is_taken_where_it_is_given(busy: House):
    told = {"Help": Evidence(9.0, 8.0, 10.0, 0.001)}
    found = load(busy, cox=lambda stays, terms: told).truth.moments.touchpoints
    signs = [each.of("staying") for each in found]
    assert [each.evidence for each in signs if each] == [told["Help"]]


def test_the_list_of_a_figure_follows_the_filters(busy: House):
    view = Filters("custom", date(2026, 2, 1), date(2026, 5, 31), segment=("A",))
    result = load(busy, view)
    link = max(result.flow.links, key=lambda each: each.journeys)
    ends = {"step": link.step, "source": link.source, "target": link.target}
    assert listed(busy, journeys.journeys_behind, result, **ends) == link.journeys
    assert 0 < result.journeys < load(busy).journeys
    assert result.flow.journeys == result.journeys


def test_transitions_leave_each_touchpoint_as_often_as_it_is_left(busy: House):
    result = load(busy)
    for source in {move.transition.source for move in result.transitions}:
        own = [m.transition for m in result.transitions if m.transition.source == source]
        assert len({move.departures for move in own}) == 1
        if all(move.moves is not None for move in own):
            assert sum(move.moves for move in own) == own[0].departures
            assert sum(move.share.value for move in own) == pytest.approx(1)


def test_a_channel_lets_through_whole_journeys(house: House, bring):
    bring(
        "interactions",
        [
            contact(1, "c1", 0, "Advice"),
            contact(2, "c1", 5, "Order", channel="Web"),
            contact(3, "c2", 0, "Advice"),
        ],
    )
    result = load(house, Filters(channel=("Web",)))
    assert result.journeys == 1
    assert {node.name for node in result.flow.nodes} == {START, "Advice", "Order"}


# The pause and the samples come from the settings


def test_the_pause_of_the_settings_holds_whether_contacts_are_kept_by_it_or_not(busy: House):
    month, week = load(busy), load(busy, settings=Settings(session_gap_days=7))
    assert (month.basis.is_kept, week.basis.is_kept) == (True, False)
    assert week.journeys > month.journeys
    house_settings.change(busy, {"session_gap_days": "7"}, "ann")
    kept = load(busy, settings=Settings(session_gap_days=7))
    assert kept.basis.is_kept
    assert kept.flow == week.flow
    assert kept.paths == week.paths
    assert kept.transitions == week.transitions


def test_asking_for_larger_samples_withholds_figures_but_no_counts(busy: House):
    plain = load(busy)
    strict = load(busy, settings=Settings(min_answers_shown=5000, min_answers_value=5000))
    assert any(link.score.value is not None for link in plain.flow.links)
    assert all(link.score.low is None for link in strict.flow.links)
    counts = [[link.journeys for link in result.flow.links] for result in (plain, strict)]
    assert counts[0] == counts[1]
    assert any(line.repeats for line in plain.touchpoints)
    assert not any(line.repeats for line in strict.touchpoints)
    assert strict.durations.median is None
    assert all(move.transition.moves is None for move in strict.transitions)
    assert strict.truth.moments.named == ()


# Journeys that are not over


def test_a_young_journey_that_may_go_on_is_under_way_and_left_out_of_paths(house: House, bring):
    old = [contact(n, f"c{n}", 0) for n in range(40)]
    again = [contact(100 + n, f"c{n}", 48) for n in range(40)]
    # A hundred days later somebody's journey has just begun.
    bring("interactions", [*old, *again, contact(999, "new", 2400)])
    result = load(house)
    assert (result.journeys, result.censored) == (41, 1)
    exits = Counter()
    for link in result.flow.links:
        exits[link.target] += link.journeys if link.is_exit else 0
    assert (exits[END], exits[UNDER_WAY]) == (40, 1)
    assert sum(line.journeys for line in result.paths) == 40
    assert result.durations.median.value == 48 * 3600


def test_the_contact_in_which_an_order_or_case_began_is_the_same_step(house: House, bring):
    placed = START_AT.isoformat()
    bring("customers", [{"customer_id": "a"}])
    bring("orders", [{"order_id": "o", "customer_id": "a", "ordered_at": placed, "revenue": 9}])
    bring("cases", [{"case_id": "k", "customer_id": "a", "opened_at": placed, "category": "Help"}])
    whose = {"order_id": "o", "case_id": "k"}
    first = contact(1, "a", 0, "Order", cost=3, is_resolved="false", **whose)
    bring("interactions", [first, contact(2, "a", 1, "Order", cost=2, **whose)])
    with house.reading() as cursor:
        for by, began in (("order", "Order placed"), ("case", "Case opened")):
            steps = cursor.execute(
                f"select name, is_resolved, cost::integer from rollup.{by}_steps order by step"
            ).fetchall()
            assert steps == [(began, False, 3), ("Order", None, 2)]
    (path,) = [node.name for node in load(house, by="order").flow.nodes if node.step == 1]
    assert path == "Order placed"


def test_the_last_week_cannot_tell_of_repeats_yet(house: House, bring):
    rows = [contact(n, f"c{n}", 0) for n in range(60)]
    rows += [contact(100 + n, f"c{n}", 24) for n in range(20)]
    bring("interactions", rows)
    line = load(house).touchpoints[0]
    assert (line.contacts, line.repeat_known, line.repeats) == (80, 0, None)
    bring("interactions", [*rows, contact(500, "late", 24 * 30)])
    line = load(house).touchpoints[0]
    assert (line.repeat_known, line.repeat_count) == (80, 20)
    assert line.repeats.value == pytest.approx(0.25)


def test_a_week_is_seven_times_24_hours(house: House, bring):
    rows = [contact(n, f"c{n}", 0) for n in range(40)]
    rows += [contact(100 + n, f"c{n}", 168 if n < 10 else 168.1) for n in range(40)]
    bring("interactions", [*rows, contact(500, "late", 24 * 30)])
    assert load(house).touchpoints[0].repeat_count == 10


def test_a_mailing_repeats_nothing_not_even_an_answer_to_one(house: House, bring):
    mail = {"purpose": "marketing", "direction": "outbound"}
    answered = [contact(n, f"c{n}", 0) | mail | {"direction": "inbound"} for n in range(40)]
    mailed = [contact(100 + n, f"c{n}", 24) | mail for n in range(40)]
    asked = [contact(200 + n, f"c{n}", 48) for n in range(10)]
    bring("interactions", [*answered, *mailed, *asked, contact(500, "late", 24 * 30)])
    line = load(house).touchpoints[0]
    assert (line.repeat_known, line.repeat_count) == (50, 10)


def test_a_customer_with_5000_events_and_one_with_none_both_open(house: House, bring):
    bring("customers", [{"customer_id": "many"}, {"customer_id": "none"}])
    bring(
        "interactions",
        [contact(n, "many", n / 2, "Help" if n % 3 else "Order") for n in range(5000)],
    )
    result = load(house)
    assert (result.journeys, result.flow.journeys) == (1, 1)
    assert sum(line.contacts for line in result.touchpoints) == 5000
    assert all(line.repeats is None for line in result.touchpoints)


def test_nothing_on_file_and_nothing_matching_are_results_of_their_own(house: House, bring):
    assert load(house).headline == "No journeys match these filters."
    bring("interactions", [contact(1, "c1", 0)])
    result = load(house, Filters(segment=("Nobody",)))
    assert (result.headline, result.flow.links) == ("No journeys match these filters.", ())
    for view in (load(house), result):
        assert journeys.report(view, 1).tables.keys() >= {
            "flow", "touchpoints", "transitions", "paths", "funnel", "moments_of_truth", "junctures"
        }  # fmt: skip


# Junctures


def test_who_comes_to_a_juncture_is_listed_with_what_speaks_for_a_word_before(house: House, bring):
    day = START_AT.date()
    bring("interactions", [contact(1, "c1", 0), contact(2, "c2", -24 * 120)])
    bring(
        "contracts",
        [
            {
                "contract_id": f"t{n}",
                "customer_id": f"c{n}",
                "started_on": "2025-01-01",
                "renews_on": (day + timedelta(days=ahead)).isoformat(),
                "monthly_value": 10 * n,
            }
            for n, ahead in ((1, 30), (2, 31), (3, 91), (4, 0))
        ],
    )
    case = {"case_id": "k", "customer_id": "c1", "opened_at": "2025-12-31", "category": "Late"}
    bring("cases", [case])
    answer = {"response_id": "r", "customer_id": "c2", "responded_at": "2025-09-10", "nps": 2}
    bring("responses", [answer])
    first, second = load(house).junctures
    assert (first.customer_id, first.window, first.open_cases) == ("c1", 30, 1)
    assert first.concerns == ("1 open case", "no answer yet")
    assert (second.customer_id, second.window, second.monthly_value) == ("c2", 60, 20)
    assert second.concerns == ("last answer 2", "silent for 113 days")


# Real data


def real(relative: str) -> Path:
    path = REAL / relative
    if not path.exists():
        pytest.skip(f"the real data may not be committed, and {relative} is not beside this folder")
    return path


def figures(group: str) -> dict[str, list[list[object]]]:
    return {
        each["id"]: each["rows"] for each in json.loads(real("figures.json").read_text())[group]
    }


def bring_real(house: House, **files: str) -> None:
    for name, file in files.items():
        mapping = load_mapping(name)
        import_file(house, mapping.kind, real(file), mapping=mapping, actor="test")


def test_olist_leads_become_deals_as_published(house: House):
    bring_real(
        house,
        olist_leads="olist/olist_marketing_qualified_leads_dataset.csv",
        olist_deals="olist/olist_closed_deals_dataset.csv",
    )
    whole, *sources = load(house).funnel
    published = figures("olist (leads and deals)")
    leads, won, conversion = published["conv"][0]
    assert (whole.leads, whole.won) == (leads, won) == (8000, 842)
    assert whole.funnel.total.value == pytest.approx(conversion)
    assert [step.name for step in whole.funnel.steps] == ["Prospect", "Customer"]
    found = {line.source: line for line in sources}
    # Sixty leads have no origin; "unknown" is an answer.
    found["(null)"] = found.pop("(unknown)")
    assert len(found) == len(published["by_origin"])
    for origin, rows, deals, share in published["by_origin"]:
        assert (found[origin].leads, found[origin].won) == (rows, deals), origin
        assert deals / rows == pytest.approx(share)
        total = found[origin].funnel.total
        assert total is None or total.low < share < total.high
    median_days, negative = published["days_to_win"][0]
    assert whole.seconds.finished == won - negative
    assert whole.seconds.median.value == median_days * 86_400


def test_olist_orders_are_journeys_whose_late_deliveries_are_reviewed_as_published(house: House):
    folder = "olist/sample_7k/olist_"
    bring_real(
        house,
        olist_orders=f"{folder}orders_dataset.csv",
        olist_reviews=f"{folder}order_reviews_dataset.csv",
    )
    result = load(house, Filters(metric="csat"))
    published = figures("olist/sample_7k")
    assert result.basis.by == "order"
    assert result.journeys == result.flow.journeys == published["rows"][0][0]
    with house.reading() as cursor:
        found = cursor.execute(
            "select name, count(*) from rollup.order_steps where starts_with(name, 'Delivered') "
            "group by name"
        ).fetchall()
        reviews = cursor.execute(
            """
            select steps.name = 'Delivered late', count(*), avg(responses.csat),
                avg((responses.csat <= 2)::integer)
            from rollup.journey_answers(
                'order', true, 30, now()::timestamp, 0.0, null, null, null, null, null, null, null,
                'csat', null
            ) as a
            inner join rollup.order_steps as steps using (journey_key)
            inner join feedback.responses as responses
                on a.journey_key = responses.order_id and a.responded_at = responses.responded_at
            inner join crm.orders as orders on a.journey_key = orders.order_id
            where starts_with(steps.name, 'Delivered') and orders.status = 'delivered'
            group by all order by all
            """
        ).fetchall()
    delivered, _, late = published["late_share"][0]
    names = dict(found)
    assert names["Delivered late"] == round(late * delivered)
    for (is_late, count, mean, unhappy), row in zip(
        reviews, published["late_vs_ontime_day"], strict=True
    ):
        assert (is_late, count) == (row[0], row[1])
        assert (mean, unhappy) == (pytest.approx(row[2]), pytest.approx(row[3]))
    nodes = sorted(result.flow.nodes, key=lambda node: node.journeys)
    scores = {node.name: node.score for node in nodes}
    assert scores["Delivered late"].high < scores["Delivered on time"].low
