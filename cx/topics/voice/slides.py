"""The findings of the Voice page as slides, of the very result that the page draws."""

from collections.abc import Iterator

from cx.analysis.voice.effects import GROWING, HIGHER, LOWER, SHRINKING
from cx.export.slide import MOST_CATEGORIES, NativeChart, Series, Slide
from cx.export.theme import SHADES
from cx.metrics import Metric
from cx.topics import slides
from cx.topics.voice.results import Theme, ThemesOf, Voice, WordsOf
from cx.topics.voice.words import SIDES, language_in_words, listed, people_counted
from cx.words import counted

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LINKED = "A theme linked to a score is associated with it; it need not be the cause."
MOST_LINES = 4
MOST_QUOTES = 5


def slides_of(result: Voice) -> list[Slide]:
    """Return a slide for each finding; nothing but the reason where nothing may be told."""
    if not result.mix.comments:
        return [
            slides.refused(result.headline, "Widen the filters, or bring in answers with comments.")
        ]
    return [
        *(slide for each in result.themes.by_language for slide in _themes(result, each)),
        *(slide for each in result.themes.by_language for slide in _months(each)),
        *(_words(result, each) for each in result.words.by_language),
        *_listening(result),
    ]


def _themes(result: Voice, found: ThemesOf) -> Iterator[Slide]:
    metric, language = result.view.metric, language_in_words(found.language)
    if found.refusal:
        yield slides.refused(f"The {language} comments have no themes.", found.refusal)
        return
    if not found.themes:
        return
    shown = sorted(found.themes, key=lambda each: -each.comments)[:MOST_CATEGORIES]
    sign = 1 if metric.is_higher_better else -1
    shown.sort(key=lambda each: (each.effect.inside.value is None,
                                 sign * (each.effect.inside.value or 0.0)))  # fmt: skip
    lines = [(each.name, each.effect.inside, _meaning(each, metric)) for each in shown]
    title = _themes_title(found, metric)
    quotes = [f"“{quote.text}”" for each in shown for quote in each.quotes[:1]]
    yield Slide(
        title,
        f"{metric.name} where people write about a theme, {language} comments",
        slides.bars(lines, metric, title),
        basis=slides.basis(
            f"n = {counted(found.comments, 'comment')}. {slides.INTERVAL} Coloured: a clear "
            "difference from other comments.",
            slides.low_base(each for _, each, _ in lines),
            slides.left_out(found.themes, "smaller theme"),
        ),
        notes=[
            LINKED,
            f"{metric.name}: {metric.definition}",
            *slides.withheld((name, each) for name, each, _ in lines),
            *quotes[:MOST_QUOTES],
        ],
    )


def _meaning(theme: Theme, metric: Metric) -> str:
    if theme.effect.verdict not in (LOWER, HIGHER):
        return "focus"
    return "good" if (theme.effect.verdict == HIGHER) == metric.is_higher_better else "bad"


def _themes_title(found: ThemesOf, metric: Metric) -> str:
    clear = [each for each in found.themes if each.effect.verdict in (LOWER, HIGHER)]
    if not clear:
        return (
            f"None of {counted(len(found.themes), 'theme')} is clearly linked to a better or a "
            f"worse {metric.name}."
        )
    parts = []
    for verdict in (LOWER, HIGHER):
        names = [f"“{each.name}”" for each in clear if each.effect.verdict == verdict]
        if names:
            parts.append(f"{verdict} with {listed(names[:2])}")
    return f"{metric.name} is {'; '.join(parts)}."


def _months(found: ThemesOf) -> Iterator[Slide]:
    """Show the course of the themes that move, else of the commonest."""
    moving = [
        each for each in found.themes if each.spread and each.spread.verdict in (GROWING, SHRINKING)
    ]
    others = [each for each in found.themes if each not in moving]
    shown = [*moving, *others][:MOST_LINES]
    months = sorted({month.starts_on for each in shown for month in each.months})
    if len(months) < 2:
        return
    series = []
    for each, meaning in zip(shown, SHADES, strict=False):
        shares = {month.starts_on: month.share.value for month in each.months}
        series.append(Series(each.name, [shares.get(month) for month in months], meaning))
    said = [f"“{each.name}” is {each.spread.verdict}" for each in moving if each.spread]
    title = (
        f"{'; '.join(said[:3])} on the period before."
        if said
        else "No theme clearly takes a larger or smaller share of the comments than before."
    )
    yield Slide(
        title,
        f"Share of each month's {language_in_words(found.language)} comments, in per cent",
        NativeChart(
            "line", [f"{MONTHS[each.month - 1]} {each.year}" for each in months], series, title,
            0, "%",
        ),
        basis=f"n = {counted(found.comments, 'comment')}. Intervals of each month are in the "
        "workbook. A gap is a month with too few comments.",
        notes=[LINKED],
    )  # fmt: skip


def _words(result: Voice, found: WordsOf) -> Slide:
    low, high = SIDES[result.view.metric.key]
    language = language_in_words(found.language)
    if found.refusal:
        title = f"Which words {low} use more cannot be said, {language} comments."
        return slides.refused(title, found.refusal)
    if not found.low and not found.high:
        return slides.refused(
            f"No word of {low} differs from those of {high} beyond chance, {language} comments.",
            f"{counted(found.compared, 'word')} compared.",
        )
    said = [
        f"{who} say {listed(f'“{word.label}”' for word in words[:3])}"
        for words, who in ((found.low, low), (found.high, high))
        if words
    ]
    rows = [
        (side, word.label, f"{100 * word.share_low:.0f} %", f"{100 * word.share_high:.0f} %",
         f"{word.people:,}")
        for side, words in ((low, found.low), (high, found.high))
        for word in words[: MOST_CATEGORIES]
    ]  # fmt: skip
    heads = ("Said more by", "Word", f"Of {low}", f"Of {high}", "People")
    title = f"{said[0][:1].upper()}{'; '.join(said)[1:]}."
    return Slide(
        title,
        f"Words that set the two sides apart, {language} comments",
        table=slides.grid(heads, rows, len(found.low) + len(found.high)),
        basis=f"{people_counted(found.people_low)} against {people_counted(found.people_high)}, "
        f"each once; {counted(found.compared, 'word')} compared.",
        notes=["Each word differs beyond chance, allowing for all words compared."],
    )


def _listening(result: Voice) -> Iterator[Slide]:
    found, metric = result.listening, result.view.metric
    if found.refusal:
        return
    rows = [
        (
            side.touchpoint,
            slides.said(metric, side.survey) if side.survey else "not asked",
            post.kind.replace("_", " "),
            f"{post.findings:,}",
            "not scored" if not post.scored else _of_ten(post.score.value),
            post.examples[0].text if post.examples else "",
        )
        for side in found.touchpoints
        for post in side.posts
    ]
    if not rows:
        return
    yield Slide(
        f"{counted(found.findings, 'finding')} of other listening posts stand beside the survey.",
        "The same touchpoints, as the survey and as other listening posts see them",
        table=slides.grid(
            ("Touchpoint", metric.name, "Listening post", "Findings", "Mean of 10", "Such as"), rows
        ),
        notes=[f"{row[0]}, {row[2]}: {row[5]}" for row in rows[:MOST_QUOTES] if row[5]],
    )


def _of_ten(value: float | None) -> str:
    return "withheld" if value is None else f"{value:.1f}"
