"""Specification of the Upload page in a real browser: one walk from a file to its undo."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import serve, settled
from tests.e2e.test_dashboard import OVERFLOW, PHONE, main_text

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEAD = ("Answer number", "Answered on", "How likely are you to recommend us?", "Region")
ANSWERS = [(f"A{i}", f"0{i % 9 + 1}/03/2025", i % 11, ("North", "South")[i % 2]) for i in range(60)]
PATIENCE = 60_000


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey as people export it: odd names, days that read two ways, one slip."""
    path = tmp_path_factory.mktemp("files") / "survey 2025.csv"
    with path.open("w", newline="", encoding="cp1252") as file:
        rows = [*ANSWERS, ("A60", "09/03/2025", 47, "Zürich")]
        csv.writer(file, delimiter=";").writerows([HEAD, *rows])
    return path


@pytest.fixture
def empty(browser, tmp_path) -> Iterator[str]:
    """The address of a dashboard without data."""
    with serve(tmp_path / "new.duckdb", tmp_path / "log") as base:
        yield base


@pytest.fixture(scope="module")
def untouched(browser, tmp_path_factory) -> Iterator[str]:
    """The same for walks that import nothing, and so need none of their own."""
    folder = tmp_path_factory.mktemp("untouched")
    with serve(folder / "new.duckdb", folder / "log") as base:
        yield base


def bring(page, *paths):
    page.locator('input[type="file"]').set_input_files([str(path) for path in paths])
    page.get_by_role("button", name="This is my table").wait_for(timeout=PATIENCE)
    return settled(page)


def press(page, name):
    page.get_by_role("button", name=name).click()
    return settled(page)


def choose(page, label, option):
    page.get_by_role("combobox", name=label).click()
    page.keyboard.type(option)
    page.get_by_role("option", name=option).first.click()
    return settled(page)


def match_survey(page):
    """Say what the survey is, as far as it does not say so itself."""
    press(page, "This is my table")
    if not page.get_by_role("combobox", name="Column of the file for nps").count():
        choose(page, "Nothing fills", "nps")
    choose(page, "Column of the file for nps", HEAD[2])
    assert page.get_by_role("button", name="Check the file").is_disabled()
    page.get_by_text("day/month/year").click()
    return settled(page)


def download_rejects(page) -> str:
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Download the rejected rows").click()
    return fetched.value.path().read_text(encoding="utf-8-sig")


def test_a_new_user_brings_a_survey_mends_it_imports_it_and_undoes_it(empty, visit, survey):
    page = visit(f"{empty}/nps_trends")
    page.get_by_role("link", name="Upload responses").click()
    bring(page, survey)
    assert "semicolon, Windows-1252, names in row 1; 61 rows looked at" in main_text(page)
    match_survey(page)
    press(page, "Check the file")
    page.get_by_text("1 of 61 rows stays out: 1 unreadable.").wait_for(timeout=PATIENCE)
    assert "of 2025 Q1 would be" in main_text(settled(page))
    rejects = download_rejects(page)
    assert "47 is not between 0 and 10" in rejects
    press(page, "Import 60 rows")
    page.get_by_text("Imported as number 1: 60 new, 1 rejected.").wait_for(timeout=PATIENCE)

    press(page, "Another file")
    mended = survey.with_name("mended.csv")
    mended.write_text(rejects.replace(";47;", ";7;"), encoding="utf-8-sig")
    bring(page, mended)
    press(page, "This is my table")
    assert page.get_by_role("radio", name="As in your upload before this one").is_checked()
    press(page, "Check the file")
    page.get_by_role("button", name="Import 1 row").click(timeout=PATIENCE)
    page.get_by_text("Imported as number 2: 1 new.").wait_for(timeout=PATIENCE)
    settled(page).get_by_test_id("stMain").get_by_role("link", name="NPS trends").click()
    assert "61 answers" in main_text(settled(page))

    page.get_by_test_id("stSidebar").get_by_role("button", name="more").click()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Upload").click()
    press(settled(page), "Undo")
    press(page, "Undo this import")
    page.get_by_text("Import 2 is undone in responses").wait_for(timeout=PATIENCE)
    assert page.get_by_test_id("stException").count() == 0


def test_a_sign_of_ones_own_between_columns_is_one_sign(untouched, visit, tmp_path):
    odd = tmp_path / "odd.csv"
    odd.write_text("".join(f"{a}§{b}§{c}\n" for a, b, c, _ in [HEAD, *ANSWERS]), encoding="utf-8")
    page = visit(f"{untouched}/upload")
    bring(page, odd)
    page.get_by_text("Change how it is read").click()
    for said, answer in (
        ("%%", "One sign can stand between columns"),
        ("%", '"%", UTF-8, names in row 1'),
        ("§", '"§", UTF-8, names in row 1; 60 rows looked at'),
    ):
        page.get_by_role("combobox", name="Between columns stands").click()
        page.keyboard.type(said)
        page.keyboard.press("Enter")
        assert answer in main_text(settled(page))


def test_a_second_click_and_a_reload_import_once(empty, visit, survey, tmp_path):
    good = shutil.copy(survey, tmp_path / "good.csv")
    page = visit(f"{empty}/upload")
    bring(page, good)
    match_survey(page)
    press(page, "Check the file")
    page.get_by_role("button", name="Import 6").dblclick(timeout=PATIENCE)
    page.get_by_role("button", name="Import 6").wait_for(state="hidden", timeout=PATIENCE)
    page.reload()
    settled(page).get_by_text("Drop an extract here").wait_for(timeout=PATIENCE)
    bring(page, good)
    match_survey(page)
    press(page, "Check the file")
    page.get_by_text("This file was already imported as number 1").wait_for(timeout=PATIENCE)
    press(page, "Import 60 rows")
    page.get_by_text("Noted as import 2").wait_for(timeout=PATIENCE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_step_makes_a_phone_scroll_sideways(untouched, visit, survey, scheme):
    page = visit(f"{untouched}/upload", color_scheme=scheme, **PHONE)
    page.get_by_text("What can be brought").click()
    settled(page)
    assert page.evaluate(OVERFLOW) <= 1
    bring(page, survey)
    assert page.evaluate(OVERFLOW) <= 1
    match_survey(page)
    assert page.evaluate(OVERFLOW) <= 1
    press(page, "Check the file")
    page.get_by_role("button", name="Import 6").wait_for(timeout=PATIENCE)
    settled(page)
    assert page.evaluate(OVERFLOW) <= 1
