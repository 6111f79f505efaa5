"""Specification of the file of rejects: mended, it can be imported as it is, again and again."""

import csv
import io

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx.ingest.presets import parse_mapping
from tests.conftest import often
from tests.uploads import HEAD, check, parquet, put, rows_of

OURS = ["rejected: row", "rejected: column", "rejected: value", "rejected: reason"]
WORDS = ("row", "column", "value", "reason")


def customers(columns, **tables):
    """Mapping of customers from columns of those names."""
    return parse_mapping({"kind": "customers", "columns": columns} | tables, "shop")


def table_of(path, delimiter=","):
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def mended(staged, wrong, right, delimiter=","):
    """Bytes of the file of rejects after the cells that hold `wrong` hold `right`."""
    text = staged.rejects_file.read_bytes().decode()
    head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([head, *([right if cell == wrong else cell for cell in row] for row in rows)])
    return out.getvalue().encode()


def test_source_columns_called_like_ours_are_kept_and_imported(tmp_path):
    mapping = customers(
        {
            "customer_id": "Row",
            "lost_reason": "Reason",
            "annual_category_spend": "Value",
            "name": "Column",
        }
    )
    content = "Row,Reason,Value,Column\nC1,moved,abc,Ann\nC2,price,def,Bob\n"
    staged = check(tmp_path, content, "customers", mapping)
    assert table_of(staged.rejects_file)[0] == ["Row", "Reason", "Value", "Column", *OURS]
    again = check(tmp_path, mended(staged, "abc", "7"), "customers", mapping)
    assert rows_of(again, "customer_id lost_reason name") == [("C1", "moved", "Ann")]
    third = check(tmp_path, mended(again, "def", "8"), "customers", mapping)
    assert table_of(third.rejects_file) if third.rejects_file else True
    assert rows_of(third, "customer_id lost_reason name") == [("C2", "price", "Bob")]
    assert not any("rejected:" in said for said in third.warnings)


names = st.sampled_from([*OURS, "rejected: row 2", *WORDS, "Reason", "Id", "x"])


@settings(
    max_examples=often(10),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.permutations(["customer_id", "name", "network_size"]), st.data())
def test_whatever_the_columns_are_called_none_that_is_used_is_lost(tmp_path, ours, data):
    theirs = data.draw(st.lists(names, min_size=3, max_size=3, unique_by=str.casefold))
    mapping = customers(dict(zip(ours, theirs, strict=True)))
    cells = {"customer_id": "C1", "name": "Ann", "network_size": "many"}
    content = ",".join(theirs) + "\n" + ",".join(cells[name] for name in ours) + "\n"
    first = check(tmp_path, content, "customers", mapping)
    second = check(tmp_path, first.rejects_file.read_bytes(), "customers", mapping)
    assert len(table_of(second.rejects_file)[0]) == 7
    last = check(tmp_path, mended(second, "many", "3"), "customers", mapping)
    assert rows_of(last, "customer_id name network_size") == [("C1", "Ann", 3)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1", "utf-16", "utf-16-le"])
def test_mended_rejects_give_the_same_letters_whatever_was_declared(tmp_path, encoding, delimiter):
    read = {"encoding": encoding, "delimiter": delimiter}
    columns = {"customer_id": "Id", "name": "Name", "network_size": "Size"}
    mapping = customers(columns, read=read)
    rows = [["Id", "Name", "Size"], ["C1", "Zoë", "1"], ["C2", "Müller, ß; |x", "many"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    staged = check(tmp_path, out.getvalue().encode(encoding), "customers", mapping)
    again = check(tmp_path, mended(staged, "many", "3", delimiter), "customers", mapping)
    assert rows_of(again, "name network_size") == [("Müller, ß; |x", 3)]


def test_a_file_of_the_most_columns_can_be_mended_too(tmp_path):
    head = ["customer_id", "network_size", *(f"x{i}" for i in range(498))]
    staged = check(tmp_path, ",".join(head) + "\nC1,many" + "," * 498 + "\n", "customers")
    assert check(tmp_path, mended(staged, "many", "3"), "customers").good == 1


def test_numbers_and_days_of_a_parquet_file_are_written_as_the_mapping_reads_them(tmp_path):
    mapping = customers(
        {
            "customer_id": "Id",
            "annual_category_spend": "Spend",
            "first_seen_on": "Since",
            "network_size": "Size",
        },
        formats={"annual_category_spend": "1.234,56", "first_seen_on": "%d/%m/%Y"},
    )
    days = pa.array([19783, 19784], pa.date32())
    content = parquet(
        {"Id": ["C1", "C2"], "Spend": [1.234, 1234.5], "Since": days, "Size": ["1", "many"]}
    )
    staged = check(tmp_path, content, "customers", mapping)
    names = "annual_category_spend first_seen_on"
    assert [str(each) for each in rows_of(staged, names)[0]] == ["1.2340", "2024-03-01"]
    again = check(tmp_path, mended(staged, "many", "3"), "customers", mapping)
    assert [str(each) for each in rows_of(again, names)[0]] == ["1234.5000", "2024-03-02"]


def test_cells_that_a_spreadsheet_would_compute_are_left_as_they_are(tmp_path):
    staged = check(tmp_path, HEAD + b'"=1+1",2024-01-01,11\n')
    assert table_of(staged.rejects_file)[1][:3] == ["=1+1", "2024-01-01", "11"]


def test_the_upload_may_itself_be_called_rejects(tmp_path):
    path = put(tmp_path, HEAD + b"R1,2024-01-01,11\n", "rejects.csv")
    before = path.read_bytes()
    from cx.ingest import stage

    assert stage("responses", path, None, tmp_path / "stage").rejected == 1
    assert path.read_bytes() == before
