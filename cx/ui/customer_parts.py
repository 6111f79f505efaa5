"""The parts of the Customer page: who it is, what it is worth, what speaks for leaving."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import partial

import streamlit as st

from cx import auth, zones
from cx.analysis.voice.masking import mask
from cx.charts import customer as charts
from cx.metrics import METRICS
from cx.topics import customer
from cx.topics.ask import EVERYTHING
from cx.topics.customer import Customer, words
from cx.topics.customer.results import Answer
from cx.topics.customer.timeline import PAGE
from cx.ui import cards, chart_frame, empty, how, session, table
from cx.ui.chart_frame import Frame
from cx.ui.customer_link import PARAMETER
from cx.ui.drill import Listed
from cx.ui.how import How
from cx.ui.text import bullets, escape
from cx.words import counted, day_in_words, to_the_minute

QUESTIONS = ("customer/profile", "customer/value", "customer/scores", "customer/cases")
MOST_COMMENTS = 6


def chosen() -> str:
    """Return whose page it is, by the address; empty for nobody's."""
    return st.query_params.get(PARAMETER, "").strip()


def load(customer_id: str) -> Customer | None:
    """Ask for all there is to know; None where nobody has this id."""
    return session.answer(
        customer.find,
        EVERYTHING,
        customer_id=customer_id,
        revision=session.follow_ups_revision(),
        most=PAGE,
    )


def nobody() -> None:
    """Say how to begin: with a search, or with a file where there are no customers at all."""
    with session.asking() as run:
        is_empty = run.ask("customer/search", EVERYTHING, text="", most=1).empty
    if is_empty:
        empty.no_data("customers", "customers")
        return
    st.caption(
        "Find somebody above, or come here from any list of customers: each id leads to its page."
    )


def unknown(customer_id: str) -> None:
    """Say that nobody has this id."""
    with st.container(border=True):
        st.subheader("There is no such customer", anchor=False)
        st.markdown(
            escape(f"No extract knows the id “{customer_id}”.")
            + " Find the customer above by another part of the id or the name."
        )


def headline(found: Customer) -> None:
    """Print who it is, and how it stands."""
    profile = found.profile
    name = profile.name if profile.name == profile.customer_id else (
        f"{profile.name} ({profile.customer_id})"
    )  # fmt: skip
    st.subheader(escape(name), anchor=False)
    cards.headline(
        found.headline,
        f"as of {to_the_minute(found.as_of, found.settings.time_zone)} · all time · {_age()}",
    )
    if not profile.is_on_file:
        st.caption("The extract customers does not have this id; others do.")


def _age() -> str:
    return f"data version {session.version()}"


def profile(found: Customer) -> None:
    """Show what is known of the customer."""
    with st.container(border=True, height="stretch"):
        cards.section("Profile")
        own = found.profile
        st.markdown(
            "  \n".join(
                f":gray[{escape(label)}] {escape(said)}" for label, said in own.facts.items()
            )
            or "Nothing on file."
        )
        _how(found)


def _how(found: Customer) -> None:
    how.button(
        How(
            found.profile.name,
            [
                "Revenue is that of order lines not cancelled. Margin is revenue less discount and "
                "goods, where the goods have a cost. Share of wallet is revenue over what they are "
                "estimated to spend on such things in a year. Influence is the margin of those "
                "they brought, directly or through others (three steps at most, halved with each "
                "step); nothing is guessed from what they answered."
            ],
            shown=f"customer {found.profile.customer_id}, all time",
            behind=_age(),
            questions=QUESTIONS,
            values={"customer_id": found.profile.customer_id},
            definitions=("30_event_axis",),
            rows=[asdict(each) for each in found.holdings],
        ),
        "customer",
    )


def risks(found: Customer) -> None:
    """Say what speaks for leaving."""
    with st.container(border=True, height="stretch"):
        cards.section("At risk because")
        if found.at_risk:
            st.markdown(bullets(found.at_risk))
            st.caption("Signs on file, not a forecast.")
        else:
            st.caption("Nothing on file points to a risk.")
        cards.section("Products and contracts")
        st.markdown(bullets(_holdings(found)) or "None on file.")


def _holdings(found: Customer) -> list[str]:
    said = []
    for each in found.holdings:
        name = each.product or each.reference_id or "(not told)"
        if each.what == "product":
            said.append(f"{name}: {counted(each.orders or 0, 'order')}")
            continue
        end = (
            f"ended {day_in_words(each.ended_on)}"
            if each.ended_on
            else f"renews {day_in_words(each.renews_on)}"
            if each.renews_on
            else "runs on"
        )
        since = f" since {day_in_words(each.started_on)}" if each.started_on else ""
        said.append(f"Contract {name}{since}, {end}")
    return said[:8] + ([f"and {len(said) - 8:,} more"] if len(said) > 8 else [])


def scores(found: Customer) -> None:
    """Show what the customer answered over time, by metric."""
    title = "What they answered"
    asked = [key for key in METRICS if any(each.metric == key for each in found.answers)]
    if not asked:
        with st.container(border=True, height="stretch"):
            cards.section(title)
            st.caption("They never answered a survey.")
        return
    key = asked[0]
    if len(asked) > 1:
        key = st.segmented_control(
            "Metric",
            asked,
            default=asked[0],
            required=True,
            format_func=lambda each: METRICS[each].name,
            key="customer_metric",
            label_visibility="collapsed",
        )
    told = [each for each in found.answers if each.metric == key]
    draw = partial(charts.scores, told, METRICS[key].name)
    marks = {each.response_id: _one_answer(each) for each in told}
    chart_frame.show(Frame("customer_scores", title, draw, _answered(found, title), marks))


def _answered(found: Customer, title: str) -> How:
    return How(
        title,
        ["Each answer as it was given, by its day."],
        shown=f"customer {found.profile.customer_id}, all time",
        behind=_age(),
        questions=("customer/scores",),
        values={"customer_id": found.profile.customer_id},
    )


def _one_answer(each: Answer) -> Listed:
    name = f"{words.answer_in_words(each)}, {day_in_words(_day_of(each))}"
    return Listed(name, partial(_show_answer, each, name), 1)


def _day_of(each: Answer) -> date:
    """Return the company's day of an answer."""
    return zones.day_of(each.responded_at, session.zone())


def _show_answer(each: Answer, name: str, key: str) -> None:
    st.markdown(f"**Answers behind {escape(name)}**: 1")
    row = {
        "answered_on": _day_of(each),
        "score": each.value,
        "of": each.scale,
        "survey": each.survey_kind,
        "touchpoint": each.touchpoint,
        "channel": each.channel,
        "comment": readable(each.comment),
    }
    table.show([row], alt=f"Answers behind {name}", name=f"answers_{key}")


def readable(text: str | None) -> str | None:
    """Return a comment as this person may read it."""
    if not text:
        return None
    return text if auth.may(session.person(), "verbatims") else mask(text)


def verbatims(found: Customer) -> None:
    """Show their words; masked for those who may not read them as written."""
    with st.container(border=True, height="stretch", key="frame_customer_words"):
        cards.section("In their words")
        said = _commented(found.answers)
        if not said:
            st.caption("They wrote nothing.")
            return
        person = session.person()
        is_open = auth.may(person, "verbatims")
        for each in said[:MOST_COMMENTS]:
            text = each.comment or ""
            st.markdown(f"> “{escape(text if is_open else mask(text))}”")
            st.caption(escape(f"{words.answer_in_words(each)} · {day_in_words(_day_of(each))}"))
        if len(said) > MOST_COMMENTS:
            st.caption(f"and {counted(len(said) - MOST_COMMENTS, 'older comment')}.")
        if not is_open:
            st.caption(
                escape(f"Masked: {auth.why_not(person, 'verbatims')} Ask {auth.who_can_help()}.")
            )


def _commented(answers: Sequence[Answer]) -> list[Answer]:
    """Return one answer per response that has a comment, the newest first."""
    seen: dict[str, Answer] = {}
    for each in answers:
        if each.comment and each.comment.strip():
            kept = seen.get(each.response_id)
            if kept is None or each.metric == "nps":
                seen[each.response_id] = each
    return list(seen.values())
