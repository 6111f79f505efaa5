"""Which kind of extract a file most likely is."""

import re
from collections.abc import Sequence

from cx.extracts import EXTRACTS, Extract
from cx.ingest.hints.columns import Match, match_columns
from cx.ingest.hints.names import words_of
from cx.ingest.hints.ratings import Rated
from cx.ingest.hints.usual import HINTS, NOUNS
from cx.ingest.hints.values import Profile

_MANY = 8
"""Columns from which on a file may have others that nobody asks for."""
_TELLING = 4
"""Columns that make an extract likely of which only the id is needed, and missing."""


def rank_kinds(
    file_name: str, profiles: Sequence[Profile], rated: Rated | None
) -> tuple[tuple[str, float], ...]:
    """Rank the extracts by how well the file fits them, best first, each from 0 to 1.

    Parameters
    ----------
    file_name : str
        Its name often says what it holds.
    profiles : sequence of Profile
        Its columns.
    rated : Rated, optional
        Columns of a row of ratings, as only surveys have.
    """
    said = _said(file_name)
    found = [
        (name, _confidence(extract, profiles, rated, name in said))
        for name, extract in EXTRACTS.items()
    ]
    return tuple(sorted(found, key=lambda each: -each[1]))


def _said(file_name: str) -> set[str]:
    """Extracts whose noun is in the name of the file, the last one if there are several."""
    stem = re.sub(r"(?i)\.(csv|tsv|txt|xlsx|parquet|gz|zip)\b", "", file_name)
    words = [word.removesuffix("s") for word in words_of(stem)]
    places = {
        name: max((_place(words_of(noun), words) for noun in (*nouns, name)), default=-1)
        for name, nouns in NOUNS.items()
    }
    last = max(places.values())
    return {name for name, place in places.items() if place == last >= 0}


def _place(noun: Sequence[str], words: list[str]) -> int:
    """Where a noun ends in the words of a name; -1 when it is not there."""
    wanted = [word.removesuffix("s") for word in noun]
    ends = [i + len(wanted) for i in range(len(words)) if words[i : i + len(wanted)] == wanted]
    return max(ends, default=-1)


def _confidence(
    extract: Extract, profiles: Sequence[Profile], rated: Rated | None, is_said: bool
) -> float:
    is_survey = extract.name == "responses"
    matches = match_columns(extract, profiles, rated if is_survey else None)
    needed = [each.name for each in extract.columns if each.is_required and each.default is None]
    found = [_found(extract, name, matches) for name in needed]
    if needed == [extract.key[0]] and extract.key[0] not in matches:
        # Nothing else is needed, so the other columns have to tell.
        found.append(min(1.0, len(matches) / _TELLING))
    has_needed = sum(found) / len(found)
    used = sum(each.confidence for each in matches.values())
    covered = min(1.0, used / min(len(profiles), _MANY)) if profiles else 0.0
    hinted = min(_hints(extract, profiles), 3) / 3
    score = (0.5 + 0.2 * is_said) * has_needed + 0.3 * covered + 0.15 * hinted
    if is_survey:
        score = max(score, _survey_confidence(matches, rated))
    return round(min(score, 1.0) * _weight(extract, matches), 2)


def _survey_confidence(matches: dict[str, Match], rated: Rated | None) -> float:
    """A score and a row of ratings make a survey, also without ids and days."""
    scores = max(
        (matches[name].confidence for name in ("nps", "csat", "ces") if name in matches), default=0
    )
    rows = min(len(rated.names), 10) / 10 if rated else 0.0
    return 0.55 * scores + 0.35 * rows


def _weight(extract: Extract, matches: dict[str, Match]) -> float:
    """Less for a file in which nothing but ids and days was found: every extract has those."""
    telling = [name for name in matches if extract.column(name).type not in ("id", "date", "time")]
    return 1.0 if telling or len(matches) > 1 else 0.6


def _found(extract: Extract, name: str, matches: dict[str, Match]) -> float:
    """Confidence in a required column; a little for an id, which a row's number can stand for."""
    if name in matches:
        return matches[name].confidence
    return 0.25 if (name,) == extract.key else 0.0


def _hints(extract: Extract, profiles: Sequence[Profile]) -> int:
    known = set(HINTS.get(extract.name, ()))
    return sum(bool(known & set(words_of(each.name))) for each in profiles)
