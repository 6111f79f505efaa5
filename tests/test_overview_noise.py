"""The Overview finds what was planted, says what its pages say, and nothing where all was dealt."""

import shutil
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from cx.auth import everybody
from cx.demo import TRUTHS, write_company
from cx.filters import from_pairs
from cx.ingest import import_file
from cx.settings import Settings
from cx.topics import closed_loop, nps, overview
from cx.topics.overview.company import NOTHING, Money, Segment
from cx.topics.overview.findings import look
from cx.topics.overview.report import report
from cx.warehouse import open_house
from tests.dealt_anew import deal_anew

YEAR, _ = from_pairs({"period": ["last_12_months"]}, latest_on=date(2026, 6, 30))
SETTINGS = Settings(first_contact_target_hours=8, currency="EUR")
ABOUT_SCORES = {"score", "mix", "group_moved", "group_apart", "signal"}


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    folder = tmp_path_factory.mktemp("company")
    house = open_house(folder / "demo.duckdb")
    for kind, file in write_company(folder / "files", customers=2_500).items():
        if kind not in ("ratings", "findings", "campaigns", "opportunities"):
            import_file(house, kind, file, actor="test")
    house.close()
    return folder / "demo.duckdb"


def look_at(path, load, filters=YEAR, **options):
    house = open_house(path)
    with house.snapshot() as state:
        ask = partial(state.ask, scope=everybody("test"))
        found = load(ask, filters, settings=SETTINGS, **options)
    house.close()
    return found


@pytest.fixture(scope="module")
def found(company):
    return look_at(company, overview.load)


def hidden(page):
    split = page.mix["channel"]
    return (
        f"a shift between channels ({split.mix.value:+.1f}); within channels the score moved by "
        f"{split.rate.value:+.1f}."
    ).replace("-", "\N{MINUS SIGN}")


def kinds(found):
    return {each.kind: each for each in found.findings}


def test_the_fall_that_a_shift_between_channels_hides_comes_first_with_the_price_rise(found):
    first = found.findings[0]
    assert first.kind == "mix"
    assert first.is_good is False
    split = found.nps.mix["channel"]
    assert f"a shift between channels by {split.mix.value:+.1f}" in first.sentence
    assert "Prices raised" in first.sentence
    assert found.headline.startswith("NPS is ")


def test_the_score_of_a_channel_that_fell_meanwhile_stands_beside_it(found):
    fell = kinds(found)["group_moved"]
    assert fell.sentence.startswith("Channel ")
    assert ", down " in fell.sentence
    assert fell.is_good is False


def test_a_segment_that_loses_money_is_named_and_one_that_may_not_is_not(found):
    loses = Segment(TRUTHS.unprofitable_segment, 900, 600_000.0, -30_000.0, 1e-6)
    may = replace(loses, name="Mid-market", margin=-20.0, p=0.4)
    nothing = Money(NOTHING, NOTHING, NOTHING, (loses, may), {}, has_costs=True)
    told = [
        each.sentence
        for each in look(found.nps, (), nothing, lambda view: 0.0).findings
        if each.kind == "segment_loses"
    ]
    assert told == [
        "Segment Small business costs more than it brings in: it loses 33 EUR per customer, "
        "30 k EUR in all."
    ]


def test_a_finding_about_scores_says_what_its_page_says(company, found):
    page = look_at(company, nps.load)
    assert found.nps == page
    for each in found.findings:
        if each.page == "nps_trends":
            assert each.filters == page.filters
    assert page.headline.endswith("Two movements hide each other: " + hidden(page))
    channel = {group.name: group for group in page.breakdowns["channel"].groups}
    named = next(
        name
        for name in channel
        if kinds(found)["group_moved"].sentence.startswith(f"Channel {name}:")
    )
    assert channel[named].change.verdict == "down"
    tile = found.tile("score")
    assert (tile.value, tile.low, tile.high) == (page.score.value, page.score.low, page.score.high)
    assert found.tile("response_rate").value == page.response_rate.value


def test_complaints_and_those_who_wait_are_those_of_the_page_closed_loop(company, found):
    page = look_at(company, closed_loop.load, kind="case")
    tile = found.tile("complaints_in_target")
    assert tile.value == pytest.approx(page.contact.in_target.value)
    assert tile.low == pytest.approx(page.contact.in_target.low)
    assert tile.count == page.contact.in_target.responses
    both = look_at(company, closed_loop.load)
    assert found.waiting.items == both.waiting.total
    assert found.waiting.revenue == pytest.approx(both.waiting.revenue)


def test_safe_at_risk_and_unknown_add_up_to_everybody_who_is_there(company, found):
    house = open_house(company)
    with house.reading() as cursor:
        (there,) = cursor.execute(
            "select count(*) from rollup.stays('2026-06-30') where is_customer "
            "and not is_left_undated and coalesce(acquired_on <= '2026-06-30', true) "
            "and coalesce(left_on > '2026-06-30', true)"
        ).fetchone()
    house.close()
    assert sum(each.customers for each in found.accounts) == there
    assert [each.name for each in found.accounts] == ["safe", "at risk", "unknown"]


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_nothing_moved_where_scores_and_days_were_dealt_out_anew(company, tmp_path, seed):
    copy = tmp_path / "dealt.duckdb"
    shutil.copy(company, copy)
    deal_anew(copy, seed)
    dealt = look_at(copy, overview.load)
    assert not [each for each in dealt.findings if each.is_change]
    assert not ABOUT_SCORES & kinds(dealt).keys()
    assert "Nothing moved beyond noise" in dealt.headline
    assert dealt.family > 30


def test_the_report_holds_tiles_findings_timeline_and_accounts(found):
    told = report(found, 7)
    assert {"tiles", "findings", "timeline", "accounts"} <= told.tables.keys()
    assert [row["kind"] for row in told.tables["findings"]] == [e.kind for e in found.findings]
    assert len(told.tables["timeline"]) == 24
    assert told.figures[3].unit == "EUR"


def test_without_a_comparison_nothing_is_said_to_have_moved(company):
    alone = look_at(company, overview.load, replace(YEAR, compare="none"))
    assert not [each for each in alone.findings if each.is_change and each.kind != "signal"]
    assert "Nothing is compared" in alone.headline
