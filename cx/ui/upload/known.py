"""Mappings that fit the file already: saved ones and those that come with the program."""

import pandas as pd
import streamlit as st

from cx import zones
from cx.ingest import saved
from cx.ingest.hints.questions import day_words
from cx.ingest.look import Look
from cx.ingest.mapping import Mapping, extract_of
from cx.ingest.presets import load_mapping, shipped_names
from cx.ingest.saved import KnownMapping
from cx.ui import gate, session, table
from cx.ui.text import escape
from cx.ui.upload import state
from cx.ui.upload.state import BY_HAND, Draft, own_columns
from cx.words import day_in_words, listed

NEITHER = "Choose the columns by hand"
LAST = "upload_last_mapping"
AGAIN = "\n"
"""Stands for the mapping of the upload before; no saved mapping can be called so."""


def remember(seen: Look, mapping: Mapping) -> None:
    """Keep a mapping without a name for the next file: that of the mended rows, most likely."""
    st.session_state[LAST] = (saved.fingerprint(own_columns(seen)), mapping)


def forget() -> None:
    """Keep it no longer: it has a name now."""
    st.session_state.pop(LAST, None)


def load(name: str) -> Mapping:
    """Return the mapping of that name.

    Raises
    ------
    MappingError
        When it is gone: somebody else may have deleted it.
    """
    return st.session_state[LAST][1] if name == AGAIN else load_mapping(name, session.house())


def taken_as(name: str, mapping: Mapping) -> str:
    """Say which mapping was taken."""
    return "as in the upload before" if name == AGAIN else f'by the mapping "{mapping.title}"'


def offers(seen: Look) -> tuple[KnownMapping, ...]:
    """Find the mappings for a file with these columns, the one used just before first."""
    header = own_columns(seen)
    found = saved.matching(session.house(), header, seen.beside)
    mark, mapping = st.session_state.get(LAST, ("", None))
    if mapping is None or mark != saved.fingerprint(header):
        return found
    return (KnownMapping(AGAIN, mapping.kind, "As in your upload before this one", True), *found)


def choose(draft: Draft, found: tuple[KnownMapping, ...]) -> Draft:
    """Let the person take one of them or choose the columns by hand; the first is offered."""
    names = [each.name for each in found]
    if draft.known is None or draft.known not in [*names, BY_HAND]:
        state.change(known=names[0] if names else BY_HAND)
        draft = state.current() or draft
    if not found:
        return draft
    known = {each.name: each for each in found}
    key = draft.key(f"known_{len(found)}")
    st.radio(
        "A mapping fits these columns" if len(found) == 1 else "Mappings fit these columns",
        [*names, BY_HAND],
        index=[*names, BY_HAND].index(draft.known or BY_HAND),
        format_func=lambda name: escape(known[name].title) if name else NEITHER,
        captions=[*(_caption(each) for each in found), "From a proposal"],
        key=key,
        on_change=_take,
        args=(key,),
    )
    return state.current() or draft


@state.while_open("match")
def _take(key: str) -> None:
    state.change(known=st.session_state[key], trouble="")


def _caption(each: KnownMapping) -> str:
    if each.name == AGAIN:
        return escape(f"For {each.kind}, with all that you said then")
    if each.saved_at is None:
        return escape(f"For {each.kind}, part of the program")
    saved_on = day_in_words(zones.day_of(each.saved_at, session.zone()))
    return escape(f"For {each.kind}, saved on {saved_on} by {each.saved_by}")


def describe(draft: Draft, mapping: Mapping) -> None:
    """Show what a mapping does, and let a saved one be renamed or deleted."""
    if mapping.note:
        st.caption(escape(mapping.note))
    rows = _rows(mapping)
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=table.height(len(rows)),
        alt=f"What the mapping {mapping.name} does with each column",
        key=draft.key("mapping"),
    )
    if draft.known != AGAIN and mapping.name not in shipped_names():
        _manage(draft, mapping.name)


def _rows(mapping: Mapping) -> list[dict[str, str]]:
    """One line for each of our columns that the mapping fills, then those for ratings."""
    names = [
        name
        for name in extract_of(mapping.kind).names
        if name in {**mapping.columns, **mapping.constants, **mapping.empty}
    ]
    rated = mapping.ratings.attributes.items()
    return [
        *(_row(mapping, name) for name in names),
        *(_line("ratings", source, f"rates {said}") for source, said in rated),
        *([_currency(mapping)] if mapping.currency_column or mapping.currency else []),
        *(
            _line("(second file)", each.file, f"{name}: looked up by {each.key}")
            for name, each in mapping.beside.items()
        ),
        *(
            _line("(rows left out)", source, f"where it is {listed([w or 'empty' for w in words])}")
            for source, words in mapping.leave_out.items()
        ),
    ]


def _currency(mapping: Mapping) -> dict[str, str]:
    fixed = f'always "{mapping.currency}"' if mapping.currency else ""
    return _line("(currency of amounts)", mapping.currency_column, fixed)


def _row(mapping: Mapping, name: str) -> dict[str, str]:
    source = f" {mapping.join} ".join(mapping.columns.get(name, ()))
    constant = mapping.constants.get(name)
    return _line(name, source, f'always "{constant}"' if constant else _treatment(mapping, name))


def _line(ours: str, theirs: str, how: str) -> dict[str, str]:
    return {"Our column": ours, "Column of the file": theirs, "How": how}


def _treatment(mapping: Mapping, name: str) -> str:
    """What is done with the values, in words."""
    said = []
    if name in mapping.no_answer:
        said.append(f"no answer: {', '.join(mapping.no_answer[name])}")
    if name in mapping.values:
        pairs = list(mapping.values[name].items())
        said += [f"{word} is {ours or 'empty'}" for word, ours in pairs[:6]]
        said += ["…"] if len(pairs) > 6 else []
    if name in mapping.prefix:
        said.append(f'"{mapping.prefix[name]}" is put before')
    if name in mapping.formats:
        said.append(f"written like {day_words(mapping.formats[name])}")
    if name in mapping.empty:
        said.append(f'"{mapping.empty[name]}" where empty')
    return "; ".join(said)


def _manage(draft: Draft, name: str) -> None:
    label, key = "Rename or delete this mapping", draft.key("manage")
    with st.popover(label, icon=":material/edit:", type="tertiary", key=key):
        key = draft.key("rename")
        st.text_input("New name", value=name, key=key, max_chars=saved.LONGEST_NAME)
        with st.container(horizontal=True):
            st.button("Rename", on_click=_rename, args=(name, key), key=draft.key("do_rename"))
            st.button(
                "Delete",
                icon=":material/delete:",
                help="Imports that were made with it stay as they are.",
                on_click=_delete,
                args=(name,),
                key=draft.key("do_delete"),
            )


@state.telling
def _rename(name: str, key: str) -> None:
    who = gate.allowed("upload").name
    new = saved.rename(session.house(), name, st.session_state[key], who)
    state.change(known=new.name, trouble="")


@state.telling
def _delete(name: str) -> None:
    saved.delete(session.house(), name, gate.allowed("upload").name)
    state.change(known=None, trouble="")
