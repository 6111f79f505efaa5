"""Comments on the Voice page, masked: a few as quotes, many as a list, found by their words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from cx import zones
from cx.analysis.ladder import Refusal
from cx.charts.nps import MEANINGS
from cx.filters import Filters
from cx.topics import voice
from cx.topics.ask import Ask
from cx.topics.voice import Hits, Learnt
from cx.topics.voice.listening import UNKNOWN
from cx.topics.voice.results import Word
from cx.topics.voice.search import PAGE, Hit
from cx.topics.voice.view import Quote, View
from cx.ui import cards, session, table
from cx.ui.drill import MOST_DOWNLOADED, Listed
from cx.ui.text import escape
from cx.words import counted, day_in_words

SINGULAR = {"nps": {1: "Promoter", 0: "Passive", -1: "Detractor"}}
EVERYBODY = "Everybody"
TURNED = "voice_turned"


def quotes(found: Sequence[Quote], metric: str, withheld: Refusal | None) -> None:
    """Print quotes with who speaks, or why nobody is quoted."""
    if withheld:
        refused(withheld)
        return
    for quote in found:
        with st.container(gap=None):
            st.markdown(f"“{escape(quote.text)}”")
            st.caption(escape(" · ".join(_speaker(quote, metric))))


def _speaker(quote: Quote, metric: str) -> list[str]:
    who = SINGULAR.get(metric, MEANINGS[metric])[quote.standing]
    where = [each for each in (quote.touchpoint, quote.channel) if not each.startswith("(")]
    return [who, *where, day_in_words(quote.on)]


def refused(refusal: Refusal) -> None:
    """Print a refusal: why there is nothing, and what would make it answerable."""
    st.caption(escape(f"{refusal.message} It {refusal.remedy}."))


def behind_word(view: View, language: str, word: Word) -> Listed:
    """Lead from a word to the people who use it."""
    find = partial(voice.behind_word, language=language, word=word.word)
    name = f"“{word.label}”"
    return Listed(name, partial(_listed, name, view.filters, find, "People"), word.people)


def behind_theme(name: str, learnt: Learnt, number: int, filters: Filters, count: int) -> Listed:
    """Lead from a theme, or a month of it, to the comments about it."""

    def find(ask: Ask, given: Filters, **more: Any) -> Hits:
        return voice.behind_theme(ask, given, learnt, number, **more)

    return Listed(name, partial(_listed, name, filters, find, "Comments"), count)


def _listed(what: str, filters: Filters, find: Callable[..., Hits], noun: str, name: str) -> None:
    """List what lies behind a mark, the newest first, with a download of all of it."""
    hits = _ask(filters, find, PAGE)
    shown = f"the newest {len(hits.hits):,} of " if hits.total > len(hits.hits) > 0 else ""
    st.markdown(f"**{noun} behind {escape(what)}**: {shown}{hits.total:,}")
    alt = f"{noun} behind {what}, newest first"
    _table(
        hits,
        f"comments_{name}",
        alt,
        lambda: _rows(_ask(filters, find, MOST_DOWNLOADED)),
    )


def _ask(filters: Filters, find: Callable[..., Hits], most: int) -> Hits:
    with session.asking() as run:
        return find(run.ask, filters, most=most, settings=run.settings)


def _table(
    hits: Hits, name: str, alt: str, fetch_all: Callable[[], table.Rows] | None = None
) -> None:
    if hits.refusal:
        refused(hits.refusal)
    elif hits.hits:
        table.show(_rows(hits), alt=alt, name=name, wide=("comment",), fetch_all=fetch_all)


def _rows(hits: Hits) -> list[dict[str, object]]:
    return _without_unknown([_row(hit) for hit in hits.hits])


def _without_unknown(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Drop the columns that say of no row anything but that it is not known.

    >>> _without_unknown([{"a": 1, "b": "(unknown)"}, {"a": 2, "b": "(unknown)"}])
    [{'a': 1}, {'a': 2}]
    """
    told = {name for row in rows for name, value in row.items() if value != UNKNOWN}
    return [{name: value for name, value in row.items() if name in told} for row in rows]


def _row(hit: Hit) -> dict[str, object]:
    return {
        "comment": hit.text,
        "score": hit.value,
        "answered_on": zones.day_of(hit.responded_at, session.zone()),
        "touchpoint": hit.touchpoint,
        "channel": hit.channel,
        "segment": hit.segment,
        "customer_id": hit.customer_id,
        "revenue_of_12_months": hit.revenue,
    }


def search(view: View) -> None:
    """Let people look for words in all comments of the view."""
    with st.container(border=True, key="frame_search"):
        _search(view)


@st.fragment
def _search(view: View) -> None:
    cards.section("Search what people wrote")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Words",
            key="voice_words",
            placeholder="for example: late delivery",
            help="Comments that hold all of them, whatever case, accents and ending.",
            bind="query-params",
        )
        standing = _standing(view)
    asked = (view.filters, text, standing)
    if st.session_state.get(TURNED, (None, 0))[0] != asked:
        st.session_state[TURNED] = (asked, 0)
    page = st.session_state[TURNED][1]
    hits = session.answer(voice.search, view.filters, text=text or "", standing=standing, page=page)
    st.markdown(escape(_found(hits)))
    _table(hits, "comments_found", "Comments found, newest first")
    _turn(hits, page)
    st.caption(
        "E-mail addresses, telephone and account numbers, links, and names after a title are "
        "masked; a name that stands alone is not found."
    )


def _standing(view: View) -> int | None:
    names = MEANINGS[view.metric.key]
    chosen = st.segmented_control(
        "Written by",
        [EVERYBODY, *names.values()],
        default=EVERYBODY,
        required=True,
        key=f"written_by_{view.metric.key}",
    )
    return {name: standing for standing, name in names.items()}.get(chosen or "")


def _found(hits: Hits) -> str:
    if not hits.total:
        return "No comment holds these words. Take fewer of them, or widen the filters."
    if hits.refusal or hits.total <= PAGE:
        return f"{counted(hits.total, 'comment')}, the newest first."
    last = hits.skipped + len(hits.hits)
    return f"Comments {hits.skipped + 1:,} to {last:,} of {hits.total:,}, the newest first."


def _turn(hits: Hits, page: int) -> None:
    """Offer the pages before and after, where there are any."""
    if hits.refusal or hits.total <= PAGE:
        return
    with st.container(horizontal=True):
        for name, to, is_there in (
            ("Newer", page - 1, page > 0),
            ("Older", page + 1, hits.skipped + len(hits.hits) < hits.total),
        ):
            st.button(name, key=f"turn_{name}", on_click=_go, args=(to,), disabled=not is_there)


def _go(page: int) -> None:
    st.session_state[TURNED] = (st.session_state[TURNED][0], page)


def at_touchpoint(view: View, touchpoint: str, kind: str | None, standing: int) -> Hits:
    """Return the newest comments that one side wrote when asked about a touchpoint."""
    narrowed = replace(view.filters, touchpoint=(touchpoint,), survey_kind=kind)
    return session.answer(voice.search, narrowed, text="", standing=standing, page=0)
