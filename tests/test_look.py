"""Specification of looking: what is found out about a file, shown, and changeable.

The numbers in the ids are those of the list of bad uploads that this was written from. Whatever is
shown must be what an import then reads, so each file is staged with the options that were found.
"""

import gzip
import io
import zipfile
from dataclasses import replace

import pytest

from cx.errors import ImportRefused
from cx.ingest import identity, stage, unpack
from cx.ingest import look as look_module
from cx.ingest.look import ReadOptions, look
from tests.test_mappings_realdata import real
from tests.uploads import BOTH, HEAD, ROWS, put, rows_of
from tests.uploads import parquet as write_parquet

WIDE = HEAD.strip() + b",comment\n"
CAFE = WIDE.decode() + "R1,2024-01-01,5,café à Zürich – né\nR2,2024-01-02,6,Größe\n"


def see(folder, content, name="upload.csv", **options):
    return look([put(folder, content, name)], ReadOptions(**options), folder / "look")


def staged_as(folder, seen, name="upload.csv"):
    """Stage the file as it was shown."""
    found = seen.options
    mapping = replace(
        identity("responses"),
        encoding=found.encoding,
        delimiter=found.delimiter,
        quote=found.quote,
        header_row=found.header_row,
        sheet=found.sheet,
        names=found.names,
    )
    return stage("responses", folder / name, mapping, folder / "stage")


def zipped(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def delimited(mark):
    return BOTH.replace(b",", mark.encode())


PLAIN = {"encoding": "utf-8", "delimiter": ",", "quote": '"', "header_row": 1}
SEEN = {
    "plain": (BOTH, {}, ""),
    "16 a line break in quotes": (BOTH.replace(b"R1", b'"R1\n"'), {}, ""),
    "17 mixed line ends": (HEAD.replace(b"\n", b"\r\n") + ROWS, {}, ""),
    "18 CR only": (BOTH.replace(b"\n", b"\r"), {}, ""),
    "19 no line end at the end": (BOTH.strip(), {}, ""),
    "20 sep=;": (
        b"sep=;\r\n" + delimited(";"),
        {"delimiter": ";", "header_row": 2},
        "The first line names the delimiter: semicolon.",
    ),
    "21 title lines": (
        b"Survey of May\nExported 2024-05-31\n\n" + BOTH,
        {"header_row": 4},
        "The column names are in row 4; 3 rows above left out: "
        '"Survey of May", "Exported 2024-05-31".',
    ),
    "21 title lines padded by Excel": (b"Survey,,\n,,\n" + BOTH, {"header_row": 3}, "in row 3"),
    "23 comment lines": (b"# made by x\n#,y\n" + BOTH, {"header_row": 3}, "in row 3; 2 rows above"),
    "24 ^": (delimited("^"), {"delimiter": "^"}, 'separated by "^", a rare sign'),
    "24 ~": (delimited("~"), {"delimiter": "~"}, 'separated by "~", a rare sign'),
    "25 semicolons": (delimited(";"), {"delimiter": ";"}, "Columns are separated by semicolon."),
    "25 tabs": (delimited("\t"), {"delimiter": "\t"}, "Columns are separated by tab."),
    "25 bars": (delimited("|"), {"delimiter": "|"}, "Columns are separated by vertical bar."),
    "25 semicolons with decimal commas": (
        b"response_id;responded_at;price;nps\nR1;2024-01-01;1,5;5\nR2;2024-01-02;2,5;6\n",
        {"delimiter": ";"},
        "semicolon",
    ),
    "26 UTF-8 with its mark": (b"\xef\xbb\xbf" + BOTH, {}, ""),
    "27 UTF-16 LE": (BOTH.decode().encode("utf-16"), {"encoding": "utf-16"}, "is UTF-16, as its"),
    "27 UTF-16 BE": (
        b"\xfe\xff" + BOTH.decode().encode("utf-16-be"),
        {"encoding": "utf-16"},
        "is UTF-16, as its first bytes say",
    ),
    "29 Windows-1252": (
        CAFE.encode("cp1252"),
        {"encoding": "cp1252"},
        'reads like Windows-1252 (cp1252): "R1,2024-01-01,5,café à Zürich – né"',
    ),
    "29 DOS 850": (
        CAFE.replace("–", "-").encode("cp850"),
        {"encoding": "cp850"},
        'reads like DOS 850 (cp850): "R1,2024-01-01,5,café à Zürich - né"',
    ),
    "single quotes": (
        b"'response_id','responded_at','nps'\n'R1','2024-01-01',5\n'R2','2024-01-02',6\n",
        {"quote": "'"},
        "Texts are enclosed in '.",
    ),
    "quotes that enclose nothing": (
        WIDE + b'R1,2024-01-01,5,"so" he said\nR2,2024-01-02,6,"\n',
        {"quote": ""},
        "Quotes are read as ordinary signs",
    ),
    "08 a name twice": (
        b"response_id,responded_at,nps,x,X\nR1,2024-01-01,5,1,2\nR2,2024-01-02,6,1,2\n",
        {},
        "Columns with the name of an earlier one (1) are called X (2).",
    ),
    "09 a name missing": (
        b",response_id,responded_at,nps\n1,R1,2024-01-01,5\n2,R2,2024-01-02,6\n",
        {},
        'Columns without a name (1) are called "column 1".',
    ),
    "padded names": (BOTH.replace(b"nps", b" nps "), {}, "Blanks around column names were left"),
    "blank columns at the end": (
        BOTH.replace(b"\n", b",,\n"),
        {},
        "Empty columns at the end were left out: 2.",
    ),
    "blank rows at the end": (BOTH + b"\n,,\n\n", {}, ""),
    "gzip": (gzip.compress(BOTH), {}, "The file is packed with gzip."),
    "zip": (zipped({"may.csv": BOTH}), {}, 'The zip file holds "may.csv".'),
    "zip with what a Mac adds": (
        zipped({"may.csv": BOTH, "__MACOSX/._may.csv": b"x"}),
        {},
        'The zip file holds "may.csv".',
    ),
    "58 gzip of UTF-16": (
        gzip.compress(BOTH.decode().encode("utf-16")),
        {"encoding": "utf-16"},
        "packed with gzip",
    ),
}


@pytest.mark.parametrize(("content", "found", "words"), SEEN.values(), ids=SEEN)
def test_what_is_found_is_shown_and_read_so(tmp_path, content, found, words):
    seen = see(tmp_path, content)
    assert seen.options == ReadOptions(**(PLAIN | found))
    assert words in " ".join(seen.notes)
    staged = staged_as(tmp_path, seen)
    assert rows_of(staged, "response_id nps") == [("R1", 5), ("R2", 6)]
    if not words:
        assert seen.notes == ()


REFUSED = {
    "01 no byte": (b"", "is empty (0 bytes)"),
    "03 blank lines only": (b"\n\n  \r\n", "nothing but blank lines"),
    "11 5,000 columns": (",".join(f"c{i}" for i in range(5000)) + "\n", "has 5,000 columns"),
    "10 a name of 5,000 characters": (BOTH.replace(b"nps", b"n" * 5000), "column 3 is too long"),
    "24 ||": (delimited("||"), 'seem to be separated by "||"'),
    "28 UTF-16 without its mark": (BOTH.decode().encode("utf-16-le"), "byte-order mark"),
    "30 two encodings": (
        WIDE + "R1,2024-01-01,5,café\n".encode() + b"R2,2024-01-01,5,caf\xe9\n",
        "line 3: byte 0xe9 is not utf-8 text, though lines before it are",
    ),
    "31 a control character": (BOTH + b"R\x0b3,2024-01-01,5\n", "line 4: there is a control"),
    "55 a line of 3 MB": (HEAD + b"R1," + b"x" * 3_000_000 + b",5\n", "line 2: the line is too"),
    "57 gzip cut off": (gzip.compress(BOTH)[:-10], "is cut off or damaged"),
    "57 zip cut off": (zipped({"may.csv": BOTH})[:-10], "is cut off or damaged"),
    "60 zip of two": (
        zipped({"a.csv": BOTH, "b.csv": BOTH}),
        "is a zip archive of 2 files (a.csv, b.csv)",
    ),
    "60 zip of none": (zipped({}), "is a zip archive without a file"),
    "60 zip in zip": (zipped({"a.csv": zipped({"b.csv": BOTH})}), "is packed twice"),
    "61 random bytes": (bytes(range(256)) * 20, "is not a text file"),
    "62 a login page": (b"<html><body>log in</body></html>", "is a web page"),
    "63 JSON": (b'[{"response_id": 1}]', "is JSON"),
    "64 xls": (b"\xd0\xcf\x11\xe0\xa1\xb1" + b"x" * 90, "is an old Office file (.xls)"),
    "66 a protected workbook": (
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + b"x" * 90,
        "is protected by a password. Open it in Excel, take the password off",
    ),
    "65 xlsm": (
        zipped({"[Content_Types].xml": b"<x/>", "xl/vbaProject.bin": b"x"}),
        "is an Excel workbook with macros (.xlsm). Open it in Excel and save",
    ),
    "ods": (zipped({"content.xml": b"<x/>"}), "is an OpenDocument file (.ods)"),
    "75 parquet cut off": (write_parquet({"a": [1]})[:60], "is damaged or cut off"),
}


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_shown_is_refused_with_what_next(tmp_path, content, words):
    with pytest.raises(ImportRefused) as caught:
        see(tmp_path, content)
    said = str(caught.value)
    assert words in said
    assert said.startswith("upload.csv")
    assert said.endswith((".", "?"))
    assert len(said) < 400


def test_a_file_without_names_is_told_by_what_stands_in_its_first_row(tmp_path):
    seen = see(tmp_path, ROWS)
    assert seen.options.header_row == 0
    assert seen.header == ("column 1", "column 2", "column 3")
    assert seen.sample[0] == ("R1", "2024-01-01", "5")
    assert seen.notes[0].startswith("There seems to be no row of column names: row 1 holds data.")


def test_04_a_file_without_names_is_read_by_the_names_that_a_person_gives(tmp_path):
    names = ("response_id", "responded_at", "nps")
    seen = see(tmp_path, ROWS + b"R3,2024-01-03,55\n", header_row=0, names=names)
    assert seen.header == names
    staged = staged_as(tmp_path, seen)
    assert rows_of(staged, "response_id row_number") == [("R1", 1), ("R2", 2)]
    assert staged.problems[0].row == 3


def test_too_few_names_for_a_file_without_names_are_refused(tmp_path):
    path = put(tmp_path, ROWS)
    mapping = replace(identity("responses"), header_row=0, names=("response_id", "responded_at"))
    with pytest.raises(ImportRefused, match="has 3 columns, but 2 column names were given"):
        stage("responses", path, mapping, tmp_path / "stage")


def test_names_all_in_words_are_taken_for_names(tmp_path):
    assert see(tmp_path, b"name,city\nAnn,Rome\nBob,Oslo\n").options.header_row == 1


def test_what_a_person_says_wins_over_what_is_found(tmp_path):
    content = b"a;b,c\n1;2,3\n4;5,6\n"
    assert see(tmp_path, content, delimiter=";").header == ("a", "b,c")
    assert see(tmp_path, content, delimiter=",").header == ("a;b", "c")
    assert see(tmp_path, content, header_row=2).header == ("1;2", "3")
    cafe = "id\ncafé\n".encode("cp1252")
    assert see(tmp_path, cafe, encoding="cp850").sample == (("cafÚ",),)
    assert see(tmp_path, cafe, encoding="latin-1").sample == (("café",),)


def test_latin_1_is_no_way_round_the_bytes_it_has_no_sign_for(tmp_path):
    with pytest.raises(ImportRefused, match="line 2: byte 0x96 is not latin-1 text"):
        see(tmp_path, CAFE.encode("cp1252"), encoding="latin-1")


def test_an_encoding_that_cannot_be_told_is_said_with_both_readings(tmp_path):
    seen = see(tmp_path, "id,sign\n1,§\n2,§\n".encode("cp1252"))
    assert seen.options.encoding == "cp1252"
    assert "cannot be told for certain" in " ".join(seen.notes)
    assert "in DOS 850 (cp850) it would be" in " ".join(seen.notes)


def test_a_letter_far_below_still_tells_the_encoding(tmp_path):
    content = WIDE + b"R1,2024-01-01,5,plain\n" * 200_000 + b"R2,2024-01-01,5,caf\xe9\n"
    assert see(tmp_path, content).options.encoding == "cp1252"


def test_rows_of_another_width_are_told_but_shown(tmp_path):
    seen = see(tmp_path, BOTH + b"R3,2024-01-01\nR4,2024-01-01,5,6\n")
    assert seen.notes == (
        "Row 4 has 2 columns instead of 3. Mend it, or change how the file is read; as it is, the "
        "import will be refused.",
    )
    assert seen.sample[2:] == (("R3", "2024-01-01", ""), ("R4", "2024-01-01", "5"))


def test_a_quote_that_is_not_closed_is_told_with_its_row(tmp_path):
    seen = see(tmp_path, BOTH + b'R3,"2024-01-01,5\n', quote='"')
    assert seen.notes[0].startswith("Row 4: a quote is not closed")


def test_the_commonest_values_of_a_column_are_counted(tmp_path):
    rows = b"".join(b"R%d, %s ,\n" % (i, b"AAB"[i % 3 :][:1]) for i in range(90))
    seen = see(tmp_path, b"id,grade,empty\n" + rows)
    assert seen.distinct["grade"] == ("A", "B")
    assert seen.distinct["empty"] == ()
    assert len(seen.distinct["id"]) == 30
    assert (seen.rows_seen, len(seen.sample)) == (90, 50)


def test_a_file_of_rejects_is_read_in_the_plain_way_whatever_is_asked(tmp_path):
    ours = b";".join(b"rejected: %b" % word for word in (b"row", b"column", b"value", b"reason"))
    content = b"id;x;%b\r\n1;2;3;x;2;wrong\r\n" % ours
    seen = see(tmp_path, content, header_row=5, encoding="cp850")
    assert seen.header[:2] == ("id", "x")
    assert seen.notes[0].startswith("This is a file of rejects")


def test_only_the_beginning_of_a_large_file_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(look_module, "MOST_BYTES", 100_000)
    rows = b"".join(b'R%d,2024-01-01,5,"a\nb"\n' % i for i in range(50_000))
    seen = see(tmp_path, WIDE + rows)
    assert 1000 < seen.rows_seen < 5000
    assert seen.size == len(WIDE + rows)
    assert seen.notes == ()


def test_a_gzip_bomb_costs_no_more_than_its_beginning(tmp_path):
    bomb = gzip.compress(HEAD + b"R1,2024-01-01,5\n" * 6_000_000)
    assert see(tmp_path, bomb).rows_seen == 20_000
    assert (tmp_path / "look" / "unpacked").stat().st_size <= look_module.MOST_BYTES
    path = tmp_path / "upload.csv"
    with pytest.raises(ImportRefused, match="unpacks to more than 64 MB, far more than a table"):
        stage("responses", path, None, tmp_path / "stage")


def test_59_a_zip_bomb_is_stopped_at_its_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "MOST_UNPACKED", 1 << 20)
    path = put(tmp_path, zipped({"a.csv": HEAD + b"R1,2024-01-01,5\n" * 100_000}))
    with pytest.raises(ImportRefused, match="unpacks to more than 1 MB"):
        stage("responses", path, None, tmp_path / "stage")


def test_parquet_shows_its_columns_and_values(tmp_path):
    seen = see(tmp_path, write_parquet({"id": ["a", None], "n": [1, 2]}), "x.csv")
    assert (seen.format, seen.header, seen.sample) == (
        "parquet",
        ("id", "n"),
        (("a", "1"), ("", "2")),
    )
    assert seen.distinct == {"id": ("a",), "n": ("1", "2")}
    packed = see(tmp_path, zipped({"x.parquet": write_parquet({"id": ["a"]})}), "x.zip")
    assert packed.sample == (("a",),)


def test_files_of_one_import_must_have_the_same_columns(tmp_path):
    first = put(tmp_path, BOTH, "a.csv")
    other = put(tmp_path, b"nps,response_id,responded_at\n5,R9,2024-01-01\n", "b.csv")
    seen = look([first, other], ReadOptions(), tmp_path / "look")
    assert (seen.file_name, seen.size) == ("a.csv", first.stat().st_size + other.stat().st_size)
    wrong = put(tmp_path, b"response_id,responded_at,csat\nR9,2024-01-01,5\n", "c.csv")
    with pytest.raises(ImportRefused) as caught:
        look([first, wrong], ReadOptions(), tmp_path / "look")
    assert str(caught.value) == (
        "c.csv has not the columns of a.csv: it lacks nps and has csat besides. "
        "Import it on its own."
    )


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ImportRefused, match=r"There is no file .*none\.csv"):
        look([tmp_path / "none.csv"], ReadOptions(), tmp_path / "look")
    with pytest.raises(ImportRefused, match="No file was given"):
        look([], ReadOptions(), tmp_path / "look")


def test_real_files_show_how_they_are_written(tmp_path):
    campaign = look(
        [real("marketing_campaign/marketing_campaign.csv")], ReadOptions(), tmp_path / "1"
    )
    assert campaign.options == ReadOptions(**(PLAIN | {"delimiter": ";"}))
    assert (campaign.header[0], len(campaign.header), campaign.rows_seen) == ("ID", 29, 2240)
    mobiles = look([real("nps_mobiles_us/mobiles_feedback.csv")], ReadOptions(), tmp_path / "2")
    assert (mobiles.rows_seen, mobiles.notes) == (895, ())
    assert mobiles.distinct["Q8"][0] == "10 Extremely likely"
    assert mobiles.distinct["Q1"] == ("Female", "Male")
