"""Specification of drafts: a folder of one's own for each upload, and none is kept for ever."""

import os
import time
from pathlib import Path

import pytest

from cx.ingest import drafts
from cx.warehouse import House


def age(path: Path, hours: float) -> None:
    then = time.time() - 3600 * hours
    os.utime(path, (then, then))


def test_a_draft_is_a_folder_of_its_own_that_only_this_user_may_enter(house: House):
    one, other = drafts.new(house), drafts.new(house)
    assert one != other
    assert one.parent == house.stage
    assert one.stat().st_mode & 0o777 == 0o700


def test_a_discarded_draft_is_gone_with_all_that_was_in_it_and_twice_is_no_matter(house: House):
    draft = drafts.new(house)
    (draft / "deep").mkdir()
    (draft / "deep" / "upload.csv").write_text("a")
    drafts.discard(draft)
    drafts.discard(draft)
    assert not draft.exists()


def test_what_is_no_draft_is_not_discarded(house: House, tmp_path: Path):
    with pytest.raises(ValueError, match="no draft"):
        drafts.discard(tmp_path)
    assert tmp_path.exists()


def test_a_draft_that_nobody_touched_for_a_day_goes_when_the_next_one_is_made(house: House):
    forgotten, fresh = drafts.new(house), drafts.new(house)
    (forgotten / "upload.csv").write_text("a")
    for path in (forgotten / "upload.csv", forgotten, fresh):
        age(path, 25)
    (fresh / "rejects.csv").write_text("written a moment ago")
    age(fresh, 25)
    drafts.new(house)
    assert (forgotten.exists(), fresh.exists()) == (False, True)
