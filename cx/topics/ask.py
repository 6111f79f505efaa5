"""How a topic asks the warehouse: by name, for these filters; who asks is already settled."""

from typing import Protocol

import pandas as pd

from cx.filters import Filters


class Ask(Protocol):
    """Answers a file of queries/ from one state of the warehouse."""

    def __call__(self, name: str, filters: Filters, **extra: object) -> pd.DataFrame:
        """Return the answer as a frame."""
        ...
