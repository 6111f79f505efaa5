"""The first parts of the Quality page: the answer, how fresh and how whole the data is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cx import zones
from cx.charts import quality as charts
from cx.charts.theme import alt_of
from cx.filters import Filters
from cx.topics import quality
from cx.topics.quality.judging import (
    GRAVE_SHARE,
    HEARD_SHARE,
    LOST_SHARE,
    STALE_DAYS,
    percent,
)
from cx.topics.quality.report import coverage_rows, tables
from cx.topics.quality.results import Quality
from cx.ui import appearance, cards, how, session, table
from cx.ui.chart_frame import CONFIG
from cx.ui.how import How
from cx.ui.quality_lists import EXTRACT
from cx.ui.text import escape
from cx.words import counted, day_in_words, listed

MOST_NAMED = 3
FOLLOWED = "quality_followed"
ASKED = (
    "freshness",
    "filled",
    "impossible",
    "coverage",
    "speakers",
    "orphans",
    "duplicates",
)


def look() -> Quality:
    """Ask what each table tells by itself."""
    return session.answer(quality.look, Filters())


def followed(result: Quality) -> Quality:
    """Follow every reference and compare rows, extract by extract, and show how far that is."""
    found, bar = [], st.empty()
    is_known = st.session_state.get(FOLLOWED) == session.version()
    for i, held in enumerate(result.held):
        if not is_known:
            said = f"Following every reference and looking for rows alike: {escape(held.name)}"
            bar.progress(i / len(result.held), text=said)
        found.append(session.answer(quality.follow_one, Filters(), extract=held.name))
    bar.empty()
    st.session_state[FOLLOWED] = session.version()
    return replace(result, links=quality.merge(found))


def opening(result: Quality, place: Any) -> None:
    """Print the answer, its tiles and what one must know, at a place that stands already.

    It is drawn before references were followed only where that may take a while, so that nothing
    flickers when it does not.
    """
    if result.links is None and st.session_state.get(FOLLOWED) == session.version():
        return
    with place.container():
        where = f"All of the data, {counted(result.rows, 'row')} · data version {session.version()}"
        cards.headline(result.headline, where)
        _tiles(result)
        cards.notes(result.notes)


def explained() -> None:
    """Say how the answer and its tiles came about."""
    said = How(
        "How far the data can be trusted",
        [
            "Far, when nothing was found that speaks against it; not far, when responses or "
            f"customers are missing, or {100 * GRAVE_SHARE:g} % or more of the answers name "
            "customers who are not on file; else with care, the gravest reservation first.",
            f"Named are: answers and other records older than {STALE_DAYS} days, scores that speak "
            f"for less than {100 * HEARD_SHARE:g} % of the revenue, columns of which "
            f"{100 * LOST_SHARE:g} % or more of the references lead nowhere, doubtful values, and "
            "rows that look double.",
        ],
        questions=[f"quality/{name}" for name in ASKED],
    )
    how.button(said, "quality")


def _tiles(result: Quality) -> None:
    tiles = [_extracts(result), _newest(result), _filled(result), *_links(result)]
    tiles += [_impossible(result), _heard(result)]
    with st.grid(3, gap="small", min_column_width=150):
        for name, value, caption, help in tiles:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(name, value, help=help)
                st.caption(escape(caption))


Tile = tuple[str, str, str, str]
"""Name, figure, what it is of, and what else there is to know."""


def _extracts(result: Quality) -> Tile:
    missing = result.missing
    if not missing:
        caption = "Nothing is missing"
    elif len(missing) <= MOST_NAMED:
        caption = f"Missing: {listed(missing)}"
    else:
        caption = f"{len(missing)} are missing, see below"
    value = f"{len(result.there)} of {len(result.held)}"
    return "Extracts", value, caption, "Kinds of file that have rows."


def _newest(result: Quality) -> Tile:
    name = "Age in days"
    help = "Of contracts, campaigns, rates and events no age is told: they may well be plans."
    newest = result.newest
    if newest is None or newest.latest_on is None:
        return name, "none", "No record has a day", help
    caption = f"Newest record: {day_in_words(newest.latest_on)}, {newest.name}"
    return name, f"{result.age_days(newest.latest_on):,}", caption, help


def _filled(result: Quality) -> Tile:
    help = "Of all cells that the columns of the extracts with rows could have. Empty is no fault."
    return "Cells filled", percent(result.filled_share or 0.0), counted(result.rows, "row"), help


def _links(result: Quality) -> list[Tile]:
    name = "Lost references"
    if result.links is None:
        return [(name, "…", "being followed", "")]
    lost, all_of_them = result.links.lost, result.references
    caption = f"{percent(lost / all_of_them if all_of_them else 0.0)} of {all_of_them:,} references"
    help = 'Ids of nobody on file. Their rows are kept and count under "(unknown)".'
    return [(name, f"{lost:,}", caption, help)]


def _impossible(result: Quality) -> Tile:
    kinds = len(result.impossible)
    caption = f"of {counted(kinds, 'kind')}" if kinds else "none was found"
    help = "An end before its beginning, a score outside its scale, a day that is yet to come …"
    return "Doubtful values", f"{result.wrong:,}", caption, help


def _heard(result: Quality) -> Tile:
    name, found = "Revenue heard", result.coverage
    help = "Share of the revenue from customers who answered a survey in the same twelve months."
    if found is None or found.share is None:
        return name, "not known", "Needs orders with revenue, or invoices", help
    caption = f"{found.heard_customers:,} of {found.customers:,} customers with {found.source}"
    return name, percent(found.share), caption, help


def freshness(result: Quality) -> None:
    """Show how old what each extract holds is, and when it last came in."""
    shown = ("extract", "rows", "newest_record", "days_ago")
    rows = tables(result)["freshness"]
    with st.container(border=True, height="stretch", gap="small", key="freshness"):
        cards.section("How fresh each extract is")
        st.caption(f"Seen from {escape(day_in_words(result.today))}")
        st.dataframe(
            pd.DataFrame([{name: row[name] for name in shown} | _came(row) for row in rows]),
            hide_index=True,
            alt="Extracts with rows, newest record, its age and the last import",
            height=table.height(len(rows), most=len(rows)),
            column_config=_fresh_columns(),
            placeholder="",
            key="table_freshness",
        )
        explained = [
            "A record is of the day on which its matter began: the column named under “by” in the "
            "download. Its age is counted to today.",
            "Products, surveys and ratings have no day of their own.",
        ]
        _foot("freshness", "How fresh each extract is", explained, rows, ("quality/freshness",))


def _came(row: Mapping[str, Any]) -> dict[str, object]:
    """Return the company's day of the last import."""
    at = row["last_import"]
    return {"last_import": zones.day_of(at, session.zone()) if at else None}


def _fresh_columns() -> dict[str, Any]:
    count = partial(st.column_config.NumberColumn, format="localized", width="small")
    return {
        "extract": "Extract",
        "rows": count("Rows"),
        "newest_record": st.column_config.DateColumn("Newest record", format="D MMM YYYY"),
        "days_ago": count("Days ago"),
        "last_import": st.column_config.DateColumn("Last import", format="D MMM YYYY"),
    }


def completeness(result: Quality) -> None:
    """Show how full every column is; a click leads to its extract in the data dictionary."""
    title = "How full every column is"
    with st.container(border=True, height="stretch", gap="xsmall", key="completeness"):
        cards.section(title)
        figure = charts.completeness(result, is_dark=appearance.is_dark())
        st.plotly_chart(
            figure,
            theme=None,
            key="chart_completeness",
            on_select=_open_dictionary,
            selection_mode="points",
            config=CONFIG,
            alt=alt_of(figure),
        )
        st.caption(f"{figure.layout.meta['legend']} A click opens it in the data dictionary.")
        explained = [
            "Share of the current rows of an extract with a value in the column. Empty is no fault "
            "where a column does not apply, such as the day a customer left."
        ]
        rows = [row for row in tables(result)["dictionary"] if row["rows"]]
        _foot("filled", title, explained, rows, ("quality/filled",))


def _open_dictionary() -> None:
    points = st.session_state["chart_completeness"]["selection"]["points"]
    if points and points[0].get("customdata"):
        st.session_state[EXTRACT] = points[0]["customdata"][0]


def coverage(result: Quality) -> None:
    """Show for which revenue the scores speak, by segment."""
    found = result.coverage
    with st.container(border=True, gap="small", key="coverage"):
        cards.section("For which revenue the scores speak")
        if found is None:
            st.markdown(
                "That is not known: it takes **orders** with revenue, or **invoices**, and "
                "**responses** of known customers in the same months."
            )
            return
        days = f"{day_in_words(found.from_on)} to {day_in_words(found.to_on)}"
        st.caption(escape(f"{days}, {found.customers:,} customers with {found.source}"))
        rows = coverage_rows(found)
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            alt="Revenue by segment, and the share of it from customers with an answer",
            height=table.height(len(rows), most=len(rows)),
            column_config=_coverage_columns(),
            placeholder="",
            key="table_coverage",
        )
        explained = [
            "Revenue of the last twelve months with any, from orders, or from invoices where no "
            "order has revenue; cancelled orders have none. Heard are customers with a score "
            "inside its scale in these months.",
            "Nothing is estimated, so there is no interval. That a customer answered does not mean "
            "that the answer stands for all that others think.",
        ]
        year = {"from_on": found.from_on, "to_on": found.to_on}
        _foot("heard", "Revenue by segment", explained, rows, ("quality/coverage",), values=year)


def _coverage_columns() -> dict[str, Any]:
    count = partial(st.column_config.NumberColumn, format="localized")
    return {
        "segment": "Segment",
        "customers": count("Customers"),
        "customers_with_answer": count("of them heard"),
        "revenue": count("Revenue", step=1),
        "revenue_with_answer": count("of it heard", step=1),
        "share": st.column_config.ProgressColumn(
            "Share heard", format="percent", min_value=0, max_value=1
        ),
    }


def _foot(
    name: str,
    title: str,
    explained: Sequence[str],
    rows: table.Rows,
    questions: Sequence[str],
    values: Mapping[str, object] | None = None,
) -> None:
    """Offer the rows as a file, and how they came about."""
    with st.container(horizontal=True, vertical_alignment="center"):
        table.download(rows, f"quality_{name}")
        said = How(title, explained, questions=questions, values=values or {})
        how.button(said, f"quality_{name}")
