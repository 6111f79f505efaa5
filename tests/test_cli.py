"""The command line: what scripts rely on (exit codes, JSON) and what people read."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pptx import Presentation

from cx import warehouse
from cx.__main__ import main
from cx.extracts import EXTRACTS
from cx.ingest import Progress, stage
from cx.settings import DEFINITIONS
from tests import test_slides

ROOT = Path(__file__).resolve().parents[1]
TOO_FEW = {
    "figure": "nps",
    "kind": "(unknown)",
    "period": "2025-01-01",
    "before": None,
    "after": None,
    "before_count": 0,
    "after_count": 5,
}
"""What five answers do to the figures: the score of so few is withheld."""

NO_COUNTS = dict.fromkeys(("new", "changed", "unchanged", "retired", "rejected", "duplicate"), 0)


COMMIT = sys.modules["cx.ingest.commit"]
"""The module; its package has a function of that name."""


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
        "warnings": [ended.json["warnings"][0]],
        "confirm": [],
        "earlier": None,
        "effects": [TOO_FEW | {"sentence": ended.json["effects"][0]["sentence"]}],
        "rejects_file": None,
    }
    assert "no customers" in ended.json["warnings"][0]


def test_the_same_file_twice_is_unchanged(cx, five):
    cx("import", "responses", five)
    ended = cx("import", "responses", five, "--json")
    assert (ended.code, ended.json["status"]) == (0, "unchanged")
    assert ended.json["counts"] == NO_COUNTS | {"unchanged": 5}
    assert ended.json["earlier"] == 1


def test_a_dry_run_writes_nothing(cx, five):
    ended = cx("import", "responses", five, "--dry-run", "--json")
    assert (ended.code, ended.json["status"], ended.json["import_id"]) == (0, "dry_run", None)
    assert ended.json["counts"] == NO_COUNTS | {"new": 5}
    assert cx("history", "--json").json == []


def test_a_dry_run_says_what_would_become_of_the_figures(scored, tmp_path):
    more = write_rows(tmp_path / "more.csv", answers("2025-03-12", [0] * 10, segment="New"))
    would = scored("import", "responses", more, "--dry-run")
    assert "would move from 56 to 40, on 100 answers" in would.out
    [did] = scored("import", "responses", more, "--json").json["effects"]
    assert (did["before_count"], did["after_count"]) == (90, 100)
    assert (did["before"], did["after"]) == pytest.approx((50 / 90 * 100, 40))
    assert "moved from 56 to 40, on 100 answers" in did["sentence"]
    assert scored("history", 2, "--json").json["effects"] == [did]


def test_several_files_are_one_import(cx, tmp_path):
    files = [
        write_rows(tmp_path / f"{name}.csv", answers("2025-03-10", [9, 10], segment=name))
        for name in ("North", "South")
    ]
    assert cx("import", "responses", *files, "--json").json["counts"]["new"] == 4
    [line] = cx("history", "--json").json
    assert line["file_name"] == "North.csv, South.csv"


def test_a_problem_of_several_files_names_its_file(cx, five, mixed):
    other = write_rows(mixed.with_name("other.csv"), answers("2025-03-10", [12], segment="SMB"))
    ended = cx("import", "responses", mixed, other)
    assert ended.code == 3
    assert '  other.csv, row 2, column "nps": 12 is not between 0 and 10' in ended.out.splitlines()


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
    fewer = write_rows(tmp_path / "fewer.csv", answers("2025-03-10", [10, 9, 8]))
    ended = cx("import", "responses", fewer, "--mode", "snapshot", "--json")
    assert ended.json["counts"] == NO_COUNTS | {"unchanged": 3, "retired": 2}


@pytest.fixture
def cut(cx: Run, five: Path, tmp_path: Path) -> Path:
    """A file that lost most of its rows on the way, after the whole one."""
    cx("import", "responses", five)
    return write_rows(tmp_path / "cut.csv", answers("2025-03-10", [10, 9]))


def test_a_snapshot_that_would_retire_most_rows_needs_a_yes(cx, cut):
    snapshot = ["import", "responses", cut, "--mode", "snapshot"]
    held = cx(*snapshot, "--json")
    assert (held.code, held.json["status"], held.json["import_id"]) == (2, "unconfirmed", None)
    assert held.json["counts"] == NO_COUNTS | {"unchanged": 2, "retired": 3}
    assert held.json["confirm"]
    assert len(cx("history", "--json").json) == 1
    said = cx(*snapshot)
    assert (said.code, said.err) == (2, "")
    assert said.out.startswith("Wrote nothing, because this needs a yes: 2 unchanged, 3 retired.")
    assert "add --yes:" in said.out
    agreed = cx(*snapshot, "--yes", "--json")
    assert (agreed.code, agreed.json["status"]) == (0, "committed")
    assert agreed.json["confirm"] == held.json["confirm"]


def test_a_merge_takes_nothing_away_and_waits_for_no_yes(cx, tmp_path):
    weighted = [row | {"weight": 2} for row in answers("2025-03-10", [10] * 10)]
    cx("import", "responses", write_rows(tmp_path / "a.csv", weighted))
    heavier = [row | {"weight": 50} for row in weighted]
    ended = cx("import", "responses", write_rows(tmp_path / "b.csv", heavier))
    assert ended.code == 0
    assert ended.out.startswith("Imported as number 2: 10 changed")
    assert "Are the units right?" in ended.out


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
    first, heading, figure = cx("undo", 1).out.splitlines()
    assert first == "Import 1 is undone in responses: 5 removed."
    assert heading == "Headline figures:"
    assert "NPS" in figure
    assert "no answers left" in figure


def test_an_undo_can_be_looked_at_first(cx, five):
    cx("import", "responses", five)
    would = cx("undo", 1, "--dry-run", "--json")
    assert (would.code, would.json["status"]) == (0, "dry_run")
    assert would.json["counts"] == {"removed": 5, "restored": 0, "kept": 0}
    [effect] = would.json["effects"]
    assert effect["after_count"] == 0
    assert "would have no answers left" in cx("undo", 1, "--dry-run").out
    assert cx("history", "--json").json[0]["undone_at"] is None


def test_the_history_tells_of_one_import_what_it_changed_and_what_became_of_it(cx, five):
    [warning] = cx("import", "responses", five, "--json").json["warnings"]
    pages = "overview, nps_trends, journeys, drivers, voice, profitability, closed_loop, customer"
    assert f"Pages whose figures rest on it: {pages}." in cx("history", 1).out.splitlines()
    cx("undo", 1)
    before, after = cx("history", 1).out.split("Undone ", 1)
    assert before.startswith("Import 1: five.csv as responses, by ")
    assert "It added 5 rows." in before.splitlines()
    assert f"  {warning}" in before.splitlines()
    assert "from 0 to 5 answers" in before
    assert "no answers left" in after
    found = cx("history", 1, "--json").json
    assert (found["import_id"], len(found["effects"]), len(found["undo_effects"])) == (1, 1, 1)


def test_an_import_that_is_not_there_is_refused(cx, five):
    cx("import", "responses", five)
    for verb in ("history", "rejects"):
        ended = cx(verb, 7)
        assert (ended.code, ended.out) == (2, "")
        assert "no import 7" in ended.err


def test_rejected_rows_come_back_as_a_file_that_can_be_mended(cx, mixed, tmp_path):
    kept = Path(cx("import", "responses", mixed, "--json").json["rejects_file"])
    assert cx("rejects", 1).out == kept.read_text()
    mended = tmp_path / "mended.csv"
    assert cx("rejects", 1, "--out", mended).out == ""
    mended.write_text(mended.read_text().replace(",11,", ",10,", 1))
    assert cx("import", "responses", mended, "--json").json["counts"]["new"] == 1


def test_rejects_that_are_gone_or_never_were_are_told(cx, five, mixed):
    cx("import", "responses", five)
    assert "rejected no rows" in cx("rejects", 1).err
    kept = cx("import", "responses", mixed, "--json").json["rejects_file"]
    Path(kept).unlink()
    ended = cx("rejects", 2)
    assert ended.code == 1
    assert kept in ended.err


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


def test_a_setting_alone_makes_a_new_warehouse_and_a_refused_one_does_not(cx, house_file):
    assert cx("settings", "currency=EURO").code == 2
    assert not house_file.exists()
    assert cx("settings", "currency=EUR").code == 0
    assert cx("settings", "--json").json["settings"]["currency"] == "EUR"


def interrupted(path: Path, *rest: object, **options: object) -> None:
    """Stand in for work that takes long: Ctrl-C comes, and the next step notices."""
    progress = rest[-1]
    assert isinstance(progress, Progress)
    progress.step("Reading the file", until=0.5)
    os.kill(os.getpid(), signal.SIGINT)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        progress.check()


def test_ctrl_c_calls_work_off_in_order(cx, five, house_file, monkeypatch):
    monkeypatch.setattr(COMMIT, "stage", interrupted)
    ended = cx("import", "responses", five)
    assert (ended.code, ended.out) == (130, "")
    assert ended.err == "This was called off; nothing was written.\n"
    assert not house_file.exists()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_demo_company_called_off_half_way_is_undone(cx, five, monkeypatch):
    cx("import", "responses", five)
    begun = []

    def stage_two(*arguments, **options):
        begun.append(arguments)
        return (stage if len(begun) < 3 else interrupted)(*arguments, **options)

    monkeypatch.setattr(COMMIT, "stage", stage_two)
    assert cx("demo", "--customers", 60, "--replace").code == 130
    second, first, mine = cx("history", "--json").json
    assert first["undone_at"]
    assert second["undone_at"]
    assert not mine["undone_at"]


# settings, template and dictionary


def test_settings_are_listed_with_what_they_may_be(cx):
    lines = cx("settings").out.splitlines()
    assert [line.split()[0] for line in lines] == list(DEFINITIONS)
    assert "none" in lines[0]


def test_settings_are_changed_together_or_not_at_all(cx, five):
    cx("import", "responses", five)
    changed = cx("settings", "currency=eur", "nps_target=40", "company=Harbour Tea", "--json")
    assert changed.code == 0
    found = changed.json["settings"]
    assert (found["currency"], found["nps_target"]) == ("EUR", 40)
    refused = cx("settings", "nps_target=45", "ces_target=90")
    assert (refused.code, refused.out) == (2, "")
    assert cx("settings", "--json").json["settings"] == found
    assert cx("export", "nps").code == 0


def test_a_time_zone_is_known_or_refused_with_those_near_it(cx, five):
    cx("import", "responses", five)
    refused = cx("settings", "time_zone=Berlin", "--json")
    assert refused.code == 2
    assert "Did you mean Europe/Berlin?" in refused.json["error"]
    assert cx("settings", "time_zone=asia/kolkata").code == 0
    assert cx("settings", "--json").json["settings"]["time_zone"] == "Asia/Kolkata"
    assert " IST  responses" in cx("history").out
    assert cx("history", "--json").json[0]["at"].endswith("+00:00")


def test_a_setting_is_given_once(cx, five):
    cx("import", "responses", five)
    ended = cx("settings", "nps_target=1", "nps_target=2", "--json")
    assert ended.code == 2
    assert "given twice" in ended.json["error"]


def test_a_template_has_the_columns_and_an_example_imports(cx, tmp_path):
    names = cx("template", "orders").out.removeprefix("\ufeff").strip().split(",")
    assert names == list(EXTRACTS["orders"].names)
    file = tmp_path / "orders.csv"
    assert cx("template", "orders", "--example", "--out", file).out == ""
    assert cx("import", "orders", file).code == 0
    assert cx("template", "oders").code == 2


def test_the_dictionary_says_what_columns_mean_and_how_full_they_are(cx, five):
    cx("import", "responses", five)
    rows = {row["column"]: row for row in cx("dictionary", "responses", "--json").json}
    assert list(rows) == list(EXTRACTS["responses"].names)
    assert (rows["nps"]["filled_rows"], rows["comment"]["filled_rows"]) == (5, 0)
    first, *lines = cx("dictionary", "responses").out.splitlines()
    assert first == "responses, one per answered survey: 5 rows"
    assert len(lines) == len(rows)
    assert cx("dictionary").out.count(" rows\n") == len(EXTRACTS)
    assert cx("dictionary", "respones").code == 2


# propose


def test_a_proposal_reads_a_file_as_it_is_told(cx, tmp_path):
    file = tmp_path / "odd.csv"
    file.write_text("Survey of May^\nid^nps\n1^9\n2^10\n")
    told = ["--read", "delimiter=^", "--read", "header_row=2"]
    found = cx("propose", file, *told, "--kind", "responses", "--json").json
    sources = {each["name"]: each["source"] for each in found["columns"]}
    assert (sources["response_id"], sources["nps"]) == ("id", "nps")


@pytest.mark.parametrize("given", ["sheets=A", "header_row=first", "delimiter=ab", "quote=x"])
def test_what_a_file_cannot_be_read_as_is_refused(cx, five, given):
    ended = cx("propose", five, "--read", given)
    assert (ended.code, ended.out) == (2, "")
    assert given.split("=")[0] in ended.err


def test_a_mapping_of_ones_own_is_found_from_where_one_is(cx, five, tmp_path, monkeypatch):
    given = ["--suggested", "--out", tmp_path / "own.toml"]
    proposed = cx("propose", five, *given)
    assert (proposed.code, proposed.err) == (0, "")
    monkeypatch.chdir(tmp_path)
    assert cx("import", "responses", "five.csv", "--mapping", "own.toml").code == 0


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
    cx("settings", "nps_target=12.5")
    ended = cx("demo", "--customers", 100, "--replace")
    assert ended.code == 0
    assert cx("settings", "--json").json["settings"]["nps_target"] == 12.5, "it was somebody's"
    assert cx("settings", "--json").json["settings"]["close_target_hours"] == 120
    newest_first = cx("history", "--json").json
    retired = [line["counts"]["retired"] for line in newest_first if line["kind"] == "responses"]
    assert retired == [5, 0]


def test_slides_and_workbooks_go_to_a_file_of_their_own_name(scored, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for kind in ("pptx", "xlsx"):
        ended = scored("export", "nps", "--format", kind)
        assert (ended.code, ended.out) == (0, f"Written: nps.{kind}\n")
        assert zipfile.is_zipfile(tmp_path / f"nps.{kind}")


def test_slides_take_a_template_and_go_where_they_are_wanted(scored, tmp_path):
    own = test_slides.own_file(tmp_path / "own.pptx")
    out = tmp_path / "meeting.pptx"
    assert scored("export", "nps", "--format", "pptx", "--template", own, "--output", out).code == 0
    assert Presentation(str(out)).slide_width == Presentation(str(own)).slide_width


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--format", "pptx", "--table", "trend"], "pptx holds every table"),
        (["--format", "xlsx", "--template", "own.pptx"], "--template is for slides"),
        (["--format", "pptx", "--template", "absent.pptx"], "cannot be read"),
    ],
)
def test_slides_that_cannot_be_made_are_refused_and_nothing_is_written(
    scored, tmp_path, monkeypatch, arguments, word
):
    monkeypatch.chdir(tmp_path)
    ended = scored("export", "nps", *arguments)
    assert ended.code in (1, 2)
    assert word in ended.err
    assert not list(tmp_path.glob("nps.*"))
