"""The figures of the Voice page, as every file format writes them: printed as its tiles are."""

from collections.abc import Iterator, Sequence

from cx.analysis.ladder import Refusal
from cx.analysis.score import Change, Score, Tally, score
from cx.analysis.voice.effects import GROWING
from cx.export.report import Figure
from cx.metrics import METRICS, Metric
from cx.topics.slides import span
from cx.topics.voice.listening import Finding, Listening, Post, Side
from cx.topics.voice.results import Theme, Voice, Words
from cx.words import signed

PERCENT = METRICS["csat"]


def written(words: Words) -> Score:
    """Return the share of answers that say something in words, in per cent."""
    mix, answers = words.mix, words.view.answers
    said = Tally(answers, 100.0 * mix.total, 10_000.0 * mix.total, answers)
    return score("csat", said, words.view.ladder)


def worst_of(themes: Sequence[Theme], metric: Metric) -> Theme | None:
    """Return the theme whose comments come with the worst score; None where none has a score."""
    sign = 1 if metric.is_higher_better else -1
    scored = [each for each in themes if each.effect.inside.value is not None]
    return min(scored, key=lambda each: sign * (each.effect.inside.value or 0.0), default=None)


def grown_of(themes: Sequence[Theme]) -> Theme | None:
    """Return the theme whose share of the comments grew most; None where none clearly did."""
    grown = [each for each in themes if _is_growing(each)]
    return max(grown, key=_moved, default=None)


def _is_growing(theme: Theme) -> bool:
    spread = theme.spread
    return spread is not None and spread.verdict == GROWING and spread.moved.value is not None


def _moved(theme: Theme) -> float:
    return (theme.spread.moved.value or 0.0) if theme.spread else 0.0


def commonest(found: Listening) -> tuple[Finding, Post, Side] | None:
    """Return what the other listening posts found most often, by which post, and where."""
    told = [
        (each, post, side)
        for side in found.touchpoints
        for post in side.posts
        for each in post.examples
    ]
    return None if found.refusal else max(told, key=lambda one: one[0].times, default=None)


def figures_of(result: Voice) -> Iterator[Figure]:
    """Return the figures: those of the tiles, then the size of each theme's effect."""
    metric, comments = result.view.metric, result.mix.total
    yield _written(result)
    first = next(iter(result.themes.by_language), None)
    themes = first.themes if first else ()
    worst, grown = worst_of(themes, metric), grown_of(themes)
    if worst:
        label = f"{metric.name} where they write about “{worst.name}”, the lowest of all themes"
        yield _of(metric, "worst_theme", label, worst.effect.inside, worst.comments)
    if grown and grown.spread and result.view.filters.compare != "none":
        yield _growing(grown, grown.spread.moved)
    if found := commonest(result.listening):
        label = f"Most found by other listening posts: {found[0].text}"
        times = found[0].times
        yield Figure("found_elsewhere", label, "times", times, None, None, times,
                     shown=f"{times:,}×")  # fmt: skip
    yield Figure("comments", "Comments", "comments", comments, None, None, comments)
    for each in result.themes.by_language:
        for theme in each.themes:
            yield _effect(f"theme_{each.language}_{theme.number}", metric, theme)


def _written(result: Voice) -> Figure:
    found = written(result.words)
    return _of(PERCENT, "comment_share", "Answers with a comment", found, result.view.answers)


def _of(metric: Metric, key: str, label: str, found: Score, behind: int) -> Figure:
    return Figure(
        key, label, metric.unit, found.value, found.low, found.high, behind, None,
        found.refusal.code if found.refusal else None, sentence(found.refusal),
        "" if found.value is None else metric.format(found.value), span(metric, found),
    )  # fmt: skip


def _growing(theme: Theme, moved: Change) -> Figure:
    value, low, high = (signed(end or 0.0, 1) for end in (moved.value, moved.low, moved.high))
    label = f"Growth of “{theme.name}”, in points of the comments"
    ends = (moved.value, moved.low, moved.high)
    return Figure("growing_theme", label, "points", *ends, theme.comments, GROWING,
                  shown=value, shown_interval=f"{low} to {high}")  # fmt: skip


def _effect(key: str, metric: Metric, theme: Theme) -> Figure:
    found, name, unit = theme.effect.difference, metric.name, metric.unit
    ends = (found.value, found.low, found.high)
    value, low, high = ("" if end is None else metric.format_change(end) for end in ends)
    return Figure(
        key,
        f"{name} with “{theme.name}” less {name} without",
        "points" if unit == "%" else unit,
        found.value,
        found.low,
        found.high,
        theme.comments,
        theme.effect.verdict,
        found.refusal.code if found.refusal else None,
        sentence(found.refusal),
        value,
        f"{low} to {high}" if low and high else "",
    )


def sentence(refusal: Refusal | None) -> str | None:
    """Say a refusal and what would lift it."""
    return f"{refusal.message} It {refusal.remedy}." if refusal else None
