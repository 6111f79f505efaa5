"""Fourth section: what the import would do, worked out before anything is written."""

import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from uuid import uuid4

import streamlit as st

from cx.ingest import ImportResult, Mapping, Progress, Staged, preview, stage
from cx.ui import session
from cx.ui.upload import importing, running, state, verdict, work
from cx.ui.upload.state import Draft
from cx.warehouse import House
from cx.warehouse import settings as house_settings
from cx.words import counts_in_words

Checked = tuple[Staged, ImportResult]


def line(draft: Draft) -> str:
    """Say what the check found, in a line."""
    return counts_in_words(draft.checked.counts) if draft.checked else ""


def show(draft: Draft | None) -> None:
    """Show the work while it runs, then what the import would do."""
    if draft is None:
        return
    if draft.job:
        running.watch(draft.job)
    elif draft.checked is not None and draft.staged is not None:
        verdict.show(draft, draft.staged, draft.checked, _take_mode)
        importing.start_button(draft, draft.checked)


def start(mapping: Mapping) -> None:
    """Check the files of the draft by a mapping."""
    draft = state.current()
    if draft is None:
        return
    for former in draft.folder.glob("checked-*"):
        shutil.rmtree(former, ignore_errors=True)
    folder = draft.folder / f"checked-{uuid4().hex[:8]}"
    state.change(mapping=mapping, staged=None, checked=None)
    check = partial(_check, session.house(), draft.paths, mapping, folder, draft.mode)
    work.begin("check", f"Checking {draft.name}", check)


def _check(
    house: House,
    paths: Sequence[Path],
    mapping: Mapping,
    folder: Path,
    mode: str,
    progress: Progress,
) -> Checked:
    """Read and compare; what was read goes again when that comes to no end."""
    try:
        zone = house_settings.zone_of(house)
        staged = stage(mapping.kind, paths, mapping, folder, progress, time_zone=zone)
        return staged, preview(house, staged, mode, progress)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


@state.while_open("check")
@state.telling
def _take_mode(key: str) -> None:
    """Compare in the other mode; the file is not read again."""
    draft, mode = state.current(), st.session_state[key]
    if draft is None or draft.staged is None or mode in (None, draft.mode):
        return
    state.change(mode=mode, checked=None)
    compare = partial(_compare, session.house(), draft.staged, mode)
    work.begin("check", f"Checking {draft.name}", compare)


def _compare(house: House, staged: Staged, mode: str, progress: Progress) -> Checked:
    return staged, preview(house, staged, mode, progress)
