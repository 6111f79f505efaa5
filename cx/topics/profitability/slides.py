"""The findings of the Profitability page as slides, of the very result that the page draws."""

from collections.abc import Iterator, Sequence

from cx.analysis.profit.results import Margin
from cx.export.slide import MOST_CATEGORIES, NativeChart, Series, Slide
from cx.topics import slides
from cx.topics.profitability import words
from cx.topics.profitability.results import Cell, Line, Profitability
from cx.topics.profitability.slides_moves import slides_of_moves
from cx.topics.profitability.words import between, money
from cx.topics.slides import Span
from cx.words import counted, listed

COSTS = MOST_CATEGORIES - 2
"""Lines of cost beside revenue and contribution."""
VERDICTS = {"bad": "clearly loses", "passive": "may be either", "good": "clearly earns"}
COLOURS = "Green: clearly above 0. Orange: clearly below. Grey: may be either."
MOST_NAMED = 3
EVERY = 5
"""Of the points of the whale curve one in so many is drawn, the peak and the last always."""


def slides_of(result: Profitability) -> list[Slide]:
    """Return a slide for each finding; nothing but the reason where nothing may be told."""
    if not result.customers:
        remedy = "Widen the filters, or bring in orders, invoices, contracts or contacts."
        return [slides.refused(result.headline, remedy)]
    if result.costs_refusal:
        untold = slides.refused(result.headline, result.costs_refusal, result.notes)
        return [untold, *slides_of_moves(result)]
    return [
        _lines(result),
        *_segments(result),
        _cells(result),
        *_whale(result),
        *_again(result),
        *slides_of_moves(result),
    ]


def _lines(result: Profitability) -> Slide:
    total, currency = result.contribution, result.settings.currency
    revenue, *costs = [line for line in total.lines if line.amounts or line.name == "revenue"]
    largest = sorted(costs, key=lambda line: -abs(line.amount))[:COSTS]
    rest = [line for line in costs if line not in largest]
    shown = [_line(line, currency) for line in (revenue, *(c for c in costs if c in largest))]
    whole = f"{money(total.margin, currency)} · {counted(result.customers, 'customer')}"
    shown.append(Span("Contribution", whole, total.margin))
    smaller = [f"{words.LINES[line.name]} {money(line.amount, currency)}" for line in rest]
    return Slide(
        result.headline,
        "From revenue to contribution: what comes in, what each line takes, what remains",
        slides.span_bars(shown, result.headline, f"Money {currency}".strip()),
        basis=slides.basis(
            "All amounts on record: a sum, no sample, so no interval.",
            f"Smaller: {listed(smaller)}." if smaller else "",
        ),
        notes=result.notes,
    )


def _line(line: Line, currency: str) -> Span:
    missing = f", {line.unknown:,} missing" if line.unknown else ""
    printed = f"{money(line.amount, currency)} · {counted(line.amounts, 'amount')}{missing}"
    meaning = "focus" if line.name == "revenue" else "passive"
    return Span(words.LINES[line.name], printed, line.amount, meaning=meaning)


def _segments(result: Profitability) -> Iterator[Slide]:
    if not result.segments:
        return
    currency = result.settings.currency
    largest = sorted(result.segments, key=lambda each: -each.found.customers)
    shown = largest[:MOST_CATEGORIES]
    shown.sort(key=lambda each: (_value(each) is None, -(_value(each) or 0.0)))
    title = _segments_title(shown, currency)
    why = _withheld(result.segments)
    if all(each.found.margin.mean is None for each in shown):
        untold = "Margin per customer is withheld in every segment."
        yield slides.refused(untold, why[0] if why else "Too few customers.", why[1:])
        return
    has_low_base = any(each.found.margin.is_low_base for each in shown)
    yield Slide(
        title,
        "Contribution per customer of each segment, with 95 % intervals",
        slides.span_bars(
            [_segment(each, currency) for each in shown],
            title,
            f"Money per customer {currency}".strip(),
        ),
        basis=slides.basis(
            COLOURS,
            slides.INTERVAL,
            "† Low base: few customers." if has_low_base else "",
            slides.left_out(largest, "smaller segment"),
        ),
        notes=why,
    )


def _segments_title(shown: Sequence[Cell], currency: str) -> str:
    """Name the lowest and the highest; a range alone or a low base is left out of the ranking."""
    told = [each for each in shown if _value(each) is not None]
    firm = [each for each in told if not each.found.margin.is_low_base] or told
    if not firm:
        return "Too few customers for one figure per segment: margin per customer is a range only."
    first, last = firm[0], firm[-1]
    if first is last:
        return f"Margin per customer of {first.found.segment}: {_margin(first, currency)}."
    ends = [each.found.margin.mean for each in (first, last)]
    overlap = ends[0] and ends[1] and ends[0].low <= ends[1].high
    of = "" if len(firm) == len(shown) else f"Of {len(firm):,} segments with a firm figure, "
    return (
        f"{of}{'margin' if of else 'Margin'} per customer is lowest in {last.found.segment}, "
        f"{_margin(last, currency)}, and highest in {first.found.segment}, "
        f"{_margin(first, currency)}"
        f"{'; the intervals overlap' if overlap else ''}."
    )


def _segment(each: Cell, currency: str) -> Span:
    found = each.found.margin
    name, printed = each.found.segment, f"{_margin(each, currency)} · n {found.customers:,}"
    if found.mean is None or found.refusal:
        return Span(name, printed, None)
    mean = found.mean
    return Span(name, printed, mean.value, mean.low, mean.high, _side(found) or "passive")


def _cells(result: Profitability) -> Slide:
    """Cells in the order of what is clear, the largest first: a small one is never ranked."""
    if result.composition is None:
        untold = words.MIX_WORDS[None] + " They need contacts, or orders with a sales channel."
        return slides.refused("Segments cannot be told apart by mix.", untold)
    told = [each for each in result.cells if each.found.margin.mean]
    why = _withheld(result.cells)
    if not told:
        title = "What each segment earns with each mix is withheld."
        return slides.refused(title, why[0] if why else "There are no mixes.", why[1:])
    order = [*VERDICTS]
    told.sort(key=lambda each: (order.index(_side(each.found.margin) or ""), -each.found.customers))
    held = len(result.cells) - len(told)
    columns = ("Segment", "Mix", "Customers", "Margin per customer (95 %)", "Verdict")
    currency = result.settings.currency
    rows = [
        (
            each.found.segment,
            each.found.mix,
            f"{each.found.customers:,}",
            _margin(each, currency),
            VERDICTS[_side(each.found.margin) or ""],
        )
        for each in told
    ]
    return Slide(
        _cells_title(told),
        f"By segment and mix of {words.SIDE_WORDS[result.view.side]}: those that clearly lose "
        "first, then by customers",
        table=slides.grid(columns, rows),
        basis=slides.basis(
            f"Withheld: {held:,} with too few customers." if held else "",
            "† Low base." if any(each.found.margin.is_low_base for each in told) else "",
            "What goes with a mix need not come from it.",
        ),
        notes=why,
    )


def _cells_title(told: Sequence[Cell]) -> str:
    losing = [each.found for each in told if _side(each.found.margin) == "bad"]
    earning = sum(_side(each.found.margin) == "good" for each in told)
    of = f"Of {counted(len(told), 'pair')} of segment and mix"
    if not losing:
        return f"{of}, none clearly loses money and {earning:,} clearly earn."
    names = [f"{each.segment} with {each.mix}" for each in losing[:MOST_NAMED]]
    more = f" and {len(losing) - MOST_NAMED:,} more" if len(losing) > MOST_NAMED else ""
    return (
        f"{of}, {len(losing):,} clearly lose money: "
        f"{', '.join(names) if more else listed(names)}{more}; {earning:,} clearly earn."
    )


def _value(each: Cell) -> float | None:
    found = each.found.margin
    return found.mean.value if found.mean and found.refusal is None else None


def _side(found: Margin) -> str | None:
    """Return the meaning of a margin's interval; None where it is withheld."""
    if found.mean is None:
        return None
    return "bad" if found.mean.high < 0 else "good" if found.mean.low > 0 else "passive"


def _margin(each: Cell, currency: str) -> str:
    found = each.found.margin
    if found.mean is None:
        return "withheld"
    span = between(found.mean)
    if found.refusal:
        return f"{span} {currency}".strip() + ", no single figure"
    return f"{money(found.mean.value, currency)}{'†' if found.is_low_base else ''} ({span})"


def _withheld(cells: Sequence[Cell]) -> list[str]:
    """Say of each cell without a single figure why."""
    return [
        f"{each.found.segment}, {each.found.mix}: {slides.sentence_of(each.found.margin.refusal)}"
        for each in cells
        if each.found.margin.refusal
    ]


def _whale(result: Profitability) -> Iterator[Slide]:
    found, currency = result.whale, result.settings.currency
    if not found.points or found.peak is None:
        yield slides.refused(
            "How many customers the contribution comes from cannot be told.",
            found.refusal or "No customer brings in more than it costs.",
        )
        return
    peak = found.peak
    share = f", {100 * peak.margin_share:.0f} % of the contribution" if peak.margin_share else ""
    title = (
        f"{peak.customers:,} of {counted(found.customers, 'customer')} bring "
        f"{money(peak.margin, currency)}{share}; {found.losing:,} who cost more than they bring "
        f"take {money(-found.lost, currency)} of it."
    )
    ends = (peak, found.points[-1])
    shown = [each for at, each in enumerate(found.points) if at % EVERY == 0 or each in ends]
    is_share = not found.is_in_currency
    values = [
        100 * each.margin_share if each.margin_share is not None and is_share else each.margin
        for each in shown
    ]
    name = "Contribution, added up"
    unit = "%" if is_share else ""
    yield Slide(
        title,
        "Customers in order of their contribution, the highest first, added up",
        NativeChart(
            "line",
            [f"{100 * each.customer_share:.0f} %" for each in shown],
            [Series(name, values)],
            title,
            1 if is_share else 0,
            unit,
            axis=f"{name}, {'% of the total' if is_share else currency or 'money'}",
        ),
        basis=f"{counted(found.customers, 'customer')}. Along the axis: share of all customers. "
        "All amounts on record: no interval.",
        notes=[words.again_in_words(result.persistence)],
    )


def _again(result: Profitability) -> Iterator[Slide]:
    found = result.persistence
    if found.refusal:
        yield slides.refused("Whether the same ones lose again cannot be told.", found.refusal)
        return
    if found.worst_again is None:
        return
    title = words.again_in_words(found)
    rank = found.rank_correlation
    like = f"Rank correlation {rank.value:.2f} ({rank.low:.2f} to {rank.high:.2f})." if rank else ""
    chance = 100 * found.by_chance
    yield Slide(
        title,
        "Of the tenth that contributes least in odd months, share in that of even months too",
        slides.span_bars(
            [
                slides.share_span("Again among the lowest", found.worst_again),
                Span("By chance", f"{chance:.0f} %", chance, meaning="passive"),
            ],
            title,
            "Again among the lowest tenth",
            0,
            "%",
        ),
        basis=slides.basis(slides.INTERVAL, f"{counted(found.customers, 'customer')}.", like),
        notes=["Odd months against even months: what is chance in one is not in the other."],
    )
