"""Work that goes on when the page that asked for it is closed; all who look see how far it is."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import uuid4

from cx.errors import Cancelled, CxError
from cx.ingest.progress import WAITING, Progress
from cx.warehouse import EngineError, House

AT_ONCE = 2
"""Jobs of a kind that work at the same time on a warehouse; further ones wait for their turn."""
KEPT = 50
"""Jobs of a kind that are over and can still be looked up."""
IMPORT, ANALYSIS = "import", "analysis"
"""Kinds of jobs, each with its own turns: what writes never waits for somebody's curiosity."""

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Job(Generic[T]):
    """One piece of background work.

    Attributes
    ----------
    id : str
        By which `find` gives it back.
    title : str
        What it does, in words.
    actor : str
        Who asked for it.
    started_at : datetime
        When it was asked for (UTC).
    kind : str
        ``import`` (all that writes) or ``analysis``.
    """

    id: str
    title: str
    actor: str
    started_at: datetime
    kind: str
    _house: House = field(repr=False)
    _progress: Progress = field(repr=False)
    _future: Future[T] = field(repr=False)

    @property
    def stage(self) -> str:
        """What is being done, in plain words."""
        return self._progress.stage or WAITING

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return 1.0 if self.state == "done" else self._progress.share

    @property
    def state(self) -> str:
        """``waiting``, ``running``, ``done``, ``failed`` or ``cancelled``.

        Called off in the very moment of a commit, it is done: what is on file decides.
        """
        if not self._future.done():
            is_at_work = self._future.running() and self.stage != WAITING
            return "running" if is_at_work else "waiting"
        if self._future.cancelled():
            return "cancelled"
        if self._future.exception() is None:
            return "done"
        return "cancelled" if self._progress.is_cancelled else "failed"

    @property
    def result(self) -> T | None:
        """What the work gave, once it is done."""
        return self._future.result() if self.state == "done" else None

    @property
    def error(self) -> CxError | None:
        """Why there is no result, once it failed or was called off."""
        if self.state == "cancelled":
            return Cancelled("This was called off; nothing was written.")
        return _told(self._future.exception()) if self.state == "failed" else None

    @property
    def is_called_off(self) -> bool:
        """Whether somebody called it off; it may go on for a moment."""
        return self._progress.is_cancelled

    def cancel(self) -> None:
        """Call it off; what it has begun leaves no trace."""
        self._progress.cancel()
        self._future.cancel()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is over, or for so many seconds; returns whether it is over."""
        with suppress(CancelledError, TimeoutError):
            self._future.exception(timeout)
        return self._future.done()


_lock = threading.Lock()
_jobs: dict[str, Job[Any]] = {}
_pools: dict[tuple[House, str], ThreadPoolExecutor] = {}


def start(
    house: House, work: Callable[[Progress], T], title: str, actor: str, kind: str = IMPORT
) -> Job[T]:
    """Begin work in the background.

    Parameters
    ----------
    work : callable
        Takes the progress that it is to report to, and gives the result.
    title : str
        What it does, in words: "Import of responses.csv".
    actor : str
        Who asks for it.
    kind : str
        ``import``, or ``analysis`` of what only reads.
    """
    progress, pool = Progress(), (house, kind)
    with _lock:
        if pool not in _pools:
            _pools[pool] = ThreadPoolExecutor(AT_ONCE, thread_name_prefix=kind)
        future = _pools[pool].submit(work, progress)
        job = Job(uuid4().hex, title, actor, datetime.now(UTC), kind, house, progress, future)
        _jobs[job.id] = job
        _forget_oldest()
    future.add_done_callback(lambda done: _note_fault(job))
    return job


def running(house: House) -> list[Job[Any]]:
    """Imports of a warehouse that are not over, in the order in which they were started."""
    with _lock:
        imports = [job for job in _jobs.values() if job.kind == IMPORT]
        return [job for job in imports if job._house is house and not job._future.done()]


def find(job_id: str) -> Job[Any] | None:
    """Return the job of that id; None when there is none, or it was over long ago."""
    with _lock:
        return _jobs.get(job_id)


def close_all() -> None:
    """Call off all that is not over and wait until it is: before the warehouse is closed."""
    with _lock:
        jobs, pools = [*_jobs.values()], [*_pools.values()]
        _pools.clear()
        _jobs.clear()
    for job in jobs:
        job.cancel()
    for pool in pools:
        pool.shutdown(wait=True)


def _forget_oldest() -> None:
    for kind in (IMPORT, ANALYSIS):
        over = [key for key, job in _jobs.items() if job.kind == kind and job._future.done()]
        for key in over[:-KEPT]:
            del _jobs[key]


def _note_fault(job: Job[Any]) -> None:
    """Write a fault of the program, which nobody waits for, where it can be found."""
    if job.state == "failed":
        fault = job._future.exception()
        if not isinstance(fault, CxError):
            _log.error("%s failed", job.title, exc_info=fault)


def _told(fault: BaseException | None) -> CxError | None:
    """Say a fault as a person can act on it."""
    if fault is None or isinstance(fault, CxError):
        return fault
    if isinstance(fault, EngineError | OSError):
        return CxError(f"{str(fault).splitlines()[0][:300]}. Nothing was written; try again.")
    return CxError(
        f"This stopped because of a fault in the program ({type(fault).__name__}); nothing was "
        "written. The log says more; tell whoever looks after the dashboard."
    )
