"""The topic ``voice``: what people say, in their words."""

from cx.topics.voice.learnt import Learnt, learn, read_kept
from cx.topics.voice.listening import Listening, findings_at, load_listening
from cx.topics.voice.load import load
from cx.topics.voice.report import report
from cx.topics.voice.results import Themes, Voice, Words
from cx.topics.voice.search import Hits, behind_theme, behind_word, search
from cx.topics.voice.telling import load_words
from cx.topics.voice.themes import load_themes

__all__ = [
    "Hits",
    "Learnt",
    "Listening",
    "Themes",
    "Voice",
    "Words",
    "behind_theme",
    "behind_word",
    "findings_at",
    "learn",
    "load",
    "load_listening",
    "load_themes",
    "load_words",
    "read_kept",
    "report",
    "search",
]
