"""The list of 89 bad uploads: what each is, and what becomes of it or where that is tested."""

from tests.bad_uploads.again import AGAIN
from tests.bad_uploads.around import AROUND
from tests.bad_uploads.days import DAYS
from tests.bad_uploads.entries import Entry
from tests.bad_uploads.letters import LETTERS
from tests.bad_uploads.numbers import NUMBERS
from tests.bad_uploads.packings import PACKINGS
from tests.bad_uploads.parquets import PARQUETS
from tests.bad_uploads.shapes import SHAPES
from tests.bad_uploads.workbooks import WORKBOOKS

PARTS = (SHAPES, LETTERS, NUMBERS, DAYS, AGAIN, PACKINGS, WORKBOOKS, PARQUETS, AROUND)
LIST: dict[int, Entry] = {number: entry for part in PARTS for number, entry in part.items()}
"""By its number."""
