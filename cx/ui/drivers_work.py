"""Weighs what happened before the answers in the background: neither page nor filters wait."""

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
from cx.topics.drivers.causes import load_causes
from cx.topics.drivers.results import Causes
from cx.topics.drivers.view import View
from cx.ui import session
from cx.ui.text import escape
from cx.warehouse import House

Work = Job[tuple[Causes, ...] | None]

UNDER_WAY = ("waiting", "running")
TITLE = "Weighing what happened before the answers"
QUICK_SECONDS, WATCH_SECONDS = 2.0, 0.7
"""How long a page waits for it, and how often it looks again."""

QUESTIONS = 8
"""About so many are asked of a kind of survey; for the progress."""

KEPT = 50
"""Views whose causes are remembered."""

_works: "OrderedDict[Hashable, Work]" = OrderedDict()


def causes(view: View) -> Work:
    """Return the work that weighs the causes of a view; begun once for each state of the data.

    Whoever asks waits a moment, which is enough for most companies.
    """
    with session.asking() as run:
        key = (run.place, run.version, hash(run.scope), view)
        work = _works.get(key) or _begin(key, run.scope, run.version, view)
    work.wait(QUICK_SECONDS)
    return work


def _begin(key: Hashable, scope: Scope, version: int, view: View) -> Work:
    house = session.house()
    find = partial(_find, house, scope, version, view)
    _works[key] = jobs.start(house, find, TITLE, session.person().name)
    while len(_works) > KEPT:
        _works.popitem(last=False)
    return _works[key]


def _find(
    house: House, scope: Scope, version: int, view: View, progress: Progress
) -> tuple[Causes, ...] | None:
    """Weigh causes in one state of the warehouse; None where the data have moved meanwhile."""
    asked = 0
    progress.step(TITLE, until=1.0)
    with house.snapshot() as state:
        if state.version != version:
            return None

        def ask(name: str, filters: Filters, **extra: object) -> Any:
            nonlocal asked
            asked += 1
            progress.move(min(0.95, asked / (QUESTIONS * max(1, len(view.kinds)))))
            return state.ask(name, filters, scope, **extra)

        return load_causes(ask, view)


@st.fragment(run_every=WATCH_SECONDS)
def watch(work: Work) -> None:
    """Show how far the work is; draw the page anew when it has ended."""
    if work.state not in UNDER_WAY:
        st.rerun(scope="app")
    st.progress(work.share, text=f"{TITLE} …")


def ended_badly(work: Work) -> None:
    """Say why there is no result, and offer another try."""
    st.caption(escape(str(work.error or "The data have moved meanwhile.")))
    st.button("Try again", key="again_causes", icon=":material/refresh:", on_click=_forget)


def _forget() -> None:
    """Let work that gave nothing begin again."""
    for key in [key for key, work in _works.items() if work.state not in UNDER_WAY]:
        if _works[key].result is None:
            del _works[key]
