"""What is known of a customer as slides, of the very result that the page shows."""

from collections.abc import Iterator, Sequence

from cx import zones
from cx.analysis.voice.masking import mask
from cx.export.slide import NativeChart, Series, Slide
from cx.metrics import METRICS
from cx.topics import slides
from cx.topics.customer.results import KINDS, Answer, Case, Customer, Event, Holding
from cx.topics.customer.words import answer_in_words
from cx.words import counted, day_in_words, in_short

LONGEST = 70


def slides_of(result: Customer) -> list[Slide]:
    """Return a slide for each part of the page that has something."""
    return [
        _profile(result),
        *(each for metric in METRICS for each in _scores(result, metric)),
        *_holdings(result),
        *_cases(result),
        *_timeline(result),
        *_account(result),
    ]


def _profile(result: Customer) -> Slide:
    rows = [(label, in_short(said, LONGEST)) for label, said in result.profile.facts.items()]
    risks = [*result.at_risk] or ["Nothing on file points to a risk."]
    if not rows:
        return Slide(result.headline, sentences=risks)
    return Slide(
        result.headline,
        f"Who it is: {in_short(result.profile.name, LONGEST)}",
        table=slides.grid(("What", "On file"), rows),
        basis=" ".join(risks),
        notes=risks,
    )


def _scores(result: Customer, metric: str) -> Iterator[Slide]:
    told = [each for each in reversed(result.answers) if each.metric == metric]
    if len(told) < 2:
        return
    last, name, zone = told[-1], METRICS[metric].name, result.settings.time_zone
    title = (
        f"{counted(len(told), 'answer')} to {name}; the last, of "
        f"{day_in_words(zones.day_of(last.responded_at, zone))}, is {last.value} of {last.scale}."
    )
    days = [zones.day_of(each.responded_at, zone).isoformat() for each in told]
    yield Slide(
        title,
        f"Answers to {name} over time, of {last.scale}",
        NativeChart(
            "line",
            days,
            [Series(name, [float(each.value) for each in told])],
            title,
            ends=(0.0, float(max(each.scale for each in told))),
        ),
        basis="Single answers of one customer: no interval.",
        notes=[*_said(told, zone)],
    )


def _said(told: Sequence[Answer], zone: str) -> Iterator[str]:
    for each in reversed(told):
        if each.comment:
            day = day_in_words(zones.day_of(each.responded_at, zone))
            yield f"{day}, {answer_in_words(each)}: {in_short(mask(each.comment), 200)}"


def _holdings(result: Customer) -> Iterator[Slide]:
    if not result.holdings:
        return
    running = [each for each in result.holdings if each.what == "contract" and not each.ended_on]
    title = f"{counted(len(running), 'contract')} run; " + (
        f"next is {result.juncture[0]} on {day_in_words(result.juncture[1])}."
        if result.juncture
        else "nothing lies ahead on file."
    )
    columns = ("What", "Product", "Since", "Renews on", "Ended on", "A month", "Revenue")
    yield Slide(
        title,
        f"Products and contracts, amounts in {result.settings.currency or 'the data’s currency'}",
        table=slides.grid(columns, [_holding(each) for each in result.holdings]),
    )


def _holding(each: Holding) -> tuple[str, ...]:
    days = (day_in_words(on) if on else "" for on in (each.started_on, each.renews_on))
    return (
        each.what,
        in_short(each.product or each.family or "", 30),
        *days,
        day_in_words(each.ended_on) if each.ended_on else "",
        "" if each.monthly_value is None else f"{each.monthly_value:,.2f}",
        "" if each.revenue is None else f"{each.revenue:,.0f}",
    )


def _cases(result: Customer) -> Iterator[Slide]:
    if not result.cases:
        return
    waiting = [each for each in result.cases if each.is_open]
    yield Slide(
        f"{counted(len(result.cases), 'case')} on file, {len(waiting):,} of them open.",
        "Cases, the newest first",
        table=slides.grid(
            ("Opened on", "Category", "Severity", "Channel", "Resolved on", "Standing"),
            [_case(each, result.settings.time_zone) for each in result.cases],
        ),
    )


def _case(each: Case, zone: str) -> tuple[str, ...]:
    return (
        day_in_words(zones.day_of(each.opened_at, zone)),
        in_short(each.category, 30),
        each.severity or "",
        each.channel or "",
        day_in_words(zones.day_of(each.resolved_at, zone)) if each.resolved_at else "",
        "open" if each.is_open else "closed",
    )


def _timeline(result: Customer) -> Iterator[Slide]:
    found, zone = result.timeline, result.settings.time_zone
    if not found.events:
        return
    yield Slide(
        f"{counted(found.total, 'event')} on file; the newest is of "
        f"{day_in_words(zones.day_of(found.events[0].happened_at, zone))}.",
        "The newest events",
        table=slides.grid(
            ("On", "What", "Touchpoint", "Channel", "Outcome", "Said"),
            [_event(each, zone) for each in found.events],
            found.total,
        ),
    )


def _event(each: Event, zone: str) -> tuple[str, ...]:
    said = "" if each.said is None else in_short(mask(each.said), LONGEST)
    if each.score is not None:
        said = f"{each.score}: {said}" if said else str(each.score)
    return (
        day_in_words(zones.day_of(each.happened_at, zone)),
        KINDS.get(each.extract, each.kind),
        each.touchpoint or "",
        each.channel or "",
        each.outcome or "",
        said,
    )


def _account(result: Customer) -> Iterator[Slide]:
    if len(result.account) < 2:
        return
    rows = [
        (
            in_short(each.name, 30),
            each.segment or "",
            each.status or "",
            "" if each.revenue is None else f"{each.revenue:,.0f}",
            "" if each.last_nps is None else str(each.last_nps),
            f"{each.open_cases:,}",
        )
        for each in result.account
    ]
    yield Slide(
        f"The account has {counted(result.account_total, 'customer')}.",
        "The customers of the account",
        table=slides.grid(
            ("Customer", "Segment", "Standing", "Revenue", "Last NPS answer", "Open cases"),
            rows,
            result.account_total,
        ),
    )
