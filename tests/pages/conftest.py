"""What tests of pages share: the app in process, on a warehouse of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner

from cx.ui import session
from tests import small_company
from tests.conftest import Once

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def thrifty_app() -> Iterator[None]:
    """Let the app in process wait for its script and look for components as cheaply as it can.

    AppTest asks a thousand times a second whether the script has ended, and each new one reads
    what is written of every installed library, to find components: there are none.
    """
    ask_again_and_again = local_script_runner.require_widgets_deltas

    def wait(runner: local_script_runner.LocalScriptRunner, timeout: float = 3) -> None:
        if runner._script_thread:
            runner._script_thread.join(timeout)
        ask_again_and_again(runner, 1.0 if runner.script_stopped() else 0.0)

    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", wait)
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(scope="session")
def company(once: Once) -> Path:
    """A warehouse with two years of answers."""
    return once("small-2000", lambda path: small_company.build(path, path.parent, answers=2000))


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """Open the app on a warehouse at a page, with the parameters of an address."""

    def _open(warehouse: Path, **address: str | list[str]) -> AppTest:
        monkeypatch.setenv("CX_WAREHOUSE", str(warehouse))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    yield _open
    st.cache_data.clear()
    st.cache_resource.clear()
    session.close_all()
