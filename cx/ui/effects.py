"""What an import or its undo does to the headline figures: the most telling said, all listed."""

from collections.abc import Iterable

import streamlit as st

from cx.topics.imports.words import Effect, effect_rows, effects_in_words
from cx.ui import session, table
from cx.ui.text import bullets

MOST_SAID = 8


def show(effects: Iterable[Effect], name: str, is_done: bool = False) -> None:
    """Say what would become of the headline figures, or with `is_done` what has.

    Parameters
    ----------
    effects : iterable of Effect
        Figures before and after.
    name : str
        File name of the table's download, without its ending; also the key of its widgets.
    is_done : bool
        Whether it has happened.
    """
    found, settings = list(effects), session.settings()
    said = effects_in_words(found, settings, is_done)
    none = "No headline figure moved." if is_done else "No headline figure would move."
    st.markdown(bullets(said[:MOST_SAID]) or none)
    if said[MOST_SAID:]:
        with st.expander(f"All {len(said)} figures, before and after"):
            rows = effect_rows(found, settings)
            table.show(rows, alt="Headline figures before and after", name=name)
