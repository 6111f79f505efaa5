"""Uploads lie on disk, never in memory: who may bring one, and how a page gets at it."""

import re
from pathlib import Path
from uuid import uuid4

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.typing import UploadedFile

from cx.errors import NotTaken
from cx.ingest import drafts
from cx.ui import gate, session
from cx.ui.intake.waiting import NO_TICKET, ROOM, TICKET_MARK, Waiting

LONGEST_NAME = 60
"""Letters, of up to four bytes: a disk takes names of 255."""


def admit() -> None:
    """Let this session upload; the Upload page asks for it at each run.

    Raises
    ------
    NotAllowed
        When who looks may not upload.
    """
    gate.allowed("upload")
    ROOM.admit(_present(_session()), session.house().stage / "uploads")


def received(uploaded: UploadedFile, folder: Path | None = None) -> Path:
    """Return an uploaded file on disk, the same at each run of the page.

    The first time it moves out of the waiting room; from then on who called removes it. Without
    the server's intake, as in a test of a page, Streamlit's copy is written out instead.

    Parameters
    ----------
    uploaded : UploadedFile
        What ``st.file_uploader`` returned.
    folder : Path, optional
        The draft it belongs to; without it a new one is made. In there the file has a folder of
        its own, and a name like the one it came with.

    Raises
    ------
    NotTaken
        When the file was not taken, and why; or when it is no longer there.
    """
    waiting = _found(uploaded)
    if waiting is not None and waiting.refusal:
        raise NotTaken(f"{tame(uploaded.name)} was not taken. {waiting.refusal}")
    if waiting is not None and waiting.is_taken and waiting.path.exists():
        return waiting.path
    is_content = waiting is None and uploaded.getbuffer()[: len(TICKET_MARK)] != TICKET_MARK
    if not is_content and (waiting is None or not waiting.path.exists()):
        raise NotTaken(f"{tame(uploaded.name)} is no longer there. Upload it again.")
    place = (folder or drafts.new(session.house())) / uuid4().hex / tame(uploaded.name)
    place.parent.mkdir(mode=0o700)
    if waiting is not None:
        ROOM.take(waiting, place)
    else:
        place.write_bytes(uploaded.getbuffer())
        ROOM.note(_session(), uploaded.file_id, place)
    return place


def tame(name: str) -> str:
    r"""Return the name of an upload as a file of ours may be called.

    >>> tame("../../etc/pass*wd?.csv"), tame("a\nb.csv.gz"), tame("..")
    ('pass_wd_.csv', 'a_b.csv.gz', 'file')
    >>> len(tame("é" * 300 + ".csv"))
    60
    """
    kept = re.sub(r"[^\w .()+,-]", "_", re.split(r"[/\\]", name)[-1]).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > LONGEST_NAME and len(ending) < LONGEST_NAME // 4:
        kept = stem[: LONGEST_NAME - len(dot + ending)] + dot + ending
    return kept[:LONGEST_NAME] or "file"


def _found(uploaded: UploadedFile) -> Waiting | None:
    waiting = ROOM.find(_session(), uploaded.file_id)
    is_other = waiting is not None and waiting.ticket not in (NO_TICKET, uploaded.getbuffer())
    return None if is_other else waiting


def _session() -> str:
    run = get_script_run_ctx()
    return run.session_id if run is not None else ""


@st.cache_resource(scope="session", on_release=ROOM.close, show_spinner=False)
def _present(session: str) -> str:
    """Remember the session for as long as it lives; at its end, what waits for it goes."""
    return session
