"""The themes that comments are told by: kept ones, or those that all comments bear now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import pandas as pd

from cx.analysis.ladder import Refusal
from cx.analysis.voice.language import UNDETERMINED
from cx.analysis.voice.theme_model import read_model, same_themes, write_model
from cx.analysis.voice.themes import find_themes
from cx.filters import Filters
from cx.topics.ask import Ask
from cx.topics.nps.groups import Row, rows_by
from cx.topics.voice.comments import MOST_READ, prepared
from cx.topics.voice.words import spoken


@dataclass(frozen=True, slots=True)
class LearntTheme:
    """A theme by itself, before any comment is counted.

    Attributes
    ----------
    number : int
        In its set.
    found_name : str
        Two words that tell it, as ``name_themes`` finds them.
    given_name : str or None
        What somebody called it.
    words : tuple of str
        Up to ten.
    merged_into : int or None
        The theme that it is counted with.
    """

    number: int
    found_name: str
    given_name: str | None
    words: tuple[str, ...]
    merged_into: int | None = None

    @property
    def name(self) -> str:
        """What people read."""
        return self.given_name or self.found_name


@dataclass(frozen=True, slots=True)
class Learnt:
    """The themes of one language: kept ones, or those that all its comments bear now.

    Attributes
    ----------
    language : str
    set_id : int or None
        Of kept themes; None: found anew, and not kept.
    themes : tuple of LearntTheme
    model : str
        What tells the theme of a comment, as text.
    stability : float or None
        Agreement of five random starts.
    comments : int
        That they were learnt from.
    learnt_from : str
        In words.
    learnt_at, learnt_by : datetime, str or None
        Of kept ones.
    none_share, unknown_share : float
        Of those comments, the share without a theme; of their words, the share not known.
    agreement : tuple of (int, float)
        Stability by the number of themes; what can be asked for is .60 or more.
    """

    language: str
    set_id: int | None
    themes: tuple[LearntTheme, ...]
    model: str
    stability: float | None
    comments: int
    learnt_from: str
    learnt_at: datetime | None = None
    learnt_by: str | None = None
    none_share: float = 0.0
    unknown_share: float = 0.0
    agreement: tuple[tuple[int, float], ...] = ()
    refusal: Refusal | None = None

    def head_of(self, number: int) -> int:
        """Return the theme that one is counted with: itself, or what it was merged into."""
        into = self.themes[number].merged_into
        return number if into is None else self.head_of(into)

    @property
    def is_kept(self) -> bool:
        """Whether somebody keeps them."""
        return self.set_id is not None

    def record(self) -> dict[str, Any]:
        """Return what is kept of them, by the names of ``cx.warehouse.themes.NewThemes``."""
        return {
            "language": self.language,
            "names": tuple(each.found_name for each in self.themes),
            "words": tuple(each.words for each in self.themes),
            "given_names": tuple(each.given_name for each in self.themes),
            "model": self.model,
            "learnt_from": self.learnt_from,
            "comments": self.comments,
            "stability": self.stability,
            "none_share": self.none_share,
            "unknown_share": self.unknown_share,
        }


def learn(
    ask: Ask,
    filters: Filters,
    revision: int | None = None,
    anew: tuple[str, ...] = (),
    number: int | None = None,
    moved: Callable[[float], None] = lambda part: None,
) -> tuple[Learnt, ...]:
    """Return the themes of each language: those kept, else those that its comments bear.

    Takes seconds where themes are not kept. They are learnt from all comments, whatever the
    filters, so that a theme is the same on every view.

    Parameters
    ----------
    ask : Ask
    filters : Filters
        Without meaning here; pages ask with them.
    revision : int, optional
        The kept themes as they were after that change; by default as they are now.
    anew : tuple of str
        Languages whose kept themes are left aside and learnt anew; where a new theme is an old
        one, it has its name.
    number : int, optional
        How many themes are wanted, instead of what the comments bear.
    moved : callable, optional
        Told how much of the work is done, 0 to 1; where it raises, the work ends.

    Returns
    -------
    tuple of Learnt
        The language with most comments first. Too few or unstable ones carry their refusal.
    """
    rows = ask("voice/to_learn", Filters(), most=MOST_READ)
    total = int(rows["total"].iloc[0]) if len(rows) else 0
    rows = prepared(rows)
    sizes = rows["code"].value_counts()
    kept = {each.language: each for each in read_kept(ask, revision)}
    found = []
    wanted = dict.fromkeys([*sizes.index.drop(UNDETERMINED, errors="ignore"), *kept])
    for place, language in enumerate(wanted):
        held = kept.get(language)
        if held is None or language in anew:
            texts = list(rows.loc[rows["code"] == language, "text"])
            reached = partial(_reached, moved, place, len(wanted))
            wished = number if language in anew or not anew else None
            new = _find(texts, language, wished, len(rows) < total, reached)
            held = _named_after(new, held)
        found.append(held)
    return tuple(found)


def _reached(moved: Callable[[float], None], place: int, languages: int, part: float) -> None:
    moved((place + part) / languages)


def _find(
    texts: Sequence[str],
    language: str,
    number: int | None,
    is_sample: bool,
    moved: Callable[[float], None],
) -> Learnt:
    found = find_themes(texts, number=number, moved=moved)
    many = f"{found.sampled:,}"
    whole = f"{many} of {len(texts):,}" if found.sampled < len(texts) else many
    return Learnt(
        language=language,
        set_id=None,
        themes=tuple(
            LearntTheme(at, spoken(name), None, tuple(map(spoken, words)))
            for at, (name, words) in enumerate(zip(found.names, found.words, strict=True))
        ),
        model=write_model(found.model) if found.model else "",
        stability=found.stability,
        comments=found.sampled,
        learnt_from=f"{whole} comments{' of a sample' if is_sample else ''}, of all surveys",
        none_share=found.none_share or 0.0,
        unknown_share=found.unknown_share or 0.0,
        agreement=tuple(found.agreement.items()),
        refusal=found.refusal,
    )


def _named_after(found: Learnt, before: Learnt | None) -> Learnt:
    """Give new themes the names that people gave the old ones they are."""
    if before is None or not found.model:
        return found
    same = same_themes(read_model(before.model), read_model(found.model))
    names = {each.number: each.given_name for each in before.themes}
    themes = (
        replace(each, given_name=names.get(same.get(each.number, -1))) for each in found.themes
    )
    return replace(found, themes=tuple(themes))


def read_kept(ask: Ask, revision: int | None = None) -> list[Learnt]:
    """Return the themes that are kept, as they were after that change; at once."""
    themes = rows_by(ask("voice/kept_themes", Filters(), revision=revision), "set_id")
    if not themes:
        return []
    sets = ask("voice/kept_models", Filters(), set_ids=tuple(map(int, themes)))
    return [
        Learnt(
            language=row.language,
            set_id=int(row.set_id),
            themes=tuple(_kept_theme(each) for each in themes[row.set_id]),
            model=row.model,
            stability=float(row.stability),
            comments=int(row.comments),
            learnt_from=row.learnt_from,
            learnt_at=row.learnt_at.to_pydatetime(),
            learnt_by=row.learnt_by,
            none_share=float(row.none_share),
            unknown_share=float(row.unknown_share),
        )
        for row in sets.itertuples()
    ]


def _kept_theme(row: Row) -> LearntTheme:
    return LearntTheme(
        number=int(row.theme),
        found_name=row.found_name,
        given_name=None if pd.isna(row.given_name) else row.given_name,
        words=tuple(row.words),
        merged_into=None if pd.isna(row.merged_into) else int(row.merged_into),
    )
