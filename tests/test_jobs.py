"""Specification of background work: it is seen by all, can be called off, and never vanishes."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cx.errors import Cancelled, CxError, ImportRefused
from cx.ingest import Progress, history, import_file, jobs
from cx.ingest.preview import turn
from cx.ingest.progress import WAITING
from cx.warehouse import House
from tests.conftest import read_table, write_csv

PATIENCE = 30.0


@pytest.fixture(autouse=True)
def _all_over(house: House) -> Iterator[None]:
    yield
    jobs.close_all()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [{"response_id": f"r{i}", "responded_at": "2026-05-01", "nps": 9} for i in range(20)]
    return write_csv(tmp_path / "responses.csv", rows)


def until(is_so: Callable[[], bool]) -> None:
    """Look again and again until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "this never came to be"
        threading.Event().wait(0.01)


def hold(progress: Progress) -> None:
    """Work that goes on until it is called off."""
    progress.step("Holding", 0.5)
    while True:
        threading.Event().wait(0.01)
        progress.check()


def start(house: House, work: Callable[[Progress], object]) -> jobs.Job[object]:
    return jobs.start(house, work, "Import of a.csv", "ann")


def test_a_job_gives_its_result_and_says_who_asked_for_what(house: House):
    job = start(house, lambda progress: 42)
    assert job.wait(PATIENCE)
    assert (job.state, job.result, job.share, job.error) == ("done", 42, 1.0, None)
    assert (job.title, job.actor) == ("Import of a.csv", "ann")
    assert jobs.find(job.id) is job


def test_while_it_is_at_work_everybody_sees_how_far_it_is(house: House):
    job = start(house, hold)
    until(lambda: job.stage == "Holding")
    assert (job.state, job.share, job.result, job.error) == ("running", 0.0, None, None)
    assert jobs.running(house) == [job]
    assert not job.wait(0.01)
    job.cancel()
    assert job.wait(PATIENCE)
    assert jobs.running(house) == []


def test_a_refusal_is_told_as_it_is(house: House):
    def refuse(progress: Progress) -> None:
        raise ImportRefused("The file is empty.")

    job = start(house, refuse)
    job.wait(PATIENCE)
    assert (job.state, str(job.error)) == ("failed", "The file is empty.")


def test_a_fault_of_the_program_does_not_vanish(house: House, caplog: pytest.LogCaptureFixture):
    job = start(house, lambda progress: 1 / 0)
    job.wait(PATIENCE)
    until(lambda: bool(caplog.records))
    assert job.state == "failed"
    assert isinstance(job.error, CxError)
    assert "fault in the program (ZeroDivisionError)" in str(job.error)
    assert "ZeroDivisionError" in caplog.text
    assert "Import of a.csv failed" in caplog.text


def test_what_the_engine_cannot_do_is_told_in_a_sentence(house: House):
    def ask_nonsense(progress: Progress) -> None:
        with house.reading() as cursor:
            cursor.execute("select * from nowhere")

    job = start(house, ask_nonsense)
    job.wait(PATIENCE)
    assert str(job.error).endswith("Nothing was written; try again.")


def test_a_job_that_was_called_off_is_cancelled_whatever_its_work_made_of_it(house: House):
    def stumble(progress: Progress) -> None:
        progress.step("Reading the file", 0.5)
        try:
            hold(progress)
        except Cancelled as error:
            raise RuntimeError("in the middle of something") from error

    job = start(house, stumble)
    until(lambda: job.state == "running")
    job.cancel()
    job.wait(PATIENCE)
    assert job.state == "cancelled"
    assert isinstance(job.error, Cancelled)


def test_a_job_called_off_before_its_turn_never_begins(house: House):
    begun = []
    holding = [start(house, hold) for _ in range(jobs.AT_ONCE)]
    waiting = start(house, begun.append)
    assert (waiting.state, waiting.stage) == ("waiting", WAITING)
    waiting.cancel()
    assert waiting.wait(PATIENCE)
    for job in holding:
        job.cancel()
        job.wait(PATIENCE)
    assert waiting.state == "cancelled"
    assert begun == []


def test_called_off_in_the_moment_of_the_commit_it_is_done_because_it_is_on_file(
    house: House, file: Path
):
    def write(progress: Progress) -> object:
        result = import_file(house, "responses", file, actor="test", progress=progress)
        progress.cancel()
        return result

    job = start(house, write)
    job.wait(PATIENCE)
    assert job.state == "done"
    assert [line.status for line in history(house)] == ["committed"]


def test_of_two_imports_at_once_the_second_says_that_it_waits_and_then_both_are_in(
    house: House, file: Path
):
    with turn(house, Progress()):
        job = start(
            house, lambda progress: import_file(house, "responses", file, progress=progress)
        )
        until(lambda: job.stage == WAITING and jobs.running(house) == [job])
        assert job.state == "waiting"
    job.wait(PATIENCE)
    assert job.state == "done"
    assert len(read_table(house, "feedback.responses")) == 20


def test_waiting_for_another_import_can_be_called_off(house: House, file: Path):
    with turn(house, Progress()):
        job = start(
            house, lambda progress: import_file(house, "responses", file, progress=progress)
        )
        until(lambda: job.share > 0.2 and job.stage == WAITING)
        job.cancel()
        assert job.wait(PATIENCE)
    assert job.state == "cancelled"
    assert history(house) == []


def test_closing_calls_off_what_is_at_work_and_waits_until_no_thread_is_left(house: House):
    working = [start(house, hold) for _ in range(3)]
    until(lambda: working[0].state == "running")
    jobs.close_all()
    assert {job.state for job in working} == {"cancelled"}
    assert not [each for each in threading.enumerate() if each.name.startswith("import")]
    again = start(house, lambda progress: "works again")
    again.wait(PATIENCE)
    assert again.result == "works again"


def test_jobs_that_are_long_over_are_forgotten(house: House):
    done = [start(house, lambda progress: None) for _ in range(jobs.KEPT + 5)]
    for job in done:
        job.wait(PATIENCE)
    last = start(house, lambda progress: None)
    assert jobs.find(done[0].id) is None
    assert jobs.find(done[-1].id) is done[-1]
    last.wait(PATIENCE)


def test_readers_are_not_kept_waiting_by_a_rehearsal(house: House):
    with house.rehearsing() as cursor:
        cursor.execute("insert into app.settings values ('a', 'b')")
        seen: list[int] = []
        reader = threading.Thread(target=lambda: seen.append(house.data_version()))
        reader.start()
        reader.join(PATIENCE)
    assert seen == [0]
    assert read_table(house, "app.settings") == []
