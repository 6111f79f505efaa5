"""Numbers 55 to 85 of the list, both ways: files packed, damaged, harmful or oddly named."""

import pytest

from tests.bad_uploads.around import AROUND
from tests.bad_uploads.becomes import walk, walks
from tests.bad_uploads.packings import PACKINGS
from tests.bad_uploads.parquets import PARQUETS
from tests.bad_uploads.workbooks import WORKBOOKS


@pytest.mark.parametrize(("case", "way", "fate"), walks(PACKINGS, WORKBOOKS, PARQUETS, AROUND))
def test_a_bad_upload_becomes_what_the_list_says(house, tmp_path, case, way, fate):
    walk(house, tmp_path, case, way, fate)
