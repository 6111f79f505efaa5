"""Turns the Voice result into the one Report that every file format is written from."""

from collections.abc import Iterator

from cx.analysis.score import Score
from cx.export.report import Report, Row
from cx.topics.voice.figures import figures_of, sentence
from cx.topics.voice.results import Theme, ThemesOf, Voice, Word, WordsOf
from cx.topics.voice.slides import slides_of
from cx.topics.voice.words import SIDES


def report(result: Voice, version: int) -> Report:
    """Return figures and tables of the page, in the order of the page.

    Parameters
    ----------
    result : Voice
        What the page shows.
    version : int
        Data version that all of it is of.
    """
    themes = result.themes.by_language
    return Report(
        topic="voice",
        filters=result.view.filters.record(),
        filters_in_words=result.view.filters.in_words(),
        data_version=version,
        headline=result.headline,
        figures=[*figures_of(result)],
        tables={
            "words": [row for each in result.words.by_language for row in _words(result, each)],
            "themes": [row for each in themes for row in _themes(each)],
            "theme_months": [row for each in themes for row in _months(each)],
            "languages": _languages(result),
            "findings": _findings(result),
            "notes": [{"note": note} for note in result.notes],
        },
        company=result.view.settings.company,
        title="Voice",
        slides=slides_of(result),
        accent=result.view.settings.accent,
        time_zone=result.view.settings.time_zone,
    )


def _words(result: Voice, found: WordsOf) -> Iterator[Row]:
    low, high = SIDES[result.view.metric.key]
    if found.refusal or not (found.low or found.high):
        yield {
            "language": found.language,
            "side": None,
            "word": None,
            "compared": found.compared,
            "refusal": found.refusal.code if found.refusal else None,
            "note": sentence(found.refusal) or "No word is clear.",
        }
    for side, words in ((low, found.low), (high, found.high)):
        yield from (_word(found, side, each) for each in words)


def _word(found: WordsOf, side: str, word: Word) -> Row:
    return {
        "language": found.language,
        "side": side,
        "word": word.label,
        "share_low": word.share_low,
        "share_high": word.share_high,
        "people": word.people,
        "log_odds": word.log_odds,
        "z": word.z,
        "compared": found.compared,
        "quotes": [quote.text for quote in word.quotes],
        "refusal": word.quotes_withheld.code if word.quotes_withheld else None,
        "note": sentence(word.quotes_withheld),
    }


def _themes(found: ThemesOf) -> Iterator[Row]:
    if found.refusal:
        yield {
            "language": found.language,
            "theme": None,
            "comments": found.comments,
            "refusal": found.refusal.code,
            "note": sentence(found.refusal),
        }
    yield from (_theme(found, each) for each in found.themes)


def _theme(found: ThemesOf, theme: Theme) -> Row:
    effect, spread, worth = theme.effect, theme.spread, theme.worth
    return {
        "language": found.language,
        "theme": theme.name,
        "words": list(theme.words),
        "merged": [name for _, name in theme.members],
        "comments": theme.comments,
        "people": theme.people,
        **_doubt("share", theme.share),
        **_doubt("with", effect.inside),
        **_doubt("without", effect.outside),
        "difference": effect.difference.value,
        "difference_low": effect.difference.low,
        "difference_high": effect.difference.high,
        "verdict": effect.verdict,
        "share_before": spread.before.value if spread else None,
        "spread": spread.verdict if spread else None,
        "customers": worth.customers,
        "revenue_known": worth.known,
        "revenue": worth.revenue,
        "unhappy_revenue": worth.unhappy_revenue,
        "quotes": [quote.text for quote in theme.quotes],
        "is_kept": found.learnt.is_kept if found.learnt else False,
        "refusal": effect.difference.refusal.code if effect.difference.refusal else None,
        "note": sentence(effect.difference.refusal),
    }


def _doubt(name: str, score: Score) -> Row:
    return {name: score.value, f"{name}_low": score.low, f"{name}_high": score.high}


def _months(found: ThemesOf) -> Iterator[Row]:
    for theme in found.themes:
        for month in theme.months:
            yield {
                "language": found.language,
                "theme": theme.name,
                "starts_on": month.starts_on,
                "comments": month.comments,
                "about": month.about,
                **_doubt("share", month.share),
            }


def _languages(result: Voice) -> list[Row]:
    themes = {each.language: each for each in result.themes.by_language}
    words = {each.language: each for each in result.words.by_language}
    return [
        {
            "language": each.code,
            "comments": each.comments,
            "people": each.people,
            "recorded": each.recorded,
            "share": each.share,
            "words": _state(words.get(each.code)),
            "themes": _state(themes.get(each.code)),
            "without_theme": themes[each.code].without_theme if each.code in themes else None,
            "stability": _stability(themes.get(each.code)),
        }
        for each in result.mix.languages
    ]


def _state(found: WordsOf | ThemesOf | None) -> str:
    if found is None:
        return "language not known"
    return found.refusal.code if found.refusal else "shown"


def _stability(found: ThemesOf | None) -> float | None:
    return found.learnt.stability if found and found.learnt else None


def _findings(result: Voice) -> list[Row]:
    listening = result.listening
    if listening.refusal:
        return [{"touchpoint": None, "refusal": listening.refusal.code}]
    return [
        {
            "touchpoint": side.touchpoint,
            "survey": side.survey.value if side.survey else None,
            "survey_responses": side.survey.responses if side.survey else 0,
            "kind": post.kind,
            "findings": post.findings,
            "scored": post.scored,
            **_doubt("score", post.score),
            "examples": [finding.text for finding in post.examples],
            "refusal": post.score.refusal.code if post.score.refusal else None,
        }
        for side in listening.touchpoints
        for post in side.posts
    ]
