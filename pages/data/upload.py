"""Upload: what do we bring in, and is it right."""

from cx.ui import cards, gate
from cx.ui.upload import steps

cards.heading("Upload", "What do we bring in, and is it right?")
gate.require("upload")
steps.show()
