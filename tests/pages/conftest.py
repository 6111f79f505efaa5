"""What tests of pages share: the app in process, on a warehouse of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cx.ui import session
from tests import small_company
from tests.conftest import Once

ROOT = Path(__file__).resolve().parents[2]


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
