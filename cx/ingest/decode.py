"""Turns an upload into clean UTF-8 text, or says which byte, line or kind of file is in the way.

The engine's own reader would take a web page for an empty table, drop every row of a big-endian
UTF-16 file without a word and let control characters pass, so the bytes are looked at here first.
"""

import codecs
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cx.errors import ImportRefused
from cx.ingest.progress import Check, go_on

CHUNK = 1 << 20
LONGEST_LINE = 1_000_000
"""Bytes of a row: a longer one is a missing quote, not data."""
PLACES_AT_ONCE = 10_000
"""Quoted cells and gaps that are looked at before anybody is asked whether to go on."""
UTF_8 = ("utf-8", "utf-8-sig")

_BLANK = " \t\r\n"
# One look with a pattern costs a quarter of looking for three signs one after the other.
_MAYBE_GAP = re.compile(rb"\n[\n \t]")
_CONTROL = bytes([*range(9), 11, 12, *range(14, 32), 127])
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Text:
    """What was found while cleaning.

    Attributes
    ----------
    has_gaps : bool
        Whether there may be blank lines between the rows.
    is_whole : bool
        Whether the file was read to its end.
    """

    has_gaps: bool
    is_whole: bool


def encoding_of(path: Path) -> str:
    """Encoding that the byte-order mark says, else UTF-8."""
    with path.open("rb") as file:
        head = file.read(4)
    return next((name for mark, name in _BOMS if head.startswith(mark)), "utf-8")


def read_start(name: str, path: Path, encoding: str) -> str:
    """Text of the first megabyte, lines ending in LF; the last line may be cut.

    Raises
    ------
    ImportRefused
        When there is nothing in it, or a byte that is no text.
    """
    with path.open("rb") as file:
        data = file.read(LONGEST_LINE)
    text = _Decoder(name, encoding).decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip(_BLANK):
        raise ImportRefused(f"{name} holds nothing but blank lines. Export it again.")
    return text


def clean_text(
    name: str,
    path: Path,
    target: Path,
    encoding: str,
    lines_above: int = 0,
    most: int | None = None,
    check: Check = go_on,
) -> Text:
    """Write the text of `path` to `target`: UTF-8, no mark, lines end in LF, no blank end.

    Parameters
    ----------
    name : str
        Of the upload, for messages.
    path : Path
        A text file.
    target : Path
        Where the clean text goes.
    encoding : str
        Name of a codec.
    lines_above : int
        Lines to leave out at the start, all within the first megabyte.
    most : int, optional
        Bytes to read at most; then the text ends with the last whole line.
    check : callable
        Asked before each megabyte whether to go on.

    Raises
    ------
    ImportRefused
        Naming the line and byte that cannot be read.
    Cancelled
        When `check` says so.
    """
    lines = _Cleaner(name, encoding, lines_above)
    with path.open("rb") as stream, target.open("wb") as out:
        for piece in lines.pieces(stream, most):
            check()
            out.write(piece)
        is_whole = not stream.read(1)
    if not is_whole:
        _cut_last_line(target)
    return Text(lines.has_gaps, is_whole)


def fill_gaps(path: Path, delimiter: str, quote: str, width: int, check: Check = go_on) -> None:
    """Give blank lines between the rows their cells, so that rows are numbered as in the file.

    The engine leaves blank lines out without a word. Those inside quotes stay as they are.

    Parameters
    ----------
    path : Path
        A clean text file; changed in place.
    width : int
        Columns of the table. Where there is but one, a blank line is an empty cell already.
    check : callable
        Asked now and then whether to go on.

    Raises
    ------
    Cancelled
        When `check` says so.
    """
    if width < 2 or not path.stat().st_size:
        return
    filler = (delimiter * (width - 1)).encode()
    filled = path.with_suffix(".filled")
    cell, gap = _cell(quote), _gap(delimiter, quote)
    with path.open("rb") as file, filled.open("wb") as out:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        at = 0
        first = cell.match(data) if cell else None
        for place, found in enumerate(gap.finditer(data, first.end() if first else 0)):
            if place % PLACES_AT_ONCE == 0:
                check()
            if found["gap"] is not None:
                out.write(data[at : found.start("gap")] + filler)
                at = found.end("gap")
        out.write(data[at:])
        data.close()
    filled.replace(path)


def _cell(quote: str) -> re.Pattern[bytes] | None:
    q = re.escape(quote.encode())
    return re.compile(q + rb"(?:[^" + q + rb"]++|" + q + q + rb")*+" + q) if quote else None


def _gap(delimiter: str, quote: str) -> re.Pattern[bytes]:
    """Pattern of a line without cells; quoted cells are passed over whole."""
    blanks = rb"[ ]*+" if delimiter == "\t" else rb"[ \t]*+"
    gap = rb"(?<=\n)(?P<gap>" + blanks + rb")(?=\n)"
    cell = _cell(quote)
    # It starts with a set of signs because the search for these is what makes it quick.
    before = rb"[\n" + re.escape(delimiter.encode()[-1:]) + rb"]"
    return re.compile(before + rb"(?:" + (cell.pattern + rb"|" if cell else b"") + gap + rb")")


def _cut_last_line(path: Path) -> None:
    """Drop a last line that may not be whole."""
    with path.open("rb+") as file:
        size = file.seek(0, 2)
        start = max(0, size - LONGEST_LINE - 2)
        file.seek(start)
        # The very last sign is the line end that cleaning adds.
        end = file.read()[:-1].rfind(b"\n")
        if end >= 0:
            file.truncate(start + end + 1)


class _Decoder:
    """Decodes piece by piece, and names the line of a byte that is no text."""

    def __init__(self, name: str, encoding: str) -> None:
        self.name = name
        self.encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._is_utf = codecs.lookup(encoding).name.startswith("utf")

    def decode(self, chunk: bytes, is_last: bool = False, lines: int = 0) -> str:
        """Decode one piece; `lines` were before it."""
        try:
            text = self._decoder.decode(chunk, is_last)
        except UnicodeDecodeError as error:
            line = lines + error.object[: error.start].count(b"\n") + 1
            raise ImportRefused(self._no_text(line, error.object[error.start])) from error
        if not self._is_utf and (odd := re.search("[\x80-\x9f]", text)):
            line = lines + text[: odd.start()].count("\n") + 1
            raise ImportRefused(self._no_text(line, ord(odd[0])))
        return text

    def _no_text(self, line: int, byte: int) -> str:
        what = self.encoding.removesuffix("-sig")
        if self.encoding in UTF_8:
            return (
                f"{self.name}, line {line}: byte 0x{byte:02x} is not utf-8 text. "
                "Save the file as CSV (UTF-8), or name its encoding in the mapping: "
                '[read] encoding = "cp1252" (the usual one of Excel on Windows).'
            )
        return (
            f"{self.name}, line {line}: byte 0x{byte:02x} is not {what} text. "
            "Name another encoding, or save the file as CSV (UTF-8)."
        )


class _Cleaner:
    """Decodes piece by piece and remembers how many lines went before."""

    def __init__(self, name: str, encoding: str, lines_above: int) -> None:
        self.name = name
        self.has_gaps = False
        self._decoder = _Decoder(name, encoding)
        self._above = lines_above
        self._lines = 0
        self._has_text = False

    def pieces(self, stream: IO[bytes], most: int | None) -> Iterator[bytes]:
        """Yield the clean text in order; white space at a piece's end waits for the next."""
        waiting = ""
        left = most
        while chunk := stream.read(CHUNK if left is None else min(CHUNK, left)):
            left = left if left is None else left - len(chunk)
            text = waiting + self._decoder.decode(chunk, lines=self._lines)
            kept = text.rstrip(_BLANK)
            waiting = text[len(kept) :]
            if len(waiting) > LONGEST_LINE:
                kept, waiting = text, ""
            yield self._checked(kept)
        if left is None or left > 0:
            self._decoder.decode(b"", is_last=True, lines=self._lines)
        if not self._has_text:
            raise ImportRefused(f"{self.name} holds nothing but blank lines. Export it again.")
        # Tabs at the end of the last row are its empty cells.
        yield re.split("[\r\n]", waiting, maxsplit=1)[0].encode() + b"\n"

    def _checked(self, text: str) -> bytes:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        data = text.encode()
        self._refuse_control(data)
        self._refuse_long_line(data)
        self._lines += data.count(b"\n")
        data = self._below(data)
        self.has_gaps = self.has_gaps or bool(_MAYBE_GAP.search(data))
        self._has_text |= bool(data)
        return data

    def _below(self, data: bytes) -> bytes:
        """Leave out what of the lines above is in this piece."""
        if not self._above:
            return data
        parts = data.split(b"\n", self._above)
        found, self._above = self._above, max(0, self._above - len(parts) + 1)
        return parts[-1] if len(parts) > found else b""

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


def long_line(name: str, line: int | None = None) -> str:
    """Sentence about a line that is too long.

    >>> long_line("a.csv", 7)
    'a.csv, line 7: the line is too long (over 1 MB). Is a quote missing, or a line break?'
    """
    where = f", line {line}" if line else ""
    return f"{name}{where}: the line is too long (over 1 MB). Is a quote missing, or a line break?"
