"""Specification of reading while an import commits: the state before or the one after, whole."""

from pathlib import Path

from cx.warehouse import House
from tests.bench.readers import bring, make_file, page_of, reading


def test_readers_get_whole_answers_of_one_state_while_an_import_commits(
    house: House, tmp_path: Path
):
    bring(house, make_file(tmp_path, "base", 0, 5_000))
    before = page_of(house)
    with reading(house, 3) as watched:
        bring(house, make_file(tmp_path, "more", 2_500, 52_500))
    after = page_of(house)
    assert watched.refused == []
    assert before[1] != after[1]
    assert watched.torn(before, after) == []
    assert {answer.version for answer in watched.answers} == {before[0], after[0]}
