"""Specification of the slides of Profitability: what they tell, refuse and keep to themselves."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from cx.analysis.ladder import Refusal
from cx.auth import everybody
from cx.export.slide import MOST_CATEGORIES, Slide
from cx.filters import Filters
from cx.ingest.commit import import_file
from cx.topics import profitability
from cx.topics.profitability.results import Profitability
from cx.topics.profitability.slides import slides_of
from cx.warehouse import House, open_house
from tests import profit_company as company
from tests.conftest import write_csv

TODAY = date(2026, 12, 31)


def load(house: House) -> Profitability:
    with house.snapshot() as state:
        return profitability.load(partial(state.ask, scope=everybody()), Filters(), today=TODAY)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Profitability:
    folder = tmp_path_factory.mktemp("slides")
    house = open_house(folder / "slides.duckdb")
    for kind, rows in company.rows().items():
        import_file(house, kind, write_csv(folder / f"{kind}.csv", rows), actor="test")
    found = load(house)
    house.close()
    return found


def words_of(slide: Slide) -> str:
    cells = [cell for row in (slide.table.rows if slide.table else ()) for cell in row]
    bars = slide.chart.categories if slide.chart else ()
    said = [slide.title, slide.subtitle, slide.basis, *slide.sentences, *slide.notes]
    return "\n".join([*said, *cells, *bars])


def check(slides: list[Slide]) -> None:
    for slide in slides:
        said = words_of(slide)
        assert slide.title.endswith("."), slide.title
        assert not {"None", "nan"} & set(said.replace("\n", " ").split(" "))
        assert slide.chart or slide.table or slide.sentences, slide.title
        if slide.chart and slide.chart.kind == "bar":
            assert len(slide.chart.categories) <= MOST_CATEGORIES


def test_the_first_slide_goes_from_revenue_to_contribution(whole):
    first = slides_of(whole)[0]
    assert first.title == whole.headline
    values = first.chart.series[0].values
    assert values[0] == whole.contribution.revenue
    assert values[-1] == whole.contribution.margin
    check(slides_of(whole))


def test_would_be_profitable_is_counted_without_a_name(whole):
    assert whole.would_be
    slide = next(each for each in slides_of(whole) if "who lose money" in each.title)
    counts = [row[1:] for row in slide.table.rows if row[1].isdigit()]
    assert sum(int(one) + int(other) for one, other in counts) == len(whole.peers.listed)
    everything = "\n".join(map(words_of, slides_of(whole)))
    for each in whole.would_be:
        assert each.customer_id not in everything.split()
        assert not each.customer or each.customer not in everything


def test_recommended_moves_stand_with_their_intervals(whole):
    kept = [each for each in whole.best.moves if each.is_recommended]
    slide = next(each for each in slides_of(whole) if "of contacts to" in each.title)
    assert slide.table.total == len(kept) > 0
    assert all(" to " in row[-1] for row in slide.table.rows)


def test_moves_that_do_not_hold_up_are_told_with_the_reason(whole):
    moves = tuple(
        replace(each, is_recommended=False, why_not="Too few.") for each in whole.best.moves
    )
    found = replace(whole, best=replace(whole.best, moves=moves, recommended=None))
    slide = next(each for each in slides_of(found) if each.title.startswith("No move"))
    assert slide.table.rows == [("Too few.", str(len(moves)))]
    none = replace(whole, best=replace(whole.best, moves=(), recommended=None))
    check(slides_of(found))
    check(slides_of(none))


def test_a_range_alone_draws_no_bar_and_is_no_lowest(whole):
    lowest = min(whole.segments, key=lambda each: each.found.margin.mean.value)
    refusal = Refusal("interval_only_n_lt_30", "Only 29 customers.", "needs 1 more customer")
    held = replace(
        lowest,
        found=replace(lowest.found, margin=replace(lowest.found.margin, refusal=refusal)),
    )
    segments = tuple(held if each is lowest else each for each in whole.segments)
    slide = slides_of(replace(whole, segments=segments))[1]
    assert lowest.found.segment not in slide.title
    at = next(i for i, name in enumerate(slide.chart.categories) if "no single figure" in name)
    assert slide.chart.series[0].values[at] is None


def test_without_any_cost_slides_do_not_say_who_loses(house, bring):
    rows = company.rows()
    bring("customers", rows["customers"])
    bring("orders", [{**row, "cost_of_goods": None, "discount": 0} for row in rows["orders"]])
    found = load(house)
    said = slides_of(found)
    assert not any(each.chart for each in said)
    assert "needs cost_of_goods" in said[0].sentences[0]
    figures = {each.key: each for each in profitability.report(found, 1).figures}
    assert (figures["margin"].value, figures["margin"].refusal) == (None, "no_costs_known")
    check(said)


def test_without_contacts_the_moves_are_refused(house, bring):
    for kind in ("customers", "orders"):
        bring(kind, company.rows()[kind])
    said = slides_of(load(house))
    assert any("cannot be told" in each.title and each.sentences for each in said)
    check(said)


def test_without_customers_one_slide_says_why(house):
    (only,) = slides_of(load(house))
    assert only.title == "No customer with any money here."
