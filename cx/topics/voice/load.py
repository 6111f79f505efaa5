"""Loads the whole Voice page; a page may load its parts one by one and draw the first early."""

from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.voice.listening import load_listening
from cx.topics.voice.results import Voice
from cx.topics.voice.telling import load_words
from cx.topics.voice.themes import load_themes


def load(
    ask: Ask, filters: Filters, revision: int | None = None, settings: Settings = DEFAULTS
) -> Voice:
    """Find out what people say, in their words.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        What to show. Without a survey kind the relationship survey is taken where it can be
        shown, else the kind with most answers: kinds are never pooled.
    revision : int, optional
        The kept themes as they were after that change; by default as they are now.
    settings : Settings
        How many answers a figure takes in this company.
    """
    return Voice(
        words=load_words(ask, filters, settings),
        themes=load_themes(ask, filters, revision=revision, settings=settings),
        listening=load_listening(ask, filters, settings),
    )
