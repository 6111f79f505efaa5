"""Profitability finds the planted segment and what mends it, and nothing in shuffled costs."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from cx.analysis.intervals import wilson
from cx.analysis.profit.best_mix import best_mix
from cx.analysis.profit.what_if import move
from cx.auth import everybody
from cx.demo import TRUTHS, write_company
from cx.demo.company import (
    APP,
    COST_PER_CONTACT,
    COST_PER_MINUTE,
    FIELD,
    MINUTES,
    SECOND_YEAR_COST,
)
from cx.filters import Filters
from cx.ingest import import_file
from cx.topics import profitability
from cx.topics.profitability import Profitability
from cx.warehouse import House, open_house

KINDS = (
    "customers", "orders", "interactions", "cases", "channel_rates", "surveys", "responses",
)  # fmt: skip
TODAY, SEED = date(2026, 12, 31), 7
SERVICE = f"service: {TRUTHS.repeat_touchpoint}"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return dict(write_company(tmp_path_factory.mktemp("files"), seed=SEED))


@pytest.fixture(scope="module")
def company(files, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = open_house(tmp_path_factory.mktemp("company") / "demo.duckdb")
    for kind in KINDS:
        import_file(house, kind, files[kind], actor="test")
    yield house
    house.close()


def load(house: House) -> Profitability:
    with house.snapshot() as state:
        ask = partial(state.ask, scope=everybody())
        return profitability.load(ask, Filters(), today=TODAY)


@pytest.fixture(scope="module")
def found(company: House) -> Profitability:
    return load(company)


def test_the_planted_segment_loses_in_all_and_all_others_earn(found):
    means = {each.found.segment: each.found.margin.mean for each in found.segments}
    assert means.pop(TRUTHS.unprofitable_segment).high < 0
    assert all(each.low > 0 for each in means.values())
    assert found.headline.count("loses") == 2  # the segment, and its mixes
    assert TRUTHS.unprofitable_segment in found.headline


def test_it_loses_on_costly_mixes_and_earns_on_the_others(found):
    cells = {
        each.found.mix: each.found.margin.mean
        for each in found.cells
        if each.found.segment == TRUTHS.unprofitable_segment
    }
    assert all(cells[mix].high < 0 for mix in ("Phone", "Store"))
    assert all(cells[mix].low > 0 for mix in ("Web", "App"))
    costly = np.mean([cells[mix].value for mix in ("Phone", "Store")])
    other = np.mean([cells[mix].value for mix in ("Web", "App")])
    assert costly == pytest.approx(TRUTHS.realised_margin_costly_mix, abs=60)
    assert other == pytest.approx(TRUTHS.realised_margin_other_mix, abs=60)


def test_visits_are_what_its_unprofitable_customers_have_more_of(found):
    clear = {
        each.channel: each.difference.value
        for each in found.differences
        if each.segment == TRUTHS.unprofitable_segment and each.is_clear
    }
    assert clear["Field service"] > 0.1
    assert max(clear["Web"], clear["App"]) < 0


def test_the_move_that_mends_it_is_recommended(found):
    kept = {
        (each.move.purpose, each.move.origin, each.move.target)
        for each in found.best.moves
        if each.is_recommended and each.move.segment == TRUTHS.unprofitable_segment
    }
    assert (SERVICE, "Field service", "App") in kept
    assert (SERVICE, "Field service", "Web") in kept
    assert not any(target in TRUTHS.costly_channels for _, _, target in kept)


def planted_cost(channel: int, raised: float) -> float:
    """A request for service with the second contact that some need, in the prices of both years."""
    each = COST_PER_CONTACT[channel] + COST_PER_MINUTE[channel] * MINUTES[channel]
    return float(each * (1 + TRUTHS.repeat_rate_elsewhere) * raised)


def test_the_gain_of_a_move_is_the_planted_gap_times_theta(found):
    raised = (1 + SECOND_YEAR_COST) / 2
    gap = planted_cost(FIELD, raised) - planted_cost(APP, raised)
    for theta in (0.25, 0.5, 1.0):
        moved = move(
            found.basis, TRUTHS.unprofitable_segment, SERVICE, "Field service", "App", 0.2, theta
        )
        # Chance adds a little: a request may follow another that was not resolved.
        assert moved.margin.change.value == pytest.approx(theta * gap * moved.contacts, rel=0.04)


def test_who_would_be_profitable_is_of_the_planted_segment_above_all(found):
    """Were mixes no matter, the segment's share would be that among all who lose: about half."""
    planted = [each.found.segment == TRUTHS.unprofitable_segment for each in found.would_be]
    assert len(planted) == found.peers.yes + found.peers.perhaps
    of_segment = {each.found.segment: each.found for each in found.segments}
    losing = {
        name: each.customers * each.margin.unprofitable.value for name, each in of_segment.items()
    }
    expected = losing[TRUTHS.unprofitable_segment] / sum(losing.values())
    low, _ = wilson(sum(planted) / len(planted), len(planted))
    assert low > expected + 0.05


def test_the_worst_customers_are_so_again_more_often_than_by_chance(found):
    assert found.persistence.worst_again.low > 2 * found.persistence.by_chance


def shuffled(files: dict[str, Path], seed: int) -> pd.DataFrame:
    """Contacts with costs dealt anew among all: channels cost alike, and nothing repeats."""
    met = duckdb.sql(
        f"""select (hash(customer_id) >> 1) % 500 as unit, customer_id, segment, channel,
            concat_ws(': ', purpose, touchpoint) as purpose, cost::double as cost
        from '{files["interactions"]}' join '{files["customers"]}' using (customer_id)
        where purpose != 'marketing' order by interaction_id"""
    ).df()
    cost = np.random.default_rng(seed).choice(met["cost"].dropna(), len(met))
    cells = met.assign(cost=cost).groupby(["unit", "segment", "purpose", "channel"])
    return cells.agg(
        customers=("customer_id", "nunique"),
        contacts=("cost", "size"),
        load=("cost", "size"),
        cost=("cost", "sum"),
    ).reset_index()


def test_with_costs_and_scores_shuffled_between_contacts_no_move_is_recommended(
    files, company, found
):
    with company.snapshot() as state:
        ask = partial(state.ask, scope=everybody())
        customers = profitability.read_customers(ask, found.view)
        answers = profitability.read_answers(ask, found.view)
    for seed in range(4):
        points = np.random.default_rng(seed).permutation(answers["points"])
        units = shuffled(files, seed)
        basis = profitability.load_basis(
            lambda *_, units=units, **__: units,
            found.view,
            customers,
            answers.assign(points=points),
        )
        best = best_mix(basis, samples=40)
        assert best.moves
        assert not any(each.is_recommended for each in best.moves)
        assert best.recommended is None
