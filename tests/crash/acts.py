"""What is done to a warehouse between two kills: files brought in and imports taken back."""

import json
import random
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from cx.ingest import import_file, undo
from cx.warehouse import House
from tests.conftest import Rows, write_csv

FIRST_ON = date(2025, 1, 1)
KINDS = ("responses", "responses", "responses", "customers", "orders", "products")
SIZES = (40, 900, 900, 2500)


@dataclass(frozen=True, slots=True)
class Act:
    """A file that is brought in, or the number of an import that is taken back."""

    kind: str = ""
    file: str = ""
    mode: str = "merge"
    undone: int = 0

    @property
    def verb(self) -> str:
        """``import`` or ``undo``."""
        return "undo" if self.undone else "import"

    def do(self, house: House) -> None:
        """Do it, as the pages and the command line do."""
        if self.undone:
            undo(house, self.undone, actor="crash")
        else:
            import_file(house, self.kind, Path(self.file), mode=self.mode, actor="crash")


def write_plan(file: Path, acts: list[Act]) -> Path:
    """Write acts down for another process."""
    file.write_text(json.dumps([asdict(act) for act in acts]))
    return file


def read_plan(file: Path) -> list[Act]:
    """Read what `write_plan` wrote."""
    return [Act(**each) for each in json.loads(file.read_text())]


class Acts:
    """Draws one act after the other; the same seed gives the same ones.

    Parameters
    ----------
    folder : Path
        Takes the files.
    sizes : tuple of int
        How many rows a file may have.
    """

    def __init__(self, folder: Path, rng: random.Random, sizes: tuple[int, ...] = SIZES) -> None:
        self._folder, self._rng, self._sizes = folder, rng, sizes
        self._files = 0

    def draw(self, live: list[int]) -> Act:
        """Draw the next act, given the imports that could be undone."""
        if live and self._rng.random() < 0.3:
            return Act(undone=self._rng.choice(live))
        kind = self._rng.choice(KINDS)
        mode = "snapshot" if self._rng.random() < 0.25 else "merge"
        self._files += 1
        file = self._folder / f"{self._files}-{kind}.csv"
        rows = self._rows(kind, self._rng.choice(self._sizes))
        if kind == "responses" and mode == "merge":
            rows = [*rows, {"response_id": "bad", "responded_at": "2025-01-01", "nps": 11}]
        return Act(kind, str(write_csv(file, rows)), mode)

    def _rows(self, kind: str, count: int) -> Rows:
        keys = self._rng.sample(range(2 * count), count)
        return [getattr(self, f"_{kind}")(key) for key in keys]

    def _responses(self, key: int) -> dict[str, object]:
        rng = self._rng
        return {
            "response_id": f"r{key}",
            "customer_id": f"c{rng.randrange(300)}",
            "responded_at": self._day(),
            "nps": rng.randrange(11),
            "csat": rng.choice(["", 1, 5]),
            "product_id": rng.choice(["", "p1", "p2"]),
            "order_id": f"o{rng.randrange(300)}",
            "comment": f"Words about {key}",
        }

    def _customers(self, key: int) -> dict[str, object]:
        return {"customer_id": f"c{key}", "segment": self._rng.choice("ABC")}

    def _orders(self, key: int) -> dict[str, object]:
        customer = f"c{self._rng.randrange(300)}"
        return {"order_id": f"o{key}", "customer_id": customer, "ordered_at": self._day()}

    def _products(self, key: int) -> dict[str, object]:
        return {"product_id": f"p{key}", "name": self._rng.choice(["Basic", "Plus"])}

    def _day(self) -> str:
        return (FIRST_ON + timedelta(days=self._rng.randrange(500))).isoformat()
