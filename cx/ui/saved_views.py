"""Saved views in the sidebar: a page and its filters under a name, one's own or shared."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NoReturn
from urllib.parse import parse_qs, urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from cx import auth
from cx.auth import Person
from cx.filters import KEYS, Filters
from cx.ui import filter_bar, menu, session
from cx.ui.acts import Acts
from cx.ui.text import escape, unseen
from cx.warehouse import House, saved_views
from cx.warehouse.saved_views import LONGEST_NAME, View

ACTS = Acts("view", "look")
NOTICE, WANTED, RENAMING = "view_notice", "view_wanted", "view_renaming"
CLEARED, SHOWN = "view_cleared", "shown_page"
SEEN = "address_keys"
"""Parameters that an address had in this session: what pages remember of them goes with a view."""

NAME_PIXELS = 114
"""Width of a name, which leaves room in the sidebar for what else can be done."""

NOT_KEPT = ("embed", "embed_options")
"""Parameters that are the window's, not the view's."""

# The browser asks for one more run, once that without widgets has ended and they are gone. A
# request that comes sooner would cut that run short, and they would stay.
_NEXT = """
export default function ({ setTriggerValue }) {
  const step = 50, patience = 10000
  let waited = 0, calm = 0
  const watch = setInterval(() => {
    const state = document.querySelector('[data-test-script-state]')
    calm = !state || state.dataset.testScriptState === 'notRunning' ? calm + step : 0
    waited += step
    if (calm < 150 && waited < patience) return
    clearInterval(watch)
    setTriggerValue('began', Date.now())
  }, step)
  return () => clearInterval(watch)
}
"""
_next_run = st.components.v2.component("saved_view_opens", html="<span></span>", js=_NEXT)

Pairs = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Saved:
    """A view as it is listed for a person.

    Parameters
    ----------
    change_id : int
        What a change of it goes by, so that nobody's later one is overruled.
    view_id : int
    view : View
    owner : str
    is_default : bool
        Whether it opens first for this person.
    """

    change_id: int
    view_id: int
    view: View
    owner: str
    is_default: bool

    @property
    def is_there(self) -> bool:
        """Whether its page still is in the menu."""
        return self.view.page in menu.page_keys()

    @property
    def pairs(self) -> Pairs:
        """Return the parameters of its address."""
        found = parse_qs(self.view.address)
        return {key: values for key, values in found.items() if key not in NOT_KEPT}


def is_opening() -> bool:
    """Say whether the view that somebody chose is about to open: then nothing else is drawn.

    Widgets of the page before hold on to their values, in the browser too, until a run has ended
    without them. So one run draws nothing but what asks for the next, which opens the view.
    """
    if WANTED not in st.session_state:
        return False
    if CLEARED in st.session_state:
        del st.session_state[CLEARED]
        _go(st.session_state.pop(WANTED))
    st.session_state[CLEARED] = True
    _next_run(key="view_next_run", on_began_change=lambda: None, height=1)
    return True


def open_address(page: str, address: str) -> None:
    """Open a page with an address from the next run on, as a link from outside would."""
    _want(Saved(0, 0, View("", page, address), "", is_default=False))


def lead_on(first: StreamlitPage) -> NoReturn:
    """Lead on from the bare address: to the view that opens first for who looks, else to a page.

    Parameters
    ----------
    first : StreamlitPage
        For those without such a view; an address with filters goes there, too, and keeps them.
    """
    kept = filter_bar.address()
    default = None if kept else _default()
    if default is not None:
        _go(default)
    st.switch_page(first, query_params=kept)


def show(page: str) -> None:
    """Offer what is saved, and to save what is shown.

    Parameters
    ----------
    page : str
        Key of the page that is shown.
    """
    _notice()
    st.session_state[SHOWN] = page
    st.session_state[SEEN] = st.session_state.get(SEEN, set()) | {*filter_bar.address()}
    person, listed = session.person(), _listed()
    if not listed and not person.is_known:
        return
    with st.sidebar.expander("Saved views", icon=":material/bookmarks:", key="saved_views"):
        ACTS.tell()
        for each in listed:
            _line(each, person)
        if person.is_known:
            _form(page, person, is_first=not listed)


def address_of(pairs: Pairs) -> str:
    """Write parameters as they stand behind the question mark of a link.

    >>> address_of({"segment": ["SMB", "Food, drink"], "grain": ["Month"]})
    'segment=SMB&segment=Food%2C+drink&grain=Month'
    """
    return urlencode({key: pairs[key] for key in pairs if key not in NOT_KEPT}, doseq=True)


def _listed() -> list[Saved]:
    """Return what this person sees, as it stands now."""
    with session.asking() as run:
        frame = run.ask(
            "saved_views/listed",
            Filters(),
            person=session.person().name,
            revision=run.snapshot.saved_views_revision(),
        )
    return [
        Saved(
            int(row.change_id),
            int(row.view_id),
            View(row.name, row.page, row.address, bool(row.is_shared)),
            row.owner,
            bool(row.is_default),
        )
        for row in frame.itertuples()
    ]


def _default() -> Saved | None:
    """Return the view that opens first; one whose page is gone is passed over with a word."""
    found = next((each for each in _listed() if each.is_default), None)
    if found is None or found.is_there:
        return found
    st.session_state[NOTICE] = _gone(found)
    return None


def _gone(saved: Saved) -> str:
    return (
        f"Your saved view “{saved.view.name}” shows a page that there is no more "
        f"({saved.view.page}), so it was left out."
    )


def _go(saved: Saved) -> NoReturn:
    """Open a view: its address is read as a link from outside is, with a word for what is lost."""
    for key in st.session_state.get(SEEN, set()) | {*KEYS, *saved.pairs}:
        st.session_state.pop(key, None)
    st.session_state.pop("is_link_read", None)
    st.switch_page(menu.path_of(saved.view.page), query_params=saved.pairs)


def _line(saved: Saved, person: Person) -> None:
    """Draw a view: its name opens it, beside it what else can be done."""
    if st.session_state.get(RENAMING) == saved.view_id:
        _rename_form(saved)
        return
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center"):
        with st.container(width=NAME_PIXELS):
            _opener(saved)
        choices, key = _choices(saved, person), f"view_do_{saved.view_id}"
        if choices:
            st.menu_button(
                f"More{unseen(f'about “{saved.view.name}”')}",
                list(choices),
                key=key,
                type="tertiary",
                help=escape(f"What to do with “{saved.view.name}”"),
                on_click=lambda: choices[st.session_state[key]](),
            )


def _opener(saved: Saved) -> None:
    st.button(
        escape(saved.view.name),
        key=f"view_open_{saved.view_id}",
        icon=f":material/{_icon(saved)}:",
        type="tertiary",
        help=escape(_about(saved)),
        disabled=not saved.is_there,
        wrap=True,
        on_click=_want,
        args=(saved,),
    )


def _icon(saved: Saved) -> str:
    if not saved.is_there:
        return "bookmark_remove"
    if saved.is_default:
        return "home"
    return "group" if saved.view.is_shared else "bookmark"


def _about(saved: Saved) -> str:
    """Say what a view is: its page, whose it is, and whether it opens first."""
    if not saved.is_there:
        return f"Its page ({saved.view.page}) is no longer there."
    whose = f"shared by {saved.owner}" if saved.view.is_shared else "your own"
    first = ", opens first" if saved.is_default else ""
    return f"{menu.entry_of(saved.view.page).title}, {whose}{first}"


def _choices(saved: Saved, person: Person) -> dict[str, Callable[[], None]]:
    """Return what this person may do with a view, by its words."""
    found: dict[str, Callable[[], None]] = {}
    if not person.is_known:
        return found
    if saved.is_there:
        words = "Open it first no more" if saved.is_default else "Open it first for me"
        found[words] = partial(_make_default, saved)
    if saved.view.is_shared and not auth.may(person, "share"):
        return found
    found["Rename"] = partial(_begin_renaming, saved)
    found["Save what is shown now here"] = partial(_move, saved)
    if auth.may(person, "share"):
        is_to_be = not saved.view.is_shared
        found["Share with everybody" if is_to_be else "Share no more"] = partial(
            _share, saved, is_to_be
        )
    found["Remove"] = partial(_remove, saved)
    return found


def _form(page: str, person: Person, is_first: bool) -> None:
    """Let somebody save what is shown; what was typed is forgotten once it is saved."""
    base = ACTS.form_key("view")
    if is_first:
        st.caption("Keep this page with its filters under a name, to open it again in one click.")
    with st.form(base, border=False):
        st.text_input(
            "Save this view as", max_chars=LONGEST_NAME, placeholder="Name", key=f"{base}_name"
        )
        if auth.may(person, "share"):
            st.checkbox("Share with everybody", key=f"{base}_shared")
        st.checkbox("Open it first for me", key=f"{base}_first")
        st.form_submit_button(
            "Save this view", icon=":material/bookmark_add:", on_click=_save, args=(page, base)
        )


def _save(page: str, base: str) -> None:
    given = {each: st.session_state.get(f"{base}_{each}") for each in ("name", "shared", "first")}
    view = View(
        str(given["name"] or ""), page, address_of(filter_bar.address()), bool(given["shared"])
    )

    def change(house: House, person: Person) -> None:
        view_id = saved_views.save(house, view, person)
        if given["first"]:
            saved_views.open_first(house, view_id, person)

    ACTS.save(change, f"Saved “{view.name.strip()}”.")


def _want(saved: Saved) -> None:
    st.session_state.pop(CLEARED, None)
    st.session_state[WANTED] = saved


def _make_default(saved: Saved) -> None:
    view_id = None if saved.is_default else saved.view_id
    name = saved.view.name
    told = f"“{name}” opens first for you." if view_id else f"“{name}” opens first no more."
    ACTS.do(lambda house, person: saved_views.open_first(house, view_id, person), told)


def _begin_renaming(saved: Saved) -> None:
    st.session_state[RENAMING] = saved.view_id


def _rename_form(saved: Saved) -> None:
    key = f"view_name_{saved.change_id}"
    st.text_input(
        f"New name of “{escape(saved.view.name)}”",
        value=saved.view.name,
        max_chars=LONGEST_NAME,
        key=key,
    )
    with st.container(horizontal=True, gap="small"):
        st.button("Save", key="view_rename", type="primary", on_click=_rename, args=(saved, key))
        st.button("Leave it", key="view_leave", on_click=_leave)


def _rename(saved: Saved, key: str) -> None:
    name = str(st.session_state[key] or "")

    def change(house: House, person: Person) -> None:
        saved_views.rename(house, saved.view_id, name, person, saved.change_id)
        _leave()

    ACTS.do(change, f"Renamed to “{name.strip()}”.")


def _leave() -> None:
    st.session_state.pop(RENAMING, None)


def _share(saved: Saved, is_shared: bool) -> None:
    told = "is shared with everybody." if is_shared else f"is only for {saved.owner} again."

    def change(house: House, person: Person) -> None:
        saved_views.share(house, saved.view_id, is_shared, person, saved.change_id)

    ACTS.do(change, f"“{saved.view.name}” {told}")


def _move(saved: Saved) -> None:
    page = st.session_state.get(SHOWN, saved.view.page)
    address = address_of(filter_bar.address())

    def change(house: House, person: Person) -> None:
        saved_views.move(house, saved.view_id, page, address, person, saved.change_id)

    ACTS.do(change, f"“{saved.view.name}” shows what you see now.")


def _remove(saved: Saved) -> None:
    def change(house: House, person: Person) -> None:
        saved_views.remove(house, saved.view_id, person, saved.change_id)

    def undo(house: House, person: Person) -> None:
        saved_views.restore(house, saved.view_id, person)

    ACTS.do(change, f"Removed “{saved.view.name}”.", undo)


def _notice() -> None:
    """Say once, on the page, which view could not be opened."""
    if words := st.session_state.pop(NOTICE, ""):
        st.info(escape(words), icon=":material/bookmark_remove:")
