"""Specification of checking: what each type of column takes, and what is said of the rest.

The numbers in the ids are those of the list of bad uploads that this was written from.
"""

import csv
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import import_module

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx.extracts import EXTRACTS
from cx.ingest import stage
from cx.ingest.presets import parse_mapping
from tests.conftest import often
from tests.uploads import HEAD, check, put, rows_of

SAMPLES = {
    "line": "1",
    "customer_id": "C1",
    "order_id": "O1",
    "ordered_at": "2024-01-01",
}


def one_cell(folder, name, value):
    """Stage one order, customer or answer that is in order but for one cell."""
    kind, needed = {
        "network_size": ("customers", {"customer_id": "C1"}),
        "first_seen_on": ("customers", {"customer_id": "C1"}),
        "kind": ("customers", {"customer_id": "C1"}),
        "csat_scale": ("surveys", {"survey_id": "S1", "name": "S"}),
    }.get(name, ("orders", SAMPLES))
    if name in EXTRACTS["responses"].names and name not in SAMPLES:
        kind, needed = "responses", {"response_id": "R1", "responded_at": "2024-01-01"}
    cells = needed | {name: value}
    path = folder / "one.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([cells.keys(), cells.values()])
    return stage(kind, path, None, folder / "stage")


def value_of(folder, name, value):
    staged = one_cell(folder, name, value)
    assert not staged.problems, staged.problems
    return rows_of(staged, name)[0][0]


def complaint_of(folder, name, value):
    staged = one_cell(folder, name, value)
    assert (staged.good, staged.rejected, staged.duplicate) == (0, 1, 0)
    (problem,) = staged.problems
    assert (problem.row, problem.column, problem.value) == (2, name, value)
    return problem.message


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("network_size", "5", 5),
        ("network_size", "+5.0", 5),
        ("network_size", " 007 ", 7),
        ("nps", "0", 0),
        ("weight", "1.5e-3", 0.0015),
        ("weight", ".5", 0.5),
        ("revenue", "-12.3400000", Decimal("-12.3400")),
        ("revenue", "1234", Decimal("1234.0000")),
        ("order_id", "007", "007"),
        ("order_id", "\u00a0\u200bO\u200b1\ufeff", "O1"),
        ("comment", "  = 1+1 \n", "= 1+1"),
        ("comment", "Cafe\u0301", "Café"),
        ("comment", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("comment", "N/A", "N/A"),
        ("kind", "Business", "business"),
        ("csat_scale", "10.0", 10),
        ("first_seen_on", "2024-02-29", date(2024, 2, 29)),
        ("first_seen_on", "2024-02-29T23:30:00-05:00", date(2024, 2, 29)),
        ("responded_at", "2024-01-01", datetime.fromisoformat("2024-01-01")),
        ("responded_at", "2024-01-01T10:00:00Z", datetime.fromisoformat("2024-01-01 10:00")),
        ("responded_at", "2024-01-01 10:00:00+0530", datetime.fromisoformat("2024-01-01 04:30")),
        ("responded_at", "2024-01-01 10:00+02", datetime.fromisoformat("2024-01-01 08:00")),
        (
            "responded_at",
            "2024-01-01 10:00:00.25",
            datetime.fromisoformat("2024-01-01 10:00:00.25"),
        ),
        ("order_id", "\x85O1\x85", "O1"),
        ("order_id", "客" * 256, "客" * 256),
        ("comment", "😀" * 30_000, "😀" * 30_000),
        ("responded_at", "2024-01-01 10:00+14:59", datetime.fromisoformat("2023-12-31 19:01")),
        *(("wants_contact", word, True) for word in ("TRUE", "1", "Yes", "y", "t", "1.0")),
        *(("wants_contact", word, False) for word in ("false", "0", "NO", "n", "F", "0.0")),
    ],
)
def test_a_cell_in_order_becomes_its_value(tmp_path, name, written, value):
    assert value_of(tmp_path, name, written) == value


COMPLAINTS = [
    ("34", "network_size", "many", '"many" is not a whole number'),
    ("34", "weight", "high", '"high" is not a number'),
    *(
        ("35", "revenue", text, f'"{text}" is not an amount: digits and a point only')
        for text in ("1,234.56", "1.234,56", "$5", "(12.5)", "5%", "1e3")
    ),
    *(("36", "weight", text, f'"{text}" is not a number') for text in ("inf", "nan", "-Infinity")),
    ("36", "weight", "1e400", '"1e400" is too large'),
    ("37", "revenue", "12.34567", '"12.34567" has more than four decimals and would be rounded'),
    *(
        ("38", "network_size", text, f'"{text}" is not a whole number')
        for text in ("0x1F", "1_000", "\u0663", "5.5", "1e3")
    ),
    ("39", "network_size", "9223372036854775808", '"9223372036854775808" is too large'),
    ("39", "network_size", "-2147483649", '"-2147483649" is too small'),
    ("39", "revenue", "9" * 18, f'"{"9" * 18}" is too large'),
    ("39", "revenue", "-" + "9" * 18, f'"-{"9" * 18}" is too small'),
    ("39", "weight", "-1e400", '"-1e400" is too small'),
    ("42", "first_seen_on", "2024-02-30", '"2024-02-30" is not a day written like 2024-12-31'),
    *(
        (
            "42 to 46",
            "first_seen_on",
            text,
            f'"{text}" is not a day written like 2024-12-31 (name another format in the mapping)',
        )
        for text in ("31/04/2024", "01/02/2024", "1/2/24", "45292", "infinity", "now", "2024-1-1")
    ),
    *(
        ("47", "first_seen_on", text, f'"{text}" is not between 1900-01-02 and 2099-12-31')
        for text in ("1900-01-01", "9999-12-31", "0024-01-01")
    ),
    ("range", "nps", "11", "11 is not between 0 and 10"),
    ("range", "network_size", "-1", "-1 is less than 0"),
    ("choice", "csat_scale", "6", "6 is not one of 5, 7, 10"),
    ("choice", "kind", "robot", '"robot" is not one of person, business'),
    (
        "flag",
        "wants_contact",
        "maybe",
        '"maybe" is neither yes nor no (true, false, 1, 0, yes, no, y, n, t, f)',
    ),
    ("required", "customer_id", "", "empty, but every row needs a value here"),
    ("required", "customer_id", "\u00a0 ", "empty, but every row needs a value here"),
    ("length", "order_id", "x" * 257, f'"{"x" * 60}…" is longer than 256 characters'),
    ("length", "order_id", "客" * 257, f'"{"客" * 60}…" is longer than 256 characters'),
]


@pytest.mark.parametrize(("number", "name", "written", "words"), COMPLAINTS)
def test_a_cell_not_in_order_is_named_with_what_was_expected(
    tmp_path, number, name, written, words
):
    assert complaint_of(tmp_path, name, written) == words


@pytest.mark.parametrize(
    "clock",
    [
        "24:00:00",
        "10:60",
        "10:00:60",
        "10",
        "10:00:00 CET",
        *(f"10:00:00{zone}" for zone in ("+15:00", "-99:99", "+01:60", "+24", "-0160", "+1")),
    ],
)
def test_an_impossible_clock_is_no_time(tmp_path, clock):
    said = complaint_of(tmp_path, "responded_at", f"2024-01-01 {clock}")
    assert "is not a time written like 2024-12-31 15:30:00" in said


def test_invisible_signs_taken_out_of_ids_are_told_in_one_warning(tmp_path):
    staged = check(
        tmp_path,
        "response_id,customer_id,responded_at,comment\n"
        "\u200bR1,C\u202e1,2024-01-01,x\u200by\nR\u00ad2,C2,2024-01-01,z\nR3,C3,2024-01-01,z\n",
    )
    assert rows_of(staged, "response_id customer_id") == [("R1", "C1"), ("R2", "C2"), ("R3", "C3")]
    assert [said for said in staged.warnings if "cannot be seen" in said] == [
        "Signs that cannot be seen were taken out of ids: 3 cells."
    ]


@pytest.mark.parametrize(("cells", "is_told"), [("1001.0 1002.0 -", True), ("1001.0 1002", False)])
def test_ids_that_were_numbers_with_a_point_are_told(tmp_path, cells, is_told):
    rows = "".join(f"R{i},2024-01-01,{cell.strip('-')}\n" for i, cell in enumerate(cells.split()))
    staged = check(tmp_path, "response_id,responded_at,customer_id\n" + rows)
    said = (
        'Column "customer_id": every id ends in ".0", as if it had been a number on the way. '
        "Other files may have it without."
    )
    assert (said in staged.warnings) is is_told


def test_ratings_outside_their_scale_are_told_with_their_count(tmp_path):
    staged = check(
        tmp_path,
        "response_id,attribute,rating,scale_max\nR1,A,9,5\nR1,B,-3,5\nR1,C,7,10\nR1,D,4,\n",
        "ratings",
    )
    assert staged.warnings == ["Ratings outside 1 to their scale_max: 2."]


def test_48_times_with_an_offset_are_told(tmp_path):
    staged = check(
        tmp_path, "response_id,responded_at\nR1,2024-01-01T10:00Z\nR2,2024-01-01 10:00\n"
    )
    assert staged.warnings == [
        'Column "responded_at": times converted to UTC: 1; the others were taken as UTC.'
    ]


def test_49_times_in_the_future_are_told_and_kept(tmp_path):
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    staged = check(tmp_path, f"response_id,responded_at\nR1,{tomorrow}\nR2,2024-01-01\n")
    assert staged.good == 2
    assert staged.warnings == [
        f'Column "responded_at": rows in the future: 1, the latest {tomorrow}.'
    ]


def test_promises_may_lie_in_the_future(tmp_path):
    cells = "order_id,customer_id,ordered_at,promised_on\nO1,C1,2024-01-01,2099-01-01\n"
    assert check(tmp_path, cells, "orders").warnings == []


def test_defaults_of_the_data_dictionary_are_filled_in(tmp_path):
    staged = check(tmp_path, "order_id,customer_id,ordered_at,line\nO1,C1,2024-01-01,\n", "orders")
    assert rows_of(staged, "line revenue") == [(1, None)]


@pytest.mark.parametrize("kind", EXTRACTS)
def test_the_files_hold_exactly_the_columns_of_the_extract_in_its_types(tmp_path, kind):
    types = {
        "id": "string",
        "text": "string",
        "integer": "int32",
        "number": "double",
        "money": "decimal128(18, 4)",
        "flag": "bool",
        "date": "date32[day]",
        "time": "timestamp[us]",
    }
    valid = {"date": "2024-01-01", "time": "2024-01-01", "money": "1", "number": "1"}
    names = [column.name for column in EXTRACTS[kind].columns if column.is_required]
    cells = [valid.get(EXTRACTS[kind].column(name).type, "1") for name in names]
    staged = check(tmp_path, f"{','.join(names)}\n{','.join(cells)}\n", kind)
    assert not staged.problems
    schema = pq.read_schema(staged.tables[kind])
    expected = {column.name: types[column.type] for column in EXTRACTS[kind].columns}
    expected |= {"row_number": "int64", "is_blank": "bool"}
    assert {field.name: str(field.type) for field in schema} == expected


def test_each_bad_cell_of_a_row_is_a_problem_and_the_row_is_rejected_once(tmp_path):
    staged = check(tmp_path, HEAD + b"R1,2024-01-01,5\n,yesterday,11\n")
    assert [(problem.row, problem.column) for problem in staged.problems] == [
        (3, "response_id"),
        (3, "responded_at"),
        (3, "nps"),
    ]
    assert (staged.rows, staged.good, staged.rejected) == (2, 1, 1)


def test_problems_are_kept_up_to_a_limit_and_rows_are_counted_beyond(tmp_path, monkeypatch):
    monkeypatch.setattr(import_module("cx.ingest.stage"), "MOST_PROBLEMS", 5)
    staged = check(tmp_path, HEAD + b"".join(b"R%d,2024-01-01,11\n" % i for i in range(20)))
    assert [problem.row for problem in staged.problems] == [2, 3, 4, 5, 6]
    assert staged.rejected == 20
    assert len(staged.rejects_file.read_text().splitlines()) == 21


def test_rejects_hold_the_columns_as_they_came_and_the_reasons(tmp_path):
    staged = check(tmp_path, b'Response_ID,responded_at,"a,b",nps\nR1,2024-01-01,"x ""y""",11\n')
    with staged.rejects_file.open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == [
            {
                "Response_ID": "R1",
                "responded_at": "2024-01-01",
                "a,b": 'x "y"',
                "nps": "11",
                "rejected: row": "2",
                "rejected: column": "nps",
                "rejected: value": "11",
                "rejected: reason": "11 is not between 0 and 10",
            }
        ]


def test_mended_rejects_can_be_imported_as_they_are(tmp_path):
    staged = check(tmp_path, HEAD + b"R1,2024-01-01,5\nR2,2024-01-02,11\n")
    mended = staged.rejects_file.read_text().replace("11", "10", 1)
    again = check(tmp_path, mended)
    assert (again.good, again.rejected) == (1, 0)
    assert rows_of(again, "response_id nps") == [("R2", 10)]


def test_rejects_of_rejects_carry_new_reasons_only(tmp_path):
    staged = check(tmp_path, HEAD + b"R2,2024-01-02,11\n")
    again = check(tmp_path, staged.rejects_file.read_text().replace(",11,", ",12,", 1))
    header, row = again.rejects_file.read_text().splitlines()
    ours = ",".join(f"rejected: {word}" for word in ("row", "column", "value", "reason"))
    assert header == f"response_id,responded_at,nps,{ours}"
    assert row.endswith("2,nps,12,12 is not between 0 and 10")


def test_50_the_same_row_again_is_counted_and_dropped_quietly(tmp_path):
    staged = check(tmp_path, HEAD + b"R1,2024-01-01,5\nR1,2024-01-01,5.0\n")
    assert (staged.rows, staged.good, staged.duplicate) == (2, 1, 1)
    assert staged.problems == []
    assert staged.rejects_file is None


def test_50_the_same_key_with_other_values_keeps_the_first_and_lists_the_others(tmp_path):
    staged = check(tmp_path, HEAD + b"R1,2024-01-01,5\nR2,2024-01-01,5\nR1,2024-01-01,6\n")
    assert rows_of(staged, "response_id nps") == [("R1", 5), ("R2", 5)]
    assert (staged.rejected, staged.duplicate) == (0, 1)
    (problem,) = staged.problems
    assert problem.sentence == (
        'row 4, column "response_id": has the same key as row 2 but other values; row 2 was kept'
    )
    assert problem.value == "R1"
    assert staged.rejects_file.read_text().count("\n") == 2


def test_a_rejected_row_does_not_hold_the_place_of_a_good_one(tmp_path):
    staged = check(tmp_path, HEAD + b"R1,2024-01-01,11\nR1,2024-01-01,6\n")
    assert rows_of(staged, "response_id nps") == [("R1", 6)]
    assert (staged.rejected, staged.duplicate) == (1, 0)


def test_33_ids_that_look_the_same_are_the_same(tmp_path):
    staged = check(
        tmp_path, "customer_id\nCafe\u0301\nCaf\u00e9\n\u202eCafé\u00a0\n", kind="customers"
    )
    assert (staged.good, staged.duplicate) == (1, 2)


def test_a_key_of_two_columns_repeats_only_as_a_whole(tmp_path):
    cells = "order_id,line,customer_id,ordered_at\nO1,1,C1,2024-01-01\nO1,2,C1,2024-01-01\n"
    staged = check(tmp_path, cells + "O1,,C1,2024-01-02\n", "orders")
    assert (staged.good, staged.duplicate) == (2, 1)
    assert staged.problems[0].value == "O1, 1"


def test_formats_are_declared_never_guessed(tmp_path):
    names = ("order_id", "customer_id", "ordered_at", "promised_on", "revenue")
    mapping = parse_mapping(
        {
            "kind": "orders",
            "columns": {name: name for name in names},
            "formats": {
                "ordered_at": "%d/%m/%Y %H:%M",
                "promised_on": "%m/%d/%Y %I:%M:%S %p",
                "revenue": "1.234,56",
            },
        },
        "european",
    )
    head = ";".join(names)
    good = "O1;C1;01/02/2024 10:30;12/31/2024 02:00:00 PM;-1.234.567,5"
    bad = "O2;C1;2024-02-01 10:30;31/12/2024 02:00:00 PM;1,234.56"
    staged = check(tmp_path, f"{head}\n{good}\n{bad}\n", "orders", mapping)
    assert rows_of(staged, "ordered_at promised_on revenue") == [
        (datetime.fromisoformat("2024-02-01 10:30"), date(2024, 12, 31), Decimal("-1234567.5000"))
    ]
    assert [problem.message for problem in staged.problems] == [
        '"2024-02-01 10:30" is not a time written like 31/12/2024 15:30',
        '"31/12/2024 02:00:00 PM" is not a day written like 12/31/2024 03:30:00 PM',
        '"1,234.56" is not an amount: digits and a point only, written like 1.234,56',
    ]


@pytest.mark.parametrize(
    "text", ["1,23.4", "12,34,567", "1,2345", "1,,000", "0,123", "00,123", "-0,123.5", "012,345"]
)
def test_thousands_are_groups_of_three(tmp_path, text):
    mapping = parse_mapping(
        {
            "kind": "orders",
            "columns": {name: name for name in (*SAMPLES, "revenue")},
            "formats": {"revenue": "1,234.56"},
        },
        "american",
    )
    cells = SAMPLES | {"revenue": text}
    content = "\n".join(";".join(row) for row in (cells.keys(), cells.values()))
    assert check(tmp_path, content, "orders", mapping).rejected == 1


cell = st.sampled_from(
    ["", " ", "R1", "R2", "0", "11", "5.0", "5.5", "2024-01-01", "x\ny", '"', "é"]
)


@settings(
    max_examples=often(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=12))
def test_rows_are_good_rejected_or_duplicate_and_nothing_is_lost(tmp_path, rows):
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("response_id", "responded_at", "nps"), *rows])
    full = [row for row in rows if any(each.strip() for each in row)]
    if not full:
        return
    staged = stage("responses", path, None, tmp_path / "stage")
    kept = rows_of(staged, "response_id row_number")
    assert staged.rows == len(full) == staged.good + staged.rejected + staged.duplicate
    assert staged.good == len(kept) == len({key for key, _ in kept})
    assert staged.rejected <= len({problem.row for problem in staged.problems})


def test_results_go_to_the_folder_and_the_upload_stays_as_it_is(tmp_path):
    path = put(tmp_path, HEAD + b"R1,2024-01-01,5\n")
    before = path.read_bytes()
    staged = stage("responses", path, None, tmp_path / "new" / "stage")
    assert path.read_bytes() == before
    assert staged.tables["responses"].parent == tmp_path / "new" / "stage"
    assert len(staged.sha256) == 64
