"""The parts of the History page: the list of imports, one of them told whole, the audit log."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from cx import zones
from cx.topics import imports
from cx.topics.imports.load import AuditPage, audit
from cx.topics.imports.report import import_rows
from cx.topics.imports.results import Import, Imports
from cx.topics.imports.story import did, did_nothing, undone
from cx.topics.rests_on import pages_resting_on
from cx.ui import cards, downloads, effects, history_undo, how, menu, session, table
from cx.ui.how import How
from cx.ui.text import bullets, escape
from cx.warehouse import rejects
from cx.words import counted, day_in_words, listed, to_the_minute

CHOSEN, LIST = "import", "history_list"
MOST_HIGH = 9
AUDIT_LINES = 50
SHOWN = (
    "number",
    "extract",
    "imported_at",
    "state",
    "new_rows",
    "changed_rows",
    "retired_rows",
    "rejected_rows",
    "current_rows",
    "by",
    "file",
)
"""Columns of the list, those that tell most first; the download has all."""

MODES = {"merge": "added and replaced by key", "snapshot": "everything there is: others retired"}


def headline(result: Imports) -> None:
    """Print the answer, and below it how many imports there are."""
    first, undone_ones = result.imports[-1], [each for each in result.imports if each.undo]
    parts = [
        f"{counted(len(result.imports), 'import')} since {day_in_words(result.day_of(first.at))}",
        f"{len(undone_ones):,} undone",
        f"data version {session.version()}",
    ]
    cards.headline(result.headline, " · ".join(parts))


def choose(result: Imports) -> Import:
    """List the imports; return the one that was chosen in the list, by its number or by a link."""
    rows = import_rows(result)
    with st.container(border=True, gap="small"):
        cards.section("Imports, newest first")
        st.dataframe(
            _list(rows, result.settings.time_zone),
            hide_index=True,
            alt="Imports, newest first: who brought what, when, and what it did to rows",
            height=table.height(len(rows), MOST_HIGH),
            column_config=_columns(result.settings.time_zone),
            on_select=partial(_choose, [each.import_id for each in result.imports]),
            selection_mode="single-row",
            placeholder="",
            key=LIST,
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            numbers = [each.import_id for each in result.imports]
            chosen = st.selectbox(
                "Tell more of import number", numbers, key=CHOSEN, bind="query-params", width=240
            )
            table.download([table.in_utc(row, "imported_at") for row in rows], "imports")
            how.button(_how(), "imports")
    return result.find(chosen) or result.imports[0]


def _choose(numbers: Sequence[int]) -> None:
    """Take over what was chosen in the list."""
    picked = st.session_state[LIST]["selection"]["rows"]
    if picked:
        st.session_state[CHOSEN] = numbers[picked[0]]


def _list(rows: table.Rows, zone: str) -> pd.DataFrame:
    shown = pd.DataFrame([{name: row[name] for name in SHOWN} for row in rows])
    moments = pd.to_datetime(shown["imported_at"]).dt.tz_localize("UTC")
    return shown.assign(imported_at=moments.dt.tz_convert(zone).dt.tz_localize(None))


def _columns(zone: str) -> dict[str, Any]:
    count = partial(st.column_config.NumberColumn, format="localized", width="small")
    return {
        "number": st.column_config.NumberColumn("No.", format="%d", width="small"),
        "imported_at": st.column_config.DatetimeColumn(
            f"When ({zone})", format="D MMM YYYY, HH:mm"
        ),
        "by": "By",
        "extract": "Extract",
        "file": "File",
        "state": "State",
        "new_rows": count("Added"),
        "changed_rows": count("Changed"),
        "retired_rows": count("Retired"),
        "rejected_rows": count("Rejected"),
        "current_rows": count("Current", help="Its rows that no later import has replaced."),
    }


def _how() -> How:
    return How(
        "Imports",
        [
            "Each import is noted with its transaction: who, when, the file and its hash, the "
            "mapping, what became of every row, and each headline figure before and after.",
            "Added, changed and retired rows are counted against the rows that were current then. "
            "Current rows are those that no later import has replaced or taken away.",
        ],
        questions=("history/imports", "history/standing", "history/effects"),
        definitions=("01_live_imports", "02_sales", "09_headlines"),
    )


def details(result: Imports, chosen: Import) -> None:
    """Tell one import whole: what it was, what it changed, what rests on it, how to undo it."""
    st.subheader(f"Import {chosen.import_id}: {escape(chosen.file_name)}", anchor=False)
    left, right = st.columns(2)
    with left, st.container(border=True, height="stretch"):
        _changed(result, chosen)
        _noticed(chosen)
    with right, st.container(border=True, height="stretch"):
        _facts(chosen, result.settings.time_zone)
        _rejects(chosen)
    with st.container(border=True):
        _pages(chosen)
        history_undo.show(chosen)


def _changed(result: Imports, chosen: Import) -> None:
    cards.section("What it changed")
    said = did(chosen) if chosen.status == "committed" else did_nothing(chosen)
    st.markdown(escape(f"It {said}."))
    if chosen.file_rows is None:
        st.caption("What it did to the figures was not noted then.")
    else:
        told = result.effects_of(chosen.import_id)
        effects.show(told, f"effects_import_{chosen.import_id}", is_done=True)
    if chosen.undo is not None:
        when = f"{day_in_words(result.day_of(chosen.undo.at))} by {chosen.undo.by}"
        st.markdown(f"**What its undo changed**, on {escape(when)}")
        if undone(chosen):
            st.markdown(escape(undone(chosen)))
        taken = result.effects_of(chosen.import_id, "undo")
        effects.show(taken, f"effects_undo_{chosen.import_id}", is_done=True)


def _facts(chosen: Import, zone: str) -> None:
    cards.section("What it was")
    with session.asking() as run:
        toml = imports.mapping_of(run.ask, chosen.import_id)
    facts = {
        "Brought in": f"{to_the_minute(chosen.at, zone)} by {chosen.actor}, in {_seconds(chosen)}",
        "Extract": " and ".join(chosen.tables),
        "Rows of the file": f"{chosen.file_rows:,}"
        if chosen.file_rows is not None
        else "not noted",
        "Mapping": chosen.mapping or ("made for this file" if toml else "none: it has our columns"),
        "Mode": f"{chosen.mode} ({MODES.get(chosen.mode, '')})",
        "SHA-256 of the file": chosen.file_sha256,
    }
    st.markdown("\n".join(f"- {name}: {escape(value)}" for name, value in facts.items()))
    if toml:
        with st.expander("The mapping as it was then"):
            st.code(toml, language="toml", wrap_lines=True)


def _noticed(chosen: Import) -> None:
    """Repeat what was worth a look when it was brought in."""
    if chosen.warnings:
        cards.section("What was noticed then")
        st.markdown(bullets(chosen.warnings))


def _seconds(chosen: Import) -> str:
    return f"{chosen.seconds:,.1f} s" if chosen.seconds < 60 else f"{chosen.seconds / 60:,.1f} min"


def _rejects(chosen: Import) -> None:
    """Give the rejected rows back as they came, or say that their file is gone."""
    if chosen.rejects_file is None:
        st.caption("No row of it was rejected.")
        return
    file = rejects.find(session.house().path, chosen.rejects_file)
    if file is None:
        st.caption(
            f"The file of its rejected rows, {escape(Path(chosen.rejects_file).name)}, is not "
            "there any more. Upload the original again to get them."
        )
        return
    downloads.rejected_rows(file)


def _pages(chosen: Import) -> None:
    """Link to the pages whose figures rest on rows of this import."""
    extracts = [name for name, rows in chosen.standing.items() if rows]
    if not extracts:
        st.markdown("No figure rests on it any more: none of its rows is current.")
        return
    verb = "is" if chosen.standing_rows == 1 else "are"
    said = f"{chosen.standing_rows:,} of its rows {verb} current, in {listed(extracts)}."
    pages = pages_resting_on(*extracts)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        tail = "Figures that rest on it:" if pages else "No page makes figures of that yet."
        st.markdown(escape(f"{said} {tail}"), width="content")
        for page in pages:
            menu.link(page)


def audit_log() -> None:
    """Show who did what, for those who look for it."""
    with st.expander("Audit log: who did what, and when", icon=":material/policy:"):
        _audit()


@st.fragment
def _audit() -> None:
    search = st.text_input(
        "Find in the audit log", placeholder="A name, import, undo, setting …", key="audit_search"
    )
    page = st.session_state.get("audit_page", 1)
    found = _read(search, page, AUDIT_LINES)
    if not found.total:
        st.caption("Nothing was noted yet." if not search else "Nothing in the log matches that.")
        return
    zone, pages = session.zone(), -(-found.total // AUDIT_LINES)
    if page > pages:
        st.session_state["audit_page"] = 1
        st.rerun(scope="fragment")
    st.caption(f"{found.total:,} lines, newest first; times are {zones.clock_in_words(zone)}.")
    rows = _audit_rows(found, zone)
    everything = partial(_read, search, 1, found.total)
    table.show(
        rows,
        alt="Audit log, newest first",
        name="audit",
        fetch_all=lambda: _audit_rows(everything(), zone),
    )
    if pages > 1:
        st.pagination(pages, key="audit_page")


def _read(search: str, page: int, lines: int) -> AuditPage:
    """Ask for a page of the log, each time anew: not everything noted is a new state of data."""
    with session.asking() as run:
        ask = partial(run.snapshot.ask, scope=run.scope)
        return audit(ask, search, lines, lines * (page - 1))


def _audit_rows(found: AuditPage, zone: str) -> list[dict[str, object]]:
    return [
        {
            f"when_{zone}": zones.local(each.at, zone),
            "who": each.actor,
            "what": each.action,
            "details": each.detail,
        }
        for each in found.acts
    ]
