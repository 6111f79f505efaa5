"""Counts the themes of a view: how many write about each, who, since when, and how they score."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from cx.analysis.ladder import LADDER, Ladder
from cx.analysis.people import tally_people
from cx.analysis.score import score
from cx.analysis.voice.effects import (
    Effect,
    Spread,
    settle_effects,
    settle_spreads,
    weigh_spread,
    weigh_theme,
)
from cx.analysis.voice.theme_model import NO_THEME, assign, read_model
from cx.analysis.voice.words import words_of
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.voice.comments import (
    Comments,
    mix_of,
    quotes_of,
    read_comments,
    withhold_quotes,
)
from cx.topics.voice.learnt import Learnt, learn
from cx.topics.voice.results import Theme, ThemeMonth, Themes, ThemesOf, Worth
from cx.topics.voice.view import settle
from cx.topics.voice.words import spoken

MOST_WEIGHED = 200
"""Of so many of the newest comments about a theme those that say it most plainly are quoted."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """The comments of one language that are long enough, each with its theme.

    Attributes
    ----------
    rows : DataFrame
        With ``theme`` (-1: none), ``is_now`` and ``who`` (a number for each person).
    comments : int
        Of this period, the short ones too.
    unknown_share : float or None
    """

    rows: pd.DataFrame
    comments: int
    unknown_share: float | None

    @property
    def now(self) -> pd.DataFrame:
        """Those of this period."""
        return self.rows[self.rows["is_now"]]


def load_themes(
    ask: Ask,
    filters: Filters,
    learnt: tuple[Learnt, ...] | None = None,
    revision: int | None = None,
    settings: Settings = DEFAULTS,
) -> Themes:
    """Count the themes of a view, and say which go with a better or a worse score.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        What to show. Without a survey kind the one that the page of the score shows.
    learnt : tuple of Learnt, optional
        What ``learn`` gave, for a page that keeps it; asked for otherwise, with `revision`.
    revision : int, optional
        The kept themes as they were after that change; by default as they are now.
    settings : Settings
        How many answers a score takes.
    """
    view = settle(ask, filters, settings)
    learnt = learn(ask, filters, revision) if learnt is None else learnt
    comments = read_comments(ask, view.filters)
    comparison = view.filters.comparison()
    before = read_comments(ask, comparison) if comparison else None
    order = {language: place for place, language in enumerate(comments.languages)}
    shown = sorted(
        (each for each in learnt if each.language in order), key=lambda each: order[each.language]
    )
    found = [_themes_of(filters.metric, each, comments, before, view.ladder) for each in shown]
    settled, tested = _settle(found)
    return Themes(view, mix_of(comments), settled, tested)


def tell(learnt: Learnt, comments: Comments, before: Comments | None = None) -> Told:
    """Tell the theme of each comment of a language, merged themes as one."""
    now, unknown_share = _told(learnt, comments)
    earlier = [_told(learnt, before)[0].assign(is_now=False)] if before is not None else []
    rows = pd.concat([now.assign(is_now=True), *earlier], ignore_index=True)
    rows = rows.assign(who=pd.factorize(rows["person"])[0])
    return Told(rows, len(comments.of(learnt.language)), unknown_share)


def _told(learnt: Learnt, comments: Comments) -> tuple[pd.DataFrame, float | None]:
    rows = comments.of(learnt.language)
    found = assign(read_model(learnt.model), list(rows["text"]))
    heads = {each.number: learnt.head_of(each.number) for each in learnt.themes}
    theme = pd.Series(found.theme, rows.index).map({**heads, NO_THEME: NO_THEME})
    return rows.assign(theme=theme)[found.is_long], found.unknown_share


def _themes_of(
    metric: str, learnt: Learnt, comments: Comments, before: Comments | None, ladder: Ladder
) -> ThemesOf:
    language, rows = learnt.language, comments.of(learnt.language)
    if learnt.refusal:
        return ThemesOf(language, learnt, (), len(rows), 0, 0, None, learnt.refusal)
    told = tell(learnt, comments, before)
    now = told.now
    heads = [each for each in learnt.themes if each.merged_into is None]
    themes = [
        _theme(metric, learnt, each.number, told, before is not None, ladder) for each in heads
    ]
    return ThemesOf(
        language=language,
        learnt=learnt,
        themes=tuple(sorted(themes, key=lambda each: (-each.comments, each.number))),
        comments=told.comments,
        long=len(now),
        without_theme=int((now["theme"] == NO_THEME).sum()),
        unknown_share=told.unknown_share,
    )


def _theme(
    metric: str, learnt: Learnt, number: int, told: Told, has_before: bool, ladder: Ladder
) -> Theme:
    head, now = learnt.themes[number], told.now
    is_about = now["theme"] == number
    about = now[is_about]
    inside = is_about.to_numpy()
    who = now["who"].to_numpy()
    people = int(about["person"].nunique())
    withheld = withhold_quotes(people, ladder)
    share = tally_people((100.0 * is_about).to_numpy(), who)
    return Theme(
        number=number,
        name=head.name,
        found_name=head.found_name,
        words=head.words,
        members=tuple(
            (each.number, each.name)
            for each in learnt.themes
            if each.number != number and learnt.head_of(each.number) == number
        ),
        comments=len(about),
        people=people,
        share=score("csat", share, ladder),
        effect=weigh_theme(metric, inside, now["points"].to_numpy(dtype=float), who, ladder),
        spread=_spread(told.rows, number, ladder) if has_before else None,
        months=_months(now, inside, ladder),
        quotes=() if withheld else quotes_of(_plainest(about, head.words)),
        quotes_withheld=withheld,
        worth=worth_of(about, ladder),
    )


def _spread(rows: pd.DataFrame, number: int, ladder: Ladder) -> Spread:
    is_about = (rows["theme"] == number).to_numpy()
    return weigh_spread(is_about, rows["is_now"].to_numpy(), rows["who"].to_numpy(), ladder)


def _months(rows: pd.DataFrame, inside: object, ladder: Ladder) -> tuple[ThemeMonth, ...]:
    marked = rows.assign(points=pd.Series(inside, rows.index) * 100.0)
    return tuple(
        ThemeMonth(
            starts_on=month.date(),
            comments=len(group),
            about=int((group["points"] > 0).sum()),
            share=score(
                "csat", tally_people(group["points"].to_numpy(), group["who"].to_numpy()), ladder
            ),
        )
        for month, group in marked.groupby("month_on")
    )


def _plainest(rows: pd.DataFrame, words: Sequence[str]) -> pd.DataFrame:
    """Put first, of the newest comments, those that hold most of the words of the theme."""
    newest, wanted = rows.head(MOST_WEIGHED), set(words)
    held = [len(wanted & set(map(spoken, words_of(text)))) for text in newest["text"]]
    return newest.assign(held=held).sort_values("held", ascending=False, kind="stable")


def worth_of(rows: pd.DataFrame, ladder: Ladder = LADDER) -> Worth:
    """Add up what the different customers behind some comments are worth."""
    people = (
        rows.dropna(subset="customer_id").sort_values("standing").drop_duplicates("customer_id")
    )
    unhappy = people[people["standing"] < 0]
    return Worth(
        customers=len(people),
        known=int(people["revenue"].notna().sum()),
        revenue=_revenue(people, ladder),
        unhappy_customers=len(unhappy),
        unhappy_revenue=_revenue(unhappy, ladder),
    )


def _revenue(people: pd.DataFrame, ladder: Ladder) -> float | None:
    known = people["revenue"].dropna()
    return float(known.sum()) if len(known) >= ladder.customers_to_show else None


def _settle(found: Sequence[ThemesOf]) -> tuple[tuple[ThemesOf, ...], int]:
    """Give the verdicts with an allowance for all themes of all languages: one view, one family."""
    effects = [theme.effect for each in found for theme in each.themes]
    spreads = [theme.spread for each in found for theme in each.themes if theme.spread]
    effect, spread = iter(settle_effects(effects)), iter(settle_spreads(spreads))
    settled = tuple(
        replace(
            each,
            themes=tuple(
                replace(theme, effect=next(effect), spread=next(spread) if theme.spread else None)
                for theme in each.themes
            ),
        )
        for each in found
    )
    return settled, sum(_is_tested(each) for each in effects)


def _is_tested(effect: Effect) -> bool:
    return effect.difference.p is not None
