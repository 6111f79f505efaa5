"""What the Profitability page works out in the background: neither page nor filters wait for it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st

from cx.analysis.ladder import Refusal
from cx.analysis.profit.basis import Basis
from cx.analysis.profit.move_results import BestMix, Peers
from cx.errors import BadFilter
from cx.topics import profitability as topic
from cx.topics.ask import Ask
from cx.topics.profitability import Assumed, Tried
from cx.topics.profitability.results import Named
from cx.ui import analyses
from cx.ui.analyses import Work
from cx.ui.profitability_load import Page
from cx.ui.text import escape

MOVES, BEST = "Preparing what moves would do", "Looking for the best mix"
QUESTIONS = 4
"""About so many are asked for the moves; for the progress."""

T = TypeVar("T")

STOPPED, ASSUMED, TRIAL = "best_stopped", "best_assumed", "what_if_trial"
WHAT_IF = "What if"


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """What moves are worked out from, and who would be profitable on another mix.

    Attributes
    ----------
    basis : Basis or None
    refusal : Refusal or None
        Why there is none.
    """

    basis: Basis | None
    peers: Peers | None
    would_be: tuple[Named, ...]
    refusal: Refusal | None = None


class Trial:
    """The move that the reader tries out now; documents that are asked for later show it.

    The part of the page that tries it out is drawn again by itself, so the rest holds on to this.
    """

    tried: Tried | None = None


def trial() -> Trial:
    """Return what this visitor tries out."""
    found: Trial = st.session_state.setdefault(TRIAL, Trial())
    return found


def remember(tried: Tried) -> None:
    """Keep what the reader tries out."""
    trial().tried = tried


def assumed() -> Assumed:
    """Return what the reader assumes: as chosen, else as the address says it."""
    found: Assumed | None = st.session_state.get(ASSUMED)
    if found is None:
        given = {name: st.query_params.get(name) for name in ("theta", "reach", "floor")}
        found = st.session_state[ASSUMED] = _read(given)
    return found


def _read(given: dict[str, str | None]) -> Assumed:
    """Read what an address asks for; what cannot be read is left out with a word."""
    try:
        return topic.assume(**given)
    except BadFilter as error:
        st.caption(escape(f"{error} It was left out of the address."))
        return Assumed()


def assume(given: Assumed) -> None:
    """Look for the best mix anew, on other assumptions; the address says them."""
    st.session_state[ASSUMED] = given
    pairs = given.pairs()
    for name in ("theta", "reach", "floor"):
        if name in pairs:
            st.query_params[name] = pairs[name]
        else:
            st.query_params.pop(name, None)
    go_on()


def shown(part: str, side: str) -> dict[str, object]:
    """Return what documents of the page rest on: whose mixes, assumptions, what is tried out.

    Parameters
    ----------
    part : str
        What the reader looks into.
    """
    found = assumed()
    own: dict[str, object] = {"side": side, "theta": found.theta, "reach": found.reach}
    tries = trial()
    return (
        own | {"floor": found.floor} | ({"tried": lambda: tries.tried} if part == WHAT_IF else {})
    )


def moves(page: Page) -> Work[Moves]:
    """Return the work that prepares what every move is then worked out from."""
    view, people, unused = page.view, page.people, page.found.contribution.unused

    def load(ask: Ask, check: Callable[[], object]) -> Moves:
        found = topic.load_basis(ask, view, people, topic.read_answers(ask, view), unused)
        check()
        if isinstance(found, Refusal):
            return Moves(None, None, (), found)
        peers = topic.load_peers(people, found)
        return Moves(found, peers, topic.name_would_be(ask, view, people, peers))

    return analyses.find("profit_moves", MOVES, load, view, QUESTIONS)


def best(page: Page, basis: Basis, given: Assumed) -> Work[BestMix]:
    """Return the work that looks for the mix that earns most."""

    def load(ask: Ask, check: Callable[[], None], progress: Callable[[float], None]) -> BestMix:
        return topic.load_best_mix(basis, given.floor, given.theta, given.reach, progress, check)

    return analyses.find("best_mix", BEST, load, (page.view, given), 1, is_told=True)


@dataclass(frozen=True, slots=True, eq=False)
class Works:
    """Both works of a page; the second begins when the first has ended and nobody stopped it."""

    moves: Work[Moves]
    best: Work[BestMix] | None

    @property
    def under_way(self) -> tuple[Work[Moves] | Work[BestMix], ...]:
        """Those that go on."""
        both = (self.moves, self.best)
        return tuple(each for each in both if each is not None and each.is_under_way)


def start(page: Page) -> Works:
    """Begin what is not begun yet, and stay a moment for what is nearly done."""
    first = moves(page)
    analyses.stay([first])
    second = None
    if first.result is not None and first.result.basis is not None and not is_stopped(page):
        second = best(page, first.result.basis, assumed())
    return Works(first, second)


def known(page: Page, works: Works) -> Page:
    """Return the page with what the works have given so far."""
    found = works.moves.result
    if found is None:
        return page
    whole = replace(
        page.found,
        basis=found.basis,
        peers=found.peers,
        would_be=found.would_be,
        refusal=found.refusal,
        best=works.best.result if works.best else None,
    )
    return replace(page, found=whole)


def is_stopped(page: Page) -> bool:
    """Whether this visitor called the search for the best mix of this view off."""
    return st.session_state.get(STOPPED) == (page.view, assumed())


def stop(page: Page, work: Work[BestMix]) -> None:
    """Call it off until this visitor wants it again."""
    st.session_state[STOPPED] = (page.view, assumed())
    work.job.cancel()


def go_on() -> None:
    """Want it again."""
    st.session_state.pop(STOPPED, None)


def watch(page: Page, works: Works) -> None:
    """Show how far the works are, with the way to stop the longer one."""
    if not works.under_way:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        analyses.watch(works.under_way)
        if works.best is not None and works.best.is_under_way:
            st.button("Stop", icon=":material/stop:", on_click=stop, args=(page, works.best))


def ended(work: Work[T], key: str) -> T | None:
    """Return what a work gave; else say that it goes on, or why it gave nothing."""
    if work.is_under_way:
        st.caption(f"{work.job.title}: see above how far it is.")
        return None
    if work.result is None:
        analyses.ended_badly(work, key)
    return work.result
