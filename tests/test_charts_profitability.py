"""Specification of the charts of the Profitability page: what is drawn, withheld and said."""

import numpy as np
import pytest

from cx.analysis.estimate import Estimate
from cx.analysis.ladder import Refusal
from cx.analysis.profit.mixes import MIXED, OTHER
from cx.analysis.profit.results import (
    Archetype,
    Composition,
    Margin,
    MixCell,
    MixDifference,
    Retention,
)
from cx.analysis.profit.whale import whale_curve
from cx.analysis.score import Score
from cx.charts import profitability as charts
from cx.charts import theme
from cx.charts.profitability.composition import gathered, ordered
from cx.charts.profitability.contribution import APART, TOTAL, Step, starts
from cx.charts.profitability.costs import EACH, IN_ALL, REPEATED
from cx.charts.profitability.gains import Gain
from cx.charts.profitability.segments import (
    LOSING,
    MARGIN,
    REVENUE,
    SCORE,
    SERVING,
    STAYING,
    VIEWS,
    shown,
)
from cx.charts.profitability.whale import stretches
from cx.charts.theme import alt_of
from cx.metrics import METRICS
from cx.topics.profitability.results import Cell, CostCell

NPS = METRICS["nps"]
FEW = Refusal("suppressed_n_lt_10", "Only 4 customers; a figure needs at least 10.", "needs 6 more")
RANGE = Refusal("interval_only_n_lt_30", "Only 18 customers.", "needs 12 more customers")


def cell(segment: str, mix: str, customers: int, mean: Estimate | None, refusal=None) -> Cell:
    margin = Margin(customers, mean, None, mean and Estimate(0.3, 0.2, 0.4), False, refusal)
    staying = Retention(customers, customers // 2, Estimate(0.5, 0.4, 0.6))
    found = MixCell(segment, mix, customers, 9e4, -5e3, 2e4, margin, staying)
    return Cell(found, Score(12.0, 5.0, 19.0, 90, 90.0))


WHOLE = [
    cell("Home <b>", "(all)", 300, Estimate(120.0, 100.0, 140.0)),
    cell("Shop", "(all)", 200, Estimate(-53.0, -90.0, -17.0)),
]
CELLS = [
    cell("Home <b>", "App", 200, Estimate(150.0, 120.0, 180.0)),
    cell("Shop", "App", 100, Estimate(20.0, -10.0, 50.0)),
    cell("Shop", MIXED, 96, Estimate(-160.0, -200.0, -120.0)),
    cell("Shop", OTHER, 18, Estimate(-300.0, -500.0, -200.0), RANGE),
    cell("Home <b>", OTHER, 4, None, FEW),
]


def texts(figure) -> list[str]:
    return list(figure.data[-1].text)


def grounds(figure) -> dict[tuple[float, float], str]:
    return {(round(s.x0 + 0.48), round(s.y0 + 0.47)): s.fillcolor for s in figure.layout.shapes}


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("view", VIEWS)
def test_the_table_of_segments_is_drawn_in_each_view_and_says_what_it_means(view, is_dark):
    figure = charts.segments(WHOLE, CELLS, ("App",), view, NPS, is_dark=is_dark)
    assert len(texts(figure)) == len(WHOLE) + len(CELLS)
    assert "n = 500." in figure.layout.meta["legend"]
    assert figure.layout.template.layout.font.color == theme.colours(is_dark).ink


def test_clear_cells_are_shaded_by_their_side_and_others_are_not():
    tone = theme.LIGHT
    shades = grounds(charts.segments(WHOLE, CELLS, ("App",), MARGIN, NPS))
    good, bad = theme.veil(tone.good, 0.0)[:15], theme.veil(tone.bad, 0.0)[:15]
    assert shades[1, 0].startswith(good[:12])
    assert shades[0, 1].startswith(bad[:12])
    assert shades[1, 1] == tone.strip, "an interval over 0 is not clear"
    assert shades[2, 1] == tone.strip, "a range alone is not ranked"


def test_without_costs_revenue_is_shaded_by_amount_and_nobody_is_said_to_earn_or_lose():
    tone = theme.LIGHT
    figure = charts.segments(WHOLE, CELLS, ("App",), REVENUE, NPS)
    sides = {theme.veil(shade, 0.0)[:12] for shade in (tone.good, tone.bad)}
    assert not any(shade[:12] in sides for shade in grounds(figure).values())
    assert alt_of(figure) == "Revenue per customer in 2 segments; no cost is known."


def test_a_withheld_cell_says_so_and_a_small_one_shows_its_range_alone():
    figure = charts.segments(WHOLE, CELLS, ("App",), MARGIN, NPS)
    by_key = dict(zip([c[0] for c in figure.data[-1].customdata], texts(figure), strict=True))
    hover = {c[0]: c[1] for c in figure.data[-1].customdata}
    assert by_key[f"Home <b>|{OTHER}"].startswith("<b>·</b>")
    assert "a figure needs at least 10" in hover[f"Home <b>|{OTHER}"]
    small = by_key[f"Shop|{OTHER}"]
    assert "−500" in small
    assert "−200" in small
    assert "−300" not in small


def test_names_of_the_data_are_no_markup():
    figure = charts.segments(WHOLE, CELLS, ("App",), MARGIN, NPS)
    assert figure.layout.yaxis.ticktext[0] == "Home &lt;b&gt;"


def test_the_largest_segments_come_first_and_gathered_mixes_last():
    _, names = shown(WHOLE, CELLS, ("App", "Phone"))
    assert list(names.rows) == ["Home <b>", "Shop"]
    assert list(names.columns) == ["All mixes", "App", OTHER, MIXED]


def test_shares_and_scores_are_held_against_the_whole_segment():
    better = cell("Home <b>", "App", 200, Estimate(150.0, 120.0, 180.0))
    unhappy = Cell(better.found, Score(-40.0, -50.0, -30.0, 90, 90.0))
    figure = charts.segments(WHOLE, [unhappy], ("App",), SCORE, NPS)
    assert any("▼−40" in text for text in texts(figure))
    assert not any("▲" in text or "▼" in text for text in texts(figure)[:2])


def test_the_segments_are_said_for_those_who_hear_them():
    said = alt_of(charts.segments(WHOLE, CELLS, ("App",), LOSING, NPS))
    assert said == "Clearly losing money: Shop. By mix: Shop with Mixed."
    for view in (SERVING, STAYING):
        assert alt_of(charts.segments([], [], (), view, NPS))


STEPS = [
    Step("revenue", "Revenue", "", 100.0, TOTAL),
    Step("goods", "Cost of goods", "", -60.0),
    Step("serve", "Cost to serve", "", -30.0),
    Step("margin", "Contribution", "10 %", 10.0, TOTAL),
    Step("unused", "Unused capacity", "", -5.0, APART),
]


def test_the_waterfall_adds_up_and_what_is_apart_starts_at_its_end():
    assert starts(STEPS) == [0.0, 100.0, 40.0, 0.0, 10.0]
    figure = charts.contribution(STEPS, 1234)
    bars = figure.data[0]
    assert list(bars.base) == starts(STEPS)
    assert bars.marker.color[-1] == "rgba(0, 0, 0, 0)", "what is apart is outlined only"
    assert alt_of(figure) == "Of revenue 100, 10 remain; the most goes to cost of goods."
    assert any(note.text == "n = 1,234" for note in figure.layout.annotations)


def test_a_company_without_amounts_has_a_waterfall_that_says_so():
    assert alt_of(charts.contribution([], 0)) == "There are no amounts to show."


def test_a_company_without_costs_has_one_bar_that_says_so():
    figure = charts.contribution([Step("revenue", "Revenue", "", 100.0, TOTAL)], 7)
    assert alt_of(figure) == "Revenue is 100; no cost is known."


def test_the_whale_curve_peaks_where_losses_begin_and_its_dots_end_tenths():
    found = whale_curve(np.array([100.0] * 40 + [50.0] * 40 + [-20.0] * 20))
    figure = charts.whale(found)
    assert found.peak is not None
    assert found.peak.customers == 80
    parts = stretches(found)
    assert [part.last for part in parts] == list(range(10, 101, 10))
    assert [part.first for part in parts] == list(range(1, 92, 10))
    assert "The most profitable 80 % of customers contribute 107 % of all" in alt_of(figure)
    assert "20 who lose money take 400" in alt_of(figure)


def test_a_whale_curve_of_a_losing_company_is_in_money():
    found = whale_curve(np.array([10.0] * 50 + [-20.0] * 50))
    figure = charts.whale(found)
    assert found.is_in_currency
    assert figure.layout.yaxis.ticksuffix == ""


def test_too_few_customers_have_words_for_a_curve():
    figure = charts.whale(whale_curve(np.array([1.0, -1.0])))
    assert not figure.data
    assert alt_of(figure)


MADE = Composition(
    ("App", "Phone"),
    (
        Archetype(MIXED, 50, 0.5, 9.0, (0.5, 0.5)),
        Archetype("App", 30, 0.3, 5.0, (0.8, 0.2)),
        Archetype("(no contacts)", 20, 0.2, 0.0, (0.0, 0.0)),
    ),
)


def test_a_composition_leaves_out_who_has_no_contacts_and_puts_gathered_ones_last():
    assert [each.name for each in ordered(MADE)] == ["App", MIXED]
    figure = charts.composition(MADE)
    assert "80" in texts(figure)[0] + texts(figure)[1]
    assert alt_of(figure).startswith("The commonest mix is Mixed: 50 % of customers")


def test_many_channels_are_gathered_so_that_rows_still_add_up():
    names = tuple(f"c{at}" for at in range(12))
    one = Archetype("c0", 10, 1.0, 3.0, tuple([0.45] + [0.05] * 11))
    columns, rows = gathered(Composition(names, (one,)), [one])
    assert columns[0] == "c0"
    assert columns[-1] == "Others"
    assert sum(rows[0]) == pytest.approx(1.0)


def difference(channel: str, value: float, is_clear: bool) -> MixDifference:
    ends = Estimate(value, value - 0.05, value + 0.05)
    return MixDifference("Shop", channel, 120, 80, 0.3, 0.3 + value, ends, 0.01, is_clear)


def test_differences_stand_in_order_and_only_clear_ones_are_told():
    found = [difference("Web", -0.2, True), difference("Phone", 0.2, True)]
    figure = charts.differences([*found, difference("App", 0.01, False)])
    keys = list(dict.fromkeys(each[0] for each in figure.data[1].customdata))
    assert keys == ["Shop|Phone", "Shop|App", "Shop|Web"]
    assert alt_of(figure) == (
        "In Shop, customers who lose money use Phone 20 points more and Web 20 points less."
    )
    assert "n = 200 customers" in figure.layout.meta["legend"]


COSTS = [
    CostCell("Help", "Phone", 90, 60, 900.0, 9, 90.0, 0, 5),
    CostCell("Help", "Web", 40, 30, 40.0, 1, 1.0, 10, 0),
    CostCell("Order", "Web", 5, 5, 0.0, 0, 0.0, 5, 0),
]


@pytest.mark.parametrize(("view", "first"), [(IN_ALL, "900"), (EACH, "10"), (REPEATED, "10 %")])
def test_costs_are_told_in_all_and_for_each_contact(view, first):
    figure = charts.costs(COSTS, view)
    assert texts(figure)[0].startswith(f"<b>{first}</b>")
    assert "n = 135." in figure.layout.meta["legend"]


def test_contacts_without_any_cost_are_not_free():
    figure = charts.costs(COSTS, IN_ALL)
    assert "·" in texts(figure)[2]
    assert "5 without any cost" in figure.data[-1].customdata[2][1]
    assert alt_of(figure).startswith("The dearest: Help by Phone with 900, 96 %")


def test_gains_are_coloured_only_where_the_whole_interval_is_on_one_side():
    rows = [
        Gain("a", "Phone → Web", "Shop", Estimate(900.0, 500.0, 1300.0)),
        Gain("b", "Web → App", "Shop", Estimate(10.0, -50.0, 70.0)),
    ]
    figure = charts.gains(rows, 44, "contacts moved")
    assert list(figure.data[1].marker.color) == [theme.LIGHT.good, theme.LIGHT.muted]
    assert "n = 44 contacts moved" in figure.layout.meta["legend"]
    assert alt_of(figure) == "The most: Phone → Web, 900 (95 %: 500 to 1,300)."
    assert alt_of(charts.gains([], 0, "contacts")) == "Nothing would change."
