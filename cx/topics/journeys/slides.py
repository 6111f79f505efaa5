"""The findings of the Journeys page as slides, of the very result that the page draws."""

from collections.abc import Iterator

from cx.analysis.estimate import Estimate
from cx.analysis.moments import MOMENT, NOT_COMPUTABLE, PATHS, SCORE, STAYING, Moment
from cx.export.slide import MOST_CATEGORIES, NativeChart, Series, Slide
from cx.topics import slides
from cx.topics.journeys.answer import where_it_hurts
from cx.topics.journeys.results import Journeys, Juncture, PathLine
from cx.topics.journeys.words import elapsed
from cx.words import counted, day_in_words, in_short, minus

MOST_STEPS = 5


def slides_of(result: Journeys) -> list[Slide]:
    """Return a slide for each finding; nothing but the reason where nothing may be told."""
    if not result.journeys:
        return [slides.refused(result.headline, "Widen the filters, or bring in contacts.")]
    return [
        _moments(result),
        *_repeats(result),
        *_scores(result),
        *_paths(result),
        *_funnel(result),
        *_junctures(result),
    ]


def _moments(result: Journeys) -> Slide:
    truth, title = result.truth, where_it_hurts(result.truth, result.metric)
    why = truth.moments.refusal or truth.refusal
    told = [each for each in truth.moments.touchpoints if each.verdict != NOT_COMPUTABLE]
    if not told:
        return slides.refused(title, why or "No touchpoint has bad contacts enough.")
    columns = ("Touchpoint", "Unhappy ends in 100", f"{result.metric.name} after a bad contact",
               "Pace of leaving after it", "Verdict")  # fmt: skip
    return Slide(
        title,
        "Three unlike signs per touchpoint, with 95 % intervals",
        table=slides.grid(columns, [_moment(each, result) for each in told]),
        basis=f"{counted(result.journeys, 'journey')}. Two clearly bad signs (▼) make a "
        f"{MOMENT}. Associated, not caused.",
        notes=[each.sentence for each in told] + ([slides.sentence_of(why)] if why else []),
    )


def _moment(moment: Moment, result: Journeys) -> tuple[str, ...]:
    wide = result.metric.high - result.metric.low >= 20
    signs = (
        _sign(moment, PATHS, 100.0, 1, "+", ""),
        _sign(moment, SCORE, 1.0, 0 if wide else 1, "+", ""),
        _sign(moment, STAYING, 1.0, 1, "", "×"),
    )
    return (moment.touchpoint, *signs, moment.verdict)


def _sign(moment: Moment, kind: str, size: float, digits: int, plus: str, end: str) -> str:
    sign = moment.of(kind)
    if sign is None:
        return "too little data"
    found = sign.evidence
    value, low, high = (
        minus(f"{size * each + 0.0:{plus}.{digits}f}")
        for each in (found.value, found.low, found.high)
    )
    mark = "▼ " if sign.says_so else "▲ " if sign.is_clear and not sign.is_bad else ""
    return f"{mark}{value}{end} ({low} to {high})"


def _repeats(result: Journeys) -> Iterator[Slide]:
    known = [each for each in result.touchpoints if each.repeats is not None]
    if not known:
        return
    lines = sorted(known, key=lambda each: -each.contacts)[:MOST_CATEGORIES]
    lines.sort(key=lambda each: -(each.repeats.value if each.repeats else 0.0))
    first = lines[0]
    title = (
        f"{slides.share(first.repeats)} of contacts at {first.name} are followed by another there "
        "within 7 days, the highest share among the busiest touchpoints."
    )
    yield Slide(
        title,
        "Contacts followed by another at the same touchpoint within 7 days",
        slides.span_bars(
            [slides.share_span(each.name, each.repeats, "focus", f"n {each.repeat_known:,}")
             for each in lines],
            title, "Comes back within 7 days", 0, "%",
        ),
        basis=slides.basis(slides.INTERVAL, slides.left_out(known, "less busy touchpoint")),
        notes=[f"{each.name}: {slides.sentence_of(each.repeat_refusal)}"
               for each in result.touchpoints if each.repeat_refusal],
    )  # fmt: skip


def _scores(result: Journeys) -> Iterator[Slide]:
    metric = result.metric
    asked = [
        (each.name, each.scores[metric.key], "focus")
        for each in result.touchpoints
        if metric.key in each.scores and each.scores[metric.key].responses
    ]
    told = [each for each in asked if each[1].value is not None]
    if not told:
        return
    busiest = sorted(told, key=lambda each: -each[1].responses)[:MOST_CATEGORIES]
    ends = (min, max) if metric.is_higher_better else (max, min)
    worst, best = (end(busiest, key=lambda each: each[1].value or 0.0) for end in ends)
    title = (
        f"{metric.name} is lowest about {worst[0]}, {slides.said(metric, worst[1])}, and highest "
        f"about {best[0]}, {slides.said(metric, best[1])}."
        if metric.is_higher_better
        else f"{metric.name} is worst about {worst[0]} and best about {best[0]}."
    )
    busiest.sort(key=lambda each: -(each[1].value or 0.0))
    yield Slide(
        title,
        f"{metric.name} by the touchpoint that was asked about",
        slides.bars(busiest, metric, title),
        basis=slides.basis(
            slides.INTERVAL,
            slides.low_base(each[1] for each in busiest),
            slides.left_out(asked, "touchpoint"),
        ),
        notes=[f"{metric.name}: {metric.definition}",
               *slides.withheld((name, found) for name, found, _ in asked)],
    )  # fmt: skip


def _paths(result: Journeys) -> Iterator[Slide]:
    if not result.paths:
        return
    first = result.paths[0]
    title = (
        f"The commonest path, {_path(first)}, is that of {100 * first.coverage:.1f} % of finished "
        "journeys."
    )
    columns = ("Path", "Journeys", "Share", "Half within", "Mean cost", result.metric.name)
    yield Slide(
        title,
        "The commonest paths",
        table=slides.grid(columns, [_path_row(each, result) for each in result.paths]),
        basis=f"{counted(result.journeys, 'journey')}, {result.censored:,} of them may still go "
        "on and are left out of paths.",
        notes=slides.withheld((_path(each), each.score) for each in result.paths),
    )


def _path(line: PathLine) -> str:
    runs: list[list[str]] = []
    for step in line.steps:
        if runs and runs[-1][0] == step:
            runs[-1].append(step)
        else:
            runs.append([step])
    named = [run[0] if len(run) == 1 else f"{run[0]} ×{len(run)}" for run in runs]
    return " → ".join(named if len(named) <= MOST_STEPS else [*named[:MOST_STEPS], "…"])


def _path_row(line: PathLine, result: Journeys) -> tuple[str, ...]:
    cost = "" if line.mean_cost is None else f"{line.mean_cost:,.2f} {result.settings.currency}"
    return (
        _path(line),
        f"{line.journeys:,}",
        f"{100 * line.coverage:.1f} %",
        elapsed(line.median_seconds),
        cost.strip(),
        slides.said(result.metric, line.score),
    )


def _funnel(result: Journeys) -> Iterator[Slide]:
    if not result.funnel or not result.funnel[0].leads:
        return
    line = result.funnel[0]
    steps, total = line.funnel.steps, line.funnel.total
    title = f"Of {line.leads:,} prospects, {line.won:,} became customers" + (
        f": {slides.share(total, 1)}." if total else "."
    )
    yield Slide(
        title,
        "From prospect to customer",
        NativeChart(
            "bar",
            [f"{each.name}\n{each.reached:,}{_of_before(each.rate, at)}"
             for at, each in enumerate(steps)],
            [Series("Prospects", [float(each.reached) for each in steps])],
            title,
        ),
        basis="In brackets: 95 % interval of the share of those at the step before.",
        notes=[slides.sentence_of(each.refusal) for each in steps if each.refusal],
    )  # fmt: skip


def _of_before(rate: Estimate | None, at: int) -> str:
    return "" if at == 0 else f" · {slides.share(rate, 1)} of the step before"


def _junctures(result: Journeys) -> Iterator[Slide]:
    if not result.junctures:
        return
    at_risk = [each for each in result.junctures if each.concerns]
    title = (
        f"{counted(len(result.junctures), 'juncture')} lie ahead in the next 90 days; "
        f"{len(at_risk):,} of them speak for a word with the customer before."
    )
    columns = ("Due on", "Juncture", "Customer", "Product", "Open cases", "What speaks for a word")
    yield Slide(
        title,
        "Those with a reason for a word, the soonest first" if at_risk else "The soonest first",
        table=slides.grid(
            columns,
            [_juncture(each) for each in (at_risk or result.junctures)],
            len(result.junctures),
        ),
        notes=["A juncture is an installation, the completion of a project or a renewal."],
    )


def _juncture(each: Juncture) -> tuple[str, ...]:
    return (
        day_in_words(each.due_on),
        each.kind,
        in_short(each.customer or each.customer_id, 30),
        in_short(each.product, 24),
        f"{each.open_cases:,}",
        "; ".join(each.concerns),
    )
