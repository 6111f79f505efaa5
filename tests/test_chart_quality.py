"""Specification of the chart of full and empty columns: every column a bar as high as its share."""

from dataclasses import replace
from datetime import date

import pytest

from cx.charts import quality as charts
from cx.charts.theme import alt_of
from cx.extracts import EXTRACTS
from cx.topics.quality.results import Filled, Held, Quality, Speakers


def held(extract_name: str, rows: int, **filled: int) -> Held:
    extract = EXTRACTS[extract_name]
    columns = tuple(
        Filled(extract_name, column, filled.get(column.name, 0), rows) for column in extract.columns
    )
    return Held(extract, rows, None, None, 0, 1, None, columns)


@pytest.fixture
def result() -> Quality:
    """Two extracts with rows, and one without."""
    return Quality(
        date(2026, 11, 22),
        (
            held("products", 4, product_id=4, name=3, unit_cost=1),
            held("events", 0),
            held("surveys", 2, survey_id=2),
        ),
        (),
        None,
        Speakers(0, 0, 0),
    )


def test_a_bar_is_as_high_as_the_share_of_rows_with_a_value(result):
    figure = charts.completeness(result, is_dark=False)
    frames, bars = figure.data
    assert len(frames.y) == len(bars.y) == 4 + 7
    assert [y / charts.FULL for y in bars.y[:4]] == [1.0, 0.75, 0.0, 0.25]
    assert [y / charts.FULL for y in bars.y[4:]] == [1.0, *[0.0] * 6]
    assert set(frames.y) == {charts.FULL}


def test_a_bar_says_what_it_is_and_leads_to_its_extract(result):
    bars = charts.completeness(result, is_dark=True).data[1]
    extract, said = bars.customdata[1]
    assert extract == "products"
    assert said == "<b>products.name</b><br>75 % filled: 3 of 4 rows<br>Name of the product"
    assert bars.customdata[4][0] == "surveys"


def test_an_extract_without_rows_is_not_drawn(result):
    figure = charts.completeness(result, is_dark=False)
    names = [note.text.split(" <")[0] for note in figure.layout.annotations[::2]]
    assert names == ["products", "surveys"]
    assert figure.layout.annotations[1].text == "<b>50 %</b> filled"


def test_the_chart_says_in_words_where_the_gaps_are(result):
    assert alt_of(charts.completeness(result, is_dark=False)) == (
        "Share of rows with a value in each of 11 columns of 2 extracts; 7 columns are never "
        "filled. Least filled of the others: unit_cost of products 25 %, name of products 75 %, "
        "product_id of products 100 %."
    )


def test_an_empty_warehouse_draws_nothing(result):
    figure = charts.completeness(replace(result, held=()), is_dark=False)
    assert not figure.layout.annotations
