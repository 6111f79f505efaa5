"""The dashboard: who looks, the menu, the filter bar, the page. ``streamlit run app.py``."""

import streamlit as st

from cx.errors import CxError
from cx.ui import empty, filter_bar, look, server, session

NPS_TRENDS = st.Page(
    "pages/watch/nps_trends.py",
    title="NPS trends",
    icon=":material/show_chart:",
    url_path="nps_trends",
    help="Is the score moving, and why?",
)
HOME = st.Page(lambda: None, title="Parallax", url_path="home", default=True, visibility="hidden")
MENU = {"": [HOME], "Watch": [NPS_TRENDS]}


def show_dashboard() -> None:
    """Draw one run of the page that the address asks for."""
    look.dress()
    page = st.navigation(MENU)
    if page == HOME:
        st.switch_page(NPS_TRENDS, query_params=filter_bar.address())
    try:
        with session.page_run() as run:
            filter_bar.show(run)
            page.run()
    except CxError as error:
        empty.failed(error)


# The script runs for each visitor as __main__; the server imports it once, before the first.
if __name__ == "__main__":
    show_dashboard()
else:
    app = st.App(__file__, lifespan=server.lifespan)
