"""Writes a Report as slides: one finding each, in charts and tables that people can change."""

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from cx.export import fit
from cx.export.canvas import TITLES, Canvas, follow_theme, own_canvas, paint, plain_canvas
from cx.export.native_charts import add_chart
from cx.export.plain import cut, plain
from cx.export.report import WITHHELD, Link, Report, figure_words
from cx.export.slide import MOST_ROWS, Grid, Slide
from cx.export.theme import colour
from cx.words import day_in_words

SUBTITLE, BASIS, FOOT, SENTENCE = 15, 12, 10.5, 18
MOST_SENTENCES, LONGEST_SENTENCE = 9, 400
COVER_LINES = 4
SAME_VIEW, OPEN = "The same view in the dashboard", "Open this view"
_NUMBER = re.compile(
    "^[+\N{MINUS SIGN}-]?[0-9][0-9,.]*( [^0-9]{0,12}|k|m|bn|\N{MULTIPLICATION SIGN})?$"
)


def to_pptx(report: Report, template: Path | None = None) -> bytes:
    """Write a report as a PowerPoint file.

    Parameters
    ----------
    report : Report
        Results of a page.
    template : Path, optional
        A company's own presentation, whose layouts, fonts and size are taken.

    Returns
    -------
    bytes
        The file. Charts and tables are the program's own, with their numbers; there are no
        pictures. What is withheld is said with its reason.

    Raises
    ------
    BadTemplate
        When the template cannot be used.
    """
    return to_deck([report], template)


def to_deck(reports: Sequence[Report], template: Path | None = None) -> bytes:
    """Write several reports as one PowerPoint file: the first has the cover, each its own foot.

    Parameters
    ----------
    reports : sequence of Report
        At least one.
    template : Path, optional
        As for `to_pptx`, which says what is returned and raised.
    """
    first = reports[0]
    canvas = own_canvas(template, first.accent) if template else plain_canvas(first.accent)
    _cover(canvas, first)
    number = 1
    for report in reports:
        for slide in (*report.slides, *figure_slides(report), *note_slides(report)):
            number += 1
            _slide(canvas, report, slide, number)
    canvas.deck.core_properties.title = plain(first.title or first.topic)
    canvas.deck.core_properties.author = plain(first.company)
    canvas.deck.core_properties.subject = cut(plain(first.filters_in_words), 200)
    file = io.BytesIO()
    canvas.deck.save(file)
    return file.getvalue()


def figure_slides(report: Report) -> list[Slide]:
    """Return the slide with all figures, withheld ones with their reasons; none without figures."""
    if not report.figures:
        return []
    rows = [
        (each.label, figure_words(each), each.shown_interval, f"{each.responses:,}",
         each.verdict or "")
        for each in report.figures
    ]  # fmt: skip
    refused = [each for each in report.figures if each.refusal]
    title = "All figures at a glance"
    if refused:
        title += f", {len(refused)} of {len(report.figures)} withheld"
    columns = ("Figure", "Value", "95 % interval", "Rests on", "Verdict")
    return [
        Slide(
            title,
            table=Grid(columns, rows[:MOST_ROWS], len(rows)),
            basis="Withheld figures and why are in the notes." if refused else "",
            notes=[f"{each.label} is withheld: {each.note or each.refusal}" for each in refused],
        )
    ]


def note_slides(report: Report) -> list[Slide]:
    """Return the slide with what a careful reader must know; none where there is nothing."""
    said = [str(row["note"]) for row in report.tables.get("notes", ()) if row.get("note")]
    return [Slide("Good to know", sentences=said, notes=said)] if said else []


def _cover(canvas: Canvas, report: Report) -> None:
    slide = _new(canvas, "title")
    title = plain(report.title or report.topic)
    if not canvas.is_own:
        _ground(canvas, slide)
    meaning = "ink" if canvas.is_own else "paper"
    left, inner = canvas.margin, canvas.inner
    said, size = fit.fit_title(report.headline, Emu(inner).pt, COVER_LINES)
    box = (left, canvas.part(0.3), inner, canvas.part(0.33))
    _title(canvas, slide, said, size, box, meaning)
    above = " · ".join(filter(None, (plain(report.company), title)))
    _text(slide, above, (left, canvas.part(0.2), inner, canvas.part(0.08)), 20, meaning, canvas)
    below = [f"Shown: {report.filters_in_words}", _data(report)]
    for at, line in enumerate(below):
        place = (left, canvas.part(0.68 + 0.055 * at), inner, canvas.part(0.05))
        _text(slide, cut(plain(line), 150), place, 15, meaning, canvas)
    if report.link:
        place = (left, canvas.part(0.68 + 0.055 * len(below)), inner, canvas.part(0.05))
        said = cut(f"{SAME_VIEW}: {plain(report.link)}", 150)
        _lead(_text(slide, said, place, 12, meaning, canvas), report.link)
    if canvas.is_own:
        follow_theme(slide)
    _note(slide, [report.headline, *below])


def _ground(canvas: Canvas, slide: Any) -> None:
    fill = slide.background.fill
    fill.solid()
    fill.fore_color.rgb = paint(colour("focus", canvas.accent))


def _slide(canvas: Canvas, report: Report, wanted: Slide, number: int) -> None:
    slide = _new(canvas, "titleOnly")
    said, size = fit.fit_title(wanted.title, Emu(canvas.inner).pt)
    if not canvas.is_own:
        _bar(canvas, slide)
    _title(
        canvas,
        slide,
        said,
        size,
        (canvas.margin, canvas.part(0.05), canvas.inner, canvas.part(0.14)),
    )
    left, inner = canvas.margin, canvas.inner
    if wanted.subtitle:
        place = (left, canvas.part(0.195), inner, canvas.part(0.05))
        _text(slide, cut(plain(wanted.subtitle), 130), place, SUBTITLE, "muted", canvas)
    box = (left, canvas.part(0.255), inner, canvas.part(0.575))
    more = _body(canvas, slide, wanted, box)
    basis = " ".join(filter(None, (plain(wanted.basis), more)))
    longest = 2 * fit.letters(Emu(inner).pt, BASIS) - 8
    place = (left, canvas.part(0.845), inner, canvas.part(0.075))
    _text(slide, cut(basis, longest), place, BASIS, "muted", canvas)
    _foot(canvas, slide, report, number)
    if canvas.is_own:
        follow_theme(slide)
    _note(
        slide,
        [wanted.title, *wanted.notes, basis, f"Shown: {report.filters_in_words}", _data(report)],
    )


def _body(canvas: Canvas, slide: Any, wanted: Slide, box: tuple[int, int, int, int]) -> str:
    """Put chart, table or sentences on the slide; return what is to be said of rows left out."""
    if wanted.chart is not None:
        add_chart(slide, wanted.chart, box, canvas.accent)
        return ""
    if wanted.table is not None and wanted.table.rows:
        return _table(canvas, slide, wanted.table, box)
    _sentences(canvas, slide, wanted.sentences or ["There is nothing to show."], box)
    return ""


def _new(canvas: Canvas, kind: str) -> Any:
    """Add a slide; places of the layout that stay empty go, so that nobody sees their hints."""
    slide = canvas.deck.slides.add_slide(canvas.layout(kind))
    for place in list(slide.placeholders):
        if place.placeholder_format.type not in TITLES:
            place._element.getparent().remove(place._element)
    return slide


def _bar(canvas: Canvas, slide: Any) -> None:
    shape = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, Emu(0), Emu(canvas.part(0.06)), Emu(round(canvas.margin * 0.3)),
        Emu(canvas.part(0.12)),
    )  # fmt: skip
    shape.fill.solid()
    shape.fill.fore_color.rgb = paint(colour("focus", canvas.accent))
    shape.line.fill.background()
    shape.shadow.inherit = False
    shape.name = "Accent"


def _title(
    canvas: Canvas,
    slide: Any,
    text: str,
    size: float,
    box: tuple[int, int, int, int],
    meaning: str = "ink",
) -> None:
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = map(Emu, box)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.text = text.replace(" %", "\N{NO-BREAK SPACE}%")
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.font.size = Pt(size)
    if not canvas.is_own:
        paragraph.font.bold = True
        paragraph.font.color.rgb = paint(colour(meaning))


def _text(
    slide: Any, text: str, box: tuple[int, int, int, int], size: float, meaning: str, canvas: Canvas
) -> Any:
    shape = slide.shapes.add_textbox(*map(Emu, box))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_top = frame.margin_bottom = 0
    frame.text = plain(text)
    frame.paragraphs[0].font.size = Pt(size)
    frame.paragraphs[0].font.color.rgb = paint(colour(meaning))
    return frame


def _foot(canvas: Canvas, slide: Any, report: Report, number: int) -> None:
    top, height = canvas.part(0.94), canvas.part(0.04)
    wide = round(canvas.inner * 0.94)
    owner = " · ".join(filter(None, (report.company, report.title or report.topic)))
    about = f"{report.filters_in_words} · {_data(report)}"
    told = round(wide * 0.86) if report.link.is_whole else wide
    said = cut(plain(f"{owner} · {about}"), fit.letters(Emu(told).pt, FOOT) - 2)
    _text(slide, said, (canvas.margin, top, told, height), FOOT, "muted", canvas)
    if report.link.is_whole:
        place = (canvas.margin + told, top, wide - told, height)
        _lead(_text(slide, OPEN, place, FOOT, "focus", canvas), report.link)
    place = (canvas.margin + wide, top, canvas.inner - wide, height)
    frame = _text(slide, str(number), place, FOOT, "muted", canvas)
    frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _lead(frame: Any, link: Link) -> None:
    """Make a click on a text open the view in the dashboard, where its whole address is known."""
    if link.is_whole:
        frame.paragraphs[0].font.underline = True
        frame._parent.click_action.hyperlink.address = link


def _data(report: Report) -> str:
    latest = f"data of {day_in_words(report.latest_on)}, " if report.latest_on else "data "
    return f"{latest}version {report.data_version}"


def _sentences(
    canvas: Canvas, slide: Any, said: Sequence[str], box: tuple[int, int, int, int]
) -> None:
    shape = slide.shapes.add_textbox(*map(Emu, box))
    frame = shape.text_frame
    frame.word_wrap = True
    lines = [cut(plain(each), LONGEST_SENTENCE) for each in said[:MOST_SENTENCES]]
    letters = sum(fit.letters(Emu(box[2]).pt, SENTENCE) + len(each) for each in lines)
    size = SENTENCE if letters < 1200 else 15 if letters < 1700 else 13
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.text = line
        paragraph.font.size = Pt(size)
        paragraph.space_after = Pt(size / 2)
        paragraph.font.color.rgb = paint(colour("ink"))


def _table(canvas: Canvas, slide: Any, grid: Grid, box: tuple[int, int, int, int]) -> str:
    """Draw a table of the rows that fit; say how many are left to the workbook."""
    room = fit.fit_table(grid.columns, grid.rows, Emu(box[2]).pt, Emu(box[3]).pt)
    left, top, width, _ = map(Emu, box)
    frame = slide.shapes.add_table(
        len(room.cells), len(room.widths), left, top, width, Pt(sum(room.heights))
    )
    frame.name = "Table"
    frame._element.nvGraphicFramePr.cNvPr.set(
        "descr", f"Table of {len(room.cells) - 1} rows: {', '.join(room.cells[0])}"
    )
    table = frame.table
    table.horz_banding = False
    numbers = [_is_number([row[at] for row in room.cells[1:]]) for at in range(len(room.widths))]
    for at, points in enumerate(room.widths):
        table.columns[at].width = Pt(points)
    for at, row in enumerate(room.cells):
        table.rows[at].height = Pt(room.heights[at])
        for place, text in enumerate(row):
            _cell(table.cell(at, place), text, at, numbers[place], room.size, canvas)
    left_out = grid.total - (len(room.cells) - 1)
    return f"{left_out:,} more in the workbook." if left_out > 0 else ""


def _is_number(cells: Sequence[str]) -> bool:
    told = [each for each in cells if each]
    return bool(told) and all(_NUMBER.match(each) or each == WITHHELD for each in told)


def _cell(cell: Any, text: str, row: int, is_number: bool, size: float, canvas: Canvas) -> None:
    is_head = row == 0
    cell.text = text
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Pt(3)
    cell.fill.solid()
    ground = colour("focus", canvas.accent) if is_head else colour("strip" if row % 2 else "paper")
    cell.fill.fore_color.rgb = paint(ground)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.font.size = Pt(size)
    paragraph.font.bold = is_head
    paragraph.font.color.rgb = paint(colour("paper" if is_head else "ink"))
    paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT


def _note(slide: Any, said: Sequence[str]) -> None:
    kept = dict.fromkeys(plain(each) for each in said if each)
    slide.notes_slide.notes_text_frame.text = "\n".join(kept)
