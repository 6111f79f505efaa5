"""Words for pages: text from the data made harmless, alone and as a list."""

import re
from collections.abc import Iterable

# Addresses and icons are made after markdown is read, so a backslash does not stop them.
LINKS = re.compile(r":(?=[\w/])|www(?=\.)|@(?=\w)")
UNSEEN = "\N{WORD JOINER}"
NOTHING = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
"""A picture of one pixel that lets everything through."""

# Labels are read aloud as they are written, so a name such as order_id keeps its plain form.
MARKDOWN = re.compile(r"([\\`*\[\](){}!<>$:|#~+\-.=^@&]|(?<![^\W_])_|_(?![^\W_]))")


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


def bullets(sentences: Iterable[str]) -> str:
    r"""Write sentences from the data as a list in markdown; nothing for none.

    >>> print(bullets(["NPS (relationship) rose.", "a*b"]))
    - NPS \(relationship\) rose\.
    - a\*b
    """
    return "\n".join(f"- {escape(sentence)}" for sentence in sentences)


def unseen(words: str) -> str:
    r"""Return words that belong to a label for those who hear it: the name of an empty picture.

    >>> unseen("of *A*").startswith(r"![ of \*A\*](data:image/gif;base64,")
    True
    """
    return f"![ {escape(words)}]({NOTHING})"
