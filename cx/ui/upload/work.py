"""The background work of a draft: begun by a click, taken over by the page when it has ended."""

from collections.abc import Callable
from typing import Any

from cx.auth import Act
from cx.ingest import UndoResult, jobs
from cx.ingest.jobs import Job
from cx.ingest.progress import Progress
from cx.ui import gate, session
from cx.ui.upload import state
from cx.ui.upload.state import Draft

INTERRUPTED = "The work was interrupted. Look into History whether it came to its end."
STEP_BACK = {"check": "match", "import": "check"}
"""Where something can be changed when the work of a step comes to nothing."""


def begin(step: str, title: str, task: Callable[[Progress], Any], act: Act = "upload") -> None:
    """Begin work for this draft, and open the section that shows it.

    Raises
    ------
    NotAllowed
        When the person may not do this.
    """
    who = gate.allowed(act)
    job = jobs.start(session.house(), task, title, who.name)
    state.change(step=step, job=job.id, trouble="")


def take_over() -> None:
    """Put what the work of this draft has come to into the draft."""
    draft = state.current()
    if draft is None or not draft.job:
        return
    job = jobs.find(draft.job)
    if job is None:
        _go_back(draft, trouble=INTERRUPTED)
    elif job.state == "done":
        _done(draft, job)
    elif job.state == "cancelled":
        _go_back(draft, notice=str(job.error))
    elif job.state == "failed":
        _go_back(draft, trouble=str(job.error))


def _done(draft: Draft, job: Job[Any]) -> None:
    if isinstance(job.result, UndoResult):
        state.change(job="", undone=job.result)
    elif draft.step == "check":
        staged, checked = job.result or (None, None)
        state.change(job="", staged=staged, checked=checked)
    elif job.result is not None and job.result.status == "rejected":
        _go_back(draft, trouble=job.result.warnings[-1])
    else:
        state.change(job="", outcome=job.result)


def _go_back(draft: Draft, **said: str) -> None:
    """Lead back to where something can be changed; what was checked still holds."""
    step = draft.step if draft.outcome else "check" if draft.checked else STEP_BACK[draft.step]
    state.change(job="", step=step, **said)
