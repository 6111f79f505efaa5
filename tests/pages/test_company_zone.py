"""Specification of pages in a company's time zone: its clock is shown, named, and typed in."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cx.auth import everybody
from cx.filters import Filters
from cx.ingest.commit import import_file
from cx.ui import session
from cx.ui.session import Run
from cx.warehouse import open_house, settings
from tests import loop_company as company
from tests.conftest import read_table, write_csv

ZONE = "Asia/Kolkata"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company of follow-ups: its times name no zone, so they are read in UTC; then it moves."""
    folder = tmp_path_factory.mktemp("zone")
    house = open_house(folder / "loops.duckdb")
    for kind, rows in company.rows().items():
        import_file(house, kind, write_csv(folder / f"{kind}.csv", rows), actor="test")
    settings.change(house, {"time_zone": ZONE}, "test")
    house.close()
    return folder / "loops.duckdb"


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "own.duckdb"))


def there(moment: datetime) -> datetime:
    """The wall clock of the zone, by the tz database alone."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)


def words(app) -> str:
    shown = [*app.title, *app.subheader, *app.caption, *app.markdown, *app.success, *app.error]
    return "\n".join(element.value.replace("\\", "") for element in shown)


def test_who_waits_is_listed_by_the_companys_clock(open_app, own):
    app = open_app(own).switch_page("pages/act/closed_loop.py").run()
    assert not app.exception
    waiting = app.dataframe[0].value
    shown = {f"{at:%Y-%m-%d %H:%M}" for at in waiting[f"Began at {ZONE}"]}
    house = session._open(str(own))
    began = read_table(house, "feedback.responses", "responded_at")
    began += read_table(house, "crm.cases", "opened_at")
    assert shown
    assert shown <= {f"{there(at):%Y-%m-%d %H:%M}" for (at,) in began}
    assert re.search(r"as of 2026-\d\d-\d\d \d\d:\d\d IST", words(app).replace("\u2060", ""))


def test_a_follow_up_is_typed_by_the_companys_clock_and_kept_in_utc(open_app, own):
    app = open_app(own).switch_page("pages/act/closed_loop.py").run()
    app.selectbox(key="loop_chosen").select("answer:r3").run()
    field = next(each for each in app.datetime_input if each.label == f"When ({ZONE})")
    typed = there(company.began(3)).replace(second=0)
    field.set_value(typed.replace(hour=20, minute=15))
    next(each for each in app.button if each.label == "Log it").click().run()
    assert not app.exception
    (kept,) = read_table(session._open(str(own)), "app.follow_up_steps", "happened_at")
    assert there(kept[0]) == typed.replace(hour=20, minute=15)


def test_the_history_and_a_customer_are_told_by_the_companys_clock(open_app, own):
    (at,) = next(iter(read_table(session._open(str(own)), "app.imports", "committed_at")))
    app = open_app(own).switch_page("pages/data/history.py").run()
    assert not app.exception
    assert f"{there(at):%Y-%m-%d %H:}" in words(app)
    app = open_app(own, customer="c3").switch_page("pages/act/customer.py").run()
    assert not app.exception
    assert f"Times are those of {ZONE}." in words(app)


def test_nothing_that_was_asked_by_another_clock_is_shown_again(own):
    house = open_house(own)
    may = Filters(period="custom", from_on=date(2026, 5, 1), to_on=date(2026, 5, 31))

    def answered() -> int:
        with house.snapshot() as state:
            run = Run(str(own), state.version, everybody("test"), state)
            return int(run.ask("nps/kinds", may)["answers"].sum())

    def expected(zone: str) -> int:
        moments = read_table(house, "feedback.responses", "responded_at")
        days = (at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date() for (at,) in moments)
        return sum(may.from_on <= day <= may.to_on for day in days)

    seen = {}
    for zone in ("UTC", "Pacific/Auckland", ZONE):
        settings.change(house, {"time_zone": zone}, "test")
        seen[zone] = answered()
    assert seen == {zone: expected(zone) for zone in seen}
    assert len({*seen.values()}) > 1
    house.close()
