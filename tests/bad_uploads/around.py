"""Numbers 82 to 89: texts that are no harm unless obeyed, names of files, and the upload itself."""

from tests.bad_uploads.entries import BOTH, FINE, WIDE, Case, Entry, Taken

FORMULAS = (
    "=cmd|'/c calc'!A1 is what I typed",
    "+1+1 is what I typed here",
    "@SUM(A1) is what I typed",
    "-2 is what I would give",
)
MARKUP = (
    "<script>alert(1)</script> is what I typed",
    "<img src=x onerror=alert(1)> is it",
    "[look](javascript:alert(1)) at this",
    "![](http://a.example/b.png) is a picture",
)
NAMES = {
    "255 letters": "x" * 251 + ".csv",
    "emoji and a line break": "\U0001f600\nŽluť.csv",
    "of a device": "CON",
    "turned round": "\u202evsc.exe.csv",
    "a pattern, quotes and a comment": "a*b?[c]'\";--.csv",
    "markup": "<img src=x onerror=alert(1)>.csv",
}


def commented(texts: tuple[str, ...]) -> Case:
    """Answers with these comments, which come in to the letter."""
    rows = (f'R{i},2024-01-{13 + i},{i % 2 * 10},"{each}"\n' for i, each in enumerate(texts))
    landed = tuple((each,) for each in sorted(texts))
    return Case(WIDE + "".join(rows).encode(), Taken(landed), reads="comment")


AROUND = {
    82: Entry(
        "OK",
        {
            "comments": commented(FORMULAS),
            "ids": Case(
                BOTH.replace(b"R1", b"=1+1").replace(b"R2", b"@x"), Taken((("=1+1", 0), ("@x", 10)))
            ),
        },
        elsewhere=(
            "test_export.py::test_text_that_a_spreadsheet_would_run_gets_an_apostrophe",
            "test_export.py::test_no_cell_of_any_table_is_run_by_a_spreadsheet",
        ),
    ),
    83: Entry(
        "OK",
        {"comments": commented(MARKUP)},
        elsewhere=(
            "test_ui_text.py::test_data_text_keeps_every_sign_and_loses_every_power",
            "pages/test_upload.py::test_nothing_in_a_file_is_obeyed_as_markup",
        ),
    ),
    84: Entry(
        "OK",
        {what: Case(BOTH, FINE, name=name) for what, name in NAMES.items()},
        elsewhere=(
            "test_intake.py::test_a_file_lies_inside_its_draft_whatever_it_is_called",
            "test_read.py::test_a_name_that_no_file_can_have_is_refused",
            "test_read.py::test_signs_of_a_file_name_that_mislead_are_shown_escaped",
        ),
    ),
    85: Entry(
        "OK",
        {name: Case(BOTH, FINE, name=name) for name in ("a.xlsx", "without")},
        elsewhere=("test_excel.py::test_the_content_decides_what_a_file_is_not_its_name",),
    ),
    86: Entry(
        "W",
        elsewhere=(
            "test_jobs.py::"
            "test_of_two_imports_at_once_the_second_says_that_it_waits_and_then_both_are_in",
            "test_preview.py::test_two_clicks_at_the_same_time_bring_one_import",
            "pages/test_upload.py::test_everybody_sees_what_is_being_brought_in_and_may_cancel_it",
        ),
    ),
    87: Entry(
        "R",
        elsewhere=(
            "test_intake.py::test_an_upload_that_breaks_off_leaves_nothing",
            "test_intake.py::test_a_damaged_upload_is_refused_and_nothing_is_left",
        ),
    ),
    88: Entry(
        "R",
        elsewhere=(
            "test_intake.py::test_a_file_that_is_announced_too_large_is_refused_before_it_is_sent",
            "test_intake.py::test_a_file_that_turns_out_too_large_is_refused_and_nothing_is_left",
        ),
    ),
    89: Entry(
        "R",
        elsewhere=(
            "test_intake.py::test_a_page_that_admits_nobody_gets_no_files",
            "test_intake.py::test_who_is_not_admitted_is_refused_before_the_file_is_sent",
            "pages/test_upload.py::"
            "test_a_viewer_is_told_who_can_help_and_gets_nothing_to_upload_with",
        ),
    ),
}
