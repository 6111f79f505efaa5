"""Where the process that has the warehouse open takes commands of others, and does them itself.

Only one process can own the database file. So that the command line works while the dashboard
runs, the dashboard listens on a socket of the file system, which only its own user may open.
What goes over it is said in ``cx/cli/handover.py``.
"""

import json
import logging
import os
import select
import shutil
import tempfile
import threading
from base64 import b64encode
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingUnixStreamServer
from typing import Any

from cx.cli.errand import Answer, Errand
from cx.cli.handover import TICK_SECONDS, packed, program_version
from cx.cli.parser import read_command
from cx.cli.verbs import TITLES, failure, perform, run
from cx.errors import CxError
from cx.ingest import jobs
from cx.ingest.jobs import Job
from cx.warehouse import House

_log = logging.getLogger(__name__)

LONGEST_PATH = 100
"""Bytes that the path of a socket may have on every system."""

LONGEST_REQUEST = 1 << 20
PATIENCE_SECONDS = 30
_VERSION = program_version()
"""Of the program as this process runs it, whatever lies on the disk later."""


class Door(ThreadingUnixStreamServer):
    """Listens until it is closed; every command gets a thread of its own.

    Parameters
    ----------
    house : House
        The open warehouse, lent to every command.
    path : Path
        Where to listen; nothing may be there.

    Raises
    ------
    OSError
        When the file system takes no socket there.
    """

    daemon_threads = False  # the interpreter must not end while the engine works for one

    def __init__(self, house: House, path: Path) -> None:
        super().__init__(str(path), _Caller, bind_and_activate=False)
        self.house = house
        self.path = path
        self.is_closing = threading.Event()
        try:
            self.server_bind()
            path.chmod(0o600)  # before anybody can connect
            self.server_activate()
            house.announce(path)
        except OSError:
            self.server_close()
            path.unlink(missing_ok=True)
            raise
        self._listener = threading.Thread(target=self.serve_forever, name="door", daemon=True)
        self._listener.start()

    def close(self) -> None:
        """Call off what is being done for others, answer them, and listen no more."""
        self.is_closing.set()
        self.shutdown()
        self._listener.join()
        self.server_close()
        self.path.unlink(missing_ok=True)
        with suppress(OSError):  # on a full disk the lock file goes on naming what is not there
            self.house.announce(None)


class _DoorElsewhere(Door):
    """A door in a folder that was made for it."""

    def close(self) -> None:
        super().close()
        self.path.parent.rmdir()


_OPEN: list[Door] = []


def open_door(house: House) -> None:
    """Listen for commands that find the warehouse in use, where the system has a way to."""
    door = _new_door(house)
    if door:
        _OPEN.append(door)
    else:
        _log.warning("The command line cannot reach this process: no socket could be made.")


def close_all() -> None:
    """Close every door: before the work of this process is called off, and its warehouses shut."""
    while _OPEN:
        _OPEN.pop().close()


def _new_door(house: House) -> Door | None:
    """Make a socket beside the database file.

    Where that path is too long, or the file system takes no socket, it lies in a folder of its
    own among the temporary files.
    """
    beside = house.path.with_name(house.path.name + ".door")
    with suppress(OSError):
        if len(os.fsencode(beside)) <= LONGEST_PATH:
            # What lies there was left by an owner that was killed, for the file is ours now.
            beside.unlink(missing_ok=True)
            return Door(house, beside)
    folder = Path(tempfile.mkdtemp(prefix="parallax-"))
    try:
        return _DoorElsewhere(house, folder / "door")
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        return None


class _Caller(StreamRequestHandler):
    """One command of somebody else, from its arguments to its answer."""

    server: Door
    timeout = PATIENCE_SECONDS
    rbufsize = 0  # what is said after the first line must stay for `_is_called_off`

    def handle(self) -> None:
        """Read the command, do it and answer; whoever goes away meanwhile gets no answer."""
        request: Any = None
        with suppress(OSError, ValueError):
            request = json.loads(self.rfile.readline(LONGEST_REQUEST))
        if not isinstance(request, dict):
            return
        if request.get("version") != _VERSION:
            self._say({"is_other_version": True})
        else:
            answer = asdict(self._do(request))
            files = [(str(file), b64encode(held).decode()) for file, held in answer.pop("files")]
            self._say(answer | {"files": files})

    def _do(self, request: dict[str, Any]) -> Answer:
        command = read_command(request["arguments"], Path(request["folder"]))
        errand = Errand(command, request["actor"], lent=self.server.house)
        if command.verb not in TITLES:
            return run(errand)
        try:
            job = jobs.start(
                self.server.house,
                lambda progress: perform(replace(errand, progress=progress)),
                TITLES[command.verb](command),
                errand.actor,
            )
            return self._follow(job)
        except CxError as error:
            return failure(command, error)

    def _follow(self, job: Job[Answer]) -> Answer:
        """Tell how far the work is until it ends, and call it off when it is to be."""
        said: object = None
        while not job.wait(TICK_SECONDS):
            if self.server.is_closing.is_set() or self._is_called_off():
                job.cancel()
            now = {"stage": job.stage, "share": job.share}
            if now != said and select.select([], [self.connection], [], 0)[1]:
                said = now
                self._say(now)
        if job.error:
            raise job.error
        answer = job.result
        assert answer is not None  # without an error there is one
        return answer

    def _is_called_off(self) -> bool:
        """Whether whoever gave the command wants it no more, or is gone."""
        if not select.select([self.connection], [], [], 0)[0]:
            return False
        with suppress(OSError):
            self.connection.recv(LONGEST_REQUEST)
        return True

    def _say(self, what: object) -> None:
        with suppress(OSError):
            self.wfile.write(packed(what))
