"""The Voice page put together: what is there at once, and what is still being found."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from cx.analysis.voice.language import UNDETERMINED
from cx.ingest.jobs import Job
from cx.topics import voice
from cx.topics.voice import Themes, Voice, Words
from cx.topics.voice.results import ThemesOf
from cx.ui import cards, session, voice_parts, voice_themes, voice_work


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows.

    Parameters
    ----------
    whole : Voice
        Everything; without themes while these are being found.
    themes : Themes or None
    job : Job or None
        The work that finds them, where it goes on or failed.
    """

    whole: Voice
    themes: Themes | None
    job: Job[Any] | None

    @property
    def is_finding(self) -> bool:
        """Whether themes are still being found."""
        return self.job is not None and self.job.state in voice_work.UNDER_WAY


def gather(words: Words) -> Page:
    """Ask for all that goes with the words of a view; themes that take long come later."""
    listening = session.answer(voice.load_listening, session.filters())
    codes = tuple(each.code for each in words.mix.languages if each.code != UNDETERMINED)
    found = voice_work.learnt(codes)
    if isinstance(found, Job):
        none_yet = Themes(words.view, words.mix, (), 0)
        return Page(Voice(words, none_yet, listening), None, found)
    themes = voice_work.themes(session.filters(), found)
    return Page(Voice(words, themes, listening), themes, None)


def words(page: Page, language: str) -> None:
    """Show the telling words of a language, or that nobody can tell it."""
    if language == UNDETERMINED:
        voice_parts.untold(page.whole.mix)
        return
    found = next(each for each in page.whole.words.by_language if each.language == language)
    voice_parts.telling(page.whole, found)


def themes(page: Page, language: str) -> None:
    """Show the themes of a language, how far the work is that finds them, or why there are none."""
    if page.job is not None:
        _under_way(page)
        return
    found = _themes_of(page, language)
    if found is not None:
        voice_themes.overview(page.whole, found)
    elif language == UNDETERMINED:
        words = "Themes are found for each language by itself; these comments have none."
        remedy = "The column language of the extract responses would tell."
        voice_parts.refused("Themes", words, remedy)


def _under_way(page: Page) -> None:
    assert page.job is not None  # asked before
    with st.container(border=True, height="stretch"):
        cards.section(voice_themes.TITLE)
        if page.is_finding:
            st.caption("Five random starts are compared for each number of themes.")
            voice_work.watch(page.job)
        elif page.job.state == "done":
            st.rerun()
        else:
            voice_work.ended_badly(page.job, "themes")


def theme(page: Page, language: str) -> None:
    """Look at one theme of a language, where there are any."""
    found = _themes_of(page, language)
    if found is not None:
        voice_themes.one(page.whole, found)


def _themes_of(page: Page, language: str) -> ThemesOf | None:
    by_language = page.themes.by_language if page.themes else ()
    return next((each for each in by_language if each.language == language), None)
