"""Specification of unpacking: whatever is wrong with a packed file, a sentence says it.

Packed files are damaged here where their readers are known to trip: in the table of contents.
"""

import gzip
import struct
from pathlib import Path

import pytest

from cx.errors import ImportRefused
from cx.ingest.look import ReadOptions, look
from tests.bad_uploads.packings import zipped
from tests.uploads import BOTH, check, parquet, put, refusal

DAMAGED = "is cut off or damaged: it cannot be unpacked to its end. Fetch or compress it again."
DIRECTORY, END = b"PK\x01\x02", b"PK\x05\x06"


def changed(packed: bytes, mark: bytes, at: int, value: bytes) -> bytes:
    """A zip file with other bytes at a place of its table of contents."""
    place = packed.rindex(mark) + at
    return packed[:place] + value + packed[place + len(value) :]


WHOLE = zipped({"may.csv": BOTH})
NAMED = zipped({"mäi.csv": BOTH})
DAMAGES = {
    "a place before the file": WHOLE[:20] + WHOLE[60:],
    "a place behind the file": changed(WHOLE, DIRECTORY, 42, struct.pack("<I", 1 << 30)),
    "a table of contents elsewhere": changed(WHOLE, END, 16, struct.pack("<I", 1 << 20)),
    "a name that is no text": changed(NAMED, DIRECTORY, 46, b"\xff\xff"),
    "another sum": changed(WHOLE, DIRECTORY, 16, b"\0\0\0\0"),
    "packed in another way": changed(WHOLE, DIRECTORY, 10, struct.pack("<H", 14)),
    "gzip without its end": gzip.compress(BOTH)[:-4],
}


@pytest.mark.parametrize("content", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_archive_is_refused_both_when_shown_and_when_imported(tmp_path, content):
    assert refusal(tmp_path, content) == f"upload.csv {DAMAGED}"
    with pytest.raises(ImportRefused) as caught:
        look([put(tmp_path, content)], ReadOptions(), tmp_path / "look")
    assert str(caught.value) == f"upload.csv {DAMAGED}"


def test_a_password_or_a_rare_way_of_packing_is_told_apart_from_damage(tmp_path):
    for content in (
        changed(WHOLE, DIRECTORY, 8, struct.pack("<H", 1)),
        changed(WHOLE, DIRECTORY, 10, struct.pack("<H", 99)),
    ):
        said = refusal(tmp_path, content)
        assert "is packed with a password or in a rare way" in said or DAMAGED in said


def test_a_disk_that_is_full_is_said_in_words(tmp_path):
    folder = tmp_path / "look"
    folder.mkdir()
    (folder / "unpacked").symlink_to("/dev/full")
    with pytest.raises(ImportRefused) as caught:
        look([put(tmp_path, WHOLE)], ReadOptions(), folder)
    assert str(caught.value) == (
        "There is not enough room on the disk to unpack upload.csv. "
        "Make room, then import it again."
    )


def test_room_is_asked_for_what_a_file_unpacks_to(tmp_path, monkeypatch):
    content = gzip.compress(BOTH + b"\n" * 100_000)
    free = 20 * len(content)
    assert free < 3 * 100_000

    def usage(_folder: Path) -> object:
        return type("Usage", (), {"free": free})

    monkeypatch.setattr("cx.ingest.read.shutil.disk_usage", usage)
    assert "not enough room on the disk to check upload.csv" in refusal(tmp_path, content)
    free = 10 * 100_000
    assert check(tmp_path, content).rows == 2


def test_a_parquet_file_of_too_many_columns_is_refused_by_its_footer(tmp_path):
    content = parquet({f"c{i}": [1] for i in range(501)})
    assert "has 501 columns; at most 500 can be read" in refusal(tmp_path, content)


def test_damage_that_shows_only_when_cells_are_fetched_is_told_in_a_look_too(tmp_path, monkeypatch):
    content = bytearray(parquet({"response_id": [f"R{i}" for i in range(99)]}, compression="none"))
    content[4:30] = b"\xff" * 26
    with pytest.raises(ImportRefused, match=r"upload\.csv is damaged or cut off"):
        look([put(tmp_path, bytes(content))], ReadOptions(), tmp_path / "look")
