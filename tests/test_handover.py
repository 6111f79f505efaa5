"""The command line while another process has the warehouse open: the same, done over there."""

import contextlib
import errno
import json
import os
import pty
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from cx import ingest, warehouse
from cx.__main__ import main
from cx.auth import whoami
from cx.cli import door
from cx.cli.handover import packed, program_version
from cx.ingest import Progress, jobs
from cx.ingest.preview import turn
from cx.warehouse import House
from tests.conftest import read_table, write_csv

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


def wait_until(is_so: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, which is quicker than a new one."""

    def _run(place: Path, *arguments: object) -> Ended:
        capsys.readouterr()
        code = main(["--warehouse", str(place), *map(str, arguments)])
        return Ended(code, *capsys.readouterr())

    return _run


@contextlib.contextmanager
def owning(place: Path) -> Iterator[House]:
    """Have a warehouse open and a door to it, as the dashboard has."""
    house = warehouse.open_house(place)
    door.open_door(house)
    try:
        yield house
    finally:
        door.close_all()
        jobs.close_all()
        house.close()


@pytest.fixture
def owned(new_file: Path, tmp_path: Path) -> Iterator[House]:
    with owning(shutil.copy(new_file, tmp_path / "company.duckdb")) as house:
        yield house


def client(place: Path, *arguments: object, **options: object) -> "subprocess.Popen[str]":
    """Start a command as a shell would."""
    return subprocess.Popen(
        [sys.executable, "-m", "cx", "--warehouse", str(place), *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        **{"stderr": subprocess.PIPE} | options,
    )


def ended(process: "subprocess.Popen[str]") -> Ended:
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    return Ended(process.returncode, out, err)


def answers(scores: list[int], customer: str = "C") -> list[dict[str, object]]:
    return [
        {
            "response_id": f"{customer}{i}",
            "customer_id": f"{customer}{i}",
            "responded_at": f"2025-03-{i % 28 + 1:02} 10:00:00",
            "segment": "Consumer",
            "nps": score,
        }
        for i, score in enumerate(scores)
    ]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with files as people have them."""
    folder = tmp_path / "files"
    folder.mkdir()
    write_csv(folder / "good.csv", answers([10, 0, 9] * 20))
    write_csv(folder / "more.csv", answers([0] * 40, "D"))
    write_csv(folder / "mixed.csv", answers([10, 11, 9], "E"))
    write_csv(folder / "bad.csv", answers([11, 12], "F"))
    foreign = [{"id": f"R{i}", "answered": f"0{i % 9 + 1}/02/2026", "nps": i} for i in range(11)]
    write_csv(folder / "foreign.csv", foreign)
    return folder


# The same as without an owner


SESSION = """
0 history
0 settings
0 import responses files/good.csv --dry-run
0 import responses files/good.csv --json
0 import responses files/good.csv
0 import responses files/good.csv files/more.csv
2 import responses files/more.csv --mode snapshot
2 import responses files/more.csv --mode snapshot --json
3 import responses files/mixed.csv
2 import responses files/mixed.csv --mode snapshot --json
2 import responses files/bad.csv
2 import responses files/absent.csv
2 import respones files/good.csv --json
2 import responses files/good.csv --mapping nobody
0 rejects 4
0 rejects 4 --out files/rejects.csv
2 rejects 1
2 rejects 9
0 undo 3 --dry-run
0 undo 3
2 undo 3 --json
0 history
0 history --json
0 history 3
2 history 7
0 propose files/foreign.csv
2 propose files/foreign.csv --save Foreign
0 propose files/foreign.csv --answer days:responded_at=%d/%m/%Y --suggested --save Foreign
0 propose files/foreign.csv --answer days:responded_at=%d/%m/%Y --suggested --out files/own.toml
0 import responses files/foreign.csv --mapping foreign
0 import responses files/foreign.csv --mapping files/own.toml --json
0 mappings
0 mappings --rename Foreign Abroad --json
0 mappings --delete Abroad
2 mappings --delete Abroad
0 export nps
0 export nps --filter segment=Consumer --format csv --table trend
2 export nps --filter segment=Nobody
0 export nps --out files/nps.json
1 export nps --out files/no/such/folder.json
0 settings currency=EUR nps_target=40
2 settings currency=EURO --json
0 settings --json
0 template orders
0 dictionary responses
0 dictionary --json
2 dictionary respones
0 export quality --format csv
0 export imports
2 demo --customers 50
0 demo --customers 50 --replace
"""


@pytest.mark.slow
def test_every_command_says_the_same_as_without_an_owner(tmp_path, files, run, monkeypatch):
    """Output, exit code and files; only times differ. Files are named from where one is."""
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        shutil.copytree(files, folder / "files")
        warehouse.open_house(folder / "company.duckdb").close()
    with owning(there / "company.duckdb"):
        for line in SESSION.strip().splitlines():
            code, *command = line.split()
            ways = []
            for folder in (here, there):
                monkeypatch.chdir(folder)
                way = run(folder / "company.duckdb", *command)
                ways.append(without_times(way, folder))
            assert ways[1] == ways[0], line
            assert ways[0].code == int(code), (line, ways[0])
    assert written(there / "files") == written(here / "files")


def test_slides_and_workbooks_come_through_the_door_unharmed(owned, files, run, tmp_path):
    assert run(owned.path, "import", "responses", files / "good.csv").code == 0
    for name in ("nps.pptx", "nps.xlsx"):
        out = tmp_path / name
        ended = run(owned.path, "export", "nps", "--format", out.suffix[1:], "--out", out)
        assert (ended.code, ended.out) == (0, f"Written: {name}\n")
        with zipfile.ZipFile(out) as file:
            assert file.testzip() is None


def without_times(way: Ended, folder: Path) -> Ended:
    """What was said, whenever and wherever that was."""
    texts = [text.replace(str(folder), "FOLDER") for text in (way.out, way.err)]
    moment = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?"
    length = r'(?<="seconds": )[\d.e-]+|[\d.]+ seconds'
    return Ended(way.code, *(re.sub(f"{moment}|{length}", "WHEN", text) for text in texts))


def written(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir()}


# Files and progress


def test_the_door_is_open_to_its_own_user_only(owned):
    [listening] = door._OPEN
    assert listening.path == owned.path.with_name("company.duckdb.door")
    assert stat.S_IMODE(listening.path.stat().st_mode) == 0o600
    assert stat.S_ISSOCK(listening.path.stat().st_mode)


def test_a_closed_door_leaves_nothing_behind(tmp_path):
    with owning(tmp_path / "company.duckdb") as house:
        path = door._OPEN[0].path
        assert lock_of(house.path)["door"] == str(path)
    assert not path.exists()
    assert lock_of(house.path)["door"] is None


def test_a_door_lies_among_temporary_files_where_the_path_is_too_long(tmp_path, run):
    place = tmp_path / ("long" * 25) / "company.duckdb"
    place.parent.mkdir()
    with owning(place):
        path = door._OPEN[0].path
        assert place.parent not in path.parents
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert run(place, "history").code == 0
    assert not path.parent.exists()


def test_where_no_door_can_be_made_the_dashboard_runs_without(tmp_path, run, monkeypatch):
    """The lock file cannot be written on a full disk."""
    monkeypatch.setattr(House, "announce", full_disk)
    with owning(tmp_path / "company.duckdb") as house:
        assert door._OPEN == []
        assert [file.suffix for file in tmp_path.iterdir() if file.suffix == ".door"] == []
        assert f"in use by process {os.getpid()}" in run(house.path, "undo", 1).err


def full_disk(*arguments: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def lock_of(place: Path) -> dict[str, object]:
    return json.loads(place.with_name(f"{place.name}.lock").read_text())


# Calling it off


@pytest.fixture
def occupied(owned: House) -> Iterator[House]:
    """An owner that is at work on another import, so that further ones wait until they end."""
    with turn(owned, Progress()):
        yield owned


def at_work(house: House, process: "subprocess.Popen[str]") -> jobs.Job[object]:
    """The job that a command has become, once it has."""
    wait_until(lambda: jobs.running(house) or process.poll() is not None, "the command to arrive")
    assert process.poll() is None, ended(process)
    [job] = jobs.running(house)
    return job


def traces(house: House) -> list[object]:
    """What an import leaves behind: history, audit log, files of the stage, rejects."""
    rejects = house.path.with_name(f"{house.path.name}.rejects")
    return [
        *ingest.history(house),
        *read_table(house, "app.audit_log"),
        *read_table(house, "app.ledger"),
        *house.stage.iterdir(),
        *(rejects.iterdir() if rejects.exists() else []),
    ]


def test_who_looks_at_the_dashboard_sees_what_the_command_line_does(occupied, files):
    process = client(occupied.path, "import", "responses", files / "good.csv", files / "more.csv")
    job = at_work(occupied, process)
    assert job.title == "Import good.csv, more.csv as responses"
    assert job.actor == whoami()
    job.cancel()
    assert ended(process).code == 130
    assert traces(occupied) == []


@pytest.mark.parametrize("as_json", [False, True])
def test_ctrl_c_calls_the_work_off_and_leaves_no_trace(occupied, files, as_json):
    flags = ["--json"] if as_json else []
    process = client(occupied.path, "import", "responses", files / "mixed.csv", *flags)
    at_work(occupied, process)
    process.send_signal(signal.SIGINT)
    way = ended(process)
    said = json.loads(way.out)["problems"][0]["message"] if as_json else way.err
    assert (way.code, said.strip()) == (130, "This was called off; nothing was written.")
    assert traces(occupied) == []


def test_a_command_that_is_killed_is_called_off(occupied, files):
    process = client(occupied.path, "import", "responses", files / "mixed.csv")
    job = at_work(occupied, process)
    process.kill()
    ended(process)
    assert job.wait(PATIENCE_SECONDS)
    assert job.state == "cancelled"
    assert traces(occupied) == []


def test_an_owner_that_stops_calls_the_work_off_and_says_so(occupied, files):
    process = client(occupied.path, "undo", 1)
    at_work(occupied, process)
    door.close_all()
    assert ended(process).code == 130


def test_reading_does_not_wait_for_an_import(occupied, run):
    assert run(occupied.path, "history").code == 0
    assert run(occupied.path, "mappings").code == 0


def test_progress_is_shown_on_a_terminal_and_nowhere_else(occupied, files):
    ours, theirs = pty.openpty()
    process = client(occupied.path, "import", "responses", files / "good.csv", stderr=theirs)
    os.close(theirs)
    job = at_work(occupied, process)
    with open(ours, "rb", buffering=0) as screen:
        shown = b""
        while b"%" not in shown:
            shown += screen.read(1024)
        job.cancel()
        out, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert re.search(rb"\r\x1b\[K(Reading|Checking|Waiting)[a-z ]+: \d+%", shown)
    assert out == ""


# Owners that cannot be asked


def test_an_owner_of_another_version_is_told_apart(owned, run, monkeypatch):
    monkeypatch.setattr(door, "_VERSION", "another")
    way = run(owned.path, "history")
    assert (way.code, way.out) == (1, "")
    assert "another version" in way.err
    assert "Restart the dashboard" in way.err
    assert "Restart the dashboard" in json.loads(run(owned.path, "undo", 1, "--json").out)["error"]


def test_the_version_is_that_of_the_text_of_what_verbs_run():
    assert re.fullmatch(r"[0-9a-f]{64}", program_version())


@pytest.mark.parametrize("listens", [False, True], ids=["nobody is there", "no door at all"])
def test_a_door_that_nobody_answers_is_a_file_in_use(owned, run, files, listens):
    owned.announce(None if listens else owned.path.with_name("nobody"))
    way = run(owned.path, "import", "responses", files / "good.csv")
    assert (way.code, way.out) == (1, "")
    assert f"company.duckdb is in use by process {os.getpid()}" in way.err


def test_an_owner_that_ends_before_it_answers_leaves_a_plain_word(owned, run, tmp_path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "mute"))
        listener.listen()
        hang_up = threading.Thread(target=lambda: listener.accept()[0].close())
        hang_up.start()
        owned.announce(tmp_path / "mute")
        way = run(owned.path, "undo", 1)
        hang_up.join()
    assert way.code == 1
    assert "gave no answer" in way.err


@pytest.mark.parametrize(
    "said",
    [b"", b"\\n", b"GET / HTTP/1.1\\r\\n", b"[1]\\n", packed({"version": 1}), b"\\xff" * 5000],
)
def test_who_does_not_speak_the_language_gets_nothing_and_disturbs_nobody(owned, run, said):
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(door._OPEN[0].path))
        line.sendall(said)
        line.shutdown(socket.SHUT_WR)
        assert b"code" not in line.recv(1024)
    assert run(owned.path, "history").code == 0


def test_what_an_owner_that_was_killed_left_there_gives_way(tmp_path, run):
    place = tmp_path / "company.duckdb"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / "company.duckdb.door"))
    with owning(place):
        assert run(place, "history").code == 0


# A real dashboard


@contextlib.contextmanager
def dashboard(place: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Serve the dashboard as its users do, until it stands."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    log = place.with_suffix(".log")
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--server.address=127.0.0.1"],
            cwd=ROOT,
            env=os.environ | {"CX_WAREHOUSE": str(place)},
            stdout=out,
            stderr=out,
        )
    try:
        wait_until(lambda: stands(port, process), f"the dashboard: {log.read_text()}")
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def free_port() -> int:
    """A port that the system gives to nobody else at this moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def stands(port: int, process: "subprocess.Popen[bytes]") -> bool:
    assert process.poll() is None, "the dashboard ended at once"
    with (
        contextlib.suppress(URLError, OSError),
        urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2),
    ):
        return True
    return False


@pytest.fixture
def company(tmp_path: Path) -> Path:
    place = tmp_path / "company.duckdb"
    warehouse.open_house(place).close()
    return place


@pytest.mark.slow
def test_a_running_dashboard_does_what_is_typed(company, files):
    with dashboard(company) as server:
        assert lock_of(company)["pid"] == server.pid
        brought = ended(client(company, "import", "responses", files / "mixed.csv"))
        assert (brought.code, brought.err) == (3, "")
        assert brought.out.startswith("Imported as number 1: 2 new, 1 rejected.")
        exported = ended(client(company, "export", "nps"))
        assert json.loads(exported.out)["figures"][0]["responses"] == 2
        assert ended(client(company, "undo", 1)).code == 0
    assert not company.with_name("company.duckdb.door").exists()
    house = warehouse.open_house(company)
    [line] = ingest.history(house)
    house.close()
    assert (line.file_name, line.actor) == ("mixed.csv", whoami())
    assert line.undone_at is not None


@pytest.mark.slow
def test_after_a_dashboard_was_killed_the_command_line_has_the_file_again(company, files):
    with dashboard(company) as server:
        server.kill()
        server.wait(PATIENCE_SECONDS)
        assert company.with_name("company.duckdb.door").exists()
        assert ended(client(company, "import", "responses", files / "good.csv")).code == 0
