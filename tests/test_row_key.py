"""Specification of keys made from row numbers, for files whose rows have no id of their own."""

import hashlib

import pytest

from cx.errors import MappingError
from cx.ingest import import_file, load_mapping
from cx.ingest.presets import parse_mapping
from tests.conftest import read_table
from tests.test_mappings_realdata import figures, frame, real, staged_by
from tests.uploads import check, put, rows_of

KEYLESS = {
    "kind": "customers",
    "columns": {"segment": "Segment", "region": "Region"},
    "key": {"row": True},
}
CONTENT = b"Segment,Region\nSMB,North\nSMB,North\n,\nConsumer,\n"


def keyless(**tables):
    return parse_mapping(KEYLESS | tables, "keyless")


def test_each_row_gets_the_files_hash_and_its_number(tmp_path):
    staged = check(tmp_path, CONTENT, "customers", keyless())
    mark = hashlib.sha256(CONTENT).hexdigest()[:8]
    assert rows_of(staged, "customer_id segment") == [
        (f"{mark}-2", "SMB"),
        (f"{mark}-3", "SMB"),
        (f"{mark}-5", "Consumer"),
    ]


def test_how_keys_were_made_is_told(tmp_path):
    staged = check(tmp_path, CONTENT, "customers", keyless())
    assert staged.warnings == [
        "The file has no customer_id, so it is made of the file's hash and the row number. Rows "
        "that equal another are all kept (1). The same file again gives the same keys; a changed "
        "file gives new ones, so undo this import before you import a changed file.",
        "Empty rows left out: 1.",
    ]


def test_the_same_file_again_changes_nothing(tmp_path, house):
    path = put(tmp_path, CONTENT)
    first = import_file(house, "customers", path, keyless(), actor="test")
    again = import_file(house, "customers", path, keyless(), actor="test")
    assert (first.counts["new"], again.status, again.counts["unchanged"]) == (3, "unchanged", 3)
    assert len(read_table(house, "crm.customers")) == 3


def test_rows_of_several_files_never_share_a_key(tmp_path):
    from cx.ingest import stage

    files = [put(tmp_path, CONTENT, "a.csv"), put(tmp_path, CONTENT + b"SMB,South\n", "b.csv")]
    staged = stage("customers", files, keyless(), tmp_path / "stage")
    keys = [key for (key,) in rows_of(staged, "customer_id")]
    marks = [hashlib.sha256(path.read_bytes()).hexdigest()[:8] for path in files]
    assert keys == [
        *(f"{marks[0]}-{row}" for row in (2, 3, 5)),
        *(f"{marks[1]}-{row}" for row in (2, 3, 5, 6)),
    ]


def test_wide_ratings_follow_the_made_key(tmp_path):
    mapping = parse_mapping(
        {
            "kind": "responses",
            "columns": {"responded_at": "Day"},
            "key": {"row": True},
            "ratings": {"Staff": "Staff"},
        },
        "wide",
    )
    staged = check(tmp_path, "Day,Staff\n2024-01-01,5\n2024-01-01,5\n", mapping=mapping)
    keys = rows_of(staged, "response_id")
    assert rows_of(staged, "response_id", "ratings") == keys
    assert len(set(keys)) == 2


BAD = {
    "no switch": ({"key": {"row": "yes"}}, "row is true (make the key from the row number)"),
    "an unknown word": ({"key": {"number": True}}, '[key]: there is no "number"'),
    "a key with a source": (
        {"columns": KEYLESS["columns"] | {"customer_id": "Segment"}},
        "makes customer_id from the row number, but it has a source too",
    ),
}


@pytest.mark.parametrize(("tables", "words"), BAD.values(), ids=BAD)
def test_what_cannot_be_meant_is_refused(tables, words):
    with pytest.raises(MappingError) as caught:
        keyless(**tables)
    assert words in str(caught.value)


def test_a_key_of_several_columns_cannot_be_made():
    with pytest.raises(MappingError, match="the key of ratings is response_id, attribute"):
        parse_mapping({"kind": "ratings", "key": {"row": True}, "columns": {"rating": "a"}}, "x")


ORDERS = {
    "kind": "orders",
    "columns": {"revenue": "Spend"},
    "constants": {"ordered_at": "2024-01-31"},
    "key": {"row": True, "also": ["customer_id"]},
}


def test_another_id_can_be_that_of_the_same_row_in_another_extract(tmp_path):
    content = b"Segment,Region,Spend\nSMB,North,1.50\nSMB,North,2\n"
    customers = check(tmp_path, content, "customers", keyless())
    orders = check(tmp_path, content, "orders", parse_mapping(ORDERS, "x"))
    keys = [key for (key,) in rows_of(customers, "customer_id")]
    assert rows_of(orders, "order_id line customer_id") == [(key, 1, key) for key in keys]


@pytest.mark.parametrize(
    ("also", "said"),
    [
        ("customer_id", "it lists ids of orders"),
        (["revenue"], "it lists ids of orders"),
        (["order_id2"], "There are: order_id, customer_id, product_id"),
    ],
)
def test_other_ids_that_are_none_are_refused(also, said):
    with pytest.raises(MappingError, match=said):
        parse_mapping(ORDERS | {"key": {"row": True, "also": also}}, "x")
    with pytest.raises(MappingError, match="makes customer_id from the row number, but it has"):
        parse_mapping(ORDERS | {"columns": {"customer_id": "Who"}}, "x")


def test_hillstrom_keeps_every_one_of_its_identical_rows(tmp_path):
    path = real("hillstrom/hillstrom.csv")
    staged = staged_by("hillstrom", path, tmp_path)
    published = figures("hillstrom")
    rows, *_, identical = published["rows"][0]
    customers = frame(staged, "customers")
    assert len(customers) == customers.customer_id.nunique() == rows == 64_000
    assert f"Rows that equal another are all kept ({identical:,})." in staged.warnings[-1]
    for column, figure in (("preferred_channel", "channel"), ("region", "zip")):
        counts = {name: count for name, count, *_ in published[figure]}
        assert customers[column].value_counts().to_dict() == counts
    counts = {name: count for name, count, *_ in published["history"]}
    assert customers.segment.value_counts().to_dict() == counts


def test_hillstrom_twice_is_the_same(tmp_path, house):
    path = real("hillstrom/hillstrom.csv")
    mapping = load_mapping("hillstrom")
    import_file(house, "customers", path, mapping, actor="test")
    again = import_file(house, "customers", path, mapping, actor="test")
    assert (again.status, again.counts["unchanged"]) == ("unchanged", 64_000)
