"""One state of the warehouse per page run: each question asked once, answers kept by state."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from cx import auth, warehouse
from cx.auth import Scope
from cx.filters import Filters
from cx.warehouse import House, Snapshot
from cx.warehouse.migrate import ROOT

Answer = TypeVar("Answer")

DEFAULT_WAREHOUSE = ROOT / "data" / "local" / "parallax.duckdb"
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
    place: str, version: int, topic: str, filters: Filters, scope: Scope, _work: Callable[[], Any]
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
    place = str(Path(os.environ.get("CX_WAREHOUSE") or DEFAULT_WAREHOUSE).resolve())
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


def answer(
    load: Callable[[Callable[..., pd.DataFrame], Filters], Answer], filters: Filters
) -> Answer:
    """Answer a page's question for these filters, from memory when this state was asked before.

    Parameters
    ----------
    load : callable
        A topic's ``load``: asks, analyses, returns one frozen result.
    """
    with asking() as run:
        name = f"{load.__module__}.{load.__qualname__}"
        key = (run.place, run.version, name, filters, run.scope)
        found: Answer = _worked_out(*key, lambda: load(run.ask, filters))
    return found


def latest_on(run: Run, metric: str) -> date | None:
    """Return the day of the latest answer to a metric, None when there is none."""
    today = datetime.now(UTC).date()
    frame = run.ask("filters/extent", Filters(metric=metric), latest_possible_on=today)
    days = frame.loc[frame["metric"] == metric, "latest_on"].dropna()
    return None if days.empty else days.iloc[0].date()


def filters() -> Filters:
    """Return what the filter bar of this run says."""
    chosen: Filters = st.session_state.get("chosen_filters", Filters())
    return chosen


def is_dark() -> bool:
    """Whether the page is shown dark; a first run may not know yet and takes light."""
    return bool(st.context.theme.type == "dark")


def close_all() -> None:
    """Close every warehouse that pages opened."""
    while _OPENED:
        _OPENED.pop().close()
