"""Figures in words, the same in every document."""

from cx.export.plain import plain
from cx.export.report import Figure

WITHHELD = "withheld"


def figure_words(each: Figure) -> str:
    """Return a figure as it is printed.

    >>> figure_words(Figure("n", "Rows", "rows", 1200.0, None, None, 1200))
    '1,200 rows'
    >>> figure_words(Figure("n", "NPS", "points", None, None, None, 4, refusal="few"))
    'withheld'
    """
    if each.shown:
        return plain(each.shown)
    if each.value is None:
        return WITHHELD if each.refusal else "not known"
    return f"{each.value:,.{0 if each.value == int(each.value) else 1}f} {each.unit}".strip()
