"""Finds out what an upload is by its first bytes, and unpacks it if it is packed.

A name says nothing: exports come as .csv that are workbooks, archives or login pages. A few
kilobytes can unpack to terabytes, so size and ratio are looked at before and while unpacking.
"""

import codecs
import errno
import gzip
import lzma
import mmap
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cx.errors import ImportRefused
from cx.ingest.decode import CHUNK, encoding_of
from cx.ingest.progress import Check, go_on
from cx.ingest.source import name_of, printable

MOST_UNPACKED = 1 << 30
"""Bytes that a packed file may unpack to."""
MOST_RATIO = 200
"""How many times its size a packed file may unpack to, once that is more than `FREE_RATIO`."""
FREE_RATIO = 64 << 20

_CONTROL = bytes([*range(9), 11, 12, *range(14, 32), 127])
_AS_XLSX = "Open it in Excel and save it as an Excel workbook (.xlsx) or as CSV (UTF-8)."
_FOREIGN = (
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
_WEB_PAGE = re.compile(
    rb"\s*<(!doctype|!--|\?xml|(html|head|body|table|script|style|title|meta|div|form)\b)",
    re.IGNORECASE,
)
_JSON = re.compile(rb"""\s*(\{\s*["}]|\[\s*[\[{"\]\d-])""")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_DAMAGES = (
    EOFError,
    OverflowError,
    UnicodeDecodeError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
)
_CLUTTER = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)|/$")
_MARKS = {
    "xl/workbook.bin": ("a binary Excel workbook (.xlsb)", _AS_XLSX),
    "xl/vbaProject.bin": ("an Excel workbook with macros (.xlsm)", _AS_XLSX),
    "word/document.xml": ("a Word document", "Ask for the data as CSV or Excel."),
    "ppt/presentation.xml": ("a PowerPoint file", "Ask for the data as CSV or Excel."),
    "content.xml": ("an OpenDocument file (.ods)", "Save it as .xlsx or as CSV (UTF-8)."),
    "Index/Document.iwa": ("a Numbers file", "Export it as .xlsx or as CSV."),
}


@dataclass(frozen=True, slots=True)
class Plain:
    """An upload without its packing.

    Attributes
    ----------
    name : str
        Of the upload as it came, for messages.
    path : Path
        The upload itself, or what was in it.
    format : str
        ``text``, ``excel`` or ``parquet``.
    notes : tuple of str
        What was in the packing.
    """

    name: str
    path: Path
    format: str
    notes: tuple[str, ...] = ()


def refuse_unreadable(path: Path) -> None:
    """Refuse what is no file, or none that may be read.

    Raises
    ------
    ImportRefused
        With its place, and what to look at.
    """
    place = printable(str(path))
    try:
        if path.is_dir():
            raise ImportRefused(f"{place} is a folder, not a file. Name a file in it.")
        if not path.is_file():
            raise ImportRefused(f"There is no file {place}. Check its name.")
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        raise ImportRefused(
            f"{name_of(path)} cannot be read: {error.strerror}. "
            "Check its name, and who may read it."
        ) from error


def unpack(
    path: Path,
    folder: Path,
    encoding: str | None = None,
    most: int | None = None,
    check: Check = go_on,
) -> Plain:
    """Say what a file is; a gzip or zip file with one file in it is unpacked into `folder`.

    Parameters
    ----------
    encoding : str, optional
        As declared; only then UTF-16 may lack its mark.
    most : int, optional
        Unpack no more than this many bytes of a text; the rest is not looked at.
    check : callable
        Asked before each megabyte that is unpacked whether to go on.

    Raises
    ------
    ImportRefused
        For a kind of file that cannot be read, with what to do about it.
    Cancelled
        When `check` says so.
    """
    kind = _kind(name_of(path), path, encoding)
    if kind not in ("gzip", "zip"):
        return Plain(name_of(path), path, kind)
    target = folder / "unpacked"
    with _damage_told(name_of(path)):
        take_out = _unzip if kind == "zip" else _gunzip
        note = take_out(path, target, most, check)
    inner = _kind(name_of(path), target, encoding)
    if inner in ("gzip", "zip"):
        raise ImportRefused(f"{name_of(path)} is packed twice. Unpack it first.")
    if inner != "text" and most is not None:
        return unpack(path, folder, encoding, check=check)
    return Plain(name_of(path), target, inner, (note,))


def _kind(name: str, path: Path, encoding: str | None) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise ImportRefused(f"{name} is empty (0 bytes). Export it again.")
    if head.startswith((b"PAR1", b"PARE")):  # the second is an encrypted one
        return "parquet"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(_ZIP):
        return _kind_of_archive(name, path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportRefused(_about_ole(name, path))
    _refuse_foreign(name, head)
    marked = encoding_of(path)
    if marked == "utf-8":
        _refuse_unmarked(name, head, (encoding or "").lower().replace("_", "-"))
    elif marked != "utf-16":
        _refuse_binary(name, head)
    return "text"


def _kind_of_archive(name: str, path: Path) -> str:
    with _damage_told(name), zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    for mark, (kind, remedy) in _MARKS.items():
        if mark in names:
            raise ImportRefused(f"{name} is {kind}. {remedy}")
    return "excel" if "[Content_Types].xml" in names else "zip"


def _about_ole(name: str, path: Path) -> str:
    """Old workbooks and protected new ones have the same wrapping."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        is_protected = data.find("EncryptedPackage".encode("utf-16-le")) >= 0
    if is_protected:
        return (
            f"{name} is protected by a password. Open it in Excel, take the password off "
            "(File, Info, Protect Workbook), save it and upload it again."
        )
    return f"{name} is an old Office file (.xls). {_AS_XLSX}"


def _refuse_foreign(name: str, head: bytes) -> None:
    for magic, kind, remedy in _FOREIGN:
        if head.startswith(magic):
            raise ImportRefused(f"{name} is {kind}, not a CSV, Excel or Parquet file. {remedy}")
    text = _start_of_text(head)
    if _WEB_PAGE.match(text):
        raise ImportRefused(
            f"{name} is a web page, perhaps a login page, not a CSV file. Download the data again."
        )
    if _JSON.match(text):
        raise ImportRefused(f"{name} is JSON, not a CSV file. Export it as CSV or Parquet.")


def _start_of_text(head: bytes) -> bytes:
    """Beginning of a text in UTF-8 and without its byte-order mark."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore").encode()
    return head.removeprefix(codecs.BOM_UTF8)


def _refuse_unmarked(name: str, head: bytes, encoding: str) -> None:
    """Refuse text of two bytes a letter that does not say in which order they are."""
    if encoding == "utf-16":
        raise ImportRefused(
            f'{name} has no byte-order mark, so that "utf-16" does not say in which order its '
            'bytes are. Declare [read] encoding = "utf-16-le" (the usual one) or "utf-16-be".'
        )
    if not encoding.startswith("utf-16"):
        _refuse_binary(name, head)


def _refuse_binary(name: str, head: bytes) -> None:
    if head[:64].count(0) >= len(head[:64]) // 3 > 0:
        raise ImportRefused(
            f"{name} looks like UTF-16 or UTF-32 text without its byte-order mark, or like no "
            "text at all. Save it as CSV (UTF-8)."
        )
    if len(head.translate(None, _CONTROL)) < 0.95 * len(head):
        raise ImportRefused(f"{name} is not a text file. Export the data as CSV or Parquet.")


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGES as error:
        raise ImportRefused(_about_damage(name)) from error
    except (NotImplementedError, RuntimeError) as error:
        raise ImportRefused(
            f"{name} is packed with a password or in a rare way. "
            "Pack it again as plain zip or gzip."
        ) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ImportRefused(
                f"There is not enough room on the disk to unpack {name}. "
                "Make room, then import it again."
            ) from error
        # A damaged table of contents leads to places that no file has.
        if error.errno in (None, errno.EINVAL):
            raise ImportRefused(_about_damage(name)) from error
        raise


def _about_damage(name: str) -> str:
    return (
        f"{name} is cut off or damaged: it cannot be unpacked to its end. "
        "Fetch or compress it again."
    )


def _gunzip(path: Path, target: Path, most: int | None, check: Check) -> str:
    with gzip.open(path) as stream:
        _copy(path, stream, target, most, check)
    return "The file is packed with gzip."


def _unzip(path: Path, target: Path, most: int | None, check: Check) -> str:
    with zipfile.ZipFile(path) as archive:
        entries = [each for each in archive.infolist() if not _CLUTTER.search(each.filename)]
        if len(entries) != 1:
            raise ImportRefused(_how_many(name_of(path), [each.filename for each in entries]))
        with archive.open(entries[0]) as stream:
            _copy(path, stream, target, most, check)
    return f'The zip file holds "{printable(Path(entries[0].filename).name[:80])}".'


def _how_many(name: str, inside: list[str]) -> str:
    if not inside:
        return f"{name} is a zip archive without a file in it. Pack it again."
    shown = ", ".join(printable(Path(each).name[:40]) for each in inside[:5])
    more = ", …" if len(inside) > 5 else ""
    return (
        f"{name} is a zip archive of {len(inside):,} files ({shown}{more}), and one is expected. "
        "Unpack it and upload them: files with the same columns can be uploaded together."
    )


def _copy(
    path: Path,
    stream: IO[bytes] | gzip.GzipFile,
    target: Path,
    most: int | None,
    check: Check,
) -> None:
    limit = min(MOST_UNPACKED, max(FREE_RATIO, MOST_RATIO * path.stat().st_size))
    written = 0
    with target.open("wb") as out:
        while (most is None or written < most) and (chunk := stream.read(CHUNK)):
            check()
            written += len(chunk)
            if written > limit:
                raise ImportRefused(
                    f"{name_of(path)} unpacks to more than {_size(limit)}, far more than a table "
                    "would. Unpack it yourself and look, split it, or import it as Parquet."
                )
            out.write(chunk)


def _size(number: int) -> str:
    return f"{number >> 30} GB" if number >= 1 << 30 else f"{number >> 20} MB"
