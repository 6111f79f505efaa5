"""Themes on the Voice page named, merged, split and learnt anew by those who may; on record."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from cx import auth, zones
from cx.auth import Person
from cx.errors import CxError
from cx.ingest import jobs
from cx.topics.voice import Learnt
from cx.topics.voice.results import Theme
from cx.topics.voice.words import language_in_words
from cx.ui import cards, gate, session, voice_work
from cx.ui.acts import Acts
from cx.ui.text import escape
from cx.warehouse import House, themes
from cx.warehouse.themes import LONGEST_NAME, NewThemes

ACTS, LEARNING = Acts("theme", "themes"), "theme_learning"
BEARABLE = "as many as they bear"
NUMBERS = (BEARABLE, *range(3, 11))

Change = Callable[[House, int, str, int | None], None]
"""What is done to a kept set: with the warehouse, number of the set, actor, revision seen."""


@dataclass(frozen=True, slots=True)
class Learning:
    """Themes of a language on their way to be learnt anew; `seen` is the revision of before."""

    language: str
    job: str
    seen: int


def show(learnt: Learnt, chosen: Theme) -> None:
    """Offer what can be done with themes, to those who may."""
    cards.section(f"Themes in {language_in_words(learnt.language)}")
    st.caption(escape(_standing(learnt)))
    ACTS.tell()
    person = session.person()
    if not auth.may(person, "themes"):
        st.caption(escape(f"{auth.why_not(person, 'themes')} Ask {auth.who_can_help()}."))
        return
    seen = voice_work.revision()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _rename(learnt, chosen, seen)
        _merge(learnt, chosen, seen)
        for number, name in chosen.members:
            change = partial(_split, number)
            _button(f"Split back {name}", "call_split", learnt, change, seen, f"split_{number}")
        _set(learnt, seen)
    _lead(learnt)


def _standing(learnt: Learnt) -> str:
    learnt_from = f"Learnt from {learnt.learnt_from}"
    agreement = f"; five random starts agree by {learnt.stability:.2f}" if learnt.stability else ""
    if not learnt.is_kept:
        return (
            f"{learnt_from}{agreement}. Nobody keeps them yet, so they are found anew when data "
            "come in; naming or merging keeps them, for everybody."
        )
    day = (
        f" since {zones.day_of(learnt.learnt_at, session.zone()).isoformat()}"
        if learnt.learnt_at
        else ""
    )
    return f"Kept{day} ({learnt.learnt_by}). {learnt_from}{agreement}."


def _rename(learnt: Learnt, chosen: Theme, seen: int) -> None:
    key = f"name_{learnt.language}_{chosen.number}_{seen}"
    with st.popover("Rename", icon=":material/edit:"):
        st.text_input(
            f"New name of “{escape(chosen.name)}”",
            value=chosen.name,
            max_chars=LONGEST_NAME,
            help="Leave it empty to have back the name that it was found with.",
            key=key,
        )
        st.button(
            "Save the name",
            key="theme_rename",
            type="primary",
            on_click=lambda: _do(learnt, partial(_renamed, chosen.number, key), seen, "Renamed"),
        )


def _renamed(
    number: int, key: str, house: House, set_id: int, actor: str, seen: int | None
) -> None:
    themes.rename(house, set_id, number, str(st.session_state[key] or ""), actor, seen)


def _merge(learnt: Learnt, chosen: Theme, seen: int) -> None:
    others = {
        each.number: each.name
        for each in learnt.themes
        if each.merged_into is None and each.number != chosen.number
    }
    if not others:
        return
    key = f"into_{learnt.language}_{chosen.number}_{seen}"
    with st.popover("Merge", icon=":material/merge:"):
        st.selectbox(
            f"Count “{escape(chosen.name)}” with",
            list(others),
            format_func=others.__getitem__,
            key=key,
        )
        st.button(
            "Merge the two",
            key="theme_merge",
            type="primary",
            on_click=lambda: _do(learnt, partial(_merged, chosen.number, key), seen, "Merged"),
        )


def _merged(number: int, key: str, house: House, set_id: int, actor: str, seen: int | None) -> None:
    themes.merge(house, set_id, number, int(st.session_state[key]), actor, seen)


def _split(number: int, house: House, set_id: int, actor: str, seen: int | None) -> None:
    themes.split(house, set_id, number, actor, seen)


def _button(
    name: str, icon: str, learnt: Learnt, change: Change, seen: int, key: str, help: str = ""
) -> None:
    st.button(
        escape(name),
        icon=f":material/{icon}:",
        key=f"theme_{key}",
        help=help or None,
        on_click=lambda: _do(learnt, change, seen, name),
    )


def _set(learnt: Learnt, seen: int) -> None:
    """Offer what concerns all themes of the language."""
    if not learnt.is_kept:
        help = "They stay as they are when data come in."
        _button("Keep these themes", "push_pin", learnt, _nothing, seen, "keep", help)
        return
    with st.popover("Learn anew", icon=":material/refresh:"):
        st.selectbox("How many themes", NUMBERS, key="theme_number")
        st.caption("You see the new themes first; until you keep them, nothing changes.")
        st.button(
            "Look for new themes",
            key="theme_learn",
            type="primary",
            on_click=_begin,
            args=(learnt.language, seen),
        )
    help = "They are found anew when data come in; names and merges go."
    _button("Keep them no more", "keep_off", learnt, _reset, seen, "reset", help)


def _nothing(house: House, set_id: int, actor: str, seen: int | None) -> None:
    """Keep the set as it is."""


def _reset(house: House, set_id: int, actor: str, seen: int | None) -> None:
    themes.reset(house, set_id, actor, seen)


def _do(learnt: Learnt, change: Change, seen: int, said: str) -> None:
    """Change themes, kept first where nobody did; refuse with words what cannot be."""

    def both(house: House, person: Person) -> None:
        if learnt.set_id is None:
            set_id = themes.save(house, NewThemes(**learnt.record()), person.name, seen)
            change(house, set_id, person.name, None)
        else:
            change(house, learnt.set_id, person.name, seen)

    ACTS.do(both, f"{said}: done, and on record.")


def _begin(language: str, seen: int) -> None:
    """Begin to learn anew in the background."""
    try:
        person, house = gate.allowed("themes"), session.house()
    except CxError as error:
        ACTS.refuse(str(error))
        return
    wanted = st.session_state.get("theme_number", BEARABLE)
    number = None if wanted == BEARABLE else int(wanted)
    work = partial(voice_work.find, house, person.scope(), anew=(language,), number=number)
    job = jobs.start(house, work, voice_work.TITLE, person.name, jobs.ANALYSIS)
    st.session_state[LEARNING] = Learning(language, job.id, seen)


def _lead(learnt: Learnt) -> None:
    """Show how far learning anew is, and what it has come to."""
    pending: Learning | None = st.session_state.get(LEARNING)
    if pending is None or pending.language != learnt.language:
        return
    job = jobs.find(pending.job)
    if job is not None and job.state in voice_work.UNDER_WAY:
        voice_work.watch(job)
    elif job is None or job.result is None:
        st.session_state.pop(LEARNING)
        why = str(job.error) if job else "The work was interrupted; nothing was changed."
        st.error(escape(why), icon=":material/error:")
    else:
        new = next(each for each in job.result if each.language == learnt.language)
        _ask(new, pending)


def _ask(new: Learnt, pending: Learning) -> None:
    """Show what was learnt, and ask whether it shall take the place of the kept themes."""
    if new.refusal:
        st.markdown(escape(f"{new.refusal.message} It {new.refusal.remedy}."))
    else:
        stable = f"{new.stability:.2f}" if new.stability is not None else "unknown"
        st.markdown(f"**New themes** (agreement {stable})")
        st.markdown("\n".join(f"- {escape(each.name)}" for each in new.themes))
    with st.container(horizontal=True):
        if not new.refusal:
            st.button(
                "Keep the new themes",
                key="theme_take",
                type="primary",
                on_click=_take,
                args=(new, pending),
            )
        st.button("Leave it as it is", key="theme_leave", on_click=_leave)


def _take(new: Learnt, pending: Learning) -> None:
    _leave()
    _do(new, _nothing, pending.seen, "New themes kept")


def _leave() -> None:
    st.session_state.pop(LEARNING, None)
