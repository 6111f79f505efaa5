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
