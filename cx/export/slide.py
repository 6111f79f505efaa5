"""What a slide holds: a finding as its title, and the chart or the table that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["bar", "column", "line", "stacked", "waterfall", "scatter"]
MOST_CATEGORIES, MOST_ROWS = 6, 12
"""Bars of a chart, and rows of a table: what is more stands in the workbook."""


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one line, or of one colour of bars.

    Parameters
    ----------
    name : str
    values : sequence of float or None
        One per category; None is withheld or missing, and never drawn as zero.
    meaning : str
        Name of a colour of ``cx.export.theme``, such as ``"promoter"``.
    meanings : sequence of str
        The same for each category, where they differ.
    lows, highs : sequence of float or None
        Ends of the 95 % intervals; empty where there are none.
    places : sequence of float
        Where the values stand along the other axis: of a ``"scatter"`` only.
    is_edge : bool
        Whether it only accompanies: the end of an interval, a limit, the part below a bar.
    """

    name: str
    values: Sequence[float | None]
    meaning: str = "focus"
    meanings: Sequence[str] = ()
    lows: Sequence[float | None] = ()
    highs: Sequence[float | None] = ()
    places: Sequence[float] = ()
    is_edge: bool = False


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart that the office program draws itself, so that people can change it.

    Parameters
    ----------
    kind : str
        ``"bar"`` (lying, with intervals), ``"column"``, ``"line"``, ``"stacked"`` (columns),
        ``"waterfall"`` (lying) or ``"scatter"``.
    categories : sequence of str
        Names along the axis, with the figures that are printed beside bars.
    series : sequence of Series
    alt : str
        What it shows in a sentence, for those who hear it.
    digits : int
        Shown after the point.
    unit : str
        Stands after the numbers, such as ``"%"``.
    ends : tuple of float, optional
        Ends of the axis of the numbers, where they are given, as by the scale of an answer.
    axis, other_axis : str
        What the numbers are, and of a scatter what those along the other axis are.
    """

    kind: Kind
    categories: Sequence[str]
    series: Sequence[Series]
    alt: str
    digits: int = 0
    unit: str = ""
    ends: tuple[float, float] | None = None
    axis: str = ""
    other_axis: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, every cell as people read it.

    Parameters
    ----------
    columns : sequence of str
    rows : sequence of sequence of str
        At most `MOST_ROWS`; the writer shows fewer where they take more room.
    total : int
        Rows there are, with those that are not here.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: int


@dataclass(frozen=True, slots=True)
class Slide:
    """One finding.

    Parameters
    ----------
    title : str
        The finding in a sentence, or why nothing can be told.
    subtitle : str
        What the chart or table shows.
    chart : NativeChart or None
    table : Grid or None
    sentences : sequence of str
        Stand where there is neither chart nor table.
    basis : str
        What it rests on: number of answers, interval, what the marks mean.
    notes : sequence of str
        Definition, and what is withheld with the reason: for who speaks.
    """

    title: str
    subtitle: str = ""
    chart: NativeChart | None = None
    table: Grid | None = None
    sentences: Sequence[str] = ()
    basis: str = ""
    notes: Sequence[str] = ()
