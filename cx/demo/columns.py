"""Numbers in, Arrow out: columns are integer codes inside, and become text, days, money here."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cx.demo.axis import START

Array = NDArray[Any]
Columns = dict[str, Array]
"""Equally long arrays by name; a code or number of -1 stands for an empty cell."""

_START_DAY = (START - date(1970, 1, 1)).days
_START_SECOND = _START_DAY * 86_400


def where(columns: Columns, keep: Array) -> Columns:
    """Keep the rows that a mask or an index chooses.

    >>> where({"a": np.array([1, 2, 3])}, np.array([True, False, True]))["a"]
    array([1, 3])
    """
    return {name: values[keep] for name, values in columns.items()}


def stack(parts: Sequence[Columns], **defaults: float) -> Columns:
    """Put parts under one another; a column that a part lacks takes its default.

    >>> stack([{"a": np.array([1])}, {"a": np.array([2]), "b": np.array([5])}], b=-1)["b"]
    array([-1,  5])
    """
    names = list(dict.fromkeys(name for part in parts for name in (*part, *defaults)))
    rows = [len(next(iter(part.values()))) for part in parts]
    return {
        name: np.concatenate(
            [
                part[name] if name in part else np.full(count, defaults[name])
                for part, count in zip(parts, rows, strict=True)
            ]
        )
        for name in names
    }


def renumber(keep: Array) -> Array:
    """New number of each row once those not kept are gone; -1 for the gone, and for -1 itself.

    >>> renumber(np.array([True, False, True]))
    array([ 0, -1,  1, -1])
    """
    return np.append(np.where(keep, np.cumsum(keep) - 1, -1), -1)


def ids(prefix: str, numbers: Array, width: int = 8, start: int = 1) -> pa.Array:
    """Write numbers as ids of even width with leading zeros; a negative number is an empty cell.

    >>> ids("C", np.array([0, 41, -1]), 4).to_pylist()
    ['C0001', 'C0042', None]
    """
    numbers = np.asarray(numbers, dtype=np.int64)
    text = pc.cast(pa.array(numbers + start, mask=numbers < 0), pa.string())
    return pc.binary_join_element_wise(prefix, pc.utf8_lpad(text, width, "0"), "")


def labels(words: Sequence[str | None], codes: Array) -> pa.Array:
    """Write codes as words; a negative code is an empty cell.

    >>> labels(["North", "South"], np.array([1, -1])).to_pylist()
    ['South', None]
    """
    codes = np.asarray(codes, dtype=np.int64)
    return pa.array(words, pa.string()).take(pa.array(codes, mask=codes < 0))


def whole(values: Array) -> pa.Array:
    """Write whole numbers; negative ones are empty cells."""
    return pa.array(np.asarray(values, dtype=np.int32), mask=np.asarray(values) < 0)


def number(values: Array, decimals: int = 1) -> pa.Array:
    """Write measured numbers; NaN is an empty cell."""
    return pa.array(np.round(values, decimals), mask=np.isnan(values))


def money(values: Array, decimals: int = 2) -> pa.Array:
    """Write money, to the cent unless told otherwise; NaN is an empty cell.

    >>> money(np.array([12.345, np.nan])).to_pylist()
    [Decimal('12.3400'), None]
    """
    return pa.array(np.round(values, decimals), mask=np.isnan(values)).cast(pa.decimal128(18, 4))


def flag(values: Array) -> pa.Array:
    """Write yes (1), no (0) and unknown (-1)."""
    values = np.asarray(values, dtype=np.int8)
    return pa.array(values == 1, mask=values < 0)


def day(days: Array) -> pa.Array:
    """Write days counted from the first day of the demo; NaN is an empty cell.

    >>> day(np.array([0.0, np.nan])).to_pylist()
    [datetime.date(2024, 7, 1), None]
    """
    empty = np.isnan(np.asarray(days, dtype=float))
    filled = np.where(empty, 0, days).astype(np.int32)
    return pa.array(filled + np.int32(_START_DAY), mask=empty).cast(pa.date32())


def time(seconds: Array) -> pa.Array:
    """Write seconds counted from the first midnight of the demo; NaN is an empty cell."""
    empty = np.isnan(np.asarray(seconds, dtype=float))
    filled = np.where(empty, 0, seconds).astype(np.int64) + _START_SECOND
    return pa.array(filled * 1_000_000, mask=empty).cast(pa.timestamp("us"))
