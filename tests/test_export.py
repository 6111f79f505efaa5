"""Exports: what programs and spreadsheets get of a page's results."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.errors import BadFilter
from cx.export import Figure, Report, rows_to_csv, to_csv, to_json

REPORT = Report(
    topic="nps",
    filters={"period": "custom", "from": "2018-01-01", "segment": ["A", "B"]},
    filters_in_words="January 2018, segment A or B",
    data_version=12,
    headline="NPS is 31.",
    figures=(
        Figure("nps", "NPS", "points", 30.979284369114875, 28.5, 33.25, 2655, "no clear change"),
        Figure(
            "ces",
            "CES",
            "of 7",
            None,
            None,
            None,
            4,
            refusal="suppressed_n_lt_10",
            note="4 answers are too few. Needs 6 more.",
        ),
    ),
    tables={"trend": [{"month": date(2018, 1, 1), "value": 1 / 3, "verdict": None}]},
)

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(), st.datetimes()
)
tables = st.lists(st.dictionaries(st.text(min_size=1), scalars, min_size=1), max_size=5)


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def cell(value: object) -> str:
    return cells(rows_to_csv([{"x": value}]))[1][0]


# JSON


def test_json_has_the_keys_that_other_programs_rely_on():
    written = json.loads(to_json(REPORT))
    assert list(written) == [
        "topic",
        "filters",
        "filters_in_words",
        "data_version",
        "headline",
        "figures",
        "tables",
    ]
    assert list(written["figures"][0])[:9] == [
        "key",
        "label",
        "unit",
        "value",
        "low",
        "high",
        "responses",
        "verdict",
        "refusal",
    ]


def test_json_keeps_every_digit():
    written = json.loads(to_json(REPORT))
    assert written["figures"][0]["value"] == 30.979284369114875
    assert written["tables"]["trend"][0]["value"] == 1 / 3


def test_a_withheld_figure_says_why_in_a_code_and_in_a_sentence():
    withheld = json.loads(to_json(REPORT))["figures"][1]
    assert (withheld["value"], withheld["refusal"]) == (None, "suppressed_n_lt_10")
    assert withheld["note"] == "4 answers are too few. Needs 6 more."


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (float("nan"), None),
        (float("inf"), None),
        (np.float64("nan"), None),
        (pd.NaT, None),
        (pd.NA, None),
        (np.int64(3), 3),
        (np.float64(2.5), 2.5),
        (np.bool_(True), True),
        (Decimal("12.3400"), 12.34),
        (date(2018, 1, 31), "2018-01-31"),
        (datetime(2018, 1, 31, 12, 30, tzinfo=UTC), "2018-01-31T12:30:00+00:00"),
        (pd.Timestamp("2018-01-31 12:30"), "2018-01-31T12:30:00"),
        ((1, 2), [1, 2]),
        ({"a": float("nan")}, {"a": None}),
    ],
)
def test_json_holds_plain_values_only(value, written):
    report = Report("nps", {}, "all time", 1, "", tables={"t": [{"x": value}]})
    assert json.loads(to_json(report))["tables"]["t"] == [{"x": written}]


def test_a_value_that_has_no_plain_form_is_a_mistake_of_the_program():
    with pytest.raises(TypeError, match="object has no place in an export"):
        to_json(Report("nps", {}, "all time", 1, "", tables={"t": [{"x": object()}]}))


@given(tables)
def test_json_never_holds_nan(rows):
    text = to_json(Report("nps", {}, "all time", 1, "", tables={"t": rows}))
    json.loads(text, parse_constant=pytest.fail)


# CSV


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\nx",
        "  =1",
        "\u200b=1",
        "\x00=1",
        "＝1",  # noqa: RUF001
        "-",
        "+nan",
        "=cmd|' /C calc'!A0",
    ],
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert cell(text).startswith("'")


@pytest.mark.parametrize("text", ["-5", "+5", "-1.5e3", "5", "a=1", "O'Neil", "", "été"])
def test_harmless_text_stays_as_it_is(text):
    assert cell(text) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-100, "-100"),
        (-12.5, "-12.5"),
        (1 / 3, "0.3333333333333333"),
        (True, "true"),
        (None, ""),
        (float("nan"), ""),
        (date(2018, 1, 31), "2018-01-31"),
        (Decimal("-1.50"), "-1.5"),
        (["=1", "b"], '["=1", "b"]'),
    ],
)
def test_numbers_and_days_stay_what_they_are(value, written):
    assert cell(value) == written


def test_a_header_is_not_run_either():
    assert rows_to_csv([{"=1+1": 1}]) == '"\'=1+1"\r\n"1"\r\n'


def test_control_characters_go_but_lines_of_a_comment_stay():
    assert cell("one\ntwo\x00\x1b[31m") == "one\ntwo[31m"


def test_every_cell_is_quoted():
    assert rows_to_csv([{"a": 1, "b": None}]) == '"a","b"\r\n"1",""\r\n'


def test_rows_may_lack_columns():
    assert cells(rows_to_csv([{"a": 1}, {"b": 2}])) == [["a", "b"], ["1", ""], ["", "2"]]


def test_no_rows_are_an_empty_file():
    assert rows_to_csv([]) == ""


@given(tables)
def test_no_cell_of_any_table_is_run_by_a_spreadsheet(rows):
    for line in cells(rows_to_csv(rows)):
        for text in line:
            is_number = text[:1] in "+-" and text[1:2].isdigit() and "(" not in text
            assert text[:1] not in set("=+-@\t\r\n") or is_number


@given(st.lists(st.dictionaries(st.just("x"), st.floats(allow_nan=False, allow_infinity=False))))
def test_csv_keeps_every_digit(rows):
    written = cells(rows_to_csv([row for row in rows if row]))[1:]
    assert [float(line[0]) for line in written] == [row["x"] for row in rows if row]


def test_figures_are_a_table_too():
    header, first, second = cells(to_csv(REPORT))
    assert header[:4] == ["key", "label", "unit", "value"]
    assert first[3] == "30.979284369114875"
    assert second[3:6] == ["", "", ""]


def test_one_table_can_be_chosen():
    assert cells(to_csv(REPORT, "trend")) == [
        ["month", "value", "verdict"],
        ["2018-01-01", "0.3333333333333333", ""],
    ]


def test_a_table_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(BadFilter, match='"nps" has no table "trends"'):
        to_csv(REPORT, "trends")


def test_what_adding_up_amounts_leaves_behind_their_digits_is_in_no_format():
    row = {"amount": sum([2065.595] * 4) + 1e-12, "share": 1 / 3}
    report = Report("nps", {}, "all time", 7, "NPS is 31.", tables={"lines": [row]})
    assert json.loads(to_json(report))["tables"]["lines"] == [{"amount": 8262.38, "share": 1 / 3}]
    assert '"8262.38"' in to_csv(report, "lines")
