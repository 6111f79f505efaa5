"""The demo company in a warehouse, made once for all modules of a run that look at it."""

from contextlib import closing
from functools import partial
from pathlib import Path

from cx.demo import write_company
from cx.ingest import import_file
from cx.warehouse import open_house
from tests.conftest import Once


def demo_company(once: Once, customers: int = 5000, seed: int = 7) -> Path:
    """A warehouse of its own with all extracts of the demo company."""
    made = partial(_make, customers=customers, seed=seed)
    return once(f"demo-{customers}-{seed}", made)


def _make(path: Path, customers: int, seed: int) -> None:
    with closing(open_house(path)) as house:
        for kind, file in write_company(path.parent / "files", customers, seed).items():
            import_file(house, kind, file, actor="test")
