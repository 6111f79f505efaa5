"""Specification of a company's time zone: its own days, elapsed durations, nothing stale."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cx.auth import everybody
from cx.errors import SettingRefused
from cx.filters import Filters
from cx.ingest.commit import import_file, undo
from cx.topics import closed_loop, customer, nps
from cx.warehouse import House, rollups
from cx.warehouse import settings as house_settings
from tests.conftest import read_table, write_csv

BERLIN, ANGELES, AUCKLAND = "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"
KEPT = (
    "rollup.scored_responses", "rollup.score_cube", "rollup.contact_costs", "rollup.touches",
    "rollup.journeys",
)  # fmt: skip


def move(house: House, zone: str) -> None:
    house_settings.change(house, {"time_zone": zone}, "test")


def kept(house: House) -> dict[str, list[tuple[object, ...]]]:
    return {table: read_table(house, table) for table in KEPT}


def assert_kept_as_defined(house: House) -> None:
    before = kept(house)
    with house.writing() as cursor:
        rollups.rebuild(cursor)
    assert kept(house) == before


def answers(count: int = 400) -> list[dict[str, object]]:
    """Answers every five hours, so that many stand near a midnight; in UTC, and saying so."""
    start = datetime(2025, 1, 30, 22, 30, tzinfo=UTC)
    return [
        {
            "response_id": f"r{n:03}",
            "responded_at": (start + timedelta(hours=5 * n)).isoformat(),
            "nps": (n * 7) % 11,
            "customer_id": f"c{n % 40}",
            "survey_id": "s",
        }
        for n in range(count)
    ]


def contacts() -> list[dict[str, object]]:
    return [
        {
            "interaction_id": f"x{n:03}",
            "customer_id": f"c{n % 40}",
            "occurred_at": row["responded_at"],
            "touchpoint": "Help",
            "channel": "Phone",
        }
        for n, row in enumerate(answers(200))
    ]


RATES = [
    {"channel": "Phone", "valid_from": "2025-01-01", "cost_per_contact": 2},
    {"channel": "Phone", "valid_from": "2025-02-10", "cost_per_contact": 3},
]
SURVEYS = [{"survey_id": "s", "name": "Pulse", "kind": "relationship"}]


@pytest.fixture
def filled(house: House, bring) -> House:
    for kind, rows in (
        ("surveys", SURVEYS), ("responses", answers()), ("interactions", contacts()),
        ("channel_rates", RATES),
    ):  # fmt: skip
        bring(kind, rows)
    return house


def by_month(zone: str) -> Counter[str]:
    """Answers of each month by the tz database alone."""
    there = (
        datetime.fromisoformat(str(row["responded_at"])).astimezone(ZoneInfo(zone))
        for row in answers()
    )
    return Counter(f"{each:%Y-%m}" for each in there)


@pytest.mark.parametrize("zone", ["UTC", BERLIN, ANGELES, AUCKLAND, "Asia/Kolkata"])
def test_answers_count_in_the_month_and_on_the_day_of_the_companys_clock(filled, ask, zone):
    move(filled, zone)
    months = Counter()
    for month, count in read_table(filled, "rollup.score_cube", "month_on, answers"):
        months[f"{month:%Y-%m}"] += count
    assert months == by_month(zone)
    expected = {
        row["response_id"]: datetime.fromisoformat(str(row["responded_at"]))
        .astimezone(ZoneInfo(zone))
        .date()
        for row in answers()
    }
    assert dict(read_table(filled, "rollup.scored_responses", "response_id, day_on")) == expected


def test_an_answer_late_on_the_last_of_a_month_counts_in_the_next_one_in_berlin(
    house: House, bring, ask
):
    bring("surveys", SURVEYS)
    late = "2025-05-31T23:30:00Z"
    bring(
        "responses",
        [
            {"response_id": f"r{n}", "customer_id": f"c{n}", "responded_at": late, "nps": 9,
             "survey_id": "s"}
            for n in range(40)
        ],
    )  # fmt: skip

    def seen() -> tuple[list[str], int, int]:
        with house.snapshot() as state:
            settings = state.settings()

            def asking(name, filters, **extra):
                return state.ask(name, filters, everybody("test"), **extra)

            may = Filters(period="custom", from_on=date(2025, 5, 1), to_on=date(2025, 5, 31))
            june = Filters(period="custom", from_on=date(2025, 6, 1), to_on=date(2025, 6, 30))
            found = nps.load(asking, Filters(), grain="month", settings=settings)
            counts = [
                nps.load(asking, each, settings=settings).reading.score.responses
                for each in (may, june)
            ]
        points = [f"{each.starts_on:%Y-%m}" for each in found.trend if each.score.responses]
        return points, counts[0], counts[1]

    assert seen() == (["2025-05"], 40, 0)
    move(house, BERLIN)
    assert seen() == (["2025-06"], 0, 40)


def test_a_rate_holds_from_the_companys_midnight(filled):
    move(filled, ANGELES)
    first_day = datetime(2025, 2, 10, tzinfo=ZoneInfo(ANGELES))
    for at, cost in read_table(filled, "rollup.contact_costs", "occurred_at, cost"):
        assert cost == (3 if at.replace(tzinfo=UTC) >= first_day else 2)


def test_a_zone_that_is_changed_and_changed_back_leaves_every_result_as_it_was(filled):
    before = kept(filled)
    for zone in (BERLIN, AUCKLAND):
        move(filled, zone)
        assert kept(filled) != before
    move(filled, "UTC")
    assert kept(filled) == before


def test_what_is_kept_equals_its_definition_after_changes_imports_and_undo(filled, bring):
    move(filled, AUCKLAND)
    assert_kept_as_defined(filled)
    more = [{**row, "response_id": f"n{n}", "nps": 10} for n, row in enumerate(answers(30))]
    import_id = bring("responses", more).import_id
    bring("interactions", [{**contacts()[3], "occurred_at": "2025-02-10T11:30:00Z"}])
    assert_kept_as_defined(filled)
    undo(filled, import_id, "test")
    assert_kept_as_defined(filled)


def test_a_setting_refused_changes_no_clock(filled):
    before = kept(filled)
    with pytest.raises(SettingRefused, match="Did you mean Europe/Berlin"):
        move(filled, "Berlin")
    with pytest.raises(SettingRefused):
        house_settings.change(filled, {"time_zone": BERLIN, "nps_target": "x"}, "test")
    assert kept(filled) == before


@pytest.mark.parametrize("zone", ["UTC", BERLIN, ANGELES, AUCKLAND, "Asia/Kolkata"])
def test_what_is_known_by_its_day_stays_on_that_day_and_before_what_happens_on_it(
    house: House, bring, zone
):
    move(house, zone)
    day = date(2025, 3, 30)
    bring("invoices", [{"invoice_id": "v", "customer_id": "c", "issued_on": day, "amount": 5}])
    bring("contracts", [{"contract_id": "k", "customer_id": "c", "started_on": day}])
    bring(
        "interactions",
        [
            {"interaction_id": name, "customer_id": "c", "touchpoint": "Help", "channel": "Phone",
             "occurred_at": at.isoformat()}
            for name, at in (
                ("early", datetime(2025, 3, 30, 0, 5, tzinfo=ZoneInfo(zone))),
                ("before", datetime(2025, 3, 29, 23, 55, tzinfo=ZoneInfo(zone))),
            )
        ],
    )  # fmt: skip
    rows = read_table(
        house, "rollup.event_axis", "happened_at, reference_id, app.day_of(happened_at) as day"
    )
    assert [name for _, name, _ in rows] == ["before", "k", "v", "early"]
    assert {name: on for _, name, on in rows} == {
        "before": day - timedelta(days=1), "k": day, "v": day, "early": day
    }  # fmt: skip
    assert read_table(house, "crm.invoices", "issued_on") == [(day,)]
    with house.snapshot() as state:
        found = customer.load(
            lambda name, filters, **extra: state.ask(name, filters, everybody("test"), **extra),
            Filters(),
            customer_id="c",
            settings=state.settings(),
        )
    assert sum(mark.events for mark in found.axis if mark.starts_on == day) == 3


def test_a_wait_over_the_change_of_the_clocks_is_elapsed_time(house: House, bring, ask):
    move(house, BERLIN)
    bring("surveys", SURVEYS)
    bring(
        "responses",
        [
            {"response_id": "r", "customer_id": "c", "nps": 2, "survey_id": "s",
             "responded_at": "2025-10-25 12:00:00"},
            {"response_id": "z", "customer_id": "d", "nps": 9, "survey_id": "s",
             "responded_at": "2025-10-26 12:00:00"},
        ],
    )  # fmt: skip
    with house.snapshot() as state:
        found = closed_loop.load(
            lambda name, filters, **extra: state.ask(name, filters, everybody("test"), **extra),
            Filters(),
            settings=state.settings(),
        )
    assert [each.age_seconds for each in found.waiting.loops] == [25 * 3600]


def test_times_that_name_no_zone_are_read_by_the_companys_clock_and_doubtful_ones_told(
    house: House, bring
):
    move(house, BERLIN)
    times = {
        "plain": ("2025-06-30 23:30:00", "2025-06-30 21:30"),
        "short": ("2025-01-31 00:15", "2025-01-30 23:15"),
        "day": ("2025-06-30", "2025-06-29 22:00"),
        "own": ("2025-06-30T23:30:00Z", "2025-06-30 23:30"),
        "other": ("2025-06-30T23:30:00-05:00", "2025-07-01 04:30"),
        "skipped": ("2025-03-30 02:30:00", "2025-03-30 01:30"),
        "twice": ("2025-10-26 02:30:00", "2025-10-26 00:30"),
    }
    result = bring(
        "responses",
        [{"response_id": name, "responded_at": times[name][0], "nps": 9} for name in times],
    )
    found = read_table(house, "feedback.responses", "response_id, responded_at")
    assert {name: f"{at:%Y-%m-%d %H:%M}" for name, at in found} == {
        name: at for name, (_, at) in times.items()
    }
    told = "\n".join(result.warnings)
    assert "times converted to UTC: 2." in told
    assert "times without an offset read as Europe/Berlin: 5." in told
    assert "skip in spring: 1;" in told
    assert "show twice in autumn: 1;" in told


def test_a_mapping_may_name_the_zone_of_its_file(house: House, tmp_path):
    from cx.ingest.presets import parse_mapping

    columns = {"response_id": "id", "responded_at": "at", "nps": "score"}
    document = {"kind": "responses", "time_zone": "america/new_york", "columns": columns,
                "formats": {"responded_at": "%d.%m.%Y %H:%M"}}  # fmt: skip
    file = write_csv(tmp_path / "a.csv", [{"id": "r", "at": "01.07.2025 20:00", "score": 9}])
    move(house, BERLIN)
    import_file(house, "responses", file, parse_mapping(document, "shop"), actor="test")
    assert read_table(house, "rollup.scored_responses", "responded_at, day_on") == [
        (datetime(2025, 7, 2), date(2025, 7, 2))  # noqa: DTZ001 - as the warehouse has it
    ]


def test_a_file_checked_by_another_clock_is_not_written(house: House, tmp_path):
    from cx.ingest import stage
    from cx.ingest.commit import commit

    file = write_csv(
        tmp_path / "a.csv", [{"response_id": "r", "responded_at": "2025-07-01 20:00", "nps": 9}]
    )
    staged = stage("responses", file, None, house.stage / "draft")
    move(house, BERLIN)
    result = commit(house, staged, actor="test")
    assert result.status == "rejected"
    assert "read by the clock of UTC" in " ".join(result.warnings)
    assert read_table(house, "feedback.responses") == []
