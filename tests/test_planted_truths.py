"""NPS trends finds what was planted in the demo company, and nothing in shuffled scores."""

from datetime import date

import numpy as np
import pytest

from cx.analysis.control import BEYOND_LIMITS
from cx.auth import everybody
from cx.demo import TRUTHS
from cx.filters import Filters, from_pairs
from cx.ingest import import_file
from cx.topics import nps
from cx.topics.nps.results import NpsTrends
from cx.warehouse import House, open_house
from tests.conftest import Once, write_csv
from tests.demo_company import demo_company

LAST_YEAR, _ = from_pairs({"period": ["last_12_months"]}, latest_on=date(2026, 6, 30))


@pytest.fixture(scope="module")
def company(once: Once):
    house = open_house(demo_company(once))
    yield house
    house.close()


def load(house: House, filters: Filters) -> NpsTrends:
    with house.snapshot() as state:
        return nps.load(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra), filters
        )


@pytest.fixture(scope="module")
def last_year(company: House) -> NpsTrends:
    return load(company, LAST_YEAR)


def test_the_incident_is_a_signal_in_its_month_and_the_event_stands_beside_it(last_year):
    months = {
        f"{last_year.trend[signal.index].starts_on:%Y-%m}"
        for signal in last_year.limits.signals
        if signal.rule == BEYOND_LIMITS
    }
    assert months == {TRUTHS.incident_month}
    assert TRUTHS.incident_title in {event.title for event in last_year.events}


def test_the_score_rises_while_every_channel_falls_and_the_split_says_so(last_year):
    split = last_year.mix["channel"]
    assert last_year.change.verdict == "up"
    assert all(g.change.verdict == "down" for g in last_year.breakdowns["channel"].groups)
    assert split.mix.is_clear
    assert split.mix.value > 0 > split.rate.value
    assert split.rate.is_clear
    assert "goes with a shift between channels" in last_year.headline


def test_who_does_not_answer_is_seen_and_weighing_everybody_asked_lowers_the_score(last_year):
    rates = {line.segment: line.rate for line in last_year.response_rates}
    for segment, planted in TRUTHS.response_rates:
        assert abs(rates[segment].value - 100 * planted) < 6
    gap = last_year.adjusted.value - last_year.score.value
    assert gap == pytest.approx(TRUTHS.realised_weighted_minus_raw, abs=1.5)


def test_winter_is_lower_than_the_months_around_it(company: House):
    points = {point.starts_on: point.score.value for point in load(company, Filters()).trend}
    winter = [points[date(2024, 12, 1)], points[date(2025, 1, 1)]]
    around = [points[date(2024, 11, 1)], points[date(2025, 2, 1)]]
    assert np.mean(winter) < np.mean(around)


def test_shuffled_over_months_the_scores_give_no_movement(company: House, tmp_path, last_year):
    answers = company_answers(company)
    random = np.random.default_rng(5)
    alarms, moved = 0, 0
    for turn in range(6):
        months = random.permutation([row["responded_at"] for row in answers])
        rows = [row | {"responded_at": m} for row, m in zip(answers, months, strict=True)]
        house = open_house(tmp_path / f"shuffled{turn}.duckdb")
        import_file(house, "responses", write_csv(tmp_path / "r.csv", rows), actor="test")
        result = load(house, LAST_YEAR)
        house.close()
        alarms += any(signal.rule == BEYOND_LIMITS for signal in result.limits.signals)
        moved += result.change.verdict != "no clear change"
    # 2 % and 5 % are expected: two or more of six come about once in 140 and once in 30 runs of
    # other seeds.
    assert alarms <= 1
    assert moved <= 1


def company_answers(house: House) -> list[dict[str, object]]:
    with house.reading() as cursor:
        found = cursor.execute(
            "select response_id, responded_at::varchar, value, channel from rollup.answers "
            "where metric = 'nps' and survey_kind = 'relationship' order by response_id"
        ).fetchall()
    names = ("response_id", "responded_at", "nps", "channel")
    return [dict(zip(names, row, strict=True)) for row in found]
