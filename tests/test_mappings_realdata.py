"""Specification of the shipped mappings: published files give the published figures.

Oracle: figures computed with other programs. The SFO file of 2018 and the figures of SFO are
fixtures of this repository; the other files may not be committed and are looked for beside it.
"""

import json
from pathlib import Path

import pandas as pd
import pytest

from cx.ingest import Staged, load_mapping, stage

FIXTURE = Path(__file__).parent / "fixtures" / "sfo_customer_survey_2018.csv"
FIGURES = FIXTURE.with_name("sfo_figures.json")
REAL = Path(__file__).resolve().parents[2] / "shared" / "realdata"


def staged_by(name: str, path: Path, folder: Path) -> Staged:
    mapping = load_mapping(name)
    staged = stage(mapping.kind, path, mapping, folder)
    assert (staged.rejected, staged.duplicate, staged.problems) == (0, 0, [])
    return staged


def real(relative: str) -> Path:
    path = REAL / relative
    if not path.exists():
        pytest.skip(f"the real data may not be committed, and {relative} is not beside this folder")
    return path


def figures(group: str) -> dict[str, list[list[object]]]:
    file = FIGURES if group == "sfo_airport_nps" else real("figures.json")
    everything = json.loads(file.read_text())
    return {each["id"]: each["rows"] for each in everything[group]}


def frame(staged: Staged, table: str) -> pd.DataFrame:
    return pd.read_parquet(staged.tables[table])


def nps_of(scores: pd.Series, weights: pd.Series | None = None) -> float:
    valid = scores.dropna().astype(float)
    points = 100.0 * ((valid >= 9).astype(float) - (valid <= 6))
    each = pd.Series(1.0, scores.index) if weights is None else weights
    return float((points * each[valid.index]).sum() / each[valid.index].sum())


@pytest.fixture(scope="module")
def sfo(tmp_path_factory):
    return staged_by("sfo_airport_2018", FIXTURE, tmp_path_factory.mktemp("sfo"))


@pytest.fixture(scope="module")
def answers(sfo):
    return frame(sfo, "responses")


def test_sfo_2018_counts_zero_as_an_answer_and_eleven_as_none(answers):
    assert len(answers) == 2809
    assert answers.nps.notna().sum() == 2650
    assert nps_of(answers.nps) == pytest.approx(30.98113208, abs=1e-8)
    assert answers.nps.mean() == pytest.approx(8.069433962, abs=1e-9)
    counts = [24, 11, 24, 26, 24, 205, 133, 334, 601, 498, 770]
    assert answers.nps.value_counts().sort_index().to_list() == counts


def test_sfo_2018_keeps_the_weights(answers):
    assert nps_of(answers.nps, answers.weight) == pytest.approx(35.1136321, abs=1e-7)


def test_sfo_2018_overall_rating_is_the_satisfaction(answers):
    counts = answers.csat.value_counts().sort_index()
    assert counts.to_dict() == {1: 6, 2: 46, 3: 514, 4: 1428, 5: 631}


def test_sfo_2018_days_are_those_of_may(answers):
    assert answers.responded_at.min() == pd.Timestamp("2018-05-01")
    assert answers.responded_at.max() == pd.Timestamp("2018-05-31")
    # DAY counts from Sunday = 1; it is the survey's own word for the day.
    days = pd.read_csv(FIXTURE, usecols=["DAY"]).DAY
    assert ((answers.responded_at.dt.day_of_week + 1) % 7 + 1 == days).all()


def test_sfo_2018_speaks_in_words(answers):
    first = answers.iloc[0]
    assert first[["response_id", "survey_id"]].to_list() == ["sfo2018-1842", "sfo-2018"]
    assert first[
        ["segment", "channel", "touchpoint", "region", "product_id", "language"]
    ].to_list() == [
        "Pleasure",
        "Dropped off",
        "Boarding area G",
        "Europe",
        "International",
        "English",
    ]
    assert answers.region.isna().sum() == 203


BREAKDOWNS = {
    "barea18": ("touchpoint", "Boarding area {}", {}),
    "purp18": (
        "segment",
        "{}",
        {"1": "Business", "2": "Pleasure", "3": "Visiting friends or relatives"},
    ),
    "peak18": (
        "product_id",
        "{}",
        {"1": "Domestic peak", "2": "Domestic off-peak", "3": "International"},
    ),
}


@pytest.mark.parametrize("name", BREAKDOWNS)
def test_sfo_2018_breakdowns_are_the_published_ones(answers, name):
    column, pattern, words = BREAKDOWNS[name]
    for code, rows, nps in figures("sfo_airport_nps")[name]:
        group = answers[answers[column] == pattern.format(words.get(code, code))]
        assert len(group) == rows
        assert nps_of(group.nps) == pytest.approx(nps, abs=1e-6)


def test_sfo_2018_ratings_are_those_answered(sfo):
    ratings = frame(sfo, "ratings")
    assert len(ratings) == 2809 * 24
    by_attribute = ratings[~ratings.is_blank].groupby("attribute").rating
    assert by_attribute.count()["Restaurants"] == 2342
    assert by_attribute.mean()["Restaurants"] == pytest.approx(3.56233988, abs=1e-8)
    assert ratings[ratings.is_blank].rating.isna().all()


def test_sfo_2018_ratings_are_the_published_ones(sfo):
    ratings = frame(sfo, "ratings")
    by_attribute = ratings[~ratings.is_blank].groupby("attribute").rating
    # Q7ALL is the satisfaction; the other columns keep their order in the mapping.
    attributes = list(load_mapping("sfo_airport_2018").ratings.attributes.values())
    names = [*attributes[:14], "Cleanliness overall"]
    published = figures("sfo_airport_nps")
    means, counts = published["att18_means"][0], published["att18_n"][0]
    del means[14], counts[14]
    assert by_attribute.count()[names].to_list() == counts
    assert by_attribute.mean()[names].to_list() == pytest.approx(means, abs=1e-8)


def test_sfo_2017_gives_its_published_score(tmp_path):
    path = real("sfo_airport_nps/sfo_customer_survey_2017.csv")
    answers = frame(staged_by("sfo_airport_2017", path, tmp_path), "responses")
    published = figures("sfo_airport_nps")
    rows, valid, nps, mean = published["nps17"][0]
    assert (len(answers), answers.nps.notna().sum()) == (rows, valid)
    assert nps_of(answers.nps) == pytest.approx(nps, abs=1e-7)
    assert answers.nps.mean() == pytest.approx(mean, abs=1e-8)
    weighted = nps_of(answers.nps, answers.weight)
    assert weighted == pytest.approx(published["nps17_weighted"][0][0], abs=1e-6)


def test_olist_reviews_all_come_through(tmp_path):
    path = real("olist/sample_7k/olist_order_reviews_dataset.csv")
    answers = frame(staged_by("olist_reviews", path, tmp_path), "responses")
    published = figures("olist/sample_7k")
    mean, low, high, commented = published["score_mean"][0]
    assert len(answers) == 6866
    assert answers.csat.value_counts().sort_index().to_list() == [
        count for _, count in published["score_dist"]
    ]
    assert answers.csat.mean() == pytest.approx(mean, abs=1e-8)
    assert (answers.csat <= 2).mean() == pytest.approx(low, abs=1e-8)
    assert (answers.csat >= 4).mean() == pytest.approx(high, abs=1e-8)
    assert answers.comment.notna().mean() == pytest.approx(commented, abs=2e-3)
    assert answers.comment.str.contains("\n", na=False).any()


def test_olist_orders_keep_status_and_days(tmp_path):
    path = real("olist/sample_7k/olist_orders_dataset.csv")
    orders = frame(staged_by("olist_orders", path, tmp_path), "orders")
    published = figures("olist/sample_7k")
    assert len(orders) == published["rows"][0][0]
    counts = dict(published["status"])
    assert orders.status.value_counts().to_dict() == {
        "delivered": counts["delivered"],
        "open": counts["shipped"] + counts["processing"] + counts["invoiced"],
        "cancelled": counts["canceled"],
        "out_of_stock": counts["unavailable"],
    }
    done = orders[(orders.status == "delivered") & orders.delivered_on.notna()]
    late = (done.delivered_on > done.promised_on).mean()
    assert late == pytest.approx(published["late_share"][0][2], abs=1e-8)


def test_olist_customers_belong_to_a_person(tmp_path):
    path = real("olist/sample_7k/olist_customers_dataset.csv")
    customers = frame(staged_by("olist_customers", path, tmp_path), "customers")
    _, rows, persons, *_ = figures("olist/sample_7k")["rows"][0]
    assert (len(customers), customers.parent_customer_id.nunique()) == (rows, persons)


def test_olist_products_without_a_category_say_so(tmp_path):
    path = real("olist/sample_7k/olist_products_dataset.csv")
    products = frame(staged_by("olist_products", path, tmp_path), "products")
    assert len(products) == 32951
    assert (products.name == "(no category)").sum() == 610


@pytest.fixture(scope="module")
def mobiles(tmp_path_factory):
    path = real("nps_mobiles_us/mobiles_feedback.csv")
    return staged_by("nps_mobiles_us", path, tmp_path_factory.mktemp("mobiles"))


def test_mobiles_read_the_score_out_of_its_labels(mobiles):
    answers = frame(mobiles, "responses")
    published = figures("nps_mobiles_us")
    rows, nps, mean = published["nps"][0]
    assert len(answers) == answers.nps.notna().sum() == answers.response_id.nunique() == rows
    assert nps_of(answers.nps) == pytest.approx(nps, abs=1e-7)
    assert answers.nps.mean() == pytest.approx(mean, abs=1e-8)


def test_mobiles_read_days_counted_in_seconds(mobiles):
    answers = frame(mobiles, "responses")
    first, last = figures("nps_mobiles_us")["dates"][0]
    found = (answers.responded_at.min(), answers.responded_at.max())
    assert found == (pd.Timestamp(first), pd.Timestamp(last))


def test_mobiles_break_down_by_company_and_by_age(mobiles):
    answers = frame(mobiles, "responses")
    published = figures("nps_mobiles_us")
    for name, rows, nps, mean in published["carrier"]:
        own = answers[answers.product_id == name]
        assert (len(own), own.nps.mean()) == (rows, pytest.approx(mean, abs=1e-8)), name
        assert nps_of(own.nps) == pytest.approx(nps, abs=1e-7), name
    ages = [each for each in published["gender_age"] if each[0][0].isdigit()]
    for name, rows, nps in ages:
        own = answers[answers.segment == name]
        assert (len(own), nps_of(own.nps)) == (rows, pytest.approx(nps, abs=1e-7)), name
    assert len(ages) == answers.segment.nunique() == 6
    assert answers.region.value_counts()["California"] == 101


def test_mobiles_satisfaction_and_ease_become_ratings(mobiles):
    published = figures("nps_mobiles_us")
    answers = frame(mobiles, "responses").set_index("response_id").nps
    ratings = frame(mobiles, "ratings").dropna(subset="rating")
    wide = ratings.pivot(index="response_id", columns="attribute", values="rating")
    items = wide[list(load_mapping("nps_mobiles_us").ratings.attributes.values())]
    assert items.mean().to_list() == pytest.approx(published["csat_ces"][0], abs=1e-8)
    top = (items >= 4).sum() / items.notna().sum()
    assert top.to_list() == pytest.approx(published["top2"][0], abs=1e-8)
    found = [items[name].corr(answers.astype(float)) for name in items]
    assert found == pytest.approx(published["corr"][0], abs=1e-8)


def test_marketing_campaign_customers_and_their_education(tmp_path):
    path = real("marketing_campaign/marketing_campaign.csv")
    customers = frame(staged_by("marketing_campaign", path, tmp_path), "customers")
    published = figures("marketing_campaign")
    assert len(customers) == customers.acquired_on.notna().sum() == published["rows"][0][0]
    assert customers.segment.value_counts().to_dict() == {
        name: count for name, count, *_ in published["edu"]
    }


def test_telco_status_says_who_left_and_why(tmp_path):
    path = real("telco_ibm/csv/Telco_customer_churn_status.csv")
    customers = frame(staged_by("telco_status", path, tmp_path), "customers")
    published = figures("telco_ibm")
    rows, churn = published["rows"][0]
    assert (len(customers), (customers.status == "lost").mean()) == (rows, pytest.approx(churn))
    counts = {name: count for name, count, *_ in published["status"]}
    assert customers.status.value_counts().to_dict() == {
        "active": counts["Stayed"] + counts["Joined"],
        "lost": counts["Churned"],
    }
    reasons = customers.lost_reason.value_counts()
    assert {name: reasons[name] for name, _ in published["reason"]} == dict(published["reason"])
    assert (customers.lost_reason.notna() == (customers.status == "lost")).all()


def test_telco_workbook_has_the_same_rows_and_churn(tmp_path):
    path = real("telco_ibm/Telco_customer_churn.xlsx")
    customers = frame(staged_by("telco_workbook", path, tmp_path), "customers")
    rows, churn = figures("telco_ibm")["rows"][0]
    assert (len(customers), (customers.status == "lost").mean()) == (rows, pytest.approx(churn))
    assert customers.region.notna().all()
    assert customers.segment.nunique() == 3


def test_olist_leads_and_deals_meet_by_the_leads_id(tmp_path):
    path = real("olist/olist_marketing_qualified_leads_dataset.csv")
    leads = frame(staged_by("olist_leads", path, tmp_path / "leads"), "customers")
    path = real("olist/olist_closed_deals_dataset.csv")
    deals = frame(staged_by("olist_deals", path, tmp_path / "deals"), "contracts")
    published = figures("olist (leads and deals)")
    assert (len(leads), len(deals)) == tuple(published["conv"][0][:2])
    won = leads.merge(deals, on="customer_id", how="left")
    won["origin"] = won.acquisition_channel.fillna("(null)")
    for origin, rows, deals_won, conversion in published["by_origin"]:
        own = won[won.origin == origin].contract_id.notna()
        assert (len(own), own.sum()) == (rows, deals_won), origin
        assert own.mean() == pytest.approx(conversion, abs=1e-8)
    days = (pd.to_datetime(won.started_on) - pd.to_datetime(won.first_seen_on)).dt.days.dropna()
    assert (days.median(), (days < 0).sum()) == tuple(published["days_to_win"][0])
    months = pd.to_datetime(leads.first_seen_on).dt.strftime("%Y-%m-01").value_counts()
    assert months.to_dict() == dict(published["monthly"])
