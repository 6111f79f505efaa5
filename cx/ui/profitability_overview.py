"""The overview of the Profitability page: where the money goes, and how many it comes from."""

from functools import partial

import streamlit as st

from cx.charts import profitability as charts
from cx.charts.profitability.contribution import APART, PART, TOTAL, Step
from cx.charts.profitability.whale import stretches
from cx.topics.profitability import words
from cx.topics.profitability.results import Line
from cx.ui import profitability_frames as frames
from cx.ui import refusals
from cx.ui.drill import Marks
from cx.ui.profitability_frames import Said
from cx.ui.profitability_load import Page
from cx.words import counted

NAMES = words.LINES | {
    "goods": "Cost of goods",
    "campaigns": "Campaigns",
    "unused": "Unused capacity",
}
METHOD = (
    "Contribution = revenue - discounts - cost of goods - cost to serve - cost of failure (repeat "
    "contacts, returned goods, compensation). Each amount counts once and on one line, so the "
    "lines add up to the cent. A contact costs what is on record; else what the rate of its "
    "channel says that holds on its day; else it is missing and counted as missing. Acquisition, "
    "campaigns that no contact carries and capacity that nobody used stand beside it and "
    "are never spread over customers."
)
TDABC = "Time-driven activity-based costing: Kaplan and Anderson 2004, Harvard Business Review 82"
CURVE = (
    "Customers in order of their contribution in the period, the highest first, added up. Whether "
    "the same ones lose again is told from odd against even months."
)


def show(page: Page) -> None:
    """Show where the money goes, and beside it how many customers it comes from."""
    one, other = st.columns(2, gap="small")
    with one:
        _contribution(page)
    with other:
        _whale(page)


def _contribution(page: Page) -> None:
    steps = steps_of(page)
    said = Said(
        METHOD,
        ("profitability/lines", "profitability/campaigns", "profitability/capacity"),
        [*frames.rows_of(page, "lines"), *frames.rows_of(page, "unused_capacity")],
        len(page.people),
        source=TDABC,
    )
    draw = partial(charts.contribution, steps, len(page.people))
    title = "What came in" if page.found.costs_refusal else "From revenue to contribution"
    frames.show(page, "lines", title, draw, said, _line_marks(page, steps), _line_notes(page))


def steps_of(page: Page) -> list[Step]:
    """Return the bars: lines with amounts, the contribution, and what stands beside it."""
    total = page.found.contribution
    steps = [_step(line, TOTAL if line.name == "revenue" else PART) for line in total.lines]
    if page.found.costs_refusal:
        known = [line.amounts > line.unknown for line in total.lines]
        return [step for step, is_known in zip(steps, known, strict=True) if is_known]
    held = [step for step, line in zip(steps, total.lines, strict=True) if line.amounts]
    share = f"{100 * total.margin / total.revenue:.0f} %" if total.revenue > 0 else ""
    note = _joined(share, counted(len(page.people), "customer"))
    held.append(Step("margin", "Contribution", note, total.margin, TOTAL))
    return [*held, *_apart(page)]


def _step(line: Line, kind: str) -> Step:
    missing = f"{line.unknown:,} missing" if line.unknown else ""
    note = _joined(counted(line.customers, "customer"), missing)
    return Step(line.name, NAMES[line.name], note, line.amount, kind)


def _joined(*told: str) -> str:
    return ", ".join(each for each in told if each)


def _apart(page: Page) -> list[Step]:
    total = page.found.contribution
    unused = sum(max(0.0, each.capacity.unused_cost) for each in total.unused)
    beside = (
        ("acquisition", total.acquisition.amount, "before they were customers"),
        ("campaigns", -total.campaigns_apart, "whole company"),
        ("unused", -unused, "whole company"),
    )
    return [Step(key, NAMES[key], note, amount, APART) for key, amount, note in beside if amount]


def _line_marks(page: Page, steps: list[Step]) -> Marks:
    """Lead from a line to those with amounts on it, and from the contribution to everybody."""
    lines = {line.name: line for line in page.found.contribution.lines}
    return {
        step.key: frames.line(page, step.name, lines[step.key])
        if step.key in lines
        else frames.customers(page, step.name)
        for step in steps
        if step.kind != APART
    }


def _line_notes(page: Page) -> list[str]:
    missing = [line for line in page.found.contribution.lines if not line.amounts]
    names = ", ".join(NAMES[line.name].lower() for line in missing)
    over = [each.channel for each in page.found.contribution.unused if each.capacity.is_over]
    return [
        f"Nothing on file, so not in it: {names}." if names else "",
        f"Over capacity: {', '.join(over)}." if over else "",
    ]


def _whale(page: Page) -> None:
    title, found = "How many customers it comes from", page.found.whale
    if page.found.costs_refusal:
        refusals.show(title, page.found.costs_refusal)
        return
    rows = frames.rows_of(page, "whale_curve")
    said = Said(CURVE, ("profitability/customers",), rows, len(page.people))
    marks = {
        each.key: frames.customers(
            page, f"ranks {each.first:,} to {each.last:,}", ranks=(each.first, each.last)
        )
        for each in stretches(found)
    }
    draw = partial(charts.whale, found)
    again = words.again_in_words(page.found.persistence)
    frames.show(page, "whale", title, draw, said, marks, [again])
