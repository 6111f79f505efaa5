"""Text of the data as documents may hold it: nothing in it is markup, a field or a formula."""

import unicodedata

LONGEST_CELL = 32_767
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


def plain(text: str) -> str:
    r"""Return text in one line without signs that no document may hold.

    Control characters, lone surrogates, private and unassigned signs go, and so do those that
    turn the direction of what follows; ends of lines become blanks.

    >>> plain("a\x00b\ufffe \n c\u202e")
    'ab c'
    """
    kept = (" " if sign.isspace() else sign for sign in text if sign.isspace() or _may_stay(sign))
    return " ".join("".join(kept).split())


def cell(text: str) -> str:
    r"""Return text for a cell of a workbook: its lines stay, and it is cut where a cell ends.

    >>> cell("two\nlines\x01"), len(cell("x" * 40_000))
    ('two\nlines', 32767)
    """
    kept = "".join(sign for sign in text if sign in "\n\t" or _may_stay(sign))
    return kept if len(kept) <= LONGEST_CELL else f"{kept[: LONGEST_CELL - 1]}…"


def _may_stay(sign: str) -> bool:
    return sign in _JOINERS or not unicodedata.category(sign).startswith("C")


def cut(text: str, longest: int) -> str:
    """Cut text to a length, at the end of a word where that is near.

    >>> cut("Low ratings of delivery cost most", 20), cut("short", 20)
    ('Low ratings of…', 'short')
    """
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    at_word = head.rsplit(" ", 1)[0]
    return f"{(at_word if len(at_word) > longest // 2 else head).rstrip(' ,;:')}…"
