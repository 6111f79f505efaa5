"""What the list of bad uploads is made of: numbered entries, their files, what becomes of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cx import ingest
from cx.ingest.look import ReadOptions

HEAD = b"response_id,responded_at,nps\n"
ROWS = b"R1,2024-01-13,0\nR2,2024-01-14,10\n"
BOTH = HEAD + ROWS
WIDE = b"response_id,responded_at,nps,comment\n"
GOOD = (("R1", 0), ("R2", 10))
"""What BOTH brings, by response_id and nps."""


@dataclass(frozen=True)
class Refused:
    """The file as a whole is not taken; one sentence has all these words."""

    words: tuple[str, ...]

    def __init__(self, *words: str) -> None:
        object.__setattr__(self, "words", words)


@dataclass(frozen=True)
class Stopped:
    """Not one row can come in; each is told, and kept in a file to mend.

    Attributes
    ----------
    words : tuple of str
        Each in one of the sentences.
    rows : int
        Rows below the names.
    """

    words: tuple[str, ...]
    rows: int = 1

    def __init__(self, *words: str, rows: int = 1) -> None:
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "rows", rows)


@dataclass(frozen=True)
class Taken:
    """Rows come in, and all others are counted.

    Attributes
    ----------
    landed : tuple
        What the case's columns hold afterwards, in order.
    words : tuple of str
        Each in one of the sentences that are told, before or after.
    rows : int
        Rows below the names, as the file has them; those landed, where nothing else is said.
    rejected, duplicate, blank : int
        How many of them stay out, and why.
    asks : tuple of str
        Questions of the page. Those without a likely answer must all be here.
    confirms : tuple of str
        Each in one of the sentences that need a yes.
    """

    landed: tuple[tuple[object, ...], ...]
    words: tuple[str, ...] = ()
    rows: int = 0
    rejected: int = 0
    duplicate: int = 0
    blank: int = 0
    asks: tuple[str, ...] = ()
    confirms: tuple[str, ...] = ()


Fate = Refused | Stopped | Taken
FINE = Taken(GOOD, rows=2)
"""Nothing is lost and nothing has to be said."""


def fine(*words: str, **more: object) -> Taken:
    """Both rows come in, and that is told."""
    return Taken(GOOD, words, **{"rows": 2, **more})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Case:
    """One file, and what becomes of it when it is typed, and when it is dropped on the page.

    Attributes
    ----------
    content : bytes, str or a function that makes them
        What the file holds, byte by byte.
    typed : Refused, Stopped or Taken
        By ``import KIND FILE``, without a mapping unless there is one here.
    page : Refused, Stopped or Taken, optional
        By look, proposal, check, preview and commit; the same where nothing is said.
    kind : str
        The extract, as the person says.
    reads : str
        Columns that `landed` shows.
    name : str
        Of the file.
    mapping : Mapping, optional
        Given to the command line.
    asked : ReadOptions
        What the person says on the page about reading.
    answers : mapping
        What the person answers to the page's questions.
    before : tuple
        Files imported earlier.
    mode : str
        ``merge`` or ``snapshot``.
    """

    content: bytes | str | Callable[[], bytes]
    typed: Fate
    page: Fate | None = None
    kind: str = "responses"
    reads: str = "response_id, nps"
    name: str = "upload.csv"
    mapping: ingest.Mapping | None = None
    asked: ReadOptions = field(default_factory=ReadOptions)
    answers: Mapping[str, str] = field(default_factory=dict)
    before: tuple[bytes | str, ...] = ()
    mode: str = "merge"

    def bytes(self) -> bytes:
        """The file."""
        made = self.content() if callable(self.content) else self.content
        return made.encode() if isinstance(made, str) else made

    @property
    def dropped(self) -> Fate:
        """What becomes of it on the page."""
        return self.page or self.typed


@dataclass(frozen=True)
class Entry:
    """One number of the list.

    Attributes
    ----------
    listed : str
        The response that the list asks for: R refuse the file, W accept with a warning, Q ask,
        OK accept; several are alternatives or parts.
    cases : mapping of str to Case
        Files of that kind, by what they are.
    decided : str
        Number of the decision record by which ours is another response than the listed.
    elsewhere : tuple of str
        Tests, ``file::name``, of what is not about the content of a file.
    """

    listed: str
    cases: Mapping[str, Case] = field(default_factory=dict)
    decided: str = ""
    elsewhere: tuple[str, ...] = ()
