"""Files as people upload them, and what `stage` says of each."""

import io
from collections.abc import Mapping as AnyMapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cx.errors import ImportRefused
from cx.ingest import Mapping, Staged, stage

HEAD = b"response_id,responded_at,nps\n"
ROWS = b"R1,2024-01-01,5\nR2,2024-01-02,6\n"
BOTH = HEAD + ROWS


def put(folder: Path, content: bytes | str, name: str = "upload.csv") -> Path:
    """Write a file byte by byte as given; text in UTF-8."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def check(
    folder: Path,
    content: bytes | str,
    kind: str = "responses",
    mapping: Mapping | None = None,
) -> Staged:
    """Stage a file of that content."""
    return stage(kind, put(folder, content), mapping, folder / "stage")


def refusal(folder: Path, content: bytes | str, kind: str = "responses", **more: object) -> str:
    """Stage a file that must be refused, and return the sentence that says why."""
    with pytest.raises(ImportRefused) as caught:
        check(folder, content, kind, **more)
    return str(caught.value)


def rows_of(staged: Staged, columns: str, table: str | None = None) -> list[tuple[object, ...]]:
    """Values of some columns of a staged file, in its order."""
    names = columns.split()
    read = pq.read_table(staged.tables[table or staged.kind], columns=names)
    return list(zip(*(read[name].to_pylist() for name in names), strict=True))


def parquet(columns: AnyMapping[str, object] | pa.Table, **options: object) -> bytes:
    """Bytes of a Parquet file."""
    table = columns if isinstance(columns, pa.Table) else pa.table(dict(columns))
    file = io.BytesIO()
    pq.write_table(table, file, **options)
    return file.getvalue()
