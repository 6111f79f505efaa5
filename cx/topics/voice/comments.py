"""Reads what people wrote: masked before anything else, each in the language it is known to be."""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from cx.analysis.ladder import Ladder, Refusal
from cx.analysis.voice.language import UNDETERMINED, language_of, recorded_language
from cx.analysis.voice.masking import bare, mask
from cx.analysis.voice.words import REMEMBERED
from cx.filters import Filters
from cx.topics.ask import Ask
from cx.topics.voice.view import Language, Mix, Quote
from cx.topics.voice.words import people_counted

MOST_READ = 40_000
"""Above so many comments of a view, a sample of them is looked at."""
LONGEST_QUOTE = 280
QUOTES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Comments:
    """The comments of a view, the newest first.

    Attributes
    ----------
    rows : DataFrame
        As ``voice/comments`` gives them, with ``masked`` (to be shown), ``text`` (to be counted:
        without the marks of what is masked), ``code`` (language) and ``is_recorded``.
    total : int
        How many there are; more than rows where these are a sample.
    """

    rows: pd.DataFrame
    total: int

    def of(self, language: str) -> pd.DataFrame:
        """Those of one language."""
        return self.rows[self.rows["code"] == language].reset_index(drop=True)

    @property
    def languages(self) -> list[str]:
        """Languages that can be told, the commonest first."""
        sizes = self.rows["code"].value_counts()
        return [code for code in sizes.index if code != UNDETERMINED]


def read_comments(ask: Ask, filters: Filters) -> Comments:
    """Read the comments of a view whose kind of survey is settled."""
    rows = ask("voice/comments", filters, most=MOST_READ)
    total = int(rows["total"].iloc[0]) if len(rows) else 0
    return Comments(prepared(rows), total)


def prepared(rows: pd.DataFrame) -> pd.DataFrame:
    """Mask comments and tell their language; the words as they came go no further."""
    told = [_told(text) for text in rows["comment"]]
    shown, text = [each[0] for each in told], [each[1] for each in told]
    codes = {each: recorded_language(each) for each in rows["language"].unique()}
    said = [codes.get(each) for each in rows["language"]]
    code = [known or _vote(each) for known, each in zip(said, text, strict=True)]
    return rows.drop(columns=["comment", "language"]).assign(
        masked=pd.Series(shown, rows.index, dtype=object),
        text=pd.Series(text, rows.index, dtype=object),
        code=pd.Series(code, rows.index, dtype=object),
        is_recorded=pd.Series([known is not None for known in said], rows.index, dtype=bool),
    )


@lru_cache(maxsize=REMEMBERED)
def _told(comment: str) -> tuple[str, str]:
    """Return a comment as it may be shown, and as it may be counted."""
    masked = mask(comment)
    return masked, bare(masked)


_vote = lru_cache(maxsize=REMEMBERED)(language_of)


def mix_of(comments: Comments) -> Mix:
    """Count comments and people by language; what nobody can tell comes last."""
    rows = comments.rows
    listed = [*comments.languages, UNDETERMINED]
    found = (_language(code, rows[rows["code"] == code], len(rows)) for code in listed)
    return Mix(
        comments=len(rows),
        people=int(rows["person"].nunique()),
        total=comments.total,
        languages=tuple(each for each in found if each.comments),
    )


def _language(code: str, rows: pd.DataFrame, comments: int) -> Language:
    return Language(
        code=code,
        comments=len(rows),
        people=int(rows["person"].nunique()),
        recorded=int(rows["is_recorded"].sum()),
        share=len(rows) / comments if comments else 0.0,
    )


def quotes_of(rows: pd.DataFrame) -> tuple[Quote, ...]:
    """Quote up to three comments of different people and different words, in the order given."""
    kept = rows.drop_duplicates("masked").drop_duplicates("person").head(QUOTES)
    return tuple(
        Quote(
            text=shortened(row.masked),
            on=row.day_on.date(),
            standing=int(row.standing),
            touchpoint=row.touchpoint,
            channel=row.channel,
        )
        for row in kept.itertuples()
    )


def withhold_quotes(people: int, ladder: Ladder) -> Refusal | None:
    """Say why nothing may be quoted; None where it may."""
    missing = ladder.answers_to_show - people
    if missing <= 0:
        return None
    return Refusal(
        "quotes_lt_10",
        f"Only {people_counted(people)} wrote this; nobody is quoted below "
        f"{ladder.answers_to_show}.",
        f"needs comments of {missing:,} more",
    )


def shortened(text: str) -> str:
    """Cut a comment at a length that is read at a glance.

    >>> len(shortened("word " * 100))
    281
    """
    text = " ".join(text.split())
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
