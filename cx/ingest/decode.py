"""Turns an upload into clean UTF-8 text, or says which byte, line or kind of file is in the way.

The engine's own reader would take a web page for an empty table, drop every row of a big-endian
UTF-16 file without a word and let control characters pass, so the bytes are looked at here first.
"""

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from cx.errors import ImportRefused
from cx.ingest.source import name_of

CHUNK = 1 << 20
LONGEST_LINE = 1_000_000
"""Bytes of a row: a longer one is a missing quote, not data."""
MOST_UNPACKED = 1 << 30
"""Bytes that a compressed file may unpack to; a few kilobytes can hold terabytes."""

_CONTROL = bytes([*range(9), 11, 12, *range(14, 32), 127])
_AS_CSV = "Open it in the program it comes from and save it as CSV (UTF-8)."
_FOREIGN = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook (.xlsx)", _AS_CSV),
    (b"\xd0\xcf\x11\xe0", "an old or a protected Office file (.xls)", _AS_CSV),
    (b"%PDF", "a PDF", "Ask for the data as CSV."),
    (b"SQLite format 3", "a database file", "Export the table as CSV."),
    (b"BZh", "compressed with bzip2", "Unpack it, or compress it with gzip."),
    (b"\xfd7zXZ", "compressed with xz", "Unpack it, or compress it with gzip."),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "Unpack it, or compress it with gzip."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a rar archive", "Unpack it first."),
    (b"\xff\xfe\x00\x00", "in UTF-32", "Save it as CSV (UTF-8)."),
    (b"\x00\x00\xfe\xff", "in UTF-32", "Save it as CSV (UTF-8)."),
)
_WEB_PAGE = re.compile(rb"\s*<(!doctype|html|head|body|\?xml|table|script)", re.IGNORECASE)
_JSON = re.compile(rb"""\s*(\{\s*["}]|\[\s*[\[{"\]\d])""")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Text:
    """What was found while cleaning: the first line's delimiter hint and lines left out."""

    separator: str | None
    has_blank_lines: bool


def is_parquet(path: Path) -> bool:
    """Whether the content, not the name, says Parquet."""
    with path.open("rb") as file:
        return file.read(4) in (b"PAR1", b"PARE")  # the second is an encrypted one


def clean_text(path: Path, target: Path, encoding: str | None = None) -> Text:
    """Write the text of `path` to `target`: UTF-8, no mark, lines end in LF, no blank end.

    Parameters
    ----------
    path : Path
        A text file, plain or gzipped (its first bytes decide, not its name).
    target : Path
        Where the clean text goes.
    encoding : str, optional
        As declared by the mapping; without it UTF-8. A byte-order mark counts for more.

    Returns
    -------
    Text
        The delimiter of a first line ``sep=;`` (which is left out), and whether there are blank
        lines between the rows.

    Raises
    ------
    ImportRefused
        Naming the kind of file, or the line and byte, that cannot be read.
    """
    with _unpacked(path) as stream:
        head = stream.read(4096)
        encoding = _marked(head) or encoding or "utf-8"
        _refuse_foreign(name_of(path), head, encoding)
        stream.seek(0)
        lines = _Cleaner(name_of(path), encoding)
        with target.open("wb") as out:
            for piece in lines.pieces(stream):
                out.write(piece)
    return Text(lines.separator, lines.has_blank_lines)


@contextmanager
def _unpacked(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if not is_gzip:
            yield file
            return
        try:
            with gzip.GzipFile(fileobj=file) as stream:
                yield stream  # type: ignore[misc]  # GzipFile reads and seeks as IO[bytes] does
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ImportRefused(
                f"{name_of(path)} is cut off or damaged: it cannot be unpacked to its end. "
                "Fetch or compress it again."
            ) from error


def _refuse_foreign(name: str, head: bytes, encoding: str) -> None:
    if not head:
        raise ImportRefused(f"{name} is empty (0 bytes). Export it again.")
    for magic, kind, remedy in _FOREIGN:
        if head.startswith(magic):
            raise ImportRefused(f"{name} is {kind}, not a CSV or Parquet file. {remedy}")
    if head.startswith((b"PAR1", b"\x1f\x8b")):
        raise ImportRefused(f"{name} is packed twice. Unpack it first.")
    _refuse_markup(name, head.removeprefix(codecs.BOM_UTF8))
    if not encoding.startswith("utf-16"):
        _refuse_binary(name, head)
    elif encoding == "utf-16" and not _marked(head):
        raise ImportRefused(
            f'{name} has no byte-order mark, so that "utf-16" does not say in which order its '
            'bytes are. Declare [read] encoding = "utf-16-le" (the usual one) or "utf-16-be".'
        )


def _refuse_markup(name: str, head: bytes) -> None:
    if _WEB_PAGE.match(head):
        raise ImportRefused(
            f"{name} is a web page, perhaps a login page, not a CSV file. Download the data again."
        )
    if _JSON.match(head):
        raise ImportRefused(f"{name} is JSON, not a CSV file. Export it as CSV or Parquet.")


def _refuse_binary(name: str, head: bytes) -> None:
    if head[:64].count(0) >= len(head[:64]) // 3 > 0:
        raise ImportRefused(
            f"{name} looks like UTF-16 or UTF-32 text without its byte-order mark, or like no "
            "text at all. Save it as CSV (UTF-8)."
        )
    if len(head.translate(None, _CONTROL)) < 0.95 * len(head):
        raise ImportRefused(f"{name} is not a text file. Export the data as CSV or Parquet.")


def _marked(head: bytes) -> str | None:
    """Encoding that the byte-order mark tells, if there is one."""
    return next((name for mark, name in _BOMS if head.startswith(mark)), None)


class _Cleaner:
    """Decodes piece by piece and remembers how many lines and bytes went before."""

    def __init__(self, name: str, encoding: str) -> None:
        self.name = name
        self.encoding = encoding
        self.separator: str | None = None
        self.has_blank_lines = False
        self._lines = 0
        self._bytes = 0
        self._is_quoted = False
        self._has_text = False

    def pieces(self, stream: IO[bytes]) -> Iterator[bytes]:
        """Yield the clean text in order; white space at a piece's end waits for the next."""
        decoder = codecs.getincrementaldecoder(self.encoding)("strict")
        waiting = ""
        is_first = True
        for chunk in iter(partial(stream.read, CHUNK), b""):
            text = waiting + self._decode(decoder, chunk)
            kept = text.rstrip()
            waiting = text[len(kept) :]
            if is_first:
                kept = self._without_separator(kept)
                is_first = False
            yield self._checked(kept)
            self._refuse_bomb(chunk, stream)
        self._decode(decoder, b"", is_last=True)
        if not self._has_text:
            raise ImportRefused(f"{self.name} holds nothing but blank lines. Export it again.")
        yield b"\n"

    def _decode(
        self, decoder: codecs.IncrementalDecoder, chunk: bytes, is_last: bool = False
    ) -> str:
        try:
            return decoder.decode(chunk, is_last)
        except UnicodeDecodeError as error:
            line = self._lines + error.object[: error.start].count(b"\n") + 1
            wrong = error.object[error.start : error.start + 1].hex()
            raise ImportRefused(
                f"{self.name}, line {line}: byte 0x{wrong} is not {self.encoding} text. "
                "Save the file as CSV (UTF-8), or name its encoding in the mapping: "
                '[read] encoding = "cp1252" (the usual one of Excel on Windows).'
            ) from error

    def _without_separator(self, text: str) -> str:
        """Take off a first line ``sep=;``, as Excel writes it."""
        found = re.match(r'"?sep=(.)"?(\r\n|\r|\n)', text, re.IGNORECASE)
        if not found:
            return text
        self.separator = found[1]
        return text[found.end() :]

    def _checked(self, text: str) -> bytes:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        data = text.encode()
        self._refuse_control(data)
        self._refuse_long_line(data)
        self._watch_blank_lines(data)
        self._lines += data.count(b"\n")
        self._has_text |= bool(data)
        return data

    def _refuse_control(self, data: bytes) -> None:
        if len(data.translate(None, _CONTROL)) == len(data):
            return
        at = next(i for i, byte in enumerate(data) if byte in _CONTROL)
        line = self._lines + data[:at].count(b"\n") + 1
        raise ImportRefused(
            f"{self.name}, line {line}: there is a control character (0x{data[at]:02x}), which no "
            "text holds. Export the file again, or delete the character in a text editor."
        )

    def _refuse_long_line(self, data: bytes) -> None:
        if len(data) > LONGEST_LINE and b"\n" not in data:
            raise ImportRefused(long_line(self.name, self._lines + 1))

    def _watch_blank_lines(self, data: bytes) -> None:
        """Note blank lines outside quotes: an even number of quotes lies before them."""
        if not self.has_blank_lines and b"\n\n" in data:
            outside = data.split(b'"')[int(self._is_quoted) :: 2]
            self.has_blank_lines = any(b"\n\n" in part for part in outside)
        self._is_quoted ^= bool(data.count(b'"') % 2)

    def _refuse_bomb(self, chunk: bytes, stream: IO[bytes]) -> None:
        self._bytes += len(chunk)
        if self._bytes > MOST_UNPACKED and isinstance(stream, gzip.GzipFile):
            raise ImportRefused(
                f"{self.name} unpacks to more than {MOST_UNPACKED >> 30} GB. "
                "Split it, or import it as Parquet."
            )


def long_line(name: str, line: int | None = None) -> str:
    """Sentence about a line that is too long.

    >>> long_line("a.csv", 7)
    'a.csv, line 7: the line is too long (over 1 MB). Is a quote missing, or a line break?'
    """
    where = f", line {line}" if line else ""
    return f"{name}{where}: the line is too long (over 1 MB). Is a quote missing, or a line break?"
