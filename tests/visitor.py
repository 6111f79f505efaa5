"""A visitor without a browser: runs a page over the websocket and uploads as the widget does."""

from collections.abc import Iterable
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlsplit
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

BOUNDARY = b"----a-line-that-no-file-has"
PATIENCE_SECONDS = 60


def form(name: str, content: bytes, more: bytes = b"") -> bytes:
    """The body that a browser makes of one file; `more` are parts before it."""
    head = (
        f'Content-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    dashed = b"--" + BOUNDARY
    return more + dashed + b"\r\n" + head.encode() + content + b"\r\n" + dashed + b"--\r\n"


class Visitor:
    """One session on a running server.

    Parameters
    ----------
    base : str
        Address of the server.
    query : str
        What the address of the page ends with.
    """

    def __init__(self, base: str, query: str = "") -> None:
        self._host = urlsplit(base).netloc
        self._query = query
        with urlopen(f"{base}/_stcore/health", timeout=PATIENCE_SECONDS) as answer:
            self._token = SimpleCookie(answer.headers["Set-Cookie"])["_streamlit_xsrf"].value
        self._tab = ExitStack()
        self._wire = self._tab.enter_context(
            connect(
                f"ws://{self._host}/_stcore/stream",
                additional_headers={"Cookie": f"_streamlit_xsrf={self._token}", "Origin": base},
                max_size=None,
            )
        )
        self.session, self._uploader = "", ""
        self.run()

    def run(self, files: Iterable[str] = ()) -> list[str]:
        """Run the page with files of these ids in its uploader; return the texts it shows."""
        message = BackMsg()
        message.rerun_script.query_string = self._query
        if files and self._uploader:
            state = message.rerun_script.widget_states.widgets.add(id=self._uploader)
            state.file_uploader_state_value.uploaded_file_info.extend(
                UploadedFileInfo(file_id=each, name=each) for each in files
            )
        self.say(message)
        return self._listen()

    def say(self, message: BackMsg) -> None:
        """Send a message as the browser does."""
        self._wire.send(message.SerializeToString())

    def _listen(self) -> list[str]:
        texts: list[str] = []
        while True:
            heard = ForwardMsg.FromString(self._wire.recv(timeout=PATIENCE_SECONDS))
            kind = heard.WhichOneof("type")
            if kind == "new_session":
                self.session, texts = heard.new_session.initialize.session_id, []
            elif kind == "script_finished":
                return texts
            elif kind == "delta" and heard.delta.new_element.HasField("file_uploader"):
                self._uploader = heard.delta.new_element.file_uploader.id
            elif kind == "delta" and heard.delta.new_element.HasField("text"):
                texts.append(heard.delta.new_element.text.body)

    def put(
        self, file_id: str, body: bytes, session: str | None = None, token: str | None = None
    ) -> tuple[int, str]:
        """Upload a body under an id; return status and words of the answer."""
        return self._ask("PUT", file_id, body, session, token)

    def delete(self, file_id: str, token: str | None = None) -> tuple[int, str]:
        """Press the x of a file."""
        return self._ask("DELETE", file_id, None, None, token)

    def headers(self, token: str | None = None) -> dict[str, str]:
        """What a browser sends along with an upload."""
        return {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY.decode()}",
            "Cookie": f"_streamlit_xsrf={self._token}",
            "X-Xsrftoken": self._token if token is None else token,
        }

    def path(self, file_id: str, session: str | None = None) -> str:
        """Where a file of that id is put."""
        return f"/_stcore/upload_file/{session or self.session}/{file_id}"

    def _ask(
        self, verb: str, file_id: str, body: bytes | None, session: str | None, token: str | None
    ) -> tuple[int, str]:
        with closing(HTTPConnection(self._host, timeout=PATIENCE_SECONDS)) as line:
            line.request(verb, self.path(file_id, session), body, self.headers(token))
            answer = line.getresponse()
            return answer.status, answer.read().decode()

    def leave(self) -> None:
        """Close the tab."""
        self._tab.close()
