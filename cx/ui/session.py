"""One state of the warehouse per page run: each question asked once, answers kept by state."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cx import auth, warehouse, zones
from cx.auth import Person, Scope
from cx.cli import door
from cx.errors import CxError
from cx.filters import Filters
from cx.settings import Settings
from cx.topics import nps
from cx.warehouse import House, Snapshot
from cx.warehouse.scenarios import Kept

Answer = TypeVar("Answer")

KEPT_ANSWERS, KEPT_SECONDS = 500, 3600
TOO_LARGE_TO_KEEP = frozenset(
    {
        "drivers/ratings",
        "profitability/answers",
        "profitability/contacts",
        "profitability/customers",
        "profitability/halves",
        "profitability/units",
    }
)
"""Questions with a row for each rating or customer: what is made of them is kept instead."""


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

    @property
    def settings(self) -> Settings:
        """What holds for the company in this state."""
        return self.snapshot.settings()

    def ask(self, name: str, filters: Filters, **extra: object) -> pd.DataFrame:
        """Answer a file of queries/, from memory when this state was asked before."""
        if name in TOO_LARGE_TO_KEEP:
            return self.snapshot.ask(name, filters, self.scope, **extra)
        key = tuple(sorted(extra.items()))
        zone = self.settings.time_zone
        return _asked(self.place, self.version, zone, name, filters, self.scope, key, self.snapshot)


_RUN: ContextVar[Run | None] = ContextVar("run", default=None)


# Not in Streamlit's cache: a browser may have that emptied, and a file is opened only once.
_OPENED: dict[str, House] = {}
_OPENING = threading.Lock()


def _open(place: str) -> House:
    with _OPENING:
        if place not in _OPENED:
            _OPENED[place] = warehouse.open_house(Path(place))
            door.open_door(_OPENED[place])
        return _OPENED[place]


def open_early() -> None:
    """Open the warehouse before the first visitor, where there is one.

    So commands that are typed meanwhile are done here, and no visitor finds the file in use. What
    is wrong with it is for the visitor to hear, who will try again.
    """
    path = warehouse.path_of().resolve()
    with suppress(CxError):
        if path.exists():
            _open(str(path))


def house() -> House:
    """Return the warehouse of this dashboard, open; for what writes. Pages ask through a run."""
    place = str(warehouse.path_of().resolve())
    if place in _OPENED:
        return _OPENED[place]
    with st.spinner("Opening the warehouse …"):
        return _open(place)


def person() -> Person:
    """Return who looks: who signed in, else whoever sits at this machine.

    Outside a run of a page, as in a thread of one's own, that is nobody: ask before it starts.
    """
    if get_script_run_ctx(suppress_warning=True) is None:
        return auth.person_signed_in({})
    claims = st.user.to_dict()
    if claims.get("is_logged_in") or st.get_option("server.trustedUserHeaders"):
        return auth.person_signed_in(claims)
    if "is_logged_in" in claims:
        return auth.person_signed_in({})
    is_forwarded = any(name in st.context.headers for name in ("X-Forwarded-For", "Forwarded"))
    return auth.person_here(st.get_option("server.address"), is_forwarded)


# Who asks is no part of what is answered, only what they may see is.
_BY_WHAT_THEY_SEE: dict[str | type[Any], Callable[[Any], Any]] = {Scope: hash}


@st.cache_data(
    max_entries=KEPT_ANSWERS, ttl=KEPT_SECONDS, show_spinner=False, hash_funcs=_BY_WHAT_THEY_SEE
)
def _asked(
    place: str,
    version: int,
    time_zone: str,
    name: str,
    filters: Filters,
    scope: Scope,
    extra: tuple[tuple[str, object], ...],
    _snapshot: Snapshot,
) -> pd.DataFrame:
    """Ask; the key names the state, so nothing is ever forgotten by hand and no data is hashed."""
    return _snapshot.ask(name, filters, scope, **dict(extra))


@st.cache_data(
    max_entries=KEPT_ANSWERS, ttl=KEPT_SECONDS, show_spinner=False, hash_funcs=_BY_WHAT_THEY_SEE
)
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
def page_run() -> Iterator[Run]:
    """Pin one state of the warehouse for everything that this run of the page shows.

    Raises
    ------
    NotAllowed
        When who looks has no role.
    """
    with _pinned() as run:
        st.session_state["shown_version"] = run.version
        st.session_state["shown_settings"] = run.settings
        token = _RUN.set(run)
        try:
            yield run
        finally:
            _RUN.reset(token)


@contextmanager
def _pinned() -> Iterator[Run]:
    who = person()
    auth.demand(who, "look")
    opened = house()
    with opened.snapshot() as snapshot:
        yield Run(str(opened.path), snapshot.version, who.scope(), snapshot)


@contextmanager
def asking() -> Iterator[Run]:
    """Lend the run of this page; a fragment gets its own of the same state.

    A fragment runs again without app.py. When the data or the settings moved in the meantime, the
    whole page is drawn anew: figures of two states never stand side by side.
    """
    run = _RUN.get()
    if run is not None:
        yield run
        return
    with _pinned() as own:
        shown = (st.session_state.get("shown_version"), st.session_state.get("shown_settings"))
        if (own.version, own.settings) != shown:
            st.rerun(scope="app")
        yield own


def answer(load: Callable[..., Answer], filters: Filters, **options: object) -> Answer:
    """Answer a page's question for these filters, from memory when this state was asked before.

    Parameters
    ----------
    load : callable
        A topic's ``load``: asks, analyses, returns one frozen result. It is given the settings of
        the company, which are part of what an answer is known by.
    options : object
        What else the topic wants to know, such as ``grain="month"``.
    """
    with asking() as run:
        given = {**options, "settings": run.settings}
        topic = (f"{load.__module__}.{load.__qualname__}", *sorted(given.items()))
        key = (run.place, run.version, topic, filters, run.scope)
        found: Answer = _worked_out(*key, lambda: load(run.ask, filters, **given))
    return found


def latest_on(run: Run, metric: str) -> date | None:
    """Return the day of the latest answer to a metric, None when there is none."""
    return nps.extent(run.ask, metric, run.settings.time_zone)[1]


def settings() -> Settings:
    """Return what holds for the company, of the same state as the figures of the page."""
    with asking() as run:
        return run.settings


def zone() -> str:
    """Return the time zone by whose clock the page shows moments."""
    return settings().time_zone


def today() -> date:
    """Return the day that it is for the company."""
    return zones.today(zone())


def version() -> int:
    """Return the data version of the figures of the page."""
    with asking() as run:
        return run.version


def follow_ups_revision() -> int:
    """Return the number of the newest step that somebody logged with a customer."""
    with asking() as run:
        return run.snapshot.follow_ups_revision()


def centricity_revision() -> int:
    """Return the number of the newest answer that somebody gave to the self-assessment."""
    with asking() as run:
        return run.snapshot.centricity_revision()


def notes_revision() -> int:
    """Return the number of the newest change of a note on a time axis."""
    with asking() as run:
        return run.snapshot.notes_revision()


def reviews_revision() -> int:
    """Return the number of the newest change of a review, its agenda or what it decided."""
    with asking() as run:
        return run.snapshot.reviews_revision()


def scenarios() -> tuple[Kept, ...]:
    """Return the scenarios that people keep; they change no data, so nothing remembers them."""
    with asking() as run:
        return run.snapshot.scenarios()


def filters() -> Filters:
    """Return what the filter bar of this run says."""
    chosen: Filters = st.session_state.get("chosen_filters", Filters())
    return chosen


def close_all() -> None:
    """Close every warehouse that pages opened, and the doors to them."""
    door.close_all()
    while _OPENED:
        _OPENED.popitem()[1].close()
