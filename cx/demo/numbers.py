"""Numbers that go on from block to block, and the ids made of them."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from cx.demo.columns import Array, ids

_PREFIXES = {
    "customers": "",
    "contracts": "CT",
    "orders": "O",
    "invoices": "INV",
    "interactions": "I",
    "opportunities": "OP",
    "cases": "CS",
    "invitations": "N",
    "responses": "R",
    "follow_ups": "F",
}


@dataclass(slots=True)
class Numbers:
    """How many rows of each kind earlier blocks have used up."""

    used: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_PREFIXES, 0))

    def of(self, kind: str) -> int:
        """First number of this block."""
        return self.used[kind]

    def ids(self, kind: str, rows: Array) -> pa.Array:
        """Ids of rows of this block; a negative row is an empty cell.

        >>> Numbers().ids("orders", np.array([0, -1])).to_pylist()
        ['O00000001', None]
        """
        return ids(_PREFIXES[kind], np.where(rows < 0, -1, np.asarray(rows) + self.used[kind]))

    def go_on(self, **counts: int) -> None:
        """Count the rows of a finished block."""
        for kind, count in counts.items():
            self.used[kind] += count
