"""Numbers 34 to 54 of the list, both ways: cells that cannot be read, and rows that repeat."""

import pytest

from tests.bad_uploads.again import AGAIN
from tests.bad_uploads.becomes import walk, walks
from tests.bad_uploads.days import DAYS
from tests.bad_uploads.numbers import NUMBERS


@pytest.mark.parametrize(("case", "way", "fate"), walks(NUMBERS, DAYS, AGAIN))
def test_a_bad_upload_becomes_what_the_list_says(house, tmp_path, case, way, fate):
    walk(house, tmp_path, case, way, fate)
