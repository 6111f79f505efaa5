"""Numbers 55 to 63: lines and files that are too long, packed, or no tables at all."""

import gzip
import io
import random
import zipfile
from collections.abc import Callable
from functools import cache, partial

from tests.bad_uploads.entries import (
    BOTH,
    COMMENTED,
    FINE,
    HEAD,
    ROWS,
    WIDE,
    Case,
    Entry,
    Refused,
    Taken,
    fine,
)

LONG = Refused("line 4: the line is too long (over 1 MB)", "Is a quote missing")
DAMAGED = Refused("is cut off or damaged: it cannot be unpacked", "Fetch or compress it again")
NO_TEXT = Refused("is not a text file", "Export the data as CSV or Parquet")
WEB_PAGE = Refused("is a web page, perhaps a login page", "Download the data again")
JSON = Refused("is JSON, not a CSV file", "Export it as CSV or Parquet")
PACKED = "The file is packed with gzip."
BOMB = 66 << 20
"""Bytes that a small packed file may not unpack to."""
NOISE = random.Random(1).randbytes(9000)


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def in_words(count: int) -> bytes:
    """A third row with a comment of that many words."""
    return WIDE + ROWS.replace(b"\n", b",one two three\n") + b"R3,2024-01-15,5," + b"word " * count


def many_rows() -> str:
    """Twenty thousand rows: NPS 0 and 10 in turn."""
    rows = (f"R{i},2024-01-{i % 28 + 1:02},{i % 2 * 10}\n" for i in range(20_000))
    return HEAD.decode() + "".join(rows)


@cache
def bomb(pack: Callable[[bytes], bytes]) -> bytes:
    """Some hundred kilobytes that unpack to 66 MB."""
    return pack(HEAD + ROWS * (BOMB // len(ROWS)))


UNPACKED = Refused("unpacks to more than 64 MB", "split it")

PACKINGS = {
    55: Entry(
        "R",
        {
            "3 MB": Case(lambda: BOTH + b"R3,2024-01-15," + b"x" * 3_000_000, LONG),
            "40 MB": Case(lambda: BOTH + b"R3,2024-01-15," + b"x" * 40_000_000, LONG),
            "3 MB in quotes": Case(
                lambda: WIDE + b'R1,2024-01-13,5,"' + b"some words\n" * 300_000 + b'"\n',
                Refused("2: the line is too long (over 1 MB)"),
            ),
            "3 MB of names": Case(lambda: b"x" * 3_000_000, Refused("is too long", "Is ")),
            "a comment of 900 KB": Case(
                partial(in_words, 180_000),
                Taken(
                    (("R1", 0, "one two three"), ("R2", 10, "one two three")),
                    'row 4, column "comment"',
                    "is longer than 100,000 characters",
                    rows=3,
                    rejected=1,
                ),
                reads=COMMENTED,
            ),
            "a comment of 95 KB": Case(
                partial(in_words, 19_000),
                Taken((("R1", 13), ("R2", 13), ("R3", 94_999))),
                reads="response_id, strlen(comment)",
            ),
        },
        decided="0007",
    ),
    56: Entry(
        "OK",
        {
            "20,000 rows": Case(
                many_rows, Taken(((20_000, 100_000),), rows=20_000), reads="count(*), sum(nps)"
            )
        },
        elsewhere=(
            "test_intake.py::test_a_file_that_is_announced_too_large_is_refused_before_it_is_sent",
            "test_look.py::test_only_the_beginning_of_a_large_file_is_read",
            "test_read.py::test_a_file_is_refused_before_it_fills_the_disk",
        ),
    ),
    57: Entry(
        "R",
        {
            "gzip": Case(gzip.compress(BOTH)[:-10], DAMAGED),
            "gzip, its beginning only": Case(gzip.compress(BOTH)[:30], DAMAGED),
            "gzip with another sum": Case(gzip.compress(BOTH)[:-8] + b"\0" * 8, DAMAGED),
            "gzip and more": Case(gzip.compress(BOTH) + b"more", DAMAGED),
            "zip": Case(zipped({"may.csv": BOTH})[:-10], DAMAGED),
        },
    ),
    58: Entry(
        "R",
        {
            "gzip": Case(gzip.compress(BOTH), FINE, fine(PACKED)),
            "gzip of UTF-16": Case(
                gzip.compress(BOTH.decode().encode("utf-16")), FINE, fine(PACKED, "is UTF-16")
            ),
        },
        decided="0014",
    ),
    59: Entry(
        "R",
        {
            "gzip": Case(partial(bomb, gzip.compress), UNPACKED),
            "zip": Case(partial(bomb, lambda content: zipped({"a.csv": content})), UNPACKED),
        },
    ),
    60: Entry(
        "R",
        {
            "of one": Case(
                zipped({"../../etc/may.csv": BOTH}), FINE, fine('The zip file holds "may.csv".')
            ),
            "of two": Case(
                zipped({"a.csv": BOTH, "b.csv": BOTH}),
                Refused("a zip archive of 2 files (a.csv, b.csv)", "Unpack it and upload them"),
            ),
            "of none": Case(zipped({}), Refused("a zip archive without a file", "Pack it again")),
            "of a zip": Case(
                zipped({"a.zip": zipped({"a.csv": BOTH})}), Refused("packed twice", "Unpack it")
            ),
            "damaged": Case(b"PK\3\4" + b"x" * 90, DAMAGED),
        },
        decided="0014",
    ),
    61: Entry(
        "R",
        {
            "noise": Case(NOISE, NO_TEXT),
            "a picture": Case(b"\x89PNG\r\n\x1a\n" + NOISE, NO_TEXT),
            "a program": Case(b"\x7fELF\2\1\1" + b"\0" * 60 + NOISE, Refused("no text at all")),
            "a PDF": Case(b"%PDF-1.7\n" + NOISE, Refused("is a PDF", "Ask for the data as CSV")),
            "a database": Case(b"SQLite format 3\0" + NOISE, Refused("is a database file")),
            "bytes beyond ASCII": Case(bytes(range(128, 256)) * 40, Refused("line 1: byte 0x8")),
        },
    ),
    62: Entry(
        "R",
        {
            "HTML": Case(b"\n<!DOCTYPE html><html><title>Log in</title></html>", WEB_PAGE),
            "HTML after a comment": Case(b"<!-- 1 -->\n<html>Log in</html>", WEB_PAGE),
            "a piece of HTML": Case(b"<div class='login'>Log in, please</div>", WEB_PAGE),
            "HTML in UTF-16": Case("<html>Log in</html>".encode("utf-16"), WEB_PAGE),
        },
    ),
    63: Entry(
        "R",
        {
            "a list": Case(b'[{"response_id": 1}]', JSON),
            "an object": Case(b'{"response_id": 1, "nps": 5}', JSON),
            "one object a line": Case(b'{"nps": 1}\n{"nps": 2}\n', JSON),
            "in UTF-16": Case('[{"response_id": 1}]'.encode("utf-16"), JSON),
        },
    ),
}
