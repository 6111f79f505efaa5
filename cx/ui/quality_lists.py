"""The lists of the Quality page: what is worth mending, row by row, and the data dictionary."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cx.extracts import EXTRACTS
from cx.topics import quality
from cx.topics.ask import Ask
from cx.topics.quality.judging import percent
from cx.topics.quality.report import dictionary, tables
from cx.topics.quality.results import Quality
from cx.ui import downloads, how, session, table
from cx.ui.how import How
from cx.ui.text import escape

EXTRACT, CUSTOMERS = "dictionary_extract", "customers"
ALL = "All extracts"
MOST_HIGH = 20
MOST_SHOWN, MOST_DOWNLOADED = 200, 100_000
MENDING = {
    "orphans": "Leads nowhere",
    "impossible": "Doubtful",
    "duplicates": "Looks double",
}
"""Kinds of problem, by the names of their questions and tables."""

Lister = Callable[..., tuple[list[dict[str, Any]], int]]
"""Gives the rows of one problem, at most so many, and the number of all of them."""


def mending(result: Quality) -> None:
    """List what is worth mending, each with the rows themselves."""
    st.subheader("What is worth mending", anchor=False)
    st.caption(
        "Nothing of it was dropped: it is told here, so that you can mend the source and bring the "
        "file in again."
    )
    found = tables(result)
    counts = [sum(int(str(row["rows"])) for row in found[name]) for name in MENDING]
    names = [f"{title} ({count:,})" for title, count in zip(MENDING.values(), counts, strict=True)]
    orphans, impossible, twins = st.tabs(names)
    with orphans:
        _orphans(result, found["orphans"])
    with impossible:
        _doubtful(result, found["impossible"])
    with twins:
        _twins(result, found["duplicates"])


def _orphans(result: Quality, rows: table.Rows) -> None:
    explained = [
        "Rows that name something that is not on file, such as orders of a customer nobody knows. "
        'They are kept and count under "(unknown)": bring in the missing extract, or mend the ids.',
    ]
    links = result.links.orphans if result.links else ()
    choices = {
        f"{each.column} of {each.extract}": _lister(
            quality.orphan_rows, each.extract, each.points_to, column=each.column
        )
        for each in links
    }
    none = "Every reference leads to a row that is on file."
    _problem("orphans", rows, explained, choices, none, "10_orphans")


def _doubtful(result: Quality, rows: table.Rows) -> None:
    explained = [
        "Values that cannot be, or hardly: an end before its beginning, a score outside its scale, "
        "a record of a day that is yet to come, an amount below zero where none is due.",
    ]
    choices = {
        f"{quality.RULES[each.rule]}, {each.extract}": _lister(
            quality.impossible_rows, each.extract, rule=each.rule
        )
        for each in result.impossible
    }
    none = "No value was found that cannot be."
    _problem("impossible", rows, explained, choices, none, "11_impossible")


def _twins(result: Quality, rows: table.Rows) -> None:
    explained = [
        "Rows under another key that agree in all that is told beside them. Whether they are "
        "double only their source can say: two customers may well share a name.",
        "Looked at are customers, products, invoices, contacts (not those dated by the day alone) "
        "and answers of known customers.",
    ]
    links = result.links.twins if result.links else ()
    choices = {each.extract: _lister(quality.twin_rows, each.extract) for each in links}
    none = "No row looks like another one under another key."
    _problem("duplicates", rows, explained, choices, none, "12_duplicates")


def _lister(find: Lister, extract: str, points_to: str = "", **which: str) -> Lister:
    """Return what lists rows, with ids of customers under a name that says so."""
    keys = {"row_key": "customer_id", "twin_key": "twin_customer_id"}
    names = keys if extract == CUSTOMERS else {}
    names |= {"lost_id": "lost_customer_id"} if points_to == CUSTOMERS else {}

    def listed(ask: Ask, most: int) -> tuple[list[dict[str, Any]], int]:
        rows, total = find(ask, extract=extract, most=most, **which)
        return [{names.get(key, key): row[key] for key in row} for row in rows], total

    return listed


def _problem(
    name: str,
    rows: table.Rows,
    explained: Sequence[str],
    choices: Mapping[str, Lister],
    none: str,
    definition: str,
) -> None:
    """Show counts of a kind of problem, and behind each its rows."""
    for paragraph in explained:
        st.markdown(escape(paragraph))
    if rows:
        table.show(_in_percent(rows), alt=MENDING[name], name=f"quality_{name}")
        _rows_behind(name, choices)
    else:
        st.success(none, icon=":material/check_circle:")
    question = (f"quality/{name}",)
    said = How(MENDING[name], explained, questions=question, definitions=(definition,))
    how.button(said, f"quality_{name}")


def _in_percent(rows: table.Rows) -> list[dict[str, object]]:
    return [
        {key: percent(float(str(row[key]))) if key == "share" else row[key] for key in row}
        for row in rows
    ]


@st.fragment
def _rows_behind(name: str, choices: Mapping[str, Lister]) -> None:
    """List the rows of one line, the first of them, and give all of them as a file."""
    chosen = st.selectbox(
        "Show the rows of", list(choices), index=None, placeholder="Choose", key=f"behind_{name}"
    )
    if chosen is None:
        return
    lister = choices[chosen]
    with session.asking() as run:
        rows, total = lister(run.ask, most=MOST_SHOWN)
    shown = f"the first {len(rows):,} of {total:,}" if total > len(rows) else f"{total:,}"
    st.markdown(f"**{escape(chosen)}**: {shown}")
    table.show(
        rows, alt=f"Rows: {chosen}", name=f"rows_{name}", fetch_all=partial(_all_rows, lister)
    )


def _all_rows(lister: Lister) -> table.Rows:
    with session.asking() as run:
        return lister(run.ask, most=MOST_DOWNLOADED)[0]


def data_dictionary(result: Quality) -> None:
    """Show every column with its meaning and its live counts; templates and examples beside it."""
    st.subheader("Data dictionary", anchor=False)
    st.caption("What may be brought in, what each column means, and how much of it there is now.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("Extract", [ALL, *EXTRACTS], key=EXTRACT, width=240)
        search = st.text_input(
            "Find a column", placeholder="delivery, date, nps …", key="dictionary_search", width=320
        )
        if chosen != ALL:
            downloads.template(chosen)
            downloads.example(chosen)
    rows = dictionary(result, None if chosen == ALL else chosen, search)
    if not rows:
        st.caption("No column is called so, or means that. Search for less.")
        return
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        alt="Data dictionary: columns with their meaning and how many rows fill them",
        height=table.height(len(rows), MOST_HIGH),
        column_config=_dictionary_columns(),
        column_order=[name for name in DICTIONARY if name != "extract" or chosen == ALL],
        placeholder="",
        key="table_dictionary",
    )
    with st.container(horizontal=True):
        table.download(rows, "dictionary")
    if chosen == ALL:
        st.caption("Choose an extract to get its template and a small example file.")


DICTIONARY = (
    *("extract", "column", "type", "needed", "meaning", "values", "share", "filled_rows", "rows"),
)
"""Its columns, those that tell most first."""


def _dictionary_columns() -> dict[str, Any]:
    count = partial(st.column_config.NumberColumn, format="localized", width="small")
    return {
        "extract": "Extract",
        "column": st.column_config.TextColumn("Column", width=170),
        "type": "Type",
        "needed": "Needed",
        "meaning": st.column_config.TextColumn("Meaning", width=270),
        "values": st.column_config.TextColumn("Values", width=180),
        "filled_rows": count("Filled rows"),
        "rows": count("Rows"),
        "share": st.column_config.ProgressColumn(
            "Filled", format="percent", min_value=0, max_value=1
        ),
    }
