"""The warehouse that bad uploads meet."""

from collections.abc import Iterator

import pytest

from cx.ingest import history, undo
from cx.warehouse import House, open_house


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One warehouse for all, as a new one for each would take most of the time."""
    found = open_house(tmp_path_factory.mktemp("bad") / "house.duckdb")
    yield found
    found.close()


@pytest.fixture
def house(opened: House) -> Iterator[House]:
    """The warehouse, empty again after each."""
    yield opened
    for line in history(opened):
        if line.undone_at is None:
            undo(opened, line.import_id, actor="test")
