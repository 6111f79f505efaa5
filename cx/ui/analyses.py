"""Analyses that take longer than a click: in the background, remembered, called off when left."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import pandas as pd
import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cx.filters import Filters
from cx.ingest import jobs
from cx.ingest.jobs import Job
from cx.ingest.progress import Progress
from cx.topics.ask import Ask
from cx.ui import session
from cx.ui.text import escape

UNDER_WAY = ("waiting", "running")
WAIT_SECONDS, LOOK_SECONDS, WATCH_SECONDS = 2.0, 0.1, 0.7
"""How long a run of a page stays for them, how often it looks, and how often the page does later.

A run that stays can be called off at each look: whoever changes a filter waits for nothing.
"""
KEPT = 60
"""Results that are remembered."""

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Work(Generic[T]):
    """One analysis of one view in one state of the data.

    Attributes
    ----------
    job : Job
        What does it. Its result is None where the data have moved before it began.
    wanted_by : dict of str to Hashable
        Who looks at it: sessions, and the view in which they did.
    """

    job: Job[T | None]
    wanted_by: dict[str, Hashable] = field(default_factory=dict)

    @property
    def result(self) -> T | None:
        """What it gave, once it is done."""
        return self.job.result

    @property
    def is_under_way(self) -> bool:
        """Whether it goes on, or waits for its turn."""
        return self.job.state in UNDER_WAY


KEPT_ANSWERS = 12
"""Answers to questions that other views need too: two metrics of one state of the data."""

_answers: "OrderedDict[Hashable, pd.DataFrame]" = OrderedDict()
_works: "OrderedDict[Hashable, Work[Any]]" = OrderedDict()
_views: dict[str, Hashable] = {}


def look_at(view: Hashable) -> None:
    """Note what this visitor looks at now; what was wanted for another view only is called off.

    Parameters
    ----------
    view : Hashable
        The page and its filters.
    """
    who = _visitor()
    _views[who] = view
    for work in [*_works.values()]:
        if work.wanted_by.get(who, view) != view:
            del work.wanted_by[who]
            _call_off_unwanted(work)


def find(
    name: str,
    title: str,
    load: Callable[..., T],
    about: Hashable,
    questions: int,
    remembered: Collection[str] = (),
    is_told: bool = False,
) -> Work[T]:
    """Return the work that answers something, begun once for each state of the data.

    Parameters
    ----------
    name, about : str and Hashable
        What it is known by, beside the state of the data and what this person may see.
    title : str
        What it does, in words.
    load : callable
        Given an `Ask` and a check to be called now and then, which raises when it was called off.
    questions : int
        About how many it asks; for the progress.
    remembered : collection of str
        Questions whose answers other views need too.
    is_told : bool
        Whether `load` is also given a callable that it tells how much is done, 0 to 1; then it
        asks nothing.
    """
    with session.asking() as run:
        key = (name, run.place, run.version, hash(run.scope), about)
        work = _works.get(key)
        if work is None or (work.job.is_called_off and work.result is None):
            work = _works[key] = Work(_begin(title, load, questions, run, remembered, is_told))
            while len(_works) > KEPT:
                _works.popitem(last=False)[1].job.cancel()
    who = _visitor()
    work.wanted_by[who] = _views.get(who)
    return work


def _begin(
    title: str,
    load: Callable[..., T],
    questions: int,
    run: session.Run,
    remembered: Collection[str],
    is_told: bool,
) -> Job[T | None]:
    house, scope, version, state_of = session.house(), run.scope, run.version, _state_of(run)

    def answer(progress: Progress) -> T | None:
        asked = 0
        progress.step(title, until=0.0)
        with house.snapshot(progress.lend) as state:
            if state.version != version:
                return None

            def ask(name: str, filters: Filters, **extra: object) -> Any:
                nonlocal asked
                asked += 1
                _forget_the_gone()
                progress.step(title, until=min(0.95, asked / (questions + 1)))
                return state.ask(name, filters, scope, **extra)

            if is_told:
                progress.step(title, until=0.95)
            told = (progress.move,) if is_told else ()
            return load(_remembering(ask, state_of, remembered), progress.check, *told)

    return jobs.start(house, answer, title, session.person().name, jobs.ANALYSIS)


def remembering(run: session.Run, remembered: Collection[str]) -> Ask:
    """Ask as a run of a page does, some questions from what works remember."""
    return _remembering(run.ask, _state_of(run), remembered)


def _state_of(run: session.Run) -> Hashable:
    return run.place, run.version, hash(run.scope)


def _remembering(ask: Ask, state_of: Hashable, remembered: Collection[str]) -> Ask:
    def answer(name: str, filters: Filters, **extra: object) -> pd.DataFrame:
        if name not in remembered:
            return ask(name, filters, **extra)
        key = (state_of, name, filters, *sorted(extra.items()))
        if key not in _answers:
            _answers[key] = ask(name, filters, **extra)
            while len(_answers) > KEPT_ANSWERS:
                _answers.popitem(last=False)
        return _answers[key]

    return answer


def stay(works: Iterable[Work[Any]]) -> None:
    """Let this run of the page stay a moment for what is nearly done, unless it is called off."""
    slot = st.empty()
    waiting = [work for work in works if work.is_under_way]
    for _ in range(round(WAIT_SECONDS / LOOK_SECONDS)):
        if not any(work.is_under_way for work in waiting):
            break
        # What is written to a page also asks whether the visitor wants something else by now.
        slot.caption(" ")
        next(work for work in waiting if work.is_under_way).job.wait(LOOK_SECONDS)
    slot.empty()


@st.fragment(run_every=WATCH_SECONDS)
def watch(works: tuple[Work[Any], ...]) -> None:
    """Show how far the works are; draw the page anew when one of them has ended."""
    _forget_the_gone()
    if not all(work.is_under_way for work in works):
        st.rerun(scope="app")
    for work in works:
        st.progress(work.job.share, text=f"{escape(work.job.title)} …")


def ended_badly(work: Work[Any], key: str) -> None:
    """Say why there is no result, and offer another try."""
    st.caption(escape(str(work.job.error or "The data have moved meanwhile.")))
    st.button("Try again", key=f"again_{key}", icon=":material/refresh:", on_click=_forget_failed)


def _forget_failed() -> None:
    """Let work that gave nothing begin again."""
    for key in [key for key, work in _works.items() if not work.is_under_way]:
        if _works[key].result is None:
            del _works[key]


def _visitor() -> str:
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""


def _forget_the_gone() -> None:
    """Call off what only visitors wanted whose browsers are gone."""
    if not runtime.exists():
        return
    here = runtime.get_instance().is_active_session
    for who in [who for who in _views if not here(who)]:
        del _views[who]
        for work in [*_works.values()]:
            if work.wanted_by.pop(who, None) is not None:
                _call_off_unwanted(work)


def _call_off_unwanted(work: Work[Any]) -> None:
    if not work.wanted_by and work.is_under_way:
        work.job.cancel()
