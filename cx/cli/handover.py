"""Hands a command to the process that has the warehouse open, and waits for what it answers.

One line of JSON goes there: the version of the program, the arguments, the folder they were typed
in and who typed them. Lines of JSON come back: how far it is (``stage``, ``share``), then the
answer (``text``, ``code``, ``is_error``, ``files`` in base64), or that the owner runs another
version of the program (``is_other_version``). Any second line that goes there, or its end, calls
the work off.
"""

import hashlib
import json
import select
import socket
from base64 import b64decode
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from cx.cli.errand import Answer
from cx.cli.waiting import Waiting
from cx.errors import WarehouseError
from cx.ingest.progress import Progress

ROOT = Path(__file__).resolve().parents[2]
CALL_OFF = "call off"
TICK_SECONDS = 0.1
_READ_BYTES = 1 << 16
_DRAWING = ("cx/ui/", "cx/charts/")
"""Verbs draw nothing, so that these may differ."""


class Unheard(WarehouseError):
    """Nobody listens at the door."""


@cache
def program_version() -> str:
    """Stand for the text of the program: its Python and its SQL, without what draws."""
    files = [file for room in ("cx", "queries", "data") for file in (ROOT / room).rglob("*")]
    places = {file.relative_to(ROOT).as_posix(): file for file in files}
    text = hashlib.sha256()
    for place, file in sorted(places.items()):
        if file.suffix in (".py", ".sql") and not place.startswith(_DRAWING):
            text.update(f"{place}\n".encode())
            text.update(file.read_bytes())
    return text.hexdigest()


def hand_over(
    door: str, arguments: Sequence[str], folder: Path, actor: str, waiting: Waiting
) -> Answer:
    """Let the owner of the warehouse do a command.

    Parameters
    ----------
    door : str
        The socket at which it listens.
    arguments : sequence of str
        The command as it was typed.
    folder : Path
        Where it was typed; what the command names is looked for there.
    actor : str
        Who typed it.
    waiting : Waiting
        Told how far the work is; when it is called off here, it is there.

    Raises
    ------
    Unheard
        When nobody listens there.
    WarehouseError
        When the owner gave no answer, or runs another version of the program.
    """
    request = {
        "version": program_version(),
        "arguments": list(arguments),
        "folder": str(folder),
        "actor": actor,
    }
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            line.connect(door)
        except OSError as error:
            raise Unheard(f"Nobody listens at {door}.") from error
        try:
            line.sendall(packed(request))
            return _wait_for_answer(line, waiting)
        except (OSError, ValueError) as error:
            raise _ended() from error


def _wait_for_answer(line: socket.socket, waiting: Waiting) -> Answer:
    for said in _lines(line, waiting.progress):
        if "is_other_version" in said:
            raise WarehouseError(
                "The process that has the warehouse open runs another version of this program: it "
                "was started before the program was updated. Restart the dashboard, then try again."
            )
        if "code" in said:
            files = tuple((Path(file), b64decode(held)) for file, held in said["files"])
            return Answer(said["text"], said["code"], said["is_error"], files)
        waiting.tell(said["stage"], said["share"])
    raise _ended()


def _lines(line: socket.socket, progress: Progress) -> Iterator[Any]:
    """What the owner says, as it says it; passes on meanwhile that the work is called off."""
    has_called_off = False
    rest = bytearray()
    while True:
        if progress.is_cancelled and not has_called_off:
            has_called_off = True
            line.sendall(packed(CALL_OFF))
        if not select.select([line], [], [], TICK_SECONDS)[0]:
            continue
        read = line.recv(_READ_BYTES)
        if not read:
            return
        rest += read
        if b"\n" in read:
            *whole, rest = rest.split(b"\n")
            yield from map(json.loads, whole)


def _ended() -> WarehouseError:
    return WarehouseError(
        "The process that has the warehouse open gave no answer: it ended, or failed (its log says "
        "why). `history` shows whether this was written; if not, try again."
    )


def packed(value: object) -> bytes:
    """Write a value as one line."""
    return json.dumps(value).encode() + b"\n"
