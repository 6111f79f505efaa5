"""Numbers 75 to 81: Parquet files that are damaged, far too large, or of odd types."""

from functools import cache

import pyarrow as pa

from tests.bad_uploads.entries import Case, Entry, Refused, fine
from tests.uploads import parquet

GOOD = {"response_id": ["R1", "R2"], "responded_at": ["2024-01-13", "2024-01-14"], "nps": [0, 10]}
FILE = parquet(GOOD)
DAMAGED = Refused("is damaged or cut off", "Write or fetch the file again")
DAMAGED_PAGES = FILE[:4] + b"\xff" * 56 + FILE[60:]
ODD_TYPES = {
    "a list": pa.array([[1], [2]]),
    "a map": pa.array([[("a", 1)], [("b", 2)]], pa.map_(pa.string(), pa.int32())),
    "a struct": pa.array([{"a": 1}, {"a": 2}]),
    "bytes": pa.array([b"x", b"y"]),
    "50 digits": pa.array([1, 2], pa.decimal256(50, 2)),
    "a time of day": pa.array([1, 2], pa.time64("us")),
}


@cache
def thirty_million_rows() -> bytes:
    """A few hundred bytes: one value for all rows."""
    same = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), 30_000_000), ["R1"])
    return parquet({"response_id": same}, compression="zstd")


@cache
def cell_of_100_mb() -> bytes:
    return parquet(GOOD | {"response_id": ["x" * 100_000_000, "R2"]}, compression="zstd")


def doubled(*names: str) -> bytes:
    """The good columns and two more of these names."""
    columns = [*GOOD.values(), [5, 5], [6, 6]]
    return parquet(pa.table(columns[: 3 + len(names)], [*GOOD, *names]))


PARQUETS = {
    75: Entry(
        "R",
        {
            "bad magic": Case(b"PAR1" + b"x" * 90, DAMAGED),
            "magic only": Case(b"PAR1", DAMAGED),
            "cut off": Case(FILE[:400], DAMAGED),
            "another end": Case(FILE[:-4] + b"XXXX", DAMAGED),
            "damaged pages": Case(DAMAGED_PAGES, DAMAGED),
        },
    ),
    76: Entry(
        "R",
        {
            "30 million rows": Case(
                thirty_million_rows,
                Refused("has 30,000,000 rows; at most 20,000,000 can be read", "Split it"),
            )
        },
    ),
    77: Entry(
        "R",
        {
            "100 MB": Case(
                cell_of_100_mb,
                Refused('a cell of column "response_id" is too long (95 MB)', "or cut it"),
            )
        },
    ),
    78: Entry(
        "R",
        {
            what: Case(
                parquet(GOOD | {"odd": values}), Refused('column "odd" is of a type', "leave")
            )
            for what, values in ODD_TYPES.items()
        },
    ),
    79: Entry(
        "R",
        {
            "nps and NPS": Case(
                doubled("NPS"),
                Refused('columns 3 and 4 have the same name "nps"', "Rename or delete one of them"),
                fine('Column "nps" is there 2 times; the first was read (column 3).'),
            ),
            "a and A, which nobody needs": Case(
                doubled("a", "A"), fine("the name of an earlier one (1) are called A (2).")
            ),
        },
        decided="0014",
    ),
    80: Entry(
        "R",
        {
            "no row": Case(
                parquet({name: pa.array([], pa.string()) for name in GOOD}),
                Refused("has no rows", "Write it again"),
            ),
            "rows of nothing": Case(
                parquet({name: pa.nulls(3, pa.string()) for name in GOOD}),
                Refused("has no rows", "Export it again"),
            ),
        },
    ),
    81: Entry(
        "R",
        {
            "encrypted": Case(
                b"PARE" + FILE[4:-4] + b"PARE", Refused("is encrypted", "without encryption")
            )
        },
    ),
}
