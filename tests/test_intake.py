"""Uploads lie on disk, come only from who may bring them, and leave nothing when they fail."""

import asyncio
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.testing.v1 import AppTest

from cx.errors import NotTaken
from cx.ui import session
from cx.ui.intake import stream, waiting
from cx.ui.intake.stream import Intake
from cx.ui.intake.waiting import WaitingRoom
from tests.e2e.conftest import ROOT, serve
from tests.visitor import BOUNDARY, PATIENCE_SECONDS, Visitor, form

MEGABYTE = 1 << 20
LIMIT = 9 * MEGABYTE
EIGHT = b"R1,2026-01-01,9\r\n" * (8 * MEGABYTE // 17)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address of a running server, and the folder where uploads wait."""
    folder = tmp_path_factory.mktemp("served")
    options = ("--server.maxUploadSize=9", "--server.disconnectedSessionTTL=1")
    script = "tests/intake_app.py"
    with serve(folder / "w.duckdb", folder / "log", ROOT, script, *options) as base:
        yield base, folder / "w.duckdb.stage" / "uploads"


@pytest.fixture
def visit(served: tuple[str, Path]) -> Iterator[Callable[[str], Visitor]]:
    """Open the page in a new tab; "upload=1" asks to be admitted."""
    opened: list[Visitor] = []

    def _visit(query: str = "upload=1") -> Visitor:
        opened.append(Visitor(served[0], query))
        return opened[-1]

    yield _visit
    for each in opened:
        each.leave()


@pytest.fixture
def uploads(served: tuple[str, Path]) -> Path:
    """Where uploads wait."""
    return served[1]


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.05)


def waiting_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def start(visitor: Visitor, base: str, *, sent: bytes = b"", **head: str) -> Any:
    """Begin an upload by hand: headers, and as much of the body as is given."""
    address = urlsplit(base)
    line = socket.create_connection((address.hostname, address.port), PATIENCE_SECONDS)
    lines = {"Host": address.netloc} | visitor.headers(head.pop("token", None)) | head
    asked = f"PUT {visitor.path('by-hand')} HTTP/1.1\r\n"
    text = asked + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    line.sendall(text.encode() + sent)
    return line


def answer_on(line: socket.socket) -> tuple[int, str]:
    answer = HTTPResponse(line, method="PUT")
    answer.begin()
    return answer.status, answer.read().decode()


def test_an_upload_lies_on_disk_and_the_page_gets_it_whole(visit, uploads):
    visitor = visit()
    assert visitor.put("a", form("answers.csv", EIGHT)) == (204, "")
    assert [each.stat().st_size for each in waiting_in(uploads)] == [len(EIGHT)]
    path, size, kept_by_streamlit, name = json.loads(visitor.run(["a"])[0])
    assert Path(path).read_bytes() == EIGHT
    assert (Path(path).name, name, size) == ("answers.csv", "answers.csv", len(EIGHT))
    assert kept_by_streamlit < 100
    assert not waiting_in(uploads)


def test_the_page_gets_the_same_file_at_each_run(visit):
    visitor = visit()
    visitor.put("a", form("a.csv", b"1"))
    assert visitor.run(["a"]) == visitor.run(["a"])


def test_an_empty_file_is_a_file(visit):
    visitor = visit()
    assert visitor.put("a", form("empty.csv", b""))[0] == 204
    path, size, *_ = json.loads(visitor.run(["a"])[0])
    assert (Path(path).read_bytes(), size) == (b"", 0)


def test_what_looks_like_the_end_of_the_body_inside_a_file_stays_in_it(visit):
    content = b"\r\n--" + BOUNDARY[:-1] + b"\r\n\r\n----\r" * 5000
    visitor = visit()
    visitor.put("a", form("odd.csv", content))
    assert Path(json.loads(visitor.run(["a"])[0])[0]).read_bytes() == content


def test_fields_beside_the_file_are_let_go(visit):
    field = b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="x"\r\n\r\nfield\r\n'
    visitor = visit()
    assert visitor.put("a", form("a.csv", b"file", more=field))[0] == 204
    assert Path(json.loads(visitor.run(["a"])[0])[0]).read_bytes() == b"file"


def test_a_file_lies_inside_its_draft_whatever_it_is_called(visit, uploads):
    visitor = visit()
    visitor.put("a", form("../../../up *one*.csv", b"1"))
    path = Path(json.loads(visitor.run(["a"])[0])[0])
    assert path.name == "up _one_.csv"
    assert path.parents[1].name.startswith("draft-")
    assert path.parents[2] == uploads.parent


def test_a_page_that_admits_nobody_gets_no_files(visit, uploads):
    status, words = visit("look=1").put("a", form("a.csv", b"1"))
    assert (status, words) == (403, stream.NOT_HERE)
    assert not waiting_in(uploads)


def test_who_is_not_admitted_is_refused_before_the_file_is_sent(visit, served):
    with closing(start(visit("look=1"), served[0], **{"Content-Length": str(LIMIT)})) as line:
        assert answer_on(line) == (403, stream.NOT_HERE)


def test_a_wrong_token_is_refused_before_the_file_is_sent(visit, served, uploads):
    length = {"Content-Length": str(LIMIT)}
    with closing(start(visit(), served[0], token="guessed", **length)) as line:
        assert answer_on(line)[0] == 403
    assert not waiting_in(uploads)


def test_nobody_uploads_into_the_session_of_somebody_who_left(visit, served, uploads):
    gone, stays = visit(), visit()
    gone.put("a", form("a.csv", b"1"))
    assert len(waiting_in(uploads)) == 1
    gone.leave()
    # Streamlit looks for ended sessions when something happens.
    wait_until(lambda: not stays.run() and not waiting_in(uploads), "the file went with its owner")
    assert stays.put("b", form("b.csv", b"1"), session=gone.session) == (403, stream.NOT_HERE)


def test_a_file_that_is_announced_too_large_is_refused_before_it_is_sent(visit, served, uploads):
    length = {"Content-Length": str(LIMIT + 2 * MEGABYTE)}
    with closing(start(visit(), served[0], **length)) as line:
        status, words = answer_on(line)
    assert status == 413
    assert words.startswith("This file is larger than 9 MB, the most that is taken here.")
    assert not waiting_in(uploads)


def test_a_file_that_turns_out_too_large_is_refused_and_nothing_is_left(visit, uploads):
    visitor = visit()
    status, words = visitor.put("a", iter([form("a.csv", b"1" * (LIMIT + 1))]))
    assert status == 413
    assert words.startswith("This file is larger than 9 MB, the most that is taken here.")
    assert not waiting_in(uploads)
    assert not visitor.run(["a"])


def test_an_upload_that_breaks_off_leaves_nothing(visit, served, uploads):
    sent = form("a.csv", EIGHT)[: 4 * MEGABYTE]
    line = start(visit(), served[0], sent=sent, **{"Content-Length": str(8 * MEGABYTE)})
    wait_until(lambda: any(each.stat().st_size for each in waiting_in(uploads)), "it arrives")
    line.close()
    wait_until(lambda: not waiting_in(uploads), "nothing is left")


def test_an_upload_that_stands_still_does_not_keep_the_server_from_ending(tmp_path):
    uploads, half = tmp_path / "w.duckdb.stage" / "uploads", form("a.csv", EIGHT)[:MEGABYTE]
    place = (tmp_path / "w.duckdb", tmp_path / "log", ROOT, "tests/intake_app.py")
    with ExitStack() as afterwards, serve(*place) as base:
        visitor = Visitor(base, "upload=1")
        afterwards.callback(visitor.leave)
        length = {"Content-Length": str(len(EIGHT))}
        afterwards.enter_context(closing(start(visitor, base, sent=half, **length)))
        wait_until(lambda: len(waiting_in(uploads)) == 1, "it arrives")
    assert not waiting_in(uploads)


@pytest.mark.parametrize(
    "body",
    [
        form("a.csv", b"1")[:-6],
        form("a.csv", b"1", more=form("b.csv", b"2")[:-4] + b"\r\n"),
        b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="x"\r\n\r\n',
        b"no form at all",
    ],
    ids=["cut off", "two files", "no file", "no form"],
)
def test_a_damaged_upload_is_refused_and_nothing_is_left(visit, uploads, body):
    visitor = visit()
    assert visitor.put("a", body) == (400, stream.DAMAGED)
    assert not waiting_in(uploads)
    assert not visitor.run(["a"])


def test_the_x_removes_a_file_that_waits_but_only_with_the_token(visit, uploads):
    visitor = visit()
    visitor.put("a", form("a.csv", b"1"))
    assert visitor.delete("a", token="guessed")[0] == 403
    assert len(waiting_in(uploads)) == 1
    assert visitor.delete("a")[0] == 204
    assert not waiting_in(uploads)


def test_the_words_of_a_refusal_reach_the_page(visit, uploads):
    visitor = visit()
    for number in range(4):
        assert visitor.put(str(number), form(f"{number}.csv", EIGHT))[0] == 204
    assert len(waiting_in(uploads)) == 3
    assert visitor.run(["3"]) == [
        "3.csv was not taken. 3 uploaded files wait already. Import or remove some of them, then "
        "upload this one again."
    ]


def test_a_ticket_that_somebody_wrote_is_only_text(visit):
    owner, thief = visit(), visit()
    owner.put("a", form("a.csv", b"secret"))
    room = WaitingRoom()
    room.admit("s", Path())
    forged = room.begin("s", "1").ticket
    thief.put("b", form("b.csv", forged))
    assert Path(json.loads(thief.run(["b"])[0])[0]).read_bytes() == forged
    assert not thief.run(["a"])


def test_nobody_empties_what_is_kept_for_everybody(visit, uploads):
    owner, other = visit(), visit()
    owner.put("a", form("a.csv", b"1"))
    other.say(BackMsg(clear_cache=True))
    other.run()
    assert len(waiting_in(uploads)) == 1
    assert Path(json.loads(owner.run(["a"])[0])[0]).read_bytes() == b"1"


def taken_by(room: WaitingRoom, content: bytes, announced: int | None = None) -> bytes:
    """Upload into a room, with a server behind it that reads the body; what that one got."""
    got = []

    async def read(request: Request) -> Response:
        async with request.form() as sent:
            got.extend([await each.read() for each in sent.values()])
        return Response(status_code=204)

    inner = Starlette(
        routes=[Route("/_stcore/upload_file/{session}/{file}", read, methods=["PUT"])]
    )
    body = form("a.csv", content)
    headers = {
        "content-type": f"multipart/form-data; boundary={BOUNDARY.decode()}",
        "content-length": str(announced or len(body)),
    }
    scope = {
        "type": "http",
        "method": "PUT",
        "path": "/_stcore/upload_file/s/1",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    pieces = [body[at : at + 65536] for at in range(0, len(body), 65536)]
    messages = [{"type": "http.request", "body": each, "more_body": True} for each in pieces]
    messages[-1]["more_body"] = False

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        assert message.get("status", 204) == 204

    asyncio.run(Intake(inner, room)(scope, receive, send))
    return got[0]


@pytest.fixture
def room(tmp_path: Path) -> WaitingRoom:
    """A room that takes files of session s."""
    opened = WaitingRoom()
    opened.admit("s", tmp_path / "uploads")
    return opened


def refusal(room: WaitingRoom) -> str:
    found = room.find("s", "1")
    assert found is not None
    return found.refusal


def test_the_server_behind_gets_a_ticket_for_what_lies_on_disk(room, tmp_path):
    ticket = taken_by(room, EIGHT)
    found = room.find("s", "1")
    assert ticket == found.ticket
    assert found.path.read_bytes() == EIGHT
    assert found.is_kept


def test_more_than_a_session_may_have_waiting_is_refused_as_soon_as_it_is_seen(
    room, tmp_path, monkeypatch
):
    monkeypatch.setattr(waiting, "MOST_BYTES", MEGABYTE)
    taken_by(room, b"1", announced=2 * MEGABYTE)
    assert "GB of uploaded files would wait" in refusal(room)
    taken_by(room, EIGHT, announced=10)
    assert "GB of uploaded files would wait" in refusal(room)
    assert not waiting_in(tmp_path / "uploads")


def test_the_disk_keeps_room_for_everything_else(room, tmp_path, monkeypatch):
    monkeypatch.setattr(waiting, "KEPT_FREE_BYTES", 1 << 60)
    taken_by(room, EIGHT)
    assert "The disk of the dashboard has no room for this file" in refusal(room)
    assert not waiting_in(tmp_path / "uploads")


def test_a_disk_that_is_full_is_said_in_words_and_nothing_is_left(room, tmp_path, monkeypatch):
    with Path("/dev/full").open("wb", buffering=0) as full, monkeypatch.context() as patched:
        patched.setattr(Path, "open", lambda path, mode: full)
        taken_by(room, EIGHT)
    assert refusal(room).startswith("The file could not be written: No space left on device.")
    assert not waiting_in(tmp_path / "uploads")


def test_a_file_that_was_called_off_while_it_came_is_not_kept(room, tmp_path):
    arriving = room.begin("s", "1")
    arriving.path.write_bytes(b"half")
    room.remove("s", "1")
    with pytest.raises(NotTaken, match="called off"):
        room.weigh(arriving)
    assert not waiting_in(tmp_path / "uploads")


def test_what_nobody_fetched_goes_after_a_day_and_so_does_the_leave_to_upload(
    room, tmp_path, monkeypatch
):
    taken_by(room, b"1")
    monkeypatch.setattr(waiting, "KEPT_SECONDS", 0)
    assert not room.is_admitted("s")
    assert not waiting_in(tmp_path / "uploads")


def test_a_file_that_was_fetched_outlives_its_session(room, tmp_path):
    taken_by(room, b"1")
    room.take(room.find("s", "1"), tmp_path / "mine")
    room.close("s")
    assert (tmp_path / "mine").read_bytes() == b"1"


def test_a_page_without_the_server_gets_its_file_too(tmp_path, monkeypatch):
    monkeypatch.setenv("CX_WAREHOUSE", str(tmp_path / "w.duckdb"))
    page = AppTest.from_file(str(ROOT / "tests/intake_app.py")).run()
    page.file_uploader[0].upload("a.csv", b"1,2").run()
    path, size, *_ = json.loads(page.text[0].value)
    assert (Path(path).read_bytes(), size) == (b"1,2", 3)
    assert json.loads(page.run().text[0].value)[0] == path
    session.close_all()
