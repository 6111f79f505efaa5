"""Where this view is: what documents that a page makes lead back to."""

from urllib.parse import urlsplit

import streamlit as st

from cx.errors import SettingRefused
from cx.export import Link
from cx.settings import Settings, parse
from cx.ui import filter_bar, saved_views


def address(settings: Settings) -> str:
    """Return the address of the dashboard: as settings say it, else as this browser opened it."""
    return settings.address or _of_browser(st.context.url or "", _page())


def link(settings: Settings) -> Link:
    """Return where this page is with its filters and choices, as its address says them."""
    query = saved_views.address_of(filter_bar.address())
    return Link(f"{address(settings)}/{_page()}{'?' if query else ''}{query}")


def _page() -> str:
    return str(st.session_state.get(saved_views.SHOWN, ""))


def _of_browser(url: str, page: str) -> str:
    """Return the address of a dashboard of which a page is open; ``""`` where it is not known.

    >>> _of_browser("http://localhost:8501/board/nps_trends", "nps_trends")
    'http://localhost:8501/board'
    >>> _of_browser("", "nps_trends")
    ''
    """
    found = urlsplit(url)
    base = f"{found.scheme}://{found.netloc}{found.path}".rstrip("/").removesuffix(f"/{page}")
    try:
        return str(parse("address", base)) if found.netloc else ""
    except SettingRefused:
        return ""
