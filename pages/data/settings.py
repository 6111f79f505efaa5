"""Settings: what holds for the whole company."""

from cx.ui import cards

cards.heading("Settings", "What holds for the whole company?")
