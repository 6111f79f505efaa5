"""Specification of the NPS trends topic: totals add up, figures equal a plain recomputation."""

import math
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.auth import everybody
from cx.filters import Filters
from cx.ingest.commit import import_file
from cx.topics import nps
from cx.topics.nps.results import DIMENSIONS, NpsTrends
from cx.warehouse import House, open_house
from tests.conftest import Rows, often, write_csv

EVERYTHING = Filters()


def load(house: House, filters: Filters = EVERYTHING, **options: object) -> NpsTrends:
    with house.snapshot() as state:
        return nps.load(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra),
            filters,
            **options,
        )


def points(answer: int) -> int:
    return 100 if answer >= 9 else -100 if answer <= 6 else 0


def answer(number: int, score: int, **columns: object) -> dict[str, object]:
    return {"response_id": f"r{number}", "responded_at": "2026-05-01", "nps": score, **columns}


rows = st.lists(
    st.fixed_dictionaries(
        {
            "nps": st.one_of(st.none(), st.integers(0, 10)),
            "customer_id": st.sampled_from([None, "c1", "c2", "c3", "c4", "c5", "c6", "ghost"]),
            "segment": st.sampled_from([None, "A", "B"]),
            "channel": st.sampled_from([None, "Web", "Phone", "Shop"]),
            "product_id": st.sampled_from([None, "p1", "p2"]),
            "touchpoint": st.sampled_from([None, "Order", "Help"]),
            "month": st.integers(1, 12),
        }
    ),
    min_size=1,
    max_size=90,
)


@settings(max_examples=often(20), deadline=None)
@given(generated=rows)
def test_every_figure_equals_a_one_table_recomputation_and_every_breakdown_adds_up(generated):
    table = [
        {"response_id": f"r{i}", "responded_at": f"2026-{row.pop('month'):02d}-03", **row}
        for i, row in enumerate(dict(row) for row in generated)
    ]
    with TemporaryDirectory() as folder, closing(open_house(Path(folder) / "a.duckdb")) as house:
        import_file(house, "responses", write_csv(Path(folder) / "r.csv", table), actor="test")
        result = load(house)
    given_scores = [row["nps"] for row in table if row["nps"] is not None]
    assert result.answers == len(given_scores)
    assert_same_score(result, given_scores)
    for dimension in DIMENSIONS:
        groups = result.breakdowns[dimension].groups
        assert sum(group.score.responses for group in groups) == len(given_scores)
    named = Counter(row["channel"] or "(unknown)" for row in table if row["nps"] is not None)
    found = {g.name: g.score.responses for g in result.breakdowns["channel"].groups}
    assert found == named
    assert sum(point.score.responses for point in result.trend) == len(given_scores)
    assert sum(bar.answers for bar in result.distribution) in (0, len(given_scores))


def assert_same_score(result: NpsTrends, given_scores: list[int]) -> None:
    if result.score.value is not None:
        expected = sum(map(points, given_scores)) / len(given_scores)
        assert math.isclose(result.score.value, expected, abs_tol=1e-9)
    for group in result.breakdowns["channel"].groups:
        if group.score.value is not None:
            assert -100 <= group.score.low <= group.score.value <= group.score.high <= 100


@pytest.fixture
def two_years(bring) -> Rows:
    """Two years of answers: Web scores 50, Phone 0; all moved from Phone to Web."""
    pattern = {"Web": [10, 10, 10, 10, 10, 8, 8, 8, 8, 8], "Phone": [10] * 4 + [8, 8] + [5] * 4}
    table = []
    for year, web in ((2025, 2), (2026, 8)):
        for block in range(40):
            channel = "Web" if block % 10 < web else "Phone"
            for i, score in enumerate(pattern[channel]):
                month = 1 + (block * 10 + i) % 12
                row = answer(len(table), score, channel=channel)
                table.append(row | {"responded_at": f"{year}-{month:02d}-15"})
    bring("responses", table)
    return table


YEAR = Filters("custom", date(2026, 1, 1), date(2026, 12, 31))


def test_a_change_that_comes_from_the_mix_alone_is_said_to(house: House, two_years):
    result = load(house, YEAR)
    split = result.mix["channel"]
    assert result.score.value == pytest.approx(40.0)
    assert result.before is not None
    assert result.before.value == pytest.approx(10.0)
    assert split.mix.value == pytest.approx(30.0)
    assert split.rate.value == pytest.approx(0.0)
    assert "goes with a shift between channels (+30.0)" in result.headline


def test_the_lines_of_a_split_add_up_to_the_change(house: House, two_years):
    result = load(house, YEAR)
    split = result.mix["channel"]
    total = sum(line.mix.value + line.rate.value for line in split.lines)
    assert total == pytest.approx(result.score.value - result.before.value, abs=1e-9)
    assert result.change.value == pytest.approx(total, abs=1e-9)


def test_without_a_comparison_nothing_is_said_to_have_moved(house: House, two_years):
    result = load(house, Filters())
    assert (result.change, result.before, result.mix) == (None, None, {})
    assert result.headline.count(".") == 1


def test_kinds_of_survey_are_never_pooled(house: House, bring):
    kinds = {"a": "relationship", "b": "transactional"}
    bring("surveys", [{"survey_id": s, "name": s, "kind": kind} for s, kind in kinds.items()])
    bring(
        "responses",
        [answer(i, 10 if i < 40 else 0, survey_id="a" if i < 40 else "b") for i in range(100)],
    )
    result = load(house)
    assert (result.survey_kind, result.score.value, result.answers) == ("relationship", 100.0, 40)
    shown = {group.name: group.score.value for group in result.kinds}
    assert shown == {"relationship": 100.0, "transactional": -100.0}
    other = load(house, Filters(survey_kind="transactional"))
    assert (other.score.value, other.answers) == (-100.0, 60)


@pytest.mark.parametrize(
    ("answers", "code"),
    [(9, "suppressed_n_lt_10"), (29, "interval_only_n_lt_30"), (30, None)],
)
def test_the_refusal_ladder_holds_for_the_headline_figure(house: House, bring, answers, code):
    bring("responses", [answer(i, 10 - i % 3) for i in range(answers)])
    result = load(house)
    assert (result.score.refusal.code if result.score.refusal else None) == code
    assert (result.score.value is None) == (code is not None)
    assert result.score.responses == answers


def test_ten_answers_of_four_people_are_not_shown(house: House, bring):
    bring("responses", [answer(i, 9, customer_id=f"c{i % 4}") for i in range(40)])
    result = load(house)
    assert result.score.refusal.code == "suppressed_customers_lt_5"
    assert result.trend[0].score.refusal.code == "suppressed_customers_lt_5"
    assert result.trend[0].promoters is None


def test_a_small_group_cannot_be_computed_back_from_the_total(house: House, bring):
    sizes = {"A": 80, "B": 70, "C": 5}
    table = [(name, i) for name, size in sizes.items() for i in range(size)]
    bring("responses", [answer(n, 10 - i % 11, segment=s) for n, (s, i) in enumerate(table)])
    shown = {g.name: g.score.value for g in load(house).breakdowns["segment"].groups}
    assert shown["A"] is not None
    assert (shown["B"], shown["C"]) == (None, None)


def test_months_without_answers_stay_on_the_axis(house: House, bring):
    bring(
        "responses", [answer(i, 9, responded_at=f"2026-0{1 + 3 * (i % 2)}-05") for i in range(80)]
    )
    labels = [point.label for point in load(house, grain="month").trend]
    assert labels == ["Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026"]


def test_nothing_matching_is_a_result_of_its_own(house: House, bring):
    bring("responses", [answer(i, 9) for i in range(40)])
    result = load(house, Filters(channel=("Carrier pigeon",)))
    assert result.answers == 0
    assert result.headline == "No NPS answers match these filters."
    assert result.latest_on == date(2026, 5, 1)


def test_an_empty_warehouse_is_a_result_of_its_own(house: House):
    result = load(house)
    assert (result.answers, result.latest_on, result.trend) == (0, None, ())


def test_a_panel_is_compared_person_by_person(house: House, bring):
    """Everybody keeps their answer but for a few who improve: only pairing can see it."""
    table = []
    for person in range(200):
        first = (0, 8, 10)[person % 3]
        for year in (2025, 2026):
            score = 10 if year == 2026 and person % 20 == 0 else first
            table.append(answer(len(table), score, customer_id=f"c{person}"))
            table[-1]["responded_at"] = f"{year}-04-01"
    bring("responses", table)
    change = load(house, YEAR).change
    assert change.value > 0
    assert change.verdict == "up"
    alone = [row | {"customer_id": None} for row in table]
    bring("responses", alone)
    assert load(house, YEAR).change.verdict == "no clear change"


def test_response_rates_come_with_a_score_weighted_to_everybody_asked(house: House, bring):
    people = [{"customer_id": f"c{i}", "segment": "AB"[i % 2]} for i in range(400)]
    bring("customers", people)
    bring("surveys", [{"survey_id": "s", "name": "S", "kind": "relationship"}])
    asked = [
        {
            "invitation_id": f"i{i}",
            "customer_id": f"c{i}",
            "sent_at": "2026-05-01",
            "survey_id": "s",
        }
        for i in range(400)
    ]
    bring("invitations", asked)
    answering = [i for i in range(400) if i % 2 == 0 or i % 8 == 1]  # all of A, a quarter of B
    bring(
        "responses",
        [
            answer(i, 10 if i % 2 == 0 else 0, invitation_id=f"i{i}", survey_id="s")
            for i in answering
        ],
    )
    result = load(house)
    rates = {line.segment: (line.invited, line.answered) for line in result.response_rates}
    assert rates == {"A": (200, 200), "B": (200, 50)}
    assert result.response_rate.value == pytest.approx(62.5)
    assert result.score.value == pytest.approx(60.0)
    assert result.adjusted.value == pytest.approx(0.0)


def test_the_report_holds_the_three_metrics_and_every_breakdown(house: House, two_years):
    written = nps.report(load(house, YEAR), version=4)
    keys = {figure.key for figure in written.figures}
    assert {"nps", "csat", "ces"} <= keys
    assert {"trend", "distribution", "by_segment", "by_channel", "change"} <= written.tables.keys()
    figure = next(figure for figure in written.figures if figure.key == "nps")
    assert (figure.value, figure.responses) == (pytest.approx(40.0), 400)


def test_each_question_is_asked_once(house: House, two_years):
    asked = Counter()

    def counting(name, given, **extra):
        asked[(name, given, tuple(sorted(extra.items())))] += 1
        with house.snapshot() as state:
            return state.ask(name, given, everybody(), **extra)

    nps.load(counting, YEAR)
    assert set(asked.values()) == {1}


def spread(counts: dict[str, list[int]], month: str, **columns: object) -> Rows:
    """Answers by channel: the given scores, each of another person."""
    return [
        {"response_id": f"{month}{channel}{i}", "responded_at": f"{month}-05", "nps": score}
        | {"channel": channel, "customer_id": f"{month}{channel}{i}"}
        | columns
        for channel, scores in counts.items()
        for i, score in enumerate(scores)
    ]


APRIL = Filters("custom", date(2026, 4, 1), date(2026, 4, 30))


def test_a_withheld_group_does_not_come_back_under_another_name(house: House, bring):
    """Forty answers of four people are enough answers, but too few people."""
    sizes = {"Web": [9, 10, 7] * 100, "Phone": [9, 5, 8] * 66}
    shop = [
        {"response_id": f"{m}s{i}", "responded_at": f"{m}-05", "nps": i % 7}
        | {"channel": "Shop", "customer_id": f"c{i % 4}"}
        for m in ("2026-03", "2026-04")
        for i in range(40)
    ]
    bring("responses", [*spread(sizes, "2026-03"), *spread(sizes, "2026-04"), *shop])
    result = load(house, APRIL)
    shown = {group.name for group in result.breakdowns["channel"].groups if group.score.low}
    assert shown == {"Web"}
    split = result.mix["channel"]
    assert split.refusal is not None or set(split.merged) == {"Phone", "Shop"}


def test_every_table_of_a_dimension_hides_the_same_groups(house: House, bring):
    now = {"A": [9, 5] * 35, "B": [9, 5] * 20, "Web": [10, 3] * 300, "C": [0] * 5}
    before = {"A": [9, 5] * 6, "B": [9, 5] * 250, "Web": [10, 3] * 300, "C": [9, 5] * 20}
    bring("responses", [*spread(before, "2026-03"), *spread(now, "2026-04")])
    result = load(house, APRIL)
    groups = result.breakdowns["channel"].groups
    hidden = {
        group.name
        for group in groups
        for found in (group.score, group.before)
        if found.responses and found.low is None
    }
    assert {"B", "C"} <= hidden
    assert hidden <= set(result.mix["channel"].merged)


def test_weights_cannot_show_what_the_plain_figure_withholds(house: House, bring):
    rows = [
        answer(i, 10 - i % 11, customer_id=f"c{i % 4}", weight=1 + i % 3, responded_at="2026-04-05")
        for i in range(400)
    ]
    bring("responses", rows)
    result = load(house, APRIL)
    assert result.score.refusal.code == "suppressed_customers_lt_5"
    assert result.weighted is None


def test_weights_that_differ_are_seen_even_when_they_sum_to_the_number_of_answers(
    house: House, bring
):
    rows = [answer(i, 10 if i < 100 else 0, weight=(0.5, 1.5)[i % 2]) for i in range(200)]
    bring("responses", rows)
    assert load(house).weighted is not None
    bring("responses", [row | {"weight": 2} for row in rows])
    assert load(house).weighted is None


def test_repeated_people_widen_the_weighted_interval(house: House, bring):
    rows = [
        answer(i, 10 if i // 4 % 2 else 3, customer_id=f"c{i // 4}", weight=1 + i % 2)
        for i in range(400)
    ]
    bring("responses", rows)
    together = load(house).weighted
    bring("responses", [row | {"customer_id": None} for row in rows])
    alone = load(house).weighted
    assert together.value == pytest.approx(alone.value)
    assert together.high - together.low > 1.8 * (alone.high - alone.low)


def test_weighing_everybody_asked_is_compared_with_the_same_answers(house: House, bring):
    """Walk-ins score ten and the invited zero: that is no bias of those who did not answer."""
    bring("customers", [{"customer_id": f"c{i}", "segment": "AB"[i % 2]} for i in range(200)])
    bring(
        "invitations",
        [
            {"invitation_id": f"i{i}", "customer_id": f"c{i}", "sent_at": "2026-04-01"}
            for i in range(200)
        ],
    )
    invited = [
        answer(i, (0, 10)[i // 2 % 2], invitation_id=f"i{i}", responded_at="2026-04-05")
        for i in range(200)
    ]
    walked_in = [answer(1000 + i, 10, responded_at="2026-04-05") for i in range(200)]
    bring("responses", invited + walked_in)
    result = load(house, APRIL)
    assert result.score.value == pytest.approx(50.0)
    assert result.non_response.raw.value == pytest.approx(0.0)
    assert result.non_response.weighted.value == pytest.approx(0.0)


def test_a_period_of_the_trend_doubts_as_the_same_answers_do_elsewhere(house: House, bring):
    bring(
        "responses",
        [answer(i, 10 if i % 8 < 3 else 3, customer_id=f"c{i % 8}") for i in range(64)],
    )
    result = load(house, grain="month")
    assert result.score.refusal.code == "interval_only_n_lt_30"
    assert result.trend[0].score == result.score


def test_one_relationship_answer_does_not_empty_the_page(house: House, bring):
    kinds = {"a": "relationship", "b": "transactional"}
    bring("surveys", [{"survey_id": s, "name": s, "kind": kind} for s, kind in kinds.items()])
    bring("responses", [answer(i, 9, survey_id="b" if i else "a") for i in range(200)])
    result = load(house)
    assert (result.survey_kind, result.answers) == ("transactional", 199)
    shown = {group.name: group.score.low is not None for group in result.kinds}
    assert shown == {"transactional": True, "relationship": False}


def test_a_comparison_that_the_data_cover_in_part_is_said_to(house: House, bring):
    rows = [answer(i, 9, responded_at=f"2026-0{3 + i % 2}-2{i % 9}") for i in range(200)]
    bring("responses", rows)
    assert any("Answers begin on 2026-03-2" in n for n in load(house, quarter(2026, 4)).notes)
    after = load(house, Filters("custom", date(2026, 3, 1), date(2026, 3, 31)))
    assert "There are no answers from February 2026 to compare with." in after.notes


def quarter(year: int, month: int) -> Filters:
    return Filters("custom", date(year, month, 1), date(year, month + 2, 30))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (4, "NPS is withheld: only 4 answers; a figure needs at least 10."),
        (12, "NPS is probably between 54 and 100: only 12 answers; a single figure needs 30."),
        (200, "NPS is 100 (96 to 100, from 200 answers)."),
    ],
)
def test_the_headline_is_a_whole_sentence_at_every_rung(house: House, bring, answers, said):
    bring("responses", [answer(i, 9) for i in range(answers)])
    assert load(house).headline == said


def test_a_point_beyond_the_limits_is_said_to_be_one_also_where_it_ends_a_run(house: House, bring):
    rows = []
    for month in range(1, 13):
        good = 55 if month < 12 else 95
        good = 45 if month < 5 else good
        rows += [
            answer(len(rows) + i, 10 if i < good else 0, responded_at=f"2025-{month:02d}-05")
            for i in range(100)
        ]
    bring("responses", rows)
    result = load(house, grain="month")
    assert {signal.rule for signal in result.limits.signals if signal.index == 11} >= {
        "beyond limits"
    }
    table = nps.report(result, 1).tables["trend"]
    assert table[11]["signal"] == "beyond limits"
    assert any("Dec 2025" in note for note in result.notes)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({"Web": (0, 40), "Phone": (0, -10)}, "alone would have moved it"),
        ({"Web": (0, 20), "Phone": (0, 20)}, ""),
        ({"Web": (0, 40), "Phone": (0, 8)}, "of it goes with how channel Web scores"),
    ],
)
def test_a_single_group_is_named_only_where_it_stands_out(house: House, bring, lines, said):
    def scores(net: int) -> list[int]:
        up = 150 + net * 3 // 2
        return [10] * up + [0] * (300 - up)

    before = {name: scores(pair[0]) for name, pair in lines.items()}
    now = {name: scores(pair[1]) for name, pair in lines.items()}
    bring("responses", [*spread(before, "2026-03"), *spread(now, "2026-04")])
    why = load(house, APRIL).headline.split("March 2026.")[1]
    assert said in why
    assert bool(why) == bool(said)
