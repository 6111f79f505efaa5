"""The findings of the Closed loop page as slides, of the very result that the page draws."""

from collections.abc import Iterator

from cx.analysis.matching import Effect
from cx.analysis.voice.masking import mask
from cx.export.slide import MOST_CATEGORIES, Slide
from cx.topics import slides
from cx.topics.closed_loop.results import ClosedLoop, Group, Loop, Pace
from cx.topics.closed_loop.words import (
    AFTERWARDS,
    HOUR,
    OUTCOMES,
    amount,
    balance,
    between,
    difference,
    lasting,
    what,
)
from cx.topics.slides import PERCENT, Span
from cx.words import counted, day_in_words, in_short, listed


def slides_of(result: ClosedLoop) -> list[Slide]:
    """Return a slide for each finding; nothing but the reason where nothing may be told."""
    if not result.items and not result.waiting.total:
        return [
            slides.refused(result.headline, "Widen the filters, or bring in answers and cases.")
        ]
    return [
        _pace(result),
        *_waiting(result),
        *(each for name in result.groups for each in _groups(result, name)),
        *_outcomes(result),
        _afterwards(result),
    ]


def _pace(result: ClosedLoop) -> Slide:
    columns = ("Step", "Within target", "Target", "Median", "95 % interval", "Still open",
               "Oldest open")  # fmt: skip
    refusals = [
        each.durations.refusal for each in (result.contact, result.close) if each.durations.refusal
    ]
    return Slide(
        result.headline,
        "How soon unhappy customers are contacted, and their cases closed",
        table=slides.grid(columns, [_pace_row(each) for each in (result.contact, result.close)]),
        basis=f"n = {counted(result.items, 'case')} of {counted(result.customers, 'customer')}. "
        "Those still open count for what is known of them.",
        notes=[*result.notes, *map(slides.sentence_of, refusals)],
    )


def _pace_row(each: Pace) -> tuple[str, ...]:
    target = "none" if each.target_hours is None else lasting(each.target_hours * HOUR)
    middle = each.durations.median
    withheld = "withheld" if each.durations.refusal else "not reached yet"
    value = middle.value if middle else None
    return (
        each.name,
        slides.said(PERCENT, each.in_target) if each.in_target else "no target",
        target,
        withheld if value is None else lasting(value),
        between(middle.low, middle.high).removeprefix("95 %: ") if middle else "",
        f"{each.durations.unfinished:,}",
        lasting(each.open_oldest) if each.open_oldest is not None else "",
    )


def _waiting(result: ClosedLoop) -> Iterator[Slide]:
    found = result.waiting
    if not found.loops:
        return
    money = result.settings.currency
    worth = (
        f"; their customers brought {found.revenue:,.0f} {money}".rstrip() + " in twelve months"
        if found.revenue is not None
        else ""
    )
    title = f"{found.total:,} {what(result.kind, result.filters.metric)} wait{worth}."
    columns = ("Waits for", "Customer", "About", "Standing", "Team", "Revenue", "Renews on")
    yield Slide(
        title,
        "The longest waiting first",
        table=slides.grid(columns, [_loop(each) for each in found.loops], found.total),
        basis="Ages are elapsed time up to the latest moment on file.",
        notes=[f"{each.customer or each.customer_id}: {in_short(mask(each.comment), 160)}"
               for each in found.loops[:5] if each.comment],
    )  # fmt: skip


def _loop(each: Loop) -> tuple[str, ...]:
    about = each.category or ("answer" if each.score is None else f"answer {each.score}")
    return (
        lasting(each.age_seconds),
        in_short(each.customer or each.customer_id, 28),
        in_short(about, 24),
        each.standing,
        in_short(each.team, 18),
        "" if each.revenue is None else f"{each.revenue:,.0f}",
        day_in_words(each.renews_on) if each.renews_on else "",
    )


def _groups(result: ClosedLoop, dimension: str) -> Iterator[Slide]:
    groups = sorted(result.groups[dimension], key=lambda each: -each.items)
    told = [each for each in groups if each.contact_hours.value is not None]
    if len(groups) < 2 or not told:
        return
    shown = groups[:MOST_CATEGORIES]
    shown.sort(key=lambda each: (each.contact_hours.value is None, each.contact_hours.value or 0))
    known = [each for each in shown if each.contact_hours.value is not None]
    if not known:
        return
    title = _group_title(known[0], known[-1], dimension)
    yield Slide(
        title,
        f"Median time to the first contact, by {dimension}",
        slides.span_bars([_group(each) for each in shown], title, "Hours to first contact", 1),
        basis=slides.basis(
            slides.INTERVAL,
            slides.low_base(each.contact_hours for each in shown),
            slides.left_out(groups, f"smaller {dimension}"),
        ),
        notes=slides.withheld((each.name, each.contact_hours) for each in groups),
    )


def _group_title(first: Group, last: Group, dimension: str) -> str:
    """Name the quickest and the slowest, where their intervals lie apart."""
    high, low = first.contact_hours.high, last.contact_hours.low
    if high is None or low is None or high >= low:
        return (
            f"By {dimension}, half are contacted within {_hours(first)} to {_hours(last)}; the "
            "intervals overlap."
        )
    return (
        f"By {dimension}, half are contacted within {_hours(first)} at {first.name} and within "
        f"{_hours(last)} at {last.name}."
    )


def _hours(group: Group) -> str:
    return lasting((group.contact_hours.value or 0.0) * HOUR)


def _group(each: Group) -> Span:
    found = each.contact_hours
    tail = f"n {each.items:,}, {each.waiting:,} wait"
    if found.value is None:
        return Span(each.name, f"withheld · {tail}", None)
    return Span(each.name, f"{_hours(each)} · {tail}", found.value, found.low, found.high)


def _outcomes(result: ClosedLoop) -> Iterator[Slide]:
    lines = [(OUTCOMES.get(each.name, each.name), each.better, "focus") for each in result.outcomes]
    told = [(name, found) for name, found, _ in lines if found.value is not None]
    if not told:
        return
    said = [f"{name} {PERCENT.format(found.value or 0.0)}" for name, found in told[:3]]
    title = f"No longer unhappy in their next answer: {listed(said)}."
    yield Slide(
        title,
        "Share whose next answer was not unhappy, by how the follow-up ended",
        slides.bars(lines, PERCENT, title, axis="No longer unhappy"),
        basis=slides.basis(slides.INTERVAL, slides.low_base(found for _, found in told)),
        notes=slides.withheld((name, found) for name, found, _ in lines),
    )


def _afterwards(result: ClosedLoop) -> Slide:
    matched, money = result.afterwards, result.settings.currency
    if matched.refusal:
        title = "What contacting changes cannot be told."
        return slides.refused(title, matched.refusal, [matched.caveat])
    clear = [each for each in matched.effects if each.is_clear]
    title = (
        " ".join(difference(each, money) for each in clear)
        or "No clear difference is seen between those contacted and others like them."
    )
    columns = (
        "Afterwards",
        "Contacted",
        "Others like them",
        "Difference",
        "95 % interval",
        "Verdict",
    )
    refusals = [each.refusal for each in matched.effects if each.refusal]
    return Slide(
        title,
        "Contacted against not contacted, matched one to one",
        table=slides.grid(columns, [_effect(each, money) for each in matched.effects]),
        basis=balance(result),
        notes=[matched.caveat, *map(slides.sentence_of, refusals)],
    )


def _effect(each: Effect, money: str) -> tuple[str, ...]:
    found = each.difference
    means = (
        "withheld" if mean is None else amount(each.outcome, mean, money)
        for mean in (each.mean_contacted, each.mean_others)
    )
    gap, low, high = (
        (amount(each.outcome, end, money, has_sign=True) for end in
         (found.value, found.low, found.high))
        if found
        else ("withheld", "", "")
    )  # fmt: skip
    verdict = "clear" if each.is_clear else "not clear"
    return AFTERWARDS[each.outcome], *means, gap, f"{low} to {high}" if found else "", verdict
