"""Specification of workbooks: which are read and how, and which are refused with what word.

The numbers in the ids are those of the list of bad uploads that this was written from.
"""

import csv
import datetime as dt
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from cx.errors import ImportRefused
from cx.ingest import excel, identity, load_mapping, stage
from cx.ingest.look import ReadOptions, look
from tests.test_mappings_realdata import frame, real
from tests.uploads import check, put, refusal, rows_of

HEADER = ["response_id", "responded_at", "nps", "comment"]
DAY = dt.date(2024, 2, 3)
MIDNIGHT = dt.datetime(2024, 2, 3)  # noqa: DTZ001 - a day of the file, in no zone
MIME = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def workbook(fill, **options):
    """Bytes of a workbook; `fill` gets it and its first sheet."""
    content = io.BytesIO()
    options = {"default_date_format": "dd/mm/yyyy"} | options
    book = xlsxwriter.Workbook(content, {"in_memory": True} | options)
    fill(book, book.add_worksheet("Data"))
    book.close()
    return content.getvalue()


def table(*rows, **options):
    def fill(_book, sheet):
        for number, row in enumerate((HEADER, *rows)):
            sheet.write_row(number, 0, row)

    return workbook(fill, **options)


def with_sheet(content, xml):
    """The same workbook with another text of its first sheet."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, xml if is_sheet else old.read(name), zipfile.ZIP_DEFLATED)
    return changed.getvalue()


def one_cell(text):
    """Text of a sheet with one cell."""
    cell = f'<row r="1"><c r="A1" t="str"><v>{text}</v></c></row>'
    return f"{MIME}<sheetData>{cell}</sheetData></worksheet>"


def see(folder, content, **options):
    return look([put(folder, content, "book.xlsx")], ReadOptions(**options), folder / "look")


def test_a_sheet_is_read_like_any_text(tmp_path):
    content = table(["R1", DAY, 5, "so\nlala"], ["R2", DAY, 11, '"x", y'], ["R3", DAY, 6.0, ""])
    staged = check(tmp_path, content)
    assert rows_of(staged, "response_id responded_at nps comment row_number") == [
        ("R1", MIDNIGHT, 5, "so\nlala", 2),
        ("R3", MIDNIGHT, 6, None, 4),
    ]
    assert [each.sentence for each in staged.problems] == [
        'row 3, column "nps": 11 is not between 0 and 10'
    ]


def test_the_content_decides_what_a_file_is_not_its_name(tmp_path):
    path = put(tmp_path, table(["R1", DAY, 5, "x"]), "survey.csv")
    assert stage("responses", path, None, tmp_path / "stage").rows == 1


CELLS = {
    "a whole number": (1.0, "1"),
    "a sum of binary fractions": (0.1 + 0.2, "0.3"),
    "a price": (19.99, "19.99"),
    "a large number": (123456789012.5, "123456789012.5"),
    "a very small one": (1e-7, "0.0000001"),
    "a day": (DAY, "2024-02-03"),
    "a time": (MIDNIGHT + dt.timedelta(hours=4, minutes=5, seconds=6), "2024-02-03 04:05:06"),
    "yes": (True, "true"),
    "a text that looks like a number": ("007", "007"),
    "a text that looks like a formula": ("@SUM(1)", "@SUM(1)"),
    "74 a day as text": ("01/02/2024", "01/02/2024"),
}


@pytest.mark.parametrize(("cell", "text"), CELLS.values(), ids=CELLS)
def test_cells_become_the_texts_that_a_person_sees(tmp_path, cell, text):
    def fill(book, sheet):
        formats = {"num_format": "yyyy-mm-dd hh:mm:ss"} if isinstance(cell, dt.datetime) else {}
        sheet.write(0, 0, "id")
        sheet.write(1, 0, cell, book.add_format(formats) if formats else None)

    assert see(tmp_path, workbook(fill, strings_to_formulas=False)).sample == ((text,),)


def test_days_counted_from_1904_are_the_same_days(tmp_path):
    assert see(tmp_path, table(["R1", DAY, 5, ""], date_1904=True)).sample[0][1] == "2024-02-03"


def test_46_a_day_without_its_format_is_a_number_and_needs_a_word(tmp_path):
    content = table(["R1", 45325, 5, ""])
    assert '"45325" is not a time written like' in check(tmp_path, content).problems[0].message
    counted = replace(identity("responses"), formats={"responded_at": "days since 1899-12-30"})
    staged = stage("responses", tmp_path / "upload.csv", counted, tmp_path / "again")
    assert rows_of(staged, "responded_at") == [(MIDNIGHT,)]


def test_71_formulas_are_read_by_their_saved_values(tmp_path):
    def fill(_book, sheet):
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["R1", "2024-01-01"])
        sheet.write_formula(1, 2, "=2+3", None, 5)
        sheet.write_formula(1, 3, '=""', None, "")

    content = workbook(fill)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    # Excel marks a formula whose value is an empty text so.
    content = with_sheet(content, xml.replace('<c r="D2">', '<c r="D2" t="str">'))
    staged = check(tmp_path, content)
    assert rows_of(staged, "nps comment") == [(5, None)]
    assert staged.warnings[0] == "Formulas, read by the values that they had when saved: 2."


def formulas_without_values(column):
    def fill(_book, sheet):
        sheet.write_row(0, 0, [*HEADER, "extra"])
        for row in range(1, 4):
            sheet.write_row(row, 0, [f"R{row}", "2024-01-01", 5])
            sheet.write_formula(row, column, "=2+3", None, "")

    return workbook(fill)


def test_71_formulas_that_were_never_computed_are_refused_where_they_are_needed(tmp_path):
    said = refusal(tmp_path, formulas_without_values(2))
    assert said == (
        'upload.csv: column "nps": cells of sheet "Data" hold formulas that were never computed: '
        "C2 and 2 more. Open the workbook in Excel, save it, and upload it again."
    )


def test_71_formulas_that_were_never_computed_are_told_where_they_are_not_needed(tmp_path):
    staged = check(tmp_path, formulas_without_values(4))
    assert staged.rows == 3
    told = 'Column "extra", which is not used: cells of sheet "Data" hold formulas'
    assert any(each.startswith(told) for each in staged.warnings)
    assert told.replace(", which is not used", "") in " ".join(
        see(tmp_path, formulas_without_values(4)).notes
    )


def errors(_book, sheet):
    sheet.write_row(0, 0, HEADER)
    for row, value in enumerate(["#REF!", "#N/A", 5, 6], start=1):
        sheet.write_row(row, 0, [f"R{row}", "2024-01-01"])
        if isinstance(value, str):
            sheet.write_formula(row, 2, "=Z1", None, value)
        else:
            sheet.write(row, 2, value)
    sheet.write_formula(4, 3, "=Z1", None, "#DIV/0!")


def test_72_error_cells_reject_their_rows_by_address(tmp_path):
    staged = check(tmp_path, workbook(errors))
    assert rows_of(staged, "response_id") == [("R3",)]
    assert [(each.row, each.column, each.value) for each in staged.problems] == [
        (2, "nps", "#REF!"),
        (3, "nps", "#N/A"),
        (5, "comment", "#DIV/0!"),
    ]
    assert staged.problems[0].message == (
        '"#REF!" is an error in cell C2; mend the formula, or clear the cell'
    )
    assert "Cells that hold an error (3): C2 (#REF!), C3 (#N/A), D5 (#DIV/0!)." in staged.warnings


def test_72_an_error_may_be_declared_to_mean_no_answer(tmp_path):
    mapping = replace(identity("responses"), no_answer={"nps": ("#N/A",)})
    staged = check(tmp_path, workbook(errors), mapping=mapping)
    assert [each.row for each in staged.problems] == [2, 5]
    assert rows_of(staged, "response_id nps") == [("R2", None), ("R3", 5)]


def test_a_table_that_does_not_start_in_the_first_column_keeps_its_rows_and_addresses(tmp_path):
    def fill(_book, sheet):
        sheet.write(0, 2, "Survey of May")
        sheet.write_row(3, 2, HEADER)
        sheet.write_row(4, 2, ["R1", "2024-01-01", 55])
        sheet.write_row(5, 2, ["R2", "2024-01-01"])
        sheet.write_formula(5, 4, "=Z1", None, "#REF!")

    seen = see(tmp_path, workbook(fill))
    assert (seen.options.header_row, seen.header) == (4, tuple(HEADER))
    mapping = replace(identity("responses"), header_row=4)
    staged = check(tmp_path, workbook(fill), mapping=mapping)
    assert [each.row for each in staged.problems] == [5, 6]
    assert "cell E6" in staged.problems[1].message


def several_sheets(book, sheet):
    sheet.merge_range(0, 0, 0, 2, "Title")
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.write(1, 0, "x")
    other = book.add_worksheet("Answers")
    other.write_row(0, 0, HEADER)
    other.write_row(1, 0, ["R1", "2024-01-01", 5])
    book.add_worksheet("Lists").hide()
    book.add_chartsheet("Chart")


def test_73_sheets_are_shown_chosen_and_told(tmp_path):
    seen = see(tmp_path, workbook(several_sheets))
    assert seen.sheets == ("Data", "Answers", "Lists")
    assert seen.options.sheet == "Data"
    assert seen.notes[:4] == (
        'Sheet "Data" was taken, the first with cells; the others are Answers, Lists.',
        "Hidden sheets: Lists.",
        "Merged cells, of which only the first has a value: A1:C1.",
        "Hidden rows, which were read too: 1.",
    )
    seen = see(tmp_path, workbook(several_sheets), sheet="answers")
    assert (seen.options.sheet, seen.header) == ("Answers", tuple(HEADER))
    mapping = replace(identity("responses"), sheet="Answers")
    assert check(tmp_path, workbook(several_sheets), mapping=mapping).rows == 1


def test_73_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    with pytest.raises(ImportRefused) as caught:
        see(tmp_path, workbook(several_sheets), sheet="May")
    assert str(caught.value) == 'book.xlsx has no sheet "May". It has: Data, Answers, Lists.'


def test_73_an_empty_first_sheet_is_passed_over(tmp_path):
    def fill(book, _sheet):
        book.add_worksheet("Second").write_row(0, 0, HEADER)

    assert see(tmp_path, workbook(fill)).options.sheet == "Second"
    with pytest.raises(ImportRefused, match='has nothing in sheet "Data"'):
        see(tmp_path, workbook(fill), sheet="Data")


def test_rows_without_a_value_keep_the_numbers_of_the_others(tmp_path):
    def fill(_book, sheet):
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(2, 0, ["R1", "2024-01-01", 5])
        sheet.write_row(5, 0, ["R2", "2024-01-01", 55])

    staged = check(tmp_path, workbook(fill))
    assert (rows_of(staged, "row_number"), staged.problems[0].row) == ([(3,)], 6)


def test_numbers_of_more_than_fifteen_digits_are_told(tmp_path):
    seen = see(tmp_path, table([12345678901234567890, "2024-01-01", 5, ""]))
    assert seen.notes[0].startswith("Numbers of more than 15 digits, of which Excel keeps 15: 1.")


def far_cell(_book, sheet):
    sheet.write(0, 0, "id")
    sheet.write(1_048_575, 16_383, "x")


def far_row(_book, sheet):
    sheet.write(0, 0, "id")
    sheet.write(1_048_575, 0, "x")


DAMAGED = {
    "67 cut off": (table(["R1", DAY, 5, ""])[:3000], "is cut off or damaged"),
    "67 a part missing": (
        with_sheet(table(["R1", DAY, 5, ""]), "<worksheet"),
        "is damaged, or no Excel workbook",
    ),
    "69 a cell at the far end": (workbook(far_cell), "far away from its table, XFD1048576"),
    "69 a cell in the last row": (workbook(far_row), "far away from its table, A1048576"),
    "70 a billion laughs": (
        with_sheet(
            table(["R1", DAY, 5, ""]),
            '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + one_cell("&b;"),
        ),
        "is damaged, or no Excel workbook",
    ),
    "70 a file of this machine": (
        with_sheet(
            table(["R1", DAY, 5, ""]),
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + one_cell("&a;"),
        ),
        "is damaged, or no Excel workbook",
    ),
    "72 an error without an address": (
        with_sheet(
            table(["R1", DAY, 5, ""]),
            MIME + '<sheetData><row><c t="e"><v>#REF!</v></c></row></sheetData></worksheet>',
        ),
        "holds an error (#REF!) in a cell without an address",
    ),
}


@pytest.mark.parametrize(("content", "words"), DAMAGED.values(), ids=DAMAGED)
def test_a_workbook_that_cannot_be_read_is_refused_with_what_next(tmp_path, content, words):
    said = refusal(tmp_path, content)
    assert words in said
    assert said.startswith("upload.csv")
    assert said.endswith(".")


def test_68_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read(tmp_path):
    bomb = with_sheet(table(["R1", DAY, 5, ""]), b"<worksheet>" + b" " * 20_000_000)
    assert "unpacks to 20 MB" in refusal(tmp_path, bomb)


def test_68_a_workbook_of_too_many_parts_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(excel, "MOST_ENTRIES", 3)
    assert "parts inside, more than any table needs" in refusal(tmp_path, table(["R1", DAY, 5, ""]))


def shared_text(cells):
    """A workbook whose few bytes are one long text, shown in many cells."""

    def fill(_book, sheet):
        sheet.write(0, 0, "x" * 32_000)
        for row in range(cells):
            sheet.write(row + 1, 0, "x" * 32_000)

    return workbook(fill)


def test_68_a_workbook_that_takes_too_much_memory_ends_its_own_process_only(tmp_path, monkeypatch):
    reader = Path(excel.__file__).with_name("sheet_reader.py").read_text()
    tight = tmp_path / "sheet_reader.py"
    tight.write_text(reader.replace("MOST_MEMORY = 2 << 30", "MOST_MEMORY = 160 << 20"))
    monkeypatch.setattr(excel, "_READER", tight)
    assert "needs more memory than a workbook may" in refusal(tmp_path, shared_text(5_000))


def test_a_workbook_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(excel, "MOST_SECONDS", 0.001)
    assert "takes too long to read. Save the sheet as CSV" in refusal(tmp_path, shared_text(10))


def test_rejects_of_a_workbook_mended_can_be_imported_with_the_same_mapping(tmp_path):
    mapping = replace(identity("responses"), sheet="Data", header_row=1)
    first = check(tmp_path, table(["R1", DAY, 11, "é"], ["R2", DAY, 6, ""]), mapping=mapping)
    mended = first.rejects_file.read_text().replace(",11,é", ",10,é")
    staged = check(tmp_path, mended, mapping=mapping)
    assert rows_of(staged, "response_id nps comment") == [("R1", 10, "é")]


def test_the_telco_workbook_gives_the_rows_of_the_same_sheet_as_csv(tmp_path):
    path = real("telco_ibm/Telco_customer_churn.xlsx")
    mapping = load_mapping("telco_workbook")
    from_excel = stage("customers", path, mapping, tmp_path / "excel")
    seen = excel.read_sheet(path.name, path, tmp_path)
    with seen.path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert (len(rows), len(rows[0]), seen.notes) == (7044, 33, ())
    twin = tmp_path / "twin.csv"
    with twin.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    written = replace(mapping, encoding="cp1252", delimiter=";")
    from_text = stage("customers", twin, written, tmp_path / "text")
    assert frame(from_excel, "customers").equals(frame(from_text, "customers"))


def test_the_telco_workbook_and_the_newer_files_agree_on_who_left(tmp_path):
    path = real("telco_ibm/Telco_customer_churn.xlsx")
    old = frame(
        stage("customers", path, load_mapping("telco_workbook"), tmp_path / "1"), "customers"
    )
    path = real("telco_ibm/csv/Telco_customer_churn_status.csv")
    new = frame(stage("customers", path, load_mapping("telco_status"), tmp_path / "2"), "customers")
    both = old.merge(new, on="customer_id", suffixes=("_old", "_new"))
    assert len(both) == len(old) == len(new) == 7043
    assert (both.status_old == both.status_new).all()


def test_ids_shown_with_leading_zeros_keep_them(tmp_path):
    def fill(book, sheet):
        zeros = book.add_format({"num_format": "00000"})
        sheet.write_row(0, 1, ["id", "n"])
        sheet.write_row(1, 1, [1234, 7], zeros)
        sheet.write(2, 1, "x1", zeros)
        sheet.write(2, 2, 12)

    seen = see(tmp_path, workbook(fill))
    assert seen.sample == (("01234", "00007"), ("x1", "12"))
    assert seen.notes == ("Numbers that the sheet shows with leading zeros, read with them: 3.",)
