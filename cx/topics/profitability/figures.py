"""The figures of the Profitability page, as every file format writes them."""

from collections.abc import Iterator

from cx.analysis.estimate import Estimate
from cx.analysis.ladder import Refusal
from cx.export.report import Figure
from cx.topics.profitability.amounts import short, whole
from cx.topics.profitability.results import Profitability
from cx.topics.profitability.words import money

MONEY = "money"


def figures_of(result: Profitability) -> Iterator[Figure]:
    """Return the figures, in the order of the page."""
    total, unit = result.contribution, result.settings.currency or MONEY
    size = result.customers
    why = result.costs_refusal if size else None
    yield _sum("revenue", "Revenue", unit, total.revenue, size)
    yield _sum("margin", "Contribution", unit, total.margin, size, why)
    yield from _average(result, unit)
    yield _sum("cost_to_serve", "Cost to serve", unit, total.cost_to_serve, size, why)
    yield _losing(result)
    yield Figure("customers", "Customers", "customers", float(size), None, None, size)
    before = total.acquisition
    yield _sum("acquisition", "Acquisition", unit, -before.amount, before.amounts)
    unused = sum(each.capacity.unused_cost for each in total.unused)
    yield _sum("unused_capacity", "Unused capacity", unit, unused, len(total.unused))
    yield _gain(result, unit)
    yield from _plan(result, unit)


def _sum(
    key: str, label: str, unit: str, amount: float, size: int, why: Refusal | None = None
) -> Figure:
    """A sum of all there is; it has no interval, as nothing was sampled."""
    if why:
        named = _named(label, unit)
        return Figure(key, named, unit, None, None, None, size, None, *_refused(why))
    shown = short(amount, digits=2)
    return Figure(key, _named(label, unit), unit, amount, None, None, size, shown=shown)


def _named(label: str, unit: str) -> str:
    """Name a figure with the currency its amount is in, as the page does."""
    return label if unit == MONEY else f"{label}, {unit}"


def _losing(result: Profitability) -> Figure:
    """The share of customers below 0; refused where no cost is known."""
    key, label, size = "losing", "Customers who cost more than they bring", result.customers
    if size and result.costs_refusal:
        refused = _refused(result.costs_refusal)
        return Figure(key, label, "%", None, None, None, size, None, *refused)
    found = result.average.unprofitable if result.average else None
    if found is None:
        return Figure(key, label, "%", None, None, None, size, None, *_refused(_few(result)))
    value, low, high = (100 * end for end in (found.value, found.low, found.high))
    ends = f"{low:.0f} to {high:.0f} %"
    return Figure(
        key, label, "%", value, low, high, size, shown=f"{value:.0f} %", shown_interval=ends
    )


def _few(result: Profitability) -> Refusal | None:
    return result.average.refusal if result.average else None


def _average(result: Profitability, unit: str) -> Iterator[Figure]:
    """What a customer contributes."""
    average = result.average
    mean = average.mean if average and not average.refusal else None
    if mean is None or result.costs_refusal:
        return
    yield Figure(
        "margin_per_customer", _named("Contribution of a customer, on average", unit), unit,
        mean.value, mean.low, mean.high, result.customers,
        shown=whole(mean.value), shown_interval=f"{whole(mean.low)} to {whole(mean.high)}",
    )  # fmt: skip


def _gain(result: Profitability, unit: str) -> Figure:
    """What all recommended moves together would change."""
    key, label = "gain", "Gain of the recommended moves"
    if result.best is None or result.best.refusal:
        refusal = result.best.refusal if result.best else result.refusal
        code, note = _refused(refusal)
        return Figure(key, label, unit, None, None, None, result.customers, None, code, note)
    change = result.recommended.margin.change if result.recommended else Estimate(0.0, 0.0, 0.0)
    if change is None:
        return Figure(key, label, unit, None, None, None, result.customers)
    return _amount(key, label, unit, change, result)


def _amount(key: str, label: str, unit: str, found: Estimate, result: Profitability) -> Figure:
    """A difference of money with its interval."""
    return Figure(
        key, label, unit, found.value, found.low, found.high, result.customers,
        shown=money(found.value, result.settings.currency, has_sign=True),
        shown_interval=f"{whole(found.low)} to {whole(found.high)}",
    )  # fmt: skip


def _plan(result: Profitability, unit: str) -> Iterator[Figure]:
    """What the whole plan is associated with, and what its floor costs."""
    best, size = result.best, result.customers
    if best is None or best.refusal is not None:
        return
    if best.gain is not None:
        yield _amount("plan_gain", "Gain of the whole plan", unit, best.gain, result)
    if best.score is None or best.floor is None:
        return
    name, points = result.metric.name, result.metric.unit
    label = f"{name} with the plan"
    yield Figure("plan_score", label, points, best.score, None, None, size,
                 shown=f"{best.score:.1f}")  # fmt: skip
    price = best.price_per_point
    if price is not None and price > 0:
        said = money(price, result.settings.currency)
        yield Figure("price_of_a_point", "Price of a point", unit, price, None, None, size,
                     shown=said)  # fmt: skip


def _refused(refusal: Refusal | None) -> tuple[str | None, str | None]:
    return (refusal.code, f"{refusal.message} It {refusal.remedy}.") if refusal else (None, None)
