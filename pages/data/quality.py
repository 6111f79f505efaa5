"""Quality: how far can the data be trusted."""

from cx.ui import cards

cards.heading("Quality", "How far can the data be trusted?")
