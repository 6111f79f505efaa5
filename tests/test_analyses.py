"""Specification of analyses in the background: once for each state, called off when left."""

import threading
from collections.abc import Callable, Iterator

import pytest

from cx.auth import everybody
from cx.filters import Filters
from cx.ingest import jobs
from cx.ui import analyses, session
from cx.warehouse import House
from tests.test_jobs import hold, until

PATIENCE = 30.0


@pytest.fixture
def visitor(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Visit the house, as this or that visitor."""
    with house.snapshot() as state:
        run = session.Run(str(house.path), state.version, everybody(), state)
        token = session._RUN.set(run)
        monkeypatch.setattr(session, "house", lambda: house)

        def visit(name: str, view: str) -> None:
            monkeypatch.setattr(analyses, "_visitor", lambda: name)
            analyses.look_at(view)

        yield visit
        session._RUN.reset(token)
    jobs.close_all()
    for kept in (analyses._works, analyses._views, analyses._answers):
        kept.clear()


def going_on(ask, check) -> None:
    while True:
        threading.Event().wait(0.01)
        check()


def begin(load: Callable[..., object], about: str = "a") -> analyses.Work[object]:
    return analyses.find("test", "Testing", load, about, 1)


def test_a_view_that_is_left_calls_off_what_only_it_wanted(visitor):
    visitor("ann", "last month")
    work = begin(going_on)
    until(lambda: work.job.state == "running")
    visitor("ann", "last year")
    assert work.job.wait(PATIENCE)
    assert work.job.state == "cancelled"


def test_what_another_visitor_wants_too_goes_on(visitor):
    visitor("ann", "last month")
    work = begin(going_on)
    visitor("kim", "last month")
    assert begin(going_on) is work
    visitor("ann", "last year")
    assert not work.job.is_called_off
    visitor("kim", "last year")
    assert work.job.is_called_off


def test_a_run_of_the_same_view_leaves_it_alone_and_gets_the_same_work(visitor):
    visitor("ann", "last month")
    work = begin(lambda ask, check: 42)
    assert work.job.wait(PATIENCE)
    visitor("ann", "last month")
    assert begin(lambda ask, check: 43).result == 42


def test_who_comes_back_to_a_view_that_was_called_off_has_it_begun_again(visitor):
    visitor("ann", "last month")
    begin(going_on)
    visitor("ann", "last year")
    visitor("ann", "last month")
    again = begin(lambda ask, check: 42)
    assert again.job.wait(PATIENCE)
    assert again.result == 42


def test_a_question_that_runs_is_interrupted(visitor, house, monkeypatch: pytest.MonkeyPatch):
    begun = threading.Event()

    def ask_forever(ask, check) -> None:
        begun.set()
        while True:
            ask("drivers/kinds", Filters())

    visitor("ann", "last month")
    work = begin(ask_forever)
    assert begun.wait(PATIENCE)
    visitor("ann", "last year")
    assert work.job.wait(PATIENCE)
    assert work.job.state == "cancelled"


def test_analyses_take_no_turn_from_imports(visitor, house):
    visitor("ann", "last month")
    works = [begin(going_on, str(at)) for at in range(jobs.AT_ONCE + 1)]
    until(lambda: works[0].job.state == "running")
    imported = jobs.start(house, lambda progress: 42, "Import of a.csv", "kim")
    assert imported.wait(PATIENCE)
    holding = jobs.start(house, hold, "Import of b.csv", "kim")
    assert jobs.running(house) == [holding]


def test_answers_that_hold_for_every_view_are_asked_for_once(visitor, house):
    asked = []

    def counted(name: str, filters: Filters, **extra: object) -> str:
        asked.append(name)
        return name

    ask = analyses._remembering(counted, "state", ("drivers/numbers",))
    for name in ("drivers/numbers", "drivers/answers") * 2:
        assert ask(name, Filters()) == name
    assert asked == ["drivers/numbers", "drivers/answers", "drivers/answers"]


def test_data_that_moved_before_it_began_give_no_result(visitor, house):
    visitor("ann", "last month")
    run = session._RUN.get()
    assert run is not None
    older = session.Run(run.place, run.version - 1, run.scope, run.snapshot)
    token = session._RUN.set(older)
    work = begin(lambda ask, check: 42)
    session._RUN.reset(token)
    assert work.job.wait(PATIENCE)
    assert (work.job.state, work.result) == ("done", None)
