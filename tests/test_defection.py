"""Who leaves after a bad answer: curves, tests and hazards equal R, and refusals come by name."""

import numpy as np
import pandas as pd
import pytest
from lifelines.datasets import load_rossi

from cx.analysis.defection.cox import fit_after_events, fit_hazards, leakage
from cx.analysis.defection.lifetimes import Lifetimes
from cx.analysis.defection.partial import Spells
from cx.analysis.defection.ph_check import TRANSFORMS, cox_zph
from cx.analysis.defection.survival import follow, log_rank
from tests.oracles import survey, vector

R = vector("survival/fixture_km_cox")
ROSSI = vector("survival/rossi")
TERMS = ["det", "pro", "bad_touch"]


def people() -> pd.DataFrame:
    found = survey().rename(columns={"duration": "days", "churned": "left"})
    category = np.select([found.nps >= 9, found.nps <= 6], ["Promoter", "Detractor"], "Passive")
    return found.assign(
        category=category, det=(found.nps <= 6).astype(int), pro=(found.nps >= 9).astype(int)
    )


def spells(frame: pd.DataFrame, days: str, left: str, terms: list[str]) -> Spells:
    size = len(frame)
    return Spells(
        np.full(size, -1.0),
        frame[days].to_numpy(float),
        frame[left].to_numpy(bool),
        frame[terms].to_numpy(float),
        np.zeros(size, dtype=np.int64),
    )


def by_category() -> list[Lifetimes]:
    return [
        Lifetimes.of_people(name, rows.days.to_numpy(float), rows.left.to_numpy(bool))
        for name, rows in people().groupby("category")
    ]


def drawn(dice: np.random.Generator, size: int, rate: float, end: float = 400) -> Lifetimes:
    days = dice.exponential(1 / rate, size)
    return Lifetimes.of_people("group", np.minimum(days, end), days < end)


@pytest.mark.parametrize("row", [row for row in R["km"] if row["time"] <= 360])
def test_the_share_still_there_equals_survfit_with_log_log_limits(row):
    curve = next(each for each in follow(by_category()).curves if row["cat"].endswith(each.name))
    at = np.searchsorted(curve.days, row["time"], "right") - 1
    assert curve.share[at] == pytest.approx(row["surv"], abs=1e-9)
    assert (curve.low[at], curve.high[at]) == pytest.approx((row["lo"], row["hi"]), abs=1e-9)


def test_the_log_rank_test_equals_survdiff():
    chi, p = log_rank(by_category())
    assert chi == pytest.approx(R["logrank"]["chisq"], abs=1e-6)
    assert p < 1e-15


def test_restricted_means_equal_survfit():
    found = {curve.name: curve.stay.value for curve in follow(by_category(), 360).curves}
    assert found == pytest.approx(R["rmst360"], abs=5e-4)


def test_a_median_is_told_only_when_it_was_reached():
    found = {curve.name: curve.median for curve in follow(by_category()).curves}
    assert found == {"Detractor": 236, "Passive": 554, "Promoter": None}


def test_counts_by_day_give_what_people_one_by_one_give():
    (single, *_) = by_category()
    rows = pd.DataFrame({"days": single.days, "left": single.left})
    counted = rows.groupby(["days", "left"]).size().reset_index(name="people")
    days, left, count = (counted[name].to_numpy() for name in counted)
    grouped = Lifetimes("Detractor", days, left, count)
    others = by_category()[1:]
    assert follow([grouped, *others]) == follow([single, *others])


def test_a_curve_is_cut_where_fewer_than_ten_are_at_risk():
    for group, curve in zip(by_category(), follow(by_category()).curves, strict=True):
        assert group.at_risk_on(np.array([curve.days[-1]]))[0] >= 10


def test_intervals_of_mean_and_risk_difference_cover_the_truth():
    dice = np.random.default_rng(4)
    fast, slow = 1 / 300, 1 / 600
    stay = [(1 - np.exp(-365 * rate)) / rate for rate in (fast, slow)]
    gap = np.exp(-365 * slow) - np.exp(-365 * fast)
    inside = np.zeros(2)
    for _ in range(300):
        pair = follow([drawn(dice, 150, fast), drawn(dice, 150, slow)]).pairs[0]
        inside += [
            pair.stay_difference.low <= stay[0] - stay[1] <= pair.stay_difference.high,
            pair.risk_difference.low <= gap <= pair.risk_difference.high,
        ]
    # 95 in 100 are stated; 276 of 300 would come once in 30 such tests.
    assert (inside >= 276).all()


def test_equal_groups_are_called_different_at_most_at_the_stated_rate():
    dice = np.random.default_rng(5)
    named = 0
    for _ in range(200):
        groups = [drawn(dice, 100, 1 / 400) for _ in range(3)]
        named += any(pair.is_clear for pair in follow(groups).pairs)
    # 5 in 100 are stated; 18 or more would come once in 50 such tests.
    assert named < 18


def test_few_exits_are_refused_with_how_many_are_missing():
    days = np.full(100, 300.0)
    groups = [Lifetimes.of_people(name, days, np.arange(100) < 6) for name in "ab"]
    found = follow(groups)
    assert found.refusal is not None
    assert found.refusal.code == "exits_lt_20"
    assert found.refusal.remedy.startswith("needs 8 more exits")


def test_hazards_equal_coxph_with_efron_ties():
    found = fit_hazards(people(), TERMS)
    for term in TERMS:
        slope, error = R["cox_efron"][term]
        hazard = found.of(term)
        assert np.log(hazard.ratio) == pytest.approx(slope, abs=R["tol"])
        assert np.log(hazard.high) == pytest.approx(slope + 1.959964 * error, abs=1e-4)


def test_hazards_within_strata_equal_coxph():
    found = fit_hazards(people(), TERMS, strata=["segment"])
    for term in TERMS:
        expected = R["cox_strata_segment"][term][0]
        assert np.log(found.of(term).ratio) == pytest.approx(expected, abs=R["tol"])


def test_hazards_of_the_rossi_data_equal_coxph():
    rossi = load_rossi().rename(columns={"week": "days", "arrest": "left"})
    found = fit_hazards(rossi, list(ROSSI["coef"]))
    slopes = {each.term: float(np.log(each.ratio)) for each in found.hazards}
    assert slopes == pytest.approx(ROSSI["coef"], abs=ROSSI["tol"])


@pytest.mark.parametrize("transform", TRANSFORMS)
def test_the_check_of_proportion_equals_cox_zph(transform):
    frame = people()
    slopes = np.array([R["cox_efron"][term][0] for term in TERMS])
    found = cox_zph(spells(frame, "days", "left", TERMS), TERMS, slopes, transform)
    expected = {row["term"]: row["p"] for row in R["zph"] if row["transform"] == transform}
    assert {each.term: each.p for each in found} == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize("transform", TRANSFORMS)
def test_the_check_of_proportion_equals_cox_zph_on_tied_weeks(transform):
    rossi = load_rossi()
    names = list(ROSSI["coef"])
    slopes = np.array([ROSSI["coef"][name] for name in names])
    found = cox_zph(spells(rossi, "week", "arrest", names), names, slopes, transform)
    expected = {row["term"]: row["chisq"] for row in ROSSI["zph"] if row["transform"] == transform}
    assert {each.term: each.chi_squared for each in found} == pytest.approx(expected, abs=2e-4)


def test_a_hazard_that_changes_over_time_is_found_out():
    dice = np.random.default_rng(3)
    exposed = dice.integers(0, 2, 1500)
    early = dice.exponential(np.where(exposed, 60, 240))
    days = np.where(early < 90, early, 90 + dice.exponential(np.where(exposed, 400, 150)))
    frame = pd.DataFrame(
        {"days": np.minimum(days, 500), "left": (days < 500).astype(int), "bad": exposed}
    )
    found = fit_hazards(frame, ["bad"])
    assert found.is_proportional is False
    assert found.of("bad").p_constant < 0.01


def test_too_few_exits_for_the_terms_are_refused():
    found = fit_hazards(people().head(40), [*TERMS, "speed"])
    assert found.refusal is not None
    assert found.refusal.code == "events_per_parameter_lt_10"
    assert found.hazards == ()


def test_a_bad_experience_counts_only_once_it_happened():
    dice = np.random.default_rng(8)
    rows = []
    for person in range(1500):
        touch, leave = dice.uniform(0, 300), dice.exponential(500)
        if leave > touch:
            leave = touch + dice.exponential(500 / 2.5)
        end, left = min(leave, 360.0), int(leave < 360)
        before = min(touch, end)
        rows.append((person, 0.0, before, left if end <= touch else 0, 0))
        if end > touch:
            rows.append((person, touch, end, left, 1))
    spells = pd.DataFrame(rows, columns=["person", "start", "stop", "left", "bad"])
    found = fit_after_events(spells, ["bad"]).of("bad")
    assert found.low <= 2.5 <= found.high


def test_a_score_that_decides_who_left_is_flagged_and_not_fitted():
    score = np.repeat([1, 2, 3, 4, 5], 100)
    frame = pd.DataFrame({"days": 100.0, "left": (score <= 2).astype(int), "score": score})
    found = fit_hazards(frame, ["score"])
    assert found.refusal is not None
    assert found.refusal.code == "separation"


def test_a_score_some_of_whose_values_always_and_others_never_leave_is_suspected():
    dice = np.random.default_rng(2)
    score = np.repeat([1, 2, 3, 4, 5], 200)
    left = np.where(score <= 2, 1, np.where(score >= 4, 0, dice.integers(0, 2, 1000)))
    found = leakage(pd.Series(score, name="csat"), pd.Series(left))
    assert found is not None
    assert found.code == "leakage_suspected"
    assert "csat" in found.message


def test_an_honest_score_raises_no_suspicion():
    frame = people()
    assert leakage(frame.nps, frame.left) is None
