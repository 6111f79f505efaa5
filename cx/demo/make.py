"""A block of the company: make everything as if nobody left, then let customers leave."""

from dataclasses import dataclass

import numpy as np

from cx.demo.axis import DAYS, NEVER, Block
from cx.demo.care import complaint_contacts, make_complaints, service_cases
from cx.demo.columns import Array, Columns, renumber, stack, where
from cx.demo.company import COMPLAINT, SERVICE
from cx.demo.contacts import DEFAULTS, make_contacts
from cx.demo.customers import make_customers
from cx.demo.echoes import make_echoes
from cx.demo.growth import make_opportunities, make_referrals
from cx.demo.handling import handle
from cx.demo.marketing import make_marketing
from cx.demo.pulses import Pulses, run_pulses
from cx.demo.purchases import make_bills, make_contracts, make_invoices, make_lines, make_orders


@dataclass(frozen=True, slots=True)
class Made:
    """Everything about a block of customers; rows refer to one another by row number.

    Bills are numbered after orders: bill 0 is order ``len(orders["day"])``.
    """

    block: Block
    customers: Columns
    contracts: Columns
    orders: Columns
    lines: Columns
    bills: Columns
    invoices: Columns
    contacts: Columns
    cases: Columns
    complaints: int
    opportunities: Columns
    pulses: Pulses
    echoes: Columns


def make_block(block: Block) -> Made:
    """Make a block: first all that could happen, then the pulses, then only what did happen."""
    customers = make_customers(block)
    contracts = make_contracts(block, customers)
    orders = make_orders(block, customers)
    contacts, complaints = _make_contacts(block, customers, orders, contracts)
    echoes = make_echoes(block, customers, contacts)
    pulses = run_pulses(block, customers, contacts, complaints, echoes)
    customers["lost"] = pulses.lost
    customers["referred_by"] = make_referrals(block, customers, pulses)
    stay = _Stay(customers["lost"])
    bills = stay.of(make_bills(block, customers, contracts))[0]
    lines = make_lines(block, customers, orders)
    orders, order_numbers = stay.of(orders)
    contracts, contract_numbers = stay.of_contracts(contracts)
    contacts, contact_numbers = stay.of(contacts)
    complaints, complaint_numbers = stay.of(complaints)
    for rows in (lines, contacts, complaints):
        rows["order"] = order_numbers[rows["order"]]
    lines = where(lines, lines["order"] >= 0)
    contacts["contract"] = contract_numbers[contacts["contract"]]
    return Made(
        block=block,
        customers=customers,
        contracts=contracts,
        orders=orders,
        lines=lines,
        bills=bills,
        invoices=make_invoices(block, orders, lines, bills),
        contacts=contacts,
        cases=_join_cases(block, contacts, complaints, complaint_numbers),
        complaints=len(complaints["day"]),
        opportunities=make_opportunities(block, customers, contracts),
        pulses=pulses,
        echoes=stay.of_echoes(echoes, contact_numbers),
    )


def _make_contacts(
    block: Block, customers: Columns, orders: Columns, contracts: Columns
) -> tuple[Columns, Columns]:
    """All contacts in order of time, and the complaints that some of them cause."""
    contacts = make_contacts(block, customers, orders, contracts)
    complaints = make_complaints(block, customers, contacts)
    arrivals = [make_marketing(block, customers), complaint_contacts(block, complaints)]
    return handle(block, customers, stack([contacts, *arrivals], **DEFAULTS)), complaints


@dataclass(frozen=True, slots=True)
class _Stay:
    """Until when customers stay; what would have come later never happens."""

    lost: Array

    def of(self, rows: Columns) -> tuple[Columns, Array]:
        """Rows before the customer left, and the new number of each old row."""
        keep = rows["day"] < self.lost[rows["customer"]]
        return where(rows, keep), renumber(keep)

    def of_contracts(self, contracts: Columns) -> tuple[Columns, Array]:
        """Contracts end when the customer leaves, at the latest."""
        lost = self.lost[contracts["customer"]]
        keep = contracts["started"] < lost
        is_left = lost < contracts["ended"]
        ended = np.minimum(contracts["ended"], lost)
        return where(contracts | {"ended": ended, "is_left": is_left}, keep), renumber(keep)

    def of_echoes(self, echoes: Columns, numbers: Array) -> Columns:
        """Surveys sent before the customer left; answers after that were never given."""
        lost = self.lost[echoes["customer"]]
        rows = echoes | {"contact": numbers[echoes["contact"]]}
        rows["is_heard"] = rows["is_heard"] & (rows["day"] < lost)
        return where(rows, (rows["contact"] >= 0) & (rows["sent"] < lost * 86_400))


def _join_cases(
    block: Block, contacts: Columns, complaints: Columns, complaint_numbers: Array
) -> Columns:
    """Complaints and then service cases in one table; the contacts' case numbers follow it."""
    service = service_cases(block, contacts)
    numbers = np.full(int(contacts["case"].max(initial=0)) + 2, -1)
    numbers[service["number"]] = len(complaints["day"]) + np.arange(len(service["number"]))
    is_complaint = contacts["touchpoint"] == COMPLAINT
    is_service = contacts["touchpoint"] == SERVICE
    case = np.where(is_service, numbers[contacts["case"]], -1)
    old = np.where(is_complaint, contacts["case"], -1)
    contacts["case"] = np.where(is_complaint, complaint_numbers[old], case)
    names = [name for name in complaints if name in service]
    return stack([{name: part[name] for name in names} for part in (complaints, service)])


def status_of(made: Made) -> Array:
    """0 prospect, 1 active, 2 lapsed (a year without order and no contract), 3 lost."""
    customers = made.customers
    last = np.full(made.block.size, -NEVER)
    np.maximum.at(last, made.orders["customer"], made.orders["day"])
    has_contract = np.zeros(made.block.size, dtype=bool)
    has_contract[made.contracts["customer"][made.contracts["ended"] >= DAYS]] = True
    is_quiet = (last < DAYS - 365) & ~has_contract & (customers["acquired"] < DAYS - 365)
    status = np.where(is_quiet, 2, 1)
    status = np.where(customers["lost"] < NEVER, 3, status)
    return np.where(customers["acquired"] == NEVER, 0, status)
