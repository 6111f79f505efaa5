"""Drivers shows of published data what was published, and warns where leaving made the score.

Oracle: figures.json beside the files, computed with other programs; see test_mappings_realdata.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import spearmanr

from cx.filters import Filters
from cx.ingest import import_file, load_mapping
from cx.ingest.mapping import Mapping
from cx.topics.drivers.report import report
from cx.topics.drivers.results import Drivers
from cx.topics.drivers.words import is_worse
from cx.warehouse import House, open_house
from tests.conftest import read_table
from tests.test_mappings_realdata import FIXTURE, figures, real
from tests.test_real_figures import YEARS, bring
from tests.test_topic_drivers import load
from tests.test_topic_nps import load as load_nps


@pytest.fixture(scope="module")
def airport(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = open_house(tmp_path_factory.mktemp("sfo") / "sfo.duckdb")
    bring(house, "sfo_airport_2018", FIXTURE)
    yield house
    house.close()


def published(figure: str) -> dict[str, float]:
    """Published figures of the rated attributes by the names that the mapping gives them."""
    columns = "ART FOOD STORE SIGN WALKWAY SCREENS INFODOWN INFOUP WIFI ROADS PARK AIRTRAIN"
    codes = [f"Q7{name}" for name in (*columns.split(), "LTPARKING", "RENTAL", "ALL")]
    rows = dict(zip([*codes, "Q9All"], figures("sfo_airport_nps")[figure][0], strict=True))
    names = load_mapping("sfo_airport_2018").ratings.attributes
    return {names[code]: value for code, value in rows.items() if code in names}


@pytest.fixture(scope="module")
def terminal(airport: House) -> Drivers:
    """The fifteen published ratings, which can be told apart better than all of them."""
    return load(airport, attributes=tuple(published("att18_n")))


def test_sfo_2018_correlations_are_the_published_ones(terminal):
    found = {each.name: each.correlation for each in terminal.attitudes.attributes}
    expected = published("att18_corr_nps")
    assert len(expected) == 15
    assert found == pytest.approx(expected, abs=1e-9)


def test_sfo_2018_means_and_counts_are_the_published_ones(airport):
    rows = read_table(airport, "feedback.ratings", "attribute, rating")
    ratings = pd.DataFrame(rows, columns=["attribute", "rating"]).groupby("attribute")["rating"]
    counts, means = published("att18_n"), published("att18_means")
    assert ratings.size()[list(counts)].to_dict() == counts
    assert ratings.mean()[list(means)].to_dict() == pytest.approx(means, abs=1e-8)


def test_sfo_2018_performance_is_that_of_the_answers_to_the_metric(terminal):
    file = pd.read_csv(FIXTURE)
    score = pd.to_numeric(file["NETPRO  "])
    for column, name in (("Q7FOOD", "Restaurants"), ("Q7LTPARKING", "Long-term parking shuttle")):
        rating = pd.to_numeric(file[column], errors="coerce")
        kept = rating[(score <= 10) & rating.between(1, 5)]
        (found,) = [each for each in terminal.attitudes.attributes if each.name == name]
        assert (found.rating.responses, found.rating.value) == (
            len(kept),
            pytest.approx(kept.mean()),
        )


def test_sfo_2018_ranks_what_is_rated_in_part_only_and_says_how(terminal):
    importance = terminal.attitudes.importance
    assert importance.refusal is None
    assert importance.method == "relative weights (approximate)"
    assert [each.code for each in importance.dropped] == [
        "collinear_group:Information booths, lower level,Information booths, upper level"
    ]
    assert sum(each.share for each in importance.drivers) == pytest.approx(1.0)
    assert all(each.sign == 1 for each in importance.drivers)
    assert terminal.attitudes.weighted.drivers[0].name == importance.drivers[0].name


def test_sfo_2018_with_all_its_ratings_is_refused_by_number_and_still_described(airport):
    result = load(airport)
    refusal = result.attitudes.importance.refusal
    assert (refusal.code, refusal.remedy) == ("more_than_20_drivers", "needs 4 attributes fewer")
    assert len(result.attitudes.attributes) == 24
    assert result.headline.startswith("Low ratings of Restaurants cost most: ")
    assert result.defection.refusal.code == "no_customers"


def test_sfo_2018_passengers_with_a_problem_score_as_published(tmp_path):
    house = open_house(tmp_path / "problems.duckdb")
    mapping = problems(tmp_path)
    import_file(house, mapping.kind, FIXTURE, mapping, actor="test")
    groups = load_nps(house, YEARS[2018]).breakdowns["touchpoint"].groups
    house.close()
    found = {group.name: group.score.value for group in groups}
    rows = {code: nps for code, _, nps in figures("sfo_airport_nps")["problem18"]}
    assert found["With a problem"] == pytest.approx(rows["1"], abs=1e-8)
    assert found["Without a problem"] == pytest.approx(rows["2"], abs=1e-8)


def problems(folder: Path) -> Mapping:
    """The shipped mapping with problem yes or no in the place of the boarding area."""
    text = (FIXTURE.parents[2] / "data" / "mappings" / "sfo_airport_2018.toml").read_text()
    areas = text[text.index("[values.touchpoint]") : text.index("[values.product_id]")]
    words = '[values.touchpoint]\n"1" = "With a problem"\n"2" = "Without a problem"\n'
    text = text.replace(areas, f'{words}\n[values_else]\ntouchpoint = "empty"\n\n')
    file = folder / "problems.toml"
    file.write_text(text.replace('touchpoint = "BAREA"', 'touchpoint = "Q15PROBLEM"'))
    return load_mapping(str(file))


VISITS = """
name = "Visits to the airport"
kind = "interactions"

[columns]
interaction_id = "RESPNUM"
customer_id = "RESPNUM"
occurred_at = "INTDATE"
is_resolved = "Q15PROBLEM"

[constants]
touchpoint = "Visit"
channel = "Terminal"

[prefix]
interaction_id = "visit-"
customer_id = "passenger-"
occurred_at = "2018-05-"

[formats]
occurred_at = "%Y-%m-%d"

[values.is_resolved]
"1" = "no"
"2" = "yes"

[values_else]
is_resolved = "empty"
"""


def visits(folder: Path) -> tuple[Mapping, Mapping]:
    """The visit as a contact that a problem leaves unsettled, and the answer as one about it."""
    text = (FIXTURE.parents[2] / "data" / "mappings" / "sfo_airport_2018.toml").read_text()
    text = text.replace(
        'response_id = "RESPNUM"', 'response_id = "RESPNUM"\ninteraction_id = "RESPNUM"', 1
    )
    text = text.replace("[prefix]", '[prefix]\ninteraction_id = "visit-"', 1)
    files = folder / "visits.toml", folder / "answers.toml"
    for file, written in zip(files, (VISITS, text), strict=True):
        file.write_text(written)
    return load_mapping(str(files[0])), load_mapping(str(files[1]))


FOURTEEN = (
    "ART FOOD STORE SIGN WALKWAY SCREENS INFODOWN INFOUP WIFI ROADS PARK AIRTRAIN LTPARKING RENTAL"
)


@pytest.fixture(scope="module")
def passengers(tmp_path_factory: pytest.TempPathFactory) -> Drivers:
    """The fourteen ratings of the terminal, and whether the passenger had a problem."""
    folder = tmp_path_factory.mktemp("visits")
    house = open_house(folder / "visits.duckdb")
    for mapping in visits(folder):
        result = import_file(house, mapping.kind, FIXTURE, mapping, actor="test")
        assert (result.status, result.counts["rejected"]) == ("committed", 0)
    names = load_mapping("sfo_airport_2018").ratings.attributes
    found = load(house, attributes=tuple(names[f"Q7{each}"] for each in FOURTEEN.split()))
    house.close()
    return found


def test_sfo_2018_a_problem_is_a_cause_with_the_published_scores_behind_it(passengers):
    (kind,) = passengers.causes
    problem = next(each for each in kind.found if each.name == "not_settled")
    file = pd.read_csv(FIXTURE)
    score, had = pd.to_numeric(file["NETPRO  "]), file["Q15PROBLEM"].astype(str)
    for answers, risk, code in (
        (problem.exposed, problem.risk, "1"),
        (problem.others, problem.risk_without, "2"),
    ):
        theirs = score[(had == code) & (score <= 10)]
        assert answers == len(theirs)
        assert risk == pytest.approx((theirs <= 6).mean(), abs=1e-12)
        # The published score is promoters less these detractors.
        promoters = (theirs >= 9).mean()
        (nps,) = [row[2] for row in figures("sfo_airport_nps")["problem18"] if row[0] == code]
        assert 100 * (promoters - risk) == pytest.approx(nps, abs=1e-8)
    assert problem.unknown == (score <= 10).sum() - problem.exposed - problem.others
    assert is_worse(problem)
    assert "After a matter not resolved at first contact, " in passengers.headline


def test_sfo_2018_fourteen_ratings_with_blanks_run_and_lie_as_published(passengers):
    found = {each.name: each.correlation for each in passengers.attitudes.attributes}
    expected = published("att18_corr_nps")
    assert len(found) == 14
    assert found == pytest.approx({name: expected[name] for name in found}, abs=1e-9)
    importance = passengers.attitudes.importance
    assert importance.refusal is None
    # The more an attribute goes with the score by itself, the more of it is its own.
    ranked = [each.correlation for each in importance.drivers]
    assert spearmanr(ranked, range(len(ranked)))[0] < -0.75
    assert all(each.share_low <= each.share <= each.share_high for each in importance.drivers)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drivers]:
    folder = real("olist/sample_7k")
    house = open_house(tmp_path_factory.mktemp("olist") / "olist.duckdb")
    for name, file in {
        "olist_reviews": "olist_order_reviews_dataset.csv",
        "olist_orders": "olist_orders_dataset.csv",
        "olist_customers": "olist_customers_dataset.csv",
    }.items():
        bring(house, name, folder / file)
    yield load(house, Filters(metric="csat"))
    house.close()


@pytest.mark.parametrize(
    ("cause", "figure"),
    [("late_by_hour", "late_vs_ontime"), ("late_by_day", "late_vs_ontime_day")],
)
def test_olist_late_and_punctual_orders_get_the_published_shares_of_low_reviews(
    shop, cause, figure
):
    (kind,) = shop.causes
    found = next(each for each in kind.found if each.name == cause)
    punctual, late = sorted(figures("olist/sample_7k")[figure])
    assert (found.exposed, found.others) == (late[1], punctual[1])
    assert found.risk == pytest.approx(late[3], abs=1e-9)
    assert found.risk_without == pytest.approx(punctual[3], abs=1e-9)
    assert found.difference.low < late[3] - punctual[3] < found.difference.high
    assert is_worse(found)


def test_olist_without_ratings_or_later_days_says_what_is_missing(shop):
    assert shop.attitudes.importance.refusal.code == "no_ratings"
    assert shop.defection.refusal.code == "nothing_known_afterwards"
    assert "After an order with something out of stock, " in shop.headline


SCORES = """
name = "Telco satisfaction"
kind = "responses"

[columns]
response_id = "Customer ID"
customer_id = "Customer ID"
csat = "Satisfaction Score"

[constants]
responded_at = "2020-09-30"
survey_id = "telco"

[formats]
responded_at = "%Y-%m-%d"
"""


@pytest.fixture(scope="module")
def telco(tmp_path_factory: pytest.TempPathFactory) -> Drivers:
    """One file twice: who left, and the score that was made from it."""
    folder = tmp_path_factory.mktemp("telco")
    file = next(real("telco_ibm/csv").glob("*status*.csv"))
    scores = folder / "scores.toml"
    scores.write_text(SCORES)
    house = open_house(folder / "telco.duckdb")
    for name in ("telco_status", str(scores)):
        bring(house, name, file)
    found = load(house, Filters(metric="csat"))
    house.close()
    return found


def test_telco_warns_that_the_score_all_but_decides_who_left(telco):
    assert telco.defection.refusal.code == "leakage_suspected"
    assert (telco.defection.customers, telco.defection.left) == (7043, 1869)
    assert telco.headline.endswith(
        "Beware: the score all but decides who left (95% of the pairs are told apart, or one of "
        "its values always or never leaves). Causes do not do that: most likely it was made from "
        "the exit, or afterwards."
    )


def test_telco_prints_no_figure_that_rests_on_the_leak(telco):
    left = telco.defection
    assert left.hazards.hazards == left.early.hazards == left.bad_contacts.hazards == ()
    assert left.survival.curves == left.survival.pairs == ()
    assert left.extremes is None
    assert telco.worths.fixes == ()
    tables = report(telco, 1).tables
    assert not tables["defection_pairs"]
    assert not tables["worth"]
    refused = [*tables["defection"], *tables["hazards"]]
    assert {line["refusal"] for line in refused} == {"leakage_suspected"}
    assert "leakage_suspected" in {line["code"] for line in tables["warnings"]}
