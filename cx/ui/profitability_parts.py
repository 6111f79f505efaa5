"""The Profitability page from its answer to its overview: what remains, and who takes from it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cx.analysis.estimate import Estimate
from cx.analysis.ladder import Refusal
from cx.filters import Filters
from cx.topics.profitability import SIDE_NAMES, SIDES, words
from cx.topics.profitability.amounts import short, whole
from cx.topics.profitability.words import money, move_in_words
from cx.ui import cards, profitability_load, profitability_work, refusals
from cx.ui import profitability_frames as frames
from cx.ui.cards import Fact
from cx.ui.profitability_load import Page
from cx.ui.profitability_work import Works
from cx.ui.text import escape
from cx.words import counted, unsigned

OVERVIEW, MIXES, LOSING, COSTS, WHAT_IF, BEST, SCENARIOS = PARTS = (
    "Overview",
    "Mixes",
    "Who loses money",
    "Cost to serve",
    profitability_work.WHAT_IF,
    "Best mix",
    "Scenarios",
)
TILES, NARROWEST = 4, 150
RECORDED = "all amounts on record"


def choose_side() -> str:
    """Let the reader choose whose contacts make a mix."""
    chosen = st.segmented_control(
        "Mixes are made of",
        SIDES,
        default=SIDES[0],
        required=True,
        format_func=SIDE_NAMES.__getitem__,
        key="side",
        bind="query-params",
    )
    return chosen or SIDES[0]


def choose() -> str:
    """Let the reader choose what to look into; only that is drawn."""
    chosen = st.segmented_control(
        "Look into",
        PARTS,
        default=OVERVIEW,
        required=True,
        key="part",
        bind="query-params",
        label_visibility="collapsed",
        width="stretch",
    )
    return chosen or OVERVIEW


def begin(filters: Filters, side: str) -> Page:
    """Find out what remains of the revenue, by customer, segment and mix."""
    with st.spinner("Adding up what customers bring and cost …"):
        return profitability_load.begin(filters, side)


def answer(page: Page) -> DeltaGenerator:
    """Print what remains and who loses; return the place for what would mend it."""
    shown = f"{page.view.filters.in_words()} · {counted(len(page.people), 'customer')}"
    st.subheader(escape(page.found.headline), anchor=False)
    slot = st.empty()
    st.caption(escape(f"{shown} · {frames.age(page)}"))
    return slot


def mend(page: Page, works: Works, slot: DeltaGenerator) -> None:
    """Say which moves would mend it, or how far it is until that is known."""
    with slot.container():
        if works.under_way:
            profitability_work.watch(page, works)
        elif page.found.best is not None or page.found.refusal is not None:
            st.markdown(f":material/alt_route: {escape(mended_in_words(page))}")


def mended_in_words(page: Page) -> str:
    """Say in a sentence what the recommended moves are associated with."""
    best = page.found.best
    if best is None or best.refusal is not None:
        refusal = best.refusal if best else page.found.refusal
        return refusal.message if refusal else ""
    kept = [each for each in best.moves if each.is_recommended]
    if not kept or best.recommended is None or best.recommended.margin.change is None:
        return "No move of contacts to another channel holds up."
    change = best.recommended.margin.change
    sum_of, verb = money(change.value, page.found.settings.currency), "is"
    return (
        f"{counted(len(kept), 'move')} of contacts to other channels "
        f"{verb if len(kept) == 1 else 'are'} associated with {sum_of} more "
        f"margin ({_ends(change)}), first {move_in_words(kept[0].move)}."
    )


def tiles(page: Page) -> None:
    """Show the largest figures, each with its doubt."""
    with st.grid(TILES, gap="small", min_column_width=NARROWEST):
        for each in (_revenue(page), _margin(page), _serving(page), _losing(page)):
            cards.fact(each)


def _revenue(page: Page) -> Fact:
    line = page.found.contribution.lines[0]
    basis = words.BASIS_WORDS.get(page.view.extent.basis or "", "")
    if not page.view.extent.basis:
        return Fact("Revenue", "Not told", ("No revenue is on file.", "Takes orders or invoices."))
    lines = (f"{line.amounts:,} amounts, {RECORDED}", "a count, not a sample")
    return Fact(_named(page, "Revenue"), _sum(line.amount), lines, help=f"Read from {basis}.")


def _margin(page: Page) -> Fact:
    total, average = page.found.contribution, page.average.mean
    if page.found.costs_refusal:
        return _untold("Contribution", page.found.costs_refusal)
    lines = []
    if total.revenue > 0:
        lines.append(f"{unsigned(100 * total.margin / total.revenue)} % of revenue")
    if average is not None and page.average.refusal is None:
        lines += [f"{whole(average.value)} a customer", _ends(average)]
    if total.unknown:
        lines.append(f"{total.unknown:,} amounts are missing in it")
    said = "What a customer contributes on average, with the interval that customers as these give."
    return Fact(_named(page, "Contribution"), _sum(total.margin), tuple(lines), help=said)


def _serving(page: Page) -> Fact:
    total = page.found.contribution
    lines = [line for line in total.lines if line.name in ("serve", "repeat")]
    known = sum(line.amounts - line.unknown for line in lines)
    if not known:
        return Fact("Cost to serve", "Not told", ("No contact has a cost or a rate.",))
    of = sum(line.amounts for line in lines)
    priced, unknown = (sum(getattr(line, name) for line in lines) for name in ("priced", "unknown"))
    said = [f"{of:,} contacts, {whole(total.cost_to_serve / known)} each"]
    said += [f"{priced:,} priced by rate"] if priced else []
    said += [f"{unknown:,} without any cost"] if unknown else []
    return Fact(_named(page, "Cost to serve"), _sum(total.cost_to_serve), tuple(said))


def _losing(page: Page) -> Fact:
    name, share = "Lose money", page.average.unprofitable
    if page.found.costs_refusal:
        return _untold(name, page.found.costs_refusal)
    if share is None:
        refusal = page.average.refusal
        return Fact(name, "Withheld", (refusal.message if refusal else "Too few customers.",))
    taken = f"they take {whole(-page.found.whale.lost)}"
    counts = f"{page.found.losing:,} of {counted(page.found.customers, 'customer')}"
    ends = f"95 %: {100 * share.low:.0f} to {100 * share.high:.0f} %"
    said = "Customers whose contribution of the period is below 0."
    return Fact(name, f"{100 * share.value:.0f} %", (counts, ends, taken), help=said)


def _untold(name: str, refusal: Refusal) -> Fact:
    """Say that a figure cannot be told, and what it takes."""
    return Fact(name, "Not told", ("No cost is on file.", f"Takes {refusals.wanted(refusal)}."))


def _ends(found: Estimate) -> str:
    return f"95 %: {whole(found.low)} to {whole(found.high)}"


def _sum(amount: float) -> str:
    return short(amount, digits=2)


def _named(page: Page, name: str) -> str:
    """Return the name of a tile, with the currency its amount is in."""
    currency = page.found.settings.currency
    return f"{name}, {currency}" if currency else name


def notes(page: Page) -> None:
    """Print what a careful reader must know."""
    cards.notes(page.found.notes)
