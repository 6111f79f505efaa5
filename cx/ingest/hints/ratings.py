"""Finds the columns of a wide survey file that rate one attribute each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cx.ingest.hints.fits import answers_scale
from cx.ingest.hints.scales import Scale, scale_of
from cx.ingest.hints.values import Profile

FEWEST = 3
"""Columns of one scale side by side that make a row of ratings."""
_FULL = 0.8
_OVERALL = re.compile(r"(?i)(overall|all|total|general|gesamt|insgesamt)$|^(overall|total)\b")
_STEM = re.compile(r"[A-Za-z]+\d+|[^\W_\d]+")
_QUESTION = re.compile(r"(?i)^q\d+[a-z]?(?:[._ :)-]+\d+)*[._ :)-]+(?=\D)|^.*\[(?=[^\]]+\]$)|\]$")


@dataclass(frozen=True, slots=True)
class Rated:
    """Columns that rate something on one scale, the scale, and which of them rates the whole."""

    names: tuple[str, ...]
    scale: Scale
    overall: str | None


def rated_columns(profiles: Sequence[Profile]) -> Rated | None:
    """Find the ratings of a wide file, or None.

    Columns count when at least three side by side have answers on the same scale; others of that
    scale join when they share the beginning of a name or stand between such columns.

    Parameters
    ----------
    profiles : sequence of Profile
        All columns, in the order of the file.
    """
    scales = [_scale(each) for each in profiles]
    ends = [(each.low, each.high) if each else None for each in scales]
    runs = [run for run in _runs(ends) if len(run) >= FEWEST]
    if not runs:
        return None
    longest = max(runs, key=len)
    wanted = ends[longest[0]]
    core = {place for run in runs if ends[run[0]] == wanted for place in run}
    stems = {_stem(profiles[place].name) for place in core}
    places = [
        place
        for place, found in enumerate(ends)
        if found == wanted
        and (min(core) <= place <= max(core) or _stem(profiles[place].name) in stems)
    ]
    return _joined([profiles[place] for place in places])


def rated_of(profiles: Sequence[Profile]) -> Rated | None:
    """Rated columns that somebody chose, with the scale of all their values."""
    return _joined(profiles) if profiles else None


def attribute_name(name: str) -> str:
    """What a rated column is about, as its name says, without the number of the question.

    >>> attribute_name("Q7. Cleanliness of restrooms"), attribute_name("Q7ART")
    ('Cleanliness of restrooms', 'Q7ART')
    """
    return _QUESTION.sub("", name).strip() or name


def _scale(profile: Profile) -> Scale | None:
    """Scale of a column that may be a rating: both halves of it answered, up to its top."""
    scale = answers_scale(profile)
    if scale is None or scale.share < _FULL or scale.high < 4 or len(profile.texts) > 16:
        return None
    return scale


def _runs(ends: Sequence[tuple[int, int] | None]) -> Iterator[list[int]]:
    run: list[int] = []
    for place, found in enumerate(ends):
        if run and found != ends[run[0]]:
            yield run
            run = []
        if found:
            run.append(place)
    if run:
        yield run


def _joined(found: Sequence[Profile]) -> Rated | None:
    """One scale for all, from the values of all."""
    texts = tuple(dict.fromkeys(text for each in found for text in each.kept))
    silent = tuple(dict.fromkeys(text for each in found for text in each.silent))
    scale = _scale_of_all(found, texts, silent)
    if scale is None:
        return None
    overall = next((each.name for each in found if _OVERALL.search(each.name.strip())), None)
    return Rated(tuple(each.name for each in found), scale, overall)


def _scale_of_all(
    found: Sequence[Profile], texts: tuple[str, ...], silent: tuple[str, ...]
) -> Scale | None:
    """Scale of all values together; words of different questions are read question by question."""
    is_numeric = any(profile.wholes for profile in found)
    together = scale_of(texts, silent) if is_numeric else None
    if together is not None:
        return together
    each = [scale for profile in found if (scale := answers_scale(profile)) is not None]
    values = {text: number for scale in each for text, number in scale.values.items()}
    odd = tuple(dict.fromkeys(text for scale in each for text in scale.odd))
    return Scale(each[0].low, each[0].high, odd, values, (), 1.0) if each else None


def _stem(name: str) -> str:
    found = _STEM.match(name.strip())
    return found[0].casefold() if found else name
