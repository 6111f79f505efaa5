"""Prepares what moves of contacts are worked out from, or says what is missing."""

from dataclasses import replace

import pandas as pd

from cx.analysis.ladder import Refusal
from cx.analysis.profit.basis import Basis, prepare
from cx.analysis.profit.customers import Customers
from cx.analysis.profit.unit_rows import capacity_left, unit_rows
from cx.topics.ask import Ask
from cx.topics.profitability.customers import of_kind
from cx.topics.profitability.results import Unused, View

AFTER_CONTACT = "transactional"


def load_basis(
    ask: Ask,
    view: View,
    customers: Customers,
    answers: pd.DataFrame,
    unused: tuple[Unused, ...] = (),
    has_earnings: bool = False,
) -> Basis | Refusal:
    """Prepare once what every move is then worked out from.

    Parameters
    ----------
    answers : DataFrame
        From ``read_answers``.
    unused : tuple of Unused
        Capacity by channel, from ``load_contribution``.
    has_earnings : bool
        Whether the associated difference in earnings before service is prepared too.

    Returns
    -------
    Basis or Refusal
        A refusal where no contact has a cost.
    """
    units = ask("profitability/units", view.filters, side=view.side)
    if not (units["contacts"] > 0).any():
        return refuse_costs(view)
    about = of_kind(answers, AFTER_CONTACT)
    rows = unit_rows(
        customers,
        units,
        about if about["place"].notna().any() else None,
        of_kind(answers, view.filters.survey_kind),
        has_earnings,
    )
    # Mailings take none of the capacity for contacts.
    held = () if view.side == "marketing" else unused
    sizes = {each.channel: each.size for each in held}
    contacts = {each.channel: float(each.contacts) for each in held}
    basis = prepare(rows, capacity_left(units, sizes, contacts), view.ladder, view.seed)
    return replace(basis, stays_refusal=view.extent.stays_refusal)


def refuse_costs(view: View) -> Refusal:
    """Say what is missing before moves can be told."""
    if not view.extent.contacts_on(view.side):
        return Refusal(
            "no_contacts",
            "There are no contacts on this side, so it cannot be told what a contact costs.",
            "needs the extract interactions",
        )
    return Refusal(
        "no_costs",
        "No contact of a customer here has a cost, neither on record nor by a rate.",
        "needs costs in the extract interactions, or the extract channel_rates",
    )
