"""Words for pages: data text made harmless, counts and days as people write them."""

import re
from datetime import date

# Addresses and icons are made after markdown is read, so a backslash does not stop them.
LINKS = re.compile(r":(?=[\w/])|www(?=\.)|@(?=\w)")
UNSEEN = "\N{WORD JOINER}"
MARKDOWN = re.compile(r"([\\`*_\[\](){}!<>$:|#~+\-.=^@&])")


def escape(text: str) -> str:
    r"""Return text from the data so that markdown shows it and does not obey it.

    Parameters
    ----------
    text : str
        Anything that somebody typed or uploaded.

    Examples
    --------
    >>> print(escape("![x](a) $1, *2* <b>"))
    \!\[x\]\(a\) \$1, \*2\* \<b\>
    >>> escape("www.a.b").count(UNSEEN)
    1
    """
    apart = LINKS.sub(rf"\g<0>{UNSEEN}", " ".join(text.split()))
    return MARKDOWN.sub(r"\\\1", apart)


def in_words(day: date) -> str:
    """Write a day as people do.

    >>> in_words(date(2025, 4, 3))
    '3 April 2025'
    """
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}"


def listed(words: list[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    *others, last = words or [""]
    return f"{', '.join(others)} and {last}" if others else last
