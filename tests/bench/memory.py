"""Whether the memory of an import grows with its file.

Run: ``python -m tests.bench.memory [ROWS ...]``. Writes files of that many responses and
interactions (250,000, 1,000,000 and 5,000,000 unless given) into a temporary folder, imports each
in a process of its own into an empty warehouse, and prints the most memory that process ever had.
"""

import re
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from cx.ingest import import_file
from cx.warehouse import open_house
from tests.bench.import_rows import RESPONSES

SIZES = (250_000, 1_000_000, 5_000_000)
INTERACTIONS = """
copy (
    select
        'i' || lpad(range::varchar, 9, '0') as interaction_id,
        'c' || (hash(range) % 200000)::varchar as customer_id,
        timestamp '2024-07-01' + to_seconds((hash(range * 7) % 63072000)::bigint) as occurred_at,
        ['Help', 'Delivery', 'Billing', 'Order'][(1 + hash(range * 3) % 4)::integer] as touchpoint,
        ['Web', 'Phone', 'Store', 'App'][(1 + hash(range * 5) % 4)::integer] as channel,
        ['sales', 'service', 'billing'][(1 + hash(range * 11) % 3)::integer] as purpose,
        if(hash(range * 13) % 3 = 0, 'outbound', 'inbound') as direction,
        hash(range * 17) % 2 = 0 as is_self_service,
        'o' || (hash(range * 19) % 900000)::varchar as order_id,
        'team ' || (hash(range * 23) % 30)::varchar as team,
        hash(range * 29) % 1800 as duration_seconds,
        hash(range * 31) % 600 as wait_seconds,
        hash(range * 37) % 3 > 0 as is_resolved,
        ((hash(range * 41) % 2000) / 100)::decimal(18, 2) as cost
    from range({rows})
) to '{file}' (header)
"""


def child(kind: str, file: Path, house: Path) -> None:
    """Import one file and say what it took."""
    warehouse = open_house(house)
    started = time.perf_counter()
    import_file(warehouse, kind, file, actor="bench")
    took = time.perf_counter() - started
    warehouse.close()
    # The kernel's own count; getrusage would add what the parent had before.
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    assert found is not None
    sys.stdout.write(f"{took:8.1f} s {int(found[1]) / 1024:10,.0f} MB\n")


def main(sizes: tuple[int, ...]) -> None:
    """Make, import, and print one line for each file."""
    sys.stdout.write(f"{'kind':14}{'rows':>10}{'file':>10}{'import':>10}{'peak memory':>14}\n")
    for kind, make in (("responses", RESPONSES), ("interactions", INTERACTIONS)):
        for rows in sizes:
            with TemporaryDirectory() as folder:
                file = Path(folder) / f"{kind}.csv"
                duckdb.execute(make.format(rows=rows, file=file))
                size = file.stat().st_size >> 20
                arguments = [kind, str(file), str(Path(folder) / "house.duckdb")]
                said = subprocess.run(
                    [sys.executable, "-m", __spec__.name, "child", *arguments],
                    check=True,
                    capture_output=True,
                    text=True,
                )
            sys.stdout.write(f"{kind:14}{rows:>10,}{size:>7} MB{said.stdout}")
            sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
