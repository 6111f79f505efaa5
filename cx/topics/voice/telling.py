"""Finds the words that set the unhappy apart from the happy, and who said them how."""

import pandas as pd

from cx.analysis.ladder import LADDER, Ladder
from cx.analysis.voice.fightin_words import Telling, set_apart
from cx.analysis.voice.phrases import phrases_of
from cx.analysis.voice.words import tabulate, words_of
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.voice.comments import (
    QUOTES,
    mix_of,
    quotes_of,
    read_comments,
    withhold_quotes,
)
from cx.topics.voice.results import Word, Words, WordsOf
from cx.topics.voice.view import settle

LISTED_WORDS, WEIGHED_WORDS = 20, 60
"""Of each side those listed; of so many of the clearest, filler is left out and phrases made."""


def load_words(ask: Ask, filters: Filters, settings: Settings = DEFAULTS) -> Words:
    """Find the words of detractors against those of promoters, or of their like.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        What to show. Without a survey kind the one that the page of the score shows.
    settings : Settings
        How many people must have written something before anybody is quoted.
    """
    view = settle(ask, filters, settings)
    comments = read_comments(ask, view.filters)
    by_language = tuple(
        tell_apart(language, comments.of(language), view.ladder) for language in comments.languages
    )
    return Words(view, mix_of(comments), by_language)


def tell_apart(language: str, rows: pd.DataFrame, ladder: Ladder = LADDER) -> WordsOf:
    """Compare the two sides of one language; who is neither, as passives are, stays out.

    Somebody who was unhappy once and happy another time counts once on each side.
    """
    rows = two_sides(rows)
    person, _ = pd.factorize(rows["person"] + rows["standing"].astype(str))
    table = tabulate(list(rows["text"]), person.tolist())
    is_low = (rows["standing"] < 0).to_numpy()
    found = set_apart(table, is_low[table.rows])
    lists = (
        _words(found.first, rows[is_low], found.people_first, ladder),
        _words(found.second, rows[~is_low], found.people_second, ladder),
    )
    return WordsOf(
        language=language,
        low=lists[0],
        high=lists[1],
        more_low=len(found.first) - len(lists[0]),
        more_high=len(found.second) - len(lists[1]),
        people_low=found.people_first,
        people_high=found.people_second,
        compared=found.family,
        repeated=table.repeated,
        refusal=found.refusal,
    )


def two_sides(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the comments of the unhappy and of the happy."""
    return rows[rows["standing"] != 0].reset_index(drop=True)


def _words(
    found: tuple[Telling, ...], rows: pd.DataFrame, people: int, ladder: Ladder
) -> tuple[Word, ...]:
    """Quote each word from the side that it sets apart, unless too few people used it there."""
    weighed = {each.word: each for each in found[:WEIGHED_WORDS]}
    phrases = phrases_of([*weighed], list(rows["text"]))
    top = [weighed[word] for word in [*phrases][:LISTED_WORDS]]
    places = _places({each.word for each in top}, rows)
    return tuple(
        _word(each, phrases[each.word], rows.loc[places[each.word]], people, ladder) for each in top
    )


def _word(found: Telling, phrase: str, rows: pd.DataFrame, people: int, ladder: Ladder) -> Word:
    share = found.share_first if found.z > 0 else found.share_second
    withheld = withhold_quotes(round(share * people), ladder)
    return Word(
        word=found.word,
        share_low=found.share_first,
        share_high=found.share_second,
        people=found.people,
        log_odds=found.log_odds,
        z=found.z,
        quotes=() if withheld else quotes_of(rows),
        quotes_withheld=withheld,
        phrase=phrase,
    )


def _places(words: set[str], rows: pd.DataFrame) -> dict[str, list[int]]:
    """Where the newest comments with each word are; enough to quote different people."""
    places: dict[str, list[int]] = {word: [] for word in words}
    missing = set(words)
    for at, text in zip(rows.index, rows["text"], strict=True):
        for word in missing & set(words_of(text)):
            places[word].append(at)
        missing = {word for word in missing if len(places[word]) < 4 * QUOTES}
        if not missing:
            break
    return places
