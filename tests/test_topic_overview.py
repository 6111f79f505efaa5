"""Specification of the Overview on a few rows by hand: what is counted, and what is not told."""

from datetime import date

import pytest

from cx.filters import Filters
from cx.settings import Settings
from cx.topics import overview
from cx.topics.overview import words
from cx.topics.overview.stretches import settle
from tests.conftest import begins

YEAR = Filters("custom", date(2025, 1, 1), date(2025, 12, 31))
EUR = Settings(currency="EUR")


def customer(number, **more):
    return {
        "customer_id": f"c{number}",
        "segment": "Home" if number % 2 else "Trade",
        "status": "active",
        "acquired_on": "2023-06-01",
    } | more


def order(number, day, amount, **more):
    return {
        "order_id": f"o{number}-{day}",
        "line": 1,
        "customer_id": f"c{number}",
        "ordered_at": day,
        "revenue": amount,
        "status": "delivered",
    } | more


def answer(number, day, score):
    return {
        "response_id": f"r{number}-{day}",
        "customer_id": f"c{number}",
        "responded_at": day,
        "nps": score,
    }


@begins
def shop(bring):
    """Forty customers who bought in both years; two left, one of them in the year before."""
    gone = {3: "2024-05-01", 4: "2025-06-01"}
    bring(
        "customers",
        [
            customer(n, **({"lost_on": gone[n], "status": "lost"} if n in gone else {}))
            for n in range(40)
        ],
    )
    orders = [order(n, "2024-01-09", 100) for n in range(40)]
    orders += [order(n, "2025-03-01", 150) for n in range(40)]
    orders.append(order(1, "2025-12-30", 50))
    bring("orders", orders)
    bring("responses", [answer(n, "2025-11-01", 3 if n < 10 else 9) for n in range(30)])


def load(ask, filters=YEAR, settings=EUR):
    return overview.load(ask, filters, settings=settings)


def test_revenue_is_counted_and_rose_by_customer(ask, shop):
    tile = load(ask).tile("revenue")
    assert (tile.value, tile.before) == (40 * 150 + 50, 40 * 100)
    assert (tile.low, tile.high) == (None, None)
    assert tile.change.verdict == "up"
    assert tile.is_clear


def test_who_was_there_at_the_start_and_stayed_is_counted(ask, shop):
    tile = load(ask).tile("retention")
    assert tile.value == pytest.approx(100 * 38 / 39)
    assert tile.before == pytest.approx(100 * 39 / 40)
    assert tile.count == 39


def test_without_costs_the_page_tells_of_revenue_only_and_says_so(ask, shop):
    found = load(ask)
    assert not found.has_costs
    assert found.tile("margin").value is None
    assert found.tile("margin").refusal.code == "no_costs"
    assert found.tile("cost_to_serve").value is None
    assert any("revenue only" in note for note in found.notes)


def test_with_costs_margin_is_what_is_left(ask, shop, bring):
    goods = [order(n, "2025-03-01", 150, cost_of_goods=90) for n in range(40)]
    bring("orders", goods, mode="merge")
    tile = load(ask).tile("margin")
    assert tile.value == 40 * 60 + 50


def test_each_customer_is_safe_at_risk_or_unknown_once(ask, shop):
    found = {each.name: each for each in load(ask).accounts}
    # The two who left were among the ten who answered with 3.
    assert found["at risk"].customers == found["at risk"].unhappy == 8
    assert found["safe"].customers == 20
    assert found["unknown"].customers == 10
    assert found["at risk"].revenue == 8 * 150 + 50


def test_an_open_complaint_makes_a_safe_customer_one_at_risk(ask, shop, bring):
    complaint = {
        "case_id": "k1",
        "customer_id": "c20",
        "opened_at": "2025-12-01",
        "category": "complaint",
    }
    bring("cases", [complaint])
    found = {each.name: each for each in load(ask).accounts}
    assert (found["safe"].customers, found["at risk"].customers) == (19, 9)
    assert found["at risk"].complaining == 1


def test_the_customers_of_a_class_are_listed_by_what_they_bring(ask, shop):
    rows = overview.list_accounts(ask, load(ask), "at risk")
    assert [row["customer_id"] for row in rows][:2] == ["c1", "c0"]
    assert rows[0]["total"] == 8
    assert words.because(rows[0]) == "unhappy answer"


def test_a_period_that_the_data_ends_in_is_compared_with_as_many_days(ask, shop):
    found = load(ask, Filters("custom", date(2025, 7, 1), date(2026, 6, 30)))
    days = found.stretches
    assert (days.now_to, days.then_to) == (date(2025, 12, 30), date(2024, 12, 30))
    assert any("ends on 30 December 2025" in note for note in found.notes)


def test_a_period_before_that_is_on_file_in_part_is_no_comparison():
    found = settle(YEAR, date(2024, 5, 20), date(2025, 12, 31))
    assert (found.then_from, found.then_to) == (None, None)
    assert settle(YEAR, date(2024, 1, 20), date(2025, 12, 31)).then_from == date(2024, 1, 1)


def test_complaints_without_a_target_are_not_told_and_with_one_they_are(ask, shop, bring):
    assert load(ask).tile("complaints_in_target").refusal.code == "no_target"
    bring(
        "cases",
        [
            {
                "case_id": f"k{n}",
                "customer_id": f"c{n}",
                "opened_at": "2025-06-01 08:00:00",
                "first_response_at": f"2025-06-01 {'10' if n < 30 else '20'}:00:00",
                "resolved_at": "2025-06-02",
                "category": "complaint",
            }
            for n in range(40)
        ],
    )
    tile = load(ask, settings=Settings(first_contact_target_hours=8)).tile("complaints_in_target")
    assert tile.value == pytest.approx(75.0)
    assert tile.count == 40


def test_an_empty_warehouse_has_nothing_and_a_view_of_nobody_is_empty(ask, shop, house):
    assert not load(ask).is_empty
    nobody = load(ask, Filters(segment=("None such",)))
    assert nobody.is_empty
    assert not nobody.has_nothing
    assert nobody.headline == "Nothing matches these filters."


def test_days_of_which_nothing_is_on_file_tell_nothing_of_others(ask, shop):
    found = load(ask, Filters("custom", date(2001, 1, 1), date(2001, 1, 31)))
    assert found.is_empty
    assert found.tile("revenue").value is None
    assert found.tile("retention").value is None


def test_nothing_at_all_is_on_file(ask):
    found = load(ask)
    assert found.has_nothing
    assert found.as_of is None


def test_the_state_is_as_of_the_latest_moment(ask, shop):
    assert load(ask).as_of.isoformat() == "2025-12-30T00:00:00"
