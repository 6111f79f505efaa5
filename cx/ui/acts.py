"""What people change by a click: by those who may, told once, and taken back by another click."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from cx.auth import Act, Person
from cx.errors import CxError
from cx.ui import gate, session
from cx.ui.text import escape
from cx.warehouse import House

Change = Callable[[House, Person], object]


@dataclass(frozen=True, slots=True)
class Acts:
    """Changes to one kind of thing, and what is said of the newest of them.

    Parameters
    ----------
    name : str
        Begins the keys of what is remembered in the session.
    right : str
        What it takes.
    """

    name: str
    right: Act

    def do(self, change: Change, told: str, undo: Change | None = None) -> bool:
        """Change something, asked anew who does; refuse with words what cannot be.

        Parameters
        ----------
        change : callable
            Given the warehouse and the person.
        told : str
            What is said when it is done.
        undo : callable, optional
            What takes it back.

        Returns
        -------
        bool
            Whether it was done.
        """
        st.session_state.pop(f"{self.name}_undo", None)
        try:
            change(session.house(), gate.allowed(self.right))
        except CxError as error:
            self.refuse(str(error))
            return False
        st.session_state[f"{self.name}_told"] = told
        if undo is not None:
            st.session_state[f"{self.name}_undo"] = undo
        return True

    def save(self, change: Change, told: str) -> bool:
        """Change something by a form, which is empty afterwards; what is refused stays typed."""
        is_done = self.do(change, told)
        if is_done:
            st.session_state[f"{self.name}_saved"] = self._saved() + 1
        return is_done

    def refuse(self, why: str) -> None:
        """Have it said that nothing was done."""
        st.session_state[f"{self.name}_trouble"] = why

    def form_key(self, form: str) -> str:
        """Return a key that is another after each `save`: what was typed is forgotten once kept."""
        return f"{form}_{self._saved()}"

    def tell(self) -> bool:
        """Say once how the last click ended, with the way back where there is one.

        Returns
        -------
        bool
            Whether something was done and told.
        """
        if trouble := st.session_state.pop(f"{self.name}_trouble", ""):
            st.error(escape(trouble), icon=":material/error:")
        told = str(st.session_state.pop(f"{self.name}_told", ""))
        undo: Change | None = st.session_state.get(f"{self.name}_undo")
        if told or undo:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if told:
                    st.success(escape(told), icon=":material/check_circle:")
                if undo:
                    self._offer(undo)
        return bool(told)

    def _offer(self, undo: Change) -> None:
        st.button(
            "Undo",
            key=f"{self.name}_undo_it",
            icon=":material/undo:",
            type="tertiary",
            on_click=self._take_back,
            args=(undo,),
        )

    def _take_back(self, undo: Change) -> None:
        self.do(undo, "It is back.")

    def _saved(self) -> int:
        return int(st.session_state.get(f"{self.name}_saved", 0))
