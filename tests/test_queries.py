"""A query's header is its contract: what the file says is what asking it does."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from cx import warehouse
from tests.headers import names, read_header, sql_files

ROOT = Path(__file__).resolve().parents[1]
QUERIES = sql_files(ROOT / "queries")
VIEWS = sql_files(ROOT / "data" / "views")
TABLES = sql_files(ROOT / "data" / "schema")


def label(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


each_query = pytest.mark.parametrize("file", QUERIES, ids=label)


def test_there_are_queries():
    assert QUERIES


@each_query
def test_a_query_starts_with_its_question_and_its_contract(file):
    text = file.read_text()
    header = read_header(text)
    assert text.startswith("-- ")
    assert header["about"].endswith("?"), f"{file}:1: the first line is no question"
    assert list(header)[:4] == ["about", "grain", "params", "returns"]
    assert set(header) <= {"about", "grain", "params", "returns", "note"}
    assert all(header.values())


@each_query
def test_a_query_is_short_and_stands_in_the_folder_of_its_topic(file):
    lines = file.read_text().count("\n")
    assert lines <= 80, f"{file}: {lines} lines, 80 is the most"
    assert file.parent.parent == ROOT / "queries"


@pytest.mark.parametrize("file", [*QUERIES, *VIEWS, *TABLES], ids=label)
def test_keywords_are_lowercase(file):
    assert not list(loud_words(file.read_text()))


def loud_words(text: str) -> Iterator[str]:
    tokens = duckdb.tokenize(text)
    ends = [start for start, _ in tokens[1:]] + [len(text)]
    for (start, kind), end in zip(tokens, ends, strict=True):
        word = text[start:end].split()
        if kind.name == "keyword" and word and word[0] != word[0].lower():
            yield f"line {text.count(chr(10), 0, start) + 1}: {word[0]}"


@each_query
def test_a_query_is_one_select_with_the_parameters_it_names(file):
    text = file.read_text()
    statements = duckdb.extract_statements(text)
    assert [statement.type for statement in statements] == [duckdb.StatementType.SELECT]
    assert sorted(statements[0].named_parameters) == sorted(names(read_header(text)["params"]))


@pytest.fixture(scope="module")
def empty_house(tmp_path_factory):
    house = warehouse.open_house(tmp_path_factory.mktemp("empty") / "empty.duckdb")
    yield house
    house.close()


@each_query
def test_a_query_returns_the_columns_it_names_also_when_there_is_no_data(file, empty_house):
    text = file.read_text()
    header = read_header(text)
    with empty_house.reading() as cursor:
        answer = cursor.execute(text, dict.fromkeys(names(header["params"])))
        columns = [column[0] for column in answer.description]
        answer.fetchall()
    assert columns == names(header["returns"])


@pytest.mark.parametrize("file", VIEWS, ids=label)
def test_a_definition_says_what_a_row_is_and_whether_it_is_portable(file):
    header = read_header(file.read_text())
    assert header["about"].endswith(".")
    assert header["grain"]
    assert header["portable"] in ("yes", "no")


def test_loud_keywords_are_found_with_their_line():
    assert list(loud_words("select 'FROM' -- FROM\nFROM t")) == ["line 2: FROM"]
