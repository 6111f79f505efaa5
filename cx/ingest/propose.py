"""Proposes how a file fits: which extract, which column is which, and what has to be asked.

Everything is told from the names and values of one look at the file. Nothing is settled silently:
what the look does not show becomes a question, and `accept` makes a mapping of the answers.
"""

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence

from cx.errors import MappingError
from cx.extracts import EXTRACTS, Column, Extract
from cx.ingest.hints.amounts import amounts_of
from cx.ingest.hints.columns import Match, first_as_id, match_columns
from cx.ingest.hints.currency import currency_column
from cx.ingest.hints.days import days_of
from cx.ingest.hints.fits import answers_scale, choice_of, nps_answers, strays_of
from cx.ingest.hints.kinds import rank_kinds
from cx.ingest.hints.names import nearness
from cx.ingest.hints.proposal import Choice, ColumnProposal, Proposal, Question, RatingScale
from cx.ingest.hints.questions import (
    column_questions,
    constant_questions,
    day_words,
    key_question,
    rating_questions,
)
from cx.ingest.hints.ratings import Rated, attribute_name, rated_columns, rated_of
from cx.ingest.hints.values import Profile, profiles
from cx.ingest.look import Look
from cx.ingest.mapping import extract_of, find_column, near, required

__all__ = [
    "CALLED_SO",
    "CHOSEN",
    "Choice",
    "ColumnProposal",
    "Proposal",
    "Question",
    "RatingScale",
    "adjust",
    "propose",
]

CHOSEN = "chosen by hand"
"""Why a source is there that a person chose."""
CALLED_SO = "is called so, but"
"""What is said of a column whose name fits and whose values do not."""

_THROUGH = {
    "order_id": "order",
    "interaction_id": "contact",
    "contract_id": "contract",
    "invitation_id": "invitation",
}


def propose(look: Look, kind: str | None = None) -> Proposal:
    """Propose the extract, the source of each of its columns, and the questions to ask.

    Parameters
    ----------
    look : Look
        The beginning of the file.
    kind : str, optional
        The extract, when a person has said so.

    Raises
    ------
    MappingError
        When there is no such extract.

    Examples
    --------
    >>> from cx.ingest.look import ReadOptions
    >>> rows = (("1", "2024-01-02", "9"), ("2", "2024-01-03", "0"))
    >>> seen = Look("nps.csv", 9, "text", ReadOptions(), (), ("Id", "Date", "Score 0-10"), rows)
    >>> found = propose(seen, "responses")
    >>> found.sources["responded_at"], found.column("response_id").why
    ('Date', 'it is called the id; values are all different')
    """
    seen = profiles(look)
    rated = rated_columns(seen)
    kinds = rank_kinds(look.file_name, seen, rated)
    extract = extract_of(kind or kinds[0][0])
    rated = rated if extract.name == "responses" else None
    matches = match_columns(extract, seen, rated)
    matches |= first_as_id(extract, seen, matches)
    taken = {match.profile.name for match in matches.values()}
    names = [name for name in rated.names if name not in taken] if rated else []
    return _proposal(extract, kinds, matches, seen, {name: attribute_name(name) for name in names})


def adjust(
    look: Look,
    proposal: Proposal,
    columns: AnyMapping[str, str | None],
    ratings: AnyMapping[str, str] | None = None,
) -> Proposal:
    """Ask anew after a person has chosen other columns.

    Parameters
    ----------
    look : Look
        The same look.
    proposal : Proposal
        What was proposed.
    columns : mapping of str to str or None
        Our column to the source chosen, None to leave it out; the others stay as proposed.
    ratings : mapping of str to str, optional
        Source columns that are rated, with the name of what they rate; else as proposed.

    Raises
    ------
    MappingError
        For a column that the extract or the file does not have.
    """
    extract = extract_of(proposal.kind)
    seen = {each.name: each for each in profiles(look)}
    matches = {
        each.name: Match(each.name, seen[each.source], each.confidence, each.why)
        for each in proposal.columns
        if each.source is not None
    }
    for name, source in columns.items():
        if name not in extract.names:
            raise MappingError(f"{extract.name} has no column {name}{near(name, extract.names)}.")
        if not source:
            matches.pop(name, None)
        elif matches.get(name) is None or matches[name].profile.name != source:
            matches[name] = Match(name, _profile(source, look, seen), 1.0, CHOSEN)
    taken = {match.profile.name for match in matches.values()}
    proposed = {name: said for name, said in proposal.ratings if name not in taken}
    chosen = proposed if ratings is None else dict(ratings)
    return _proposal(extract, proposal.kinds, matches, tuple(seen.values()), chosen)


def _profile(source: str, look: Look, seen: AnyMapping[str, Profile]) -> Profile:
    place = find_column(source, look.header)
    if place is None:
        raise MappingError(f'{look.file_name} has no column "{source}"{near(source, look.header)}.')
    return seen[look.header[place]]


def _proposal(
    extract: Extract,
    kinds: tuple[tuple[str, float], ...],
    matches: dict[str, Match],
    seen: Sequence[Profile],
    ratings: AnyMapping[str, str],
) -> Proposal:
    """Put together what was found and what has to be asked."""
    rated = rated_of([each for each in seen if each.name in ratings])
    key = extract.key[0] if _has_single_id(extract) else None
    needs_row_key = key is not None and key not in matches
    missing = [
        each.name
        for each in required(extract)
        if each.name not in matches and not (needs_row_key and each.name == key)
    ]
    askable = [name for name in missing if extract.column(name).type != "id"]
    questions = (
        *_key_questions(extract, key, matches, seen),
        *_column_questions(extract, key, matches),
        *(rating_questions(rated.names, rated.scale) if rated else ()),
        *constant_questions(extract, askable),
    )
    return Proposal(
        extract.name,
        kinds,
        tuple(_column(extract, column, matches, seen) for column in extract.columns),
        tuple(ratings.items()),
        _rating_scale(rated),
        questions,
        needs_row_key,
        tuple(name for name in missing if name not in askable),
        tuple(_notes(extract, matches, seen, needs_row_key)),
        _currency(extract, matches, seen),
    )


def _currency(extract: Extract, matches: AnyMapping[str, Match], seen: Sequence[Profile]) -> str:
    """Column of the currency, unless something else of ours comes from it."""
    taken = {match.profile.name for match in matches.values()}
    return currency_column(extract, matches, [each for each in seen if each.name not in taken])


def _has_single_id(extract: Extract) -> bool:
    return len(extract.key) == 1 and extract.column(extract.key[0]).type == "id"


def _key_questions(
    extract: Extract, key: str | None, matches: AnyMapping[str, Match], seen: Sequence[Profile]
) -> tuple[Question, ...]:
    if key is None or key not in matches:
        return ()
    return tuple(key_question(extract.column(key), matches[key].profile, seen))


def _column_questions(
    extract: Extract, key: str | None, matches: AnyMapping[str, Match]
) -> list[Question]:
    return [
        question
        for column in extract.columns
        if column.name in matches
        for question in column_questions(
            column, matches[column.name].profile, is_key=column.name == key
        )
    ]


def _rating_scale(rated: Rated | None) -> RatingScale:
    if rated is None:
        return RatingScale()
    return RatingScale(rated.scale.low, rated.scale.high, rated.scale.values)


def _column(
    extract: Extract, column: Column, matches: AnyMapping[str, Match], seen: Sequence[Profile]
) -> ColumnProposal:
    match = matches.get(column.name)
    if match is None:
        return ColumnProposal(column.name, None, 0.0, _why_none(extract, column, matches, seen))
    form, settled = _format(column, match.profile)
    # A proposal that is adjusted has said it before.
    is_news = bool(settled) and settled not in match.why
    return ColumnProposal(
        column.name,
        match.profile.name,
        match.confidence,
        f"{match.why}; {settled}" if is_news else match.why,
        match.profile.samples,
        _values(column, match.profile),
        form,
    )


def _why_none(
    extract: Extract, column: Column, matches: AnyMapping[str, Match], seen: Sequence[Profile]
) -> str:
    """Say that nothing fits; of a column that is called so, that its values do not."""
    taken = {match.profile.name for match in matches.values()}
    named = (
        each
        for each in seen
        if each.name not in taken and nearness(extract, column.name, each.name).score >= 0.93
    )
    profile = next(named, None)
    if profile is None or not profile.samples:
        return "no column seems to hold it"
    strays = strays_of(column, profile)
    if not strays and column.type in ("date", "time") and days_of(profile.kept).formats:
        return f"{profile.name} {CALLED_SO} its days are not all written in the same way"
    example = (strays or profile.samples)[0]
    return f'{profile.name} {CALLED_SO} values such as "{example}" do not fit'


def _format(column: Column, profile: Profile) -> tuple[str, str]:
    """Format that the values settle, and how they do."""
    if column.type in ("date", "time"):
        days = days_of(profile.kept)
        if len(days.formats) != 1 or days.is_short or not days.formats[0]:
            return "", ""
        proof = f', as in "{days.proof}"' if days.proof else ""
        return days.formats[0], f"written as {day_words(days.formats[0])}{proof}"
    if column.type in ("integer", "number", "money") and column.name not in ("nps", "csat", "ces"):
        amounts = amounts_of(profile.kept)
        if len(amounts.formats) == 1 and amounts.formats[0]:
            return amounts.formats[0], f'written like {amounts.formats[0]}, as in "{amounts.proof}"'
    return "", ""


def _values(column: Column, profile: Profile) -> dict[str, str]:
    """What words of the file mean in ours."""
    if column.name == "nps":
        answers = nps_answers(profile) or {}
        return {each: str(number) for each, number in answers.items() if each != str(number)}
    if column.name in ("csat", "ces"):
        scale = answers_scale(profile)
        return dict(scale.values) if scale else {}
    choices = ("true", "false") if column.type == "flag" else column.choices
    if column.type == "flag" and profile.share_flag == 1.0:
        return {}
    found = {each: choice_of(each, choices) for each in profile.kept} if choices else {}
    known = {each: ours for each, ours in found.items() if ours is not None}
    return known if any(each.lower() != ours for each, ours in known.items()) else {}


def _notes(
    extract: Extract, matches: AnyMapping[str, Match], seen: Sequence[Profile], needs_row_key: bool
) -> list[str]:
    notes = []
    if needs_row_key:
        notes.append(
            f"No column is the {extract.key[0]}, so a key is made from the row number: all rows "
            f"are kept, but {_without_id(extract)}."
        )
    if extract.name == "responses" and "customer_id" not in matches:
        notes.append(_who_answered(matches))
    for name in ("csat", "ces"):
        scale = answers_scale(matches[name].profile) if name in matches else None
        usual = 5 if name == "csat" else 7
        if scale and scale.high != usual:
            notes.append(
                f"{matches[name].profile.name} is answered from {scale.said}. Say so in the "
                f"extract surveys ({name}_scale {scale.high}) and map its survey_id; without it "
                f"the scale is taken to end at {usual}."
            )
    same = [each.name for each in seen if each.is_constant]
    if same:
        notes.append(f"The same value in every row seen: {', '.join(same)}.")
    return notes


def _without_id(extract: Extract) -> str:
    """What cannot be done with rows that have no id of their own."""
    replaced = "a corrected file cannot replace single rows"
    if not any(extract.name in each.references.values() for each in EXTRACTS.values()):
        return replaced
    return f"{replaced}, and no other file can point to them"


def _who_answered(matches: AnyMapping[str, Match]) -> str:
    through = [(name, word) for name, word in _THROUGH.items() if name in matches]
    if not through:
        return "No column says who answered: the answers are anonymous."
    name, word = through[0]
    source = matches[name].profile.name
    return f"No column says who answered; the customer is found through the {word} ({source})."
