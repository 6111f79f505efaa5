"""Specification of imports of several files with the same columns: one import, rows by file."""

import hashlib
from dataclasses import replace

import pytest

from cx.errors import ImportRefused
from cx.ingest import identity, stage
from cx.ingest.source import FILE_STEP
from tests.test_excel import DAY, table
from tests.uploads import HEAD, parquet, put, rows_of

MAY = HEAD + b"R1,2024-05-01,5\nR2,2024-05-02,55\n"
JUNE = b"nps;RESPONSE_ID;responded_at\n6;R3;2024-06-01\n66;R4;2024-06-02\n"

OURS = ",".join(f"rejected: {word}" for word in ("row", "column", "value", "reason"))


def staged(folder, *files, **options):
    mapping = replace(identity("responses"), **options)
    return stage("responses", list(files), mapping, folder / "stage")


@pytest.fixture
def both(tmp_path):
    return put(tmp_path, MAY, "may.csv"), put(tmp_path, JUNE, "june.csv")


def test_columns_are_brought_together_by_name_whatever_their_order(tmp_path, both):
    done = staged(tmp_path, *both)
    assert rows_of(done, "response_id nps") == [("R1", 5), ("R3", 6)]
    assert (done.rows, done.rejected, done.file_name) == (4, 2, "may.csv, june.csv")


def test_problems_say_the_row_of_their_own_file(tmp_path, both):
    done = staged(tmp_path, *both)
    assert [(each.file, each.row) for each in done.problems] == [("may.csv", 3), ("june.csv", 3)]
    assert done.problems[1].sentence == (
        'june.csv, row 3, column "nps": 66 is not between 0 and 10'
    )
    assert done.rejects_file.read_text().splitlines() == [
        f"response_id,responded_at,nps,rejected: file,{OURS}",
        "R2,2024-05-02,55,may.csv,3,nps,55,55 is not between 0 and 10",
        "R4,2024-06-02,66,june.csv,3,nps,66,66 is not between 0 and 10",
    ]


def test_rejects_of_several_files_mended_can_be_imported_as_they_are(tmp_path, both):
    text = staged(tmp_path, *both).rejects_file.read_text()
    mended = put(tmp_path, text.replace("55,may", "5,may"), "mended.csv")
    again = staged(tmp_path, mended, delimiter=";", header_row=7)
    assert rows_of(again, "response_id nps") == [("R2", 5)]
    header = again.rejects_file.read_text().splitlines()[0]
    assert header == f"response_id,responded_at,nps,{OURS}".replace(",", ";")


def test_parquet_files_of_one_folder_with_a_pattern_in_its_name_are_two(tmp_path):
    folder = tmp_path / "nps=9"
    folder.mkdir()
    paths = [
        put(folder, parquet({"response_id": [key], "responded_at": [DAY], "nps": [nps]}), name)
        for key, nps, name in (("R1", 1, "f*.parquet"), ("R2", 2, "f2.parquet"))
    ]
    done = staged(tmp_path, *paths)
    assert rows_of(done, "response_id nps") == [("R1", 1), ("R2", 2)]


def test_rejects_of_a_file_with_a_title_and_an_odd_delimiter_can_be_imported_as_they_are(tmp_path):
    text = "Report\n\nresponse_id^responded_at^nps\nR1^2024-05-01^5\nR2^2024-05-02^55\n"
    done = staged(tmp_path, put(tmp_path, text, "may.csv"), delimiter="^", header_row=3)
    text = done.rejects_file.read_text().replace("2024-05-02^55", "2024-05-02^5")
    mended = put(tmp_path, text, "mended.csv")
    again = staged(tmp_path, mended, delimiter="^", header_row=3)
    assert rows_of(again, "response_id nps") == [("R2", 5)]


def test_a_key_that_two_files_have_is_told_with_both_rows(tmp_path, both):
    more = put(tmp_path, HEAD + b"R1,2024-05-09,7\nR1,2024-05-01,5\n", "more.csv")
    done = staged(tmp_path, *both, more)
    assert (done.duplicate, len(done.problems)) == (2, 3)
    assert done.problems[2].sentence == (
        'more.csv, row 2, column "response_id": has the same key as row 2 of may.csv but other '
        "values; row 2 of may.csv was kept"
    )


def test_one_hash_stands_for_all_files_in_any_order(tmp_path, both):
    first, second = staged(tmp_path, *both), staged(tmp_path, *reversed(both))
    assert first.sha256 == second.sha256
    assert len(first.sha256) == 64
    alone = staged(tmp_path, both[0])
    assert alone.sha256 == hashlib.sha256(MAY).hexdigest()
    assert [each.file for each in alone.problems] == [""]


def test_files_of_different_formats_go_together(tmp_path, both):
    book = put(tmp_path, table(["R8", DAY, 8, None]), "book.xlsx")
    columns = {"response_id": ["R9"], "responded_at": ["2024-01-01"], "nps": [9], "comment": [""]}
    rows = put(tmp_path, parquet(columns), "rows.parquet")
    done = staged(tmp_path, book, rows)
    assert rows_of(done, "response_id nps row_number") == [("R8", 8, 2), ("R9", 9, FILE_STEP + 2)]


def test_what_was_tidied_is_told_with_the_file(tmp_path, both):
    padded = put(tmp_path, MAY.replace(b"nps", b"nps "), "padded.csv")
    done = staged(tmp_path, both[0], padded)
    assert "padded.csv: Blanks around column names were left out: nps." in done.warnings


def test_a_file_with_other_columns_is_refused_by_name(tmp_path, both):
    odd = put(tmp_path, b"response_id,responded_at,csat\nR1,2024-01-01,5\n", "odd.csv")
    with pytest.raises(ImportRefused) as caught:
        staged(tmp_path, *both, odd)
    assert str(caught.value).startswith("odd.csv has not the columns of may.csv: it lacks nps")


def test_damage_in_one_file_is_told_with_its_name_and_row(tmp_path, both):
    short = put(tmp_path, HEAD + b"R1,2024-01-01,5\nR2\n", "short.csv")
    with pytest.raises(ImportRefused, match=r"short\.csv, row 3: 1 column instead of 3"):
        staged(tmp_path, *both, short)


def test_more_than_three_names_are_cut(tmp_path):
    files = [put(tmp_path, HEAD + b"R%d,2024-01-01,5\n" % i, f"{i}.csv") for i in range(4)]
    assert staged(tmp_path, *files).file_name == "0.csv and 3 more"


def test_no_file_is_refused(tmp_path):
    with pytest.raises(ImportRefused, match="No file was given"):
        staged(tmp_path)
