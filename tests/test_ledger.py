"""Specification of imports and undos: the current tables equal what the live imports say.

The oracle is a model in plain Python: for each key, the row of the newest live import, counting
only those since the newest live snapshot.
"""

from contextlib import closing
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx.errors import ImportRefused, UndoRefused
from cx.extracts import EXTRACTS
from cx.ingest.commit import history, import_file, undo
from cx.ingest.presets import parse_mapping
from cx.warehouse import House, ledger, open_house, rollups
from tests.conftest import often, read_table, write_csv

COLUMNS = "response_id, customer_id, responded_at, nps, segment"


@dataclass
class Step:
    """One file: its rows by id, and how it is brought in."""

    rows: dict[str, tuple[str | None, int, int | None, str | None]]
    mode: str


rows = st.dictionaries(
    st.sampled_from(["r1", "r2", "r3", "r4"]),
    st.tuples(
        st.sampled_from([None, "c1", "c2", "ghost"]),
        st.integers(1, 90),
        st.one_of(st.none(), st.integers(0, 10)),
        st.sampled_from([None, "A", "B"]),
    ),
    min_size=1,
)
steps = st.lists(
    st.builds(Step, rows, st.sampled_from(["merge", "merge", "snapshot"])), min_size=1, max_size=4
)


def as_rows(step: Step) -> list[dict[str, object]]:
    return [
        {
            "response_id": key,
            "customer_id": customer,
            "responded_at": f"2026-0{1 + day // 31}-{1 + day % 28:02d}T10:00:00",
            "nps": nps,
            "segment": segment,
        }
        for key, (customer, day, nps, segment) in step.rows.items()
    ]


def bring_step(house: House, folder: Path, step: Step) -> int:
    file = write_csv(folder / "responses.csv", as_rows(step))
    result = import_file(house, "responses", file, mode=step.mode, actor="test")
    assert result.import_id is not None
    return result.import_id


def expected(live: list[tuple[int, Step]]) -> set[tuple[str, int]]:
    """Which import each key's row comes from."""
    newest: dict[str, int] = {}
    for import_id, step in live:
        if step.mode == "snapshot":
            newest.clear()
        newest |= dict.fromkeys(step.rows, import_id)
    return set(newest.items())


def assert_true_to_history(house: House) -> None:
    """Nothing changes when everything is built anew from history and ledger."""
    tables = ["feedback.responses", "rollup.answers", "rollup.score_cube"]
    before = {table: read_table(house, table) for table in tables}
    with house.writing() as cursor:
        ledger.rebuild(cursor, EXTRACTS["responses"])
        rollups.rebuild(cursor)
    assert {table: read_table(house, table) for table in tables} == before


@settings(
    max_examples=often(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=steps, undone=st.data())
def test_after_any_imports_and_undos_the_tables_equal_what_the_live_imports_say(steps, undone):
    with TemporaryDirectory() as folder, closing(open_house(Path(folder) / "a.duckdb")) as house:
        house_customers = [{"customer_id": "c1", "segment": "S1"}, {"customer_id": "c2"}]
        file = write_csv(Path(folder) / "customers.csv", house_customers)
        import_file(house, "customers", file, actor="test")
        live = [(bring_step(house, Path(folder), step), step) for step in steps]
        for import_id in undone.draw(st.lists(st.sampled_from([i for i, _ in live]), unique=True)):
            undo(house, import_id, actor="test")
            live = [(number, step) for number, step in live if number != import_id]
        found = set(read_table(house, "feedback.responses", "response_id, import_id"))
        assert found == expected(live)
        assert_true_to_history(house)


@settings(max_examples=often(12), deadline=None)
@given(steps=st.lists(st.builds(Step, rows, st.just("merge")), min_size=3, max_size=3))
def test_undo_of_the_first_of_three_leaves_what_the_other_two_alone_would_have_left(steps):
    with (
        TemporaryDirectory() as folder,
        closing(open_house(Path(folder) / "three.duckdb")) as all_three,
        closing(open_house(Path(folder) / "two.duckdb")) as two,
    ):
        first, *_ = [bring_step(all_three, Path(folder), step) for step in steps]
        undo(all_three, first, actor="test")
        for step in steps[1:]:
            bring_step(two, Path(folder), step)
        for table, columns in (
            ("feedback.responses", COLUMNS),
            ("rollup.answers", "*"),
            ("rollup.score_cube", "*"),
        ):
            assert read_table(all_three, table, columns) == read_table(two, table, columns)


def responses(*numbers: int, nps: int = 9) -> list[dict[str, object]]:
    return [
        {"response_id": f"r{n}", "responded_at": "2026-05-01", "nps": nps, "customer_id": f"c{n}"}
        for n in numbers
    ]


def test_the_same_file_twice_changes_nothing_and_the_history_says_so(house: House, bring):
    bring("responses", responses(1, 2))
    before = read_table(house, "feedback.responses", COLUMNS)
    again = bring("responses", responses(1, 2))
    assert again.status == "unchanged"
    assert again.counts["unchanged"] == 2
    assert read_table(house, "feedback.responses", COLUMNS) == before
    assert [line.status for line in history(house)] == ["unchanged", "committed"]


def test_a_merge_counts_new_changed_and_unchanged_rows(bring):
    bring("responses", responses(1, 2))
    result = bring("responses", [*responses(1), *responses(2, nps=3), *responses(3)])
    assert result.counts == {
        "new": 1, "changed": 1, "unchanged": 1, "retired": 0, "rejected": 0, "duplicate": 0
    }  # fmt: skip


def test_a_snapshot_retires_what_the_file_no_longer_has_and_its_undo_brings_it_back(
    house: House, bring
):
    bring("responses", responses(1, 2, 3))
    result = bring("responses", responses(2), mode="snapshot")
    assert result.counts["retired"] == 2
    assert read_table(house, "feedback.responses", "response_id") == [("r2",)]
    done = undo(house, result.import_id, actor="test")
    assert done.counts == {"removed": 0, "restored": 3, "kept": 0}
    assert len(read_table(house, "feedback.responses", "response_id")) == 3


def test_undo_keeps_what_a_later_import_wrote(house: House, bring):
    first = bring("responses", responses(1, 2))
    bring("responses", responses(2, nps=0))
    done = undo(house, first.import_id, actor="test")
    assert done.counts == {"removed": 1, "restored": 0, "kept": 1}
    assert read_table(house, "feedback.responses", "response_id, nps") == [("r2", 0)]


def test_an_import_is_undone_once(house: House, bring):
    first = bring("responses", responses(1))
    undo(house, first.import_id, actor="test")
    with pytest.raises(UndoRefused, match="undone before"):
        undo(house, first.import_id, actor="test")
    assert history(house)[0].undone_at is not None


def test_an_import_that_never_was_cannot_be_undone(house: House):
    with pytest.raises(UndoRefused, match="none of that number"):
        undo(house, 77, actor="test")


def test_a_dry_run_counts_and_writes_nothing(house: House, bring):
    result = bring("responses", responses(1, 2), dry_run=True)
    assert (result.status, result.import_id, result.counts["new"]) == ("dry_run", None, 2)
    assert read_table(house, "feedback.responses") == []
    assert history(house) == []
    assert house.data_version() == 0


def test_a_file_without_one_good_row_is_refused_and_leaves_no_trace(house: House, bring):
    result = bring("responses", responses(1, 2, nps=11))
    assert (result.status, result.import_id, result.counts["rejected"]) == ("rejected", None, 2)
    assert history(house) == []


def test_a_snapshot_with_rejected_rows_is_refused_because_it_cannot_know_what_to_retire(bring):
    bring("responses", responses(1, 2))
    result = bring("responses", [*responses(1), *responses(2, nps=11)], mode="snapshot")
    assert result.status == "rejected"
    assert any("what to retire" in warning for warning in result.warnings)


def test_an_unknown_kind_of_extract_is_refused_with_the_list_of_kinds(house: House, tmp_path):
    with pytest.raises(ImportRefused, match="customers"):
        import_file(house, "custommers", tmp_path / "x.csv")


def test_an_import_leaves_no_staging_files_behind(house: House, bring):
    bring("responses", responses(1))
    left = [path for path in house.stage.rglob("*") if path.is_file()]
    assert left == []


def test_a_snapshot_that_takes_ratings_away_says_that_rows_changed(house: House, bring, tmp_path):
    bring("responses", responses(1, 2))
    ratings = [
        {"response_id": f"r{n}", "attribute": attribute, "rating": 4}
        for n in (1, 2)
        for attribute in ("Food", "Staff")
    ]
    bring("ratings", ratings)
    wide = parse_mapping(
        {"kind": "responses", "ratings": {"staff": "Staff"}, "columns": {
            name: name for name in ("response_id", "responded_at", "nps", "customer_id")
        }},
        "wide",
    )  # fmt: skip
    rows = [row | {"staff": 4} for row in responses(1, 2)]
    result = bring("responses", rows, mapping=wide, mode="snapshot")
    assert (result.status, result.counts["changed"]) == ("committed", 2)
    assert read_table(house, "feedback.ratings", "distinct attribute") == [("Staff",)]


TABLES = ("feedback.responses", "rollup.answers", "rollup.score_cube")
KEYS = st.sampled_from(["1", "2", "3"])
FILES = {
    "responses": st.fixed_dictionaries(
        {
            "response_id": KEYS,
            "responded_at": st.sampled_from(["2026-01-05", "2026-02-06"]),
            "nps": st.integers(0, 10),
            "csat": st.sampled_from([None, 4, 7]),
            "customer_id": st.sampled_from([None, "1"]),
            "survey_id": st.sampled_from([None, "1", "2"]),
            "order_id": st.sampled_from([None, "1", "2"]),
            "product_id": st.sampled_from([None, "1"]),
            "invitation_id": st.sampled_from([None, "1"]),
        }
    ),
    "customers": st.fixed_dictionaries({"customer_id": KEYS, "segment": st.sampled_from("AB")}),
    "surveys": st.fixed_dictionaries(
        {
            "survey_id": KEYS,
            "name": st.just("S"),
            "kind": st.sampled_from(["relationship", "transactional"]),
            "csat_scale": st.sampled_from([5, 7]),
        }
    ),
    "orders": st.fixed_dictionaries(
        {"order_id": KEYS, "customer_id": KEYS, "ordered_at": st.just("2026-01-01")}
    ),
    "products": st.fixed_dictionaries({"product_id": KEYS, "name": st.sampled_from("XY")}),
    "invitations": st.fixed_dictionaries(
        {"invitation_id": KEYS, "customer_id": KEYS, "sent_at": st.just("2026-01-01")}
    ),
}


@settings(max_examples=often(12))
@given(plan=st.lists(st.sampled_from([*FILES, "undo"]), min_size=3, max_size=8), data=st.data())
def test_after_any_imports_of_any_extracts_the_rollups_equal_their_definitions(plan, data):
    with TemporaryDirectory() as folder, closing(open_house(Path(folder) / "a.duckdb")) as house:
        live: list[int] = []
        for kind in plan:
            if kind == "undo":
                if live:
                    undo(house, live.pop(data.draw(st.integers(0, len(live) - 1))), actor="test")
            else:
                key = EXTRACTS[kind].key[0]
                drawn = data.draw(st.lists(FILES[kind], min_size=1, unique_by=itemgetter(key)))
                file = write_csv(Path(folder) / "file.csv", drawn)
                mode = data.draw(st.sampled_from(["merge", "merge", "snapshot"]))
                live.append(import_file(house, kind, file, mode=mode, actor="test").import_id)
        assert_true_to_history(house)


def test_what_an_import_wrote_no_checkpoint_writes_again(house: House, tmp_path: Path):
    file = tmp_path / "responses.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("response_id,customer_id,responded_at,nps\n")
        out.writelines(
            f"r{i},c{i % 7919},2026-05-{1 + i % 28:02},{i % 11}\n" for i in range(400_000)
        )
    import_file(house, "responses", file, actor="test")
    with house.reading() as cursor:
        cursor.execute("checkpoint")
        used, free = cursor.execute(
            "select used_blocks, free_blocks from pragma_database_size()"
        ).fetchall()[0]
    assert free < used / 10
