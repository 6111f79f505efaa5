"""Pictures of the Voice page: words, themes, their course, and the other listening posts."""

from cx.charts.voice.course import course, course_alt, peaks
from cx.charts.voice.listening import POSTS, listening, listening_alt, post_name
from cx.charts.voice.telling import telling, telling_alt
from cx.charts.voice.themes import themes, themes_alt

__all__ = [
    "POSTS",
    "course",
    "course_alt",
    "listening",
    "listening_alt",
    "peaks",
    "post_name",
    "telling",
    "telling_alt",
    "themes",
    "themes_alt",
]
