"""Finds for each column of an extract the source column that fits best."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cx.extracts import Column, Extract
from cx.ingest.hints.fits import NO, Fit, fit_of, without_strays
from cx.ingest.hints.names import FAR, Nearness, nearness
from cx.ingest.hints.ratings import Rated
from cx.ingest.hints.values import Profile

LEAST = 0.5
"""Confidence below which no source column is proposed."""
_ROWS = 20
"""Rows from which on different values are no chance."""
CLEAR = 0.9
"""Nearness of a name that hardly anything else has."""
SCORES = ("nps", "csat", "ces")


@dataclass(frozen=True, slots=True)
class Match:
    """A source column for a column of ours: how sure, and why."""

    name: str
    profile: Profile
    confidence: float
    why: str


def match_columns(
    extract: Extract, profiles: Sequence[Profile], rated: Rated | None = None
) -> dict[str, Match]:
    """Give each column of an extract the best source column that no other has.

    Parameters
    ----------
    extract : Extract
        What the file may hold.
    profiles : sequence of Profile
        Source columns.
    rated : Rated, optional
        Columns of a row of ratings, of which only the one about the whole may be something else.

    Returns
    -------
    dict of str to Match
        By our column; those that nothing fits are not in it.
    """
    found = sorted(_candidates(extract, profiles, rated), key=lambda each: -each[0])
    matches: dict[str, Match] = {}
    taken: set[str] = set()
    for _, match in found:
        if match.name not in matches and match.profile.name not in taken:
            matches[match.name] = match
            taken.add(match.profile.name)
    _share_label(extract, found, matches)
    return {name: matches[name] for name in extract.names if name in matches}


def first_as_id(
    extract: Extract, profiles: Sequence[Profile], matches: Mapping[str, Match]
) -> dict[str, Match]:
    """Take a first column that tells rows apart for the id, in whatever language it is called.

    It says nothing about which extract a file is, as every extract has an id.
    """
    key, first = extract.column(extract.key[0]), profiles[0] if profiles else None
    if first is None or key.type != "id" or len(extract.key) > 1 or key.name in matches:
        return {}
    is_free = all(each.profile is not first for each in matches.values())
    if not is_free or not first.is_unique or len(first.cells) < _ROWS:
        return {}
    if fit_of(key, first).share < 1:
        return {}
    why = "the first column, and its values are all different"
    return {key.name: Match(key.name, first, LEAST, why)}


def _candidates(
    extract: Extract, profiles: Sequence[Profile], rated: Rated | None
) -> Iterator[tuple[float, Match]]:
    """Pairs that may be, with their rank: confidence, and a little more where a value is needed."""
    for place, column in enumerate(extract.columns):
        is_needed = column.is_required and column.default is None
        for profile in profiles:
            match = _match(extract, column, profile, rated)
            if match.confidence >= LEAST:
                yield match.confidence + 0.03 * is_needed - 0.0001 * place, match


def _match(extract: Extract, column: Column, profile: Profile, rated: Rated | None) -> Match:
    near = nearness(extract, column.name, profile.name)
    if rated and profile.name in rated.names:
        near = _about_the_whole(column, profile, rated, near)
    fit = fit_of(column, profile) if near.score > 0.3 else NO
    if fit.share == 0.0 and near.score >= (CLEAR if column.name in SCORES else 1.0):
        # What bears our own name is it; rows with a stray value are rejected, not the column.
        profile, fit = without_strays(column, profile)
    if extract.name == "responses" and near.score < 0.6 and column.name in _TELLING:
        told = _told_by_values(column, profile, rated)
        if told.share > near.score:
            return Match(column.name, profile, told.share, told.why)
    if fit.share == 0.0:
        return Match(column.name, profile, 0.0, "")
    if column.name in extract.key and not profile.is_unique and len(extract.key) == 1:
        fit = Fit(0.75 * fit.share, "some values repeat")
    confidence = round(near.score * (0.3 + 0.7 * fit.share), 2)
    return Match(column.name, profile, confidence, f"{near.why}; {fit.why}")


def _about_the_whole(column: Column, profile: Profile, rated: Rated, near: Nearness) -> Nearness:
    """Only the one rating of the whole may be the satisfaction, unless the name is our own."""
    if column.name == "csat" and profile.name == rated.overall:
        return max(near, Nearness(0.75, "it rates the whole among many ratings"), key=_score)
    return near if near.score >= 0.9 else FAR


def _score(near: Nearness) -> float:
    return near.score


_TELLING = ("nps", "comment")
"""Columns of responses whose values can be told without a name."""


def _told_by_values(column: Column, profile: Profile, rated: Rated | None) -> Fit:
    if rated and profile.name in rated.names:
        return NO
    fit = fit_of(column, profile) if profile.kept else NO
    if column.name == "comment":
        is_prose = fit.share == 1.0 and profile.words > 3 and len(profile.texts) >= 20
        return Fit(0.5 + round(min(profile.words, 20) / 500, 2), fit.why) if is_prose else NO
    if fit.share < 1.0:
        return NO
    is_likely = any("likely" in text.casefold() for text in profile.kept)
    return Fit(0.85, "values go from not likely to likely") if is_likely else Fit(0.5, fit.why)


def _share_label(
    extract: Extract, found: Sequence[tuple[float, Match]], matches: dict[str, Match]
) -> None:
    """Let a name that is required stand in the same column as a label, when nothing else does."""
    for column in extract.columns:
        if not (column.is_required and column.type == "text") or column.name in matches:
            continue
        for _, match in found:
            other = next((each for each in matches.values() if each.profile is match.profile), None)
            if match.name == column.name and other and _is_label(extract.column(other.name)):
                why = f"the same column as {other.name}, as no other fits"
                matches[column.name] = Match(match.name, match.profile, LEAST, why)
                break


def _is_label(column: Column) -> bool:
    return column.type == "text" and not column.choices and not column.is_required
