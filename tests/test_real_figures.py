"""The topic shows of published data what was published: from the raw file to the figure.

Oracle: figures.json beside the files, computed with other programs; see test_mappings_realdata.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cx.filters import Filters
from cx.ingest import import_file, load_mapping
from cx.warehouse import House, open_house
from tests.conftest import read_table
from tests.test_mappings_realdata import FIXTURE, figures, real
from tests.test_topic_nps import load

YEARS = {
    year: Filters("custom", date(year, 1, 1), date(year, 12, 31), compare="previous")
    for year in (2017, 2018)
}


def bring(house: House, name: str, path: Path) -> None:
    mapping = load_mapping(name)
    result = import_file(house, mapping.kind, path, mapping, actor="test")
    assert (result.status, result.counts["rejected"]) == ("committed", 0)


@pytest.fixture(scope="module")
def airport(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = open_house(tmp_path_factory.mktemp("sfo") / "sfo.duckdb")
    bring(house, "sfo_airport_2018", FIXTURE)
    yield house
    house.close()


def test_sfo_2018_shows_its_score_on_valid_answers_only(airport):
    result = load(airport, YEARS[2018])
    assert result.score.value == pytest.approx(30.98113208, abs=1e-8)
    assert result.answers == 2650
    assert result.weighted.value == pytest.approx(35.1136321, abs=1e-7)
    assert result.companion.score.value == pytest.approx(8.069433962, abs=1e-9)
    assert result.headline.startswith("NPS is 31 (28 to 34, from 2,650 answers)")


@pytest.mark.parametrize(
    ("figure", "dimension", "name"),
    [
        ("barea18", "touchpoint", "Boarding area {}".format),
        ("purp18", "segment", ("", "Business", "Pleasure", "Visiting friends or relatives")),
        ("peak18", "product", ("", "Domestic peak", "Domestic off-peak", "International")),
    ],
)
def test_sfo_2018_breaks_down_as_published(airport, figure, dimension, name):
    groups = {g.name: g.score for g in load(airport, YEARS[2018]).breakdowns[dimension].groups}
    for code, _, published in figures("sfo_airport_nps")[figure]:
        found = groups[name(code) if callable(name) else name[int(code)]]
        assert found.value == pytest.approx(published, abs=1e-7)


def test_sfo_2018_satisfaction_is_the_overall_rating(airport):
    result = load(airport, replace(YEARS[2018], metric="csat"))
    assert result.score.value == pytest.approx(100 * (1428 + 631) / 2625)
    assert result.companion.score.value == pytest.approx(4.002666667, abs=1e-9)
    assert {bar.value: bar.answers for bar in result.distribution} == {
        1: 6, 2: 46, 3: 514, 4: 1428, 5: 631
    }  # fmt: skip


def test_sfo_2017_is_39_84_and_2018_fell_on_it(tmp_path):
    file = real("sfo_airport_nps/sfo_customer_survey_2017.csv")
    house = open_house(tmp_path / "both.duckdb")
    bring(house, "sfo_airport_2017", file)
    bring(house, "sfo_airport_2018", FIXTURE)
    earlier, later = load(house, YEARS[2017]), load(house, YEARS[2018])
    homes = dict(read_table(house, "feedback.responses", "response_id, region"))
    house.close()
    assert earlier.score.value == pytest.approx(39.83976693, abs=1e-8)
    assert earlier.weighted.value == pytest.approx(40.39843551, abs=1e-8)
    assert later.change.value == pytest.approx(30.98113208 - 39.83976693, abs=1e-7)
    assert later.change.verdict == "down"
    assert_homes_lie_in_their_county(file, homes)


def assert_homes_lie_in_their_county(file: Path, homes: dict[str, str]) -> None:
    """The codes of 2017 have no dictionary; the cities that people wrote prove the words."""
    counties = {
        "SAN FRANCISCO": "San Francisco County",
        "OAKLAND": "Alameda County",
        "SAN JOSE": "Santa Clara County",
        "WALNUT CREEK": "Contra Costa County",
        "SANTA ROSA": "Sonoma County",
        "NAPA": "Napa County",
    }
    written = pd.read_csv(file, usecols=["RESPNUM", "Q17CITY"])
    for city, county in counties.items():
        found = [homes[f"sfo2017-{n}"] for n in written[written.Q17CITY.eq(city)].RESPNUM]
        assert found.count(county) > 0.9 * len(found) > 0


def test_olist_reviews_find_their_customers_by_order_and_give_the_published_share(tmp_path):
    folder = real("olist/sample_7k")
    house = open_house(tmp_path / "olist.duckdb")
    for name, file in {
        "olist_reviews": "olist_order_reviews_dataset.csv",
        "olist_orders": "olist_orders_dataset.csv",
        "olist_customers": "olist_customers_dataset.csv",
        "olist_products": "olist_products_dataset.csv",
    }.items():
        bring(house, name, folder / file)
    result = load(house, Filters(metric="csat"))
    found = read_table(house, "rollup.answers", "count(*) filter (customer_id is null)")
    house.close()
    mean, _, share, _ = figures("olist/sample_7k")["score_mean"][0]
    assert result.answers == 6866
    assert result.score.value == pytest.approx(100 * share, abs=1e-7)
    assert result.companion.score.value == pytest.approx(mean, abs=1e-8)
    assert found == [(0,)]
    distribution = dict(figures("olist/sample_7k")["score_dist"])
    assert {bar.value: bar.answers for bar in result.distribution} == distribution
    regions = {group.name for group in result.breakdowns["region"].groups}
    assert "SP" in regions
    assert "(unknown)" not in regions
