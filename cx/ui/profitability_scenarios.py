"""Saves a what-if or a best mix under a name, for those who may; it is on record."""

from typing import Any

import streamlit as st

from cx import auth
from cx.analysis.estimate import Estimate
from cx.analysis.profit.move_results import Breach, Consequence, Move, WhatIf
from cx.auth import Person
from cx.topics.profitability.words_moves import tried_assumed
from cx.ui import session
from cx.ui.acts import Acts
from cx.ui.profitability_load import Page
from cx.ui.text import escape
from cx.warehouse import House, scenarios
from cx.warehouse.scenarios import LONGEST_NAME, Scenario

ACTS = Acts("scenario", "scenarios")


def offer(page: Page, found: WhatIf, kind: str) -> None:
    """Offer to save what is shown, to those who may.

    Parameters
    ----------
    kind : str
        ``"what_if"`` or ``"best_mix"``.
    """
    person = session.person()
    if not auth.may(person, "scenarios"):
        st.caption(escape(f"{auth.why_not(person, 'scenarios')} Ask {auth.who_can_help()}."))
        return
    key = f"scenario_name_{kind}"
    with (
        st.form(f"scenario_{kind}", border=False, clear_on_submit=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input("Save as a scenario", max_chars=LONGEST_NAME, key=key, placeholder="Its name")
        st.form_submit_button(
            "Save", icon=":material/bookmark_add:", on_click=_save, args=(page, found, kind, key)
        )
    ACTS.tell()


def _save(page: Page, found: WhatIf, kind: str, key: str) -> None:
    """Save it; refuse with words what cannot be."""
    name = str(st.session_state.get(key) or "")

    def change(house: House, person: Person) -> None:
        scenarios.save(house, scenario_of(page, found, kind, name), person.name)
        st.session_state[key] = ""

    ACTS.do(change, f"“{name.strip()}” is saved; compare it under Scenarios.")


def remove(scenario_id: int, name: str) -> None:
    """Keep a scenario no more; refuse with words what cannot be."""

    def change(house: House, person: Person) -> None:
        scenarios.remove(house, scenario_id, person.name)

    ACTS.do(change, f"“{name}” is removed; that it was there stays on record.")


def scenario_of(page: Page, found: WhatIf, kind: str, name: str) -> Scenario:
    """Return what is kept of a what-if: moves, figures, filters, data version, assumptions."""
    return Scenario(
        name=name,
        kind=kind,
        side=page.view.side,
        moves=tuple(_move(each) for each in found.moves if each.share > 0),
        theta=found.theta,
        shown=page.view.filters.record(),
        shown_in_words=page.view.filters.in_words(),
        data_version=page.data_version,
        figures={
            "contacts": found.contacts,
            "customers": found.customers,
            "margin": _consequence(found.margin),
            "score": _consequence(found.score),
            "retention": _consequence(found.retention),
            "over_capacity": [_breach(each) for each in found.breaches],
        },
        assumed=tried_assumed(found),
    )


def _move(each: Move) -> dict[str, Any]:
    return {
        "segment": each.segment,
        "purpose": each.purpose,
        "origin": each.origin,
        "target": each.target,
        "share": each.share,
    }


def _consequence(found: Consequence) -> dict[str, Any]:
    return {
        "before": found.before,
        "change": _ends(found.change),
        "why_not": found.refusal.message if found.refusal else None,
    }


def _ends(found: Estimate | None) -> list[float] | None:
    return [float(end) for end in (found.value, found.low, found.high)] if found else None


def _breach(each: Breach) -> str:
    return f"{each.channel} ({each.used:,.0f} of {each.capacity:,.0f})"
