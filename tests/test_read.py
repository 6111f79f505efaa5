"""Specification of reading: which files are accepted, and which are refused with what word.

The numbers in the ids are those of the list of bad uploads that this was written from.
"""

import csv
import gzip
import io
import random
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from cx.errors import ImportRefused
from cx.ingest import decode, parquet, stage, unpack
from cx.ingest.presets import parse_mapping
from tests.uploads import BOTH, HEAD, ROWS, check, put, refusal, rows_of
from tests.uploads import parquet as write_parquet

WIDE = HEAD.strip() + b",comment\n"


def delimited(mark: str) -> bytes:
    return BOTH.replace(b",", mark.encode())


REFUSED = {
    "01 no byte": (b"", "upload.csv is empty (0 bytes)"),
    "02 header only": (HEAD, "no rows below the column names"),
    "03 blank lines only": (b"\n\n  \r\n", "nothing but blank lines"),
    "04 no header": (ROWS, "needs the columns response_id, responded_at, which row 1 does not"),
    "05 a required column missing": (
        b"response_id,nps\nR1,5\n",
        "responses needs the column responded_at, which row 1 does not name.",
    ),
    "08 the same name twice": (
        b"response_id,responded_at,NPS,nps\nR1,2024-01-01,5,5\n",
        'columns 3 and 4 have the same name "NPS", so it is not known which to read',
    ),
    "10 a name of 5,000 characters": (
        HEAD.strip() + b"," + b"x" * 5000 + b"\nR1,2024-01-01,5,\n",
        "the name of column 4 is too long",
    ),
    "11 5,000 columns": (
        ",".join(f"c{i}" for i in range(5000)) + "\n",
        "has 5,000 columns; at most 500",
    ),
    "12 a short row": (HEAD + ROWS + b"R3,2024-01-01\n", "row 4: 2 columns instead of 3"),
    "13 a long row": (HEAD + b"R1,2024-01-01,5,6\n" + ROWS, "row 2: 4 columns instead of 3"),
    "14 a quote not closed": (HEAD + ROWS + b'R3,"2024-01-01,5\n', "row 4: a quote is not closed"),
    "15 a stray quote": (HEAD + b'R1,"2024"-01-01,5\n' + ROWS, "row 2: a quote is not closed, or"),
    "20 sep= and a short row": (
        b"sep=;\r\nresponse_id;responded_at\r\nR1\r\n",
        "row 3: 1 column instead of 2",
    ),
    "21 title lines above the names": (
        b"Survey\nof 2024\n" + BOTH,
        "the column names are in row 3, not in row 1",
    ),
    "22 a footer of one cell": (BOTH + b"Total\n", "row 4: 1 column instead of 3"),
    "23 a comment above": (b"# exported\n" + BOTH, "the column names are in row 2"),
    "24 ^ as delimiter": (delimited("^"), 'unknown delimiter "^"'),
    "24 ~ as delimiter": (delimited("~"), 'unknown delimiter "~"'),
    "24 || as delimiter": (delimited("||"), 'unknown delimiter "||" in row 1'),
    "28 UTF-16 without its mark": (BOTH.decode().encode("utf-16-le"), "byte-order mark"),
    "28 UTF-16 BE without its mark": (BOTH.decode().encode("utf-16-be"), "byte-order mark"),
    "28 UTF-32": (BOTH.decode().encode("utf-32"), "is in UTF-32"),
    "29 Windows-1252": (WIDE + b"R1,2024-01-01,5,caf\xe9\n", "line 2: byte 0xe9 is not utf-8 text"),
    "30 an invalid byte": (HEAD + b"R1,2024-01-01,\xff\n", "line 2: byte 0xff is not utf-8 text"),
    "31 a NUL": (HEAD + b"R1,2024-01-01,5\x00\n", "line 2: there is a control character (0x00)"),
    "31 a vertical tab": (BOTH + b"R\x0b3,2024-01-01,5\n", "line 4: there is a control character"),
    "55 a line of 3 MB": (HEAD + b"R1,2024-01-01," + b"x" * 3_000_000, "line 2: the line is too"),
    "55 a line of 1.2 MB": (HEAD + b"R1,2024-01-01," + b"x" * 1_200_000, "2: the line is too long"),
    "55 a quoted text of 40 MB": (
        HEAD + b'R1,2024-01-01,"' + b"x\n" * 20_000_000 + b'"\n',
        "row 2: a quote is not closed",
    ),
    "57 gzip cut off": (gzip.compress(BOTH)[:-10], "is cut off or damaged"),
    "60 a damaged zip or xlsx": (b"PK\x03\x04" + b"x" * 90, "is cut off or damaged"),
    "61 random bytes": (random.Random(1).randbytes(9000), "is not a text file"),
    "62 a login page": (b"\n<!DOCTYPE html><html>log in</html>", "is a web page"),
    "63 JSON": (b'[{"response_id": 1}]', "is JSON, not a CSV file"),
    "64 xls": (b"\xd0\xcf\x11\xe0\xa1\xb1" + b"x" * 90, "is an old Office file (.xls). Open it in"),
    "gzip in gzip": (gzip.compress(gzip.compress(BOTH)), "is packed twice"),
    "63 JSON of one object": (b' {"response_id": 1}', "is JSON, not a CSV file"),
    "names that cannot be read": (b'"a"b,c\nR1,2\n', "the column names in row 1 cannot be read"),
}


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_used_is_refused_with_place_and_remedy(tmp_path, content, words):
    said = refusal(tmp_path, content)
    assert words in said
    assert said.startswith("upload.csv")
    assert len(said) < 400
    assert said.endswith((".", "?"))


def test_the_refusal_of_an_encoding_says_how_to_declare_it(tmp_path):
    said = refusal(tmp_path, WIDE + b"R1,2024-01-01,5,caf\xe9\n")
    assert '[read] encoding = "cp1252"' in said


ACCEPTED = {
    "07 columns in another order": (
        b"nps,responded_at,response_id\n5,2024-01-01,R1\n6,2024-01-02,R2"
    ),
    "17 mixed line ends": HEAD.replace(b"\n", b"\r\n") + ROWS,
    "18 CR only": BOTH.replace(b"\n", b"\r"),
    "19 no line end at the end": BOTH.strip(),
    "20 sep=; in the first line": b"sep=;\r\n" + delimited(";"),
    "20 sep=; and CR only": (b"sep=;\n" + delimited(";")).replace(b"\n", b"\r"),
    "commas in a name of a file with tabs": delimited("\t")
    .replace(b"nps", b"nps\tWhich (a, b, c, d, e)")
    .replace(b"5\n", b"5\t1\n")
    .replace(b"6\n", b"6\t1\n"),
    "semicolons in a name of a file with commas": BOTH.replace(
        b"nps", b'nps,"Which; a; b; c; d; e"'
    )
    .replace(b"5\n", b"5,1\n")
    .replace(b"6\n", b"6,1\n"),
    "commas and tabs in a name of a file with semicolons": delimited(";")
    .replace(b"nps", b'nps;"Which, a, b,\tc,\td, e"')
    .replace(b"5\n", b"5;1\n")
    .replace(b"6\n", b"6;1\n"),
    "rows of nothing but blanks": BOTH + " ,\u00a0,\t\n,\u200b,\n".encode(),
    "a name in brackets": BOTH.replace(b"response_id,", b"[x],response_id,").replace(b"R", b"1,R"),
    "25 semicolons": delimited(";"),
    "25 tabs": delimited("\t"),
    "25 bars": delimited("|"),
    "26 UTF-8 with its mark": b"\xef\xbb\xbf" + BOTH,
    "27 UTF-16 with its mark": BOTH.decode().encode("utf-16"),
    "27 UTF-16 BE with its mark": b"\xfe\xff" + BOTH.decode().encode("utf-16-be"),
    "58 gzip named .csv": gzip.compress(BOTH),
    "blank lines at the end": BOTH + b"\n \n\r\n",
    "names in capitals and padded": BOTH.replace(b"nps", b" NPS "),
    "names in quotes": BOTH.replace(b"nps", b'"nps"'),
    "every cell in quotes": b"\n".join(
        b'"' + line.replace(b",", b'","') + b'"' for line in BOTH.splitlines()
    ),
    "a delimiter at the end of each row": BOTH.replace(b"5\n", b"5,\n").replace(b"6\n", b"6,\n"),
}


@pytest.mark.parametrize("content", ACCEPTED.values(), ids=ACCEPTED)
def test_a_file_written_another_way_gives_the_same_rows(tmp_path, content):
    staged = check(tmp_path, content)
    assert rows_of(staged, "response_id nps") == [("R1", 5), ("R2", 6)]
    assert (staged.rows, staged.rejected, staged.duplicate) == (2, 0, 0)


def test_columns_nobody_asked_for_are_listed_in_one_warning(tmp_path):
    staged = check(tmp_path, b"response_id,foo,responded_at,bar\nR1,1,2024-01-01,2\n")
    assert staged.warnings == ["Columns not used (2): foo, bar."]


def test_blanks_around_names_are_told(tmp_path):
    staged = check(tmp_path, BOTH.replace(b"nps", b"NPS  "))
    assert staged.warnings == ["Blanks around column names were left out: NPS."]


def test_a_name_that_is_sql_stays_a_name(tmp_path):
    staged = check(tmp_path, HEAD.strip() + b',"x""; drop table y --"\nR1,2024-01-01,55,1\n')
    assert staged.warnings == ['Columns not used (1): x"; drop table y --.']
    assert '"x""; drop table y --"' in staged.rejects_file.read_text()


def test_a_line_break_in_quotes_starts_no_new_row(tmp_path):
    staged = check(tmp_path, WIDE + b'R1,2024-01-01,5,"a\r\n\r\nb"\nR2,2024-01-01,55,\n')
    assert rows_of(staged, "comment row_number") == [("a\n\nb", 2)]
    assert [problem.row for problem in staged.problems] == [3]
    assert staged.warnings == []


def test_rows_are_numbered_as_a_person_counts_them(tmp_path):
    content = HEAD + b"".join(b"R%d,2024-01-01,5\n" % i for i in range(2, 300_000))
    staged = check(tmp_path, content)
    assert all(key == f"R{row}" for key, row in rows_of(staged, "response_id row_number"))


@pytest.mark.parametrize("gap", [b"\n", b"\n\n", b"  \n\t\n"])
def test_blank_lines_between_rows_are_left_out_told_and_counted_as_rows(tmp_path, gap):
    content = HEAD + b'R1,2024-01-01,5\n"R2",2024-01-01,"5\n\n"\n' + gap + b"R3,2024-01-01,55\n"
    staged = check(tmp_path, content)
    blank = gap.count(b"\n")
    assert (staged.rows, staged.problems[0].row) == (3, 4 + blank)
    assert staged.warnings == [f"Empty rows left out: {blank}."]


def test_a_quote_inside_a_text_does_not_hide_blank_lines(tmp_path):
    content = WIDE + b'R1,2024-01-01,5,5" pipe\n\nR2,2024-01-01,55,12" pipe\n'
    staged = check(tmp_path, content)
    assert [problem.row for problem in staged.problems] == [4]


def test_rows_without_any_value_are_no_rows(tmp_path):
    staged = check(tmp_path, BOTH + b",,\n,,\n")
    assert (staged.rows, staged.rejected) == (2, 0)
    assert staged.warnings == ["Empty rows left out: 2."]


def test_a_file_of_rows_without_any_value_is_refused(tmp_path):
    assert "no rows below the column names" in refusal(tmp_path, HEAD + b",,\n,,\n")


def test_without_known_names_the_delimiter_is_the_one_that_rows_agree_on(tmp_path):
    content = "id;Which (a, b, c, d, e)\nR1;x\nR2;y, z\n"
    assert "row 1 does not name" in refusal(tmp_path, content)
    assert rows_of(check(tmp_path, content, mapping=_survey("id")), "comment") == [
        ("x",),
        ("y, z",),
    ]


def _survey(key):
    return parse_mapping(
        {
            "kind": "responses",
            "columns": {"response_id": key, "comment": "Which (a, b, c, d, e)"},
            "constants": {"responded_at": "2024-01-01"},
        },
        "survey",
    )


@pytest.mark.parametrize("mark", list(",;\t|"))
@pytest.mark.parametrize("others", [",;\t|", "|;,", ",", ";;;;;;", "\t\t\t\t"])
def test_question_texts_may_hold_any_delimiter(tmp_path, mark, others):
    question = "Which of " + others.join("abcdef")
    mapping = parse_mapping(
        {
            "kind": "responses",
            "columns": {"response_id": "id", "responded_at": "d"},
            "ratings": {question: "Staff"},
        },
        "survey",
    )
    rows = [["id", "d", question], ["R1", "2024-01-01", "5"], ["R2", "2024-01-01", "4"]]
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(rows)
    staged = check(tmp_path, out.getvalue(), mapping=mapping)
    assert rows_of(staged, "rating", "ratings") == [(5.0,), (4.0,)]


def test_a_declared_encoding_is_decoded(tmp_path):
    columns = {name: name for name in ("response_id", "responded_at", "comment")}
    mapping = parse_mapping(
        {"kind": "responses", "columns": columns, "read": {"encoding": "cp1252"}}, "old"
    )
    staged = check(tmp_path, WIDE + b"R1,2024-01-01,5,caf\xe9 5 \x80\n", mapping=mapping)
    assert rows_of(staged, "comment") == [("café 5 €",)]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8", "cp1250", "shift_jis"])
def test_every_declared_encoding_is_read(tmp_path, encoding):
    columns = {name: name for name in ("response_id", "responded_at", "nps")}
    mapping = parse_mapping(
        {"kind": "responses", "columns": columns, "read": {"encoding": encoding}}, "old"
    )
    staged = check(tmp_path, BOTH.decode().encode(encoding), mapping=mapping)
    assert rows_of(staged, "response_id nps") == [("R1", 5), ("R2", 6)]


def test_utf_16_without_its_mark_says_what_to_declare(tmp_path):
    columns = {name: name for name in ("response_id", "responded_at", "nps")}
    mapping = parse_mapping(
        {"kind": "responses", "columns": columns, "read": {"encoding": "utf-16"}}, "old"
    )
    said = refusal(tmp_path, BOTH.decode().encode("utf-16-le"), mapping=mapping)
    assert 'no byte-order mark, so that "utf-16" does not say' in said
    assert "utf-16-le" in said


def test_a_byte_order_mark_counts_for_more_than_a_declared_encoding(tmp_path):
    columns = {name: name for name in ("response_id", "responded_at", "comment")}
    mapping = parse_mapping(
        {"kind": "responses", "columns": columns, "read": {"encoding": "cp1252"}}, "old"
    )
    content = WIDE + "R1,2024-01-01,5,café\n".encode()
    staged = check(tmp_path, b"\xef\xbb\xbf" + content, mapping=mapping)
    assert rows_of(staged, "comment") == [("café",)]


def test_letters_on_the_edge_of_a_piece_are_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(decode, "CHUNK", 7)
    staged = check(
        tmp_path, WIDE + "R1,2024-01-01,5,žluťoučký kůň\r\nR2,2024-01-01,6,😀\n".encode()
    )
    assert rows_of(staged, "comment") == [("žluťoučký kůň",), ("😀",)]


def test_59_a_gzip_bomb_is_stopped_at_its_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "MOST_UNPACKED", 1 << 23)
    content = gzip.compress(HEAD + b"R1,2024-01-01,5\n" * 1_000_000)
    assert "unpacks to more than" in refusal(tmp_path, content)


def test_a_file_is_refused_before_it_fills_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("cx.ingest.read._DISK_PER_BYTE", 1 << 50)
    assert "not enough room on the disk" in refusal(tmp_path, BOTH)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ImportRefused, match=r"There is no file .*none\.csv"):
        stage("responses", tmp_path / "none.csv", None, tmp_path / "stage")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ImportRefused, match=r"is a folder"):
        stage("responses", tmp_path, None, tmp_path / "stage")


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", ""])
def test_a_name_that_no_file_can_have_is_refused(tmp_path, name):
    with pytest.raises(ImportRefused, match=r"(There is no file|cannot be read: |is a folder)"):
        stage("responses", Path(name), None, tmp_path / "stage")


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    path = put(tmp_path, BOTH)

    def refuse(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(ImportRefused, match=r"upload\.csv cannot be read: Permission denied\."):
        stage("responses", path, None, tmp_path / "stage")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb.csv", r"a\nb.csv"),
        ("\u202evsc.csv", r"\u202evsc.csv"),
        ("bad\udcff.csv", r"bad\udcff.csv"),
        ("Žluť 😀.csv", "Žluť 😀.csv"),
    ],
)
@pytest.mark.parametrize("is_parquet", [False, True])
def test_signs_of_a_file_name_that_mislead_are_shown_escaped(tmp_path, name, shown, is_parquet):
    try:
        path = put(tmp_path, write_parquet(GOOD) if is_parquet else BOTH, name)
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system takes no such name")
    assert stage("responses", path, None, tmp_path / "stage").file_name == shown
    path = put(tmp_path, b"PAR1" if is_parquet else HEAD, name)
    with pytest.raises(ImportRefused) as caught:
        stage("responses", path, None, tmp_path / "stage")
    assert str(caught.value).startswith(f"{shown} ")


GOOD = {"response_id": ["R1", "R2"], "responded_at": ["2024-01-01", "2024-01-02"], "nps": [5, 6]}


def with_column(name: str, values: object) -> bytes:
    return write_parquet(GOOD | {name: values})


PARQUET_REFUSED = {
    "75 bad magic": (b"PAR1" + b"x" * 90, "is damaged or cut off"),
    "75 cut off": (write_parquet(GOOD)[:400], "is damaged or cut off"),
    "78 a list": (with_column("l", [[1], [2]]), 'column "l" is of a type'),
    "78 a struct": (with_column("s", [{"a": 1}, {"a": 2}]), 'column "s" is of a type'),
    "78 bytes": (with_column("b", [b"x", b"y"]), 'column "b" is of a type'),
    "78 a decimal of 50 digits": (
        with_column("weight", pa.array([1, 2], pa.decimal256(50, 2))),
        'column "weight" is of a type',
    ),
    "79 a and A": (
        write_parquet(
            pa.table(
                [["R1"], ["R1"], ["2024-01-01"]], ["response_id", "RESPONSE_ID", "responded_at"]
            )
        ),
        'columns 1 and 2 have the same name "response_id"',
    ),
    "80 no rows": (
        write_parquet({name: pa.array([], pa.string()) for name in GOOD}),
        "has no rows",
    ),
    "81 encrypted": (b"PARE" + write_parquet(GOOD)[4:-4] + b"PARE", "is encrypted"),
    "a NUL": (
        write_parquet(GOOD | {"response_id": ["R\x001", "R2"]}),
        'column "response_id" holds control characters',
    ),
    "a name the engine needs": (with_column("file_row_number", [1, 2]), "Rename the column"),
}


@pytest.mark.parametrize(("content", "words"), PARQUET_REFUSED.values(), ids=PARQUET_REFUSED)
def test_a_parquet_file_that_cannot_be_used_is_refused(tmp_path, content, words):
    assert words in refusal(tmp_path, content)


def test_76_a_parquet_file_of_too_many_rows_is_refused_by_its_footer(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "MOST_ROWS", 1)
    assert "has 2 rows; at most 1" in refusal(tmp_path, write_parquet(GOOD))


def test_77_a_parquet_cell_of_100_mb_is_refused(tmp_path):
    content = write_parquet(GOOD | {"response_id": ["x" * 100_000_000, "R2"]}, compression="zstd")
    assert len(content) < 1_000_000
    assert 'a cell of column "response_id" is too long (95 MB)' in refusal(tmp_path, content)


@pytest.mark.parametrize("folder", ["response_id=77", "segment=HIVE", "dt=2024"])
@pytest.mark.parametrize("name", ["f.parquet", "f*.parquet", "f?.parquet", "[f].parquet", "f'.x"])
def test_neither_folder_nor_file_name_says_anything_about_the_rows(tmp_path, folder, name):
    place = tmp_path / folder
    place.mkdir()
    for other in ("fa.parquet", "f1.parquet"):
        put(place, write_parquet(GOOD | {"response_id": ["X1", "X2"]}), other)
    path = put(place, write_parquet(GOOD), name)
    staged = stage("responses", path, None, place / "stage")
    assert rows_of(staged, "response_id nps segment") == [("R1", 5, None), ("R2", 6, None)]
    assert path.read_bytes() == write_parquet(GOOD)


def test_a_parquet_column_of_nothing_but_missing_values_is_read(tmp_path):
    staged = check(tmp_path, write_parquet(GOOD | {"comment": pa.nulls(2)}))
    assert rows_of(staged, "response_id comment") == [("R1", None), ("R2", None)]


def test_white_space_of_any_kind_around_parquet_texts_is_left_out(tmp_path):
    content = write_parquet(
        {
            "response_id": ["\rR1\r\n", "\x85\tR2 \x85"],
            "responded_at": ["2024-01-01\r", "2024-01-01"],
            "comment": ["\r\n good\r", "\x85bad\u2028"],
        }
    )
    staged = check(tmp_path, content)
    assert rows_of(staged, "response_id comment") == [("R1", "good"), ("R2", "bad")]


@pytest.mark.parametrize("kind", [pa.float64(), pa.float32()])
def test_parquet_ids_that_are_whole_numbers_lose_their_point(tmp_path, kind):
    ids = pa.array([1001, None, 0, -7], kind)
    columns = {"response_id": ["R1", "R2", "R3", "R4"], "responded_at": ["2024-01-01"] * 4}
    staged = check(tmp_path, write_parquet(columns | {"customer_id": ids}))
    assert rows_of(staged, "customer_id") == [("1001",), (None,), ("0",), ("-7",)]
    assert staged.warnings == []


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (2.0**53, pa.float64()),
        (1e20, pa.float64()),
        (1001.5, pa.float64()),
        (float("nan"), pa.float64()),
        (2.0**24, pa.float32()),
    ],
)
def test_parquet_ids_that_are_not_exact_are_refused(tmp_path, value, kind):
    said = refusal(tmp_path, write_parquet(GOOD | {"customer_id": pa.array([None, value], kind)}))
    assert 'row 3, column "customer_id"' in said
    assert "Write ids as texts or whole numbers" in said


def test_ids_joined_of_several_parquet_columns_are_looked_at_one_by_one(tmp_path):
    mapping = parse_mapping(
        {
            "kind": "responses",
            "columns": {"response_id": ["shop", "receipt"], "responded_at": "day"},
        },
        "shop",
    )
    columns = {"shop": [1.0, 2.0], "receipt": ["a", "b"], "day": ["2024-01-01"] * 2}
    assert rows_of(check(tmp_path, write_parquet(columns), mapping=mapping), "response_id") == [
        ("1-a",),
        ("2-b",),
    ]
    odd = write_parquet(columns | {"shop": [1.0, 2.5]})
    assert 'row 3, column "shop"' in refusal(tmp_path, odd, mapping=mapping)


def test_amounts_that_binary_numbers_blur_are_those_that_were_meant(tmp_path):
    meant = [Decimal(i * 7) / 10_000 + Decimal(i) * 997 for i in range(2000)]
    content = write_parquet(
        {
            "invoice_id": [f"I{i}" for i in range(2000)],
            "customer_id": ["C"] * 2000,
            "issued_on": ["2024-01-01"] * 2000,
            "amount": [float(each) * 3 / 3 + 0.1 + 0.2 - 0.3 for each in meant],
        }
    )
    staged = check(tmp_path, content, "invoices")
    assert staged.rejected == 0
    assert [amount for (amount,) in rows_of(staged, "amount")] == meant


def test_amounts_of_more_than_four_decimals_are_not_rounded(tmp_path):
    columns = {"invoice_id": ["I1"], "customer_id": ["C"], "issued_on": ["2024-01-01"]}
    staged = check(tmp_path, write_parquet(columns | {"amount": [12.34567]}), "invoices")
    assert "more than four decimals" in staged.problems[0].message


def test_damaged_pages_of_a_parquet_file_are_refused(tmp_path):
    content = bytearray(write_parquet(GOOD))
    content[4:60] = b"\xff" * 56
    assert "upload.csv is damaged or cut off" in refusal(tmp_path, bytes(content))


def test_parquet_types_become_ours(tmp_path):
    times = pa.array([1704103200_000000, None], pa.timestamp("us", "Europe/Paris"))
    content = write_parquet(
        {
            "response_id": pa.array(["R1", "R2"]).dictionary_encode(),
            "responded_at": pa.array([1704103200_000, 1704103200_001], pa.timestamp("ms")),
            "nps": pa.array([5.0, None]),
            "csat": pa.array([5, 4], pa.int8()),
            "weight": pa.array([1.25, 2.0], pa.float32()),
            "wants_contact": [True, None],
            "when": times,
        }
    )
    staged = check(tmp_path, content)
    found = rows_of(staged, "response_id nps csat weight wants_contact row_number")
    assert found == [("R1", 5, 5, 1.25, True, 2), ("R2", None, 4, 2.0, None, 3)]
    assert str(rows_of(staged, "responded_at")[1][0]) == "2024-01-01 10:00:00.001000"


def test_the_content_decides_what_a_file_is_not_its_name(tmp_path):
    path = put(tmp_path, write_parquet(GOOD), "x.txt")
    assert stage("responses", path, None, tmp_path / "stage").rows == 2
    packed = io.BytesIO(gzip.compress(BOTH)).getvalue()
    path = put(tmp_path, packed, "y.parquet")
    assert stage("responses", path, None, tmp_path / "stage").rows == 2
