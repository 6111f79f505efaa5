"""The dashboard: who looks, the menu, the filter bar, the page. ``streamlit run app.py``."""

import streamlit as st

from cx.errors import CxError
from cx.ui import empty, filter_bar, look, server, session


def show_dashboard() -> None:
    """Draw one run of the page that the address asks for."""
    look.dress()
    nps_trends = st.Page(
        "pages/watch/nps_trends.py",
        title="NPS trends",
        icon=":material/show_chart:",
        url_path="nps_trends",
        help="Is the score moving, and why?",
    )
    # A default page has no address of its own, so the bare address leads on to the first page.
    home = st.Page(look.dress, title="Parallax", url_path="home", default=True, visibility="hidden")
    page = st.navigation({"": [home], "Watch": [nps_trends]})
    if page == home:
        st.switch_page(nps_trends, query_params=filter_bar.address())
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
