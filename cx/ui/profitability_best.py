"""The best mix on the Profitability page: what it would move, what that earns, what limits it."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from cx.analysis.profit.move_results import THETAS, BestMix, PlannedMove
from cx.charts import profitability as charts
from cx.charts.profitability.gains import Gain
from cx.topics.profitability import Assumed
from cx.topics.profitability.amounts import whole
from cx.topics.profitability.report import move_row
from cx.topics.profitability.words import money
from cx.topics.profitability.words_moves import assumed_in_words
from cx.ui import cards, profitability_work, refusals, table
from cx.ui import profitability_frames as frames
from cx.ui import profitability_scenarios as scenarios
from cx.ui.cards import Fact
from cx.ui.drill import Listed
from cx.ui.profitability_frames import Said
from cx.ui.profitability_load import Page
from cx.ui.profitability_work import Works
from cx.ui.text import bullets, escape
from cx.words import counted

MOST_SHOWN = 10
TILES, NARROWEST = 4, 150
TITLE = "Moves associated with more margin, the largest first"
METHOD = (
    "Linear programme (HiGHS): the shares of channels in the contacts of each segment and purpose "
    "that earn most, while no channel takes more than its capacity, no share moves further than "
    "the reach, and the score stays at its floor. Solved again on 200 samples of customers. "
    "Recommended is a move that is chosen in at least 80 % of them, clearly earns among all moves, "
    "and earns among the customers left out of each sample too. What a channel costs is "
    "associated with it; only a trial shows what those who move would cost."
)
ROBUST = (
    "With the score at its lower limit (one-sided 80 %) the plan is associated with {} on paper."
)


def show(page: Page, works: Works) -> None:
    """Show the plan, or how far it is, or why there is none."""
    found = profitability_work.ended(works.moves, "best_moves")
    if found is None:
        return
    if found.basis is None:
        refusals.show("The best mix", found.refusal or refusals.NOTHING)
        return
    _assume(page)
    if works.best is None:
        st.caption("The search was stopped.")
        label = "Look for the best mix"
        st.button(label, icon=":material/play_arrow:", on_click=profitability_work.go_on)
        return
    best = profitability_work.ended(works.best, "best")
    if best is not None:
        _plan(page, best)


def _assume(page: Page) -> None:
    """Let the reader change what the plan rests on; it is looked for again then."""
    now = profitability_work.assumed()
    with (
        st.popover("Assumptions", icon=":material/tune:"),
        st.form("best_assumptions", border=False),
    ):
        st.select_slider(
            "Part of the gap between channels that survives",
            THETAS,
            value=now.theta,
            format_func=lambda theta: f"{100 * theta:.0f} %",
            key="best_theta",
        )
        st.slider(
            "How far the share of a channel may move, in points",
            min_value=5,
            max_value=50,
            value=round(100 * now.reach),
            step=5,
            key="best_reach",
        )
        st.number_input(
            f"Least {page.found.metric.name}",
            value=now.floor,
            placeholder="As it is today",
            key="best_floor",
        )
        st.form_submit_button("Look again", type="primary", on_click=_assumed_anew)


def _assumed_anew() -> None:
    state = st.session_state
    given = Assumed(state["best_theta"], state["best_reach"] / 100, state["best_floor"])
    profitability_work.assume(given)


def _plan(page: Page, best: BestMix) -> None:
    _over(best)
    if best.refusal is not None:
        refusals.show("The best mix", best.refusal)
        return
    kept = [each for each in best.moves if each.is_recommended]
    with st.grid(TILES, gap="small", min_column_width=NARROWEST):
        for each in (
            _gain(page, best, kept),
            _whole(page, best),
            _score(page, best),
            _price(page, best),
        ):
            cards.fact(each)
    _moves(page, best, kept)
    if kept:
        with st.expander("All recommended moves", icon=":material/table:"):
            table.show(_rows(kept), alt="All recommended moves, the largest first", name="best_mix")
    _others(best)
    st.caption(escape(" ".join(assumptions(page, best))))
    if best.recommended is not None:
        scenarios.offer(page, best.recommended, "best_mix")


def _over(best: BestMix) -> None:
    """Say first which channels are over capacity as it is."""
    for each in best.over_capacity:
        size = f"{each.used:,.0f} contacts of {each.capacity:,.0f}"
        said = f"{each.channel} is over capacity today: {size}."
        st.warning(escape(said), icon=":material/warning:")


def _gain(page: Page, best: BestMix, kept: Sequence[PlannedMove]) -> Fact:
    name = "Recommended moves"
    change = best.recommended.margin.change if best.recommended else None
    if change is None:
        return Fact(name, "None", ("No move of contacts holds up.",))
    moved = best.recommended.contacts if best.recommended else 0.0
    lines = (
        f"95 %: {whole(change.low)} to {whole(change.high)}",
        f"{counted(len(kept), 'move')}, {moved:,.0f} contacts",
        f"if {100 * best.theta:.0f} % of the gap survives",
    )
    return Fact(name, money(change.value, page.found.settings.currency, has_sign=True), lines)


def _whole(page: Page, best: BestMix) -> Fact:
    """Show what the whole plan earns among customers that did not choose it."""
    name, gain = "Whole plan", best.gain
    if gain is None:
        return Fact(name, "Not told", ("It moves nothing.",))
    by_theta = " / ".join(whole(value) for _, value in best.by_theta)
    lines = (
        f"95 %: {whole(gain.low)} to {whole(gain.high)}",
        "among customers left out",
        f"at 25 / 50 / 100 %: {by_theta}",
    )
    said = (
        "What it earns among customers left out of the samples that chose it: no promise of luck."
    )
    return Fact(name, money(gain.value, page.found.settings.currency, True), lines, help=said)


def _score(page: Page, best: BestMix) -> Fact:
    name = f"{page.found.metric.name} with the plan"
    if best.score is None or best.base_score is None or best.floor is None:
        return Fact(name, "Not told", ("Too few answers, so no floor is kept.",))
    kept = "keep it" if best.is_floor_kept else "alone do not keep it"
    lines = (
        f"{best.base_score:.1f} as it is",
        f"floor {best.floor:.1f}",
        f"recommended moves {kept}",
    )
    return Fact(name, f"{best.score:.1f}", lines)


def _price(page: Page, best: BestMix) -> Fact:
    name = "Price of a point"
    if best.score is None or best.price_per_point is None:
        return Fact(name, "Not told", ("Too few answers, so no floor is kept.",))
    if best.price_per_point <= 0:
        return Fact(name, "Nothing", ("The floor does not bind:", "the plan is above it anyway."))
    lines = (f"of margin, for one more point of {page.found.metric.name}", "at the floor as set")
    return Fact(name, money(best.price_per_point, page.found.settings.currency), lines)


def _moves(page: Page, best: BestMix, kept: Sequence[PlannedMove]) -> None:
    if not kept:
        st.markdown("No move is chosen often enough, clear enough and confirmed out of sample.")
        return
    shown = kept[:MOST_SHOWN]
    behind = [frames.movable(page, each.move.segment, each.move.origin) for each in shown]
    rows = [_row(at, each, mark) for at, (each, mark) in enumerate(zip(shown, behind, strict=True))]
    contacts = round(sum(each.contacts for each in kept))
    said = Said(METHOD, ("profitability/units", "profitability/answers", "profitability/capacity"),
                [move_row(each) for each in best.moves],
                best.recommended.customers if best.recommended else 0)  # fmt: skip
    marks = {row.key: mark for row, mark in zip(rows, behind, strict=True) if mark.count}
    rest = (
        f"{len(kept) - len(shown)} smaller ones are in the table below."
        if len(kept) > len(shown)
        else ""
    )
    draw = partial(charts.gains, rows, contacts, "contacts moved")
    frames.show(page, "best", TITLE, draw, said, marks, [rest])


def _row(at: int, each: PlannedMove, behind: Listed) -> Gain:
    purpose = (each.move.purpose or "all purposes").split(": ")[-1]
    said = (
        f"{100 * each.move.share:.0f} % of these contacts: {each.contacts:,.0f}; chosen in "
        f"{100 * each.chosen:.0f} % of samples"
    )
    who = f"{behind.name}: {behind.count:,} customers"
    name = f"{each.move.origin} → {each.move.target}"
    return Gain(f"{at}", name, f"{each.move.segment}, {purpose}", each.gain, said, who)


def _rows(moves: Sequence[PlannedMove]) -> list[dict[str, object]]:
    return [
        {
            "segment": each.move.segment,
            "purpose": each.move.purpose,
            "from": each.move.origin,
            "to": each.move.target,
            "share_moved": f"{100 * each.move.share:.0f} %",
            "contacts": round(each.contacts),
            "gain": round(each.gain.value),
            "low": round(each.gain.low),
            "high": round(each.gain.high),
            "chosen_in": f"{100 * each.chosen:.0f} %",
            "robust": "yes" if each.is_robust else "no",
            "why_not": each.why_not or None,
        }
        for each in moves
    ]


def _others(best: BestMix) -> None:
    """Name what is not sure enough, and what was left as it is."""
    unsure = [each for each in best.moves if not each.is_recommended]
    if unsure:
        with st.expander(
            f"Not sure enough: {counted(len(unsure), 'move')}", icon=":material/help:"
        ):
            table.show(
                _rows(unsure), alt="Moves that are not sure enough, and why", name="unsure_moves"
            )
    if best.held:
        contacts = sum(each.contacts for each in best.held)
        title = f"Left as they are: {contacts:,.0f} contacts of which too little is known"
        with st.expander(title, icon=":material/block:"):
            st.markdown(bullets(f"{each.refusal.message}" for each in best.held[:12]))


def assumptions(page: Page, best: BestMix) -> tuple[str, ...]:
    """Say what the plan rests on."""
    robust = ""
    if best.robust_gain is not None:
        robust = ROBUST.format(money(best.robust_gain, page.found.settings.currency, True))
    return (
        f"{assumed_in_words(best, page.found.metric.name)} {best.draws} samples.",
        robust,
    )
