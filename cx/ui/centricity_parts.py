"""The parts of the Centricity page: answer, trend, what changed, each question's evidence."""

import streamlit as st

from cx import auth
from cx.charts import centricity as charts
from cx.charts.theme import alt_of
from cx.filters import Filters
from cx.topics import centricity
from cx.topics.centricity import Centricity, Question, words
from cx.topics.centricity.report import evidence_rows, question_row, review_rows
from cx.ui import appearance, cards, how, menu, session, table
from cx.ui.centricity_choice import Choice
from cx.ui.chart_frame import CONFIG
from cx.ui.how import How
from cx.ui.text import bullets, escape
from cx.words import day_in_words

ASKED = {
    1: ("owned", "joined"),
    2: ("owned", "segments"),
    3: ("listening",),
    4: ("rated",),
    5: ("held", "joined"),
    6: ("looked_after",),
    7: ("looked_after",),
    8: ("looked_after",),
    9: ("solved",),
    10: ("made_good",),
}
"""Questions asked of the data for each of the ten."""

METHOD = (
    "A full yes counts one, everything else nothing; five of ten or more is read as the sign of a "
    "customer-centred company. An answer is never overwritten: of each review and question the "
    "newest counts, and the older ones stay on record."
)

TO_ANSWER = (
    "Go through the ten questions below with those who lead the company: answer each, say why in "
    "a word, save. Do it again in a quarter or two, and this page tells what moved."
)
TO_READ = (
    "The ten questions below are for those who lead the company. Whoever has the role "
    f"{auth.ACTS['assess'][0]} answers them here; the evidence stands beside them already."
)


def load(chosen: Choice) -> Centricity:
    """Ask for the page, as it stands after the newest answer that anybody gave."""
    return session.answer(
        centricity.load,
        Filters(),
        review_on=chosen.review_on,
        begin=chosen.begin,
        revision=session.centricity_revision(),
    )


def answer(found: Centricity) -> None:
    """Print the answer, and what it is of."""
    on = day_in_words(found.on_day)
    cards.headline(
        found.headline,
        f"The whole company, review of {on} · evidence up to that day · "
        f"data version {session.version()}",
    )


def begin(found: Centricity) -> None:
    """Say how to begin where nothing was assessed yet."""
    with st.container(border=True, gap="xsmall"):
        cards.section("How to begin")
        may = auth.may(session.person(), "assess")
        st.markdown(TO_ANSWER if may else escape(TO_READ))
        if not any(each.said for each in found.evidence):
            st.markdown("The evidence beside each question comes from your files.")
            menu.link("upload", "Upload a first file")


def trend(found: Centricity) -> None:
    """Show how many answered what, review by review."""
    title = "Answers by review"
    with st.container(border=True, height="stretch", gap="xsmall", key="frame_centricity"):
        cards.section(title)
        figure = charts.trend(found, is_dark=appearance.is_dark())
        st.plotly_chart(
            figure, theme=None, key="chart_centricity", config=CONFIG, alt=alt_of(figure)
        )
        st.caption(escape(figure.layout.meta["legend"]))
        rows = review_rows(found)
        with st.container(horizontal=True, vertical_alignment="center"):
            table.download(rows, "centricity_reviews")
            said = How(title, [METHOD], questions=("centricity/answers",), rows=())
            how.button(said, "centricity")


def changes(found: Centricity) -> None:
    """Say what is answered otherwise than in the review before."""
    with st.container(border=True, height="stretch", gap="small", key="frame_changes"):
        last = found.last
        since = f" since {day_in_words(last.review_on)}" if last else ""
        cards.section(f"What changed{since}")
        if last is not None and not found.shown.answers:
            st.markdown("Nothing is answered in this review yet; the last answers stand below.")
            return
        st.markdown(escape(words.since(found)))
        if found.changes:
            st.markdown(bullets(words.change(each) for each in found.changes))
        elif last is None:
            st.markdown("What changes shows with the second one.")


def evidence(found: Centricity, question: Question) -> None:
    """Show what the data says about a question, and where it speaks against the answer."""
    told = found.evidence[question.number - 1]
    against = told.against(found.shown.said(question.number))
    if against:
        said = words.called(found.shown.said(question.number))
        st.warning(
            _unbroken(f"The data speaks against this {said}. {against}"),
            icon=":material/balance:",
        )
    with st.container(gap="xsmall"):
        cards.section("What the data says")
        if told.said:
            st.markdown(_unbroken(" ".join(told.said)))
        if told.beyond:
            st.caption(escape(told.beyond))


def _unbroken(text: str) -> str:
    """Escape a text, and keep numbers and their percent signs on one line."""
    return escape(text).replace(" %", f"{cards.NO_BREAK}%")


def explain(found: Centricity) -> None:
    """Offer how the evidence of each question was counted."""
    with st.container(horizontal=True, vertical_alignment="center"):
        rows = [question_row(found, each) for each in centricity.QUESTIONS]
        table.download(rows, "centricity")
        names = dict.fromkeys(name for names in ASKED.values() for name in names)
        values = {"on_day": found.on_day, "from_on": found.from_on}
        how.button(
            How(
                "What the data says about each question",
                [_scope(found)],
                behind=f"data version {session.version()}",
                questions=tuple(f"centricity/{name}" for name in names),
                values=values,
                rows=evidence_rows(found),
            ),
            "centricity_evidence",
        )


def _scope(found: Centricity) -> str:
    return (
        f"Counted are all rows on file up to {day_in_words(found.on_day)}; of answers, ratings, "
        f"follow-ups and complaints those from {day_in_words(found.from_on)} on. Nothing is "
        "sampled, so there is no interval."
    )


def answered(found: Centricity, question: Question) -> None:
    """Show an answer with its word, to those who only read."""
    given = found.shown.of(question.number)
    st.markdown(f"**{words.called(given.answer if given else None).capitalize()}**")
    if given and given.word:
        st.markdown(escape(f"“{given.word}”"))
