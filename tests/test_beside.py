"""Specification of second files in which rows are looked up, and of rows left out."""

import tomllib

import pytest

from cx.errors import ImportRefused, MappingError
from cx.ingest import import_file, stage
from cx.ingest.look import ReadOptions, look
from cx.ingest.presets import parse_mapping
from cx.ingest.saved import matching
from cx.ingest.write_mapping import to_toml
from tests.conftest import read_table
from tests.uploads import parquet, put, rows_of

ITEMS = b"order,item,price\nA,1,10.00\nA,2,5.50\nB,1,1\n"
ORDERS = b"order,who,day,state\nB,c2,2024-02-01,sent\nA,c1,2024-01-31,sent\nC,c3,2024-02-02,void\n"
MAPPING = {
    "kind": "orders",
    "beside": {"heads": {"file": "orders.csv", "by": "order"}},
    "columns": {
        "order_id": "order",
        "line": "item",
        "revenue": "price",
        "customer_id": "heads.who",
        "ordered_at": "heads.day",
    },
}


def mapped(**tables):
    return parse_mapping(MAPPING | tables, "items")


def staged(folder, items=ITEMS, orders=ORDERS, **tables):
    files = [put(folder, items, "items.csv"), put(folder, orders, "orders.csv")]
    return stage("orders", files, mapped(**tables), folder / "stage")


WANTED = [("A", 1, "c1"), ("A", 2, "c1"), ("B", 1, "c2")]


def test_each_row_looks_up_its_own_and_none_is_doubled(tmp_path):
    found = staged(tmp_path)
    assert rows_of(found, "order_id line customer_id") == WANTED
    assert sum(amount for (amount,) in rows_of(found, "revenue")) == 16.5
    assert (found.rows, found.rejected, found.duplicate) == (3, 0, 0)


def test_the_files_may_come_in_any_order_and_format(tmp_path):
    heads = parquet({"order": ["A", "B"], "who": ["c1", "c2"], "day": ["2024-01-31"] * 2})
    files = [put(tmp_path, heads, "orders.parquet"), put(tmp_path, ITEMS, "items.csv")]
    found = stage("orders", files, mapped(), tmp_path / "stage")
    assert rows_of(found, "order_id line customer_id") == WANTED


def test_several_files_of_either_sort_are_one_import(tmp_path):
    head = ORDERS.splitlines(keepends=True)
    files = [
        put(tmp_path, ITEMS, "a.csv"),
        put(tmp_path, b"order,item,price\nC,1,7\n", "b.csv"),
        put(tmp_path, head[0] + head[1], "heads1.csv"),
        put(tmp_path, head[0] + head[2] + head[3], "heads2.csv"),
    ]
    found = stage("orders", files, mapped(), tmp_path / "stage")
    assert rows_of(found, "order_id line customer_id") == [*WANTED, ("C", 1, "c3")]


def test_a_second_file_with_two_rows_for_one_is_refused(tmp_path):
    twice = ORDERS + b"A,c9,2024-03-01,sent\n"
    with pytest.raises(ImportRefused, match=r'orders\.csv has "A" in 2 rows, and order is'):
        staged(tmp_path, orders=twice)


def test_rows_that_find_nothing_are_counted_and_rejected_by_what_they_lack(tmp_path, house):
    found = staged(tmp_path, items=ITEMS + b"Z,1,3\n")
    assert "Rows whose order is not in orders.csv: 1." in found.warnings
    assert [(each.row, each.column) for each in found.problems] == [
        (5, "heads.who"),
        (5, "heads.day"),
    ]
    mended = found.rejects_file.read_text().replace("Z,1,3,,", "Z,1,3,c9,2024-05-01")
    again = put(tmp_path, mended, "mended.csv")
    done = import_file(house, "orders", again, mapped(), actor="test")
    assert (done.status, done.counts["new"]) == ("committed", 1)
    assert read_table(house, "crm.orders", "order_id, customer_id") == [("Z", "c9")]


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(ImportRefused, match=r"orders\.csv with order, who, day\. Choose them"):
        stage("orders", put(tmp_path, ITEMS, "items.csv"), mapped(), tmp_path / "stage")
    with pytest.raises(ImportRefused, match="not all are there: one with order, item, price"):
        stage("orders", put(tmp_path, ORDERS, "orders.csv"), mapped(), tmp_path / "stage")


def test_a_file_that_nobody_asks_for_is_refused(tmp_path):
    files = [put(tmp_path, ITEMS, "items.csv"), put(tmp_path, b"a,b\n1,2\n", "more.csv")]
    with pytest.raises(ImportRefused, match=r"more\.csv has not the columns of any file"):
        stage("orders", files, mapped(), tmp_path / "stage")


CHAIN = {
    "kind": "customers",
    "beside": {
        "heads": {"file": "orders.csv", "by": "order"},
        "people": {"file": "people.csv", "by": "id", "of": "heads.who"},
    },
    "columns": {"customer_id": "heads.who", "region": "people.state"},
}
PEOPLE = b"id,state\nc1,SP\nc2,RJ\n"


def test_what_was_looked_up_can_be_looked_up_further(tmp_path):
    files = [
        put(tmp_path, content, name)
        for name, content in {
            "people.csv": PEOPLE,
            "orders.csv": ORDERS,
            "items.csv": b"order,item,price\nA,1,10.00\nB,1,1\nC,1,1\nX,1,1\n",
        }.items()
    ]
    found = stage("customers", files, parse_mapping(CHAIN, "chain"), tmp_path / "stage")
    assert rows_of(found, "customer_id region") == [("c1", "SP"), ("c2", "RJ"), ("c3", None)]
    assert found.warnings[:2] == [
        "Rows whose order is not in orders.csv: 1.",
        "Rows whose heads.who is not in people.csv: 1.",
    ]


def test_a_chain_goes_through_files_named_before():
    people, heads = CHAIN["beside"]["people"], CHAIN["beside"]["heads"]
    with pytest.raises(MappingError, match="a second file that is named above"):
        parse_mapping(CHAIN | {"beside": {"people": people, "heads": heads}}, "chain")
    first = parse_mapping(CHAIN, "chain")
    assert parse_mapping(tomllib.loads(to_toml(first)), "chain").beside == first.beside


def test_rows_are_left_out_by_what_a_column_says_and_are_counted(tmp_path):
    items = ITEMS + b"C,1,99\nC,2,\n"
    found = staged(tmp_path, items=items, leave_out={"heads.state": ["VOID", "lost"]})
    assert rows_of(found, "order_id line customer_id") == WANTED
    assert found.warnings[0] == (
        'Rows left out by the mapping, where "heads.state" is "VOID" and "lost": 2 of 5.'
    )
    assert found.rows == 3


def test_rows_without_a_value_can_be_left_out(tmp_path):
    found = staged(tmp_path, items=ITEMS + b"C,1,\n", leave_out={"price": [""]})
    assert len(rows_of(found, "order_id")) == 3
    assert 'where "price" is empty: 1 of 4.' in found.warnings[0]


def test_a_file_of_which_all_is_left_out_is_refused(tmp_path):
    with pytest.raises(ImportRefused, match="has no rows"):
        staged(tmp_path, leave_out={"heads.state": ["sent"]})


def test_what_a_mapping_says_is_written_and_read_back():
    first = mapped(leave_out={"price": ["0", ""]}, key={"row": False})
    again = parse_mapping(tomllib.loads(to_toml(first)), "items")
    assert (again.beside, again.leave_out, again.columns) == (
        first.beside,
        first.leave_out,
        first.columns,
    )


@pytest.mark.parametrize(
    "beside",
    [{"heads": "orders.csv"}, {"heads": {"file": "a.csv"}}, {"a.b": {"file": "x", "by": "y"}}],
)
def test_a_second_file_that_is_not_told_is_refused(beside):
    with pytest.raises(MappingError, match="beside"):
        mapped(beside=beside)


OLIST_ITEMS = (
    b"order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value\n"
    b"A,1,p,s,2018-01-01,10.00,2.00\n"
)
OLIST_ORDERS = (
    b"order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
    b"order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date\n"
    b"A,c,delivered,2018-01-01 10:00:00,,,,\n"
)


def test_a_look_at_both_shows_the_rows_and_offers_what_reads_them_together(tmp_path, house):
    files = [put(tmp_path, OLIST_ORDERS, "o.csv"), put(tmp_path, OLIST_ITEMS, "i.csv")]
    seen = look(files, ReadOptions(), tmp_path / "look")
    assert (seen.file_name, len(seen.beside), seen.size) == (
        "i.csv",
        1,
        len(OLIST_ORDERS) + len(OLIST_ITEMS),
    )
    assert seen.notes[-1] == "o.csv is looked up in, row by row."
    found = matching(house, seen.header, seen.beside)
    assert [each.name for each in found] == ["olist_items", "olist_items_freight"]


def test_a_look_at_one_alone_says_what_belongs_to_it(tmp_path, house):
    seen = look([put(tmp_path, OLIST_ITEMS, "i.csv")], ReadOptions(), tmp_path / "look")
    assert seen.notes[-1] == (
        "Brought together with olist_orders_dataset.csv, it fits "
        '"Olist order items" and "Olist freight".'
    )
    assert matching(house, seen.header, seen.beside) == ()
