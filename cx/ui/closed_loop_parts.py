"""The parts of the Closed loop page: answer, tiles, who waits, how soon, what came of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from cx.analysis.journeys.durations import Durations
from cx.analysis.matching import Effect
from cx.charts import closed_loop as charts
from cx.filters import Filters
from cx.metrics import METRICS
from cx.topics import closed_loop
from cx.topics.closed_loop import ClosedLoop, words
from cx.topics.closed_loop.listed import whenever
from cx.topics.closed_loop.report import afterwards_rows, group_rows, outcome_rows
from cx.topics.closed_loop.results import BOTH, DIMENSIONS, KIND_NAMES, Pace
from cx.ui import (
    cards,
    chart_frame,
    closed_loop_lists,
    empty,
    how,
    menu,
    refusals,
    session,
    table,
)
from cx.ui.cards import Fact
from cx.ui.chart_frame import Frame, Origin
from cx.ui.drill import Listed, Marks
from cx.ui.text import escape
from cx.words import counted, to_the_minute

BY = {"team": "Team", "channel": "Channel", "cause": "Root cause"}
MEASURES = {
    charts.CONTACT: "Contacted in target",
    charts.CLOSE: "Closed in target",
    charts.HOURS: "Hours to first contact",
}
SHARE, WIDE = METRICS["csat"], 240
KIND = "loop_kind"
"""Of the address: which of them are meant."""

PACE_METHOD = (
    "Elapsed time from the unhappy answer or the complaint, never days begun. The median counts "
    "those still open for what is known (Kaplan-Meier; whoever was closed without a contact stays "
    "uncontacted). The share within the target is of all that are old enough to be judged; what "
    "was opened again counts by its last close. Intervals by customer: Wilson for shares, Woodruff "
    "limits for medians."
)
OUTCOME_METHOD = (
    "The next answer of the same customer to the same kind of survey, after the close or, while it "
    "is open, after the beginning. Interval: Wilson, worth as many as there are customers."
)


def load() -> ClosedLoop:
    """Ask for the page, as it stands after the newest step that anybody logged."""
    kind = st.session_state.get(KIND) or _of_address()
    return session.answer(
        closed_loop.load,
        session.filters(),
        kind=None if kind == BOTH else kind,
        revision=session.follow_ups_revision(),
    )


def _of_address() -> str:
    """Return what the address asks for, before the choice itself is drawn."""
    wanted = st.query_params.get(KIND, "")
    return next((kind for kind, name in KIND_NAMES.items() if name == wanted), BOTH)


def is_any(found: ClosedLoop) -> bool:
    """Say what is missing where there is nothing to answer; True where there is."""
    extent = found.extent
    if not extent.answers and not extent.cases:
        empty.no_data("responses", f"{found.filters.metric.upper()} answers or complaints")
        return False
    choose()
    if not found.items and not found.waiting.total:
        empty.no_match(session.filters())
        return False
    return True


def choose() -> None:
    """Let the reader choose whether answers, complaints or both are meant."""
    st.segmented_control(
        "Show",
        [*KIND_NAMES],
        default=BOTH,
        required=True,
        format_func=KIND_NAMES.__getitem__,
        key=KIND,
        bind="query-params",
        label_visibility="collapsed",
    )


def answer(found: ClosedLoop) -> None:
    """Print the answer, and what it is of."""
    cards.headline(
        found.headline,
        f"{found.filters.in_words()} · {counted(found.items, 'case')} of "
        f"{counted(found.customers, 'customer')} · {_age(found)}",
    )


def _age(found: ClosedLoop) -> str:
    as_of = found.extent.as_of
    told = f"as of {to_the_minute(as_of, found.settings.time_zone)}" if as_of else "no data"
    return f"{told} · data version {session.version()}"


def tiles(found: ClosedLoop) -> None:
    """Show how many wait, how soon they are answered, and what was opened again."""
    facts = [_waiting(found), *_paces(found.contact), *_paces(found.close), _again(found)]
    with st.grid(4 if len(facts) <= 4 else 3, gap="small", min_column_width=cards.NARROWEST):
        for each in facts:
            cards.fact(each)
    if not found.contact.target_hours or not found.close.target_hours:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_missing(found))
            menu.link("settings", "Set the targets")


def _missing(found: ClosedLoop) -> str:
    missing = [
        name
        for name, each in (("first contact", found.contact), ("close", found.close))
        if not each.target_hours
    ]
    return f"No target is set for {' and '.join(missing)}: the median is shown instead."


def _waiting(found: ClosedLoop) -> Fact:
    listing = found.waiting
    worth = f"{listing.revenue:,.0f} {found.settings.currency}".strip() if listing.revenue else ""
    lines = [f"{found.waiting_new:,} not contacted yet"]
    if worth:
        lines.append(f"revenue of 12 months: {worth}")
    return Fact("Waiting", f"{listing.total:,}", tuple(lines))


def _paces(each: Pace) -> list[Fact]:
    found = each.durations
    tile = Fact(f"{each.name}, median", _middle(found), _median_lines(each))
    if each.in_target is None:
        return [tile]
    share = each.in_target
    lines = [*cards.doubt(SHARE, share, "cases")]
    if each.not_due:
        lines.append(f"{each.not_due:,} not due yet")
    hours = words.lasting((each.target_hours or 0.0) * words.HOUR)
    figure = SHARE.format(share.value) if share.value is not None else "Withheld"
    return [Fact(f"{each.name} within {hours}", figure, tuple(lines)), tile]


def _middle(found: Durations) -> str:
    if found.refusal:
        return "Withheld"
    if found.median is None or found.median.value is None:
        return "Not reached"
    return words.lasting(found.median.value)


def _median_lines(each: Pace) -> tuple[str, ...]:
    found = each.durations
    if found.refusal:
        return (found.refusal.message, found.refusal.remedy)
    middle = found.median
    first = words.between(middle.low, middle.high) if middle else ""
    if not found.unfinished:
        return (first, "none open")
    still = "open" if each.name == "Close" else "not contacted"
    since = words.lasting(each.open_middle)
    return (first, f"{found.unfinished:,} {still}, half of them for {since}")


def _again(found: ClosedLoop) -> Fact:
    lines = (f"{found.reopened_open:,} of them still open", f"of {counted(found.items, 'case')}")
    return Fact("Opened again", f"{found.reopened:,}", lines)


def choose_group(found: ClosedLoop) -> tuple[str, str]:
    """Let the reader choose by what cases are grouped, and what is measured."""
    with st.container(horizontal=True):
        dimension = st.segmented_control(
            "By", [*BY], default="team", required=True, format_func=BY.__getitem__, key="loop_by"
        )
        measures = [name for name in MEASURES if _is_told(found, name)]
        measure = measures[0]
        if len(measures) > 1:
            measure = st.segmented_control(
                "Measure",
                measures,
                default=measures[0],
                required=True,
                format_func=MEASURES.__getitem__,
                key="loop_measure",
            )
    assert dimension in DIMENSIONS
    return dimension, measure or measures[0]


def by_group(found: ClosedLoop, dimension: str, measure: str) -> None:
    """Show how soon each team, channel or cause answers."""
    title = f"{MEASURES[measure]}, by {BY[dimension].lower()}"
    draw = partial(charts.by_group, found, dimension, measure)
    rows = group_rows(found.groups[dimension])
    marks = {
        each.name: _behind(
            found, f"{BY[dimension].lower()} {each.name}", dimension, each.name, each.items
        )
        for each in found.groups[dimension]
        if each.name != "(other)"
    }
    _frame(found, f"by_{dimension}", title, draw, rows, PACE_METHOD, marks)


def _is_told(found: ClosedLoop, measure: str) -> bool:
    targets = {charts.CONTACT: found.contact, charts.CLOSE: found.close}
    return measure not in targets or bool(targets[measure].target_hours)


def outcomes(found: ClosedLoop) -> None:
    """Show what customers answered next, by what came of the follow-up."""
    title = "No longer unhappy in the next answer"
    if all(each.better.low is None for each in found.outcomes):
        refusals.show(title, refusals.NOTHING)
        return
    marks = {
        each.name: _behind(
            found, words.OUTCOMES.get(each.name, each.name), "outcome", each.name, each.items
        )
        for each in found.outcomes
    }
    draw = partial(charts.outcomes, found)
    _frame(found, "outcomes", title, draw, outcome_rows(found), OUTCOME_METHOD, marks)


def _behind(found: ClosedLoop, name: str, dimension: str, value: str, items: int) -> Listed:
    show = partial(closed_loop_lists.behind, found, name, dimension, value)
    return Listed(name, show, items)


def _frame(
    found: ClosedLoop,
    key: str,
    title: str,
    draw: Callable[..., Any],
    rows: table.Rows,
    method: str,
    marks: Marks,
) -> None:
    origin = Origin(
        METRICS[found.filters.metric],
        found.filters,
        ("closed_loop/loops",),
        rows,
        found.items,
        _age(found),
        method,
    )
    chart_frame.show(Frame(f"loop_{key}", title, draw, origin, marks))


def afterwards(found: ClosedLoop) -> None:
    """Say what became of the contacted against the not contacted, with what that cannot show."""
    title = "What happened afterwards"
    matched = found.afterwards
    if matched.refusal:
        refusals.show(title, matched.refusal)
        return
    with st.container(border=True, key="frame_afterwards"):
        cards.section(title)
        st.caption(
            "Unhappy customers contacted within 30 days, against others like them who were not. "
            + escape(words.balance(found))
        )
        with st.grid(2, gap="small", min_column_width=WIDE):
            for each in matched.effects:
                cards.fact(_effect(found, each))
        st.caption(escape(matched.caveat))
        _explain(found, title)


def _effect(found: ClosedLoop, each: Effect) -> Fact:
    name, currency = words.AFTERWARDS[each.outcome], found.settings.currency
    if each.difference is None or each.mean_contacted is None or each.mean_others is None:
        told = (each.refusal.message, each.refusal.remedy) if each.refusal else ()
        return Fact(name, "Withheld", told)
    say = partial(words.amount, each.outcome, currency=currency)
    low, high = (say(end, has_sign=True) for end in (each.difference.low, each.difference.high))
    verdict = "a clear difference" if each.is_clear else "no clear difference"
    return Fact(
        name,
        say(each.difference.value, has_sign=True),
        (
            f"95 %: {low} to {high}, {verdict}",
            f"contacted {say(each.mean_contacted)}, others {say(each.mean_others)}",
            f"{each.contacted:,} contacted, {each.others:,} not",
        ),
    )


def _explain(found: ClosedLoop, title: str) -> None:
    filters: Filters = whenever(found.filters)
    how.button(
        how.How(
            title,
            [
                "First unhappy answer of each customer; the clock starts 30 days later, for those "
                "who are customers then. Whoever was contacted later counts as not contacted. "
                "Matched by segment, time as a customer, revenue before and score given (coarsened "
                "exact matching, Iacus, King and Porro 2012); a second opinion weighs by the "
                "chance to be contacted. Holm over the outcomes.",
                found.afterwards.caveat,
            ],
            "",
            filters.in_words(),
            f"{found.afterwards.contacted + found.afterwards.others:,} customers · {_age(found)}",
            ("closed_loop/afterwards",),
            filters.params(),
            rows=afterwards_rows(found),
        ),
        "loop_afterwards",
    )
