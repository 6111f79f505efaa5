"""Themes on the Voice page: how each goes with the score, its course, and who writes what."""

from calendar import monthrange
from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from cx.charts import voice as charts
from cx.charts.voice.themes import largest
from cx.filters import Filters
from cx.topics.voice import Learnt, Voice
from cx.topics.voice.results import Theme, ThemeMonth, ThemesOf, Worth
from cx.topics.voice.words import SIDES
from cx.ui import cards, voice_edit, voice_parts, voice_quotes
from cx.ui.text import escape
from cx.words import counted

TITLE = "Themes, and the score linked to each"
METHOD = (
    "Themes come from TF-IDF and non-negative matrix factorisation of all comments of the "
    "language, whatever the filters; their number is one at which five random starts agree. A "
    "comment counts for its strongest theme. The score of those who write about a theme is "
    "compared with all other comments; people are the units, and of the differences called clear "
    "one in twenty at most is expected to be chance (Benjamini-Hochberg). What is linked to a "
    "score need not be its cause. Until somebody renames it, a theme is called by the two of its "
    "words, neither filler nor mood, that its comments most often hold together."
)
COURSE_METHOD = "Comments of a month that are about the theme, of all of four words or more."


def overview(whole: Voice, found: ThemesOf) -> None:
    """Show each theme with the score of those who write about it, or why there are none."""
    if found.refusal:
        remedy = f"It {found.refusal.remedy}."
        voice_parts.refused("Themes", found.refusal.message, remedy)
        return
    marks = {
        str(each.number): voice_quotes.behind_theme(
            each.name, _learnt(found), each.number, whole.view.filters, each.comments
        )
        for each in found.themes
    }
    voice_parts.frame(
        whole,
        "themes",
        TITLE,
        partial(charts.themes, found, whole.view.metric),
        ("voice/comments", "voice/kept_themes"),
        METHOD,
        marks,
        answers=found.long,
    )


def _learnt(found: ThemesOf) -> Learnt:
    assert found.learnt is not None  # themes that are shown were learnt
    return found.learnt


def one(whole: Voice, found: ThemesOf) -> None:
    """Let the reader look at one theme: its course, what people write, and its name."""
    if not found.themes:
        return
    chosen = _choose(whole, found)
    left, right = st.columns(2)
    with left:
        _course(whole, found, chosen)
        with st.expander("Manage themes", icon=":material/edit:", key="frame_edit"):
            voice_edit.show(_learnt(found), chosen)
    with right, st.container(border=True, height="stretch", key="frame_theme"):
        _said(whole, chosen)


def _choose(whole: Voice, found: ThemesOf) -> Theme:
    themes = {each.number: each for each in found.themes}
    worst = largest(found.themes, whole.view.metric)[0]
    key = f"theme_{found.language}"
    if st.session_state.get(key) not in themes:
        st.session_state[key] = worst.number
    number = st.pills(
        "Look at a theme",
        list(themes),
        required=True,
        format_func=lambda at: themes[at].name,
        key=key,
    )
    return themes[worst.number if number is None else number]


def _course(whole: Voice, found: ThemesOf, chosen: Theme) -> None:
    marks = {
        month.starts_on.isoformat(): voice_quotes.behind_theme(
            f"{chosen.name}, {month.starts_on:%B %Y}",
            _learnt(found),
            chosen.number,
            _within(whole.view.filters, month.starts_on),
            month.about,
        )
        for month in chosen.months
        if month.about
    }
    others = [each for each in found.themes if each.number != chosen.number]
    voice_parts.frame(
        whole,
        "theme_months",
        f"How often: {chosen.name}",
        partial(charts.course, found, chosen.number),
        ("voice/comments", "voice/kept_themes"),
        COURSE_METHOD,
        marks,
        answers=found.long,
        notes=[_peak(*peak) for peak in charts.peaks(others)],
    )


def _peak(of: Theme, month: ThemeMonth) -> str:
    share = month.share
    return (
        f"“{of.name}” stood out in {month.starts_on:%B %Y}: {share.value or 0:.0f} % of the "
        f"comments ({share.low or 0:.0f} to {share.high or 0:.0f} %)."
    )


def _within(filters: Filters, starts_on: date) -> Filters:
    """Return the same view of one month."""
    end = starts_on.replace(day=monthrange(starts_on.year, starts_on.month)[1])
    first = max(starts_on, filters.from_on or starts_on)
    return replace(filters, period="custom", from_on=first, to_on=min(end, filters.to_on or end))


def _said(whole: Voice, chosen: Theme) -> None:
    """Say in words what goes with a theme, and let customers speak."""
    cards.section(chosen.name)
    voice_quotes.quotes(chosen.quotes, whole.view.metric.key, chosen.quotes_withheld)
    st.markdown(escape(_effect(whole, chosen)))
    st.caption(escape(f"Its words: {', '.join(chosen.words)}. {_moved(chosen)}"))
    who, _ = SIDES[whole.view.metric.key]
    if said := _worth(chosen.worth, whole.view.settings.currency, who):
        st.caption(escape(said))


def _effect(whole: Voice, chosen: Theme) -> str:
    metric, effect = whole.view.metric, chosen.effect
    comments, found = counted(chosen.comments, "comment"), effect.difference
    if found.refusal:
        return f"{comments}. {found.refusal.message} It {found.refusal.remedy}."
    if found.value is None or found.low is None or found.high is None:
        return f"{comments}: {effect.verdict}."
    size = metric.format_change(found.value)
    ends = f"95 %: {metric.format_change(found.low)} to {metric.format_change(found.high)}"
    if effect.verdict in ("lower", "higher"):
        return f"{comments}. {metric.name} differs by {size} from other comments ({ends})."
    return f"{comments}. No clear difference of {metric.name} ({ends})."


def _moved(chosen: Theme) -> str:
    spread = chosen.spread
    if spread is None or spread.before.value is None or spread.now.value is None:
        return ""
    now, before = spread.now.value, spread.before.value
    return f"{now:.0f} % of comments, {before:.0f} % before: {spread.verdict}."


def _worth(found: Worth, currency: str, who: str) -> str:
    """Say what the customers who write about it are worth.

    >>> _worth(Worth(20, 18, 4000.0, 10, 2500.4), "EUR", "detractors")
    '20 customers write about it, who brought 4,000 EUR in twelve months; detractors 2,500 EUR.'
    >>> _worth(Worth(20, 0, None, 10, None), "", "detractors")
    ''
    """
    if found.revenue is None:
        return ""
    unit = f" {currency}" if currency else ""
    said = f"{counted(found.customers, 'customer')} write about it, who brought "
    said += f"{found.revenue:,.0f}{unit} in twelve months"
    if found.unhappy_revenue is not None:
        said += f"; {who} {found.unhappy_revenue:,.0f}{unit}"
    return f"{said}."
