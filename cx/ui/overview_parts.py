"""The parts of the Overview: what moved, both sides on one axis, and how sure customers are."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import streamlit as st

from cx import zones
from cx.charts import overview as charts
from cx.metrics import METRICS
from cx.topics import overview
from cx.topics.nps.periods import next_start
from cx.topics.overview import Overview, list_accounts, report, words
from cx.topics.overview.results import CLASSES, Finding
from cx.ui import cards, chart_frame, empty, filter_bar, how, menu, session, table
from cx.ui.chart_frame import Frame, Origin
from cx.ui.drill import MOST_DOWNLOADED, Behind, Listed, Marks
from cx.ui.how import How
from cx.ui.text import escape
from cx.words import counted, day_in_words

GOOD, BAD, NEITHER = ":green[:material/trending_up:]", ":red[:material/trending_down:]", "•"
APART = ":orange[:material/flag:]"
NOTHING_COMPARED = "Nothing could be compared here."
TILES = (
    "overview/money_moved",
    "overview/retention",
    "overview/complaints",
    "overview/asked",
    "overview/accounts",
)
METHOD = (
    "Scores, response rate and complaints carry the intervals of their pages. Money and retention "
    "are counted. Whether a sum moved is judged customer by customer, before against now (Student "
    "t); cost to serve by Welch's test with the customers of both; shares by Newcombe's method. An "
    "arrow stands only where a change is clear among everything that this page looks at: the "
    "chance of even one false one is 5 % at most (Holm)."
)
COURSE = (
    "What customers say leads, what they do follows. Revenue is that of orders, else invoices, "
    "else contracts; a month that has only begun has none. Retention is the share of those who "
    "were customers on the first of the month and still were at its end."
)
SURE = (
    "As of the latest moment on file, whatever the period. At risk: the latest answer of the last "
    "12 months was an unhappy one, a complaint is open, or they stopped buying (status lapsed). "
    "Unknown: none of it, and no answer in 12 months. Safe: everybody else. Revenue is that of the "
    "last 12 months. These are signs, not a forecast."
)


def load() -> Overview:
    """Ask for the page, as it stands after the newest step that anybody logged."""
    steps, notes = session.follow_ups_revision(), session.notes_revision()
    return session.answer(overview.load, session.filters(), revision=steps, notes=notes)


def is_any(found: Overview) -> bool:
    """Say what is missing where there is nothing to tell; True where there is something."""
    if found.has_nothing:
        empty.nothing_yet(
            "There is nothing to look at yet",
            "This page will say how the company is doing, and what moved.",
        )
    elif found.is_empty:
        empty.no_match(session.filters())
    return not (found.has_nothing or found.is_empty)


def answer(found: Overview) -> None:
    """Print the answer, and what it is of."""
    kind = found.nps.survey_kind
    is_chosen = found.asked.survey_kind is not None or kind not in ("relationship", "transactional")
    shown = found.asked.in_words() + ("" if is_chosen else f", {kind} surveys")
    cards.headline(found.headline, f"{shown} · {_age(found)}")


def _age(found: Overview) -> str:
    told = (
        f"as of {day_in_words(zones.day_of(found.as_of, found.settings.time_zone))}"
        if found.as_of
        else "no data"
    )
    return f"{told} · data version {session.version()}"


def how_tiles(found: Overview) -> None:
    """Explain the tiles in one place."""
    metric = found.nps.metric
    told = How(
        "Headline figures",
        [metric.definition, METHOD],
        metric.source,
        found.asked.in_words(),
        _age(found),
        TILES,
        found.filters.params(),
        ("54_money", "60_accounts_in"),
        report(found, session.version()).tables["tiles"],
    )
    how.button(told, "tiles")


def findings(found: Overview) -> None:
    """Show what moved or stands out, ranked by money, each with the way to its page."""
    with st.container(border=True, height="stretch", key="frame_findings", gap="small"):
        cards.section("What matters now")
        if not found.findings:
            looked = f"{counted(found.family, 'comparison')} looked at"
            st.markdown(
                f"Nothing moved beyond noise: {looked}." if found.family else NOTHING_COMPARED
            )
        for at, finding in enumerate(found.findings):
            _finding(finding, at, found)


def _finding(finding: Finding, at: int, found: Overview) -> None:
    with st.container(gap=None, key=f"finding_{at}"):
        st.markdown(f"{_sign(finding)} {escape(finding.sentence)}")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if finding.money:
                concerned = words.money(finding.money, found.settings.currency)
                st.caption(escape(f"{_stake(finding)}: {concerned}"), width="content")
            _link(finding.page, finding)


def _stake(finding: Finding) -> str:
    is_sum = finding.kind in ("revenue", "margin", "cost_to_serve")
    return "Amount" if is_sum else "Revenue concerned"


def _sign(finding: Finding) -> str:
    if not finding.is_change:
        return APART
    return NEITHER if finding.is_good is None else GOOD if finding.is_good else BAD


def _link(page: str, finding: Finding) -> None:
    """Lead to the page of a finding, with its filters; a page that is not there is not offered."""
    if not menu.has(page):
        return
    own = {finding.own[0]: [finding.own[1]]} if finding.own else {}
    menu.link(page, address=filter_bar.written(finding.filters) | own)


def waiting(found: Overview) -> None:
    """Say who waits for an answer, and lead there."""
    if not found.waiting.items:
        return
    revenue = found.waiting.revenue
    brings = (
        f"; their customers bring in {words.money(revenue, found.settings.currency)} a year"
        if revenue
        else ""
    )
    items = f"{found.waiting.items:,} unhappy answers and complaints"
    with st.container(border=True, height="stretch", gap="xsmall", key="frame_waiting"):
        cards.section("Who waits for an answer?")
        st.markdown(f":material/hourglass_top: {escape(f'{items} wait{brings}.')}")
        menu.link("closed_loop", address=filter_bar.written(found.asked))


def timeline(found: Overview) -> None:
    """Show both sides of the same months on one axis."""
    marks = {
        month.starts_on.isoformat(): Behind(
            month.label,
            replace(
                found.filters,
                period="custom",
                from_on=month.starts_on,
                to_on=min(
                    next_start(month.starts_on, "month") - timedelta(days=1),
                    found.stretches.now_to,
                ),
            ),
            count=month.score.responses,
        )
        for month in found.course
        if month.score is not None and month.score.low is not None
    }
    _frame(
        found,
        ("timeline", "What customers say, and what they do"),
        partial(charts.timeline, found),
        ("nps/trend", "overview/money", "overview/retention", "overview/events"),
        COURSE,
        marks,
    )


def accounts(found: Overview) -> None:
    """Show how sure the customers are, and lead to each of them."""
    if not found.accounts:
        return
    marks = {
        each.name: Listed(
            f"customers {each.name}", partial(_listed, found, each.name), each.customers
        )
        for name in CLASSES
        for each in found.accounts
        if each.name == name and each.customers
    }
    _frame(
        found,
        ("accounts", "How sure are our customers?"),
        partial(charts.accounts, found),
        ("overview/accounts",),
        SURE,
        marks,
    )


def _listed(found: Overview, name: str, key: str) -> None:
    rows = _rows(found, name)
    total = next(each.customers for each in found.accounts if each.name == name)
    shown = f"the {len(rows):,} who bring in most of " if total > len(rows) else ""
    st.markdown(f"**Customers {escape(name)}**: {shown}{total:,}")
    table.show(
        rows,
        alt=f"Customers {name}, those who bring in most first",
        name=f"accounts_{key}",
        fetch_all=lambda: _rows(found, name, MOST_DOWNLOADED),
    )


def _rows(found: Overview, name: str, most: int = 200) -> list[dict[str, object]]:
    revenue = f"revenue_12_months_{found.settings.currency}".rstrip("_")
    revision = session.follow_ups_revision()
    with session.asking() as run:
        listed = list_accounts(run.ask, found, name, revision, most)
    return [
        {
            "customer_id": each["customer_id"],
            "customer": each["customer"],
            revenue: round(each["revenue"]),
            "because": words.because(each),
            "segment": each["segment"],
            "region": each["region"],
        }
        for each in listed
    ]


def _frame(
    found: Overview,
    named: tuple[str, str],
    draw: Callable[..., Any],
    questions: Sequence[str],
    method: str,
    marks: Marks,
) -> None:
    key, title = named
    origin = Origin(
        METRICS[found.filters.metric],
        found.filters,
        questions,
        report(found, session.version()).tables[key],
        found.nps.answers,
        _age(found),
        method,
    )
    chart_frame.show(Frame(key, title, draw, origin, marks))
