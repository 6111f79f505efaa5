"""The topic ``profitability``: which segments earn money through which channels."""

from cx.analysis.profit.customers import Customers
from cx.topics.profitability.assumed import Assumed, Tried, assume, try_out
from cx.topics.profitability.behind import (
    contacts_behind,
    customers_behind,
    line_behind,
    name_would_be,
)
from cx.topics.profitability.customers import read_answers, read_customers
from cx.topics.profitability.load import (
    load,
    load_best_mix,
    load_cells,
    load_composition,
    load_contribution,
    load_costs,
    load_differences,
    load_peers,
    load_persistence,
    load_whale,
)
from cx.topics.profitability.moves import load_basis
from cx.topics.profitability.report import report
from cx.topics.profitability.results import SIDES, Profitability, View
from cx.topics.profitability.settling import settle
from cx.topics.profitability.words import SIDE_NAMES

OWN_FILTERS = ("side", "theta", "reach", "floor")
"""What ``--filter`` gives to this topic alone: whose contacts make a mix, and what is assumed."""

__all__ = [
    "OWN_FILTERS",
    "SIDES",
    "SIDE_NAMES",
    "Assumed",
    "Customers",
    "Profitability",
    "Tried",
    "View",
    "assume",
    "contacts_behind",
    "customers_behind",
    "line_behind",
    "load",
    "load_basis",
    "load_best_mix",
    "load_cells",
    "load_composition",
    "load_contribution",
    "load_costs",
    "load_differences",
    "load_peers",
    "load_persistence",
    "load_whale",
    "name_would_be",
    "read_answers",
    "read_customers",
    "report",
    "settle",
    "try_out",
]
