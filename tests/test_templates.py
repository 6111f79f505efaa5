"""Specification of templates and examples: whoever starts from one has a file that imports."""

import csv
import io

import pytest

from cx.auth import everybody
from cx.errors import ImportRefused, MappingError
from cx.extracts import EXTRACTS
from cx.ingest import templates
from cx.ingest.commit import import_file
from cx.ingest.mapping import required
from cx.topics import quality

each_extract = pytest.mark.parametrize("name", EXTRACTS)


@pytest.fixture
def save(tmp_path):
    def _save(name, content):
        file = tmp_path / f"{name}.csv"
        file.write_bytes(content)
        return file

    return _save


@each_extract
def test_a_template_names_every_column_of_the_extract_and_no_other(name):
    assert templates.header(name) == list(EXTRACTS[name].names)
    assert {column.name for column in required(EXTRACTS[name])} <= set(templates.header(name))


@each_extract
def test_a_template_that_nobody_filled_in_is_refused_for_having_no_rows(house, save, name):
    with pytest.raises(ImportRefused, match="no rows"):
        import_file(house, name, save(name, templates.template(name)))


@each_extract
def test_an_example_imports_whole_into_a_new_warehouse(house, save, name):
    result = import_file(house, name, save(name, templates.example(name)))
    lines = rows_of(name)
    assert (result.status, result.problems, result.rejects_file) == ("committed", [], None)
    assert result.counts["new"] == len(lines)
    assert result.counts["rejected"] == result.counts["duplicate"] == 0
    assert 3 <= len(lines) <= 5


@each_extract
def test_an_example_shows_every_column_and_fills_each_at_least_once(name):
    lines = rows_of(name)
    assert list(lines[0]) == templates.header(name)
    assert all(any(line[column] for line in lines) for column in lines[0])


def test_all_examples_together_leave_no_orphans(house, save):
    for name in EXTRACTS:
        import_file(house, name, save(name, templates.example(name)))
    with house.snapshot() as state:
        links = quality.follow(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra)
        )
    assert links.orphans == ()


def test_an_extract_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(MappingError, match="customers"):
        templates.example("customer")


def rows_of(name):
    return list(csv.DictReader(io.StringIO(templates.example(name).decode())))
