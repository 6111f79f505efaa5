"""Numbers 1 to 33 of the list, both ways: files, rows and letters that are not in order."""

import pytest

from tests.bad_uploads.becomes import walk, walks
from tests.bad_uploads.letters import LETTERS
from tests.bad_uploads.shapes import SHAPES


@pytest.mark.parametrize(("case", "way", "fate"), walks(SHAPES, LETTERS))
def test_a_bad_upload_becomes_what_the_list_says(house, tmp_path, case, way, fate):
    walk(house, tmp_path, case, way, fate)
