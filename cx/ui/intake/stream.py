"""Takes an upload to disk while it arrives; what Streamlit keeps in memory is a ticket for it."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress

import streamlit as st
from python_multipart.exceptions import FormParserError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cx.errors import NotTaken, TooLarge
from cx.ui.intake.body import Body
from cx.ui.intake.waiting import CALLED_OFF, ROOM, Waiting, WaitingRoom

FRAME_BYTES = 1 << 20
"""What a body may have besides the file: its frame, and fields that are let go."""

LOOK_SECONDS = 1
"""How often an upload that stands still is looked after."""

NOT_HERE = (
    "Files are taken on the Upload page only, from people who may upload. Open that page: it says "
    "whether you may, and who can help."
)
DAMAGED = "The upload arrived damaged and was not kept. Upload the file again."

_UPLOAD = re.compile(r".*/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)", re.DOTALL)


class Intake:
    """The middleware before Streamlit's own upload handler.

    That handler looks at token and session before it reads the body, and it reads the body by
    asking for it. So the body is fetched when it asks: to disk, and it gets a body with a ticket.
    What it would refuse is never read, and what it refuses afterwards is not kept.
    """

    def __init__(self, app: ASGIApp, room: WaitingRoom = ROOM) -> None:
        self._app = app
        self._room = room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        asked = _UPLOAD.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if asked is None or scope["method"] not in {"PUT", "DELETE"}:
            await self._app(scope, receive, send)
            return
        session, file_id = asked["session"], asked["file"]
        if scope["method"] == "DELETE":

            def settle(is_ok: bool) -> None:
                if is_ok:
                    self._room.remove(session, file_id)

            await self._app(scope, receive, _before_answer(send, settle))
        elif self._room.is_admitted(session):
            arrival = _Arrival(self._room, session, file_id, Headers(scope=scope), receive)
            await self._take(arrival, scope, send)
        else:
            await PlainTextResponse(NOT_HERE, status_code=403)(scope, receive, send)

    async def _take(self, arrival: "_Arrival", scope: Scope, send: Send) -> None:
        length = {b"content-length", b"transfer-encoding"}
        headers = [each for each in scope["headers"] if each[0] not in length]
        inner = {**scope, "headers": headers}
        try:
            await self._app(inner, arrival.receive, _before_answer(send, arrival.settle))
        except ClientDisconnect:
            # There is nobody left to answer.
            return
        finally:
            # Also when there was no answer at all.
            arrival.drop_unless_kept()


def _before_answer(send: Send, settle: Callable[[bool], None]) -> Send:
    """Return a `send` that settles matters before anybody knows how they went."""

    async def _send(message: Message) -> None:
        if message["type"] == "http.response.start":
            settle(200 <= message["status"] < 300)
        await send(message)

    return _send


class _Arrival:
    """The body of one upload, fetched when it is first asked for."""

    def __init__(
        self, room: WaitingRoom, session: str, file_id: str, headers: Headers, receive: Receive
    ) -> None:
        self._room = room
        self._session, self._file_id = session, file_id
        self._headers = headers
        self._receive = receive
        self._is_asked = False
        self._file: Waiting | None = None

    def settle(self, is_ok: bool) -> None:
        """Let the page fetch the file, or leave nothing of it."""
        if is_ok and self._file is not None:
            self._file.is_kept = True
        self.drop_unless_kept()

    def drop_unless_kept(self) -> None:
        """Leave nothing of an upload that failed."""
        if self._file is not None and not self._file.is_kept:
            self._room.drop(self._file)

    async def receive(self) -> Message:
        """Fetch the body, and answer with one that has a ticket in the place of the file."""
        if self._is_asked:
            return await self._receive()
        self._is_asked = True
        try:
            body = Body(self._headers.get("content-type"))
            ticket = await self._ticket_for(body)
            content = body.with_content(ticket)
        except TooLarge as error:
            raise HTTPException(413, str(error)) from error
        except FormParserError as error:
            raise HTTPException(400, DAMAGED) from error
        return {"type": "http.request", "body": content, "more_body": False}

    async def _ticket_for(self, body: Body) -> bytes:
        """Store the file and return its ticket, or one for the reason why it was not taken.

        A refusal of the upload itself would reach a person as a bare number. A ticket reaches the
        page, and the page says in words what is behind it.
        """
        try:
            return await self._store(body)
        except TooLarge:
            raise
        except NotTaken as error:
            reason = str(error)
        except OSError as error:
            reason = (
                f"The file could not be written: {error.strerror}. Ask whoever runs the dashboard "
                "to look at its disk, then upload the file again."
            )
        self.drop_unless_kept()
        self._file = None
        with suppress(NotTaken):
            while not body.has_head and body.received < FRAME_BYTES and await self._feed(body):
                pass
        self._file = self._room.refuse(self._session, self._file_id, reason)
        return self._file.ticket

    async def _store(self, body: Body) -> bytes:
        limit: int = st.get_option("server.maxUploadSize") << 20
        announced = int(self._headers.get("content-length", 0))
        _check_size(announced - FRAME_BYTES, limit)
        self._file = self._room.begin(self._session, self._file_id, announced)
        try:
            with self._file.path.open("xb") as body.disk:
                is_more = True
                while is_more:
                    is_more = await self._feed(body)
                    self._file.size = body.size
                    self._room.weigh(self._file)
                    _check_size(max(body.size, body.received - FRAME_BYTES), limit)
        finally:
            body.disk = None
        body.demand_end()
        return self._file.ticket

    async def _feed(self, body: Body) -> bool:
        """Take the next bytes, off the loop that serves everybody; say whether more follow."""
        message = await self._next_message()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        await asyncio.to_thread(body.write, message.get("body", b""))
        return bool(message.get("more_body", False))

    async def _next_message(self) -> Message:
        """Wait for the client, but not when its session is over: a server could never stop."""
        coming = asyncio.ensure_future(self._receive())
        try:
            while not (await asyncio.wait({coming}, timeout=LOOK_SECONDS))[0]:
                if self._file is not None:
                    self._room.weigh(self._file)
                elif not self._room.is_admitted(self._session):
                    raise NotTaken(CALLED_OFF)
            return coming.result()
        finally:
            coming.cancel()


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise TooLarge(
            f"This file is larger than {limit >> 20:,} MB, the most that is taken here. Split it "
            "by period, pack it with gzip, or bring it in on the command line, with "
            "python -m cx import, which has no limit."
        )
