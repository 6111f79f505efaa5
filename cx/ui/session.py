"""One state of the warehouse per page run: each question asked once, answers kept by state."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from cx import auth, warehouse
from cx.auth import Scope
from cx.filters import Filters
from cx.topics import nps
from cx.warehouse import House, Snapshot

Answer = TypeVar("Answer")

KEPT_ANSWERS, KEPT_SECONDS = 500, 3600


@dataclass(frozen=True, slots=True)
class Run:
    """What a page asks with: one state of one warehouse, for one person.

    Parameters
    ----------
    place : str
        The warehouse file; with `version` it names the state that answers are of.
    version : int
        The data version, the same for all figures of the page.
    scope : Scope
        What this person may see.
    snapshot : Snapshot
        Open for the length of the run.
    """

    place: str
    version: int
    scope: Scope
    snapshot: Snapshot

    def ask(self, name: str, filters: Filters, **extra: object) -> pd.DataFrame:
        """Answer a file of queries/, from memory when this state was asked before."""
        key = tuple(sorted(extra.items()))
        return _asked(self.place, self.version, name, filters, self.scope, key, self.snapshot)


_RUN: ContextVar[Run | None] = ContextVar("run", default=None)


_OPENED: list[House] = []


@st.cache_resource(show_spinner="Opening the warehouse …")
def _open(place: str) -> House:
    house = warehouse.open_house(Path(place))
    _OPENED.append(house)
    return house


@st.cache_data(max_entries=KEPT_ANSWERS, ttl=KEPT_SECONDS, show_spinner=False)
def _asked(
    place: str,
    version: int,
    name: str,
    filters: Filters,
    scope: Scope,
    extra: tuple[tuple[str, object], ...],
    _snapshot: Snapshot,
) -> pd.DataFrame:
    """Ask; the key names the state, so nothing is ever forgotten by hand and no data is hashed."""
    return _snapshot.ask(name, filters, scope, **dict(extra))


@st.cache_data(max_entries=KEPT_ANSWERS, ttl=KEPT_SECONDS, show_spinner=False)
def _worked_out(
    place: str,
    version: int,
    topic: tuple[object, ...],
    filters: Filters,
    scope: Scope,
    _work: Callable[[], Any],
) -> Any:
    return _work()


@contextmanager
def page_run(person: str = "anonymous") -> Iterator[Run]:
    """Pin one state of the warehouse for everything that this run of the page shows.

    Parameters
    ----------
    person : str
        Who looks.
    """
    with _pinned(auth.everybody(person)) as run:
        st.session_state["shown_version"] = run.version
        token = _RUN.set(run)
        try:
            yield run
        finally:
            _RUN.reset(token)


@contextmanager
def _pinned(scope: Scope) -> Iterator[Run]:
    place = str(warehouse.path_of().resolve())
    with _open(place).snapshot() as snapshot:
        yield Run(place, snapshot.version, scope, snapshot)


@contextmanager
def asking() -> Iterator[Run]:
    """Lend the run of this page; a fragment gets its own of the same state.

    A fragment runs again without app.py. When the data moved in the meantime, the whole page is
    drawn anew: figures of two states never stand side by side.
    """
    run = _RUN.get()
    if run is not None:
        yield run
        return
    with _pinned(auth.everybody()) as own:
        if own.version != st.session_state.get("shown_version"):
            st.rerun(scope="app")
        yield own


def answer(load: Callable[..., Answer], filters: Filters, **options: object) -> Answer:
    """Answer a page's question for these filters, from memory when this state was asked before.

    Parameters
    ----------
    load : callable
        A topic's ``load``: asks, analyses, returns one frozen result.
    options : object
        What else the topic wants to know, such as ``grain="month"``.
    """
    with asking() as run:
        topic = (f"{load.__module__}.{load.__qualname__}", *sorted(options.items()))
        key = (run.place, run.version, topic, filters, run.scope)
        found: Answer = _worked_out(*key, lambda: load(run.ask, filters, **options))
    return found


def latest_on(run: Run, metric: str) -> date | None:
    """Return the day of the latest answer to a metric, None when there is none."""
    return nps.extent(run.ask, metric)[1]


def filters() -> Filters:
    """Return what the filter bar of this run says."""
    chosen: Filters = st.session_state.get("chosen_filters", Filters())
    return chosen


def close_all() -> None:
    """Close every warehouse that pages opened."""
    while _OPENED:
        _OPENED.pop().close()
