"""What settings do to figures: samples withhold more, fiscal years move quarters, names follow."""

import json
from argparse import Namespace
from datetime import date

import pytest

from cx.analysis.control import BEYOND_LIMITS
from cx.analysis.ladder import LADDER
from cx.auth import everybody
from cx.cli.export import export_text
from cx.errors import BadFilter
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics import nps
from cx.topics.nps.results import DIMENSIONS, Group, NpsTrends
from cx.topics.thresholds import ladder_of
from cx.warehouse import House
from cx.warehouse import settings as house_settings
from tests.conftest import Rows, begins

APRIL = Filters("custom", date(2026, 4, 1), date(2026, 4, 30))
EVERYTHING = Filters()


def load(
    house: House, filters: Filters, settings: Settings = DEFAULTS, grain: str | None = None
) -> NpsTrends:
    with house.snapshot() as state:
        return nps.load(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra),
            filters,
            grain=grain,
            settings=settings,
        )


def answers(count: int, month: str, **columns: object) -> Rows:
    """So many answers of as many people."""
    name = "".join(map(str, columns.values()))
    return [
        {
            "response_id": f"{month}{name}{i}",
            "responded_at": f"{month}-05",
            "nps": (9, 10, 7, 3)[i % 4],
        }
        | {"customer_id": f"{month}{name}{i}"}
        | columns
        for i in range(count)
    ]


@begins
def channels(bring) -> None:
    sizes = {"Web": 400, "Phone": 90, "Shop": 45, "Mail": 25, "Chat": 12}
    bring(
        "responses",
        [row for name, n in sizes.items() for row in answers(n, "2026-04", channel=name)],
    )


def shown(result: NpsTrends, dimension: str = "channel") -> set[str]:
    """Groups of which at least an interval is shown."""
    groups = result.breakdowns[dimension].groups
    return {group.name for group in groups if group.score.low is not None}


def test_the_defaults_of_settings_are_the_ladder_of_the_analysis():
    assert ladder_of(DEFAULTS) == LADDER


def test_default_settings_change_nothing(house: House, channels):
    with house.snapshot() as state:
        plain = nps.load(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra), APRIL
        )
    assert plain == load(house, APRIL, Settings())


def test_asking_for_more_answers_withholds_a_group_that_showed_and_one_to_protect_it(
    house: House, channels
):
    assert shown(load(house, APRIL)) == {"Web", "Phone", "Shop", "Mail", "Chat"}
    strict = load(house, APRIL, Settings(min_answers_shown=40, min_answers_value=40))
    assert shown(strict) == {"Web", "Phone"}
    mail, shop = (by_name(strict)[name].score for name in ("Mail", "Shop"))
    assert mail.refusal.message == "Only 25 answers; a figure needs at least 40."
    assert shop.refusal.code == "withheld_to_protect"
    assert (mail.responses, shop.responses) == (25, 45)


@pytest.mark.parametrize("least", [10, 13, 26, 40, 46, 91, 401])
def test_however_many_answers_are_asked_for_no_group_alone_can_be_had_from_the_total(
    house: House, channels, least
):
    settings = Settings(min_answers_shown=least, min_answers_value=least, low_base_below=least)
    result = load(house, APRIL, settings)
    for dimension in DIMENSIONS:
        groups = result.breakdowns[dimension].groups
        hidden = [group.score for group in groups if group.score.low is None]
        if result.score.low is not None and hidden:
            assert len(hidden) > 1
            assert sum(score.responses for score in hidden) >= least


def test_asking_for_more_people_withholds_what_few_people_said(house: House, bring):
    loud = [row | {"customer_id": f"c{i % 8}"} for i, row in enumerate(answers(80, "2026-04"))]
    bring("responses", loud)
    assert load(house, APRIL).score.low is not None
    strict = load(house, APRIL, Settings(min_customers=9))
    assert strict.score.refusal.code == "suppressed_customers_lt_5"
    assert "at least 9 customers" in strict.score.refusal.message


def by_name(result: NpsTrends, dimension: str = "channel") -> dict[str, Group]:
    return {group.name: group for group in result.breakdowns[dimension].groups}


def test_between_the_thresholds_a_figure_is_a_range_or_has_a_low_base_and_is_not_compared(
    house: House, channels
):
    assert by_name(load(house, APRIL))["Phone"].against_rest != "not compared"
    strict = Settings(min_answers_value=50, low_base_below=100)
    groups = by_name(load(house, APRIL, strict))
    assert groups["Shop"].score.value is None
    assert groups["Shop"].score.low is not None
    assert groups["Phone"].score.value is not None
    assert groups["Phone"].score.is_low_base
    assert groups["Phone"].against_rest == "not compared"
    assert not groups["Web"].score.is_low_base


def test_a_period_with_too_few_answers_for_a_value_is_no_signal_by_itself(house: House, bring):
    months = [f"2025-{month:02d}" for month in range(1, 13)]
    odd = [row | {"nps": 0} for row in answers(40, "2026-01")]
    bring("responses", [row for month in months for row in answers(100, month)] + odd)

    def beyond(settings: Settings) -> list[int]:
        signals = load(house, EVERYTHING, settings).limits.signals
        return [signal.index for signal in signals if signal.rule == BEYOND_LIMITS]

    assert beyond(DEFAULTS) == [12]
    assert beyond(Settings(min_answers_value=50)) == []


def test_a_change_is_split_only_between_groups_and_periods_with_answers_enough(house: House, bring):
    sizes = {"Web": 300, "Phone": 90}
    months = ("2026-03", "2026-04")
    bring(
        "responses",
        [
            row
            for month in months
            for name, size in sizes.items()
            for row in answers(size, month, channel=name)
        ],
    )
    plain = load(house, APRIL).mix["channel"]
    assert None not in {line.score_now for line in plain.lines}
    ranged = load(house, APRIL, Settings(min_answers_value=100, low_base_below=100))
    scores = {line.group: line.score_now for line in ranged.mix["channel"].lines}
    assert scores["Phone"] is None
    assert scores["Web"] is not None
    refused = load(house, APRIL, Settings(min_answers_value=500, low_base_below=500))
    assert refused.mix["channel"].refusal is not None


def test_the_relationship_survey_is_taken_only_where_its_figure_may_be_shown(house: House, bring):
    kinds = {"s": "relationship", "t": "transactional"}
    bring("surveys", [{"survey_id": key, "name": key, "kind": kind} for key, kind in kinds.items()])
    few, many = answers(20, "2026-04", survey_id="s"), answers(200, "2026-04", survey_id="t")
    bring("responses", [*few, *many])
    assert load(house, APRIL).survey_kind == "relationship"
    assert load(house, APRIL, Settings(min_answers_shown=21)).survey_kind == "transactional"


def test_second_readings_of_a_score_ask_for_as_many_answers_as_the_score(house: House, bring):
    bring("customers", [{"customer_id": f"c{i}", "segment": "AB"[i % 2]} for i in range(300)])
    invited = [
        {"invitation_id": f"i{i}", "customer_id": f"c{i}", "sent_at": "2026-04-02"}
        for i in range(300)
    ]
    bring("invitations", invited)
    rows = answers(150, "2026-04")
    for i, row in enumerate(rows):
        row |= {"customer_id": f"c{i}", "invitation_id": f"i{i}", "weight": 1 + i % 2}
    bring("responses", rows)
    plain = load(house, APRIL)
    assert plain.weighted.value is not None
    assert plain.non_response.raw.value is not None
    strict = load(house, APRIL, Settings(min_answers_value=151, low_base_below=151))
    assert strict.score.value is None
    assert strict.weighted.value is None
    assert strict.weighted.low is not None
    assert strict.non_response is None


def test_every_figure_of_the_page_asks_for_as_many_answers(house: House, bring):
    months = ("2026-02", "2026-03", "2026-04")
    rows = [row for month in months for row in answers(60, month, channel="Web", segment="A")]
    for row in rows:
        row |= {"csat": 4, "ces": 5, "survey_id": "s", "weight": 1 + len(row["response_id"]) % 2}
    bring("surveys", [{"survey_id": "s", "name": "Yearly", "kind": "relationship"}])
    bring("responses", rows)
    view = Filters("custom", date(2026, 2, 1), date(2026, 4, 30))
    assert load(house, view).trend[0].score.value is not None
    strict = load(house, view, Settings(min_answers_shown=500, min_answers_value=500))
    assert strict.headline.startswith("NPS is withheld")
    figures = [reading.score for reading in strict.readings.values()]
    figures += [point.score for point in strict.trend]
    figures += [group.score for group in strict.kinds]
    figures += [group.score for found in strict.breakdowns.values() for group in found.groups]
    assert {score.low for score in figures} == {None}
    assert (strict.distribution, strict.companion, strict.weighted) == ((), None, None)
    assert set(strict.limits.values) == {None}
    assert all(split.refusal is not None for split in strict.mix.values())


def test_response_rates_ask_for_as_many_invitations(house: House, bring):
    bring("customers", [{"customer_id": f"c{i}", "segment": "A"} for i in range(100)])
    bring(
        "invitations",
        [
            {"invitation_id": f"i{i}", "customer_id": f"c{i}", "sent_at": "2026-04-02"}
            for i in range(100)
        ],
    )
    assert load(house, APRIL).response_rate.value is not None
    strict = load(house, APRIL, Settings(min_answers_shown=101, min_answers_value=101))
    assert strict.response_rate.low is None
    assert strict.response_rates[0].rate.low is None


# The fiscal year


@pytest.mark.parametrize(
    ("starts_in", "labels"),
    [
        (1, ["2025 Q3", "2025 Q4", "2026 Q1"]),
        (2, ["Aug to Oct 2025", "Nov 2025 to Jan 2026"]),
        (3, ["Jun to Aug 2025", "Sep to Nov 2025", "Dec 2025 to Feb 2026"]),
        (4, ["Jul to Sep 2025", "Oct to Dec 2025", "Jan to Mar 2026"]),
    ],
)
def test_quarters_of_the_trend_are_those_of_the_fiscal_year(house: House, bring, starts_in, labels):
    months = [f"2025-{month:02d}" for month in range(8, 13)] + ["2026-01"]
    bring("responses", [row for month in months for row in answers(20, month)])
    result = load(house, Filters(fiscal_year_start=starts_in), grain="quarter")
    assert [point.label for point in result.trend] == labels
    assert sum(point.score.responses for point in result.trend) == result.answers == 120
    starts = {(point.starts_on.month - starts_in) % 3 for point in result.trend}
    assert starts == {0}


def test_a_fiscal_quarter_is_one_point_of_the_trend_by_quarter(house: House, bring):
    months = ("2025-11", "2025-12", "2026-01", "2026-02")
    bring("responses", [row for month in months for row in answers(20, month)])
    house_settings.change(house, {"fiscal_year_start": "February"}, "ann")
    with house.snapshot() as state:
        view = Filters("last_quarter", date(2025, 11, 1), date(2026, 1, 31), fiscal_year_start=2)
        assert state.settings().fiscal_year_start == 2
    result = load(house, view, grain="quarter")
    assert [(point.label, point.score.responses) for point in result.trend] == [
        ("Nov 2025 to Jan 2026", 60)
    ]


# What leaves the dashboard


def exported(house: House, **filters: str) -> dict[str, object]:
    command = Namespace(topic="nps", format="json", table=None, filters=list(filters.items()))
    return json.loads(export_text(house, command))


def test_an_export_follows_the_settings_as_the_page_does(house: House, channels):
    house_settings.change(
        house,
        {
            "fiscal_year_start": "4",
            "min_answers_shown": "40",
            "min_answers_value": "40",
            "company": "Example",
        },
        "ann",
    )
    found = exported(house, period="year_to_date")
    assert found["company"] == "Example"
    assert found["filters_in_words"].startswith("April 2026, fiscal year from April")
    assert (found["filters"]["from"], found["filters"]["to"]) == ("2026-04-01", "2026-04-30")
    values = {row["channel"]: row["value"] for row in found["tables"]["by_channel"]}
    assert values["Mail"] is None
    assert values["Web"] is not None


def test_an_export_names_no_company_where_nobody_did(house: House, channels):
    assert "company" not in exported(house)


def test_a_filter_of_an_export_is_still_refused_whatever_the_fiscal_year(house: House, channels):
    house_settings.change(house, {"fiscal_year_start": "7"}, "ann")
    with pytest.raises(BadFilter, match="is not a period"):
        exported(house, period="this_year")
