"""Specification of time zones: SQL and Python tell the same wall clock, that of the tz database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cx import zones
from cx.warehouse.migrate import VIEWS
from cx.warehouse.zones import define, wall_clock

PLACES = (
    "UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kolkata",
    "America/St_Johns", "Asia/Kathmandu",
    # Half an hour of summer time; midnights that come twice, or never; a day left out in 2011.
    "Australia/Lord_Howe", "America/Havana", "America/Santiago", "Pacific/Apia",
)  # fmt: skip
MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2025, 12, 31))  # noqa: DTZ001 - they are UTC
each_place = pytest.mark.parametrize("place", PLACES)


@pytest.fixture(scope="module")
def engines() -> Iterator[dict[str, duckdb.DuckDBPyConnection]]:
    found = {place: duckdb.connect(":memory:") for place in PLACES}
    for place, engine in found.items():
        engine.execute("set TimeZone = 'UTC'")
        engine.execute("create schema app; create schema rollup")
        for view in ("00_zone", "04_in_filters"):
            engine.execute((VIEWS / f"{view}.sql").read_text())
        define(engine, place)
    yield found
    for engine in found.values():
        engine.close()


def told(engine: duckdb.DuckDBPyConnection, expression: str, **values: object) -> object:
    return engine.execute(f"select {expression}", values).fetchall()[0][0]


def clock(moment: datetime, place: str) -> datetime:
    """What the tz database says, without our code."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(place)).replace(tzinfo=None)


def shifts(place: str) -> list[datetime]:
    """Moments around each change of the clocks, to the quarter of an hour."""
    days = (datetime(2000, 1, 1) + timedelta(days=n) for n in range(26 * 366))  # noqa: DTZ001
    changed = [
        day
        for day in days
        if clock(day, place) - day != clock(day + timedelta(days=1), place) - day - timedelta(1)
    ]
    return [day + timedelta(minutes=15 * n) for day in changed for n in range(-8, 104)]


def goes_back_past_midnight(moment: datetime, place: str) -> bool:
    """In St. John's until 2011 a minute past midnight was 23:01 again: a day that ended twice."""
    return place == "America/St_Johns" and moment.year < 2012


@each_place
@given(moment=MOMENTS)
def test_a_moment_has_the_wall_clock_of_the_zone(engines, place, moment):
    expected = clock(moment, place)
    assert zones.local(moment, place) == expected
    assert told(engines[place], "app.local($m)", m=moment) == expected
    assert told(engines[place], "app.day_of($m)", m=moment) == expected.date()
    month, quarter = expected.date().replace(day=1), 3 * ((expected.month - 1) // 3) + 1
    assert told(engines[place], "app.month_of($m)", m=moment) == month
    assert told(engines[place], "app.quarter_of($m)", m=moment) == month.replace(month=quarter)


@each_place
def test_around_every_change_of_the_clocks_both_ways_agree_with_the_tz_database(engines, place):
    moments = shifts(place)
    rows = engines[place].execute(
        "select m, app.local(m), app.moment_at(m) from (select unnest($1) as m)", [moments]
    )
    for moment, there, back in rows.fetchall():
        wall = moment.replace(tzinfo=ZoneInfo(place), fold=0)
        assert there == clock(moment, place)
        assert back == wall.astimezone(UTC).replace(tzinfo=None) == zones.moment_at(moment, place)


@each_place
@given(moment=MOMENTS, ends=st.tuples(*[st.integers(-2, 2)] * 2))
def test_within_some_days_is_what_falls_on_one_of_them(engines, place, moment, ends):
    assume(not goes_back_past_midnight(moment, place))
    here = clock(moment, place).date()
    first, last = (here + timedelta(days=days) for days in sorted(ends))
    within = "rollup.happened_within($m, $first, $last)"
    found = told(engines[place], within, m=moment, first=first, last=last)
    assert found == (first <= here <= last)
    assert told(engines[place], within, m=moment, first=None, last=None) is True


@pytest.mark.parametrize("place", [place for place in PLACES if shifts(place)])
def test_every_moment_around_a_change_of_the_clocks_is_within_its_own_day(engines, place):
    rows = engines[place].execute(
        "select count(*) from (select unnest($1) as m) where not rollup.happened_within("
        "m, app.day_of(m), app.day_of(m))",
        [[each for each in shifts(place) if not goes_back_past_midnight(each, place)]],
    )
    assert rows.fetchall() == [(0,)]


@each_place
@given(day=st.dates(date(1995, 1, 1), date(2025, 12, 31)))
def test_what_is_known_by_its_day_falls_on_that_day(engines, place, day):
    midnight = told(engines[place], "app.moment_at($d)", d=day)
    is_left_out = (place, day) == ("Pacific/Apia", date(2011, 12, 30))
    assert (clock(midnight, place).date() == day) is not is_left_out
    assert zones.moment_at(datetime.combine(day, time()), place) == midnight


def test_only_names_of_zones_come_into_sql():
    with pytest.raises(ValueError, match="no time zone"):
        wall_clock("UTC', now()) --")


def test_every_zone_that_can_be_chosen_is_known_to_the_engine(engines):
    rows = engines["UTC"].execute("select name from pg_timezone_names()").fetchall()
    assert set(zones.names()) <= {name for (name,) in rows}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("berlin", "Europe/Berlin"),
        ("Europe/Berln", "Europe/Berlin"),
        ("new york", "America/New_York"),
    ],
)
def test_who_misspells_a_zone_is_told_the_near_ones(said, meant):
    assert meant in zones.near(said)
