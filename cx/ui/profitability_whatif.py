"""What if, on the Profitability page: a share of contacts in another channel, told at once."""

from functools import partial

import streamlit as st

from cx.analysis.profit.basis import Basis
from cx.analysis.profit.move_results import Consequence, Move, WhatIf
from cx.analysis.profit.what_if import move
from cx.charts import profitability as charts
from cx.charts.profitability.gains import Gain
from cx.topics.profitability import Tried
from cx.topics.profitability.words import tried_in_words
from cx.topics.profitability.words_moves import levels, signed_ends, tried_assumed
from cx.ui import cards, profitability_work, refusals, session
from cx.ui import profitability_choices as choices
from cx.ui import profitability_frames as frames
from cx.ui import profitability_scenarios as scenarios
from cx.ui.cards import Fact
from cx.ui.profitability_frames import Said
from cx.ui.profitability_load import Page
from cx.ui.profitability_work import Works
from cx.ui.text import escape

ALL_PURPOSES = "(all purposes)"
NARROWEST = 170
METHOD = (
    "The moved share of the contacts times the gap between the mean cost (with the repeats that "
    "follow) of the two channels for this segment and purpose, times the part of the gap that is "
    "taken to survive. Score and retention likewise. Ranges: 1,000 samples of customers, drawn "
    "once."
)
SURVIVES = (
    "Customers who now come by the cheaper channel may differ from those who would move. Of the "
    "gap between the channels only this part is taken to hold for them; 100 % takes all of it."
)
TITLE = "What if contacts came by another channel?"
SENSITIVITY = "The same move, by how much of the gap survives"


def show(page: Page, works: Works) -> None:
    """Show controls and what they would do, or why that cannot be told."""
    found = profitability_work.ended(works.moves, "what_if")
    if found is None:
        return
    if found.basis is None:
        refusals.show(TITLE, found.refusal or refusals.NOTHING)
        return
    if len(found.basis.channels) < 2:
        refusals.show(TITLE, refusals.ONE_CHANNEL)
        return
    with st.container(border=True, key="frame_what_if"):
        st.markdown(f"**{TITLE}**")
        try_out(page, found.basis)


@st.fragment
def try_out(page: Page, basis: Basis) -> None:
    """Let the reader move contacts; only this is drawn again, from what was prepared once."""
    with session.asking():
        wanted = _choose(page, basis)
        with st.grid(2, gap="medium", min_column_width=NARROWEST):
            share, theta = _share(), _survives()
        found = move(
            basis,
            wanted.segment,
            wanted.purpose,
            wanted.origin,
            wanted.target,
            share,
            theta,
        )
        profitability_work.remember(Tried(found.moves[0], theta))
        _answer(page, found)
        _tiles(page, found)
        _warn(found)
        _by_theta(page, found)
        st.caption(escape(f"Assumed: {' '.join(tried_assumed(found))}"))
        scenarios.offer(page, found, "what_if")


def _choose(page: Page, basis: Basis) -> Move:
    start = choices.promising(basis, _losing_segment(page))
    with st.grid(4, gap="small", min_column_width=NARROWEST):
        segment = st.selectbox(
            "Segment",
            basis.segments,
            index=choices.place_of(basis.segments, start.segment),
            key="if_segment",
        )
        if segment != start.segment:
            start = choices.promising(basis, segment)
        purpose = _purpose(basis, segment, start)
        origin, target = _channels(basis, segment, purpose, start)
    return Move(segment, purpose, origin, target, choices.SHARE)


def _share() -> float:
    chosen = st.slider(
        "Share of these contacts that would come by the other channel",
        min_value=0,
        max_value=100,
        value=round(100 * choices.SHARE),
        step=5,
        format="%d %%",
        key="if_share",
    )
    return chosen / 100


def _losing_segment(page: Page) -> str | None:
    """Return the segment with the lowest mean contribution."""
    told = [each.found for each in page.found.segments if each.found.margin.mean is not None]
    worst = min(
        told, key=lambda each: each.margin.mean.value if each.margin.mean else 0.0, default=None
    )
    return worst.segment if worst else None


def _purpose(basis: Basis, segment: str, start: Move) -> str | None:
    known = [*choices.purposes(basis, segment), ALL_PURPOSES]
    chosen = st.selectbox(
        "Purpose of the contacts",
        known,
        index=choices.place_of(known, start.purpose or ALL_PURPOSES),
        format_func=purpose_in_words,
        key=f"if_purpose_{segment}",
    )
    return None if chosen == ALL_PURPOSES else chosen


def purpose_in_words(purpose: str) -> str:
    """Write what contacts are for, the touchpoint first.

    >>> purpose_in_words("service: Complaint"), purpose_in_words("(all purposes)")
    ('Complaint (service)', '(all purposes)')
    """
    group, _, touchpoint = purpose.partition(": ")
    return f"{touchpoint} ({group})" if touchpoint else group


def _channels(basis: Basis, segment: str, purpose: str | None, start: Move) -> tuple[str, str]:
    known = choices.origins(basis, segment, purpose)
    origin = st.selectbox(
        "From",
        known,
        index=choices.place_of(known, start.origin),
        key=f"if_origin_{segment}_{purpose}",
    )
    others = [name for name in known if name != origin] or [
        name for name in basis.channels if name != origin
    ]
    target = st.selectbox(
        "To",
        others,
        index=choices.place_of(others, start.target),
        key=f"if_target_{segment}_{purpose}_{origin}",
    )
    return origin, target


def _survives() -> float:
    chosen = st.slider(
        "Part of the gap between the channels that survives",
        min_value=0,
        max_value=100,
        value=50,
        step=5,
        format="%d %%",
        key="if_theta",
        help=SURVIVES,
    )
    return chosen / 100


def _answer(page: Page, found: WhatIf) -> None:
    """Say in a sentence what the move is associated with."""
    st.markdown(f"#### {escape(tried_in_words(found, page.found.settings.currency))}")
    left = (
        f" {found.contacts_left:,.0f} asked for stay: too little is known."
        if found.contacts_left > 0.5
        else ""
    )
    st.caption(
        escape(f"{found.contacts:,.0f} contacts of up to {found.customers:,} customers.{left}")
    )


def _tiles(page: Page, found: WhatIf) -> None:
    metric = page.found.metric
    with st.grid(3, gap="small", min_column_width=NARROWEST):
        cards.fact(_fact("Margin", found.margin, page.currency, 1.0, 0))
        cards.fact(_fact(metric.name, found.score, " points", 1.0, 2))
        cards.fact(_fact("Retention", found.retention, " points", 100.0, 2))


def _fact(name: str, found: Consequence, unit: str, times: float, digits: int) -> Fact:
    """Show what changes about one figure, with its interval, and how it was."""
    change = found.change
    if change is None:
        why = found.refusal
        told = (why.message, f"Takes {refusals.wanted(why)}.") if why else ()
        return Fact(name, "Not told", told)
    value, ends = signed_ends(change, times, digits)
    lines = [f"95 %: {ends}"]
    if all(then := levels(found, times, digits)):
        lines.append(" → ".join(then))
    lines.append(f"rests on {found.customers:,} at least")
    return Fact(name, f"{value}{unit}", tuple(lines))


def _warn(found: WhatIf) -> None:
    """Say which channels could not take it."""
    for each in found.breaches:
        were = "already was" if each.channel in {b.channel for b in found.were_over} else "would be"
        st.warning(
            escape(
                f"{each.channel} {were} over capacity: {each.used:,.0f} contacts of "
                f"{each.capacity:,.0f} that it can take."
            ),
            icon=":material/warning:",
        )


def _by_theta(page: Page, found: WhatIf) -> None:
    """Show the change of the margin at a quarter, half and all of the gap."""
    if not found.by_theta:
        return
    behind = frames.movable(page, found.moves[0].segment, found.moves[0].origin)
    who = f"{behind.name}: {behind.count:,} customers"
    rows = [
        Gain(f"{theta}", f"{100 * theta:.0f} % of the gap survives", "", change, who=who,
             is_chosen=abs(theta - found.theta) < 0.01)
        for theta, change in found.by_theta
    ]  # fmt: skip
    said = Said(
        f"{METHOD} {SURVIVES}",
        ("profitability/units", "profitability/answers", "profitability/capacity"),
        [
            {"survives": theta, "change": change.value, "low": change.low, "high": change.high}
            for theta, change in found.by_theta
        ],
        found.customers,
    )
    draw = partial(charts.gains, rows, round(found.contacts), "contacts moved")
    marks = {each.key: behind for each in rows} if behind.count else {}
    frames.show(page, "by_theta", SENSITIVITY, draw, said, marks)
