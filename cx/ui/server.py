"""What the server does before the first visitor and after the last."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streamlit.runtime.pages_manager import PagesManager

from cx.ui import session


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Close the doors that Streamlit leaves open for a folder called pages/, and the warehouse.

    Until the first visitor, Streamlit takes a folder called pages/ for its old menu: it would run
    a file that stands in it without app.py, and greet a link to a page with "Page not found".
    ``st.navigation`` ends that for the process, but only once somebody came; here it ends at once.
    """
    PagesManager.uses_pages_directory = False
    yield
    session.close_all()
