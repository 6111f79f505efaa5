"""The parts of the NPS trends page: each chart in its frame, with where it came from."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from cx.charts import nps as charts
from cx.metrics import METRICS, Metric
from cx.topics.nps import NpsTrends, report
from cx.topics.nps.periods import GRAINS
from cx.topics.nps.results import Reading
from cx.ui import cards, chart_frame, drill, menu, session
from cx.ui.cards import Tile
from cx.ui.chart_frame import Frame, Origin
from cx.ui.drill import Marks
from cx.words import day_in_words

ASKED = "Share of the invitations sent in the period that were answered. Interval: Wilson, 95 %."
MEAN = "Mean of the answers as given. Interval: Student t, 95 %."
EASY = "Share of answers above the middle of the scale. Interval: Wilson, 95 %."
SURVEY_WEIGHTS = "Each answer counts by the weight its survey gave it."
KINDS = ("relationship", "transactional")
WEIGHTED = "Answers of those asked, weighted by segment to everybody asked: what silence may hide."
PERCENT = METRICS["csat"]
"""Rates are shares in per cent, and are written like the share of satisfied answers."""


def where(result: NpsTrends) -> str:
    """Say what the page is of: filters, kind of survey, answers, age of the data."""
    shown = [result.filters.in_words()]
    if result.survey_kind in KINDS and result.filters.survey_kind is None:
        shown.append(f"{result.survey_kind} surveys")
    return f"{', '.join(shown)} · {result.answers:,} answers · {_age(result)}"


def choose_grain() -> str | None:
    """Let the reader choose the steps of the trend; None leaves it to the period."""
    chosen = st.segmented_control(
        "Trend by",
        ["Auto", *map(str.capitalize, GRAINS)],
        default="Auto",
        required=True,
        key="grain",
        bind="query-params",
    )
    return chosen.lower() if chosen and chosen != "Auto" else None


def _age(result: NpsTrends) -> str:
    latest = f"latest answer {day_in_words(result.latest_on)}" if result.latest_on else "no answers"
    with session.asking() as run:
        return f"{latest} · data version {run.version}"


def tiles(result: NpsTrends) -> None:
    """Show the score, its other readings, who answered, and the other metrics in short."""
    comparison = result.filters.comparison()
    against = f"on {comparison.period_in_words()}" if comparison else ""
    metric, name = result.metric, result.metric.name
    shown = [
        Tile(name, metric, result.score, result.change, against, target=_target(result, metric)),
        Tile("Response rate", PERCENT, result.response_rate, help=ASKED, noun="invitations"),
        Tile(f"{name}, all asked", metric, result.adjusted, help=WEIGHTED),
        Tile(f"{name}, survey weights", metric, result.weighted, help=SURVEY_WEIGHTS),
        *_second_reading(result),
    ]
    others = [reading for key, reading in result.readings.items() if key != metric.key]
    shown += [
        Tile(
            _named(reading, result),
            reading.metric,
            reading.score,
            reading.change,
            against,
            target=_target(result, reading.metric),
        )
        for reading in others
        if reading.score.responses
    ]
    cards.tiles(shown)


def _target(result: NpsTrends, metric: Metric) -> float | None:
    return result.settings.target_of(metric.key)


def _second_reading(result: NpsTrends) -> list[Tile]:
    """The same answers read another way: their mean, or the share who found it easy."""
    also = result.companion
    if also is None:
        return []
    is_share = also.unit == PERCENT.unit
    label = also.label if is_share else f"{also.label} {also.unit}"
    # A mean is written with two digits, as that of ease is.
    shape = PERCENT if is_share else METRICS["ces"]
    return [Tile(label, shape, also.score, help=EASY if is_share else MEAN)]


def _named(reading: Reading, result: NpsTrends) -> str:
    """Name another metric, with its kind of survey where that is not the kind of the page."""
    is_other = reading.survey_kind in KINDS and reading.survey_kind != result.survey_kind
    return f"{reading.metric.name}, {reading.survey_kind}" if is_other else reading.metric.name


def trend(result: NpsTrends) -> None:
    """Show the score over time."""
    method = (
        "Limits of ordinary movement are those of a Laney-type control chart; a signal lies beyond "
        "them or is the eighth in a row on one side of the average."
    )
    _frame(
        result,
        "trend",
        f"{result.metric.name} by {result.grain}",
        charts.trend,
        ("nps/trend", "nps/events"),
        drill.periods(result),
        method,
    )


def choose_dimension(result: NpsTrends) -> str:
    """Let the reader choose what to break the score down by, among what has groups."""
    choices = [name for name, found in result.breakdowns.items() if len(found.groups) > 1]
    chosen: str | None = st.segmented_control(
        "Break down by",
        choices or list(result.breakdowns),
        default=(choices or list(result.breakdowns))[0],
        required=True,
        format_func=str.capitalize,
        key="by",
        bind="query-params",
    )
    return chosen or (choices or list(result.breakdowns))[0]


def breakdown(result: NpsTrends, dimension: str) -> None:
    """Show the score of each group."""
    method = (
        "Each group is compared with all other answers of the view; of the differences called "
        "clear, one in ten at most is expected to be chance (Benjamini-Hochberg)."
    )
    _frame(
        result,
        f"by_{dimension}",
        f"{result.metric.name} by {dimension}",
        partial(charts.breakdown, result, dimension),
        ("nps/groups",),
        drill.groups(result, dimension),
        method,
    )


def change(result: NpsTrends, dimension: str) -> None:
    """Show what the change came from, or why it can't be split."""
    split = result.mix.get(dimension)
    title = f"What the change came from, by {dimension}"
    if split is None or split.refusal is not None or result.before is None:
        words = split.refusal.message if split and split.refusal else _nothing_before(result)
        _refused(title, words)
        return
    method = (
        "The change is split exactly: rate is what each group's own scoring moved, mix what goes "
        "with shifts between groups. Both add up to the change; it is arithmetic, not cause."
    )
    _frame(
        result,
        "change",
        title,
        partial(charts.waterfall, result, dimension),
        ("nps/classes",),
        drill.groups(result, dimension),
        method,
    )


def _nothing_before(result: NpsTrends) -> str:
    comparison = result.filters.comparison()
    if comparison is None:
        return "There is nothing to compare with: choose a period and what to compare it with."
    return f"There are no answers in {comparison.period_in_words()} to compare with."


def _refused(title: str, words: str, extract: str = "") -> None:
    """Say why there is no chart, and where there would be one, the extract that it lacks."""
    with st.container(border=True, height="stretch"):
        cards.section(title)
        st.caption(words)
        if extract:
            menu.link("upload", f"Upload {extract}")


def distribution(result: NpsTrends) -> None:
    """Show how often each answer was given."""
    _frame(
        result,
        "distribution",
        "How people answered",
        charts.distribution,
        ("nps/distribution",),
        drill.answers(result),
    )


def composition(result: NpsTrends) -> None:
    """Show the shares of the three meanings over time."""
    _frame(
        result,
        "trend",
        "Shares over time",
        charts.composition,
        ("nps/trend",),
        drill.standings(result, charts.MEANINGS[result.metric.key]),
        key="shares",
    )


def response_rate(result: NpsTrends) -> None:
    """Show who answers, or that nobody knows."""
    if not result.response_rates:
        _refused("Who answers", "No invitations are on file for this period.", "invitations")
        return
    _frame(
        result,
        "response_rate",
        "Who answers",
        partial(charts.response_rate, result, PERCENT),
        ("nps/invited",),
        drill.asked(result),
        method="Share of the invitations of this period that were answered (Wilson interval).",
    )


def kinds(result: NpsTrends) -> None:
    """Show the relationship survey beside the transactional one, or that nobody told them apart."""
    title = "Relationship and transactional"
    if not any(group.name in KINDS for group in result.kinds):
        words = "Which answers are to a relationship survey is not known: the extract surveys says."
        _refused(title, words, "surveys")
        return
    _frame(
        result,
        "by_survey_kind",
        title,
        charts.kinds,
        ("nps/kinds",),
        drill.kinds(result),
    )


def _frame(
    result: NpsTrends,
    table: str,
    title: str,
    draw: Callable[..., Any],
    questions: Sequence[str],
    marks: Marks | None = None,
    method: str = "",
    key: str = "",
) -> None:
    is_ready = isinstance(draw, partial)
    with session.asking() as run:
        rows = report(result, run.version).tables.get(table, [])
    origin = Origin(
        result.metric, result.filters, questions, rows, result.answers, _age(result), method
    )
    picture = draw if is_ready else partial(draw, result)
    chart_frame.show(Frame(key or table, title, picture, origin, marks or {}))
