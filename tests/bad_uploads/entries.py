"""What the list of bad uploads is made of: numbered entries, their files, what becomes of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cx import ingest
from cx.ingest.look import ReadOptions

HEAD = b"response_id,responded_at,nps\n"
ROWS = b"R1,2024-01-13,0\nR2,2024-01-14,10\n"
BOTH = HEAD + ROWS
GOOD = (("R1", 0), ("R2", 10))
"""What BOTH brings, by response_id and nps."""
WIDE = b"response_id,responded_at,nps,comment\n"
COMMENTED = "response_id, nps, comment"

Row = tuple[object, ...]


@dataclass(frozen=True, init=False)
class Refused:
    """The file as a whole is not taken; one sentence has all these words."""

    words: tuple[str, ...]

    def __init__(self, *words: str) -> None:
        object.__setattr__(self, "words", words)


@dataclass(frozen=True, init=False)
class Waits:
    """The page asks these questions, and does not go on before a person has answered them."""

    ids: tuple[str, ...]

    def __init__(self, *ids: str) -> None:
        object.__setattr__(self, "ids", ids)


@dataclass(frozen=True, init=False)
class Taken:
    """Rows come in, and all others are counted; none may.

    Attributes
    ----------
    landed : tuple of tuple
        What the case's columns hold afterwards, in order.
    words : tuple of str
        Each in one of the sentences that are told, before or after.
    rows : int
        Rows below the names, as a person counts them in the file; as many as landed, unless said.
    rejected, duplicate, blank : int
        How many of these stay out, and why.
    asks : tuple of str
        Questions of the page; those without a likely answer must all be here.
    confirms : tuple of str
        Each in one of the sentences that need a yes.
    """

    landed: tuple[Row, ...]
    words: tuple[str, ...]
    rows: int
    rejected: int = 0
    duplicate: int = 0
    blank: int = 0
    asks: tuple[str, ...] = ()
    confirms: tuple[str, ...] = ()

    def __init__(self, landed: tuple[Row, ...], *words: str, rows: int = 0, **more: object) -> None:
        known = {"landed": landed, "words": words, "rows": rows or len(landed), **more}
        for name, value in known.items():
            object.__setattr__(self, name, value)


def fine(*words: str, **more: object) -> Taken:
    """The two good rows come in, and that is told."""
    return Taken(GOOD, *words, **{"rows": 2, **more})  # type: ignore[arg-type]


Fate = Refused | Waits | Taken
FINE = fine()


@dataclass(frozen=True)
class Case:
    """One file, and what becomes of it when it is typed, and when it is dropped on the page.

    Attributes
    ----------
    content : bytes, str or a function that makes them
        What the file holds, byte by byte.
    typed : Refused or Taken
        By ``python -m cx import KIND FILE``.
    page : Refused, Waits or Taken, optional
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
    chosen : mapping
        Sources that the person chooses on the page, by our column.
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
    chosen: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    before: tuple[bytes | str, ...] = ()
    mode: str = "merge"

    def bytes(self) -> bytes:
        """The file."""
        return as_bytes(self.content() if callable(self.content) else self.content)

    @property
    def fates(self) -> tuple[Fate, Fate]:
        """What becomes of it, typed and on the page."""
        return self.typed, self.page or self.typed


def as_bytes(content: bytes | str) -> bytes:
    """Content as it lies on disk; text in UTF-8."""
    return content.encode() if isinstance(content, str) else content


@dataclass(frozen=True)
class Entry:
    """One number of the list.

    Attributes
    ----------
    listed : str
        What the list asks for: R refuse the file, W take it with a word, Q ask, OK take it.
    cases : mapping of str to Case
        Files of that kind, by what they are.
    decided : str
        Number of the decision record by which ours differs from the list.
    elsewhere : tuple of str
        Tests, ``file::name``, of what is not in the content of a file.
    """

    listed: str
    cases: Mapping[str, Case] = field(default_factory=dict)
    decided: str = ""
    elsewhere: tuple[str, ...] = ()

    @property
    def follows_the_list(self) -> bool:
        """Whether all files of the entry become what the list asks for."""
        fates = [fate for case in self.cases.values() for fate in case.fates]
        return not fates or all(_FOLLOWS[self.listed](fate) for fate in fates)


def _is_whole(fate: Fate) -> bool:
    return isinstance(fate, Taken) and not (fate.rejected or fate.duplicate)


_FOLLOWS: Mapping[str, Callable[[Fate], bool]] = {
    "R": lambda fate: isinstance(fate, Refused) or (isinstance(fate, Taken) and not fate.landed),
    "W": lambda fate: isinstance(fate, Taken) and bool(fate.words or fate.duplicate),
    "Q": lambda fate: (
        isinstance(fate, Waits) or bool(getattr(fate, "asks", ()) or getattr(fate, "confirms", ()))
    ),
    "OK": _is_whole,
}
