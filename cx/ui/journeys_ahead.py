"""Who comes to a juncture in the next 90 days, on the Journeys page: weeks, and the list."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from cx.charts import journeys as charts
from cx.charts.journeys.junctures import DUE, FINE, key_of, part_of, starts_on, week_of
from cx.topics.journeys.results import Journeys, Juncture
from cx.ui import cards, table
from cx.ui import journeys_frames as frames
from cx.ui.drill import MOST_DOWNLOADED, MOST_SHOWN, Listed, Marks
from cx.ui.journeys_frames import Said
from cx.ui.text import escape

METHOD = (
    "Contracts that run, with an installation, the completion of a project or a renewal in the 90 "
    "days after the latest that is known. Something speaks for a word before: an open case, an "
    "unhappy last answer, no answer yet, or nothing heard for 90 days, mailings aside."
)
NAMES = {DUE: "a word is due before", FINE: "nothing against it"}


def show(found: Journeys) -> None:
    """Show the weeks ahead, and for whom a word is due before."""
    title = "Installations, completions and renewals in the next 90 days"
    if not found.junctures:
        with st.container(border=True):
            cards.section(title)
            st.caption("No contract has one of these days ahead.")
        return
    rows = [_row(each) for each in found.junctures]
    how = Said(METHOD, ("journeys/junctures",), rows, len(rows))
    draw = partial(charts.calendar, found.junctures)
    frames.show(found, "ahead", title, draw, how, _marks(found.junctures))
    due = [each for each in found.junctures if each.concerns]
    due.sort(key=lambda each: (-(each.monthly_value or 0.0), each.due_on))
    with st.container(border=True, key="frame_due"):
        st.markdown(f"**A word is due before, the highest monthly value first**: {len(due):,}")
        if due:
            _table(due, "A word is due before, the largest monthly value first", "due")


def _marks(found: Sequence[Juncture]) -> Marks:
    marks: dict[str, Listed] = {}
    for week in sorted({week_of(each) for each in found}):
        for part in (DUE, FINE):
            own = [each for each in found if week_of(each) == week and part_of(each) == part]
            if own:
                day = starts_on(found, week)
                name = f"week of {day.day} {day:%B}, {NAMES[part]}"
                marks[key_of(week, part)] = Listed(name, partial(_list, name, own), len(own))
    return marks


def _list(name: str, own: Sequence[Juncture], key: str) -> None:
    st.markdown(f"**Customers behind {escape(name)}**: {len(own):,}")
    _table(own, f"Customers behind {name}", f"customers_{key}")


def _table(own: Sequence[Juncture], alt: str, name: str) -> None:
    rows = [_row(each) for each in own]
    table.show(rows[:MOST_SHOWN], alt=alt, name=name, fetch_all=lambda: rows[:MOST_DOWNLOADED])


def _row(each: Juncture) -> dict[str, object]:
    return {
        "due_on": each.due_on,
        "juncture": each.kind,
        "why": ", ".join(each.concerns),
        "customer_id": each.customer_id,
        "customer": each.customer,
        "monthly_value": each.monthly_value,
        "product": each.product,
        "open_cases": each.open_cases,
        "last_score": each.score,
        "answered_on": each.answered_on,
        "silent_days": each.silent_days,
        "contract_id": each.contract_id,
    }
