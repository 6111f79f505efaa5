"""Time-driven cost equals the published example, and unused capacity is never spread."""

import numpy as np
import pytest

from cx.analysis.profit.capacity import time_driven
from tests.oracles import vector


def test_the_published_example_comes_out_to_the_cent():
    known = vector("profit/tdabc_kaplan_anderson")
    minutes, quantities = np.array(known["minutes"]), np.array(known["qty"])
    found = time_driven(known["cost"], known["capacity"], minutes, quantities)
    assert found.rate == known["rate"]
    assert list(found.unit_costs) == known["unit_cost"]
    assert list(found.activity_costs) == known["activity_cost"]
    assert (found.used_minutes, found.assigned) == (known["used_min"], known["assigned"])
    assert (found.unused_minutes, found.unused_cost) == (known["unused_min"], known["unused_cost"])
    assert not found.is_over


def test_a_rate_per_minute_prices_other_times_too():
    known = vector("profit/tdabc_kaplan_anderson")
    hbr = known["hbr"]
    found = time_driven(560_000, 700_000, np.array(hbr["minutes"]), np.array(hbr["qty"]))
    assert found.unit_costs == pytest.approx(hbr["td_rate"], abs=known["tol"])


def test_more_than_the_capacity_is_told_and_costs_more_than_there_is():
    found = time_driven(100.0, 50.0, np.array([6.0]), np.array([10.0]))
    assert found.is_over
    assert (found.unused_minutes, found.assigned, found.unused_cost) == (-10.0, 120.0, -20.0)


@pytest.mark.parametrize(
    ("cost", "capacity", "minutes"),
    [(1.0, 0.0, 1.0), (np.nan, 9.0, 1.0), (1.0, 9.0, -1.0), (1.0, 9.0, np.nan)],
)
def test_what_has_no_rate_is_an_error(cost, capacity, minutes):
    with pytest.raises(ValueError, match=r"capacity above 0|not negative"):
        time_driven(cost, capacity, np.array([minutes]), np.array([1.0]))
