"""Upload: what do we bring in, and is it right."""

from cx.ui import cards

cards.heading("Upload", "What do we bring in, and is it right?")
