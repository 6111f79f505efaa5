"""The menu: which pages there are, under which verb, and what each answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from cx.ui import look


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu.

    Parameters
    ----------
    key : str
        Its address, and the name of its file.
    """

    key: str
    title: str
    icon: str
    question: str


MENU = {
    "Watch": (
        Entry("overview", "Overview", "space_dashboard", "How are we doing, and what moved?"),
        Entry("nps_trends", "NPS trends", "show_chart", "Is the score moving, and why?"),
    ),
    "Understand": (
        Entry(
            "journeys",
            "Journeys",
            "route",
            "What do customers go through, and where does it hurt?",
        ),
        Entry(
            "drivers",
            "Drivers",
            "troubleshoot",
            "What makes customers dissatisfied, and what would fix it?",
        ),
        Entry("voice", "Voice", "forum", "What do they say, in their words?"),
    ),
    "Grow": (
        Entry(
            "profitability",
            "Profitability",
            "paid",
            "Which segments earn money through which channels, and what would another mix do?",
        ),
    ),
    "Act": (
        Entry(
            "closed_loop",
            "Closed loop",
            "support_agent",
            "Are we answering unhappy customers in time?",
        ),
        Entry("review", "Review", "co_present", "What do we decide, and what became of it?"),
        Entry("customer", "Customer", "person", "Who is this customer, from both sides?"),
        Entry("centricity", "Centricity", "groups", "Are we organised around customers?"),
    ),
    "Data": (
        Entry("upload", "Upload", "upload_file", "What do we bring in, and is it right?"),
        Entry("history", "History", "history", "What was brought in, and what did it change?"),
        Entry("quality", "Quality", "fact_check", "How far can the data be trusted?"),
        Entry("settings", "Settings", "tune", "What holds for the whole company?"),
    ),
}

WITHOUT_FILTERS = (*(entry.key for entry in MENU["Data"]), "customer", "centricity", "review")
"""Pages of all the data, of all of one customer or of the company: filters stay in the address."""


def pages() -> dict[str, list[StreamlitPage]]:
    """Return the pages for ``st.navigation``; under "" the bare address, which leads on."""
    # A default page has no address of its own, so the bare address leads on to the first page.
    home = st.Page(look.dress, title="Parallax", url_path="home", default=True, visibility="hidden")
    return {"": [home]} | {verb: [_page(verb, each) for each in MENU[verb]] for verb in MENU}


def page_keys() -> tuple[str, ...]:
    """Return the addresses of all pages of the menu.

    >>> "upload" in page_keys(), "gone" in page_keys()
    (True, False)
    """
    return tuple(entry.key for entries in MENU.values() for entry in entries)


def path_of(key: str) -> str:
    """Return the file of a page, for ``st.page_link`` and ``st.switch_page``.

    >>> path_of("upload")
    'pages/data/upload.py'
    """
    verb = next(verb for verb, entries in MENU.items() if key in {each.key for each in entries})
    return f"pages/{verb.lower()}/{key}.py"


def entry_of(key: str) -> Entry:
    """Return a page of the menu by its key.

    >>> entry_of("upload").title
    'Upload'
    """
    return next(each for entries in MENU.values() for each in entries if each.key == key)


def has(key: str) -> bool:
    """Whether there is such a page.

    >>> has("upload"), has("nowhere")
    (True, False)
    """
    return any(each.key == key for entries in MENU.values() for each in entries)


def link(key: str, label: str = "", address: Mapping[str, Sequence[str]] | None = None) -> None:
    """Lead to a page, by its name or by what is said instead.

    Parameters
    ----------
    address : mapping of str to sequence of str, optional
        Parameters of its address, as the filter bar writes them.
    """
    entry = entry_of(key)
    st.page_link(
        path_of(key),
        label=label or entry.title,
        icon=f":material/{entry.icon}:",
        query_params=dict(address) if address else None,
    )


def _page(verb: str, entry: Entry) -> StreamlitPage:
    return st.Page(
        f"pages/{verb.lower()}/{entry.key}.py",
        title=entry.title,
        icon=f":material/{entry.icon}:",
        url_path=entry.key,
        help=entry.question,
    )
