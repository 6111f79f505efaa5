"""Hides in comments what could tell who wrote them: addresses, numbers, names after a title."""

import re

_MAIL = re.compile(r"[\w.+'-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@])@\w{3,}")
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?\b")
_DAY = r"(?!\d{4}-\d\d-\d\d\b|\d{1,2}[./]\d{1,2}[./]\d{4}\b)"
_NUMBER = re.compile(rf"(?<![\w.]){_DAY}[+(]?\d(?:[\s./()–-]{{0,2}}\d){{6,}}(?!\w)")
_TITLE = (
    r"(?:Mrs?|Ms|Miss|Dr|Prof|Sir|Madam|Herrn?|Frau|Monsieur|Madame|Mme|Señora?|Sra?|Sig|Signora?)"
)
_TITLED = re.compile(rf"\b({_TITLE})(\.?\s+)((?:[^\W\d_a-z][\w'’-]*\s?){{1,3}})")
_NAMED = re.compile(
    r"(?i:\b(my name is|mein name ist|je m'appelle|me llamo|mi chiamo|ik heet|regards,|"
    r"gruß|grüße|grüßen,?|sincerely,|yours,)\s+)((?:[^\W\d_a-z][\w'’-]*\s?){1,3})"
)
# Most comments hold none of what all these begin with, and one look is cheaper than seven.
_SIGNS = re.compile(rf"[@\d(\[:]|[wW]{{3}}\.|\b{_TITLE}[\s.]")
_BEFORE_NAMES = ("name is", "name ist", "appelle", "llamo", "chiamo", "heet", "regards,")
_ENDINGS = ("gruß", "grüß", "sincerely,", "yours,")
_MARK = re.compile(r"\[(?:e-mail|number|link|handle|name)\]")


def mask(text: str) -> str:
    """Return a comment without what could tell who wrote it or whom it names.

    Parameters
    ----------
    text : str

    Notes
    -----
    E-mail addresses, links, handles, account and telephone numbers (seven digits or more), and
    names after a title or a phrase such as "my name is". Names that stand alone are not found.

    Examples
    --------
    >>> mask("Call me on +44 20 7946 0958 or a.b@example.com, says Mrs Example")
    'Call me on [number] or [e-mail], says Mrs [name]'
    >>> mask("Order 4711 came 12 days late")
    'Order 4711 came 12 days late'
    """
    if not _is_suspect(text):
        return text
    text = _LINK.sub("[link]", _MAIL.sub("[e-mail]", text))
    text = _HANDLE.sub("[handle]", _NUMBER.sub("[number]", _ACCOUNT.sub("[number]", text)))
    text = _TITLED.sub(lambda found: f"{found[1]}{found[2]}[name]{_space(found[3])}", text)
    return _NAMED.sub(lambda found: f"{found[1]} [name]{_space(found[2])}", text)


def _is_suspect(text: str) -> bool:
    if _SIGNS.search(text):
        return True
    folded = text.lower()
    return any(words in folded for words in (*_BEFORE_NAMES, *_ENDINGS))


def _space(name: str) -> str:
    return " " if name.endswith(" ") else ""


def bare(masked: str) -> str:
    """Return a masked comment without the marks: what may be counted as words.

    >>> bare("Call me on [number], says Mrs [name]")
    'Call me on  , says Mrs  '
    """
    return _MARK.sub(" ", masked) if "[" in masked else masked
