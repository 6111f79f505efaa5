"""Asks what the Profitability page needs and analyses it, part by part or all at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd

from cx.analysis.estimate import Array
from cx.analysis.ladder import Refusal
from cx.analysis.profit.basis import Basis
from cx.analysis.profit.best_mix import REACH, best_mix
from cx.analysis.profit.capacity import time_driven
from cx.analysis.profit.customers import ALL_MIXES, Customers
from cx.analysis.profit.margins import margin_of, segment_mix
from cx.analysis.profit.mix_scores import score_mixes
from cx.analysis.profit.mixes import composition, mix_differences
from cx.analysis.profit.move_results import BestMix, Peers
from cx.analysis.profit.peers import would_be_profitable
from cx.analysis.profit.results import (
    Composition,
    MixCell,
    MixDifference,
    Persistence,
    Retention,
    Whale,
)
from cx.analysis.profit.whale import persistence, whale_curve
from cx.analysis.profit.what_if import THETA
from cx.analysis.score import Score
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.profitability.assumed import Given, Tried, assume, try_out
from cx.topics.profitability.behind import name_would_be
from cx.topics.profitability.customers import of_kind, read_answers, read_customers
from cx.topics.profitability.moves import load_basis
from cx.topics.profitability.results import (
    Cell,
    Contribution,
    CostCell,
    Line,
    Profitability,
    Unused,
    View,
)
from cx.topics.profitability.settling import settle
from cx.topics.rows import plain_rows

LINES = ("revenue", "discount", "goods", "serve", "repeat", "returned", "compensation")
"""Lines of the contribution, in the order of the page."""

COUNTS = ("amounts", "unknown", "priced", "customers")

NO_ANSWERS = Score(
    None, None, None, 0, 0.0, Refusal("suppressed_n_lt_10", "No answers.", "needs answers")
)


def load(
    ask: Ask,
    filters: Filters,
    settings: Settings = DEFAULTS,
    side: str = "all",
    theta: Given = None,
    reach: Given = None,
    floor: Given = None,
    tried: Tried | None = None,
    today: date | None = None,
) -> Profitability:
    """Find out which segments earn money through which channels, and what another mix would do.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        The period chooses amounts; segment, region, channel, touchpoint and product choose
        customers, and all their amounts of the period count.
    settings : Settings
        How many a figure takes.
    side : str
        Whose contacts make a mix: ``all`` (but mailings), ``sales``, ``service``, ``marketing``.
    theta, reach, floor : float or str, optional
        What the best mix rests on, as `assume` reads it.
    tried : Tried, optional
        A move that is worked out beside it.
    today : date, optional
        Nothing later is taken for known; by default the day it is for the company.
    """
    given = assume(theta, reach, floor)
    view = settle(ask, filters, settings, side, today)
    customers, contribution = read_customers(ask, view), load_contribution(ask, view)
    answers = read_answers(ask, view)
    cells, segments = load_cells(view, customers, answers)
    found = load_basis(ask, view, customers, answers, contribution.unused)
    basis = found if isinstance(found, Basis) else None
    peers = load_peers(customers, basis) if basis else None
    return Profitability(
        view=view,
        contribution=contribution,
        customers=len(customers),
        losing=customers.losing,
        segments=segments,
        cells=cells,
        composition=load_composition(view, customers),
        whale=load_whale(view, customers),
        persistence=load_persistence(ask, view),
        differences=load_differences(view, customers),
        costs=load_costs(ask, view),
        basis=basis,
        best=load_best_mix(basis, given.floor, given.theta, given.reach) if basis else None,
        peers=peers,
        would_be=name_would_be(ask, view, customers, peers) if peers else (),
        refusal=found if isinstance(found, Refusal) else None,
        settings=settings,
        buyers=customers.buyers,
        average=margin_of(customers.margin, view.ladder, view.seed),
        assumed=given,
        tried=try_out(basis, tried),
    )


def load_contribution(ask: Ask, view: View) -> Contribution:
    """Add up the contribution line by line, and what stands beside it."""
    told = {row["line"]: row for row in plain_rows(ask("profitability/lines", view.filters))}
    (campaigns,) = plain_rows(ask("profitability/campaigns", view.filters))
    return Contribution(
        lines=tuple(_line(told, name) for name in LINES),
        acquisition=_line(told, "acquisition"),
        campaigns=float(campaigns["cost"]),
        campaigns_apart=float(campaigns["apart"]),
        unused=load_unused(ask, view),
    )


def _line(told: dict[str, dict[str, object]], name: str) -> Line:
    row = pd.Series(told.get(name, dict.fromkeys(("amount", *COUNTS), 0)))
    counts = (int(row[key]) for key in COUNTS)
    return Line(name, float(row["amount"]), *counts)


def load_unused(ask: Ask, view: View) -> tuple[Unused, ...]:
    """Cost what each channel can take and nobody used; one contact stands for a minute."""
    rows = ask("profitability/capacity", view.filters, start_on=view.start_on, end_on=view.end_on)
    return tuple(
        Unused(
            channel=row["channel"],
            contacts=int(row["contacts"]),
            unknown=int(row["unknown"]),
            capacity=time_driven(
                row["capacity"] * row["unit_cost"],
                row["capacity"],
                _column(1.0),
                _column(row["contacts"]),
            ),
        )
        for row in plain_rows(rows)
        if row["capacity"] and row["capacity"] > 0
    )


def _column(value: float) -> Array:
    return pd.Series([value]).to_numpy(float)


def load_cells(
    view: View, customers: Customers, answers: pd.DataFrame
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Say what each segment with each mix earns and costs; and each segment with all its mixes."""
    told = of_kind(answers, view.filters.survey_kind)
    cells, segments = (
        tuple(
            Cell(_told_stays(view, each), scores.get((each.segment, each.mix), NO_ANSWERS))
            for each in segment_mix(customers.rows(mix), view.ladder, view.seed)
        )
        for mix in (None, ALL_MIXES)
        for scores in [score_mixes(customers, told, view.filters.metric, mix, view.ladder)]
    )
    return cells, segments


def _told_stays(view: View, cell: MixCell) -> MixCell:
    """Refuse retention where nobody could have been seen to leave: all would have stayed."""
    refusal = view.extent.stays_refusal
    if refusal is None:
        return cell
    held = Retention(cell.retention.active, cell.retention.stayed, refusal=refusal)
    return replace(cell, retention=held)


def load_composition(view: View, customers: Customers) -> Composition | None:
    """Say how the contacts of each class of mix are spread; None where nothing makes a mix."""
    if not view.channels or not len(customers):
        return None
    return composition(customers.counts, view.channels, customers.mix)


def load_whale(view: View, customers: Customers) -> Whale:
    """Add up contributions, the most profitable customer first."""
    return whale_curve(customers.margin, view.ladder)


def load_persistence(ask: Ask, view: View) -> Persistence:
    """Say whether the same customers lose in odd and in even months."""
    rows = ask("profitability/halves", view.filters)
    odd, even = (rows[name].to_numpy(float) for name in ("odd", "even"))
    return persistence(odd, even, view.ladder, view.seed)


def load_differences(view: View, customers: Customers) -> tuple[MixDifference, ...]:
    """Say how the mixes of unprofitable customers differ from those of profitable ones."""
    if not view.channels or not len(customers):
        return ()
    return mix_differences(
        customers.counts, view.channels, customers.segment, customers.margin, view.ladder
    )


def load_costs(ask: Ask, view: View) -> tuple[CostCell, ...]:
    """Say what contacts cost by touchpoint and channel, the dearest first."""
    rows = plain_rows(ask("profitability/cost_to_serve", view.filters, side=view.side))
    return tuple(CostCell(**row) for row in rows)


def load_peers(customers: Customers, basis: Basis, theta: float = THETA) -> Peers:
    """Find unprofitable customers who would earn on the mix of their profitable peers."""
    counts = customers.counts_in(basis.channels)
    return would_be_profitable(basis, counts, customers.segment, customers.margin, theta)


def load_best_mix(
    basis: Basis,
    floor: float | None = None,
    theta: float = THETA,
    reach: float = REACH,
    progress: Callable[[float], None] | None = None,
    check: Callable[[], None] | None = None,
) -> BestMix:
    """Find the mix that earns most, and which of its moves hold up.

    Parameters
    ----------
    floor : float, optional
        Least score, in points; by default the score as it is. Where nobody answered there is none.
    """
    return best_mix(
        basis,
        floor=floor,
        theta=theta,
        reach=reach,
        keeps_score=bool(basis.answers.any()),
        progress=progress,
        check=check,
    )
