"""Specification of the charts of the Journeys page: what is drawn, withheld and said for all."""

from dataclasses import replace
from datetime import date

import pytest

from cx.analysis.estimate import Estimate
from cx.analysis.journeys.durations import Durations
from cx.analysis.journeys.funnel import Funnel, Step
from cx.analysis.journeys.transitions import Transition
from cx.analysis.ladder import Refusal
from cx.analysis.moments import Evidence, weigh_moments
from cx.analysis.score import Score
from cx.charts import journeys as charts
from cx.charts import theme
from cx.charts.journeys.layout import lay_out
from cx.charts.journeys.standing import sides
from cx.charts.theme import alt_of
from cx.metrics import METRICS
from cx.topics.journeys.answer import where_it_hurts
from cx.topics.journeys.results import (
    END,
    GOES_ON,
    OTHER,
    START,
    Flow,
    Juncture,
    LeadLine,
    Link,
    Move,
    Node,
    PathLine,
    Touchpoint,
    Truth,
)

NPS = METRICS["nps"]
FEW = Refusal("suppressed_n_lt_10", "Only 4 answers; a figure needs at least 10.", "needs 6 more")


def score(value: float, half: float = 5.0) -> Score:
    return Score(value, value - half, value + half, 200, 200.0)


NONE = Score(None, None, None, 4, 4.0, FEW)
FLOW = Flow(
    nodes=(
        Node(0, START, 100, score(15)),
        Node(1, "Help <b>", 70, score(-40)),
        Node(1, OTHER, 30, NONE),
        Node(2, "Help <b>", 20, score(16)),
        Node(3, "Help <b>", 8, NONE),
    ),
    links=(
        Link(0, START, "Help <b>", 70, score(-40)),
        Link(0, START, OTHER, 30, NONE),
        Link(1, "Help <b>", "Help <b>", 20, score(-45)),
        Link(1, "Help <b>", END, 50, score(14)),
        Link(1, OTHER, END, 30, NONE),
        Link(2, "Help <b>", "Help <b>", 8, NONE),
        Link(2, "Help <b>", END, 12, score(15)),
        Link(3, "Help <b>", GOES_ON, 8, NONE),
    ),
    shown=("Help <b>",),
    most_steps=3,
)


def texts(figure) -> str:
    """All words of a figure, with those that show on hover."""
    said = [note.text for note in figure.layout.annotations]
    for trace in figure.data:
        said += [str(row[1]) for row in (trace.customdata if "customdata" in trace else None) or ()]
        said += [str(text) for text in (trace.text if "text" in trace else None) or ()]
    return "\n".join(said)


def keys(figure) -> set[str]:
    marked = [trace for trace in figure.data if trace.customdata is not None]
    return {row[0] for trace in marked for row in trace.customdata}


def test_what_comes_to_a_node_leaves_it_or_ends_there_and_fills_its_height():
    boxes, ribbons = lay_out(FLOW, 3)
    for box in boxes:
        own = (box.node.step, box.node.name)
        leaving = [each for each in ribbons if (each.link.step, each.link.source) == own]
        assert sum(each.high0 - each.low0 for each in leaving) == box.top - box.bottom
        coming = [
            each
            for each in ribbons
            if not each.link.is_exit and (each.link.step + 1, each.link.target) == own
        ]
        if box.node.step > 1:
            assert sum(each.high1 - each.low1 for each in coming) == box.top - box.bottom
    assert [box.node.name for box in boxes if box.node.step == 1] == ["Help <b>", OTHER]


def test_fewer_steps_draw_the_rest_as_going_on_without_losing_a_journey():
    boxes, ribbons = lay_out(FLOW, 2)
    assert {box.node.step for box in boxes} == {1, 2}
    last = [each for each in ribbons if each.link.step == 2]
    assert sum(each.link.journeys for each in last) == 20
    assert all(each.x1 < 2 for each in last)


def test_a_clearly_worse_score_has_a_sign_besides_its_colour_and_a_withheld_one_has_no_figure():
    figure = charts.flow(FLOW, NPS, 3)
    said = texts(figure)
    assert "▼NPS −40" in said.replace("</span>", "")
    assert "71 % end here" in said
    assert "needs 6 more" in said
    symbols = [symbol for trace in figure.data for symbol in trace.marker.symbol or ()]
    assert "triangle-down" in symbols
    assert "Help &lt;b&gt;" in said
    assert "<b>Help <b>" not in said
    assert keys(figure) >= {"node|1|Help <b>", "link|1|Help <b>|(end)"}
    assert "clearly worse than of all journeys: Help <b> at step 1" in alt_of(figure)


def test_what_may_be_chance_is_no_clear_difference():
    near = {str(at): score(15 + at, 12) for at in range(10)}
    assert set(sides(near, score(15, 2)).values()) == {""}
    assert sides({"a": NONE}, score(15)) == {"a": ""}
    assert sides({"a": score(90)}, NONE) == {"a": ""}


def evidence(value: float, half: float, p: float) -> Evidence:
    return Evidence(value, value - half, value + half, p)


FOUND = weigh_moments(
    {"Delivery": evidence(0.08, 0.02, 1e-5), "Advice": evidence(0.0, 0.1, 1.0)},
    {"Delivery": evidence(-20.0, 5.0, 1e-5), "Advice": evidence(1.0, 9.0, 0.8)},
    {"Delivery": evidence(2.0, 0.4, 1e-5)},
)


def test_a_moment_of_truth_shows_three_signs_their_intervals_and_its_verdict():
    figure = charts.moments(FOUND.touchpoints, NPS, {"Delivery": 1200})
    said = texts(figure)
    assert "▼ moment of truth" in said
    assert "n 1,200" in said
    assert "▼ <b>−20</b> (−25 to −15)" in said
    assert "▼ <b>2.0×</b> (1.6 to 2.4)" in said
    assert "too little data" in said
    assert keys(figure) == {"Delivery", "Advice"}
    assert alt_of(figure).endswith("Moments of truth: Delivery.")
    assert "not caused" in figure.layout.meta["legend"]


def test_the_answer_names_the_strongest_verdict_or_says_that_nothing_is_clear():
    said = where_it_hurts(Truth(FOUND, {}, None), NPS)
    assert said.startswith("It hurts most at Delivery: a bad contact there is linked to ")
    assert "20 points less NPS (15 to 25)" in said
    assert "leaving 2.0 times as fast (1.6 to 2.4)" in said
    nothing = weigh_moments(
        {"Advice": evidence(0.0, 0.1, 1.0)}, {"Advice": evidence(1.0, 9.0, 0.8)}, {}
    )
    plain = where_it_hurts(Truth(nothing, {}, None), NPS)
    assert plain == "No touchpoint clearly hurts more than others."
    refused = where_it_hurts(Truth(weigh_moments({}, {}, {}), {}, None), NPS)
    assert refused.startswith("Where it hurts cannot be told yet")
    for word in ("drives", "causes", "leads to"):
        assert word not in said


LINE = Touchpoint(
    name="Help",
    channel=None,
    contacts=1000,
    customers=600,
    cost=500.0,
    costed=100,
    waited=50,
    median_wait=120.0,
    p90_wait=300.0,
    first_contact=Estimate(0.7, 0.66, 0.74),
    repeats=None,
    first_known=900,
    repeat_known=12,
    first_count=630,
    repeat_count=3,
    first_refusal=None,
    repeat_refusal=FEW,
    scores={"nps": score(20), "csat": NONE},
)


def test_the_scorecard_says_volume_wait_cost_and_shares_with_their_intervals():
    said = texts(charts.scorecard([LINE], NPS, currency="EUR"))
    assert "n 1,000 · wait 2 min" in said
    assert "EUR 5.00 each" in said
    assert "<b>70 %</b> (66 to 74)" in said
    assert "too few contacts" in said
    other = texts(charts.scorecard([LINE], NPS, charts.SCORES))
    assert "<b>20</b> (15 to 25)" in other
    assert "needs 6 more" in other
    assert "not asked" in other


def move(source: str, target: str, share: float | None) -> Move:
    estimate = None if share is None else Estimate(share, share - 0.05, share + 0.05)
    refusal = FEW if share is None else None
    count = None if share is None else int(100 * share)
    return Move(Transition(source, target, count, 100, estimate, refusal), 3600.0, None)


MOVES = (
    move(START, "Help", 1.0),
    move("Help", "Visit", 0.6),
    move("Help", END, 0.4),
    move("Visit", END, None),
)


def test_what_comes_next_is_a_share_with_its_doubt_and_small_cells_are_withheld():
    figure = charts.moves(MOVES)
    said = texts(figure)
    assert "<b>60</b><br>±5" in said
    assert "60.0 % (95 %: 55.0 to 65.0)" in said
    assert "half within 1 hour" in said
    assert "·" in said
    assert keys(figure) == {"Help|Visit", "Help|(end)", "Visit|(end)"}
    assert alt_of(figure) == "The commonest move: after Help, 60 % go to Visit."


PATH = PathLine(("Help", "Help", "Visit"), 120, 80, 0.24, 3 * 86_400.0, 12.5, 30, score(-40))


def test_a_path_says_how_many_how_long_what_it_costs_and_how_it_ends():
    figure = charts.paths([PATH, replace(PATH, steps=("Help",), score=NONE)], NPS, score(15))
    said = texts(figure)
    assert "Help ×2 → Visit" in said
    assert "3 days · 12 · 25 % unsolved" in said
    assert "▼ NPS −40 (−45 to −35)" in said
    assert "needs 6 more" in said
    assert keys(figure) == {"Help ×2 → Visit", "Help"}


def lead(source: str, total: float | None) -> LeadLine:
    estimate = None if total is None else Estimate(total, total - 0.1, total + 0.1)
    steps = (Step("Prospect", 50, None), Step("Customer", 20, estimate))
    nothing = Durations(None, None, 0, 0, FEW)
    return LeadLine(source, 50, 20, Funnel(steps, estimate, 50), nothing)


def test_the_funnel_says_each_rate_and_a_source_with_too_few_says_so():
    said = texts(charts.steps(lead("(all)", 0.4)))
    assert "Customer <b>20</b>" in said
    assert "40.0 % (30.0 to 50.0)" in said
    figure = charts.sources([lead("(all)", 0.4), lead("Web", 0.5), lead("Fair", None)])
    assert "<b>50.0 %</b>" in texts(figure)
    assert "too few" in texts(figure)
    assert keys(figure) == {"Web"}


def juncture(days: int, *concerns: str) -> Juncture:
    return Juncture(
        kind="renewal",
        due_on=date.fromordinal(date(2026, 6, 30).toordinal() + days),
        days_ahead=days,
        window=30,
        customer_id="c1",
        customer="One",
        contract_id="t1",
        product="Plan",
        monthly_value=10.0,
        open_cases=0,
        score=None,
        points=None,
        answered_on=None,
        silent_days=None,
        concerns=concerns,
    )


def test_the_calendar_counts_each_juncture_once_with_a_pattern_besides_colour():
    own = [juncture(1, "no answer yet"), juncture(7), juncture(8), juncture(90, "1 open case")]
    figure = charts.calendar(own)
    assert sum(sum(trace.y) for trace in figure.data) == 4
    assert [trace.marker.pattern.shape for trace in figure.data] == ["/", ""]
    assert alt_of(figure) == (
        "4 junctures in the next 90 days; for 2 of them a word is due before."
    )


@pytest.mark.parametrize("is_dark", [False, True])
def test_charts_follow_the_appearance_and_draw_nothing_for_nothing(is_dark):
    tone = theme.colours(is_dark)
    for figure in (
        charts.flow(Flow(), NPS, 3, is_dark=is_dark),
        charts.moments((), NPS, {}, is_dark=is_dark),
        charts.scorecard((), NPS, is_dark=is_dark),
        charts.moves((), is_dark=is_dark),
        charts.paths((), NPS, NONE, is_dark=is_dark),
        charts.calendar((), is_dark=is_dark),
    ):
        assert alt_of(figure)
        assert figure.layout.template.layout.font.color == tone.ink
