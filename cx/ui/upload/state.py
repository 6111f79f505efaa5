"""One upload between choosing a file and its import, as a browser session keeps it.

The draft is the only truth: widgets start from it and write to it, so that leaving the page and
coming back shows what was there, and nothing depends on what a widget still remembers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec
from uuid import uuid4

import streamlit as st

from cx import ingest
from cx.errors import CxError
from cx.ingest import ImportResult, Staged, UndoResult, drafts, jobs
from cx.ingest.look import Look
from cx.ingest.options import ReadOptions
from cx.ingest.propose import Proposal
from cx.ingest.source import is_ours
from cx.ui.text import escape

KEY = "upload_draft"
STEPS = ("file", "read", "match", "check", "import")
BY_HAND = ""
CHOSEN_BY_HAND = "chosen by hand"
"""What the history calls a mapping without a name."""

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Draft:
    """An upload, as far as it has come.

    Attributes
    ----------
    upload_id : str
        What makes a second click on Import the same import.
    folder : Path
        Where its files are; the whole of it goes with the draft.
    paths : tuple of Path
        The files as they came.
    step : str
        The section that is open.
    asked : ReadOptions
        What the person has said about reading; the rest is found out.
    seen : Look or None
        How the files read; None when that is not known yet.
    proposal : Proposal or None
        How they fit, with the columns that the person has chosen.
    known : str or None
        Name of the mapping taken; empty when columns are chosen by hand, None while undecided.
    opened : tuple of str
        Our columns that are shown although nothing fills them.
    words : mapping
        What words of the file mean, where the person has said so: by our column.
    currency : str or None
        Column of the currency, empty for none; None while it is as proposed.
    answers : mapping
        To the questions, where the person has given them.
    round : int
        Counts proposals, so that the widgets of one never take the values of another.
    mode : str
        ``merge`` or ``snapshot``.
    job : str
        Id of the work that is waited for; empty for none.
    mapping : cx.ingest.Mapping or None
        By which the files were checked.
    staged, checked, outcome, undone
        The checked rows, what the import would do, what it has done, and what its undo has.
    trouble : str
        What went wrong last, shown where it can be mended.
    notice : str
        What else there is to say about what came before; it goes with the next change.
    """

    upload_id: str
    folder: Path
    paths: tuple[Path, ...]
    step: str = "read"
    asked: ReadOptions = field(default_factory=ReadOptions)
    seen: Look | None = None
    proposal: Proposal | None = None
    known: str | None = None
    opened: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    currency: str | None = None
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    round: int = 0
    mode: str = "merge"
    job: str = ""
    mapping: ingest.Mapping | None = None
    staged: Staged | None = None
    checked: ImportResult | None = None
    outcome: ImportResult | None = None
    undone: UndoResult | None = None
    trouble: str = ""
    notice: str = ""

    @property
    def name(self) -> str:
        """What the files are called together."""
        first, *others = (path.name for path in self.paths)
        return f"{first} and {len(others)} more" if others else first

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(path.stat().st_size for path in self.paths if path.exists())

    def key(self, name: str) -> str:
        """Return the key of a widget that belongs to this proposal of this draft."""
        return f"upload_{self.upload_id[:8]}_{self.round}_{name}"


def current() -> Draft | None:
    """Return the draft of this browser session, if there is one."""
    found: Draft | None = st.session_state.get(KEY)
    return found


def begin(folder: Path, paths: tuple[Path, ...]) -> None:
    """Start a draft; a former one gives way."""
    forget()
    st.session_state[KEY] = Draft(uuid4().hex, folder, paths)


def change(**fields: Any) -> None:
    """Change the draft; without one (another tab's late click) nothing happens."""
    draft = current()
    if draft is not None:
        st.session_state[KEY] = replace(draft, **{"notice": "", **fields})


def forget() -> None:
    """Give the draft up, and remove its files."""
    draft = current()
    if draft is not None:
        _call_off(draft)
        del st.session_state[KEY]
        drafts.discard(draft.folder)


def _call_off(draft: Draft) -> None:
    job = jobs.find(draft.job)
    if job is not None:
        job.cancel()


def drop_swept() -> bool:
    """Give up a draft whose files are gone, and tell whether there was one."""
    draft = current()
    is_swept = draft is not None and draft.outcome is None and not draft.folder.exists()
    if is_swept:
        forget()
    return is_swept


def own_columns(seen: Look) -> tuple[str, ...]:
    """Columns that the file came with; a file of rejects has some of ours besides."""
    return tuple(name for name in seen.header if not is_ours(name))


def telling(act: Callable[P, None]) -> Callable[P, None]:
    """Let what goes wrong in a click be told on the page; a click has no page to fail on."""

    @wraps(act)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            act(*args, **kwargs)
        except CxError as error:
            change(trouble=str(error))
            # The section says it at its top, which may be far above what was clicked.
            st.toast(escape(str(error)), icon=":material/error:")

    return told


def while_open(step: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Let a widget speak only while its section is open.

    A browser may report the widgets of a section that has just closed once more, and they then pass
    for changed: nobody has said anything anew.
    """

    def make(act: Callable[P, None]) -> Callable[P, None]:
        @wraps(act)
        def heard(*args: P.args, **kwargs: P.kwargs) -> None:
            draft = current()
            if draft is not None and draft.step == step:
                act(*args, **kwargs)

        return heard

    return make


def reopen(step: str) -> None:
    """Go back to a section; what rests on it is checked anew."""
    draft = current()
    if draft is not None:
        _call_off(draft)
    change(step=step, job="", staged=None, checked=None, trouble="")


def read_anew(asked: ReadOptions) -> None:
    """Look at the files again, as the person says; proposals for another reading are no use."""
    change(asked=asked, seen=None, **_NOTHING_MATCHED)


def propose_anew(proposal: Proposal | None) -> None:
    """Start the matching of columns again from a proposal."""
    draft = current()
    if draft is not None:
        change(**{**_NOTHING_MATCHED, "proposal": proposal, "round": draft.round + 1})


_NOTHING_MATCHED: dict[str, Any] = {
    "proposal": None,
    "known": None,
    "opened": (),
    "words": {},
    "currency": None,
    "answers": {},
    "staged": None,
    "checked": None,
    "trouble": "",
}
