"""Time-driven cost: what a minute costs, what activities took, and what nobody used."""

import numpy as np

from cx.analysis.estimate import Array
from cx.analysis.profit.results import Capacity


def time_driven(
    cost: float, capacity_minutes: float, minutes: Array, quantities: Array
) -> Capacity:
    """Cost activities by the time they take.

    Parameters
    ----------
    cost : float
        Money that the resource costs in the period.
    capacity_minutes : float
        What it can practically do in the period, above 0: 80 to 85 % of the theoretical.
    minutes, quantities : array, shape (k,)
        Minutes per piece and pieces of each activity.

    Returns
    -------
    Capacity
        The cost of what nobody used is a line of its own, never spread over activities.

    Raises
    ------
    ValueError
        No capacity, a negative time or count, or one that is not a number.

    Notes
    -----
    Source: Kaplan and Anderson 2004, Harvard Business Review 82(11):131, whose example this is.

    Examples
    --------
    >>> desk = time_driven(560_000, 700_000, np.array([40, 220, 250]), np.array([9800, 280, 500]))
    >>> desk.rate, desk.unit_costs, desk.used_minutes, desk.unused_cost
    (0.8, (32.0, 176.0, 200.0), 578600.0, 97120.0)
    """
    asked = np.asarray([minutes, quantities], dtype=float)
    if not capacity_minutes > 0 or not np.isfinite(cost):
        raise ValueError("A rate needs a cost, and a practical capacity above 0 minutes.")
    if not np.all(asked >= 0):
        raise ValueError("Minutes and quantities must be numbers that are not negative.")
    # One division at the end, so that cents come out exact.
    unit_costs = cost * asked[0] / capacity_minutes
    used = float(asked[0] @ asked[1])
    assigned = cost * used / capacity_minutes
    return Capacity(
        rate=cost / capacity_minutes,
        unit_costs=tuple(unit_costs.tolist()),
        activity_costs=tuple((cost * asked[0] * asked[1] / capacity_minutes).tolist()),
        used_minutes=used,
        unused_minutes=capacity_minutes - used,
        assigned=assigned,
        unused_cost=cost - assigned,
    )
