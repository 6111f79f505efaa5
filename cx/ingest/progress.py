"""Where long work stands, for those who wait for it; and the way to call it off."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

from cx.errors import Cancelled, CxError
from cx.warehouse import Cursor, EngineError

WAITING = "Waiting for another import"
"""The stage of work that cannot go on before other work is done."""

Check = Callable[[], None]
"""Asked again and again by work that runs outside the engine: `Progress.check`."""


def go_on() -> None:
    """Check of work that nobody can call off."""


class Progress:
    """One piece of work: its worker says how far it is, anybody may look or call it off.

    Attributes
    ----------
    stage : str
        What is being done, in plain words.

    Examples
    --------
    >>> progress = Progress()
    >>> progress.step("Reading the file", until=0.5)
    >>> progress.move(0.5)
    >>> progress.stage, progress.share
    ('Reading the file', 0.25)
    """

    def __init__(self) -> None:
        self.stage = ""
        self._share = 0.0
        self._from, self._until = 0.0, 0.0
        self._is_cancelled = threading.Event()
        self._lent: list[_Lent] = []
        self._lock = threading.Lock()

    @property
    def share(self) -> float:
        """How much of all of it is done, 0 to 1; it never goes back.

        Inside a stage it follows what the engine says of the statement that it runs.
        """
        with self._lock:
            for each in self._lent:
                self._reach(each.part())
            return self._share

    def step(self, stage: str, until: float) -> None:
        """Begin a stage that ends when `until` of all the work is done."""
        self.check()
        with self._lock:
            self.stage = stage
            self._share = self._from = max(self._until, self._share)
            self._until = max(until, self._from)
            for each in self._lent:
                each.begin()

    def move(self, part: float) -> None:
        """Say how much of this stage is done, 0 to 1."""
        self.check()
        with self._lock:
            self._reach(part)

    def ahead(self, part: float) -> float:
        """Share of all the work when `part` of what is left after this stage is done.

        What is brought in at once fills 0.6 to 1 after the file was read, and 0 to 1 alone.

        >>> progress = Progress()
        >>> progress.step("Reading the file", until=0.6)
        >>> progress.ahead(0.5)
        0.8
        """
        return self._until + (1.0 - self._until) * part

    def _reach(self, part: float) -> None:
        reached = self._from + (self._until - self._from) * min(part, 1.0)
        self._share = max(self._share, reached)

    def check(self) -> None:
        """Stop here when the work was called off.

        Raises
        ------
        Cancelled
        """
        if self.is_cancelled:
            raise Cancelled("This was called off; nothing was written.")

    @contextmanager
    def lend(self, cursor: Cursor) -> Iterator[Cursor]:
        """Follow what is run on this cursor inside the block; a call to `cancel` interrupts it.

        Returns
        -------
        Cursor
            The same one, to be used inside the block: no statement begins once it was called off.

        Raises
        ------
        Cancelled
            In place of whatever the engine, or we, made of the interruption.
        """
        lent = _Lent(cursor, self)
        with self._lock:
            self._lent.append(lent)
        try:
            yield cast(Cursor, lent)
        except (EngineError, CxError):
            self.check()
            raise
        finally:
            with self._lock:
                self._lent.remove(lent)

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody called it off."""
        return self._is_cancelled.is_set()

    def cancel(self) -> None:
        """Call the work off: it stops at its next step, and a running statement at once."""
        self._is_cancelled.set()
        with self._lock:
            for each in self._lent:
                each.cursor.interrupt()


class _Lent:
    """A cursor at work: how far its statements are, without knowing how many there will be.

    The engine tells of the running statement only, so each takes half of what was left.
    """

    def __init__(self, cursor: Cursor, progress: Progress) -> None:
        # The bar itself is never printed; without it the engine does not count.
        cursor.execute("set session enable_progress_bar_print = false")
        cursor.execute("set session enable_progress_bar = true")
        self.cursor, self._progress = cursor, progress
        self._statements = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)

    def execute(self, *statement: Any, **options: Any) -> Cursor:
        """Run a statement, unless it was called off."""
        self._progress.check()
        self._statements += 1
        return self.cursor.execute(*statement, **options)

    def begin(self) -> None:
        """Count from nought again."""
        self._statements = 0

    def part(self) -> float:
        """How much is done, 0 to 1, as far as can be told."""
        if not self._statements:
            return 0.0
        running = 0.0
        with suppress(EngineError):
            running = max(self.cursor.query_progress(), 0.0) / 100
        return 1.0 - 0.5**self._statements * (2.0 - running)
