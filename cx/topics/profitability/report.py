"""Turns the Profitability result into the one Report that every file format is written from."""

from collections.abc import Iterator
from dataclasses import asdict

from cx.analysis.estimate import Estimate
from cx.analysis.profit.move_results import Consequence, PlannedMove
from cx.analysis.profit.results import MixDifference
from cx.export.report import Report, Row
from cx.topics.profitability.figures import figures_of
from cx.topics.profitability.results import Cell, CostCell, Profitability
from cx.topics.profitability.slides import slides_of
from cx.topics.profitability.slides_moves import consequences


def report(result: Profitability, version: int) -> Report:
    """Return figures and tables of the page, in its order.

    Parameters
    ----------
    result : Profitability
        What the page shows.
    version : int
        Data version that all of it is of.
    """
    return Report(
        topic="profitability",
        filters=result.filters.record() | {"side": result.view.side} | asdict(result.assumed),
        filters_in_words=result.filters.in_words(),
        data_version=version,
        headline=result.headline,
        figures=[*figures_of(result)],
        tables={
            "lines": [*_lines(result)],
            "segment_mix": [cell_row(each) for each in result.cells],
            "segments": [cell_row(each) for each in result.segments],
            "archetypes": [*_archetypes(result)],
            "whale_curve": [*_whale(result)],
            "persistence": [*_persistence(result)],
            "differences": [_difference(each) for each in result.differences],
            "cost_to_serve": [cost_row(each) for each in result.costs],
            "unused_capacity": [*_unused(result)],
            "best_mix": [*_best_mix(result)],
            "best_mix_held": [*_held(result)],
            "would_be_profitable": [*_would_be(result)],
            **_tried(result),
            "notes": [{"note": note} for note in result.notes],
        },
        company=result.settings.company,
        title="Profitability",
        slides=slides_of(result),
        latest_on=result.view.extent.last_on,
        accent=result.settings.accent,
        time_zone=result.settings.time_zone,
    )


def _lines(result: Profitability) -> Iterator[Row]:
    total = result.contribution
    for line in (*total.lines, total.acquisition):
        yield {
            "line": line.name,
            "amount": line.amount,
            "amounts": line.amounts,
            "unknown": line.unknown,
            "priced": line.priced,
            "is_in_contribution": line.name != "acquisition",
        }
    yield {
        "line": "campaigns_apart",
        "amount": -total.campaigns_apart,
        "amounts": None,
        "unknown": None,
        "priced": None,
        "is_in_contribution": False,
    }


def cell_row(cell: Cell) -> Row:
    """One segment with one mix."""
    found, margin = cell.found, cell.found.margin
    is_value = margin.mean is not None and margin.refusal is None
    return {
        "segment": found.segment,
        "mix": found.mix,
        "customers": found.customers,
        "revenue": found.revenue,
        "margin": found.total,
        "cost_to_serve": found.cost_to_serve,
        "margin_per_customer": margin.mean.value if margin.mean and is_value else None,
        "low": margin.mean.low if margin.mean else None,
        "high": margin.mean.high if margin.mean else None,
        "trimmed_mean": margin.trimmed,
        **_ends("losing", margin.unprofitable),
        "score": cell.score.value,
        "score_low": cell.score.low,
        "score_high": cell.score.high,
        "responses": cell.score.responses,
        "score_refusal": cell.score.refusal and cell.score.refusal.code,
        **_ends("retention", found.retention.share),
        "active_at_start": found.retention.active,
        "retention_refusal": found.retention.refusal and found.retention.refusal.code,
        "is_low_base": margin.is_low_base,
        "refusal": margin.refusal and margin.refusal.code,
    }


def _archetypes(result: Profitability) -> Iterator[Row]:
    if result.composition is None:
        return
    for each in result.composition.archetypes:
        for channel, share in zip(result.composition.channels, each.shares, strict=True):
            yield {
                "mix": each.name,
                "customers": each.customers,
                "customer_share": each.customer_share,
                "contacts_per_customer": each.contacts_per_customer,
                "channel": channel,
                "share": share,
            }


def _whale(result: Profitability) -> Iterator[Row]:
    for point in result.whale.points:
        yield {
            "customers": point.customers,
            "customer_share": point.customer_share,
            "margin": point.margin,
            "margin_share": point.margin_share,
            "is_peak": point == result.whale.peak,
        }


def _persistence(result: Profitability) -> Iterator[Row]:
    found = result.persistence
    yield {
        "customers": found.customers,
        **_ends("rank_correlation", found.rank_correlation),
        **_ends("worst_again", found.worst_again),
        "by_chance": found.by_chance,
        "refusal": found.refusal and found.refusal.code,
    }


def _difference(each: MixDifference) -> Row:
    return {
        "segment": each.segment,
        "channel": each.channel,
        "profitable_customers": each.profitable_customers,
        "unprofitable_customers": each.unprofitable_customers,
        "profitable": each.profitable,
        "unprofitable": each.unprofitable,
        **_ends("difference", each.difference),
        "p_adjusted": each.p,
        "is_clear": each.is_clear,
        "refusal": each.refusal and each.refusal.code,
    }


def cost_row(each: CostCell) -> Row:
    """Contacts at one touchpoint by one channel."""
    return {
        "touchpoint": each.touchpoint,
        "channel": each.channel,
        "contacts": each.contacts,
        "customers": each.customers,
        "cost": each.cost,
        "cost_per_contact": each.cost_per_contact,
        "repeats": each.repeats,
        "repeat_cost": each.repeat_cost,
        "unknown": each.unknown,
        "priced": each.priced,
    }


def _unused(result: Profitability) -> Iterator[Row]:
    for each in result.contribution.unused:
        found = each.capacity
        yield {
            "channel": each.channel,
            "capacity": found.used_minutes + found.unused_minutes,
            "contacts": each.contacts,
            "unused": found.unused_minutes,
            "cost_per_contact": found.rate,
            "unused_cost": found.unused_cost,
            "is_over": found.is_over,
        }


def _best_mix(result: Profitability) -> Iterator[Row]:
    for each in result.best.moves if result.best else ():
        yield move_row(each)


def move_row(each: PlannedMove) -> Row:
    """One move of the best mix."""
    return {
        "segment": each.move.segment,
        "purpose": each.move.purpose,
        "origin": each.move.origin,
        "target": each.move.target,
        "share": each.move.share,
        "contacts": each.contacts,
        "chosen": each.chosen,
        **_ends("gain", each.gain),
        "out_of_bag": each.out_of_bag,
        "score_change": each.score_change,
        "p_adjusted": each.p,
        "is_recommended": each.is_recommended,
        "is_robust": each.is_robust,
        "why_not": each.why_not or None,
    }


def _held(result: Profitability) -> Iterator[Row]:
    for each in result.best.held if result.best else ():
        yield {
            "segment": each.segment,
            "purpose": each.purpose,
            "channel": each.channel,
            "contacts": each.contacts,
            "refusal": each.refusal.code,
            "note": each.refusal.message,
        }


def _tried(result: Profitability) -> dict[str, list[Row]]:
    """The tables of a move that somebody tries out; none where nobody does."""
    found = result.tried
    if found is None:
        return {}
    moved = {**asdict(found.moves[0]), "theta": found.theta, "contacts": found.contacts}
    named = consequences(result, found)
    by_theta = [{"theta": theta, **_ends("change", change)} for theta, change in found.by_theta]
    rows: list[Row] = [{**consequence_row(name, each), **moved} for name, each, *_ in named]
    return {"what_if": rows, "what_if_by_theta": [*by_theta]}


def _would_be(result: Profitability) -> Iterator[Row]:
    for each in result.would_be:
        yield {
            "customer_id": each.customer_id,
            "customer": each.customer,
            "segment": each.found.segment,
            "contribution": each.found.now,
            **_ends("would_be", each.found.then),
            "contacts": each.found.contacts,
            "verdict": each.found.verdict,
        }


def consequence_row(name: str, found: Consequence) -> Row:
    """What moves would change about one figure."""
    return {
        "figure": name,
        "before": found.before,
        **_ends("change", found.change),
        **_ends("after", found.after),
        "customers": found.customers,
        "refusal": found.refusal and found.refusal.code,
    }


def _ends(name: str, found: Estimate | None) -> dict[str, object]:
    return {
        name: found.value if found else None,
        f"{name}_low": found.low if found else None,
        f"{name}_high": found.high if found else None,
    }
