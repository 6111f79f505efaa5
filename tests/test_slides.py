"""Slides: native charts and tables, nothing of the data that acts, a template that is taken."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu, Inches

from cx.charts.theme import LIGHT
from cx.errors import BadTemplate
from cx.export import Report
from cx.export.fit import fit_table, fit_title, letters
from cx.export.plain import plain
from cx.export.pptx import to_pptx
from cx.export.slide import NativeChart, Series, Slide
from cx.export.theme import COLOURS
from tests.documents import FORMULA, MARKUP, charts, every_kind, read_book, read_deck, texts

REPORT = every_kind()


@pytest.fixture(scope="module")
def held() -> bytes:
    return to_pptx(REPORT)


@pytest.fixture(scope="module")
def deck(held: bytes):
    return read_deck(held)


def parts(held: bytes, pattern: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(held)) as file:
        return {name: file.read(name) for name in file.namelist() if re.search(pattern, name)}


def test_each_finding_has_a_slide_with_its_sentence_as_the_title(deck):
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == [
        "NPS is 31",
        *(slide.title for slide in REPORT.slides),
        "All figures at a glance, 1 of 2 withheld",
        "Good to know",
    ]


def test_charts_are_the_programs_own_and_there_are_no_pictures(held, deck):
    assert len(parts(held, r"ppt/charts/chart.*\.xml$")) == 6
    assert not parts(held, r"ppt/media/")
    drawn = parts(held, r"ppt/charts/chart.*\.xml$").values()
    assert all(b"<c:chart>" in each and b"c:externalData" in each for each in drawn)
    assert len(charts(deck)) == 6


def test_the_numbers_behind_a_chart_can_be_edited_and_hold_no_formula(held):
    books = parts(held, r"ppt/embeddings/.*\.xlsx$")
    assert len(books) == 6
    for book in books.values():
        with zipfile.ZipFile(io.BytesIO(book)) as file:
            sheet = file.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet
    cells = [cell for book in books.values() for row in next(iter(read_book(book).values()))
             for cell in row]  # fmt: skip
    assert FORMULA in cells


def test_names_of_the_data_are_text_and_never_markup(held, deck):
    xml = b"".join(parts(held, r"ppt/slides/slide\d+\.xml$").values())
    assert b"<a:fld" not in xml
    said = [text for slide in deck.slides for text in texts(slide)]
    assert any(plain(MARKUP) in text for text in said)
    assert "\x00" not in "".join(said)
    assert "\u202e" not in "".join(said)
    assert "R&D <Sons> · NPS trends" in said


def test_withheld_values_are_gaps_and_said_with_their_reason(deck):
    bars = charts(deck)[0]
    assert list(bars.plots[0].series[0].values) == [34.0, 12.0, None]
    last = list(deck.slides)[-2]
    assert "withheld" in texts(last)
    assert "4 answers are too few. It needs 6 more." in last.notes_slide.notes_text_frame.text


def test_bars_carry_their_intervals(held):
    drawn = next(
        each for each in parts(held, r"charts/chart.*\.xml$").values() if b"errBars" in each
    )
    tree = etree.fromstring(drawn)
    space = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    above = tree.xpath("//c:errBars/c:plus//c:v/text()", namespaces=space)
    below = tree.xpath("//c:errBars/c:minus//c:v/text()", namespaces=space)
    assert [*map(float, above)] == [3.75, pytest.approx(3.6), 0.0]
    assert [*map(float, below)] == [4.25, pytest.approx(4.4), 0.0]


def test_every_slide_says_whose_it_is_and_what_it_is_of(deck):
    for slide in list(deck.slides)[1:]:
        said = " ".join(texts(slide))
        assert "R&D <Sons> · NPS trends · all time · data of 31 January 2018, version 12" in said


def test_speaker_notes_hold_the_definition(deck):
    assert "How it is made" in deck.slides[1].notes_slide.notes_text_frame.text


def test_charts_and_tables_have_words_for_those_who_hear_them(deck):
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_a_long_table_is_cut_and_says_so(deck):
    slide = deck.slides[7]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    left_out = 40 - (len(table.rows) - 1)
    assert f"{left_out} more in the workbook." in texts(slide)


def test_nothing_stands_outside_a_slide_and_titles_take_two_lines(deck):
    for slide in list(deck.slides)[1:]:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0
            assert shape.top + shape.height <= deck.slide_height
        size = slide.shapes.title.text_frame.paragraphs[0].font.size.pt
        room = 2 * letters(Emu(slide.shapes.title.width).pt, size)
        assert len(slide.shapes.title.text_frame.text) <= room


def test_a_table_never_takes_more_room_than_there_is():
    rows = [("word " * 40, "12")] * 30
    found = fit_table(("Name", "n"), rows, 800, 300)
    assert sum(found.heights) <= 300
    assert len(found.cells) < 31


def test_a_narrow_table_breaks_no_word():
    rows = [("728 days", "Business 000567", "contacted, not closed", "1,737")]
    widths = fit_table(("Waits for", "Customer", "Standing", "Revenue"), rows, 420, 300).widths
    assert sum(widths) <= 422
    assert all(letters(each - 14.4, 12) >= 7 for each in widths)


def test_a_title_that_is_too_long_ends_after_a_sentence():
    said = "Low ratings of delivery cost most by far, from many answers. " * 6
    text, size = fit_title(said, 870)
    assert text.endswith(".")
    assert size == 18


def test_large_numbers_of_an_axis_stand_in_groups_of_three():
    amounts = (Series("Amount", (5_000_000.0, -2_000_000.0)),)
    slide = Slide("Money", chart=NativeChart("bar", ("In", "Out"), amounts, "In and out"))
    (chart,) = charts(read_deck(to_pptx(replace(REPORT, slides=(slide,)))))
    labels = chart.value_axis.tick_labels
    assert labels.number_format == "#,##0;\N{MINUS SIGN}#,##0;0"
    assert not labels.number_format_is_linked


def test_colours_are_those_of_the_pages():
    for name, value in COLOURS.items():
        assert f"#{value}" == getattr(LIGHT, name)


def test_the_companys_colour_stands_for_what_a_chart_is_about(held):
    assert any(b'val="700A50"' in each for each in parts(held, r"charts/chart.*\.xml$").values())
    assert b'val="700A50"' in b"".join(parts(held, r"ppt/theme/theme1.xml").values())


def test_a_report_without_findings_says_so():
    empty = Report("nps", {}, "all time", 0, "No NPS answers match these filters.")
    deck = read_deck(to_pptx(empty))
    assert "No NPS answers match these filters" in texts(deck.slides[0])
    refused = replace(empty, slides=[Slide("It cannot be told.", sentences=["It needs 6 more."])])
    assert "It needs 6 more." in texts(read_deck(to_pptx(refused)).slides[1])


# Templates


def own_file(path: Path) -> Path:
    """A company's own slides: other size, another accent, a slide that must not come along."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(10), Inches(5.625)
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = "Our confidential plan"
    deck.slide_layouts[5].name = "Company one"
    deck.save(path)
    return path


def test_a_template_gives_size_and_layouts_and_none_of_its_slides(tmp_path):
    held = to_pptx(REPORT, own_file(tmp_path / "own.pptx"))
    deck = read_deck(held)
    assert deck.slide_width == Inches(10)
    assert {slide.slide_layout.name for slide in list(deck.slides)[1:]} == {"Company one"}
    assert len(deck.slides) == 10
    assert len(charts(deck)) == 6
    assert b"confidential" not in b"".join(parts(held, r"ppt/slides/").values())
    assert all(shape.has_text_frame is False or shape.text_frame.text or shape.name == "Accent"
               for slide in deck.slides for shape in slide.placeholders)  # fmt: skip


def test_text_has_the_colour_of_the_templates_theme_as_its_ground_may_be_dark(tmp_path):
    held = to_pptx(REPORT, own_file(tmp_path / "own.pptx"))
    drawn = parts(held, r"charts/chart.*\.xml$").values()
    assert all(b'schemeClr val="tx1"' in each for each in drawn)
    assert not any(COLOURS["ink"].encode() in each for each in drawn)


@pytest.mark.parametrize("text", [b"", b"no presentation", b"PK\x03\x04broken"])
def test_a_file_that_is_no_presentation_is_refused(tmp_path, text):
    file = tmp_path / "broken.pptx"
    file.write_bytes(text)
    with pytest.raises(BadTemplate, match=r"broken\.pptx .* Save it in PowerPoint"):
        to_pptx(REPORT, file)


def test_a_workbook_is_no_template(tmp_path):
    from cx.export.xlsx import to_xlsx

    file = tmp_path / "book.pptx"
    file.write_bytes(to_xlsx(REPORT))
    with pytest.raises(BadTemplate, match="no PowerPoint presentation"):
        to_pptx(REPORT, file)


def test_a_template_that_is_not_there_is_said(tmp_path):
    with pytest.raises(BadTemplate, match="cannot be read: No such file"):
        to_pptx(REPORT, tmp_path / "absent.pptx")


@pytest.mark.slow
def test_the_deck_opens_in_an_office_program(tmp_path, held):
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice (soffice) is not installed: nobody opened the deck")
    (tmp_path / "deck.pptx").write_bytes(held)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    where = ["--outdir", str(tmp_path), str(tmp_path / "deck.pptx")]
    command = [office, profile, "--headless", "--convert-to", "pdf", *where]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = (tmp_path / "deck.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", pages)) == 10
