"""History: what was brought in, and what did it change."""

from cx.ui import cards

cards.heading("History", "What was brought in, and what did it change?")
