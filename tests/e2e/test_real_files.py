"""Published files through the Upload page, as a new user would bring them: the figures hold.

Oracle: figures.json beside the files, computed with other programs; see test_mappings_realdata.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cx.__main__ import main
from tests.e2e.conftest import serve, settled
from tests.e2e.test_dashboard import main_text
from tests.e2e.test_upload import PATIENCE, bring, press
from tests.test_mappings_realdata import FIXTURE, figures, real

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OLIST = "olist/sample_7k/olist_{}_dataset.csv"
WORKBOOK = "telco_ibm/Telco_customer_churn.xlsx"
STATUS = "telco_ibm/csv/Telco_customer_churn_status.csv"


@pytest.fixture(scope="module")
def served(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """One dashboard for all files: its address and its file."""
    file = tmp_path_factory.mktemp("real") / "new.duckdb"
    with serve(file, file.with_suffix(".log")) as base:
        yield base, file


@pytest.fixture
def empty(
    served: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> Iterator[tuple[str, Path]]:
    """The same without data: what a test brought in is undone after it."""
    base, file = served
    yield base, file
    named = ["--warehouse", str(file)]
    capsys.readouterr()
    assert main([*named, "history", "--json"]) == 0
    for line in json.loads(capsys.readouterr().out):
        if line["undone_at"] is None:
            assert main([*named, "undo", str(line["import_id"])]) == 0


def bring_known(page: Any, path: Path, rows: int) -> None:
    """Bring a file whose columns the program knows: take the mapping that is offered."""
    bring(page, path)
    press(page, "This is my table")
    import_all(page, rows)


def import_all(page: Any, rows: int) -> None:
    press(page, "Check the file")
    page.get_by_role("button", name="Import").wait_for(timeout=PATIENCE)
    settled(page)
    for box in page.get_by_role("checkbox").all():
        box.check(force=True)
        settled(page)
    page.get_by_role("button", name="Import").click()
    page.get_by_text(f": {rows:,} new").first.wait_for(timeout=PATIENCE)
    settled(page)


def next_file(page: Any) -> Any:
    return press(page, "Another file")


def read(file: Path, sql: str) -> list[tuple[Any, ...]]:
    """What is on file, read from a copy by other means than ours: the dashboard owns the file."""
    copy = file.with_name("copy.duckdb")
    copy.write_bytes(file.read_bytes())
    log = file.with_name(file.name + ".wal")
    if log.exists():
        copy.with_name("copy.duckdb.wal").write_bytes(log.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        return connection.execute(sql).fetchall()


NPS = """
select count(*), count(nps), 100.0 * avg(case when nps >= 9 then 1 when nps <= 6 then -1 else 0 end)
filter (nps is not null), avg(nps) from feedback.responses
"""


def test_both_airport_surveys_keep_their_published_scores(empty, visit):
    base, file = empty
    page = visit(f"{base}/upload")
    bring_known(page, FIXTURE, 2809)
    (found,) = read(file, NPS)
    assert found == pytest.approx(tuple(figures("sfo_airport_nps")["nps18"][0]), abs=1e-8)
    next_file(page)
    bring_known(page, real("sfo_airport_nps/sfo_customer_survey_2017.csv"), 2831)
    (found,) = read(file, f"{NPS} where survey_id = 'sfo-2017'")
    assert found == pytest.approx(tuple(figures("sfo_airport_nps")["nps17"][0]), abs=1e-8)
    page.goto(f"{base}/nps_trends?period=all")
    assert "NPS is" in settled(page).get_by_test_id("stMain").inner_text()


def test_olist_keeps_its_orders_reviews_and_their_customers(empty, visit):
    base, file = empty
    page = visit(f"{base}/upload")
    rows = (("customers", 6887), ("products", 32951), ("orders", 6887), ("order_reviews", 6866))
    for name, count in rows:
        bring_known(page, real(OLIST.format(name)), count)
        next_file(page)
    published = figures("olist/sample_7k")
    mean, low, high, _ = published["score_mean"][0]
    (found,) = read(
        file,
        "select avg(csat), avg((csat <= 2)::int), avg((csat >= 4)::int) from feedback.responses",
    )
    assert found == pytest.approx((mean, low, high), abs=1e-8)
    late = """
    select count(*), avg((delivered_on > promised_on)::int) from crm.orders
    where status = 'delivered' and delivered_on is not null
    """
    count, _, by_day = published["late_share"][0]
    assert read(file, late)[0] == pytest.approx((count, by_day), abs=1e-8)
    strangers = read(file, "select count(*) from rollup.answers where customer_id is null")
    assert strangers == [(0,)]


@pytest.mark.parametrize("name", [WORKBOOK, STATUS])
def test_telco_keeps_who_left(empty, visit, name):
    base, file = empty
    page = visit(f"{base}/upload")
    rows, churn = figures("telco_ibm")["rows"][0]
    bring_known(page, real(name), rows)
    found = read(file, "select count(*), avg((status = 'lost')::int) from crm.customers")
    assert found[0] == pytest.approx((rows, churn), abs=1e-9)


def test_mobiles_keep_their_score(empty, visit):
    base, file = empty
    page = visit(f"{base}/upload")
    rows, nps, mean = figures("nps_mobiles_us")["nps"][0]
    bring_known(page, real("nps_mobiles_us/mobiles_feedback.csv"), rows)
    assert read(file, NPS)[0] == pytest.approx((rows, rows, nps, mean), abs=1e-7)


def test_the_marketing_campaign_keeps_its_customers(empty, visit):
    base, file = empty
    page = visit(f"{base}/upload")
    published = figures("marketing_campaign")
    bring_known(page, real("marketing_campaign/marketing_campaign.csv"), published["rows"][0][0])
    found = dict(read(file, "select segment, count(*) from crm.customers group by segment"))
    assert found == {name: count for name, count, *_ in published["edu"]}


def test_identical_rows_are_all_kept_where_no_column_is_a_key(empty, visit):
    base, file = empty
    page = visit(f"{base}/upload")
    bring(page, real("hillstrom/hillstrom.csv"))
    press(page, "This is my table")
    page.get_by_text("Choose the columns by hand").first.click()
    assert "a key is made from the row number" in main_text(settled(page))
    rows, *_, identical = figures("hillstrom")["rows"][0]
    import_all(page, rows)
    kept = read(file, "select count(*), count(distinct customer_id) from crm.customers")
    assert kept == [(rows, rows)]
    assert identical == 6562
