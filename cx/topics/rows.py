"""Rows of an answer as plain values: None where there is none, days as days, counts as whole."""

from datetime import date, datetime
from typing import Any

import pandas as pd


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, each by column.

    Parameters
    ----------
    frame : DataFrame
        An answer of the warehouse, of any shape.

    Examples
    --------
    >>> plain_rows(pd.DataFrame({"rows": [3.0, None], "name": ["a", None]}))
    [{'rows': 3.0, 'name': 'a'}, {'rows': None, 'name': None}]
    """
    kept = frame.astype(object).where(frame.notna(), None)
    return kept.to_dict("records")


def moment(value: Any) -> datetime:
    """Return a time of a frame as Python's own."""
    return pd.Timestamp(value).to_pydatetime()


def day(value: Any) -> date | None:
    """Return a day of a frame as Python's own; None stays None."""
    return None if value is None else pd.Timestamp(value).date()


def whole(value: Any) -> int | None:
    """Return a count of a frame, which a missing neighbour may have made a float."""
    return None if value is None else int(value)
