"""Specification of preview, commit and calling off: it happens as told, or nothing does."""

import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.errors import Cancelled, ImportRefused, UndoRefused
from cx.ingest import (
    Mapping,
    Progress,
    Staged,
    commit,
    history,
    import_file,
    jobs,
    preview,
    preview_undo,
    stage,
    undo,
)
from cx.ingest.presets import parse_mapping
from cx.warehouse import House, open_house
from cx.warehouse.records import effects_of
from tests.conftest import often, read_table, write_csv


def answers(*numbers: int, nps: int = 9, day: str = "2026-05-01") -> list[dict[str, object]]:
    return [
        {"response_id": f"r{n}", "responded_at": day, "nps": nps, "customer_id": f"c{n}"}
        for n in numbers
    ]


@pytest.fixture
def staged(house: House, tmp_path: Path):
    """Stage a few rows: ``staged(rows)``."""

    def _staged(rows: list[dict[str, object]], mapping: Mapping | None = None) -> Staged:
        file = write_csv(tmp_path / "responses.csv", rows)
        return stage("responses", file, mapping, house.stage / uuid4().hex)

    return _staged


def everything(house: House) -> dict[str, list[tuple[object, ...]]]:
    """All that is in the warehouse, table by table."""
    with house.reading() as cursor:
        names = cursor.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where not temporary"
        ).fetchall()
        return {
            name: cursor.execute(f"select * from {name} order by all").fetchall()
            for (name,) in names
        }


def files(house: House) -> set[str]:
    """Every file beside the warehouse that is not the database itself."""
    own = (".duckdb", ".wal", ".lock", ".newest", ".spare")
    found = (path for path in house.path.parent.rglob("*") if path.is_file())
    return {path.name for path in found if not path.name.endswith(own)}


def test_a_preview_tells_rows_and_figures_and_writes_nothing(house: House, staged):
    before = everything(house)
    seen = preview(house, staged(answers(1, 2)))
    assert (seen.status, seen.import_id, seen.counts["new"]) == ("dry_run", None, 2)
    (effect,) = seen.effects
    assert (effect.figure, effect.before, effect.after, effect.after_count) == (
        "nps",
        None,
        100.0,
        2,
    )
    assert everything(house) == before


def test_the_rejects_of_a_preview_stay_in_its_draft(house: House, staged):
    seen = preview(house, staged([*answers(1), *answers(2, nps=11)]))
    assert seen.rejects_file.is_relative_to(house.stage)
    assert not house.path.with_name(house.path.name + ".rejects").exists()


rows = st.dictionaries(st.integers(1, 4), st.tuples(st.integers(0, 12), st.sampled_from("46")))
loads = st.lists(
    st.tuples(rows.filter(bool), st.sampled_from(["merge", "snapshot"])), min_size=2, max_size=3
)


@settings(max_examples=often(5))
@given(loads=loads)
def test_a_commit_does_what_its_preview_said(loads):
    with TemporaryDirectory() as folder, closing(open_house(Path(folder) / "a.duckdb")) as house:
        for number, (drawn, mode) in enumerate(loads):
            lines = [
                answers(key, nps=nps, day=f"2026-0{month}-01")[0]
                for key, (nps, month) in drawn.items()
            ]
            file = write_csv(Path(folder) / "responses.csv", lines)
            checked = stage("responses", file, None, house.stage / str(number))
            told = preview(house, checked, mode)
            done = commit(house, checked, mode, actor="test")
            assert (told.status == "rejected") == (done.status == "rejected")
            for name in ("counts", "problems", "warnings", "effects", "confirm", "earlier"):
                assert getattr(told, name) == getattr(done, name)


def test_the_same_upload_a_second_time_brings_nothing_and_returns_the_first_result(
    house: House, staged
):
    upload = staged([*answers(1), *answers(2, nps=11)])
    first = commit(house, upload, actor="test", upload_id="u1")
    before = everything(house)
    assert commit(house, upload, actor="test", upload_id="u1") == first
    assert everything(house) == before
    assert commit(house, upload, actor="test", upload_id="u2").status == "unchanged"


def test_two_clicks_at_the_same_time_bring_one_import(house: House, staged):
    upload, results = staged(answers(1, 2)), []

    def click() -> None:
        results.append(commit(house, upload, actor="test", upload_id="u1"))

    clicks = [threading.Thread(target=click) for _ in range(3)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert results[0] == results[1] == results[2]
    assert len(history(house)) == 1


def test_the_record_says_how_many_rows_the_file_had_which_upload_it_was_and_what_was_told(
    house: House, staged
):
    result = commit(house, staged([*answers(1), *answers(2, nps=11)]), actor="ann", upload_id="u1")
    (line,) = history(house)
    assert (line.file_rows, line.upload_id, line.actor) == (2, "u1", "ann")
    assert line.counts == result.counts
    assert line.warnings == result.warnings
    assert line.seconds > 0


def test_what_an_undo_does_is_told_before_and_kept_after(house: House, bring):
    bring("responses", answers(1, 2))
    second = bring("responses", answers(2, 3, nps=0))
    before = everything(house)
    told = preview_undo(house, second.import_id)
    assert everything(house) == before
    done = undo(house, second.import_id, actor="ann")
    assert done == told
    assert done.counts == {"removed": 1, "restored": 1, "kept": 0}
    with house.reading() as cursor:
        assert effects_of(cursor, second.import_id, "undo") == done.effects
    ((number, actor, *_, removed, restored, kept),) = read_table(house, "app.undos")
    assert (number, actor, removed, restored, kept) == (second.import_id, "ann", 1, 1, 0)


def test_an_undo_that_cannot_be_is_refused_in_its_preview_too(house: House):
    with pytest.raises(UndoRefused, match="none of that number"):
        preview_undo(house, 77)


@pytest.mark.parametrize("ask", [preview, commit])
def test_a_mode_that_there_is_not_is_refused(house: House, staged, ask):
    with pytest.raises(ImportRefused, match='no mode "replace"'):
        ask(house, staged(answers(1)), "replace")


def test_several_files_become_one_import(house: House, tmp_path: Path):
    paths = [write_csv(tmp_path / f"{n}.csv", answers(n)) for n in (1, 2)]
    result = import_file(house, "responses", paths, actor="test")
    assert result.counts["new"] == 2
    assert history(house)[0].file_name == "1.csv, 2.csv"


def test_where_a_yes_is_needed_and_nobody_said_it_nothing_is_written(house: House, bring, staged):
    bring("responses", answers(*range(201)))
    before, cut = everything(house), staged(answers(*range(200, 300), nps=0))
    held = commit(house, cut, actor="test", is_agreed=False)
    assert (held.status, held.import_id, len(held.confirm)) == ("unconfirmed", None, 1)
    assert everything(house) == before
    assert held.effects == commit(house, cut, actor="test").effects


def test_wide_ratings_are_previewed_with_the_answers_they_came_with(house: House, staged):
    wide = parse_mapping(
        {"kind": "responses", "ratings": {"staff": "Staff"}, "columns": {
            name: name for name in ("response_id", "responded_at", "nps", "customer_id")
        }},
        "wide",
    )  # fmt: skip
    commit(house, staged([row | {"staff": 4} for row in answers(1, 2)], mapping=wide), actor="test")
    again = staged([answers(1)[0] | {"staff": 5}], mapping=wide)
    told = preview(house, again)
    done = commit(house, again, actor="test")
    assert (told.counts, told.effects) == (done.counts, done.effects)
    assert (done.status, done.counts["changed"], done.effects) == ("committed", 1, [])
    told_back = preview_undo(house, done.import_id)
    assert told_back == undo(house, done.import_id, actor="test")
    assert told_back.tables == ["ratings", "responses"]


class Calling(Progress):
    """Calls itself off when it is asked for the n-th time whether it was."""

    def __init__(self, call: int) -> None:
        super().__init__()
        self.calls_left = call

    def check(self) -> None:
        self.calls_left -= 1
        if self.calls_left == 0:
            self.cancel()
        super().check()


def call_off_everywhere(house: House, work: Callable[[Progress], object]) -> object:
    """Call work off at its first word, at its second and so on, until it gets to its end.

    Each time all tables and files must be as they were.
    """
    before, beside = everything(house), files(house)
    call, result = 0, None
    while result is None:
        call += 1
        try:
            result = work(Calling(call))
        except Cancelled:
            assert everything(house) == before
            assert files(house) == beside
    assert call > 10
    return result


@pytest.fixture
def upload(tmp_path: Path, bring) -> Path:
    """A file that changes what is there, adds to it and has a row to reject."""
    bring("customers", [{"customer_id": "c1", "segment": "A"}])
    bring("responses", answers(1, 2, 3))
    lines = [*answers(1, nps=0), *answers(4), *answers(5, nps=11)]
    return write_csv(tmp_path / "upload.csv", lines)


def test_an_import_called_off_at_any_moment_leaves_no_trace(house: House, upload: Path):
    result = call_off_everywhere(
        house,
        lambda progress: import_file(house, "responses", upload, actor="test", progress=progress),
    )
    assert result.status == "committed"
    assert history(house)[0].import_id == result.import_id
    assert result.rejects_file.exists()


def test_a_preview_called_off_at_any_moment_leaves_no_trace(house: House, upload: Path):
    checked = stage("responses", upload, None, house.stage / "draft")
    told = call_off_everywhere(house, lambda progress: preview(house, checked, progress=progress))
    assert told.status == "dry_run"


def test_an_undo_called_off_at_any_moment_leaves_no_trace(house: House, upload: Path):
    done = call_off_everywhere(house, lambda progress: undo(house, 2, "test", progress))
    assert done.counts["removed"] == 3


def test_an_import_that_fails_while_it_is_recorded_leaves_no_file_of_rejects(
    house: House, upload: Path, monkeypatch: pytest.MonkeyPatch
):
    before, beside = everything(house), files(house)

    def fail(*_: object) -> None:
        raise RuntimeError("pulled the plug")

    monkeypatch.setattr("cx.warehouse.records.write_import", fail)
    with pytest.raises(RuntimeError, match="plug"):
        import_file(house, "responses", upload, actor="test")
    assert everything(house) == before
    assert files(house) == beside


def test_an_import_called_off_by_somebody_else_is_all_in_or_not_at_all(
    house: House, tmp_path: Path
):
    lines = answers(*range(20_000))
    file = write_csv(tmp_path / "many.csv", lines)
    before, beside = everything(house), files(house)
    states = set()
    for tenths in range(8):
        job = jobs.start(
            house,
            lambda progress: import_file(house, "responses", file, actor="test", progress=progress),
            "Import of many.csv",
            "test",
        )
        job.wait(tenths / 10)
        job.cancel()
        assert job.wait(60)
        states.add(job.state)
        if job.state == "cancelled":
            assert everything(house) == before
            assert files(house) == beside
        else:
            assert len(read_table(house, "feedback.responses", "response_id")) == len(lines)
            undo(house, job.result.import_id, actor="test")
            before = everything(house)
    jobs.close_all()
    assert "cancelled" in states
    assert states <= {"cancelled", "done"}
