"""Reads what each customer brought in and cost, by which channels they came, what they answered."""

from dataclasses import replace

import pandas as pd

from cx.analysis.profit.customers import Customers, gather
from cx.topics.ask import Ask
from cx.topics.profitability.results import View
from cx.topics.profitability.settling import BETWEEN


def read_customers(ask: Ask, view: View) -> Customers:
    """Read the customers of a view: those with money in the period, and those there in it."""
    rows = ask(
        "profitability/customers",
        view.filters,
        start_on=view.start_on,
        end_on=view.end_on,
        latest_possible_on=view.today,
        channels=BETWEEN.join(view.channels),
    )
    contacts = None if view.mix_basis == "preferred" else _contacts(ask, view)
    return gather(rows, contacts, view.channels, view.leading)


def _contacts(ask: Ask, view: View) -> pd.DataFrame:
    return ask(
        "profitability/contacts",
        view.filters,
        side=view.side,
        mix_basis=view.mix_basis,
        channels=BETWEEN.join(view.channels),
    )


def read_answers(ask: Ask, view: View) -> pd.DataFrame:
    """Read what customers answered, of every kind of survey, by channel of the answer."""
    every = replace(view.filters, survey_kind=None)
    return ask("profitability/answers", every, channels=BETWEEN.join(view.channels))


def of_kind(answers: pd.DataFrame, kind: str | None) -> pd.DataFrame:
    """Return the answers of one kind of survey."""
    return answers[answers["survey_kind"] == kind]
