"""The command line: what scripts rely on (exit codes, JSON) and what people read."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cx import warehouse
from cx.__main__ import main
from cx.extracts import EXTRACTS

ROOT = Path(__file__).resolve().parents[1]
NO_COUNTS = dict.fromkeys(("new", "changed", "unchanged", "retired", "rejected", "duplicate"), 0)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture
def house_file(tmp_path: Path) -> Path:
    return tmp_path / "company.duckdb"


@pytest.fixture
def cx(house_file: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, which is quicker than a new one."""

    def run(*arguments: object) -> Ended:
        capsys.readouterr()
        code = main(["--warehouse", str(house_file), *map(str, arguments)])
        return Ended(code, *capsys.readouterr())

    return run


def shell(*arguments: object, **environment: str) -> Ended:
    """Run a command as a shell would."""
    known = {name: value for name, value in os.environ.items() if name != "CX_WAREHOUSE"}
    done = subprocess.run(
        [sys.executable, "-m", "cx", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env=known | environment,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def write_rows(file: Path, rows: list[dict[str, object]]) -> Path:
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def answers(day: str, nps: list[int], segment: str = "Consumer", start: int = 1) -> list[dict]:
    return [
        {
            "response_id": f"{segment}-{day}-{i}",
            "customer_id": f"{segment}-{i}",
            "responded_at": f"{day} 10:00:00",
            "segment": segment,
            "nps": value,
        }
        for i, value in enumerate(nps, start)
    ]


@pytest.fixture
def five(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "five.csv", answers("2025-03-10", [10, 9, 8, 0, 10]))


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    rows = answers("2025-03-10", [10, 9, 8, 11, 10])
    return write_rows(tmp_path / "mixed.csv", rows)


@pytest.fixture
def scored(cx: Run, tmp_path: Path) -> Run:
    """A warehouse with 60 answers of 2024 (NPS 0) and 90 of 2025 (NPS 33.3 and, for SMB, 100)."""
    rows = [
        *answers("2024-03-10", [10, 0] * 30),
        *answers("2025-03-10", [10, 10, 0] * 20),
        *answers("2025-03-11", [10] * 30, segment="SMB, small"),
    ]
    assert cx("import", "responses", write_rows(tmp_path / "scores.csv", rows)).code == 0
    return cx


def figure(ended: Ended, key: str) -> dict:
    return next(found for found in ended.json["figures"] if found["key"] == key)


# import


def test_an_import_tells_programs_what_it_did(cx, five):
    ended = cx("import", "responses", five, "--json")
    assert ended.code == 0
    assert ended.json == {
        "status": "committed",
        "import_id": 1,
        "counts": NO_COUNTS | {"new": 5},
        "problems": [],
        "warnings": [],
        "rejects_file": None,
    }


def test_the_same_file_twice_is_unchanged(cx, five):
    cx("import", "responses", five)
    ended = cx("import", "responses", five, "--json")
    assert (ended.code, ended.json["status"]) == (0, "unchanged")
    assert ended.json["counts"] == NO_COUNTS | {"unchanged": 5}


def test_a_dry_run_writes_nothing(cx, five):
    ended = cx("import", "responses", five, "--dry-run", "--json")
    assert (ended.code, ended.json["status"], ended.json["import_id"]) == (0, "dry_run", None)
    assert ended.json["counts"] == NO_COUNTS | {"new": 5}
    assert cx("history", "--json").json == []


def test_rejected_rows_change_the_exit_code_and_are_kept_in_a_file(cx, mixed):
    ended = cx("import", "responses", mixed, "--json")
    assert ended.code == 3
    assert ended.json["counts"] == NO_COUNTS | {"new": 4, "rejected": 1}
    [problem] = ended.json["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (5, "nps", "11")
    assert "11" in problem["message"]
    assert "Consumer-2025-03-10-4" in Path(ended.json["rejects_file"]).read_text()


def test_a_snapshot_retires_what_the_file_no_longer_has(cx, five, tmp_path):
    cx("import", "responses", five)
    fewer = write_rows(tmp_path / "fewer.csv", answers("2025-03-10", [10, 9]))
    ended = cx("import", "responses", fewer, "--mode", "snapshot", "--json")
    assert ended.json["counts"] == NO_COUNTS | {"unchanged": 2, "retired": 3}


def test_a_file_of_bad_rows_only_is_refused(cx, tmp_path):
    bad = write_rows(tmp_path / "bad.csv", answers("2025-03-10", [11, 12]))
    ended = cx("import", "responses", bad, "--json")
    assert (ended.code, ended.json["status"], ended.json["import_id"]) == (2, "rejected", None)
    assert ended.json["counts"] == NO_COUNTS | {"rejected": 2}
    assert [problem["row"] for problem in ended.json["problems"]] == [2, 3]
    assert cx("history", "--json").json == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["responses", "{tmp}/absent.csv"], "absent.csv"),
        (["respones", "{tmp}/five.csv"], "respones"),
        (["orders", "{tmp}/five.csv"], "ordered_at"),
        (["responses", "{tmp}/five.csv", "--mapping", "nobody"], "nobody"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_one_problem_of_no_row(
    cx, five, tmp_path, arguments, word
):
    arguments = [argument.format(tmp=tmp_path) for argument in arguments]
    ended = cx("import", *arguments, "--json")
    assert (ended.code, ended.json["status"]) == (2, "rejected")
    assert ended.json["counts"] == NO_COUNTS
    [problem] = ended.json["problems"]
    assert [problem["row"], problem["column"], problem["value"]] == [None] * 3
    assert word in problem["message"]


def test_without_json_a_refusal_is_a_sentence_on_the_error_stream(cx, tmp_path):
    ended = cx("import", "responses", tmp_path / "absent.csv")
    assert (ended.code, ended.out) == (2, "")
    assert "absent.csv" in ended.err
    assert "Traceback" not in ended.err


def test_people_read_counts_in_words_the_problems_and_where_the_rejects_are(cx, mixed):
    ended = cx("import", "responses", mixed)
    lines = ended.out.splitlines()
    assert lines[0] == "Imported as number 1: 4 new, 1 rejected."
    assert 'row 5, column "nps": ' in ended.out
    assert str(cx("history", "--json").json[0]["rejects_file"]) in lines[-1]


def test_people_read_the_first_ten_problems_and_how_many_more_there_are(cx, tmp_path):
    many = write_rows(tmp_path / "many.csv", answers("2025-03-10", [10] + [11] * 12))
    lines = cx("import", "responses", many).out.splitlines()
    assert sum('column "nps"' in line for line in lines) == 10
    assert "  ... and 2 more problems." in lines


# history and undo


def test_history_lists_imports_newest_first(cx, five, mixed):
    cx("import", "responses", five)
    cx("import", "responses", mixed)
    newest, oldest = cx("history", "--json").json
    assert (newest["import_id"], oldest["import_id"]) == (2, 1)
    assert oldest["file_name"] == "five.csv"
    assert oldest["counts"] == NO_COUNTS | {"new": 5}
    assert oldest["undone_at"] is None
    assert datetime.fromisoformat(oldest["at"]).utcoffset() == timedelta(0)


def test_history_reads_as_one_line_per_import(cx, five):
    cx("import", "responses", five)
    cx("undo", 1)
    [line] = cx("history").out.splitlines()
    assert "five.csv" in line
    assert "5 new" in line
    assert "undone" in line


def test_undo_takes_an_import_back(cx, five):
    cx("import", "responses", five)
    ended = cx("undo", 1, "--json")
    assert (ended.code, ended.json["status"], ended.json["import_id"]) == (0, "undone", 1)
    assert ended.json["tables"] == ["responses"]
    assert ended.json["counts"] == {"removed": 5, "restored": 0, "kept": 0}
    assert cx("history", "--json").json[0]["undone_at"] is not None


def test_undo_reads_as_a_sentence(cx, five):
    cx("import", "responses", five)
    assert cx("undo", 1).out == "Import 1 is undone in responses: 5 removed.\n"


@pytest.mark.parametrize("as_json", [True, False])
def test_an_undo_of_nothing_is_refused(cx, five, as_json):
    cx("import", "responses", five)
    ended = cx("undo", 7, *(["--json"] if as_json else []))
    sentence = ended.json["error"] if as_json else ended.err
    assert ended.code == 2
    assert "7" in sentence


# The warehouse


def test_only_an_import_makes_a_new_warehouse(cx, house_file, tmp_path):
    assert cx("history", "--json").json == []
    ended = cx("export", "nps")
    assert (ended.code, ended.out) == (1, "")
    assert "There is no warehouse" in ended.err
    assert not house_file.exists()


@pytest.mark.parametrize("score", [9, 11], ids=["looked at only", "refused"])
def test_a_file_that_is_not_brought_in_makes_no_warehouse(cx, house_file, tmp_path, score):
    file = write_rows(tmp_path / "a.csv", answers("2025-03-10", [score]))
    cx("import", "responses", file, "--dry-run")
    cx("import", "nonsense", file)
    assert not house_file.exists()


def test_an_export_cannot_replace_the_warehouse(cx, house_file, five):
    cx("import", "responses", five)
    ended = cx("export", "nps", "--out", house_file)
    assert ended.code == 1
    assert "belongs to the warehouse" in ended.err
    assert len(cx("history", "--json").json) == 1


@pytest.mark.parametrize("given", ["segment=", "segment=,", "from="])
def test_an_empty_filter_is_refused_because_it_would_export_everything(cx, five, given):
    cx("import", "responses", five)
    ended = cx("export", "nps", "--filter", given)
    assert ended.code == 2
    assert "with a value" in ended.err


def test_a_warehouse_in_use_is_named_with_its_owner(house_file, five):
    house = warehouse.open_house(house_file)
    try:
        ended = shell("--warehouse", house_file, "import", "responses", five, "--json")
    finally:
        house.close()
    assert (ended.code, ended.json["status"]) == (1, "rejected")
    assert str(os.getpid()) in ended.json["problems"][0]["message"]


def test_the_warehouse_may_be_named_before_or_after_the_verb_or_by_the_environment(
    house_file, five, tmp_path
):
    elsewhere = {"CX_WAREHOUSE": str(tmp_path / "elsewhere.duckdb")}
    after = shell("import", "responses", five, "--warehouse", house_file, "--json", **elsewhere)
    assert (after.code, after.json["import_id"]) == (0, 1)
    before = shell("--warehouse", house_file, "history", "--json", **elsewhere)
    assert [line["import_id"] for line in before.json] == [1]
    assert shell("history", "--json", CX_WAREHOUSE=str(house_file)).json == before.json
    assert not Path(elsewhere["CX_WAREHOUSE"]).exists()


@pytest.mark.parametrize(
    "arguments",
    [[], ["impotr"], ["undo", "first"], ["export", "nps", "--filter", "segment"], ["import"]],
)
def test_a_mistyped_command_does_not_look_like_a_refused_file(cx, arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        cx(*arguments)
    assert stop.value.code == 1
    assert "usage: python -m cx" in capsys.readouterr().err


# export


def test_an_export_has_the_keys_that_other_programs_rely_on(scored):
    ended = scored("export", "nps", "--format", "json")
    assert ended.code == 0
    assert list(ended.json) == [
        "topic",
        "filters",
        "filters_in_words",
        "data_version",
        "headline",
        "figures",
        "tables",
    ]
    assert {"key", "label", "unit", "value", "low", "high", "responses", "verdict", "refusal"} <= (
        ended.json["figures"][0].keys()
    )
    assert {"trend", "distribution", "by_segment", "by_channel", "change"} <= (
        ended.json["tables"].keys()
    )


def test_without_filters_everything_is_exported(scored):
    ended = scored("export", "nps")
    assert ended.json["filters_in_words"] == "all time, surveys of unknown kind"
    assert figure(ended, "nps")["responses"] == 150
    assert figure(ended, "nps")["value"] == pytest.approx(50 / 150 * 100)


def test_filters_choose_what_is_exported(scored):
    days = ["--filter", "from=2025-01-01", "--filter", "to=2025-12-31"]
    ended = scored("export", "nps", *days, "--filter", "segment=Consumer")
    assert ended.json["filters"]["from"] == "2025-01-01"
    assert ended.json["filters"]["segment"] == ["Consumer"]
    assert figure(ended, "nps")["value"] == pytest.approx(100 / 3)


def test_a_known_value_with_a_comma_is_one_value(scored):
    ended = scored("export", "nps", "--filter", "segment=SMB, small")
    assert figure(ended, "nps")["responses"] == 30


def test_presets_count_from_the_latest_answer(scored):
    ended = scored("export", "nps", "--filter", "period=last_12_months")
    assert ended.json["filters"]["from"] == "2024-04-01"
    assert figure(ended, "nps")["responses"] == 90


def test_presets_count_from_the_latest_answer_to_the_metric_shown(scored, tmp_path):
    row = {"response_id": "1", "responded_at": "2023-08-01", "csat": 5}
    scored("import", "responses", write_rows(tmp_path / "csat.csv", [row]))
    quarter = ["--filter", "period=this_quarter", "--filter", "metric=csat"]
    assert scored("export", "nps", *quarter).json["filters"]["from"] == "2023-07-01"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["export", "nsp"], '"nsp"'),
        (["export", "nps", "--filter", "segment=Maxi"], '"Maxi" is not a segment here'),
        (["export", "nps", "--filter", "from=soon"], '"soon" is not a day'),
        (["export", "nps", "--table", "trends"], '"trends"'),
        (["export", "nps", "--table", "trend", "--format", "json"], "JSON holds every table"),
    ],
)
def test_an_export_that_would_not_be_what_was_asked_for_is_refused(scored, arguments, word):
    ended = scored(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert word in ended.err


def test_csv_holds_the_figures_or_one_table(scored):
    figures = scored("export", "nps", "--format", "csv").out
    keys = [row["key"] for row in csv.DictReader(io.StringIO(figures))]
    assert {"nps", "csat", "ces"} <= set(keys)
    table = scored("export", "nps", "--format", "csv", "--table", "by_segment").out
    names = {row["segment"] for row in csv.DictReader(io.StringIO(table))}
    assert names == {"Consumer", "SMB, small"}


def test_an_export_can_go_to_a_file(scored, tmp_path):
    on_screen = scored("export", "nps")
    in_file = scored("export", "nps", "--out", tmp_path / "nps.json")
    assert (in_file.code, in_file.out) == (0, "")
    assert (tmp_path / "nps.json").read_text() == on_screen.out.rstrip("\n")


def test_a_place_that_cannot_be_written_is_named(scored, tmp_path):
    ended = scored("export", "nps", "--out", tmp_path / "absent" / "nps.json")
    assert ended.code == 1
    assert "cannot be written" in ended.err


def test_a_warehouse_without_answers_exports_no_figure_but_a_sentence(cx, tmp_path):
    row = {"customer_id": "1", "name": "A"}
    cx("import", "customers", write_rows(tmp_path / "customers.csv", [row]))
    ended = cx("export", "nps", "--filter", "period=last_quarter")
    assert ended.code == 0
    assert figure(ended, "nps")["value"] is None
    assert ended.json["headline"]


def test_the_shell_gets_the_same_export(scored, house_file):
    here = scored("export", "nps")
    there = shell("export", "nps", "--warehouse", house_file, LC_ALL="C")
    assert (there.code, there.err, there.json) == (0, "", here.json)


def test_a_reader_that_stops_early_is_no_error(scored, house_file):
    with subprocess.Popen(
        [sys.executable, "-m", "cx", "export", "nps", "--warehouse", str(house_file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as command:
        command.stdout.close()
        assert command.stderr.read() == b""


# demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demo company, made once."""
    file = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    ended = shell("demo", "--customers", "200", "--seed", "3", "--warehouse", file)
    assert (ended.code, ended.err) == (0, "")
    assert str(file) in ended.out
    return file


def test_the_demo_company_fills_every_extract(demo):
    history = shell("history", "--json", "--warehouse", demo).json
    assert {line["kind"] for line in history} >= EXTRACTS.keys() - {"ratings"}
    assert {line["counts"]["rejected"] for line in history} == {0}
    assert sorted(demo.parent.iterdir())[0] == demo, "nothing else is left behind but the lock"


def test_the_demo_company_does_not_mix_with_another(demo):
    ended = shell("demo", "--customers", "300", "--warehouse", demo)
    assert ended.code == 2
    assert "--replace" in ended.err


def test_the_demo_company_can_replace_what_there_is(cx, five):
    cx("import", "responses", five)
    ended = cx("demo", "--customers", 100, "--replace")
    assert ended.code == 0
    newest_first = cx("history", "--json").json
    retired = [line["counts"]["retired"] for line in newest_first if line["kind"] == "responses"]
    assert retired == [5, 0]
