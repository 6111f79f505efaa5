"""What an import costs beside the engine's own loading of the same file.

Run: ``python -m tests.bench.import_rows [ROWS]``. Prints seconds and their ratio: a typed COPY of
the file into a bare table is 1.0, an import reads, maps, checks, compares, commits and refreshes
the rollups. Seconds of the clock are what people wait; those of the processors say the same where
other programs are at work too.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

import duckdb

from cx.ingest import import_file, undo
from cx.warehouse import open_house

RESPONSES = """
copy (
    select
        'r' || lpad(range::varchar, 9, '0') as response_id,
        'c' || (hash(range) % 200000)::varchar as customer_id,
        timestamp '2024-07-01' + to_seconds((hash(range * 7) % 63072000)::bigint) as responded_at,
        ['Web', 'Phone', 'Store', 'App'][(1 + hash(range * 3) % 4)::integer] as channel,
        ['A', 'B', 'C'][(1 + hash(range * 5) % 3)::integer] as segment,
        hash(range * 11) % 11 as nps,
        1 + hash(range * 13) % 5 as csat,
        case when range % 4 = 0 then 'Some words about number ' || range end as comment
    from range({rows})
) to '{file}' (header)
"""
_TABLE = """
create table bare (
    response_id varchar, customer_id varchar, responded_at timestamp, channel varchar,
    segment varchar, nps integer, csat integer, comment varchar
)
"""


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Run once and return the seconds it took, by the clock and of all processors."""
    started, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - worked


def main(rows: int) -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "responses.csv"
        duckdb.execute(RESPONSES.format(rows=rows, file=file))
        with duckdb.connect(str(Path(folder) / "bare.duckdb"), config={"threads": 2}) as bare:
            bare.execute(_TABLE)
            copy = seconds(lambda: bare.execute(f"copy bare from '{file}' (header)"))
        house = open_house(Path(folder) / "house.duckdb")
        first = seconds(lambda: import_file(house, "responses", file, actor="bench"))
        again = seconds(lambda: import_file(house, "responses", file, actor="bench"))
        back = seconds(lambda: undo(house, 2, actor="bench"))
        house.close()
    peak = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    lines = [("bare COPY", copy), ("import", first), ("same file again", again), ("undo", back)]
    for name, (took, worked) in lines:
        sys.stdout.write(
            f"{name:16} {took:6.2f} s {took / copy[0]:5.1f} x"
            f" {worked:8.2f} s of processors {worked / copy[1]:5.1f} x\n"
        )
    sys.stdout.write(f"{rows:,} rows, peak memory of the process {peak:,.0f} MB\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
