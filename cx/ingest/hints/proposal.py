"""A proposal of how a file fits: columns with reasons, and questions that only a person answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer a question: what is kept, and what a person reads."""

    answer: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the file alone does not settle.

    Attributes
    ----------
    id : str
        What is asked and the column of ours it is about: ``days:responded_at``.
    source : str
        Source column, or empty when it is about many or none.
    text : str
        The question, in a sentence or two.
    examples : tuple of str
        Values of the file that it is about.
    choices : tuple of Choice
        Possible answers; without any, a person writes the answer.
    suggested : tuple of str
        Answers that seem likely; nothing is taken for an answer that a person did not give.
    is_multiple : bool
        Whether several choices, or none, can be right.
    column : str
        Our column, or ``ratings``.
    """

    id: str
    source: str
    text: str
    examples: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    suggested: tuple[str, ...] = ()
    is_multiple: bool = False

    @property
    def topic(self) -> str:
        """Return what is asked, such as ``days``."""
        return self.id.partition(":")[0]

    @property
    def column(self) -> str:
        """Return our column that it is about, or ``ratings``."""
        return self.id.partition(":")[2]


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """Where the values of one of our columns may come from.

    Attributes
    ----------
    name : str
        Our column.
    source : str or None
        The source column; None when nothing seems to hold it.
    confidence : float
        From 0 to 1.
    why : str
        In words.
    samples : tuple of str
        Three values.
    values : mapping of str to str
        As written to ours, where values are words for ours.
    format : str
        How days or numbers are written, where the values settle it; empty for the usual way.
    """

    name: str
    source: str | None
    confidence: float
    why: str
    samples: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    format: str = ""


@dataclass(frozen=True, slots=True)
class RatingScale:
    """The scale of the rated columns, and what their words mean."""

    low: int = 1
    high: int = 5
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a file fits an extract, as far as it can be told.

    Attributes
    ----------
    kind : str
        The extract.
    kinds : tuple of (str, float)
        All extracts by confidence, best first.
    columns : tuple of ColumnProposal
        One for each column of the extract, in its order.
    ratings : tuple of (str, str)
        Source columns that rate something, and what.
    rating_scale : RatingScale
        Of those.
    questions : tuple of Question
        What is to be settled before the file is read.
    needs_row_key : bool
        Whether no column is the key, so that it has to be made from the row number.
    missing : tuple of str
        Required columns that nothing fills and no answer can.
    notes : tuple of str
        Sentences about what was noticed.
    currency_column : str
        Source column that names the currency of the amounts; empty when there is none.
    """

    kind: str
    kinds: tuple[tuple[str, float], ...]
    columns: tuple[ColumnProposal, ...]
    ratings: tuple[tuple[str, str], ...] = ()
    rating_scale: RatingScale = field(default_factory=RatingScale)
    questions: tuple[Question, ...] = ()
    needs_row_key: bool = False
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    currency_column: str = ""

    def column(self, name: str) -> ColumnProposal:
        """Return the proposal for a column of ours, or raise KeyError."""
        return {each.name: each for each in self.columns}[name]

    @property
    def sources(self) -> dict[str, str]:
        """Return source columns by ours, without those that have none."""
        return {each.name: each.source for each in self.columns if each.source is not None}
