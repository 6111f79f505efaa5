"""What whoever typed a command sees and can do while it runs: how far it is, and Ctrl-C."""

import signal
import sys
import threading
from types import FrameType, TracebackType
from typing import Any

from cx.ingest.progress import Progress

TICK_SECONDS = 0.1
_CLEAR = "\r\x1b[K"


class Waiting:
    """Shows on the error stream how far work is, where that is a terminal, and hears Ctrl-C.

    The first Ctrl-C calls the work off, so that it ends in order. A second stops it dead.

    Parameters
    ----------
    progress : Progress
        Of the work; when it is done elsewhere, only whether it is called off.
    """

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self._told: tuple[str, float] | None = None
        self._is_called_off, self._is_over = threading.Event(), threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="waiting")
        self._before: Any = None

    def tell(self, stage: str, share: float) -> None:
        """Take over how far the work is, where it is done elsewhere."""
        self._told = stage, share

    def in_words(self) -> str:
        """Say how far the work is, nothing before it began.

        >>> waiting = Waiting(Progress())
        >>> waiting.tell("Writing", 0.25)
        >>> waiting.in_words()
        'Writing: 25%'
        """
        if self.progress.is_cancelled:
            return "Calling it off ..."
        stage, share = self._told or (self.progress.stage, self.progress.share)
        return f"{stage}: {share:.0%}" if stage else ""

    def __enter__(self) -> "Waiting":
        """Begin to show and to hear."""
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._call_off)
        self._watcher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the line of the screen clean, and Ctrl-C as it was."""
        self._is_over.set()
        self._watcher.join()
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _call_off(self, number: int, frame: FrameType | None) -> None:
        # The worker may hold the progress's lock right now: the watcher calls it off.
        self._is_called_off.set()
        signal.signal(signal.SIGINT, self._before)

    def _watch(self) -> None:
        is_seen, said = sys.stderr.isatty(), ""
        while not self._is_over.wait(TICK_SECONDS):
            if self._is_called_off.is_set():
                self.progress.cancel()
            line = self.in_words() if is_seen else ""
            if line != said:
                said = line
                _show(line)
        if said:
            _show("")


def _show(line: str) -> None:
    sys.stderr.write(f"{_CLEAR}{line}")
    sys.stderr.flush()
