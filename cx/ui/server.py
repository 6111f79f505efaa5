"""What the server does before the first visitor and after the last, and what it never lets in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from google.protobuf.message import DecodeError
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.pages_manager import PagesManager

from cx.cli import door
from cx.ingest import jobs
from cx.ui import session
from cx.ui.intake.stream import Intake


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Open the warehouse and close it, and a door that Streamlit leaves open for a folder pages/.

    Until the first visitor, Streamlit takes a folder called pages/ for its old menu: it would run
    a file that stands in it without app.py, and greet a link to a page with "Page not found".
    ``st.navigation`` ends that for the process, but only once somebody came; here it ends at once.
    """
    PagesManager.uses_pages_directory = False
    session.open_early()
    yield
    door.close_all()
    jobs.close_all()
    session.close_all()


class KeepCaches:
    """The middleware that drops a browser's wish to empty the caches of everybody.

    Streamlit takes it from any visitor, so one could keep all the others waiting.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""

        async def _receive() -> Message:
            while True:
                message = await receive()
                if not _empties_caches(message):
                    return message

        await self._app(scope, _receive if scope["type"] == "websocket" else receive, send)


def _empties_caches(message: Message) -> bool:
    wish = BackMsg()
    try:
        wish.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        return False
    return wish.WhichOneof("type") == "clear_cache"


MIDDLEWARE = (Middleware(KeepCaches), Middleware(Intake))
"""What every request passes before Streamlit sees it."""
