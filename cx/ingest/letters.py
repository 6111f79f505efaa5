"""Suggests the encoding of a text that does not say it: by what decodes, and by how it reads.

The three single-byte encodings of western Europe decode almost anything, so only the look of the
letters tells them apart: `café` is a word, the same byte
read as a comma at the end of `caf` is not. A suggestion is shown with a sample of
the text, and never used in an import unless somebody has agreed to it.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from cx.errors import ImportRefused
from cx.ingest.decode import CHUNK, encoding_of

SINGLE_BYTE = ("cp1252", "latin-1", "cp850")
"""In the order in which they are suggested when they read equally well."""
MOST_SEEN = 64 << 20
"""Bytes of a file that are looked at; enough to find one odd letter in most, and quick."""

_ODD = re.compile(rb"[^\n]{0,30}[\x80-\xff][^\n]{0,30}")
_FOREIGN_SIGNS = re.compile("[\x80-\x9f\u2500-\u259f]")
_BETTER = 1.0
"""Points per odd letter by which a reading must lead to be told from the next."""


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding, and what there is to say about it."""

    encoding: str
    notes: tuple[str, ...] = ()


def guess_encoding(name: str, path: Path) -> Guess:
    """Suggest the encoding of a text file.

    Raises
    ------
    ImportRefused
        When the file mixes UTF-8 with something else, naming line and byte.
    """
    marked = encoding_of(path)
    if marked != "utf-8":
        is_rare = marked != "utf-8-sig"
        said = f"The encoding is {_called(marked)}, as its first bytes say."
        return Guess(marked, (said,) if is_rare else ())
    wrong = _first_wrong(path)
    if wrong is None:
        return Guess("utf-8")
    if wrong.good_before:
        raise ImportRefused(
            f"{name}, line {wrong.line}: byte 0x{wrong.byte:02x} is not utf-8 text, though lines "
            "before it are: the file mixes two encodings. Export it again, or choose an encoding "
            "such as cp1252 and look whether all letters are right."
        )
    return _plausible(wrong.sample)


def is_utf8(path: Path) -> bool:
    """Whether the file, as far as it is looked at, is UTF-8."""
    return _first_wrong(path) is None


@dataclass(frozen=True, slots=True)
class _Wrong:
    line: int
    byte: int
    good_before: int
    """Letters beyond ASCII that were right UTF-8."""
    sample: bytes


def _first_wrong(path: Path) -> _Wrong | None:
    """First byte that is no UTF-8, with the megabyte around it."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    lines = letters = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK if file.tell() < MOST_SEEN else 0):
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as error:
                good = error.object[: error.start]
                seen = letters + sum(not sign.isascii() for sign in good.decode())
                line = lines + good.count(b"\n") + 1
                return _Wrong(line, error.object[error.start], seen, chunk + file.read(CHUNK))
            lines += chunk.count(b"\n")
            letters += 0 if text.isascii() else sum(not sign.isascii() for sign in text)
    return None


def _plausible(data: bytes) -> Guess:
    odd = [found[0] for found in _ODD.finditer(data)][:2000]
    scores = {each: _score(odd, each) for each in SINGLE_BYTE}
    best = max(scores, key=lambda each: scores[each])
    written = odd[0].decode(best, "replace").strip()
    said = (
        f'The encoding is not UTF-8; it reads like {_called(best)}: "{written}". '
        "Look whether the letters are right, or choose another encoding."
    )
    near = [
        each
        for each in SINGLE_BYTE
        if scores[best] - scores[each] < _BETTER
        and [line.decode(each, "replace") for line in odd]
        != [line.decode(best, "replace") for line in odd]
    ]
    if not near:
        return Guess(best, (said,))
    others = ", ".join(
        f'in {_called(each)} it would be "{odd[0].decode(each, "replace").strip()}"'
        for each in near
    )
    return Guess(best, (said, f"The encoding cannot be told for certain: {others}."))


def _score(lines: list[bytes], encoding: str) -> float:
    """Points per odd letter: how much the text reads like words."""
    points = signs = 0
    for line in lines:
        text = f" {line.decode(encoding, 'replace')} "
        for at, sign in enumerate(text):
            if sign.isascii():
                continue
            signs += 1
            points += _points(text[at - 1], sign, text[at + 1])
    return points / max(signs, 1)


def _points(before: str, sign: str, after: str) -> int:
    """Points of one letter between its neighbours."""
    if sign == "\ufffd" or _FOREIGN_SIGNS.match(sign):
        return -5
    is_inside = before.isalpha() or after.isalpha()
    if not sign.isalpha() or sign in "ªº":
        is_between = before.isalpha() and after.isalpha() and sign not in "\u2019\u2018"
        return -3 if is_between else 0
    if sign.isupper() and before.islower():
        return -2
    if sign.islower() and before.isupper() and after.isupper():
        return -2
    return 2 if is_inside else 1


def _called(encoding: str) -> str:
    """Name of an encoding as people know it.

    >>> _called("cp1252")
    'Windows-1252 (cp1252)'
    """
    return {
        "utf-8-sig": "UTF-8",
        "utf-16": "UTF-16",
        "cp1252": "Windows-1252 (cp1252)",
        "latin-1": "Latin-1",
        "cp850": "DOS 850 (cp850)",
    }.get(encoding, encoding)
