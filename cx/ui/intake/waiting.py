"""Uploaded files that wait to be read: where each lies, whose it is, how much may lie there."""

import secrets
import shutil
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from cx.errors import NotTaken

GIGABYTE = 1 << 30
MOST_FILES = 20
MOST_BYTES = 4 * GIGABYTE
KEPT_FREE_BYTES = GIGABYTE
KEPT_SECONDS = 24 * 3600
"""Files nobody fetched, and leave to upload nobody renewed, end after a day."""

CALLED_OFF = "This upload was called off. Upload the file again."

TICKET_MARK = b"parallax upload "
"""How each ticket begins, so that none is ever taken for a file."""

NO_TICKET = b""
"""Of a file that Streamlit keeps itself."""


def _new_ticket() -> bytes:
    return TICKET_MARK + secrets.token_hex(32).encode()


@dataclass(slots=True, eq=False)
class Waiting:
    """One uploaded file on disk.

    Parameters
    ----------
    session, file_id : str
        Whose it is, and what Streamlit calls it.
    path : Path
        Where it lies, under a name of ours.
    ticket : bytes
        What Streamlit keeps instead of its content; nobody can guess it.
    size : int
        Bytes so far.
    is_kept : bool
        Whether it arrived whole.
    is_taken : bool
        Whether it was fetched: then whoever fetched it removes it.
    refusal : str
        Why it was not taken; then there is no file.
    """

    session: str
    file_id: str
    path: Path
    ticket: bytes = field(default_factory=_new_ticket)
    since: float = field(default_factory=time.monotonic)
    size: int = 0
    is_kept: bool = False
    is_taken: bool = False
    refusal: str = ""


class WaitingRoom:
    """All files of one process that wait, and the sessions that may bring more.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     room = WaitingRoom()
    ...     room.admit("session", Path(folder))
    ...     file = room.begin("session", "1")
    ...     room.is_admitted("session"), room.find("session", "1") is file
    (True, True)
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._admitted: dict[str, tuple[Path, float]] = {}
        self._files: dict[tuple[str, str], Waiting] = {}

    def admit(self, session: str, folder: Path) -> None:
        """Let a session upload into `folder` for a day, or until it is closed."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._lock:
            self._admitted[session] = (folder, time.monotonic())
        self.forget_old()

    def is_admitted(self, session: str) -> bool:
        """Say whether a session may upload."""
        self.forget_old()
        return session in self._admitted

    def begin(self, session: str, file_id: str, expected: int = 0) -> Waiting:
        """Make room for a file of an admitted session; one with the same id makes way.

        Parameters
        ----------
        expected : int
            Bytes that are announced, 0 when nothing is.

        Raises
        ------
        NotTaken
            When too many files or bytes wait already, or the disk is nearly full.
        """
        with self._lock:
            self.remove(session, file_id)
            if len(self._waiting_of(session)) >= MOST_FILES:
                raise NotTaken(
                    f"{MOST_FILES} uploaded files wait already. Import or remove some of them, "
                    "then upload this one again."
                )
            folder = self._check_room(session, expected)
            waiting = Waiting(session, file_id, folder / uuid4().hex)
            self._files[session, file_id] = waiting
            return waiting

    def weigh(self, waiting: Waiting) -> None:
        """Look whether a file that arrives may go on.

        Raises
        ------
        NotTaken
            When it may not: the session has too much waiting, is closed, or the disk is nearly
            full.
        """
        with self._lock:
            if self._files.get((waiting.session, waiting.file_id)) is not waiting:
                raise NotTaken(CALLED_OFF)
            self._check_room(waiting.session)

    def _check_room(self, session: str, expected: int = 0) -> Path:
        folder, _ = self._admitted.get(session, (None, 0))
        if folder is None:
            raise NotTaken(CALLED_OFF)
        total = sum(each.size for each in self._waiting_of(session)) + expected
        if total > MOST_BYTES:
            raise NotTaken(
                f"With this file more than {MOST_BYTES // GIGABYTE} GB of uploaded files would "
                "wait. Import or remove some of them, then upload this one again."
            )
        if shutil.disk_usage(folder).free - expected < KEPT_FREE_BYTES:
            raise NotTaken(
                "The disk of the dashboard has no room for this file: "
                f"{KEPT_FREE_BYTES // GIGABYTE} GB must stay free. Ask whoever runs the dashboard "
                "to make room, then upload the file again."
            )
        return folder

    def _waiting_of(self, session: str) -> list[Waiting]:
        return [
            each for each in self._files.values() if each.session == session and not each.is_taken
        ]

    def refuse(self, session: str, file_id: str, reason: str) -> Waiting:
        """Note why a file was not taken, for the page to say."""
        nothing = Waiting(session, file_id, Path(), is_kept=True, is_taken=True, refusal=reason)
        with self._lock:
            self._files[session, file_id] = nothing
        return nothing

    def find(self, session: str, file_id: str) -> Waiting | None:
        """Return what a session uploaded under that id."""
        return self._files.get((session, file_id))

    def note(self, session: str, file_id: str, path: Path) -> None:
        """Note a file that never waited: Streamlit had it, and its owner has it at `path`."""
        there = Waiting(session, file_id, path, NO_TICKET, is_kept=True, is_taken=True)
        with self._lock:
            self._files[session, file_id] = there

    def take(self, waiting: Waiting, path: Path) -> None:
        """Hand a file over: it is moved to `path` and no longer waits."""
        with self._lock:
            waiting.path.replace(path)
            waiting.path, waiting.is_taken = path, True

    def remove(self, session: str, file_id: str) -> None:
        """Delete a file that waits; one that was fetched is only forgotten."""
        with self._lock:
            waiting = self._files.pop((session, file_id), None)
            if waiting is not None and not waiting.is_taken:
                waiting.path.unlink(missing_ok=True)

    def drop(self, waiting: Waiting) -> None:
        """Delete a file that did not arrive."""
        with self._lock:
            if self._files.get((waiting.session, waiting.file_id)) is waiting:
                del self._files[waiting.session, waiting.file_id]
            waiting.path.unlink(missing_ok=True)

    def close(self, session: str) -> None:
        """Delete what waits for a session that ended; it may bring no more."""
        with self._lock:
            self._admitted.pop(session, None)
            for key in [key for key in self._files if key[0] == session]:
                self.remove(*key)

    def forget_old(self) -> None:
        """End what is older than a day."""
        with self._lock:
            end = time.monotonic() - KEPT_SECONDS
            for key in [key for key, each in self._files.items() if each.since < end]:
                self.remove(*key)
            for session in [key for key, (_, since) in self._admitted.items() if since < end]:
                self.close(session)


ROOM = WaitingRoom()
"""Of this process: the server fills it, pages fetch from it."""
