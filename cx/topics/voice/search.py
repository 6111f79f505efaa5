"""Lists comments one by one, masked, beside what the customer is worth: found by words or theme."""

import re
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from cx.analysis.ladder import Ladder, Refusal
from cx.analysis.voice.words import without_boilerplate, words_of
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.nps.groups import Row
from cx.topics.voice.comments import prepared, read_comments, withhold_quotes
from cx.topics.voice.learnt import Learnt
from cx.topics.voice.telling import two_sides
from cx.topics.voice.themes import tell
from cx.topics.voice.view import settle

PAGE = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """One comment, masked, beside its answer and what the customer is worth."""

    response_id: str
    customer_id: str | None
    responded_at: datetime
    value: float
    standing: int
    touchpoint: str
    channel: str
    segment: str
    text: str
    revenue: float | None


@dataclass(frozen=True, slots=True)
class Hits:
    """Comments one by one, the newest first: those from `skipped` on of `total`."""

    hits: tuple[Hit, ...]
    total: int
    skipped: int
    refusal: Refusal | None = None


def search(
    ask: Ask,
    filters: Filters,
    text: str = "",
    standing: int | None = None,
    page: int = 0,
    settings: Settings = DEFAULTS,
) -> Hits:
    """Find the comments that hold all these words, the newest first.

    Parameters
    ----------
    ask : Ask
    filters : Filters
        What to look in. Without a survey kind the one that the page of the score shows.
    text : str
        Words; each stands for all that begin with it, whatever their case and accents. Without
        any, all comments.
    standing : int, optional
        Only those of promoters (1), passives (0) or detractors (-1), or of their like.
    page : int
        Fifty a page, from 0 on.
    settings : Settings
        How many people must have written something in the view before anybody's words are shown.
    """
    view = settle(ask, filters, settings)
    words = tuple(re.findall(r"[^\W_]+", text))
    rows = ask(
        "voice/search",
        view.filters,
        words=words or None,
        only_standing=standing,
        most=PAGE,
        skip=page * PAGE,
    )
    if rows.empty:
        return Hits((), 0, page * PAGE)
    people, total = int(rows["people"].iloc[0]), int(rows["total"].iloc[0])
    return _hits(prepared(rows), total, page, withhold_quotes(people, view.ladder))


def behind_theme(
    ask: Ask,
    filters: Filters,
    learnt: Learnt,
    number: int,
    page: int = 0,
    most: int = PAGE,
    settings: Settings = DEFAULTS,
) -> Hits:
    """List the comments that are about a theme, the newest first.

    Parameters
    ----------
    ask, filters, page, settings
        As ``search`` has them.
    learnt : Learnt
        The themes of the language.
    number : int
        Of the theme, or of the one it was merged into.
    most : int
        Comments of a page.
    """
    view = settle(ask, filters, settings)
    told = tell(learnt, read_comments(ask, view.filters)).now
    about = told[told["theme"] == learnt.head_of(number)]
    return _page(about, page, most, view.ladder)


def behind_word(
    ask: Ask,
    filters: Filters,
    language: str,
    word: str,
    page: int = 0,
    most: int = PAGE,
    settings: Settings = DEFAULTS,
) -> Hits:
    """List the people of both sides who use a word, each with the newest comment that holds it.

    Parameters
    ----------
    ask, filters, page, most, settings
        As ``behind_theme`` has them.
    language : str
        Of the comments.
    word : str
        As it was counted.
    """
    view = settle(ask, filters, settings)
    rows = two_sides(read_comments(ask, view.filters).of(language))
    split = [words_of(text) for text in rows["text"]]
    using = rows.iloc[[at for at in without_boilerplate(split) if word in split[at]]]
    return _page(using.drop_duplicates(["person", "standing"]), page, most, view.ladder)


def _page(rows: pd.DataFrame, page: int, most: int, ladder: Ladder) -> Hits:
    withheld = withhold_quotes(int(rows["person"].nunique()), ladder)
    return _hits(rows.iloc[page * most : (page + 1) * most], len(rows), page, withheld)


def _hits(rows: pd.DataFrame, total: int, page: int, refusal: Refusal | None) -> Hits:
    shown = () if refusal else tuple(map(_hit, rows.itertuples()))
    return Hits(shown, total, page * PAGE, refusal)


def _hit(row: Row) -> Hit:
    return Hit(
        response_id=row.response_id,
        customer_id=None if pd.isna(row.customer_id) else row.customer_id,
        responded_at=row.responded_at.to_pydatetime(),
        value=float(row.value),
        standing=int(row.standing),
        touchpoint=row.touchpoint,
        channel=row.channel,
        segment=row.segment,
        text=row.masked,
        revenue=None if pd.isna(row.revenue) else float(row.revenue),
    )
