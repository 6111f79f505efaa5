"""The way from an item of a review to the page it was taken from, with its filters."""

import streamlit as st

from cx.topics.review import Item
from cx.ui import menu, saved_views
from cx.ui.text import escape


def page_name(item: Item) -> str:
    """Name the page of an item; it may be gone from the menu."""
    return menu.entry_of(item.page).title if item.page in menu.page_keys() else item.page


def button(item: Item, where: str) -> None:
    """Offer the page of an item; there each chart leads to its customers.

    Parameters
    ----------
    item : Item
        Of the agenda.
    where : str
        Part of the screen, for the key of the button.
    """
    st.button(
        "Open the page",
        key=f"{where}_{item.item_id}",
        icon=":material/open_in_new:",
        type="tertiary",
        disabled=item.page not in menu.page_keys(),
        help=escape(f"Show {page_name(item)} with the filters of “{item.title}”"),
        on_click=saved_views.open_address,
        args=(item.page, item.address),
    )
