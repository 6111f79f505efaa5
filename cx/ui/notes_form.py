"""Notes on the time axis of a page: written, changed and removed by those who may; on record."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from cx import auth
from cx.auth import Person
from cx.errors import NoteRefused
from cx.filters import Filters
from cx.ui import cards, menu, session
from cx.ui.acts import Acts
from cx.ui.text import escape
from cx.warehouse import House, notes
from cx.warehouse.notes import EVERYWHERE, FIRST_YEAR, LAST_YEAR, LONGEST_TEXT, LONGEST_TITLE, Note
from cx.words import day_in_words

ACTS, EDITED = Acts("note", "notes"), "note_edited"
KINDS = {"event": "Event: it happened", "note": "Note: a remark"}
FIELDS = ("first", "last", "kind", "title", "text", "about")


@dataclass(frozen=True, slots=True)
class Listed:
    """A note as it is listed; `change_id` is what a change of it goes by."""

    change_id: int
    note_id: int
    note: Note
    author: str


def show(page: str, latest_on: date | None) -> None:
    """Offer a page's notes below a chart with a time axis: the list, and a form to write one.

    Parameters
    ----------
    page : str
        Key of the page, on whose axes the notes stand.
    latest_on : date or None
        Until when there is data: the day that a new note begins with.
    """
    listed, person = _listed(page), session.person()
    if not listed and not auth.may(person, "notes"):
        return
    label = f"Notes on the time axis: {len(listed)}" if listed else "Note on the time axis"
    with st.expander(label, icon=":material/edit_note:", key=f"notes_{page}"):
        ACTS.tell()
        for each in listed:
            _line(each, person)
        _form(page, latest_on, listed, person)


def _listed(page: str) -> list[Listed]:
    """Return the notes of a page as they stand now, the newest first."""
    with session.asking() as run:
        revision = run.snapshot.notes_revision()
        frame = run.ask("notes/listed", Filters(), shown_on=page, revision=revision)
    return [
        Listed(
            int(row.change_id),
            int(row.note_id),
            Note(
                row.starts_on.date(),
                row.title,
                None if pd.isna(row.ends_on) else row.ends_on.date(),
                None if pd.isna(row.body) else row.body,
                row.kind,
                row.about,
            ),
            row.author,
        )
        for row in frame.itertuples()
    ]


def _line(each: Listed, person: Person) -> None:
    """Draw a note: its days, its words and who wrote them, with what the reader may do."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        with st.container(gap=None):
            st.markdown(f"**{escape(each.note.title)}** · {escape(_when(each.note))}")
            st.caption(escape(_about(each)))
        if notes.may_change(person, each.author):
            st.button(
                "Edit",
                key=f"note_edit_{each.note_id}",
                icon=":material/edit:",
                type="tertiary",
                help=escape(f"Change “{each.note.title}”"),
                on_click=_begin,
                args=(each.note_id,),
            )
            st.button(
                "Remove",
                key=f"note_remove_{each.note_id}",
                icon=":material/delete:",
                type="tertiary",
                help=escape(f"Take “{each.note.title}” off the time axis"),
                on_click=_remove,
                args=(each,),
            )


def _when(note: Note) -> str:
    """Write the days of a note.

    >>> _when(Note(date(2026, 3, 3), "x", date(2026, 3, 9)))
    '3 March 2026 to 9 March 2026'
    """
    until = f" to {day_in_words(note.ends_on)}" if note.ends_on else ""
    return f"{day_in_words(note.starts_on)}{until}"


def _about(each: Listed) -> str:
    """Say what a note says, of which kind it is, where it stands and whose it is."""
    text = f"{each.note.text} · " if each.note.text else ""
    where = "" if each.note.about == EVERYWHERE else " · only on this page"
    return f"{text}{each.note.kind.capitalize()} by {each.author or 'somebody'}{where}"


def _form(page: str, latest_on: date | None, listed: list[Listed], person: Person) -> None:
    """Draw the form, for a new note or the one that is being changed."""
    if not auth.may(person, "notes"):
        st.caption(escape(f"{auth.why_not(person, 'notes')} Ask {auth.who_can_help()}."))
        return
    edited = next((x for x in listed if x.note_id == st.session_state.get(EDITED)), None)
    start = edited.note if edited else Note(latest_on or session.today(), "")
    base = ACTS.form_key(f"note_{page}_{edited.change_id if edited else 'new'}")
    keys = {name: f"{base}_{name}" for name in FIELDS}
    said = f"Change “{edited.note.title}”" if edited else "Write a note"
    cards.section(said)
    with st.form(base, border=False):
        _fields(page, start, keys)
        st.form_submit_button(
            "Save the change" if edited else "Put it on the axis",
            type="primary",
            icon=":material/check:",
            on_click=_save,
            args=(keys, edited),
        )
    if edited:
        st.button("Leave it as it is", key="note_leave", on_click=_leave)


def _fields(page: str, start: Note, keys: dict[str, str]) -> None:
    since, until = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    with st.grid(4, gap="small", min_column_width=160):
        st.date_input("Day", start.starts_on, since, until, key=keys["first"])
        st.date_input("Last day, for a span", start.ends_on, since, until, key=keys["last"])
        st.selectbox(
            "Kind",
            [*KINDS],
            index=[*KINDS].index(start.kind),
            format_func=KINDS.__getitem__,
            key=keys["kind"],
        )
        places = {EVERYWHERE: "All pages", page: f"Only {menu.entry_of(page).title}"}
        st.selectbox(
            "Shown on",
            [*places],
            index=[*places].index(start.about),
            format_func=places.__getitem__,
            key=keys["about"],
        )
    st.text_input("Title", value=start.title, max_chars=LONGEST_TITLE, key=keys["title"])
    st.text_area(
        "Text", value=start.text or "", max_chars=LONGEST_TEXT, key=keys["text"], height="content"
    )


def _save(keys: dict[str, str], edited: Listed | None) -> None:
    """Write what the form holds; refuse with words what cannot be."""
    given: dict[str, Any] = {name: st.session_state.get(key) for name, key in keys.items()}

    def change(house: House, person: Person) -> None:
        note = _given(given)
        if edited is None:
            notes.write(house, note, person)
        else:
            notes.change(house, edited.note_id, note, person, edited.change_id)
        _leave()

    ACTS.save(
        change, "It is on record, and stands on the time axis where the period shows its days."
    )


def _given(given: dict[str, Any]) -> Note:
    """Return the note that a form holds.

    Raises
    ------
    NoteRefused
        When the day was taken out.
    """
    if given["first"] is None:
        raise NoteRefused("A note needs a day: choose the one on which it stands.")
    title, text = str(given["title"] or ""), given["text"] or None
    return Note(given["first"], title, given["last"], text, given["kind"], given["about"])


def _begin(note_id: int) -> None:
    st.session_state[EDITED] = note_id


def _leave() -> None:
    st.session_state.pop(EDITED, None)


def _remove(each: Listed) -> None:
    def change(house: House, person: Person) -> None:
        notes.remove(house, each.note_id, person, each.change_id)

    def undo(house: House, person: Person) -> None:
        notes.restore(house, each.note_id, person)

    ACTS.do(change, f"Removed “{each.note.title}”.", undo)
