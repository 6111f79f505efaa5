"""The dashboard: who looks, the menu, the filter bar, the page. ``streamlit run app.py``."""

import streamlit as st

from cx.errors import CxError
from cx.ui import (
    analyses,
    empty,
    filter_bar,
    gate,
    look,
    menu,
    review_add,
    saved_views,
    server,
    session,
)


def show_dashboard() -> None:
    """Draw one run of the page that the address asks for."""
    look.dress()
    pages = menu.pages()
    page = st.navigation(pages, position="hidden" if gate.is_shut() else "sidebar")
    try:
        gate.require("look")
        if saved_views.is_opening():
            return
        with session.page_run() as run:
            look.sign(run.settings.company)
            if page == pages[""][0]:
                saved_views.lead_on(first=pages["Watch"][0])
            saved_views.show(page.url_path)
            review_add.show(page.url_path)
            if page.url_path in menu.WITHOUT_FILTERS:
                filter_bar.keep()
            else:
                filter_bar.show(run)
            analyses.look_at((page.url_path, session.filters()))
            page.run()
    except CxError as error:
        empty.failed(error)


# The script runs for each visitor as __main__; the server imports it once, before the first.
if __name__ == "__main__":
    show_dashboard()
else:
    app = st.App(__file__, lifespan=server.lifespan, middleware=server.MIDDLEWARE)
