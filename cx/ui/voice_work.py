"""Finds the themes of comments in the background, once for each state of the data."""

from collections import OrderedDict
from collections.abc import Hashable
from functools import partial
from typing import Any

import streamlit as st

from cx.auth import Scope
from cx.filters import Filters
from cx.ingest import jobs
from cx.ingest.jobs import Job
from cx.ingest.progress import Progress
from cx.settings import DEFAULTS, Settings
from cx.topics import voice
from cx.topics.ask import Ask
from cx.topics.voice import Learnt, Themes
from cx.ui import session
from cx.ui.text import escape
from cx.warehouse import House

UNDER_WAY = ("waiting", "running")
TITLE = "Finding themes in comments"
QUICK_SECONDS, WATCH_SECONDS = 0.4, 0.7
KEPT = 8
"""States of the data whose themes are remembered."""

_jobs: "OrderedDict[Hashable, Job[tuple[Learnt, ...]]]" = OrderedDict()


def revision() -> int:
    """Return the number of the newest change of kept themes, of the state of this run."""
    with session.asking() as run:
        return run.snapshot.themes_revision()


def learnt(languages: tuple[str, ...]) -> tuple[Learnt, ...] | Job[tuple[Learnt, ...]]:
    """Return the themes of these languages; the work that finds them while it goes on.

    Kept themes are there at once. Where a language has none, they are found in the background,
    whoever asks first: neither the page nor its filters wait for it.
    """
    with session.asking() as run:
        kept = voice.read_kept(run.ask, run.snapshot.themes_revision())
        held = {each.language for each in kept}
        if held.issuperset(languages):
            return tuple(kept)
        key = (run.place, run.version, hash(run.scope), frozenset(held))
        job = _jobs.get(key) or _begin(key, run.scope)
    job.wait(QUICK_SECONDS)
    if job.result is None:
        return job
    found = [each for each in job.result if each.language not in held]
    return (*kept, *found)


def _begin(key: Hashable, scope: Scope) -> Job[tuple[Learnt, ...]]:
    house = session.house()
    work = partial(find, house, scope)
    _jobs[key] = jobs.start(house, work, TITLE, session.person().name, jobs.ANALYSIS)
    while len(_jobs) > KEPT:
        _jobs.popitem(last=False)
    return _jobs[key]


def find(
    house: House,
    scope: Scope,
    progress: Progress,
    anew: tuple[str, ...] = (),
    number: int | None = None,
) -> tuple[Learnt, ...]:
    """Find themes in one state of the warehouse, telling how far it is."""
    progress.step("Reading what people wrote", until=0.1)
    with house.snapshot() as state:
        ask = partial(state.ask, scope=scope)
        progress.step("Trying how many themes there are", until=1.0)
        return voice.learn(ask, Filters(), anew=anew, number=number, moved=progress.move)


def forget_failed() -> None:
    """Let work that failed or was called off begin again."""
    for key in [key for key, job in _jobs.items() if job.state in ("failed", "cancelled")]:
        del _jobs[key]


def themes(filters: Filters, found: tuple[Learnt, ...]) -> Themes:
    """Count the themes of a view, from memory when this state was asked before."""

    def counted(
        ask: Ask, given: Filters, revision: int = 0, settings: Settings = DEFAULTS
    ) -> Themes:
        return voice.load_themes(ask, given, learnt=found, settings=settings)

    return session.answer(counted, filters, revision=revision())


@st.fragment(run_every=WATCH_SECONDS)
def watch(job: Job[Any]) -> None:
    """Show how far the work is; draw the page anew when it has ended."""
    if job.state not in UNDER_WAY:
        st.rerun(scope="app")
    st.progress(job.share, text=f"{escape(job.stage)} … {job.share:.0%}")


def ended_badly(job: Job[Any], key: str) -> None:
    """Say why there is no result, and offer another try."""
    st.caption(escape(str(job.error)))
    st.button("Try again", key=f"again_{key}", icon=":material/refresh:", on_click=forget_failed)
