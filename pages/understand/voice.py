"""Voice: what people say, in their words."""

import streamlit as st

from cx.topics import voice
from cx.ui import cards, downloads, session, voice_page, voice_parts, voice_quotes, voice_tiles

cards.heading("Voice", "What do they say, in their words?")

with st.spinner("Reading what people wrote …"):
    words = session.answer(voice.load_words, session.filters())

if not voice_parts.is_any(words.view):
    st.stop()

page = voice_page.gather(words)
voice_parts.headline(page.whole, page.is_finding)

if not words.mix.comments:
    voice_parts.silent(words.view)
    voice_parts.listening(page.whole)
    st.stop()

voice_tiles.show(page.whole, page.themes)
language = voice_parts.choose_language(words.mix)

left, right = st.columns(2)
with left:
    voice_page.themes(page, language)
with right:
    voice_page.words(page, language)

voice_page.theme(page, language)
voice_parts.listening(page.whole)
voice_quotes.search(words.view)

cards.notes(page.whole.notes)
downloads.report("voice", session.filters())
