"""Specification of money by customer and month: kept true, and the same as amount by amount."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.auth import everybody
from cx.extracts import EXTRACTS
from cx.filters import Filters
from cx.ingest.commit import import_file, undo
from cx.warehouse import House, open_house, rollups
from cx.warehouse.settings import change
from tests.conftest import Once, often, read_table, write_csv
from tests.demo_company import demo_company

KEYS = st.sampled_from(["1", "2", "3"])
DAYS = st.sampled_from(["2025-12-31", "2026-01-05", "2026-01-31", "2026-02-01", "2026-02-06"])
TIMES = st.sampled_from(["2025-12-31T23:30:00", "2026-01-05T10:00:00", "2026-02-01T00:00:00"])
AMOUNTS = st.sampled_from([None, 0, 3.5, 12])
FILES = {
    "customers": st.fixed_dictionaries(
        {
            "customer_id": KEYS,
            "status": st.sampled_from([None, "active", "prospect"]),
            "acquired_on": st.one_of(st.none(), DAYS),
        }
    ),
    "orders": st.fixed_dictionaries(
        {
            "order_id": KEYS,
            "customer_id": KEYS,
            "ordered_at": TIMES,
            "status": st.sampled_from([None, "cancelled", "returned"]),
            "revenue": AMOUNTS,
            "cost_of_goods": AMOUNTS,
            "discount": AMOUNTS,
        }
    ),
    "invoices": st.fixed_dictionaries(
        {
            "invoice_id": KEYS,
            "customer_id": KEYS,
            "issued_on": DAYS,
            "amount": st.sampled_from([0, 7]),
        }
    ),
    "contracts": st.fixed_dictionaries(
        {"contract_id": KEYS, "customer_id": KEYS, "started_on": DAYS, "monthly_value": AMOUNTS}
    ),
    "cases": st.fixed_dictionaries(
        {
            "case_id": KEYS,
            "customer_id": KEYS,
            "opened_at": TIMES,
            "resolved_at": st.sampled_from([None, "2026-02-06T12:00:00"]),
            "category": st.just("Complaint"),
            "compensation_cost": AMOUNTS,
        }
    ),
    "interactions": st.fixed_dictionaries(
        {
            "interaction_id": KEYS,
            "customer_id": KEYS,
            "occurred_at": TIMES,
            "touchpoint": st.just("Help"),
            "channel": st.sampled_from(["Phone", "Web"]),
            "is_resolved": st.sampled_from([None, "true", "false"]),
            "cost": AMOUNTS,
        }
    ),
    "channel_rates": st.fixed_dictionaries(
        {
            "channel": st.just("Phone"),
            "valid_from": DAYS,
            "cost_per_contact": st.sampled_from([1, 2.5]),
        }
    ),
}

KEY = {name: EXTRACTS[name].key[0] for name in FILES}
"""What rows of one file differ in."""


def assert_kept_true(house: House) -> None:
    """The table equals its definition as it lies there, and no row of it is there twice."""
    kept = read_table(house, "rollup.money_months")
    assert kept == read_table(house, "rollup.money_months_definition")
    with house.writing() as cursor:
        rollups.rebuild(cursor)
    assert kept == read_table(house, "rollup.money_months")


@settings(max_examples=often(40, 15))
@given(plan=st.lists(st.sampled_from([*FILES, "undo"]), min_size=3, max_size=9), data=st.data())
def test_after_any_imports_and_undos_what_is_kept_equals_its_definition(plan, data):
    with TemporaryDirectory() as folder, closing(open_house(Path(folder) / "a.duckdb")) as house:
        live: list[int] = []
        for kind in plan:
            if kind == "undo":
                if live:
                    undo(house, live.pop(data.draw(st.integers(0, len(live) - 1))), actor="test")
            else:
                drawn = data.draw(
                    st.lists(FILES[kind], min_size=1, unique_by=itemgetter(KEY[kind]))
                )
                file = write_csv(Path(folder) / "file.csv", drawn)
                mode = data.draw(st.sampled_from(["merge", "merge", "snapshot"]))
                live.append(import_file(house, kind, file, mode=mode, actor="test").import_id)
        assert_kept_true(house)


@pytest.fixture(scope="module")
def company(once: Once) -> Iterator[House]:
    house = open_house(demo_company(once, customers=1000))
    yield house
    house.close()


def sums(house: House, source: str, values: dict[str, object]) -> list[tuple]:
    with house.reading() as cursor:
        return cursor.execute(source, values).fetchall()


ONE_BY_ONE = """
select
    customer_id, line, count(*), count(*) filter (where amount is null),
    count(*) filter (where amount is not null and not is_recorded), sum(amount),
    min(happened_at)::date, max(happened_at)::date
from rollup.money
where ($1::timestamp is null or happened_at >= $1) and ($2::timestamp is null or happened_at < $2)
group by all order by all
"""
TOGETHER = """
select
    customer_id, line, sum(amounts)::bigint, sum(unknown)::bigint, sum(priced)::bigint, sum(amount),
    min(first_on), max(last_on)
from rollup.money_between($1::timestamp, $2::timestamp)
group by all order by all
"""
MOMENTS = st.one_of(
    st.none(),
    st.dates(date(2024, 5, 1), date(2026, 8, 31)).map(lambda day: f"{day}"),
    st.dates(date(2024, 5, 1), date(2026, 8, 31)).map(lambda day: f"{day.replace(day=1)}"),
    st.datetimes(datetime(2024, 6, 1), datetime(2026, 7, 31)).map(str),  # noqa: DTZ001 - no zone
)


@settings(max_examples=often(60, 25))
@given(from_at=MOMENTS, before_at=MOMENTS)
def test_between_any_two_moments_months_and_single_amounts_add_up_alike(
    company, from_at, before_at
):
    values = [from_at, before_at]
    assert sums(company, TOGETHER, values) == sums(company, ONE_BY_ONE, values)


def test_a_whole_year_is_read_from_what_is_kept_alone(company):
    with company.reading() as cursor:
        (found,) = cursor.execute(
            "select max(amounts) from rollup.money_between('2025-07-01', '2026-07-01')"
        ).fetchone()
    assert found > 1


@pytest.mark.parametrize(
    ("from_on", "to_on"),
    [("2025-07-01", "2026-06-30"), ("2025-07-09", "2026-06-12"), ("2026-03-04", "2026-03-20")],
)
def test_lines_of_any_days_are_those_of_the_single_amounts(company, from_on, to_on):
    first, last = date.fromisoformat(from_on), date.fromisoformat(to_on)
    with company.snapshot() as state:
        found = state.ask("profitability/lines", Filters("custom", first, last), everybody())
    exact = sums(
        company,
        "select line, coalesce(sum(amount), 0)::double, count(*), count(distinct customer_id) "
        "from rollup.money_in($1, $2, null, null, null, null, null) group by line order by line",
        [first, last],
    )
    told = found[["line", "amount", "amounts", "customers"]]
    assert [tuple(row) for row in told.itertuples(index=False)] == exact


def test_what_contracts_bring_in_is_not_kept_and_told_all_the_same(house: House, bring):
    today = date.today()  # noqa: DTZ011
    started_on = f"{today - timedelta(days=70)}"
    bring("contracts", [
        {"contract_id": "k", "customer_id": "c", "started_on": started_on, "monthly_value": 10},
    ])  # fmt: skip
    bring("contracts", [
        {"contract_id": "l", "customer_id": "d", "started_on": f"{today}", "monthly_value": 0},
    ])  # fmt: skip
    assert read_table(house, "rollup.money_months") == []
    found = sums(house, "select sum(amount) from rollup.money_between(null, null)", [])
    assert found == sums(house, "select sum(amount) from rollup.money", [])
    assert found[0][0] == 30


REVENUE = "rollup.money_months where line = 'revenue'"


def test_when_revenue_comes_to_be_read_from_orders_that_of_invoices_is_no_longer_kept(
    house: House, bring
):
    bring("invoices", [
        {"invoice_id": "i", "customer_id": "c", "issued_on": "2026-03-01", "amount": 70}
    ])  # fmt: skip
    order = {"order_id": "o", "customer_id": "c", "ordered_at": "2026-04-01", "revenue": 200}
    brought = bring("orders", [order])
    kept = read_table(house, REVENUE, "extract, amount")
    assert kept == [("orders", 200)]
    undo(house, brought.import_id, actor="test")
    kept = read_table(house, REVENUE, "extract, amount")
    assert kept == [("invoices", 70)]


def test_a_month_is_the_companys_and_another_zone_adds_up_anew(house: House, bring):
    contact = {
        "interaction_id": "x", "customer_id": "c", "occurred_at": "2026-01-31T23:30:00Z",
        "touchpoint": "Help", "channel": "Phone", "cost": 4,
    }  # fmt: skip
    invoice = {"invoice_id": "i", "customer_id": "c", "issued_on": "2026-02-01", "amount": 70}
    bring("interactions", [contact])
    bring("invoices", [invoice])
    columns = "extract, month_on, first_on"
    assert read_table(house, "rollup.money_months", columns) == [
        ("interactions", date(2026, 1, 1), date(2026, 1, 31)),
        ("invoices", date(2026, 2, 1), date(2026, 2, 1)),
    ]
    for zone, day_on in (
        ("Europe/Berlin", date(2026, 2, 1)), ("America/New_York", date(2026, 1, 31))
    ):  # fmt: skip
        change(house, {"time_zone": zone}, "test")
        assert read_table(house, "rollup.money_months", columns) == [
            ("interactions", day_on.replace(day=1), day_on),
            ("invoices", date(2026, 2, 1), date(2026, 2, 1)),
        ]
        bring("interactions", [{**contact, "interaction_id": f"after {zone}"}])
        assert_kept_true(house)
