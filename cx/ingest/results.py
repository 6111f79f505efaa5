"""What became of an import or of an undo, or would become of it: told alike by all who ask."""

from dataclasses import dataclass, field
from pathlib import Path

from cx.ingest.stage import Problem
from cx.warehouse.records import Effect


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a file, or would become of it.

    Attributes
    ----------
    status : str
        ``committed``, ``unchanged``, ``dry_run`` or ``rejected`` (nothing was written).
    import_id : int or None
        Number in the history, once it is committed.
    counts : dict of str to int
        Rows ``new``, ``changed``, ``unchanged``, ``retired``, ``rejected``, ``duplicate``.
    problems : list of Problem
        Cells that could not be read, at most ten thousand.
    warnings : list of str
        Sentences about what was tidied up or is worth a look.
    rejects_file : Path or None
        The rejected rows as they came; mended, it can be imported as it is.
    effects : list of Effect
        Headline figures that differ between before and after.
    confirm : list of str
        Sentences about what a person should agree to before it is committed.
    earlier : int or None
        Number of the import that brought the same file, if that is live.
    """

    status: str
    import_id: int | None
    counts: dict[str, int]
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rejects_file: Path | None = None
    effects: list[Effect] = field(default_factory=list)
    confirm: list[str] = field(default_factory=list)
    earlier: int | None = None


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo does to rows: removed, brought back from earlier imports, left as they were.

    `effects` are the headline figures that differ between before and after.
    """

    import_id: int
    tables: list[str]
    counts: dict[str, int]
    effects: list[Effect] = field(default_factory=list)
