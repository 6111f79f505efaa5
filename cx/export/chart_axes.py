"""The axes of native charts: quiet lines, round ends, names where people look for them."""

from math import ceil, floor, log10
from typing import Any

from lxml import etree
from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.util import Pt

from cx.export.canvas import paint
from cx.export.plain import plain
from cx.export.slide import NativeChart
from cx.export.theme import colour

TEXT, SMALL = Pt(12), Pt(11)
MOST_LABELS, MOST_LINES = 13, 6
LARGE, THOUSANDS = 1000, "#,##0;\N{MINUS SIGN}#,##0;0"


def set_axes(chart: Any, wanted: NativeChart, accent: str) -> None:
    """Set the axes of a chart by its kind."""
    _AXES[wanted.kind](chart, wanted, accent)
    values = [abs(value) for each in wanted.series for value in each.values if value is not None]
    if max(values, default=0.0) >= LARGE:
        chart.value_axis.tick_labels.number_format = THOUSANDS
        chart.value_axis.tick_labels.number_format_is_linked = False


def _shade(meaning: str, accent: str) -> Any:
    return paint(colour(meaning, accent))


def _quiet(axis: Any, accent: str, *, has_grid: bool) -> None:
    axis.has_major_gridlines = has_grid
    if has_grid:
        axis.major_gridlines.format.line.color.rgb = _shade("grid", accent)
    axis.format.line.color.rgb = _shade("passive", accent)
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = SMALL
    axis.tick_labels.font.color.rgb = _shade("muted", accent)


def _name(axis: Any, text: str, accent: str) -> None:
    axis.has_title = bool(text)
    if text:
        run = axis.axis_title.text_frame
        run.text = plain(text)
        run.paragraphs[0].font.size = SMALL
        run.paragraphs[0].font.bold = False
        run.paragraphs[0].font.color.rgb = _shade("muted", accent)


def _lying(chart: Any, wanted: NativeChart, accent: str) -> None:
    """First bar on top, names at the left also of bars that go left."""
    names, numbers = chart.category_axis, chart.value_axis
    _quiet(numbers, accent, has_grid=True)
    _quiet(names, accent, has_grid=False)
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    numbers.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    names.tick_labels.font.size = TEXT
    names.tick_labels.font.color.rgb = _shade("ink", accent)
    numbers.format.line.fill.background()
    chart.plots[0].gap_width = 60
    if wanted.kind == "waterfall":
        chart.plots[0].overlap = 100
        numbers.minimum_scale, numbers.maximum_scale = _reach(wanted)
        numbers.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    else:
        _fit(numbers, wanted, has_zero=True)
    _name(numbers, wanted.axis, accent)


def _reach(wanted: NativeChart) -> tuple[float, float]:
    """Return the ends of a waterfall's axis, near to its steps: they would be slivers beside 0."""
    edges = [each for each in wanted.series if each.is_edge]
    tops, floors = [], []
    for at in range(len(wanted.categories)):
        base = sum(each.values[at] or 0.0 for each in edges)
        for each in wanted.series:
            if not each.is_edge and each.values[at] is not None:
                end = base + (each.values[at] or 0.0)
                tops.append(max(base, end) if at not in (0, len(wanted.categories) - 1) else end)
                floors.append(min(base, end) if at not in (0, len(wanted.categories) - 1) else end)
    low, high = min(floors, default=0.0), max(tops, default=1.0)
    air = 0.5 * ((high - low) or 1.0)
    low, high = low - air, high + air / 2
    return (min(low, 0.0) if low < air else low), (max(high, 0.0) if high > -air else high)


def _standing(chart: Any, wanted: NativeChart, accent: str) -> None:
    names, numbers = chart.category_axis, chart.value_axis
    _quiet(names, accent, has_grid=False)
    _quiet(numbers, accent, has_grid=True)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    numbers.format.line.fill.background()
    if wanted.kind == "line":
        _fit(numbers, wanted)
    else:
        chart.plots[0].gap_width = 40
        numbers.minimum_scale = 0
    if wanted.kind == "stacked":
        chart.plots[0].overlap = 100
        numbers.maximum_scale = 100
    step = -(-len(wanted.categories) // MOST_LABELS)
    if step > 1:
        _skip(names._element, step)
    _name(numbers, wanted.axis, accent)


def _fit(numbers: Any, wanted: NativeChart, has_zero: bool = False) -> None:
    """Give an axis round ends that have all marks and intervals in sight, and little else."""
    if wanted.ends:
        numbers.minimum_scale, numbers.maximum_scale = wanted.ends
        return
    ends = [end for each in wanted.series for end in (*each.values, *each.lows, *each.highs)]
    seen = [end for end in [*ends, 0.0 if has_zero else None] if end is not None]
    low, high = min(seen, default=0.0), max(seen, default=1.0)
    unit = unit_of(max(high - low, 10.0**-wanted.digits))
    numbers.major_unit = unit
    numbers.minimum_scale = unit * floor(low / unit)
    numbers.maximum_scale = unit * ceil(high / unit)


def unit_of(reach: float) -> float:
    """Return the round distance of about six lines across so much.

    >>> unit_of(87.0), unit_of(4.2), unit_of(0.06)
    (20.0, 1.0, 0.01)
    """
    step = 10.0 ** floor(log10(reach / MOST_LINES))
    return next(step * size for size in (1, 2, 5, 10) if reach <= MOST_LINES * step * size)


def _skip(axis: Any, step: int) -> None:
    """Name only every so manieth period, in the place that the format demands."""
    mark = etree.Element(qn("c:tickLblSkip"))
    mark.set("val", str(step))
    later = [axis.find(qn(f"c:{tag}")) for tag in ("tickMarkSkip", "noMultiLvlLbl", "extLst")]
    place = next((each for each in later if each is not None), None)
    if place is None:
        axis.append(mark)
    else:
        place.addprevious(mark)


def _crossed(chart: Any, wanted: NativeChart, accent: str) -> None:
    for axis, text in ((chart.category_axis, wanted.other_axis), (chart.value_axis, wanted.axis)):
        _quiet(axis, accent, has_grid=True)
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        _name(axis, text, accent)


_AXES = {
    "bar": _lying,
    "waterfall": _lying,
    "column": _standing,
    "stacked": _standing,
    "line": _standing,
    "scatter": _crossed,
}
