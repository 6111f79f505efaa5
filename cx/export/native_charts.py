"""Draws charts that the office program owns: shapes of its own with their numbers, no pictures."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt
from xlsxwriter import Workbook

from cx.export.canvas import paint
from cx.export.chart_axes import MOST_LABELS, SMALL, TEXT, set_axes
from cx.export.plain import cut, plain
from cx.export.slide import NativeChart, Series
from cx.export.theme import colour
from cx.export.xlsx import SAFE

TYPES = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "waterfall": XL_CHART_TYPE.BAR_STACKED,
    "scatter": XL_CHART_TYPE.XY_SCATTER,
}
LONGEST_CATEGORY, LONGEST_NAME = 90, 60
FINER = 2
"""Digits more than are printed that points without a label keep."""


class _SafeWriter:
    """Writes the numbers behind a chart: no name among them becomes a formula or a link."""

    @contextmanager
    def _open_worksheet(self, file: Any) -> Iterator[tuple[Workbook, Any]]:
        book = Workbook(file, SAFE)
        yield book, book.add_worksheet()
        book.close()


class _CategoryWriter(_SafeWriter, CategoryWorkbookWriter):
    """Of a chart with names along its axis."""


class _PlaceWriter(_SafeWriter, XyWorkbookWriter):
    """Of a chart with numbers along both."""


class _Categories(CategoryChartData):
    @property
    def _workbook_writer(self) -> Any:
        make: Any = _CategoryWriter
        return make(self)


class _Places(XyChartData):
    @property
    def _workbook_writer(self) -> Any:
        make: Any = _PlaceWriter
        return make(self)


def add_chart(slide: Any, wanted: NativeChart, box: Sequence[int], accent: str) -> None:
    """Draw a chart on a slide.

    Parameters
    ----------
    slide : pptx.slide.Slide
    wanted : NativeChart
    box : sequence of int
        Left, top, width and height in EMU.
    accent : str
        The company's colour; ``""`` is ours.
    """
    left, top, width, height = map(Emu, box)
    frame = slide.shapes.add_chart(TYPES[wanted.kind], left, top, width, height, chart_data(wanted))
    frame.name = cut(plain(wanted.alt), LONGEST_NAME)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", plain(wanted.alt))
    chart = frame.chart
    chart.font.size = TEXT
    chart.font.color.rgb = _shade("ink", accent)
    chart.has_title = False
    _legend(chart, wanted)
    for drawn, series in zip(chart.plots[0].series, wanted.series, strict=True):
        _SHAPES[wanted.kind](drawn, series, accent)
    set_axes(chart, wanted, accent)
    _label(chart, wanted, accent)


def _make(kind: Any, number_format: str) -> Any:
    return kind(number_format=number_format)


def chart_data(wanted: NativeChart) -> Any:
    """Return the numbers behind a chart, which people see when they edit it."""
    shape = number_format(wanted.digits, wanted.unit)
    if wanted.kind == "scatter":
        places: Any = _make(_Places, shape)
        for each in wanted.series:
            line = places.add_series(plain(each.name))
            for x, y in zip(each.places, each.values, strict=True):
                if y is not None:
                    line.add_data_point(round(x, 6), _written(y, wanted, is_labelled=False))
        return places
    data = _make(_Categories, shape)
    data.categories = [cut(_lines(each), LONGEST_CATEGORY) for each in wanted.categories]
    for each in wanted.series:
        last = _last(each.values)
        data.add_series(
            plain(each.name),
            [
                None
                if value is None
                else _written(value, wanted, wanted.kind != "line" or at == last)
                for at, value in enumerate(each.values)
            ],
        )
    return data


def number_format(digits: int, unit: str) -> str:
    """Return Excel's format of numbers with their unit, and a real minus sign.

    >>> number_format(1, "%"), number_format(0, "points")
    ('#,##0.0" %";−#,##0.0" %";0.0" %"', '#,##0;−#,##0;0')
    """
    end = ' " %"'.strip() if unit == "%" else ""
    tail = f".{'0' * digits}" if digits else ""
    return f"#,##0{tail}{end};\N{MINUS SIGN}#,##0{tail}{end};0{tail}{end}"


def _written(value: float, wanted: NativeChart, is_labelled: bool) -> float:
    """Round as pages do, so that a label shows the digit that they show."""
    digits = wanted.digits if is_labelled else wanted.digits + FINER
    return float(f"{value:.{digits}f}") + 0.0


def _lines(name: str) -> str:
    return "\n".join(plain(line) for line in name.splitlines())


def _last(values: Sequence[float | None]) -> int:
    return max((at for at, value in enumerate(values) if value is not None), default=-1)


def _shade(meaning: str, accent: str) -> RGBColor:
    return paint(colour(meaning, accent))


def _legend(chart: Any, wanted: NativeChart) -> None:
    is_told = wanted.kind in ("bar", "line", "stacked") and len(wanted.series) > 1
    chart.has_legend = is_told
    if is_told:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = SMALL


def _bars(drawn: Any, series: Series, accent: str) -> None:
    drawn.invert_if_negative = False
    if series.is_edge:
        drawn.format.fill.background()
        drawn.format.line.fill.background()
        return
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = _shade(series.meaning, accent)
    for at, meaning in enumerate(series.meanings):
        if meaning != series.meaning:
            point = drawn.points[at].format.fill
            point.solid()
            point.fore_color.rgb = _shade(meaning, accent)
    if any(end is not None for end in series.lows):
        _add_intervals(drawn, series, accent)


def _add_intervals(drawn: Any, series: Series, accent: str) -> None:
    """Draw 95 % intervals as error bars, which the library has no words for."""
    ends = [
        (0.0, 0.0) if None in (value, low, high) else (high - value, value - low)  # type: ignore[operator]
        for value, low, high in zip(series.values, series.lows, series.highs, strict=True)
    ]
    bars = etree.SubElement(drawn._element, qn("c:errBars"))
    for tag, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, qn(f"c:{tag}")).set("val", value)
    for tag, sizes in (
        ("plus", [above for above, _ in ends]),
        ("minus", [below for _, below in ends]),
    ):
        _add_numbers(etree.SubElement(bars, qn(f"c:{tag}")), sizes)
    shape = etree.SubElement(bars, qn("c:spPr"))
    line = etree.SubElement(shape, qn("a:ln"), w=str(Pt(1.5)))
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=colour("ink", accent))
    drawn._element.remove(bars)
    place = drawn._element.find(qn("c:cat"))
    (place if place is not None else drawn._element.find(qn("c:val"))).addprevious(bars)


def _add_numbers(parent: Any, sizes: Sequence[float]) -> None:
    numbers = etree.SubElement(parent, qn("c:numLit"))
    etree.SubElement(numbers, qn("c:formatCode")).text = "General"
    etree.SubElement(numbers, qn("c:ptCount")).set("val", str(len(sizes)))
    for at, size in enumerate(sizes):
        point = etree.SubElement(numbers, qn("c:pt"), idx=str(at))
        etree.SubElement(point, qn("c:v")).text = repr(max(0.0, float(size)))


def _line(drawn: Any, series: Series, accent: str) -> None:
    drawn.smooth = False
    line = drawn.format.line
    line.color.rgb = _shade(series.meaning, accent)
    line.width = Pt(1) if series.is_edge else Pt(2.5)
    if series.is_edge:
        line.dash_style = MSO_LINE.SQUARE_DOT
        drawn.marker.style = XL_MARKER_STYLE.NONE
        return
    drawn.marker.style = XL_MARKER_STYLE.CIRCLE
    drawn.marker.size = 6
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = _shade(series.meaning, accent)
    drawn.marker.format.line.color.rgb = _shade("paper", accent)


def _dots(drawn: Any, series: Series, accent: str) -> None:
    drawn.format.line.fill.background()
    drawn.marker.style = XL_MARKER_STYLE.CIRCLE
    drawn.marker.size = 11
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = _shade(series.meaning, accent)


def _label(chart: Any, wanted: NativeChart, accent: str) -> None:
    """Print figures on the marks, where the names along the axis do not hold them."""
    for drawn, series in zip(chart.plots[0].series, wanted.series, strict=True):
        if series.is_edge or not len(series.values):
            continue
        if wanted.kind == "line":
            last = _last(series.values)
            if last >= 0:
                _point_label(drawn.points[last], series, wanted, accent)
        elif wanted.kind == "column":
            _number_labels(drawn, wanted, XL_LABEL_POSITION.OUTSIDE_END, "ink", accent)
        elif wanted.kind == "stacked" and len(wanted.categories) <= MOST_LABELS:
            _number_labels(drawn, wanted, XL_LABEL_POSITION.CENTER, "paper", accent)
        elif wanted.kind == "scatter":
            label = drawn.points[0].data_label
            label.text_frame.text = plain(series.name)
            label.text_frame.paragraphs[0].font.size = TEXT
            label.position = XL_LABEL_POSITION.RIGHT


def _number_labels(
    drawn: Any, wanted: NativeChart, position: Any, meaning: str, accent: str
) -> None:
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format = number_format(wanted.digits, wanted.unit)
    labels.number_format_is_linked = False
    labels.position = position
    labels.font.size = SMALL
    labels.font.color.rgb = _shade(meaning, accent)


def _point_label(point: Any, series: Series, wanted: NativeChart, accent: str) -> None:
    label = point.data_label
    label.font.size = Pt(14)
    label.font.bold = True
    label.font.color.rgb = _shade(series.meaning, accent)
    label.position = XL_LABEL_POSITION.ABOVE
    mark = label._dLbl
    for tag, is_shown in (("showVal", "1"), ("showSerName", "0"), ("showLegendKey", "0")):
        found = mark.find(qn(f"c:{tag}"))
        if found is not None:
            found.set("val", is_shown)


_SHAPES = {
    "bar": _bars,
    "column": _bars,
    "stacked": _bars,
    "waterfall": _bars,
    "line": _line,
    "scatter": _dots,
}
