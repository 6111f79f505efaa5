"""What published files say of revenue and cost, through the shipped mappings, to the cent.

Oracle: figures.json beside the files, and the raw files themselves, read by plain pandas.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from cx.ingest import Mapping, import_file, load_mapping, stage
from cx.ingest.look import ReadOptions, look
from cx.ingest.saved import matching
from cx.warehouse import House, open_house
from tests.conftest import read_table
from tests.test_mappings_realdata import figures, real

HILLSTROM = "hillstrom/hillstrom.csv"


def bring(house: House, name: str, *paths: Path) -> None:
    mapping = load_mapping(name)
    result = import_file(house, mapping.kind, list(paths), mapping, actor="test")
    assert (result.status, result.counts["rejected"]) == ("committed", 0)
    assert result.counts["duplicate"] == 0


def olist(name: str) -> Path:
    return real(f"olist/sample_7k/olist_{name}_dataset.csv")


def raw(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def cents(amounts: pd.Series) -> Decimal:
    return sum(amounts.map(Decimal), Decimal())


def cents_by(frame: pd.DataFrame, group: str, amount: str) -> dict[str, Decimal]:
    return {name: cents(each) for name, each in frame.groupby(group)[amount]}


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    path = real(HILLSTROM)
    house = open_house(tmp_path_factory.mktemp("mail") / "mail.duckdb")
    bring(house, "hillstrom", path)
    bring(house, "hillstrom_orders", path)
    yield house
    house.close()


SPENT = """
    select {group}, count(*), count(orders.order_id), sum(orders.revenue)
    from crm.customers left join app.sales as orders using (customer_id) group by all
"""


def spent_by(house: House, group: str) -> dict[str, tuple[int, int, Decimal]]:
    with house.reading() as cursor:
        found = cursor.execute(SPENT.format(group=group)).fetchall()
    return {name: (customers, orders, total) for name, customers, orders, total in found}


@pytest.mark.parametrize(
    ("column", "source", "figure"),
    [
        ("preferred_channel", "channel", "channel"),
        ("segment", "history_segment", "history"),
        ("region", "zip_code", "zip"),
    ],
)
def test_hillstrom_spend_is_the_published_one(mail, column, source, figure):
    found, file = spent_by(mail, column), raw(real(HILLSTROM))
    bought = file[file.conversion == "1"]
    assert {name: total for name, (_, _, total) in found.items()} == cents_by(file, source, "spend")
    orders = {name: count for name, (_, count, _) in found.items()}
    assert orders == bought[source].value_counts().to_dict()
    for name, customers, *means in figures("hillstrom")[figure]:
        mean = means[0] if figure == "channel" else means[-1]
        assert found[name][0] == customers
        assert float(found[name][2]) / customers == pytest.approx(mean, abs=1e-8)


def test_hillstrom_counts_578_orders_of_67258_dollars_and_13_cents(mail):
    rows, spend, bought, *_ = figures("hillstrom")["rows"][0]
    found = read_table(mail, "app.sales", "count(*), count(distinct customer_id), sum(revenue)")
    assert found == [(bought, bought, Decimal(str(spend)))]
    assert read_table(mail, "crm.customers", "count(*)") == [(rows,)]


def test_hillstrom_orders_do_not_claim_a_channel_or_a_time_that_nobody_told(mail):
    what = "count(sales_channel), count(distinct ordered_at), max(ordered_at::date)::varchar"
    assert read_table(mail, "crm.orders", what) == [(0, 1, "2008-03-31")]


def test_hillstrom_says_how_many_rows_it_leaves_out(mail):
    mapping = load_mapping("hillstrom_orders")
    seen = import_file(mail, "orders", real(HILLSTROM), mapping, dry_run=True)
    left_out = 'Rows left out by the mapping, where "conversion" is "0": 63,422 of 64,000.'
    assert left_out in seen.warnings
    assert seen.counts["unchanged"] == 578


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    items, orders = olist("order_items"), olist("orders")
    house = open_house(tmp_path_factory.mktemp("shop") / "shop.duckdb")
    bring(house, "olist_customers", olist("customers"))
    bring(house, "olist_products", olist("products"))
    bring(house, "olist_orders", orders)
    bring(house, "olist_items", items, orders)
    bring(house, "olist_items_freight", orders, items)
    yield house
    house.close()


def lines() -> pd.DataFrame:
    """The raw items, each with its order, customer and product: one row of each for one item."""
    frame = raw(olist("order_items"))
    for name, key in (("orders", "order_id"), ("customers", "customer_id")):
        frame = frame.merge(raw(olist(name)), on=key, validate="many_to_one")
    frame = frame.merge(raw(olist("products")), on="product_id", validate="many_to_one")
    frame["category"] = frame.product_category_name.replace("", "(no category)")
    return frame


def test_olist_multiplies_neither_orders_nor_money(shop):
    orders, customers, _, items, *_ = figures("olist/sample_7k")["rows"][0]
    price, freight, _ = figures("olist/sample_7k")["revenue"][0]
    what = "count(distinct order_id), count(revenue), count(distinct customer_id), sum(revenue)"
    assert read_table(shop, "crm.orders", what) == [(orders, items, customers, _money(price))]
    bare = len(raw(olist("orders"))) - raw(olist("order_items")).order_id.nunique()
    assert read_table(shop, "crm.orders", "count(*)") == [(items + bare,)]
    found = read_table(shop, "crm.interactions", "count(*), count(cost), sum(cost)")
    assert found == [(items, items, _money(freight))]


def _money(amount: object) -> Decimal:
    return Decimal(str(amount))


BY = {
    "customer_state": "select customers.segment, sum(lines.{amount}) from {table} as lines "
    "inner join crm.customers using (customer_id) group by all",
    "category": "select products.family, sum(lines.{amount}) from {table} as lines "
    "inner join crm.products using (product_id) group by all",
}


@pytest.mark.parametrize("group", BY)
@pytest.mark.parametrize(
    ("table", "amount", "source"),
    [("crm.orders", "revenue", "price"), ("crm.interactions", "cost", "freight_value")],
)
def test_olist_price_and_freight_by_state_and_category_are_the_files(
    shop, group, table, amount, source
):
    with shop.reading() as cursor:
        found = cursor.execute(BY[group].format(table=table, amount=amount)).fetchall()
    totals = {name: total for name, total in found if total is not None}
    assert totals == cents_by(lines(), group, source)


def test_olist_freight_is_the_published_share_of_the_price(shop):
    with shop.reading() as cursor:
        found = cursor.execute(
            "with paid as (from crm.orders select customer_id, sum(revenue) as price group by all),"
            " sent as (from crm.interactions select customer_id, sum(cost) as freight group by all)"
            " select customers.segment, sum(sent.freight) / sum(paid.price) from crm.customers "
            "left join paid using (customer_id) left join sent using (customer_id) group by all"
        ).fetchall()
    shares = dict(found)
    for state, share in figures("olist/sample_7k")["freight_ratio"]:
        assert round(shares[state], 4) == share


def test_olist_sales_leave_the_cancelled_out(shop):
    sold = lines()[lambda frame: frame.order_status != "canceled"]
    found = read_table(shop, "app.sales", "count(*), sum(revenue)")
    assert found == [(len(sold), cents(sold.price))]
    assert cents(sold.price) == Decimal("924299.63")


def test_olist_orders_keep_their_status_and_days(shop):
    published = figures("olist/sample_7k")
    with shop.reading() as cursor:
        found = cursor.execute(
            "select count(distinct order_id), count(distinct order_id) filter (where late) "
            "from (select *, delivered_on > promised_on as late from crm.orders) "
            "where status = 'delivered' and delivered_on is not null"
        ).fetchall()[0]
    delivered, _, late = published["late_share"][0]
    assert found[0] == delivered
    assert found[1] / found[0] == pytest.approx(late, abs=1e-8)


def test_olist_twice_is_the_same(shop):
    files = [olist("order_items"), olist("orders")]
    for name in ("olist_items", "olist_items_freight"):
        mapping: Mapping = load_mapping(name)
        again = import_file(shop, mapping.kind, files, mapping, actor="test")
        assert (again.status, again.counts["unchanged"]) == ("unchanged", 7790)


def test_one_upload_of_the_raw_files_is_offered_both_mappings(shop, tmp_path):
    files = [olist("orders"), olist("order_items")]
    seen = look(files, ReadOptions(), tmp_path)
    assert seen.file_name == files[1].name
    found = matching(shop, seen.header, seen.beside)
    assert [each.name for each in found] == ["olist_items", "olist_items_freight"]


def test_olist_customers_can_have_the_category_of_their_first_item_as_segment(shop, tmp_path):
    files = [olist(name) for name in ("customers", "orders", "order_items", "products")]
    seen = look(files, ReadOptions(), tmp_path / "look")
    assert [each.name for each in matching(shop, seen.header, seen.beside)] == ["olist_buyers"]
    staged = stage("customers", files, load_mapping("olist_buyers"), tmp_path / "stage")
    customers = pd.read_parquet(staged.tables["customers"])
    firsts = lines().drop_duplicates("customer_id")
    assert customers.segment.value_counts().to_dict() == firsts.category.value_counts().to_dict()
    assert customers.region.value_counts().to_dict() == (
        firsts.customer_state.value_counts().to_dict()
    )
    assert (staged.rejected, staged.duplicate, len(customers)) == (0, 7790 - 6841, 6841)


def test_hillstrom_is_offered_as_customers_and_as_orders(mail, tmp_path):
    seen = look([real(HILLSTROM)], ReadOptions(), tmp_path)
    found = matching(mail, seen.header, seen.beside)
    assert [(each.name, each.kind) for each in found] == [
        ("hillstrom", "customers"),
        ("hillstrom_orders", "orders"),
    ]
