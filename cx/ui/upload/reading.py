"""Second section: how the file is read, shown with its first rows, and all of it changeable."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from cx.errors import ImportRefused
from cx.ingest.look import MOST_ROWS, Look, look
from cx.ingest.reading import ENCODINGS
from cx.ingest.shape import called
from cx.ui import table
from cx.ui.text import bullets, escape
from cx.ui.upload import state
from cx.ui.upload.state import Draft
from cx.words import counted

NAMED_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252, western Europe",
    "latin-1": "Latin-1 (ISO 8859-1)",
    "cp850": "DOS 850, western Europe",
    "cp1250": "Windows-1250, central Europe",
    "cp1251": "Windows-1251, Cyrillic",
    "mac-roman": "Mac Roman",
}
SAME_ENCODINGS = ("utf-8-sig", "iso8859-1")
DELIMITERS = (",", ";", "\t", "|", "^", "~")
QUOTES = {'"': 'Double quote "', "'": "Single quote '", "": "Nothing"}
FOUND_OUT = "Found out by itself"
MOST_HEADER_ROWS = 30
SHOWN_ROWS = 10


def line(draft: Draft) -> str:
    """Say how the file is read, in a line."""
    return in_words(draft.seen) if draft.seen else ""


def show(draft: Draft | None) -> None:
    """Show how the file reads, or why it does not, and what to change."""
    draft = draft and _looked(draft)
    if draft is None:
        return
    if draft.seen is None:
        _options(draft, is_open=True)
        _another(draft)
        return
    _found(draft.seen)
    _options(draft, is_open=_lacks_names(draft.seen))
    if not draft.seen.sample:
        st.warning("There are no rows below the column names. Export the file again.")
        _another(draft)
        return
    _first_rows(draft, draft.seen)
    st.button(
        "This is my table",
        key=draft.key("read_right"),
        type="primary",
        icon=":material/arrow_forward:",
        icon_position="right",
        on_click=state.reopen,
        args=("match",),
    )


def _another(draft: Draft) -> None:
    st.button(
        "Choose another file",
        key=draft.key("another"),
        icon=":material/arrow_back:",
        on_click=state.forget,
    )


def _looked(draft: Draft) -> Draft | None:
    """Look at the files, unless that was done; a refusal stands until something is changed."""
    if draft.seen is None and not draft.trouble:
        try:
            with st.spinner(f"Looking at {escape(draft.name)} …"):
                seen = look(draft.paths, draft.asked, draft.folder / "look")
            state.change(seen=seen)
        except ImportRefused as error:
            state.change(trouble=str(error))
            st.error(escape(str(error)), icon=":material/error:")
    return state.current()


def in_words(seen: Look) -> str:
    """Say how a file was read.

    >>> from cx.ingest.options import ReadOptions
    >>> read = ReadOptions("utf-8", ";", '"', 1)
    >>> in_words(Look("a.csv", 9, "text", read, (), ("id",), (), rows_seen=2655))
    'CSV text, semicolon, UTF-8, names in row 1; 2,655 rows looked at'
    """
    options = seen.options
    is_csv = seen.format == "text" and options.delimiter in (",", ";")
    parts = ["CSV text" if is_csv else seen.format.capitalize()]
    if options.sheet:
        parts.append(f'sheet "{options.sheet}"')
    if options.delimiter:
        parts.append(called(options.delimiter))
    if options.encoding:
        parts.append(NAMED_ENCODINGS.get(options.encoding, options.encoding).partition(",")[0])
    if options.header_row is not None:
        parts.append(f"names in row {options.header_row}" if options.header_row else "no names")
    first = "first " if seen.rows_seen == MOST_ROWS else ""
    return f"{', '.join(parts)}; {first}{counted(seen.rows_seen, 'row')} looked at"


def _found(seen: Look) -> None:
    with st.container(gap="xsmall"):
        st.markdown(f"**{escape(in_words(seen))}**")
        if seen.notes:
            st.markdown(bullets(seen.notes))


def _lacks_names(seen: Look) -> bool:
    return seen.options.header_row == 0 and not seen.options.names


def _first_rows(draft: Draft, seen: Look) -> None:
    """The first rows, numbered as in the file."""
    frame = pd.DataFrame(
        list(seen.sample[:SHOWN_ROWS]),
        columns=list(seen.header),
        index=pd.Index(seen.sample_rows[:SHOWN_ROWS], name="Row"),
    )
    st.dataframe(
        frame,
        height=table.height(len(frame)),
        placeholder="",
        alt="First rows of the file, as they are read",
        key=draft.key("first_rows"),
    )
    rows, columns = counted(len(frame), "row"), counted(len(seen.header), "column")
    st.caption(f"First {rows}, {columns}; numbered as in the file.")


def _options(draft: Draft, is_open: bool) -> None:
    """Offer everything that was found, to be changed."""
    if draft.seen and draft.seen.format == "parquet":
        return
    is_workbook = draft.seen is not None and draft.seen.format == "excel"
    label = "Not right? Change how it is read" if draft.seen else "Say how it is to be read"
    key = draft.key("options")
    with st.expander(label, expanded=is_open, icon=":material/tune:", key=key):
        with st.grid(4, min_column_width=200, gap="small"):
            if not is_workbook:
                _text_options(draft)
            if is_workbook or draft.seen is None:
                _sheet(draft)
            _header_row(draft)
        if draft.seen and draft.seen.options.header_row == 0:
            _names(draft, draft.seen)


def _text_options(draft: Draft) -> None:
    others = [each for each in ENCODINGS if each not in (*NAMED_ENCODINGS, *SAME_ENCODINGS)]
    _choose(draft, "encoding", "Letters (encoding)", [*NAMED_ENCODINGS, *others], NAMED_ENCODINGS)
    marks = {each: called(each).capitalize() for each in DELIMITERS}
    _choose(draft, "delimiter", "Between columns stands", DELIMITERS, marks, is_free=True)
    _choose(draft, "quote", "Around texts stands", list(QUOTES), QUOTES)


def _sheet(draft: Draft) -> None:
    sheets = draft.seen.sheets if draft.seen else ()
    _choose(draft, "sheet", "Sheet of a workbook", sheets, {}, is_free=draft.seen is None)


def _header_row(draft: Draft) -> None:
    found = draft.seen.options.header_row if draft.seen else None
    rows = range(1, max(MOST_HEADER_ROWS, found or 0) + 1)
    names = {0: "There are none", **{row: f"Row {row}" for row in rows}}
    _choose(draft, "header_row", "Column names are in", list(names), names)


def _choose(
    draft: Draft,
    field: str,
    label: str,
    options: Sequence[object],
    names: Mapping[Any, str],
    is_free: bool = False,
) -> None:
    """Offer what one option can be; what was found or asked for is chosen."""
    chosen = getattr(draft.seen.options if draft.seen else draft.asked, field)
    shown = list(options) if chosen in options else [chosen, *options]
    said = {None: FOUND_OUT, **names}
    key = draft.key(f"read_{field}_{chosen}")
    st.selectbox(
        label,
        shown,
        index=shown.index(chosen),
        format_func=lambda each: said.get(each, str(each)),
        accept_new_options=is_free,
        key=key,
        on_change=_ask,
        args=(field, key),
    )


@state.while_open("read")
def _ask(field: str, key: str) -> None:
    """Read anew with what was chosen; names belong to one reading only."""
    draft, wanted = state.current(), st.session_state[key]
    if draft is None:
        return
    if field == "delimiter" and wanted is not None and len(wanted) != 1:
        state.change(trouble="One sign can stand between columns, such as ; or |. Choose one.")
        return
    state.read_anew(replace(draft.asked, names=(), **{field: wanted}))


def _names(draft: Draft, seen: Look) -> None:
    """Let the person name the columns of a file that has no names."""
    with st.form(draft.key("names"), border=False):
        st.markdown("**Name the columns**")
        with st.grid(4, min_column_width=180, gap="small"):
            for place, name in enumerate(seen.header):
                values = ", ".join(row[place] for row in seen.sample[:3])
                label = f"Column {place + 1}: {escape(values)}"
                st.text_input(label, value=name, key=draft.key(f"name_{place}"))
        st.form_submit_button("Use these names", on_click=_ask_names, args=(len(seen.header),))


def _ask_names(count: int) -> None:
    draft = state.current()
    if draft is None:
        return
    typed = (st.session_state[draft.key(f"name_{place}")].strip() for place in range(count))
    names = tuple(name or f"column {place}" for place, name in enumerate(typed, start=1))
    state.read_anew(replace(draft.asked, header_row=0, names=names))
