"""Puts the Voice page into plain sentences, honest ones when little is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cx import zones
from cx.analysis.voice.effects import HIGHER, LOWER
from cx.analysis.voice.language import UNDETERMINED
from cx.words import counted

if TYPE_CHECKING:
    from cx.topics.voice.learnt import Learnt
    from cx.topics.voice.results import Theme, ThemesOf, Voice, WordsOf

SIDES = {
    "nps": ("detractors", "promoters"),
    "csat": ("dissatisfied customers", "satisfied customers"),
    "ces": ("those who found it hard", "those who found it easy"),
}
"""What the two sides are called that words are compared of."""

LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "nl": "Dutch",
}
NAMED_WORDS = 2
DRIFT = 0.10
"""From how much more on, in shares, unknown words or comments without a theme are warned of."""


def language_in_words(code: str) -> str:
    """Name a language.

    >>> language_in_words("pt"), language_in_words("sv")
    ('Portuguese', 'language "sv"')
    """
    return LANGUAGES.get(code, f'language "{code}"')


def people_counted(people: int) -> str:
    """Count people.

    >>> people_counted(1), people_counted(1200)
    ('1 person', '1,200 people')
    """
    return "1 person" if people == 1 else f"{people:,} people"


def listed(names: Iterable[str]) -> str:
    """Join names as people say them.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def spoken(word: str) -> str:
    """Write a word as people read it: a negation is a word of its own.

    >>> spoken("not_working")
    'not working'
    """
    return word.replace("_", " ")


def headline_of(result: Voice) -> str:
    """Answer the page's question in a sentence or two."""
    if not result.mix.comments:
        said = f" None of the {counted(result.view.answers, 'answer')} says anything in words."
        return "No comments match these filters." + (said if result.view.answers else "")
    words = next(iter(result.words.by_language), None)
    themes = next(iter(result.themes.by_language), None)
    if words is None:
        return (
            f"{counted(result.mix.comments, 'comment')} match these filters, but of none can the "
            "language be told."
        )
    parts = (_themes(result, themes) if themes else "", _words(result.view.metric.key, words))
    return " ".join(part for part in parts if part)


def _words(metric: str, found: WordsOf) -> str:
    low, high = SIDES[metric]
    if found.refusal:
        return f"Which words {low} use more cannot be said: {_inside(found.refusal.message)}."
    if not found.low and not found.high:
        return (
            f"No word of {low} differs from those of {high} beyond chance "
            f"({counted(found.compared, 'word')} compared)."
        )
    sides = ((found.low, low), (found.high, high))
    said = [
        f"of {who} {listed(f'“{word.label}”' for word in words[:NAMED_WORDS])}"
        for words, who in sides
        if words
    ]
    # A list of words may hold "and": a semicolon keeps the two sides apart.
    return f"Words that stand out: {'; '.join(said)}."


def _themes(result: Voice, found: ThemesOf) -> str:
    if found.refusal:
        return f"There are no themes: {_inside(found.refusal.message)}."
    clear = [each for each in found.themes if each.effect.verdict in (LOWER, HIGHER)]
    if not clear:
        return (
            f"None of the {counted(len(found.themes), 'theme')} is clearly linked to a better or a "
            "worse score."
        )
    lower = [each for each in clear if each.effect.verdict == LOWER]
    return _theme(result, max(lower or clear, key=_pull))


def _pull(theme: Theme) -> float:
    return abs(theme.effect.difference.value or 0.0) * theme.comments


def _theme(result: Voice, theme: Theme) -> str:
    metric = result.view.metric
    inside, outside = theme.effect.inside, theme.effect.outside
    scores = [metric.format(each.value) for each in (inside, outside) if each.value is not None]
    if len(scores) < 2:
        return ""
    goes = "lower" if theme.effect.verdict == LOWER else "higher"
    return (
        f"The theme “{theme.name}” is linked to the {goes} score: {metric.name} is {scores[0]} "
        f"where people write about it ({counted(theme.comments, 'comment')}) and {scores[1]} "
        "where they write about other things."
    )


def notes_of(result: Voice) -> tuple[str, ...]:
    """What a careful reader must know beside it."""
    if not result.mix.comments:
        return ()
    found = [_silent(result), _sample(result), _other_kinds(result), _untold(result)]
    found += [_other_languages(result), _repeated(result)]
    zone = result.view.settings.time_zone
    found += [note for each in result.themes.by_language for note in _learnt(each, zone)]
    if any(each.themes for each in result.themes.by_language):
        found.append(
            "A theme linked to a lower score is associated with it; it need not be the cause."
        )
    found.append(_regions(result))
    return tuple(note for note in found if note)


def _silent(result: Voice) -> str:
    answers = counted(result.view.answers, f"{result.view.metric.name} answer")
    return (
        f"{result.mix.total:,} of {answers} say something in words; those who wrote nothing may "
        "think otherwise."
    )


def _sample(result: Voice) -> str:
    if result.mix.total <= result.mix.comments:
        return ""
    return (
        f"Of {counted(result.mix.total, 'comment')} {result.mix.comments:,} were read: a sample "
        "by person, always the same. Search looks in all."
    )


def _other_kinds(result: Voice) -> str:
    kind, others = result.view.filters.survey_kind, result.view.other_kinds
    if not others or kind is None:
        return ""
    return (
        f"These are comments of the {kind} survey; those of {listed(others)} surveys answer "
        "another question."
    )


def _untold(result: Voice) -> str:
    untold = [each for each in result.mix.languages if each.code == UNDETERMINED]
    if not untold:
        return ""
    comments, share = counted(untold[0].comments, "comment"), 100 * untold[0].share
    return (
        f"Of {comments} ({share:.0f} %) nobody can tell the language; they are in no list of "
        "words and in no theme. The column language of the extract responses would tell."
    )


def _other_languages(result: Voice) -> str:
    others = result.words.by_language[1:]
    if not others:
        return ""
    named = listed(language_in_words(each.language) for each in others)
    return f"Comments in {named} are looked at by themselves: languages are never pooled."


def _repeated(result: Voice) -> str:
    repeated = sum(each.repeated for each in result.words.by_language)
    if not repeated:
        return ""
    return (
        f"{counted(repeated, 'comment')} of the two sides say word for word what another says, and "
        "count once where words are compared."
    )


def _learnt(found: ThemesOf, zone: str) -> list[str]:
    learnt = found.learnt
    if learnt is None or found.refusal:
        return []
    name = language_in_words(learnt.language)
    if not learnt.is_kept:
        return [
            f"The themes in {name} were learnt from {learnt.learnt_from}. They are found anew when "
            "data come in, until somebody keeps them."
        ]
    on = zones.day_of(learnt.learnt_at, zone) if learnt.learnt_at else None
    day = on.isoformat() if on else "a day not known"
    kept = (
        f"The themes in {name} are kept since {day} ({learnt.learnt_by}), learnt from "
        f"{learnt.learnt_from}."
    )
    return [kept, _drift(found, learnt)]


def _drift(found: ThemesOf, learnt: Learnt) -> str:
    """Warn where people have begun to write about what the kept themes do not know."""
    without = found.without_theme / found.long if found.long else 0.0
    said = [
        f"{100 * now:.0f} % of {what} (then {100 * before:.0f} %)"
        for now, before, what in (
            (without, learnt.none_share, "the comments are about none of them"),
            (found.unknown_share or 0.0, learnt.unknown_share, "the words are not known to them"),
        )
        if now - before >= DRIFT
    ]
    if not said:
        return ""
    return f"People have begun to write about other things: {listed(said)}. Learn the themes anew."


def _regions(result: Voice) -> str:
    if not result.view.filters.region or not result.listening.findings:
        return ""
    return "Findings of the other listening posts do not know the region and are of all regions."


def _inside(sentence: str) -> str:
    """Make a sentence a part of another."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")
