"""Compares saved scenarios with today and with each other, on the Profitability page."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from cx import auth
from cx.analysis.estimate import Estimate
from cx.analysis.profit.move_results import Move
from cx.charts import profitability as charts
from cx.charts.profitability.gains import Gain
from cx.metrics import METRICS
from cx.topics.profitability.words import SIDE_WORDS, move_in_words
from cx.ui import profitability_frames as frames
from cx.ui import profitability_scenarios as saving
from cx.ui import session, table
from cx.ui.drill import Listed
from cx.ui.profitability_frames import Said
from cx.ui.profitability_load import Page
from cx.ui.text import bullets, escape
from cx.warehouse.scenarios import Kept
from cx.words import signed, to_the_minute

MOST_COMPARED = 5
TITLE = "Scenarios against today"
TODAY, FIGURE = "Today", "figure"
METHOD = (
    "Each scenario as it was saved: with the figures of its own filters, data version and "
    "assumptions. Today is the data as they are, with nothing moved."
)
NOT_ALIKE = (
    "These scenarios are not of the same filters and data version: their changes stand on "
    "different ground, so compare them with care."
)


def show(page: Page) -> None:
    """Show the scenarios that people keep, beside each other."""
    saving.ACTS.tell()
    kept = session.scenarios()
    if not kept:
        with st.container(border=True):
            st.markdown("**No scenario is saved yet**")
            st.caption("Save one under What if or Best mix; then compare them here.")
        return
    chosen = _choose(kept)
    if chosen:
        _chart(page, chosen)
        _table(page, chosen)
    for each in reversed(kept):
        _details(page, each)


def _choose(kept: Sequence[Kept]) -> list[Kept]:
    by_id = {each.scenario_id: each for each in kept}
    latest = [each.scenario_id for each in kept][-MOST_COMPARED:]
    ids = st.multiselect(
        "Compare",
        [*by_id],
        default=latest,
        format_func=lambda each: by_id[each].scenario.name,
        max_selections=MOST_COMPARED,
        key=f"compared_{kept[-1].scenario_id}_{len(kept)}",
    )
    return [by_id[each] for each in ids]


def _chart(page: Page, chosen: Sequence[Kept]) -> None:
    told = [each for each in chosen if each.scenario.figures["margin"]["change"] is not None]
    if not told:
        return
    behind = [_leads(page, each) for each in told]
    rows = [_gain(each, mark) for each, mark in zip(told, behind, strict=True)]
    contacts = round(sum(each.scenario.figures["contacts"] for each in chosen))
    customers = max(each.scenario.figures["customers"] for each in chosen)
    said = Said(METHOD, (), side_by_side(page, chosen), customers)
    draw = partial(charts.gains, rows, contacts, "contacts moved")
    marks = {row.key: mark for row, mark in zip(rows, behind, strict=True) if mark.count}
    notes = [] if are_alike(page, chosen) else [NOT_ALIKE]
    frames.show(page, "scenarios", TITLE, draw, said, marks, notes)


def _leads(page: Page, each: Kept) -> Listed:
    """Lead to those whom the first move of a scenario concerns."""
    first = each.scenario.moves[0]
    return frames.movable(page, str(first["segment"]), str(first["origin"]))


def _gain(each: Kept, behind: Listed) -> Gain:
    change = Estimate(*each.scenario.figures["margin"]["change"])
    note = f"{100 * each.scenario.theta:.0f} % survives"
    who = f"{behind.name}: {behind.count:,} customers"
    return Gain(str(each.scenario_id), each.scenario.name, note, change, who=who)


def are_alike(page: Page, chosen: Sequence[Kept]) -> bool:
    """Whether all are of the filters, side and data version that the page shows."""
    now = (page.view.filters.in_words(), page.view.side, page.data_version)
    return all(
        (each.scenario.shown_in_words, each.scenario.side, each.scenario.data_version) == now
        for each in chosen
    )


def _table(page: Page, chosen: Sequence[Kept]) -> None:
    with st.container(border=True, key="frame_compared"):
        st.markdown("**Side by side**")
        table.show(
            side_by_side(page, chosen),
            alt="Scenarios side by side with today: what is moved, and what would change",
            name="scenarios",
            wide=[each.scenario.name for each in chosen],
        )


def side_by_side(page: Page, chosen: Sequence[Kept]) -> list[dict[str, object]]:
    """Return one row per figure, with a column for today and one for each scenario."""
    columns: dict[str, Mapping[str, str]] = {TODAY: _today(page)}
    columns |= {each.scenario.name: _column(each) for each in chosen}
    names = list(_today(page))
    return [
        {FIGURE: name, **{key: column.get(name, "") for key, column in columns.items()}}
        for name in names
    ]


def _today(page: Page) -> dict[str, str]:
    return {
        "What is moved": "nothing",
        "Contacts moved": "0",
        "Margin": "no change",
        "Score, points": "no change",
        "Retention, points": "no change",
        "Over capacity": _over(page),
        "Part of the gap that survives": "",
        "Mixes of": SIDE_WORDS[page.view.side],
        "Shown": page.view.filters.in_words(),
        "Data version": str(page.data_version),
        "Saved": "",
    }


def _over(page: Page) -> str:
    found = [each.channel for each in page.found.contribution.unused if each.capacity.is_over]
    return ", ".join(found) or "none"


def _column(each: Kept) -> dict[str, str]:
    found, figures = each.scenario, each.scenario.figures
    first, more = move_in_words(Move(**found.moves[0])), len(found.moves) - 1
    metric = METRICS.get(str(found.shown.get("metric")))
    return {
        "What is moved": f"{first}; {more} more" if more else first,
        "Contacts moved": f"{figures['contacts']:,.0f}",
        "Margin": _change(figures["margin"], 1.0, 0),
        "Score, points": f"{metric.name if metric else ''} {_change(figures['score'], 1.0, 2)}",
        "Retention, points": _change(figures["retention"], 100.0, 2),
        "Over capacity": ", ".join(figures["over_capacity"]) or "none",
        "Part of the gap that survives": f"{100 * found.theta:.0f} %",
        "Mixes of": SIDE_WORDS.get(found.side, found.side),
        "Shown": found.shown_in_words,
        "Data version": str(found.data_version),
        "Saved": f"{each.actor or 'somebody'}, {to_the_minute(each.saved_at, session.zone())}",
    }


def _change(found: Mapping[str, Any], times: float, digits: int) -> str:
    """Write a change with its interval, or why there is none."""
    if found["change"] is None:
        return f"not told: {found['why_not'] or 'too little is known'}"
    value, low, high = (times * end for end in found["change"])
    return f"{signed(value, digits)} ({signed(low, digits)} to {signed(high, digits)})"


def _details(page: Page, each: Kept) -> None:
    """Show all that a scenario remembers, and let those who may remove it."""
    found = each.scenario
    with st.expander(escape(f"{found.name}: what it remembers"), icon=":material/bookmark:"):
        st.markdown(bullets(move_in_words(Move(**one)) for one in found.moves))
        st.caption(escape(" ".join(found.assumed)))
        where = f"{found.shown_in_words} · {SIDE_WORDS.get(found.side, found.side)}"
        older = "" if found.data_version == page.data_version else ", not the one of today"
        st.caption(escape(f"{where} · data version {found.data_version}{older}"))
        if auth.may(session.person(), "scenarios"):
            st.button(
                "Remove",
                icon=":material/delete:",
                key=f"remove_{each.scenario_id}",
                on_click=saving.remove,
                args=(each.scenario_id, found.name),
            )
