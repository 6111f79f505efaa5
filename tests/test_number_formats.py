"""Specification of [formats] for numbers: written by example, also with a currency sign."""

import datetime as dt

import pandas as pd
import pytest

from cx.errors import MappingError
from cx.ingest import stage
from cx.ingest.mapping import Mapping
from cx.ingest.presets import parse_mapping
from tests.uploads import check, parquet, rows_of

COLUMNS = {"product_id": "id", "name": "name", "unit_cost": "cost"}


def cost_of(folder, written: str, pattern: str) -> tuple[float | None, list[str]]:
    """The amount of a file with one row, and what is wrong with it."""
    mapping: Mapping = parse_mapping(
        {"kind": "products", "columns": COLUMNS, "formats": {"unit_cost": pattern}}, "t"
    )
    file = folder / "upload.csv"
    file.write_text(f'id;name;cost\n1;fine;1\n2;tried;"{written}"\n', encoding="utf-8")
    staged = stage("products", file, mapping, folder)
    costs = pd.read_parquet(staged.tables["products"]).unit_cost.tolist()
    return (float(costs[1]) if len(costs) > 1 else None), [p.message for p in staged.problems]


@pytest.mark.parametrize(
    ("written", "pattern", "amount"),
    [
        ("1,234.50", "1,234.56", 1234.5),
        ("1234.5", "1,234.56", 1234.5),
        ("1.234,50", "1.234,56", 1234.5),
        ("1 234,50", "1 234,56", 1234.5),
        ("1\u00a0234,50", "1 234,56", 1234.5),
        ("1'234.50", "1'234.56", 1234.5),
        ("$1,234.50", "$1,234.56", 1234.5),
        ("$ 7", "$1,234.56", 7),
        ("7", "$1,234.56", 7),
        ("1.234,50 €", "1.234,56 €", 1234.5),
        ("7€", "1.234,56 €", 7),
        ("CHF 1'234.50", "CHF 1'234.56", 1234.5),
        ("US$7", "US$1,234.56", 7),
        ("$.5", "$1,234.56", 0.5),
    ],
)
def test_a_number_is_read_as_its_example_is_written(tmp_path, written, pattern, amount):
    assert cost_of(tmp_path, written, pattern) == (amount, [])


@pytest.mark.parametrize(
    ("written", "pattern"),
    [
        ("1,23", "1,234.56"),
        ("1.234.5", "1.234,56"),
        ("€7", "$1,234.56"),
        ("$7", "1.234,56 €"),
        ("5$5", "$1,234.56"),
        ("$$5", "$1,234.56"),
        ("12 34", "1 234,56"),
        ("($5)", "$1,234.56"),
        ("5%", "1,234.56"),
        ("$0,123", "$1,234.56"),
        ("$1e3", "$1,234.56"),
    ],
)
def test_what_is_written_otherwise_is_rejected_with_the_example(tmp_path, written, pattern):
    amount, said = cost_of(tmp_path, written, pattern)
    assert amount is None
    assert said[0].endswith(f"written like {pattern}")


@pytest.mark.parametrize("pattern", ["1,234,56", "1234.56", "0.00", "12345$1,234.56", "1.234.56"])
def test_a_format_that_is_no_example_is_refused(pattern):
    with pytest.raises(MappingError, match=r'a number is written "1,234\.56" or "1\.234,56"'):
        parse_mapping(
            {"kind": "products", "columns": COLUMNS, "formats": {"unit_cost": pattern}}, "t"
        )


def test_days_and_amounts_that_a_parquet_file_stores_as_such_are_what_they_are(tmp_path):
    formats = {"response_id": ["R1"], "responded_at": [dt.date(2024, 2, 3)], "nps": [9.0]}
    columns = {name: name for name in formats}
    for since in ("days since 1899-12-30", "seconds since 1582-10-14"):
        patterns = {"responded_at": since, "nps": "1.234,56 €"}
        document = {"kind": "responses", "columns": columns, "formats": patterns}
        done = check(tmp_path, parquet(formats), mapping=parse_mapping(document, "t"))
        ((day, nps),) = rows_of(done, "responded_at nps")
        assert (str(day), nps) == ("2024-02-03 00:00:00", 9)
