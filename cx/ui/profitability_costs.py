"""Cost to serve on the Profitability page: by touchpoint and channel, and what nobody used."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from cx.analysis.ladder import Refusal
from cx.charts import profitability as charts
from cx.charts.profitability.costs import IN_ALL, VIEWS, key_of, shown
from cx.topics.profitability import words
from cx.topics.profitability.results import Unused
from cx.ui import profitability_frames as frames
from cx.ui import refusals, table
from cx.ui.profitability_frames import Said
from cx.ui.profitability_load import Page

METHOD = (
    "All contacts of customers in the period, on the side that mixes are made of. A repeat is a "
    "contact of the same customer at the same touchpoint within 7 days of one that solved nothing; "
    "it counts once, as cost of failure. Costs are on record or by the rate of the channel on its "
    "day; contacts with neither are counted as missing, never as 0."
)
NO_CONTACTS = Refusal(
    "no_contacts", "There are no contacts on this side.", "needs the extract interactions"
)


def show(page: Page) -> None:
    """Show the table, and the capacity that nobody used."""
    found = page.found.costs
    title = f"Cost to serve by touchpoint and channel, {words.SIDE_WORDS[page.view.side]}"
    if not found:
        refusals.show(title, NO_CONTACTS)
        return
    view = st.segmented_control(
        "A cell shows", VIEWS, default=IN_ALL, required=True, key="profit_costs"
    )
    contacts = sum(each.contacts for each in found)
    said = Said(
        METHOD,
        ("profitability/cost_to_serve",),
        frames.rows_of(page, "cost_to_serve"),
        contacts,
        noun="contacts",
    )
    marks = {
        key_of(each): frames.contacts(
            page,
            f"{each.touchpoint} by {each.channel}",
            each.contacts,
            touchpoint=each.touchpoint,
            channel=each.channel,
        )
        for each in shown(found)[0]
    }
    draw = partial(charts.costs, found, view or IN_ALL)
    frames.show(page, "costs", title, draw, said, marks, [_missing(page)])
    _capacity(page.found.contribution.unused)


def _missing(page: Page) -> str:
    """Say how many contacts have no cost at all, so that no cell seems cheaper than it is."""
    unknown = sum(each.unknown for each in page.found.costs)
    contacts = sum(each.contacts for each in page.found.costs)
    if not unknown:
        return ""
    return (
        f"{unknown:,} of {contacts:,} contacts have neither a cost nor a rate: they are left out."
    )


def _capacity(unused: Sequence[Unused]) -> None:
    if not unused:
        st.caption("No capacity is on file (extract channel_rates), so none can be unused.")
        return
    with st.container(border=True, key="frame_unused"):
        st.markdown("**Capacity of the channels, whole company**")
        table.show(
            [_row(each) for each in unused],
            alt="Capacity of each channel, what of it was used, and what the rest costs",
            name="unused_capacity",
        )


def _row(each: Unused) -> dict[str, object]:
    found = each.capacity
    return {
        "channel": each.channel,
        "can_take": round(each.size),
        "contacts": each.contacts,
        "used": f"{100 * each.contacts / each.size:.0f} %" if each.size else "",
        "unused": round(found.unused_minutes),
        "cost_of_unused": round(max(0.0, found.unused_cost)),
        "over_capacity": "yes" if found.is_over else "no",
    }
