"""The parts of the Voice page: who wrote, which words tell, and what the other posts found."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from cx.analysis.voice.language import UNDETERMINED
from cx.charts import voice as charts
from cx.export.report import Report
from cx.metrics import METRICS
from cx.topics import voice
from cx.topics.voice import Hits, Listening, Voice
from cx.topics.voice.listening import Finding, Side
from cx.topics.voice.results import WordsOf
from cx.topics.voice.view import Mix, View
from cx.topics.voice.words import SIDES, language_in_words
from cx.ui import cards, chart_frame, empty, menu, session, table, voice_quotes
from cx.ui.chart_frame import Frame, Origin
from cx.ui.drill import Listed, Marks
from cx.ui.text import escape
from cx.words import day_in_words

PERCENT = METRICS["csat"]
MOST_QUOTED = 2
WORDS_METHOD = (
    "Log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008): each person "
    "counts once for a word, a negation belongs to the word after it, and what many say word for "
    "word counts once. Listed are words that stay clear when all that were compared are allowed "
    "for (Benjamini-Hochberg, 5 %). Words of fewer than five people are left out, and filler such "
    "as nobody or ago. A word that stands in the same phrase in eight of ten comments is shown as "
    "that phrase."
)
LISTENING_METHOD = (
    "Findings are counted as they were brought in; their scores are put on a scale whose highest "
    "is 10. They come from few trained observers or from volunteers, the survey from customers "
    "who were asked: compare what they say, not their numbers."
)


def is_any(view: View) -> bool:
    """Say where there is nothing to read: no answers at all, or none that match."""
    with session.asking() as run:
        if session.latest_on(run, view.metric.key) is None:
            empty.no_data("responses", f"{view.metric.name} answers")
            return False
    if not view.answers:
        empty.no_match(view.filters)
        return False
    return True


def where(view: View) -> str:
    """Say what the page is of: filters, kind of survey, answers, until when there are any."""
    return f"{view.filters.in_words()} · {view.answers:,} answers · {latest()}"


def latest() -> str:
    """Say until when there are answers."""
    with session.asking() as run:
        day = session.latest_on(run, session.filters().metric)
    return f"latest answer {day_in_words(day)}" if day else "no answers"


def age() -> str:
    """Say which state of the data this is."""
    with session.asking() as run:
        return f"{latest()} · data version {run.version}"


def choose_language(mix: Mix) -> str:
    """Let the reader choose among languages, where there are several: they are never pooled."""
    codes = [each.code for each in mix.languages]
    if len(codes) < 2:
        return codes[0]
    chosen: str | None = st.segmented_control(
        "Comments in",
        codes,
        default=codes[0],
        required=True,
        format_func=_named,
        key="comments_in",
        bind="query-params",
    )
    return chosen or codes[0]


def _named(code: str) -> str:
    return "Undetermined" if code == UNDETERMINED else language_in_words(code)


def untold(mix: Mix) -> None:
    """Say of comments whose language nobody can tell why they are in no list."""
    found = next(each for each in mix.languages if each.code == UNDETERMINED)
    refused(
        "Undetermined language",
        f"Of {found.comments:,} comments nobody can tell the language: they hold too few small "
        "words, or those of several languages. They are in no list of words and in no theme, but "
        "the search finds them.",
        "The column language of the extract responses would tell.",
        "responses",
    )


def telling(whole: Voice, found: WordsOf) -> None:
    """Show the words that detractors, or their like, use more than promoters."""
    metric = whole.view.metric
    title = f"What {SIDES[metric.key][0]} say more often, and {SIDES[metric.key][1]}"
    if found.refusal:
        refused(title, found.refusal.message, f"It {found.refusal.remedy}.")
        return
    if not found.low and not found.high:
        words = f"No word is clear beyond chance; {found.compared:,} were compared."
        refused(title, words, "More comments would show smaller differences.")
        return
    marks = {
        word.word: voice_quotes.behind_word(whole.view, found.language, word)
        for word in (*found.low, *found.high)
    }
    frame(
        whole,
        "words",
        title,
        partial(charts.telling, found, metric.key),
        ("voice/comments",),
        WORDS_METHOD,
        marks,
        answers=found.people_low + found.people_high,
    )


def listening(whole: Voice) -> None:
    """Show what the other listening posts found, beside what customers say."""
    found, title = whole.listening, "The other listening posts, beside the survey"
    if found.refusal:
        remedy = f"It {found.refusal.remedy}."
        refused(title, found.refusal.message, remedy, "findings")
        return
    marks = {
        f"{side.touchpoint}:{post.kind}": Listed(
            f"{charts.post_name(post.kind)}, {side.touchpoint}",
            partial(_all_findings, whole.view, side.touchpoint, post.kind),
            post.findings,
        )
        for side in found.touchpoints
        for post in side.posts
    }
    left, right = st.columns([3, 2])
    with left:
        frame(
            whole,
            "findings",
            title,
            partial(charts.listening, found, whole.view.metric),
            ("voice/findings", "voice/touchpoints"),
            LISTENING_METHOD,
            marks,
        )
    with right, st.container(border=True, height="stretch", key="frame_touchpoint"):
        _touchpoint(whole.view, found)


@st.fragment
def _touchpoint(view: View, found: Listening) -> None:
    """Put at one touchpoint what others found beside what customers write."""
    sides = {side.touchpoint: side for side in found.touchpoints if side.posts}
    chosen = st.selectbox("What is said at", list(sides), key="voice_touchpoint")
    side: Side = sides[chosen or next(iter(sides))]
    for post in side.posts:
        said = "; ".join(escape(_found(each)) for each in post.examples[:2])
        name = escape(charts.post_name(post.kind))
        st.markdown(f"**{name}** :gray[{post.findings:,}] :small[{said}]")
    wrote = {
        who: voice_quotes.at_touchpoint(view, side.touchpoint, found.survey_kind, standing)
        for who, standing in zip(SIDES[view.metric.key], (-1, 1), strict=True)
    }
    refusal = next((hits.refusal for hits in wrote.values() if hits.refusal), None)
    if refusal:
        voice_quotes.refused(refusal)
    elif not any(hits.hits for hits in wrote.values()):
        st.caption("No customer wrote a comment here; the extract responses would have it.")
    for who, hits in wrote.items():
        _customers(who, side.touchpoint, hits)


def _customers(who: str, touchpoint: str, hits: Hits) -> None:
    """Quote what one side wrote when it was asked about a touchpoint."""
    lines = list(dict.fromkeys(f"“{hit.text}”" for hit in hits.hits))[:MOST_QUOTED]
    if not lines:
        return
    st.markdown(f"**{escape(who.capitalize())}**, asked about {escape(touchpoint)}")
    st.markdown("  \n".join(f":small[{escape(line)}]" for line in lines))


def _found(each: Finding) -> str:
    return f"{each.text} ({each.times}×)" if each.times > 1 else each.text


def _all_findings(view: View, touchpoint: str, kind: str, name: str) -> None:
    with session.asking() as run:
        found = voice.findings_at(run.ask, view.filters, touchpoint, kind)
    rows = [{"finding": each.text, "times": each.times, "latest": each.latest_on} for each in found]
    what = f"{charts.post_name(kind)}, {touchpoint}"
    st.markdown(f"**Findings of {escape(what)}**: {sum(each.times for each in found):,}")
    table.show(rows, alt=f"Findings of {what}", name=f"findings_{name}")


def refused(title: str, words: str, remedy: str = "", extract: str = "") -> None:
    """Say why there is no chart, what would make one, and which extract it lacks."""
    with st.container(border=True, height="stretch"):
        cards.section(title)
        st.markdown(escape(words))
        if remedy:
            st.caption(escape(remedy))
        if extract:
            menu.link("upload", f"Upload {extract}")


def frame(
    whole: Voice,
    table_name: str,
    title: str,
    draw: Callable[..., Any],
    questions: Sequence[str],
    method: str,
    marks: Marks,
    *,
    answers: int | None = None,
    key: str = "",
    notes: Sequence[str] = (),
) -> None:
    """Draw a chart in its frame."""
    rows = _report(whole).tables.get(table_name, [])
    shown = whole.view.answers if answers is None else answers
    view = whole.view
    origin = Origin(view.metric, view.filters, questions, rows, shown, age(), method)
    chart_frame.show(Frame(f"voice_{key or table_name}", title, draw, origin, marks, notes))


def _report(whole: Voice) -> Report:
    with session.asking() as run:
        return voice.report(whole, run.version)


def headline(whole: Voice, is_finding: bool) -> None:
    """Answer the page's question; what themes say of it follows when they are found."""
    cards.headline(whole.headline, where(whole.view))
    if is_finding:
        st.caption("Themes are being found; everything else can be used meanwhile.")


def silent(view: View) -> None:
    """Say that of the answers none says anything in words, and what would."""
    refused(
        "Nobody wrote anything",
        f"None of the {view.answers:,} answers of {view.filters.in_words()} says anything in "
        "words.",
        "It needs the column comment of the extract responses, or wider filters.",
        "responses",
    )
