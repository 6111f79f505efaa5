"""Charts of the Drivers page: what they draw, and what they say to those who hear them."""

from dataclasses import replace

import numpy as np

from cx.analysis.causes import Cause
from cx.analysis.defection.cox import Hazard
from cx.analysis.defection.lifetimes import Lifetimes
from cx.analysis.defection.survival import follow
from cx.analysis.dissatisfaction.asymmetry import contrast
from cx.analysis.dissatisfaction.bridge import Term, build_bridge
from cx.analysis.dissatisfaction.reach_noise import Failings, dissatisfiers
from cx.analysis.dissatisfaction.worth import Range, worth
from cx.analysis.drivers.importance import rank_drivers
from cx.analysis.drivers.logistic import rank_yes_or_no
from cx.analysis.drivers.quadrants import gaps, place, place_stated
from cx.analysis.drivers.ratings import Ratings
from cx.analysis.held_equal import Estimate
from cx.charts import drivers as charts

NAMES = ("Speed", "Price", "R&D <b>")


def ratings(answers: int = 800, seed: int = 1) -> Ratings:
    """Low speed hurts, top price pleases, the third is nothing."""
    dice = np.random.default_rng(seed)
    values = dice.integers(1, 6, (answers, 3)).astype(float)
    points = 30 - 60 * (values[:, 0] <= 2) + 50 * (values[:, 1] == 5) + dice.normal(0, 40, answers)
    return Ratings(NAMES, values, points, np.arange(answers))


def texts(figure) -> str:
    return " ".join(note.text for note in figure.layout.annotations)


def keys(figure) -> list[str]:
    """What a click on each mark stands for."""
    return [each[0] for trace in figure.data if trace.customdata for each in trace.customdata]


def test_importance_draws_each_attribute_with_its_interval_and_the_yardstick_of_noise():
    found = rank_drivers(ratings())
    figure = charts.importance(found)
    assert keys(figure) == [each.name for each in found.drivers]
    assert "noise" in texts(figure)
    assert "no more than noise" in texts(figure)
    assert "by themselves matter" in figure.layout.meta["alt"]


def test_names_from_the_data_have_no_markup_of_their_own():
    assert "R&amp;D &lt;b&gt;" in texts(charts.importance(rank_drivers(ratings())))


def test_a_bad_answer_yes_or_no_is_ranked_largest_first():
    beside = ratings()
    yes = Ratings(NAMES, beside.values, (beside.outcome < 0).astype(float), beside.person)
    figure = charts.yes_or_no(rank_yes_or_no(yes))
    assert keys(figure)[0] == "Speed"
    assert "McFadden" in figure.layout.meta["legend"]


def test_the_two_grids_name_their_corners_and_the_gap_says_what_is_rated_too_low():
    beside = ratings()
    important = np.where(np.arange(3) == 2, 5.0, 3.0) + np.zeros((800, 3))
    stated = important + np.random.default_rng(2).choice([-1.0, 0.0], (800, 3))
    assert "fix first" in texts(charts.quadrants(place(beside)))
    assert "more than they say" in texts(charts.stated(place_stated(beside, stated)))
    figure = charts.gaps(gaps(NAMES, beside.values, stated, beside.person))
    assert figure.layout.meta["alt"] == "Rated lower than called important: R&D <b>."


def test_basics_and_delighters_are_named_in_words_that_need_no_book():
    figure = charts.asymmetry(contrast(ratings()))
    assert "basic: only hurts" in texts(figure)
    assert "delighter: only pleases" in texts(figure)
    assert "not clear" in texts(figure)


def test_costs_and_what_mending_is_worth_carry_sign_and_currency():
    bridge = build_bridge(ratings())
    assert "Speed −" in charts.bridge(bridge).layout.meta["alt"]
    first = bridge.spans[0].penalty
    points = Range(-first.points, -first.high, -first.low)
    found = [("Speed", worth(points, 1000, Range(0.2, 0.1, 0.3), 300.0))]
    figure = charts.worths(found, "EUR")
    assert "EUR " in texts(figure)
    assert "a year" in texts(figure)
    assert "association" in figure.layout.meta["legend"]


def test_the_key_curve_marks_where_the_two_are_furthest_apart():
    beside = ratings()
    failings = Failings(NAMES, beside.values <= 2, beside.outcome < 0, np.arange(800))
    found = dissatisfiers(failings)
    figure = charts.key_curve(found)
    peak = max(range(3), key=lambda at: found.curve[at].difference) + 1
    assert [shape.x0 for shape in figure.layout.shapes] == [peak]
    assert "Speed" in charts.dissatisfiers(found).layout.meta["alt"]


def cause(adjusted: Estimate | None) -> Cause:
    return Cause(
        name="Late",
        exposed=200,
        others=800,
        unknown=0,
        risk=0.4,
        risk_without=0.3,
        difference=Estimate(0.1, 0.02, 0.18),
        ratio=Estimate(1.3, 1.1, 1.6),
        adjusted=adjusted,
        odds=None,
        share_behind=0.1,
        p=0.01,
        is_clear=True,
        held_equal=("segment",) if adjusted else (),
    )


def test_a_cause_that_goes_away_once_other_things_are_equal_is_not_called_clear():
    lasting = charts.causes([cause(Estimate(0.08, 0.01, 0.15))])
    gone = charts.causes([cause(Estimate(0.0, -0.06, 0.06))])
    said = "What is linked to more detractor answers: "
    assert lasting.layout.meta["alt"] == f"{said}Late +8 points."
    assert gone.layout.meta["alt"] == f"{said}none of 1 is clear."
    assert gone.data[1].marker.symbol == ("line-ns-open", "diamond-open")
    assert "<b>0</b>" in texts(gone)


def test_causes_are_sorted_by_the_printed_figure_and_unclear_ones_come_last():
    found = [
        replace(cause(Estimate(0.30, -0.01, 0.6)), name="Unclear"),
        replace(cause(Estimate(0.05, 0.01, 0.09)), name="Small"),
        replace(cause(Estimate(0.20, 0.10, 0.30)), name="Large"),
    ]
    assert [each.name for each in charts.ordered(found)] == ["Large", "Small", "Unclear"]


def test_a_cost_of_the_wrong_sign_by_chance_is_called_unclear_and_not_a_cost():
    bridge = build_bridge(ratings())
    span = bridge.spans[0]
    chance = replace(span, penalty=Term(0.1, -0.9, 1.0, 0.8, 0.11, False))
    assert "unclear · " in texts(charts.bridge(replace(bridge, spans=(chance,))))


def test_curves_of_who_stays_keep_their_colour_and_names_apart():
    dice = np.random.default_rng(3)
    groups = [
        Lifetimes.of_people(name, np.minimum(days, 400), days < 400)
        for name, scale in (("Detractors", 500), ("Passives", 900), ("Promoters", 950))
        if (days := dice.exponential(scale, 300)) is not None
    ]
    figure = charts.leaving(follow(groups))
    lines = [trace for trace in figure.data if trace.line.width == 2]
    assert len({trace.line.color for trace in lines}) == len({t.line.dash for t in lines}) == 3
    heights = sorted(note.y for note in figure.layout.annotations if "%" in note.text)
    assert min(np.diff(heights)) > 1
    assert "Detractors" in figure.layout.meta["alt"]
    assert "after 12 months" in texts(figure)
    dots = [trace for trace in figure.data if trace.mode == "markers"]
    assert [trace.x for trace in dots] == [(365.0,)] * 3


def test_curves_that_end_early_are_compared_on_the_last_day_that_all_reach():
    days = np.arange(1.0, 201.0)
    short = Lifetimes.of_people("Put right", days, days % 2 == 0)
    long = Lifetimes.of_people("No complaint", 2 * days, days % 2 == 0)
    found = follow([long, short])
    figure = charts.leaving(found)
    last = min(curve.days[-1] for curve in found.curves)
    assert last < 365
    assert all(max(trace.x) == last for trace in figure.data)


def test_ratios_of_leaving_stand_against_a_line_at_one():
    found = [
        ("Detractors", Hazard("Detractors", 2.5, 1.5, 4.0, 0.001, True, 0.5)),
        ("Passives", Hazard("Passives", 1.1, 0.7, 1.6, 0.6, False, 0.5)),
    ]
    figure = charts.hazards(found)
    assert [shape.x0 for shape in figure.layout.shapes if shape.type == "line"] == [1.0]
    assert figure.data[1].marker.symbol == ("triangle-up", "triangle-up-open")
    assert figure.layout.meta["alt"] == "How much faster customers leave: Detractors 2.5 times."
