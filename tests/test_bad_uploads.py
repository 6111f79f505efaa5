"""The list of 89 bad uploads is whole, and each is told why where ours differs from it.

``tests/bad_uploads`` has the files, and walks them into a warehouse.
"""

from pathlib import Path

import pytest

from tests.bad_uploads import LIST, PARTS

ROOT = Path(__file__).resolve().parents[1]


def test_the_list_goes_from_1_to_89_and_each_number_is_there_once():
    assert sorted(number for part in PARTS for number in part) == list(range(1, 90))
    assert all(entry.cases or entry.elsewhere for entry in LIST.values())


@pytest.mark.parametrize("number", sorted(LIST))
def test_where_ours_differs_from_the_list_a_decision_is_named(number):
    entry = LIST[number]
    assert entry.decided or entry.follows_the_list
    if entry.decided:
        assert len(list((ROOT / "docs/decisions").glob(f"{entry.decided}-*.md"))) == 1


@pytest.mark.parametrize("test", sorted({each for e in LIST.values() for each in e.elsewhere}))
def test_what_is_tested_elsewhere_is(test):
    file, name = test.split("::")
    assert f"\ndef {name}(" in (ROOT / "tests" / file).read_text()
