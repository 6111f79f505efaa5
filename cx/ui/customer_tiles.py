"""What a customer is worth and what comes next, as tiles."""

from datetime import datetime

import streamlit as st

from cx import zones
from cx.metrics import METRICS
from cx.topics.customer import Customer, words
from cx.ui import cards
from cx.ui.cards import Fact
from cx.words import counted, day_in_words, unsigned


def show(found: Customer) -> None:
    """Show what the customer is worth, and what comes next."""
    facts = [
        _revenue(found),
        _margin(found),
        _wallet(found),
        _last(found),
        _pressure(found),
        _next(found),
        _influence(found),
    ]
    with st.grid(4, gap="small", min_column_width=cards.NARROWEST):
        for each in facts:
            cards.fact(each)


def _money(found: Customer, amount: float) -> str:
    return f"{unsigned(amount)} {found.settings.currency}".strip()


def _day(found: Customer, moment: datetime) -> str:
    return day_in_words(zones.day_of(moment, found.settings.time_zone))


def _revenue(found: Customer) -> Fact:
    value = found.value
    if value.revenue is None:
        last = f"last order {_day(found, value.last_order_at)}" if value.last_order_at else ""
        return Fact("Revenue, 12 months", "None", (last,) if last else ("no orders on file",))
    before = value.revenue_before
    against = f"12 months before: {_money(found, before)}" if before else "none in the 12 before"
    return Fact(
        "Revenue, 12 months",
        _money(found, value.revenue),
        (against, counted(value.orders, "order")),
    )


def _margin(found: Customer) -> Fact:
    value = found.value
    serve = (
        f"cost to serve {_money(found, value.cost_to_serve)}, {value.contacts_with_cost:,} of "
        f"{counted(value.contacts, 'contact')}"
        if value.cost_to_serve is not None
        else "cost to serve not known"
    )
    if value.margin is None:
        return Fact("Margin, 12 months", "Not known", ("no goods have a cost", serve))
    told = f"of {value.lines_with_cost:,} of {counted(value.lines, 'order line')}"
    return Fact("Margin, 12 months", _money(found, value.margin), (told, serve))


def _wallet(found: Customer) -> Fact:
    share, spend = found.value.share_of_wallet, found.profile.annual_category_spend
    if share is None or spend is None:
        return Fact("Share of wallet", "Not known", ("their spending is not on file",))
    said = [f"of an estimated {_money(found, spend)} a year"]
    if share > 1:
        said.append("the estimate is too low")
    return Fact("Share of wallet", f"{100 * share:.0f} %", tuple(said))


def _last(found: Customer) -> Fact:
    latest = found.latest
    if latest is None:
        return Fact("Last answer", "None", ("never answered",))
    name = METRICS[latest.metric].name
    lines = (_day(found, latest.responded_at), f"{latest.survey_kind} survey")
    return Fact(f"Last {name} answer", f"{latest.value} of {latest.scale}", lines)


def _pressure(found: Customer) -> Fact:
    value = found.value
    lines = ("those that we began", f"{value.marketing_pressure:,} of them marketing")
    return Fact("Our contacts, 30 days", f"{value.pressure:,}", lines)


def _next(found: Customer) -> Fact:
    if found.juncture is None:
        return Fact("Next juncture", "None", ("nothing ahead on file",))
    what, on = found.juncture
    days = (on - zones.day_of(found.as_of, found.settings.time_zone)).days
    lines = (day_in_words(on), f"in {counted(days, 'day')}")
    return Fact("Next juncture", words.JUNCTURES[what], lines)


def _influence(found: Customer) -> Fact:
    said = found.influence
    if not said.is_known:
        return Fact("Influence", "Not known", ("needs customers with referred_by_customer_id",))
    if not said.brought:
        return Fact("Influence", "0", ("brought nobody so far",))
    what = "margin" if said.is_margin else "revenue"
    return Fact(
        "Influence",
        _money(found, said.worth or 0.0),
        (f"{what} of {counted(len(said.brought), 'customer')} brought", "halved with each step"),
    )
