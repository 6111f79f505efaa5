"""Asks the files of queries/: one file, one question, bound parameters only."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd

from cx.auth import Scope
from cx.errors import BadQuery
from cx.filters import Filters
from cx.settings import Settings
from cx.warehouse import centricity, follow_ups, notes, reviews, saved_views, scenarios
from cx.warehouse import settings as house_settings
from cx.warehouse.engine import Cursor
from cx.warehouse.migrate import ROOT, VIEWS

QUERIES = ROOT / "queries"


@dataclass(frozen=True, slots=True)
class Question:
    """A file of queries/: its text and the parameters it names."""

    name: str
    text: str
    parameters: frozenset[str]


@lru_cache(maxsize=256)
def read_question(name: str, folder: Path = QUERIES) -> Question:
    """Read ``queries/<topic>/<answer>.sql`` by its name ``topic/answer``.

    Raises
    ------
    BadQuery
        When there is no such file, or it holds anything but one select.
    """
    file = folder / f"{name}.sql"
    if not file.is_file():
        raise BadQuery(f'There is no question "{name}": {file.relative_to(folder)} is missing.')
    text = file.read_text()
    statements = duckdb.extract_statements(text)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise BadQuery(f"{name}.sql must hold exactly one select, and nothing else.")
    return Question(name, text, frozenset(statements[0].named_parameters))


def read_definition(name: str, folder: Path = VIEWS) -> str:
    """Read the text of ``data/views/<name>.sql``, which questions rest on.

    Raises
    ------
    BadQuery
        When there is no such file.
    """
    file = folder / f"{name}.sql"
    if not file.is_file():
        raise BadQuery(f'There is no definition "{name}": {file.relative_to(folder)} is missing.')
    return file.read_text()


def bind(question: Question, filters: Filters, extra: Mapping[str, object]) -> dict[str, object]:
    """Return the values for a question's parameters, and for nothing else.

    `from_rollup` is decided here and only here: the monthly cube answers when the period is made
    of whole months. Tests and measurements that compare both sources give it themselves.
    """
    comparison = filters.comparison()
    offered = filters.params() | {
        "from_rollup": filters.is_month_aligned(),
        "before_from_on": comparison.from_on if comparison else None,
        "before_to_on": comparison.to_on if comparison else None,
        "has_before": comparison is not None,
    }
    offered |= extra
    missing = sorted(question.parameters - offered.keys())
    unasked = sorted(extra.keys() - question.parameters)
    if missing or unasked:
        raise BadQuery(
            f"{question.name}: no value for {missing or 'nothing'}; "
            f"no place for {unasked or 'nothing'}."
        )
    return {name: offered[name] for name in question.parameters}


class Snapshot:
    """One state of the warehouse: all that is asked of it agrees, whatever is imported meanwhile.

    Parameters
    ----------
    turn : context manager, optional
        Entered for each question: it may let it wait while too many others are being answered.

    Attributes
    ----------
    version : int
        The data version; it grows with each commit and keys every cache.
    """

    def __init__(self, cursor: Cursor, turn: AbstractContextManager[object] | None = None) -> None:
        self._cursor = cursor
        self._turn = turn or nullcontext()
        found = cursor.execute("select coalesce(max(event_id), 0) from app.ledger").fetchone()
        self.version: int = found[0] if found else 0
        self._settings: Settings | None = None

    def settings(self) -> Settings:
        """Return what holds for the company in this state; read once, it cannot change in it."""
        if self._settings is None:
            self._settings = house_settings.read(self._cursor)
        return self._settings

    def ask(self, name: str, filters: Filters, scope: Scope, **extra: object) -> pd.DataFrame:
        """Answer the question `name` (``topic/answer``) for these filters.

        Parameters
        ----------
        scope : Scope
            What the person who asks may see.
        extra : object
            Values of the parameters that filters do not give, such as ``grain="month"``.

        Raises
        ------
        BadQuery
            When the question or a value for it is missing.
        QueryTooSlow
            When the answer takes longer than the time limit.
        """
        if not isinstance(scope, Scope):
            raise BadQuery(f"{name} was asked without saying who asks.")
        question = read_question(name)
        values = bind(question, filters, extra)
        with self._turn:
            return self._cursor.execute(question.text, values).df()

    def themes_revision(self) -> int:
        """Return the number of the newest change of kept themes, which changes no data.

        What shows themes is known by it, beside the version.
        """
        with self._turn:
            found = self._cursor.execute(
                "select coalesce(max(change_id), 0) from app.theme_changes"
            ).fetchone()
        return found[0] if found else 0

    def follow_ups_revision(self) -> int:
        """Return the number of the newest step logged with a customer, which changes no data.

        What shows follow-ups is known by it, beside the version.
        """
        with self._turn:
            return follow_ups.revision(self._cursor)

    def centricity_revision(self) -> int:
        """Return the number of the newest answer to the self-assessment, which changes no data.

        What shows the assessment is known by it, beside the version.
        """
        with self._turn:
            return centricity.revision(self._cursor)

    def notes_revision(self) -> int:
        """Return the number of the newest change of a note on a time axis, which changes no data.

        What shows notes is known by it, beside the version.
        """
        with self._turn:
            return notes.revision(self._cursor)

    def saved_views_revision(self) -> int:
        """Return the number of the newest change of a saved view, or of what opens first."""
        with self._turn:
            return saved_views.revision(self._cursor)

    def reviews_revision(self) -> int:
        """Return the number of the newest change of a review, its agenda or what it decided."""
        with self._turn:
            return reviews.revision(self._cursor)

    def scenarios(self) -> tuple[scenarios.Kept, ...]:
        """Return the scenarios that people keep, the oldest first."""
        with self._turn:
            return scenarios.read(self._cursor)
