"""Where long work stands, for those who wait for it; and the way to call it off."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from cx.errors import Cancelled
from cx.warehouse import Cursor


class Progress:
    """One piece of work: its worker says how far it is, anybody may look or call it off.

    Attributes
    ----------
    stage : str
        What is being done, in plain words.
    share : float
        How much of all of it is done, 0 to 1; it never goes back.

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
        self.share = 0.0
        self._from, self._until = 0.0, 0.0
        self._is_cancelled = threading.Event()
        self._lent: list[Cursor] = []

    def step(self, stage: str, until: float) -> None:
        """Begin a stage that ends when `until` of all the work is done."""
        self.check()
        self.stage = stage
        self._from, self._until = max(self._until, self.share), until
        self.share = self._from

    def move(self, part: float) -> None:
        """Say how much of this stage is done, 0 to 1."""
        self.check()
        self.share = max(self.share, self._from + (self._until - self._from) * min(part, 1.0))

    def check(self) -> None:
        """Stop here when the work was called off.

        Raises
        ------
        Cancelled
        """
        if self._is_cancelled.is_set():
            raise Cancelled("This was called off; nothing was written.")

    @contextmanager
    def lend(self, cursor: Cursor) -> Iterator[None]:
        """Let a call to `cancel` interrupt what this cursor runs inside the block."""
        self._lent.append(cursor)
        try:
            self.check()
            yield
        finally:
            self._lent.remove(cursor)

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody called it off."""
        return self._is_cancelled.is_set()

    def cancel(self) -> None:
        """Call the work off: it stops at its next step, and a running statement at once."""
        self._is_cancelled.set()
        for cursor in [*self._lent]:
            cursor.interrupt()
