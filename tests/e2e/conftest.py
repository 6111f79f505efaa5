"""A server of our own on a small company, and a real browser to meet it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests import small_company
from tests.conftest import Once
from tests.demo_company import demo_company

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CX_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PATIENCE_SECONDS = 60
NO_BROWSER = "THE BROWSER TESTS DID NOT RUN"


@contextmanager
def serve(
    warehouse: Path, log: Path, project: Path = ROOT, script: str = "app.py", *options: str
) -> Iterator[str]:
    """Serve the dashboard, or another script, on a free port; end the process by its id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}"]
    address = "--server.address=127.0.0.1"
    environment = os.environ | {"CX_WAREHOUSE": str(warehouse)}
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, address, *options], cwd=project, env=environment, stdout=out, stderr=out
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(base: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"The server ended at once:\n{log.read_text()}")
        try:
            with urlopen(f"{base}/_stcore/health", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"The server did not answer:\n{log.read_text()}")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say aloud that nothing was looked at: a skip must not pass for a pass."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.section(f"{NO_BROWSER}: no Chromium at {CHROMIUM}", red=True, bold=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, or a skip that says what is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not Path(CHROMIUM).exists():
        if os.environ.get("CX_NEEDS_BROWSER"):
            pytest.fail(f"{NO_BROWSER}: no Chromium at {CHROMIUM}")
        pytest.skip(f"{NO_BROWSER}: no Chromium at {CHROMIUM}; CX_CHROMIUM may name another")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def warehouse(once: Once) -> Path:
    return once("small-2000", lambda path: small_company.build(path, path.parent, answers=2000))


@pytest.fixture(scope="session")
def dashboard(
    browser: Any, warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a running dashboard."""
    copy = tmp_path_factory.mktemp("served") / "small.duckdb"
    shutil.copy(warehouse, copy)
    with serve(copy, copy.with_suffix(".log")) as base:
        yield base


@pytest.fixture(scope="session")
def demo(once: Once) -> Path:
    """A warehouse with the made-up company, which has something for every page."""
    return demo_company(once, customers=1000)


class Windows:
    """Browser windows that are lent out again: a new one reads the dashboard's scripts anew.

    That takes longer than anything that most tests do in it. What a window remembers is taken from
    it in between, so that each visit is the first.

    Parameters
    ----------
    browser : Browser
        Of Playwright.
    """

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._idle: dict[str, list[Any]] = {}
        self._lent: list[tuple[str, Any]] = []

    def lend(self, color_scheme: str = "light", **options: Any) -> Any:
        """Lend a window of this kind that nobody has."""
        given = {"viewport": {"width": 1440, "height": 900}} | options
        kind = repr(sorted(given.items()))
        idle = self._idle.setdefault(kind, [])
        page = idle.pop() if idle else self._browser.new_context(**given).new_page()
        self._lent.append((kind, page))
        page.set_viewport_size(given["viewport"])
        # What moves is drawn again and again without a word of it being different.
        page.emulate_media(color_scheme=color_scheme, reduced_motion="reduce")
        return page

    def take_back(self) -> None:
        """Take all windows back, without what they remember."""
        for kind, page in self._lent:
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            page.goto("about:blank")
            page.context.clear_cookies()
            self._idle[kind].append(page)
        self._lent.clear()

    def throw_away(self) -> None:
        """Close those that were lent: nobody knows what a test that failed left in them."""
        for _, page in self._lent:
            page.context.close()
        self._lent.clear()


@pytest.fixture(scope="session")
def windows(browser: Any) -> Windows:
    return Windows(browser)


@pytest.fixture
def visit(windows: Windows, request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Open an address in a window without any memory, and wait until it stands."""
    failed = request.session.testsfailed

    def _visit(address: str, **options: Any) -> Any:
        page = windows.lend(**options)
        page.goto(address)
        return settled(page)

    yield _visit
    if request.session.testsfailed > failed:
        windows.throw_away()
    else:
        windows.take_back()


IDLE = '[data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'


def settled(page: Any) -> Any:
    """Wait until nothing runs and nothing changes any more."""
    calm, nodes, end = 0, -1, time.monotonic() + PATIENCE_SECONDS
    while calm < 3 and time.monotonic() < end:
        page.wait_for_timeout(100)
        busy = page.locator('[data-stale="true"], [data-testid="stSkeleton"]').count()
        now = page.locator("*").count()
        is_drawn = page.locator('[data-testid="stHeading"]').count() > 0
        is_idle = page.locator(IDLE).count() > 0
        calm = calm + 1 if is_drawn and is_idle and not busy and now == nodes else 0
        nodes = now
    return page
