"""Journeys for the tests of chains: from reference vectors, and drawn from known chains."""

import numpy as np
import pandas as pd

from cx.analysis.journeys.paths import Paths
from tests.oracles import VECTORS

BUCKETS = 200
NAMES = "abc"
# From start, a, b and c: to a, b, c, the outcome, the end without.
MOVES = np.array(
    [
        [0.5, 0.3, 0.2, 0.0, 0.0],
        [0.1, 0.3, 0.1, 0.1, 0.4],
        [0.1, 0.1, 0.3, 0.2, 0.3],
        [0.2, 0.1, 0.0, 0.3, 0.4],
    ]
)


def bryl(case: dict) -> Paths:
    """The three paths of the textbook, each of a customer of its own."""
    return Paths.of_rows(
        pd.DataFrame(
            {
                "path": [tuple(path.split(" > ")) for path in case["paths"]],
                "bucket": range(len(case["paths"])),
                "conversions": case["conv"],
                "nulls": case["null"],
            }
        )
    )


def fixture() -> pd.DataFrame:
    """The synthetic paths with their counts, as they stand in the file."""
    return pd.read_csv(VECTORS / "fixtures" / "paths.csv")


def fixture_paths() -> Paths:
    """The synthetic paths, one customer per journey, in 200 buckets."""
    rows = fixture()
    journeys = [
        (tuple(row.path.split(" > ")), outcome)
        for row in rows.itertuples()
        for outcome in [1] * row.total_conversions + [0] * row.total_null
    ]
    bucket = np.random.default_rng(0).integers(0, BUCKETS, len(journeys))
    return counted_paths(
        [path for path, _ in journeys], np.array([end for _, end in journeys]), bucket
    )


def counted_paths(
    paths: list[tuple[str, ...]], has_outcome: np.ndarray, bucket: np.ndarray
) -> Paths:
    """Journeys one by one, counted."""
    rows = pd.DataFrame({"path": paths, "bucket": bucket, "end": has_outcome})
    found = rows.groupby(["path", "bucket"])["end"].agg(["sum", "size"]).reset_index()
    return Paths.of_rows(found.assign(conversions=found["sum"], nulls=found["size"] - found["sum"]))


def drawn(
    dice: np.random.Generator, names: str, moves: np.ndarray, customers: int, most: int = 1
) -> Paths:
    """Draw journeys from a chain, each customer up to `most` of them.

    `moves` has a row for the start and each touchpoint, and a column for each touchpoint, the
    outcome, and the end without.
    """
    bucket = np.repeat(np.arange(customers), dice.integers(1, most + 1, customers)) % BUCKETS
    paths, ends = [], []
    for _ in bucket:
        path, at = (), 0
        while at <= len(names):
            at = 1 + int(dice.choice(len(names) + 2, p=moves[at]))
            path += (names[at - 1],) if at <= len(names) else ()
        paths.append(path)
        ends.append(int(at == len(names) + 1))
    return counted_paths(paths, np.array(ends), bucket)
