"""What many tests share: a new warehouse, and files made from a few rows."""

import csv
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

# Before numpy comes: matrices here are small, and there is one process per core, so that more
# threads would only wait for each other.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

from cx.auth import everybody
from cx.warehouse import House, open_house

Rows = Sequence[Mapping[str, object]]

IS_THOROUGH = os.environ.get("CX_THOROUGH") == "1"
"""Whether everything left to chance is drawn as often as CONTRIBUTING.md says it can be."""

# A loaded machine is no reason to fail: time is measured in tests/bench, not here.
settings.register_profile("usual", deadline=None, max_examples=30)
settings.register_profile("thorough", deadline=None, max_examples=100)
settings.load_profile("thorough" if IS_THOROUGH else "usual")


def often(thorough: int, usual: int | None = None) -> int:
    """How often to draw what costs time: a third as often, unless everything is asked for."""
    return thorough if IS_THOROUGH else usual or max(3, thorough // 3)


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty warehouse to copy, in a third of the time that making one takes."""
    path = tmp_path_factory.mktemp("new") / "test.duckdb"
    open_house(path).close()
    return path


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Make a warehouse once for all processes of a run: ``once("small", make)``.

    `make` gets the path of a warehouse to be, in an empty folder. What comes back is a copy that
    belongs to this process alone, and is made anew at each call.
    """
    mine = tmp_path_factory.getbasetemp()
    everybodys = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "once"
    everybodys.mkdir(exist_ok=True)

    def _once(name: str, make: Callable[[Path], object]) -> Path:
        made = everybodys / name
        with (everybodys / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                draft = everybodys / f"{name}.draft"
                shutil.rmtree(draft, ignore_errors=True)
                draft.mkdir()
                make(draft / "made.duckdb")
                draft.rename(made)
        own = tmp_path_factory.mktemp(name) / "own.duckdb"
        return Path(shutil.copy(made / "made.duckdb", own))

    return _once


Bring = Callable[..., object]
Fill = Callable[[Bring], object]


def begins(fill: Fill) -> object:
    """Make a fixture of what a function brings in: `house` then begins with it.

    It is brought in once by each process and copied from then on, which takes a tenth of the time.
    """

    def filled(house: House) -> House:
        return house

    filled.__doc__ = fill.__doc__
    made = pytest.fixture(name=fill.__name__)(filled)
    made.fill = fill
    return made


@pytest.fixture(scope="session")
def begun(new_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fill], Path]:
    """Warehouses to copy, each filled when it is first asked for."""
    made: dict[Fill, Path] = {}

    def _begun(fill: Fill) -> Path:
        if fill not in made:
            path = tmp_path_factory.mktemp("begun") / "test.duckdb"
            shutil.copy(new_file, path)
            with closing(open_house(path)) as opened:
                fill(bringing(opened, path.parent))
            made[fill] = path
        return made[fill]

    return _begun


@pytest.fixture
def house(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    new_file: Path,
    begun: Callable[[Fill], Path],
) -> Iterator[House]:
    """A warehouse, empty or as the fixture says that was made by `begins`."""
    known = [getattr(request.module, name, None) for name in request.fixturenames]
    fill = next((each.fill for each in known if hasattr(each, "fill")), None)
    shutil.copy(begun(fill) if fill else new_file, tmp_path / "test.duckdb")
    opened = open_house(tmp_path / "test.duckdb")
    yield opened
    opened.close()


def write_csv(path: Path, rows: Rows) -> Path:
    """Write rows as a file somebody could upload; None is an empty cell."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


def bringing(house: House, folder: Path) -> Bring:
    """Return what imports a few rows as one file: ``bring("responses", rows, mode="merge")``."""
    from cx.ingest.commit import import_file

    def _bring(kind: str, rows: Rows, **options: object) -> object:
        file = write_csv(folder / f"{kind}.csv", rows)
        return import_file(house, kind, file, actor="test", **options)

    return _bring


@pytest.fixture
def bring(house: House, tmp_path: Path) -> Bring:
    """Import a few rows as one file."""
    return bringing(house, tmp_path)


@pytest.fixture
def ask(house: House) -> Callable[..., object]:
    """Ask a question of queries/ of the newest state."""

    def _ask(name: str, filters: object, **extra: object) -> object:
        with house.snapshot() as state:
            return state.ask(name, filters, everybody("test"), **extra)

    return _ask


def read_table(house: House, table: str, columns: str = "*") -> list[tuple[object, ...]]:
    """Read a table whole, in a fixed order."""
    with house.reading() as cursor:
        return cursor.execute(f"select {columns} from {table} order by all").fetchall()
