"""Specification of mappings: what they do to a cell, and which of them are refused."""

import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.errors import MappingError
from cx.extracts import EXTRACTS
from cx.ingest import identity, load_mapping, stage
from cx.ingest.presets import FOLDER, parse_mapping
from tests.uploads import check, put, rows_of

SURVEY = {
    "kind": "responses",
    "columns": {"response_id": "Id", "responded_at": "Day", "csat": "Liked", "channel": "Via"},
}
HEADER = "Id,Day,Liked,Via\n"


def mapped(folder, rows, **tables):
    """Stage rows of Id, Day, Liked, Via under the survey mapping and more tables."""
    return check(folder, HEADER + rows, mapping=parse_mapping(SURVEY | tables, "survey"))


def test_columns_are_found_by_name_whatever_case_and_order(tmp_path):
    staged = check(
        tmp_path,
        "LIKED , via,day,id\n5,Web,2024-01-01,R1\n",
        mapping=parse_mapping(SURVEY, "survey"),
    )
    assert rows_of(staged, "response_id csat channel") == [("R1", 5, "Web")]
    assert staged.mapping_name == "survey"


def test_problems_name_the_column_as_in_the_file(tmp_path):
    staged = mapped(tmp_path, "R1,2024-01-01,11,\n")
    assert staged.problems[0].sentence == 'row 2, column "Liked": 11 is not between 1 and 10'


def test_constants_fill_every_row(tmp_path):
    staged = mapped(tmp_path, "R1,2024-01-01,5,\n", constants={"survey_id": 2024, "weight": 0.5})
    assert rows_of(staged, "survey_id weight") == [("2024", 0.5)]


def test_no_answer_is_missing_whatever_its_case(tmp_path):
    staged = mapped(
        tmp_path,
        "R1,2024-01-01,Blank,\nR2,2024-01-01,6,\nR3,2024-01-01,1,\n",
        no_answer={"csat": ["BLANK", 6]},
    )
    assert rows_of(staged, "csat") == [(None,), (None,), (1,)]


WORDS = {"csat": {"Very satisfied": 5, "Not at all": 1, "No opinion": ""}}


def test_a_value_map_translates_words(tmp_path):
    staged = mapped(
        tmp_path,
        "R1,2024-01-01,very SATISFIED ,\nR2,2024-01-01,Not at all,\n"
        "R3,2024-01-01,No opinion,\nR4,2024-01-01,,\n",
        values=WORDS,
    )
    assert rows_of(staged, "csat") == [(5,), (1,), (None,), (None,)]


# What a dotted capital I is in lower case depends on the language, so it is compared as written.
LETTERS = ["ΚΑΛΟΣ", "STRAẞE", "tre\u0300s", "Ǆ", "ÉTÉ", "Ωmega", "I"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("change", [str, str.lower, str.title])
def test_words_are_compared_without_regard_to_case_and_composition(tmp_path, form, change):
    words = ["İYİ", *(unicodedata.normalize(form, change(word)) for word in LETTERS)]
    rows = "".join(f"R{i},2024-01-01,{word},{word}\n" for i, word in enumerate(words))
    known = {word: i for i, word in enumerate(["İYİ", *LETTERS], start=1)}
    staged = mapped(tmp_path, rows, values={"csat": known}, no_answer={"channel": list(known)})
    assert rows_of(staged, "csat channel") == [(i, None) for i in known.values()]


@pytest.mark.parametrize(
    ("choice", "values"), [("keep", [(5,), (3,)]), ("empty", [(5,), (None,)]), ("reject", [(5,)])]
)
def test_values_else_decides_about_the_rest(tmp_path, choice, values):
    staged = mapped(
        tmp_path,
        "R1,2024-01-01,Very satisfied,\nR2,2024-01-01,3,\n",
        values=WORDS,
        values_else={"csat": choice},
    )
    assert rows_of(staged, "csat") == values


def test_a_value_that_the_map_does_not_name_is_rejected_unless_stated(tmp_path):
    staged = mapped(tmp_path, "R1,2024-01-01,Thrilled,\n", values=WORDS)
    assert staged.problems[0].message == (
        '"Thrilled" is not a value that the mapping names: Very satisfied, Not at all, No opinion'
    )


def test_prefix_goes_before_values_and_never_makes_one(tmp_path):
    staged = mapped(
        tmp_path,
        "7,1,5,\n8,2,5,1\n",
        prefix={"response_id": "s-", "responded_at": "2024-05-", "channel": "No. "},
        formats={"responded_at": "%Y-%m-%d"},
    )
    assert rows_of(staged, "response_id channel") == [("s-7", None), ("s-8", "No. 1")]
    assert str(rows_of(staged, "responded_at")[1][0]) == "2024-05-02 00:00:00"


def test_empty_fills_what_is_missing(tmp_path):
    staged = mapped(tmp_path, "R1,2024-01-01,5,\n", empty={"channel": "(not asked)"})
    assert rows_of(staged, "channel") == [("(not asked)",)]


def test_what_the_mapping_fills_in_is_tidied_like_cells(tmp_path):
    staged = mapped(
        tmp_path,
        "R1,2024-01-01,x,\n",
        constants={"segment": " \u200bSMB\r\n", "region": "  ", "survey_id": "S\u200b1"},
        empty={"channel": " Cafe\u0301 ", "touchpoint": " "},
        values={"csat": {"x": " 5 "}},
    )
    names = "segment region survey_id channel touchpoint csat"
    assert rows_of(staged, names) == [("SMB", None, "S1", "Café", None, 5)]


@pytest.mark.parametrize("attribute", [" Staff ", "Staff\u00a0", "\u200bStaff\r", "\ufeffStaff\n"])
def test_names_of_attributes_are_tidied_too(tmp_path, attribute):
    table = {
        "kind": "responses",
        "columns": {"response_id": "Id", "responded_at": "Day"},
        "ratings": {"Q1": attribute},
    }
    staged = check(tmp_path, "Id,Day,Q1\nR1,2024-01-01,5\n", mapping=parse_mapping(table, "m"))
    assert rows_of(staged, "attribute", "ratings") == [("Staff",)]


def test_several_columns_are_joined_and_missing_when_one_is(tmp_path):
    columns = SURVEY["columns"] | {"response_id": ["Via", "Id"]}
    staged = mapped(tmp_path, "R1,2024-01-01,5,Web\nR2,2024-01-01,5,\n", columns=columns, join="/")
    assert rows_of(staged, "response_id") == [("Web/R1",)]
    assert staged.problems[0].sentence == (
        'row 3, column "Via, Id": empty, but every row needs a value here'
    )


def wide(folder, rows, **options):
    table = {
        "kind": "responses",
        "columns": {"response_id": "Id", "responded_at": "Day"},
        "ratings": {"Q1": "Staff", "Q2": "Price"},
        "ratings_options": {"no_answer": [0, 6, "BLANK"]} | options,
    }
    return check(folder, "Id,Day,Q1,Q2\n" + rows, mapping=parse_mapping(table, "wide"))


def test_wide_ratings_become_rows_and_blanks_are_rows_too(tmp_path):
    staged = wide(tmp_path, "R1,2024-01-01,5,0\nR2,2024-01-01,,4\n")
    names = "response_id attribute rating scale_max importance row_number is_blank"
    assert rows_of(staged, names, "ratings") == [
        ("R1", "Staff", 5.0, 5, None, 2, False),
        ("R1", "Price", None, 5, None, 2, True),
        ("R2", "Staff", None, 5, None, 3, True),
        ("R2", "Price", 4.0, 5, None, 3, False),
    ]


def test_ratings_may_be_words(tmp_path):
    staged = wide(tmp_path, "R1,2024-01-01,very good,3\n", values={"Very good": 5})
    assert rows_of(staged, "rating", "ratings") == [(5.0,), (3.0,)]


def test_a_bad_rating_rejects_its_answer(tmp_path):
    staged = wide(tmp_path, "R1,2024-01-01,7,5\nR2,2024-01-01,5,5\n")
    assert [problem.sentence for problem in staged.problems] == [
        'row 2, column "Q1": 7 is not between 1 and 5'
    ]
    assert {row[0] for row in rows_of(staged, "response_id", "ratings")} == {"R2"}


def test_ratings_of_a_repeated_answer_are_those_of_the_first(tmp_path):
    staged = wide(tmp_path, "R1,2024-01-01,5,5\nR1,2024-01-01,5,4\nR1,2024-01-01,5,5\n")
    assert (staged.good, staged.duplicate, len(staged.problems)) == (1, 2, 1)
    assert rows_of(staged, "rating", "ratings") == [(5.0,), (5.0,)]


BAD = {
    "an unknown kind": ({"kind": "response"}, 'no extract "response" (near it: responses'),
    "an unknown table": ({"colums": {}}, 'there is no "colums" (near it: columns)'),
    "an unknown column": (
        {"no_answer": {"npss": "11"}},
        '[no_answer]: there is no "npss" (near it: nps)',
    ),
    "an unknown read key": ({"read": {"encodign": "x"}}, 'there is no "encodign"'),
    "an unknown encoding": ({"read": {"encoding": "klingon"}}, 'encoding = "klingon" is unknown'),
    "an encoding of no text": ({"read": {"encoding": "base64"}}, 'encoding = "base64" is unknown'),
    "a delimiter of two signs": ({"read": {"delimiter": "||"}}, '= "||": it is one sign'),
    "a letter as delimiter": ({"read": {"delimiter": "x"}}, '= "x": it is one sign'),
    "no delimiter": ({"read": {"delimiter": ""}}, "delimiter is one sign"),
    "a quote of two signs": ({"read": {"quote": "''"}}, "it is one sign"),
    "a quote that no program writes": (
        {"read": {"quote": "\u00ab"}},
        "quote is a sign such as",
    ),
    "a blank as quote": ({"read": {"quote": " "}}, "quote is a sign such as"),
    "a delimiter that is the quote": (
        {"read": {"delimiter": "'", "quote": "'"}},
        "and not the quote",
    ),
    "a row before the first": ({"read": {"header_row": -1}}, "header_row = -1: it is the number"),
    "a row that is no number": ({"read": {"header_row": True}}, "header_row = True: it is the"),
    "names beside a row of names": ({"read": {"names": ["a"]}}, "written header_row = 0"),
    "equal names": (
        {"read": {"header_row": 0, "names": ["a", "A"]}},
        "each column needs a name of its own",
    ),
    "names that are no list": ({"read": {"header_row": 0, "names": "a"}}, "a list of column names"),
    "a sheet by number": ({"read": {"sheet": 1}}, "it is the name of a sheet"),
    "a count from no day": (
        {"formats": {"responded_at": "seconds since 1582-13-14"}},
        'written "seconds since 1582-10-14"',
    ),
    "no source for a required column": (
        {"columns": {"response_id": "Id"}},
        "responses needs responded_at",
    ),
    "a constant beside a column": ({"constants": {"csat": 5}}, "csat comes from a column and is a"),
    "an unknown choice": (
        {"values": WORDS, "values_else": {"csat": "drop"}},
        "must be one of reject, keep, empty",
    ),
    "a choice without values": ({"values_else": {"csat": "keep"}}, "has [values.csat]"),
    "a year of two digits": ({"formats": {"responded_at": "%d/%m/%y"}}, "two centuries"),
    "a format without a day": ({"formats": {"responded_at": "%m/%Y"}}, "is not a format of a day"),
    "a format with a zone": ({"formats": {"responded_at": "%Y-%m-%d %z"}}, "is not a format of a"),
    "a format of a text": ({"formats": {"channel": "%d"}}, "only numbers, days and times have"),
    "a format of a number": ({"formats": {"csat": "0.00"}}, 'written "1,234.56" or "1.234,56"'),
    "a value map that is none": ({"values": {"csat": 5}}, 'holds lines "as written" = "ours"'),
    "a word mapped twice": ({"values": {"csat": {"A": 1, "a": 2}}}, "is there twice"),
    "an attribute named twice": ({"ratings": {"a": "X", "b": "X"}}, "X is named twice"),
    "a scale upside down": (
        {"ratings": {"a": "X"}, "ratings_options": {"scale_min": 5, "scale_max": 1}},
        "scale_min and scale_max",
    ),
    "a list in a list": ({"no_answer": {"csat": [["1"]]}}, "neither a text nor a number"),
    **{
        f"a format {pattern}": ({"formats": {"responded_at": pattern}}, words)
        for pattern, words in {
            "%d/%m/%Y %H:%m": "%m is there twice",
            "%d/%m/%Y %d": "%d is there twice",
            "%d %b %m %Y": "only one of %m, %b and %B",
            "%d/%m/%Y %I:%M": "%I needs %p",
            "%d/%m/%Y %H:%M %p": "%p needs %I",
            "%d/%m/%Y %H %I %p": "either %H or %I",
            "%d/%m/%Y %M": "%M needs %H or %I",
            "%d/%m/%Y %H:%S": "%S needs %M",
            "%d/%m/%Y %H:%M.%f": "%f needs %S",
            "%d/%m/%Y %": "is not a format of a day",
            "%d/%m/%Y %%": "is not a format of a day",
        }.items()
    },
    "no source column": ({"columns": SURVEY["columns"] | {"nps": []}}, "nps: the list is empty"),
    "a blank source column": ({"columns": SURVEY["columns"] | {"nps": " "}}, "has no name"),
    "a blank key": (
        {
            "columns": {"responded_at": "Day"},
            "constants": {"response_id": " \u200b"},
        },
        "response_id is empty, but every row needs a value",
    ),
    "ratings that are no table": ({"ratings": "x"}, "ratings is a table, written [ratings]"),
    "ratings that are a number": ({"ratings": 5}, "ratings is a table, written [ratings]"),
    "ratings that are a list": ({"ratings": ["a"]}, "ratings is a table, written [ratings]"),
    "an attribute that is a list": ({"ratings": {"a": ["X"]}}, "neither a text nor a number"),
    "an attribute without a name": ({"ratings": {"a": "\u200b "}}, "attribute has no name"),
    "an attribute of a long name": ({"ratings": {"a": "x" * 129}}, "at most 128 characters"),
    "attributes that look the same": ({"ratings": {"a": "X", "b": " X\u00a0"}}, "X is named twice"),
    "options that are none": ({"ratings_options": 5}, "ratings_options is a table"),
    **{
        f"a scale from {low!r} to {high!r}": (
            {"ratings": {"a": "X"}, "ratings_options": {"scale_min": low, "scale_max": high}},
            "scale_min and scale_max",
        )
        for low, high in [
            (True, 5),
            (1, True),
            (1, 1e3),
            ("1", 5),
            (1, [5]),
            (1, 99_999_999_999),
            (-5000, 5),
            (-5, 0),
            (1, float("nan")),
        ]
    },
    "values of ratings that are none": (
        {"ratings": {"a": "X"}, "ratings_options": {"values": 5}},
        'holds lines "as written" = "ours"',
    ),
    "no answer that is a table": (
        {"ratings": {"a": "X"}, "ratings_options": {"no_answer": {"a": 1}}},
        "neither a text nor a number",
    ),
    **{
        f"an encoding {name!r}": ({"read": {"encoding": name}}, "[read] encoding =")
        for name in [
            "undefined",
            "rot13",
            "hex",
            "idna",
            "punycode",
            "unicode_escape",
            "utf-7",
            "utf-32",
            "",
            5,
            ["a"],
            "a\0b",
            "mbcs",
            "raw_unicode_escape",
            "zlib",
            "oem",
            True,
            {"a": 1},
            "x" * 5000,
            "é",
        ]
    },
    **{
        f"a delimiter {mark!r}": ({"read": {"delimiter": mark}}, "[read] delimiter =")
        for mark in ["", "::", 5, [","], {}]
    },
    "a table that is none": ({"columns": "Id"}, "columns is a table, written [columns]"),
}


@pytest.mark.parametrize(("tables", "words"), BAD.values(), ids=BAD)
def test_a_mapping_that_is_not_understood_is_refused_by_name(tables, words):
    with pytest.raises(MappingError) as caught:
        parse_mapping(SURVEY | tables, "survey")
    assert words in str(caught.value)


WHATEVER = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)
PLACES = [
    *[(table,) for table in (*SURVEY, "name", "note", "join", "read", "ratings", "values")],
    *[("ratings_options", key) for key in ("scale_min", "scale_max", "no_answer", "values")],
    *[("read", key) for key in ("encoding", "delimiter")],
    *[(table, "csat") for table in ("no_answer", "values", "values_else", "empty", "formats")],
    *[(table, "csat") for table in ("columns", "constants", "prefix")],
    ("ratings", "Q1"),
]


@given(st.sampled_from(PLACES), WHATEVER)
def test_whatever_stands_in_a_mapping_it_is_taken_or_refused_with_a_sentence(place, value):
    for key in reversed(place):
        value = {key: value}
    with suppress(MappingError):
        parse_mapping(SURVEY | value, "survey")


def test_ratings_belong_to_responses():
    with pytest.raises(MappingError, match=r"\[ratings\] belongs to responses, not customers"):
        parse_mapping(
            {"kind": "customers", "columns": {"customer_id": "Id"}, "ratings": {"a": "b"}}, "x"
        )


def test_a_column_that_the_file_lacks_is_named_with_those_near_it(tmp_path):
    with pytest.raises(MappingError) as caught:
        check(tmp_path, "Id,Day,Like,Via\n", mapping=parse_mapping(SURVEY, "survey"))
    assert str(caught.value) == (
        'upload.csv has no column "Liked", which mapping survey asks for (near it: Like). '
        "Choose another mapping, or mend the name in it."
    )


def test_a_mapping_of_another_kind_is_refused(tmp_path):
    path = put(tmp_path, "customer_id\nC1\n")
    with pytest.raises(MappingError, match="Mapping survey is for responses, not for customers"):
        stage("customers", path, parse_mapping(SURVEY, "survey"), tmp_path / "stage")


def test_a_mapping_is_loaded_by_name_or_path(tmp_path):
    by_name = load_mapping("sfo_airport_2018")
    assert by_name == load_mapping(FOLDER / "sfo_airport_2018.toml")
    assert (by_name.name, by_name.title) == ("sfo_airport_2018", "SFO airport survey 2018")


def test_a_mapping_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(MappingError, match=r'no mapping "sfo_2018" \(near it: sfo_airport_2018'):
        load_mapping("sfo_2018")


def test_a_file_that_is_no_toml_is_refused(tmp_path):
    path = put(tmp_path, "kind = ", "m.toml")
    with pytest.raises(MappingError, match=r"m\.toml is not a valid TOML file"):
        load_mapping(path)


@pytest.mark.parametrize("content", ["a = " + "[" * 3000 + "]" * 3000, b"\xff", "\0"])
def test_a_file_that_toml_cannot_mean_is_refused(tmp_path, content):
    with pytest.raises(MappingError, match=r"m\.toml is not a valid TOML file"):
        load_mapping(put(tmp_path, content, "m.toml"))


def test_a_mapping_file_may_begin_with_a_byte_order_mark(tmp_path):
    path = put(tmp_path, '\ufeffkind = "customers"\n[columns]\ncustomer_id = "Id"\n', "m.toml")
    assert load_mapping(path).columns == {"customer_id": ("Id",)}


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + ".toml", "a\0b", "", "..", "/"])
def test_a_name_that_no_mapping_can_have_is_refused(name):
    with pytest.raises(MappingError, match=r"There is no mapping"):
        load_mapping(name)


def test_a_mapping_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    path = put(tmp_path, 'kind = "customers"\n', "m.toml")

    def refuse(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_text", refuse)
    with pytest.raises(MappingError, match=r"m\.toml cannot be read: Permission denied"):
        load_mapping(path)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_mapping_that_is_shipped_is_valid_and_says_why(path: Path):
    mapping = load_mapping(path)
    assert mapping.kind in EXTRACTS
    assert len(mapping.note) > 100


def test_the_readme_of_the_mappings_shows_a_valid_one():
    import tomllib

    text = (FOLDER / "README.md").read_text().split("```toml")[1].split("```")[0]
    mapping = parse_mapping(tomllib.loads(text), "readme")
    assert mapping.columns["response_id"] == ("Shop", "Receipt")


def test_identity_has_no_columns_of_its_own():
    assert identity("orders").columns == {}
    with pytest.raises(MappingError, match="no extract"):
        identity("order_lines")


@pytest.mark.parametrize(
    ("pattern", "written", "meant"),
    [
        ("seconds since 1582-10-14", "13783224961", "2019-07-23 01:36:01"),
        ("seconds since 1970-01-01", "1704103200.5", "2024-01-01 10:00:00.500000"),
        ("milliseconds since 1970-01-01", "1704103200123", "2024-01-01 10:00:00.123000"),
        ("days since 1899-12-30", "45292", "2024-01-01 00:00:00"),
        ("days since 1899-12-30", "45292.75", "2024-01-01 18:00:00"),
    ],
)
def test_times_may_be_counts_from_a_day(tmp_path, pattern, written, meant):
    staged = mapped(tmp_path, f"R1,{written},5,\n", formats={"responded_at": pattern})
    assert [str(when) for (when,) in rows_of(staged, "responded_at")] == [meant]


@pytest.mark.parametrize(
    "written", ["2024-01-01", "-5", "1e9", "99999999999999999999", "0x1F", "3"]
)
def test_what_is_no_such_count_is_told(tmp_path, written):
    staged = mapped(
        tmp_path, f"R1,{written},5,\n", formats={"responded_at": "seconds since 1582-10-14"}
    )
    (problem,) = staged.problems
    assert problem.value == written
    assert "seconds since 1582-10-14" in problem.message or "is not between" in problem.message


def test_a_mapping_says_how_its_file_is_written(tmp_path):
    read = {
        "encoding": "cp850",
        "delimiter": "^",
        "quote": "'",
        "header_row": 3,
    }
    content = "Umfrage\n\nId^Day^Liked^Via\nR1^2024-01-01^5^'Büro^Haus'\n".encode("cp850")
    staged = check(tmp_path, content, mapping=parse_mapping(SURVEY | {"read": read}, "survey"))
    assert rows_of(staged, "channel row_number") == [("Büro^Haus", 4)]


def test_a_mapping_names_the_columns_of_a_file_without_names(tmp_path):
    read = {"header_row": 0, "names": ["Id", "Day", "Liked", "Via"]}
    staged = check(
        tmp_path,
        "R1,2024-01-01,5,Web\nR2,2024-01-01,55,Web\n",
        mapping=parse_mapping(SURVEY | {"read": read}, "survey"),
    )
    assert rows_of(staged, "response_id row_number") == [("R1", 1)]
    mended = staged.rejects_file.read_text().replace(",55,Web", ",5,Web")
    again = check(tmp_path, mended, mapping=parse_mapping(SURVEY | {"read": read}, "survey"))
    assert rows_of(again, "response_id csat") == [("R2", 5)]


def test_names_in_another_row_are_found_and_said(tmp_path):
    with pytest.raises(MappingError) as caught:
        check(tmp_path, "May\n\n" + HEADER, mapping=parse_mapping(SURVEY, "survey"))
    assert str(caught.value) == (
        "upload.csv: the column names are in row 3, not in row 1. Delete the rows above them, or "
        "name the row in the mapping: [read] header_row = 3."
    )


def test_of_two_columns_with_one_name_each_can_be_chosen(tmp_path):
    content = "Id,Day,Liked,liked\nR1,2024-01-01,1,2\n"
    columns = {"response_id": "Id", "responded_at": "Day", "csat": "liked"}
    first = check(tmp_path, content, mapping=parse_mapping(SURVEY | {"columns": columns}, "s"))
    assert rows_of(first, "csat") == [(1,)]
    assert 'Column "Liked" is there 2 times; the first was read (column 3).' in first.warnings
    columns = columns | {"csat": "liked (2)"}
    second = check(tmp_path, content, mapping=parse_mapping(SURVEY | {"columns": columns}, "s"))
    assert rows_of(second, "csat") == [(2,)]
