"""Specification of the money view: each line adds up to its table, and no join multiplies."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from cx.filters import Filters
from cx.ingest.commit import undo
from cx.warehouse import House, open_house, rollups
from tests.conftest import Once, read_table
from tests.demo_company import demo_company

SINGLE = {
    "revenue": "select sum(revenue) from app.sales",
    "discount": "select -sum(discount) from crm.orders where status is distinct from 'cancelled'",
    "goods": "select -sum(cost_of_goods) from crm.orders "
    "where coalesce(status, '') not in ('cancelled', 'returned')",
    "returned": "select -sum(cost_of_goods) from crm.orders where status = 'returned'",
    "compensation": "select -sum(compensation_cost) from crm.cases",
}
"""Each line's amount by its one table, written without the view."""

DAY = "2026-03-10 09:00"


def one(house: House, query: str) -> object:
    with house.reading() as cursor:
        return cursor.execute(query).fetchone()[0]


def money(house: House, columns: str = "line, amount", where: str = "true") -> list[tuple]:
    with house.reading() as cursor:
        return cursor.execute(
            f"select {columns} from rollup.money where {where} order by all"
        ).fetchall()


def contact(number: int, at: str = DAY, **columns: object) -> dict[str, object]:
    return {
        "interaction_id": f"x{number}", "customer_id": "c1", "occurred_at": at,
        "touchpoint": "Help", "channel": "Phone", "purpose": "service", "direction": "inbound",
        **columns,
    }  # fmt: skip


def order(number: int, **columns: object) -> dict[str, object]:
    return {"order_id": f"o{number}", "customer_id": "c1", "ordered_at": DAY, **columns}


def rate(valid_from: str, cost: float, **columns: object) -> dict[str, object]:
    return {"channel": "Phone", "valid_from": valid_from, "cost_per_contact": cost, **columns}


@pytest.fixture(scope="module")
def company(once: Once) -> Iterator[House]:
    house = open_house(demo_company(once, customers=1000))
    yield house
    house.close()


@pytest.mark.parametrize("line", SINGLE)
def test_a_line_adds_up_to_its_table_to_the_cent(company, line):
    found = one(company, f"select sum(amount) from rollup.money where line = '{line}'")
    assert found == one(company, SINGLE[line]) != 0


def test_costs_of_contacts_add_up_to_those_on_record_and_those_priced(company):
    lines = "line in ('serve', 'repeat', 'acquisition')"
    recorded = one(company, f"select -sum(amount) from rollup.money where {lines} and is_recorded")
    assert recorded == one(company, "select sum(cost) from crm.interactions")
    counted = one(company, f"select count(*) from rollup.money where {lines}")
    assert counted == one(company, "select count(*) from crm.interactions")
    priced = one(company, f"select count(*) from rollup.money where {lines} and not is_recorded")
    assert priced == one(company, "select count(*) - count(cost) from crm.interactions")


def test_no_amount_appears_twice(company):
    twice = """
        select count(*) from (
            select 1 from rollup.money where extract != 'orders'
            group by extract, reference_id having count(*) > 1
        )
    """
    assert one(company, twice) == 0
    lines = one(company, "select count(*) from rollup.money where line = 'revenue'")
    assert lines == one(company, "select count(*) from app.sales")


def test_lines_of_all_customers_add_up_to_the_view(company):
    with company.snapshot() as state:
        from cx.auth import everybody

        rows = state.ask("profitability/lines", Filters(), everybody())
    for row in rows.itertuples():
        exact = one(company, f"select sum(amount) from rollup.money where line = '{row.line}'")
        assert Decimal(str(round(row.amount, 4))) == exact


def test_a_cost_on_record_comes_before_the_rate_and_a_rate_of_the_touchpoint_before_that_for_all(
    house, bring
):
    bring("channel_rates", [rate("2026-01-01", 5), rate("2026-01-01", 8, touchpoint="Help")])
    bring("interactions", [contact(1, cost=2), contact(2, "2026-04-10"),
                           contact(3, touchpoint="Order")])  # fmt: skip
    found = money(house, "reference_id, amount, is_recorded")
    assert found == [("x1", -2, True), ("x2", -8, False), ("x3", -5, False)]


def test_the_rate_is_that_of_the_day(house, bring):
    bring("channel_rates", [rate("2026-01-01", 5), rate("2026-03-10", 6), rate("2026-04-01", 7)])
    days = ("2026-03-09 23:59", "2026-03-10 00:00", "2026-03-31 23:59", "2026-04-01 00:00")
    bring("interactions", [contact(n, at, touchpoint=f"t{n}") for n, at in enumerate(days)])
    assert [amount for _, amount in money(house, "reference_id, amount")] == [-5, -6, -6, -7]


def test_minutes_are_priced_and_a_contact_of_unknown_length_has_no_cost(house, bring):
    bring("channel_rates", [rate("2026-01-01", 3, cost_per_minute=0.5)])
    bring("interactions", [contact(1, duration_seconds=90), contact(2, touchpoint="Order")])
    assert money(house, "reference_id, amount") == [("x1", Decimal("-3.75")), ("x2", None)]


def test_a_contact_without_cost_or_rate_is_missing_and_counted_never_nothing(house, bring, ask):
    bring("channel_rates", [rate("2026-06-01", 5)])
    bring("interactions", [contact(1)])
    assert money(house) == [("serve", None)]
    (row,) = ask("profitability/lines", Filters()).itertuples()
    assert (row.line, row.amount, row.unknown, row.priced) == ("serve", 0, 1, 0)


def test_a_rate_twice_as_long_on_file_does_not_multiply_contacts(house, bring):
    bring("channel_rates", [rate(f"2026-0{month}-01", month, touchpoint=name)
                            for month in range(1, 6) for name in ("(all)", "Help")])  # fmt: skip
    bring("interactions", [contact(n) for n in range(20)])
    assert len(money(house)) == 20


def test_a_repeat_follows_an_unresolved_contact_there_within_seven_days(house, bring):
    rows = [
        contact(1, "2026-03-01 08:00", is_resolved=False),
        contact(2, "2026-03-08 08:00", is_resolved=True, channel="Web"),  # to the second
        contact(3, "2026-03-09 08:00", is_resolved=False),  # the one before was resolved
        contact(4, "2026-03-16 08:01", is_resolved=None),  # a minute too late
        contact(5, "2026-03-17 08:00"),  # nobody says whether the one before was resolved
        contact(6, "2026-03-09 09:00", touchpoint="Order"),
        contact(7, "2026-03-09 10:00", purpose="marketing", direction="outbound"),
    ]
    bring("interactions", rows)
    with house.reading() as cursor:
        found = cursor.execute(
            "select interaction_id, repeated_channel from rollup.contact_costs "
            "where repeated_channel is not null"
        ).fetchall()
    assert found == [("x2", "Phone")]
    assert [line for (line,) in money(house, "line")] == ["repeat"] + 6 * ["serve"]


def test_a_contact_costs_once_a_repeat_is_failure_and_no_service(house, bring):
    bring("interactions", [contact(1, "2026-03-01", cost=10, is_resolved=False),
                           contact(2, "2026-03-02", cost=7)])  # fmt: skip
    assert money(house) == [("repeat", -7), ("serve", -10)]


def test_contacts_before_the_customer_was_one_and_of_prospects_are_acquisition(house, bring):
    bring("customers", [
        {"customer_id": "c1", "acquired_on": "2026-03-10", "status": "active"},
        {"customer_id": "c2", "status": "prospect"},
        {"customer_id": "c3", "status": "active"},
    ])  # fmt: skip
    bring("interactions", [
        contact(1, "2026-03-09 23:59", cost=1), contact(2, "2026-03-10 00:00", cost=1),
        contact(3, customer_id="c2", cost=1), contact(4, customer_id="c3", cost=1),
        contact(5, customer_id="ghost", cost=1),
    ])  # fmt: skip
    found = dict(money(house, "reference_id, line"))
    assert found == {
        "x1": "acquisition", "x2": "serve", "x3": "acquisition", "x4": "serve", "x5": "serve"
    }  # fmt: skip


def test_a_cancelled_line_has_no_money_and_a_returned_one_costs_what_was_lost(house, bring):
    bring("orders", [
        order(1, revenue=100, cost_of_goods=60, discount=5, status="delivered"),
        order(2, revenue=100, cost_of_goods=60, discount=5, status="cancelled"),
        order(3, revenue=0, cost_of_goods=20, status="returned"),
    ])  # fmt: skip
    assert money(house) == [
        ("discount", -5), ("goods", -60), ("returned", -20), ("revenue", 0), ("revenue", 100)
    ]  # fmt: skip


def test_a_line_with_revenue_and_no_cost_of_goods_is_missing_and_counted(house, bring):
    bring("orders", [order(1, revenue=100)])
    assert money(house) == [("goods", None), ("revenue", 100)]


def test_compensation_counts_when_the_case_was_resolved(house, bring):
    bring("cases", [{"case_id": "k1", "customer_id": "c1", "opened_at": "2026-01-30",
                     "category": "Complaint", "resolved_at": "2026-02-02",
                     "compensation_cost": 12.5}])  # fmt: skip
    found = money(house, "line, month(happened_at), amount")
    assert found == [("compensation", 2, Decimal("-12.5"))]


INVOICE = {"invoice_id": "i1", "customer_id": "c1", "issued_on": "2026-03-01", "amount": 70}
CONTRACT = {"contract_id": "k1", "customer_id": "c1", "started_on": "2026-01-15",
            "ended_on": "2026-03-15", "monthly_value": 30}  # fmt: skip


def test_revenue_is_of_one_source_alone(house, bring):
    bring("interactions", [contact(1, "2026-05-14", cost=0)])
    bring("contracts", [CONTRACT])
    assert basis(house) == ("contracts", 60)
    bring("invoices", [INVOICE])
    assert basis(house) == ("invoices", 70)
    bring("orders", [order(1, cost_of_goods=3)])
    assert basis(house) == ("invoices", 70)
    bring("orders", [order(2, revenue=200, cost_of_goods=120)])
    assert basis(house) == ("orders", 200)


def basis(house: House) -> tuple[object, object]:
    return (
        one(house, "select basis from app.revenue_basis"),
        one(house, "select sum(amount) from rollup.money where line = 'revenue'"),
    )


def test_a_contract_counts_for_each_month_begun_while_it_was_in_force(house, bring):
    bring("interactions", [contact(1, "2026-05-14", cost=0)])
    bring("contracts", [
        CONTRACT,
        {**CONTRACT, "contract_id": "k2", "ended_on": None, "started_on": "2026-01-31"},
        {**CONTRACT, "contract_id": "k3", "ended_on": "2026-01-15"},
    ])  # fmt: skip
    found = money(house, "reference_id, happened_at::date::varchar", "line = 'revenue'")
    assert found == [
        ("k1", "2026-01-15"), ("k1", "2026-02-15"),
        ("k2", "2026-01-31"), ("k2", "2026-02-28"), ("k2", "2026-03-31"), ("k2", "2026-04-30"),
    ]  # fmt: skip


def assert_equal_to_definition(house: House) -> None:
    before = read_table(house, "rollup.contact_costs")
    assert before == read_table(house, "rollup.contact_costs_definition")
    with house.writing() as cursor:
        rollups.rebuild(cursor)
    assert read_table(house, "rollup.contact_costs") == before


def test_after_imports_and_undos_costs_of_contacts_equal_their_definition(house, bring):
    days = [f"2026-03-{day:02d} 10:00" for day in range(1, 29)]
    rows = [
        contact(n, at, customer_id=f"c{n % 3}", is_resolved=n % 2 == 0,
                cost=n if n % 4 else None, channel=("Phone", "Web")[n % 2])
        for n, at in enumerate(days)
    ]  # fmt: skip
    first = bring("interactions", rows[::2])
    later = bring("interactions", rows[1::2])
    assert_equal_to_definition(house)
    rates = bring("channel_rates", [rate("2026-01-01", 5)])
    assert_equal_to_definition(house)
    moved = [{**rows[6], "occurred_at": "2026-02-27 10:00", "customer_id": "c1"},
             {**rows[9], "is_resolved": True}]  # fmt: skip
    mended = bring("interactions", moved)
    assert_equal_to_definition(house)
    bring("interactions", rows[3:9], mode="snapshot")
    assert_equal_to_definition(house)
    for each in (rates, mended, later, first):
        undo(house, each.import_id, actor="test")
        assert_equal_to_definition(house)


def test_a_file_on_disk_opens_with_its_costs(tmp_path: Path):
    house = open_house(tmp_path / "new.duckdb")
    assert read_table(house, "rollup.money") == []
    house.close()
