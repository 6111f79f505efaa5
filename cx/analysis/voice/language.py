"""In which language a comment is, by a vote of its commonest small words; or that nobody knows."""

import re
from collections import Counter

from cx.analysis.voice.small_words import LANGUAGES_OF

SURE, LEAST_VOTES = 0.80, 2
UNDETERMINED = "undetermined"

_CODES = {
    "en": "english eng",
    "de": "german deutsch deu ger",
    "fr": "french français francais fra fre",
    "es": "spanish español espanol spa",
    "pt": "portuguese português portugues por",
    "it": "italian italiano ita",
    "nl": "dutch nederlands nld dut",
}
_NAMED = {name: code for code, names in _CODES.items() for name in names.split()}
_NO_LANGUAGE = frozenset(["und", "unk", "mul", "mis", "zxx", "na", "xx"])

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def language_of(text: str) -> str:
    """Name the language of a text, or say that it cannot be told.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        A code such as ``"en"``; ``"undetermined"`` when fewer than two small words stand in it,
        or fewer than 80 in 100 of those that some language knows are of one.

    Examples
    --------
    >>> language_of("The driver was late and nobody called me")
    'en'
    >>> language_of("Der Service war eine Katastrophe und die Hotline auch")
    'de'
    >>> language_of("Super!!!")
    'undetermined'
    """
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    known = [LANGUAGES_OF[word] for word in words if word in LANGUAGES_OF]
    votes = Counter(code for codes in known for code in codes).most_common(2)
    if not votes or votes[0][1] < LEAST_VOTES or votes[0][1] < SURE * len(known):
        return UNDETERMINED
    is_tie = len(votes) > 1 and votes[1][1] == votes[0][1]
    return UNDETERMINED if is_tie else votes[0][0]


def recorded_language(recorded: str | None) -> str | None:
    """Read what a file says the language is; None where it says nothing that is a language.

    >>> [recorded_language(said) for said in ("en", "EN-gb", "Deutsch", "sv", "n/a", None)]
    ['en', 'en', 'de', 'sv', None, None]
    """
    if not isinstance(recorded, str):
        return None
    word = re.split(r"[-_ (;,/]", recorded.strip().casefold(), maxsplit=1)[0]
    if word in _NAMED:
        return _NAMED[word]
    is_code = word.isalpha() and len(word) in (2, 3) and word not in _NO_LANGUAGE
    return word if is_code else None


def is_small(word: str) -> bool:
    """Whether a word says nothing but its language.

    >>> is_small("the"), is_small("late")
    (True, False)
    """
    return word in LANGUAGES_OF
