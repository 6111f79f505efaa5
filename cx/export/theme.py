"""Colours of documents by meaning: those of the pages on white, as six hex digits."""

COLOURS = {
    "ink": "0C1622",
    "muted": "5B6775",
    "grid": "E5E9EE",
    "strip": "F3F5F8",
    "promoter": "0A6AA8",
    "passive": "86929F",
    "detractor": "C8500A",
    "focus": "12466F",
    "good": "00705A",
    "bad": "A8410A",
    "paper": "FFFFFF",
}
SHADES = ("focus", "detractor", "good", "passive", "promoter", "bad")
"""Meanings of series that only differ, in the order in which they are given out."""


def colour(meaning: str, accent: str = "") -> str:
    """Return a colour as six hex digits; the company's stands for what a chart is about.

    >>> colour("focus"), colour("focus", accent="700A50"), colour("bad", accent="700A50")
    ('12466F', '700A50', 'A8410A')
    """
    return accent if accent and meaning == "focus" else COLOURS[meaning]
