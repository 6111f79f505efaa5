"""The figures of the Profitability page, as every file format writes them."""

from collections.abc import Iterator

from cx.analysis.estimate import Estimate
from cx.analysis.ladder import Refusal
from cx.export.report import Figure
from cx.metrics import MINUS
from cx.topics.profitability.results import Profitability

MONEY = "money"


def figures_of(result: Profitability) -> Iterator[Figure]:
    """Return the figures, in the order of the page."""
    total, unit = result.contribution, result.settings.currency or MONEY
    size = result.customers
    why = result.costs_refusal if size else None
    yield _sum("revenue", "Revenue", unit, total.revenue, size)
    yield _sum("margin", "Contribution", unit, total.margin, size, why)
    yield _sum("cost_to_serve", "Cost to serve", unit, total.cost_to_serve, size, why)
    yield Figure("customers", "Customers", "customers", float(size), None, None, size)
    yield _losing(result)
    before = total.acquisition
    yield _sum("acquisition", "Acquisition", unit, -before.amount, before.amounts)
    unused = sum(each.capacity.unused_cost for each in total.unused)
    yield _sum("unused_capacity", "Unused capacity", unit, unused, len(total.unused))
    yield _gain(result, unit)


def _sum(
    key: str, label: str, unit: str, amount: float, size: int, why: Refusal | None = None
) -> Figure:
    """A sum of all there is; it has no interval, as nothing was sampled."""
    if why:
        return Figure(key, label, unit, None, None, None, size, None, *_refused(why))
    return Figure(key, label, unit, amount, None, None, size, shown=_whole(amount, unit))


def _whole(amount: float, unit: str = "") -> str:
    said = f"{round(amount) + 0:,}".replace("-", MINUS)
    return said if unit in ("", MONEY) else f"{said} {unit}"


def _losing(result: Profitability) -> Figure:
    """The share of customers below 0; refused where no cost is known."""
    key, label, size = "losing", "Customers who cost more than they bring", result.customers
    if size and result.costs_refusal:
        refused = _refused(result.costs_refusal)
        return Figure(key, label, "%", None, None, None, size, None, *refused)
    share = 100 * result.losing / size if size else None
    shown = "" if share is None else f"{share:.0f} %"
    return Figure(key, label, "%", share, None, None, size, shown=shown)


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
    return Figure(
        key, label, unit, change.value, change.low, change.high, result.customers,
        shown=_whole(change.value, unit),
        shown_interval=f"{_whole(change.low)} to {_whole(change.high)}",
    )  # fmt: skip


def _refused(refusal: Refusal | None) -> tuple[str | None, str | None]:
    return (refusal.code, f"{refusal.message} It {refusal.remedy}.") if refusal else (None, None)
