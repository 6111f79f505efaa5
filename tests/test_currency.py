"""Specification of currencies: amounts are never converted, so others than ours stay out."""

import tomllib
from pathlib import Path

import pytest

from cx.errors import MappingError
from cx.ingest import Mapping, Staged, commit, history, import_file, preview, saved, stage
from cx.ingest.accept import to_mapping
from cx.ingest.presets import parse_mapping
from cx.ingest.propose import propose
from cx.ingest.write_mapping import to_toml
from cx.warehouse import House
from cx.warehouse import settings as house_settings
from tests.conftest import write_csv
from tests.looks import look_at

HEAD = ("order_id", "customer_id", "ordered_at", "revenue")
SHOP = {"kind": "orders", "columns": {name: name for name in HEAD}}


def orders(*currencies: str | None, amount: str = "10.50") -> list[dict[str, object]]:
    return [
        {"order_id": str(n), "customer_id": "c1", "ordered_at": "2026-05-01", "revenue": amount}
        | ({} if currency is None else {"currency": currency})
        for n, currency in enumerate(currencies)
    ]


@pytest.fixture
def staged(house: House, tmp_path: Path):
    def _staged(rows: list[dict[str, object]], mapping: Mapping | None = None) -> Staged:
        file = write_csv(tmp_path / "orders.csv", rows)
        return stage("orders", file, mapping, house.stage / "draft")

    return _staged


@pytest.fixture
def in_euros(house: House) -> House:
    house_settings.change(house, {"currency": "EUR"}, "test")
    return house


def by(currency: dict[str, str], **more: object) -> Mapping:
    return parse_mapping(SHOP | {"currency": currency} | more, "shop")


def test_a_file_in_another_currency_is_refused_at_preview_and_commit(in_euros: House, staged):
    foreign = staged(orders("USD", "EUR", "USD"))
    assert foreign.currencies == ("USD", "EUR")
    for result in (preview(in_euros, foreign), commit(in_euros, foreign, actor="test")):
        assert result.status == "rejected"
        assert result.warnings[-1].startswith(
            "The file has amounts in USD, and the reporting currency is EUR."
        )
    assert history(in_euros) == []


def test_a_file_in_the_reporting_currency_passes_without_a_word(in_euros: House, staged):
    result = commit(in_euros, staged(orders("EUR", " eur ", "")), actor="test")
    assert result.status == "committed"
    assert not [each for each in result.warnings if "Amounts" in each or "not used" in each]


def test_without_a_reporting_currency_it_is_told_and_several_cannot_be_added_up(
    house: House, staged
):
    told = preview(house, staged(orders("USD", "USD")))
    assert told.status == "dry_run"
    assert any("Amounts are in USD. No reporting currency is set" in each for each in told.warnings)
    mixed = preview(house, staged(orders("USD", "EUR")))
    assert mixed.status == "rejected"
    assert "in EUR and USD" in mixed.warnings[-1]


@pytest.mark.parametrize(
    ("currency", "status"), [({"value": "usd"}, "rejected"), ({"value": "EUR"}, "committed")]
)
def test_a_mapping_says_the_currency_of_a_file_that_does_not(
    in_euros: House, tmp_path: Path, currency, status
):
    file = write_csv(tmp_path / "orders.csv", orders(None, None))
    assert import_file(in_euros, "orders", file, by(currency), actor="test").status == status


def test_a_mapping_names_the_column_which_then_counts_as_used(staged):
    rows = [row | {"Cur.": "CHF"} for row in orders(None)]
    found = staged(rows, by({"column": "cur."}))
    assert found.currencies == ("CHF",)
    assert not [each for each in found.warnings if "not used" in each]


def test_a_column_that_the_mapping_names_and_the_file_lacks_is_named(staged):
    with pytest.raises(MappingError, match='has no column "Curr"'):
        staged(orders(None), by({"column": "Curr"}))


@pytest.mark.parametrize(
    ("form", "amount", "status"),
    [
        ("$1,234.56", "$10.50", "rejected"),
        ("1.234,56 €", "10,50 €", "committed"),
        ("CHF 1'234.56", "CHF 10.50", "rejected"),
        ("1.234,56", "10,50", "committed"),
    ],
)
def test_a_currency_sign_beside_the_numbers_says_it_too(
    in_euros: House, tmp_path: Path, form, amount, status
):
    file = write_csv(tmp_path / "orders.csv", orders(None, amount=amount))
    mapping = parse_mapping(SHOP | {"formats": {"revenue": form}}, "shop")
    assert import_file(in_euros, "orders", file, mapping, actor="test").status == status


def test_a_sign_of_several_currencies_may_be_any_of_them(house: House, tmp_path: Path):
    house_settings.change(house, {"currency": "CAD"}, "test")
    file = write_csv(tmp_path / "orders.csv", orders("$"))
    assert import_file(house, "orders", file, actor="test").status == "committed"


def test_a_column_called_currency_says_nothing_where_there_are_no_amounts(
    in_euros: House, tmp_path: Path
):
    file = write_csv(tmp_path / "c.csv", [{"customer_id": "c1", "currency": "USD"}])
    assert import_file(in_euros, "customers", file, actor="test").status == "committed"


@pytest.mark.parametrize(
    "table", [{"column": "A", "value": "EUR"}, {"value": "Euro"}, {"value": 5}, {"column": " "}]
)
def test_what_is_no_currency_in_a_mapping_is_refused(table):
    with pytest.raises(MappingError, match=r"\[currency\] says"):
        by(table)


def test_an_unknown_word_about_the_currency_is_named():
    with pytest.raises(MappingError, match='there is no "colum"'):
        by({"colum": "Currency"})


@pytest.mark.parametrize("table", [{"column": "Currency"}, {"value": "EUR"}])
def test_a_mapping_with_a_currency_is_written_and_read_back_the_same(table):
    mapping = by(table)
    assert parse_mapping(tomllib.loads(to_toml(mapping)), "shop") == mapping


@pytest.mark.parametrize("name", ["Currency", "order_currency", "CURRENCY CODE", "ccy"])
def test_a_column_that_is_called_like_a_currency_and_holds_codes_is_proposed(name):
    look = look_at(
        {
            "order_id": ["1", "2", "3"],
            "customer_id": ["a", "b", "c"],
            "ordered_at": ["2026-01-13", "2026-01-14", "2026-01-15"],
            "revenue": ["10.5", "3.25", "7"],
            name: ["EUR", "usd", "EUR"],
        }
    )
    proposal = propose(look, "orders")
    assert proposal.currency_column == name
    assert to_mapping(proposal).currency_column == name
    without_amounts = {"order_id": "order_id", "customer_id": "customer_id"}
    without_amounts |= {"ordered_at": "ordered_at"}
    assert to_mapping(proposal, without_amounts).currency_column == ""


@pytest.mark.parametrize("values", [["Euro", "Dollar", "Euro"], ["1", "2", "3"], ["", "", ""]])
def test_a_column_that_holds_no_codes_is_not_proposed(values):
    look = look_at(
        {
            "order_id": ["1", "2", "3"],
            "customer_id": ["a", "b", "c"],
            "ordered_at": ["2026-01-13", "2026-01-14", "2026-01-15"],
            "revenue": ["10.5", "3.25", "7"],
            "currency": values,
        }
    )
    assert propose(look, "orders").currency_column == ""


def test_a_saved_mapping_is_not_offered_for_a_file_without_its_column_of_currencies(house: House):
    saved.save(house, "Shop", by({"column": "Currency"}), [*HEAD, "Currency"], "ann")
    offered = [each.name for each in saved.matching(house, [*HEAD, "Currency"])]
    assert offered == ["Shop"]
    assert saved.matching(house, [*HEAD]) == ()
