"""How much text fits: sizes of titles, widths of columns and rows of tables, counted in letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from cx.export.plain import cut, plain

LETTER, BOLD = 0.53, 0.54
"""Mean width of a letter, in parts of the size of its font; counted wide."""
TITLE_SIZES = (28, 26, 24, 22, 20, 18)
TITLE_LINES = 2
LINE = 1.2
CELL_PADDING = 14.4
"""Points of a cell that no text may take."""
MOST_CELL_LINES = 2
CELL_SIZES = (16, 14, 12)


def letters(width: float, size: float, letter: float = LETTER) -> int:
    """Return how many letters of a size fit into a line of so many points.

    >>> letters(870, 28)
    58
    """
    return max(1, int(width / (letter * size)))


def fit_title(text: str, width: float, lines: int = TITLE_LINES) -> tuple[str, int]:
    """Return a title and the size at which it takes so many lines at most; a long one is cut.

    >>> fit_title("NPS is 30.", 870)
    ('NPS is 30', 28)
    >>> fit_title("Customers say so. " * 12, 870)[1]
    18
    """
    said = plain(text)
    said = said.removesuffix(".") if said.count(". ") == 0 else said
    for size in TITLE_SIZES:
        # A word that does not fit leaves its line short, so not every letter can be used.
        if len(said) <= lines * (letters(width, size, BOLD) - 4):
            return said, size
    longest = lines * (letters(width, TITLE_SIZES[-1], BOLD) - 4)
    return _cut_title(said, longest), TITLE_SIZES[-1]


def _cut_title(text: str, longest: int) -> str:
    """Cut after a sentence or at a semicolon where that leaves enough, else at a word."""
    end = max(text.rfind(". ", 0, longest) + 1, text.rfind("; ", 0, longest))
    return text[:end] if end > longest // 3 else cut(text, longest)


def column_widths(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: float
) -> list[float]:
    """Share out the width of a table: room for the longest word, then by the longest text.

    >>> column_widths(["Name", "n"], [["A long name of a customer", "12"]], 300)
    [241.0, 59.0]
    """
    texts = [[head, *(row[at] for row in rows)] for at, head in enumerate(columns)]
    least = [CELL_PADDING + LETTER * CELL_SIZES[-1] * (_longest_word(each) + 1) for each in texts]
    wanted = [min(60, max(map(len, each))) + 2.0 for each in texts]
    rest = max(0.0, width - sum(least))
    shrunk = min(1.0, width / sum(least))
    return [
        float(round(shrunk * own + rest * share / sum(wanted)))
        for own, share in zip(least, wanted, strict=True)
    ]


def _longest_word(texts: Sequence[str]) -> int:
    return min(24, max((len(word) for text in texts for word in text.split()), default=1))


@dataclass(frozen=True, slots=True)
class Room:
    """A table as it fits: its texts, head first, and the points that columns and rows take."""

    cells: Sequence[Sequence[str]]
    widths: Sequence[float]
    heights: Sequence[float]
    size: float


def fit_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: float, height: float
) -> Room:
    """Fit a table: at the largest size at which all of it fits, else its first rows.

    Columns in which nothing stands are left out.

    Parameters
    ----------
    width, height : float
        Points that there are.
    """
    kept = [at for at in range(len(columns)) if any(row[at] for row in rows)] or [0]
    heads = [plain(columns[at]) for at in kept]
    texts = [[plain(row[at]) for at in kept] for row in rows]
    widths = column_widths(heads, texts, width)
    for size in CELL_SIZES:
        cells = [
            [_cut_cell(text, room, size) for text, room in zip(row, widths, strict=True)]
            for row in (heads, *texts)
        ]
        heights = [row_height(row, widths, size) for row in cells]
        if cells == [heads, *texts] and sum(heights) <= height:
            break
    shown = max(2, rows_that_fit(heights, height))
    return Room(cells[:shown], widths, heights[:shown], size)


def _cut_cell(text: str, width: float, size: float) -> str:
    """Cut a cell to the lines that it may take."""
    return cut(text, max(4, MOST_CELL_LINES * letters(width - CELL_PADDING, size) - 4))


def row_height(row: Sequence[str], widths: Sequence[float], size: float) -> float:
    """Return the points that a row takes."""
    lines = max(
        ceil(len(text) / letters(width - CELL_PADDING, size))
        for text, width in zip(row, widths, strict=True)
    )
    return max(1, lines) * size * LINE + 10


def rows_that_fit(heights: Sequence[float], room: float) -> int:
    """Return how many rows fit into so many points.

    >>> rows_that_fit([20, 20, 40, 20], 85)
    3
    """
    used, fitting = 0.0, 0
    for height in heights:
        used += height
        if used > room:
            break
        fitting += 1
    return fitting
