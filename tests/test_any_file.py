"""Any file at all: its cells come in as they are written, or a sentence says why not.

Files are made up by chance: tables written in every usual way, soups of signs, and damaged files.
What a file holds is told a second time by Python's own reader, or is known from before the damage.
"""

import csv
import gzip
import io
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cx.errors import CxError
from cx.ingest import Mapping, Staged, stage
from cx.ingest.look import ReadOptions, look
from cx.ingest.propose import propose
from tests.bad_uploads.workbooks import TWO, table
from tests.conftest import often
from tests.uploads import parquet, rows_of

SHORT = settings(max_examples=often(25), deadline=None, suppress_health_check=list(HealthCheck))
SIGNS = "ab1 ,;\t|^~'\"\n=#<{[é€ßЖ客😀\u00a0\u200b\u0301\u2028\ufeff\x85-.\\%"
HEAD = ("response_id", "comment", "segment", "region")
DAY = {"responded_at": "2024-01-13"}
SPACES = {" ", "\t", "\n", "\r", "\x85", "\u2060", "\ufeff", *map(chr, range(0x200B, 0x2010))}
PACKED = (b"", b"\x1f\x8b", b"PK")

Table = list[list[str]]


def tidy(text: str) -> str | None:
    """What is kept of a cell, told without the reader: nothing around it, and letters composed."""
    signs = [*text.replace("\r\n", "\n").replace("\r", "\n")]
    while signs and _is_blank(signs[-1]):
        signs.pop()
    while signs and _is_blank(signs[0]):
        signs.pop(0)
    return unicodedata.normalize("NFC", "".join(signs)) or None


def _is_blank(sign: str) -> bool:
    return sign in SPACES or unicodedata.category(sign).startswith("Z")


@dataclass(frozen=True)
class Way:
    """One way to write a table down."""

    delimiter: str = ","
    quoting: int = csv.QUOTE_MINIMAL
    line_end: str = "\n"
    encoding: str = "utf-8"
    packing: str = ""

    def write(self, rows: Table) -> bytes:
        text = io.StringIO(newline="")
        # Python's writer leaves a line break of another kind without quotes.
        quoting = csv.QUOTE_ALL if self.line_end == "\r" else self.quoting
        writer = csv.writer(
            text, delimiter=self.delimiter, quoting=quoting, lineterminator=self.line_end
        )
        writer.writerows([HEAD, *rows])
        data = text.getvalue().encode(self.encoding)
        if self.packing == "zip":
            return zipped(data)
        return gzip.compress(data) if self.packing else data


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("may.csv", data)
    return packed.getvalue()


WAYS = st.builds(
    Way,
    st.sampled_from(",;\t|^~"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"]),
    st.sampled_from(["", "gz", "zip"]),
)


@st.composite
def tables(draw: st.DrawFn, signs: str = SIGNS, most: int = 8) -> Table:
    """Rows with an id of their own and three texts."""
    cells = st.text(signs, max_size=most)
    rows = draw(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=12))
    return [[f"R{i}", *row] for i, row in enumerate(rows)]


def as_read(folder: Path, options: ReadOptions) -> Staged:
    """Stage the file of a folder with four columns as texts, read so."""
    mapping = Mapping(
        "responses",
        columns={name: (name,) for name in HEAD},
        constants=DAY,
        encoding=options.encoding,
        delimiter=options.delimiter,
        quote=options.quote,
        header_row=options.header_row,
    )
    return stage("responses", folder / "upload.csv", mapping, folder / "stage")


def lay(folder: str, data: bytes) -> Path:
    place = Path(folder)
    (place / "upload.csv").write_bytes(data)
    return place


def assert_plain(error: CxError, folder: Path) -> None:
    said = str(error)
    assert str(folder) not in said
    assert "Error" not in said
    assert len(said) < 500
    assert said.endswith((".", "?"))


def assert_same(staged: Staged, rows: Table) -> None:
    kept = [(row[0], *(tidy(cell) for cell in row[1:])) for row in rows]
    assert rows_of(staged, " ".join(HEAD)) == kept
    assert (staged.rows, staged.rejected, staged.duplicate) == (len(rows), 0, 0)


@SHORT
@given(tables(), WAYS)
@example([["R0", '"', "", "\n"], ["R1", "", "", ""]], Way(line_end="\r", packing="gz"))
@example([["R0", "a\r\n", "\r", "b"]], Way(";", csv.QUOTE_ALL, "\r\n", "utf-16"))
def test_what_is_written_in_a_declared_way_is_read_back_to_the_letter(rows, way):
    try:
        data = way.write(rows)
    except UnicodeEncodeError:
        way = replace(way, encoding="utf-8")
        data = way.write(rows)
    options = ReadOptions(way.encoding, way.delimiter, '"', 1)
    with TemporaryDirectory() as folder:
        assert_same(as_read(lay(folder, data), options), rows)


@SHORT
@given(tables(), WAYS)
def test_what_the_page_shows_is_what_is_imported(rows, way):
    with TemporaryDirectory() as folder:
        try:
            place = lay(folder, way.write(rows))
            seen = look([place / "upload.csv"], ReadOptions(), place / "look")
            shown = [tuple(map(tidy, row)) for row in seen.sample]
            staged = as_read(place, seen.options) if seen.header == HEAD else None
        except UnicodeEncodeError:
            return
        except CxError as error:
            assert_plain(error, place)
            return
        if staged is not None:
            assert staged.rows == seen.rows_seen
            assert shown == rows_of(staged, " ".join(HEAD))


@SHORT
@given(tables("abc dé1-", 12), WAYS)
def test_an_ordinary_table_is_found_out_by_itself(rows, way):
    with TemporaryDirectory() as folder:
        place = lay(folder, way.write(rows))
        seen = look([place / "upload.csv"], ReadOptions(), place / "look")
        assert seen.header == HEAD
        assert seen.options.delimiter == way.delimiter
        assert_same(as_read(place, seen.options), rows)


@SHORT
@given(st.text('a1,,""\n\n\' é', max_size=60))
@example('x,1\n"y,2\n')
@example('x,"a\n\n",\n\n\ny,,\n')
@example(',,\n"",,\nx,,')
def test_a_soup_of_signs_has_the_rows_that_another_reader_finds_or_is_refused(soup):
    data = f"{','.join(HEAD[:3])}\n{soup}".encode()
    with TemporaryDirectory() as folder:
        place = lay(folder, data)
        columns = {name: (name,) for name in HEAD[:3]}
        mapping = Mapping("responses", columns=columns, constants=DAY)
        try:
            staged = stage("responses", place / "upload.csv", mapping, place / "stage")
        except CxError as error:
            assert_plain(error, place)
            return
        assert_accounts_for(staged, read_by_python(data.decode()))


def read_by_python(text: str) -> list[list[str | None]]:
    """Rows below the names that are not blank, tidied, by a reader that is not ours."""
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:]
    kept = [[tidy(cell) for cell in row] for row in rows]
    # A delimiter at the end of a row makes no cell of it.
    assert not any(any(row[3:]) for row in kept)
    return [row[:3] for row in kept if any(row)]


def assert_accounts_for(staged: Staged, rows: Sequence[Sequence[str | None]]) -> None:
    """Every row came in, was rejected, or has the key of an earlier one."""
    assert staged.rows == len(rows)
    assert staged.good + staged.rejected + staged.duplicate == len(rows)
    assert staged.rejected == sum(row[0] is None for row in rows)
    first = {row[0]: tuple(row) for row in reversed(rows) if row[0] is not None}
    assert sorted(rows_of(staged, "response_id comment segment"), key=str) == sorted(
        first.values(), key=str
    )


@SHORT
@given(
    st.one_of(
        st.binary(max_size=300),
        st.builds(lambda start, rest: start + rest, st.sampled_from(PACKED), st.binary()),
        st.text(SIGNS, max_size=80).map(lambda text: text.encode("utf-16")),
    )
)
def test_any_bytes_are_refused_in_a_sentence(data):
    with TemporaryDirectory() as folder:
        place = lay(folder, data)
        file = place / "upload.csv"
        for walk in (
            lambda: propose(look([file], ReadOptions(), place / "look")),
            lambda: stage("responses", file, None, place / "stage"),
        ):
            try:
                walk()
            except CxError as error:
                assert_plain(error, place)


ANSWERS = [(f"R{i}", "2024-01-13", i % 11, f"words, so é {i}") for i in range(40)]
NAMES = ("response_id", "responded_at", "nps", "comment")


def as_text() -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([NAMES, *ANSWERS])
    return text.getvalue().encode()


WHOLE = {
    "gzip": gzip.compress(as_text()),
    "zip": zipped(as_text()),
    "workbook": table(*TWO),
    "parquet": parquet(dict(zip(NAMES, map(list, zip(*ANSWERS, strict=True)), strict=True))),
}


@st.composite
def damages(draw: st.DrawFn, whole: bytes) -> bytes:
    """The file cut off, with bits turned, or with bytes gone, put in or blanked out."""
    at = draw(st.integers(0, len(whole) - 1))
    to = min(len(whole), at + draw(st.integers(1, 40)))
    kind = draw(st.sampled_from(["cut", "flip", "gone", "put in", "blank", "twice"]))
    flipped = bytes([whole[at] ^ 1 << draw(st.integers(0, 7))])
    middle = {
        "cut": (whole[:at], b""),
        "flip": (whole[:at] + flipped, whole[at + 1 :]),
        "gone": (whole[:at], whole[to:]),
        "put in": (whole[:at] + draw(st.binary(min_size=1, max_size=20)), whole[at:]),
        "blank": (whole[:at] + bytes(to - at), whole[to:]),
        "twice": (whole[:to], whole[at:]),
    }[kind]
    return b"".join(middle)


@pytest.mark.parametrize("kind", WHOLE)
@SHORT
@given(data=st.data())
def test_a_damaged_file_is_refused_or_has_all_its_rows(kind, data):
    damaged = data.draw(damages(WHOLE[kind]))
    with TemporaryDirectory() as folder:
        place = lay(folder, damaged)
        file = place / "upload.csv"
        try:
            look([file], ReadOptions(), place / "look")
        except CxError as error:
            assert_plain(error, place)
        try:
            staged = stage("responses", file, None, place / "stage")
        except CxError as error:
            assert_plain(error, place)
            return
        assert staged.rows == (len(TWO) if kind == "workbook" else len(ANSWERS))
        if kind in ("gzip", "zip"):
            assert rows_of(staged, "response_id nps comment") == [
                (id, nps, said) for id, _, nps, said in ANSWERS
            ]
