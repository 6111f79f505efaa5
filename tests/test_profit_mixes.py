"""Classes of mixes follow one stated rule, and how they differ with profit is tested."""

import numpy as np
import pytest

from cx.analysis.profit.mixes import (
    MIXED,
    NO_CONTACTS,
    OTHER,
    archetypes,
    composition,
    leading_channels,
    mix_differences,
)

CHANNELS = ["Web", "Phone", "Branch", "App", "Fax", "Mail"]


def counts_of(*rows):
    return np.array(rows)


def test_at_most_four_channels_lead_and_names_decide_among_equals():
    counts = np.vstack([np.eye(6, dtype=int) * 3] * 2 + [[0, 0, 0, 0, 0, 5]])
    assert leading_channels(counts, CHANNELS) == ("Mail", "App", "Branch", "Fax")


def test_the_order_of_the_columns_changes_nothing():
    counts = np.random.default_rng(0).poisson(1.2, (300, 6))
    turned = np.arange(6)[::-1]
    names = [CHANNELS[at] for at in turned]
    leading = leading_channels(counts, CHANNELS)
    assert leading_channels(counts[:, turned], names) == leading
    first = archetypes(counts, CHANNELS, leading)
    assert (archetypes(counts[:, turned], names, leading) == first).all()


def test_two_fifths_of_the_contacts_make_a_class():
    counts = counts_of([4, 3, 3, 0, 0, 0], [39, 31, 30, 0, 0, 0], [0, 0, 0, 0, 4, 1], [0] * 6)
    found = archetypes(counts, CHANNELS, ["Web", "Phone"])
    assert found.tolist() == ["Web", MIXED, OTHER, NO_CONTACTS]


def test_a_class_is_composed_of_what_its_customers_do_on_the_average():
    counts = counts_of([8, 2, 0, 0, 0, 0], [60, 0, 0, 40, 0, 0], [0, 0, 0, 0, 5, 0], [0] * 6)
    found = composition(counts, CHANNELS, archetypes(counts, CHANNELS, ["Web"]))
    assert [each.name for each in found.archetypes] == ["Web", OTHER, NO_CONTACTS]
    web = found.archetypes[0]
    assert web.shares == pytest.approx((0.7, 0.1, 0, 0.2, 0, 0))
    assert (web.customers, web.customer_share, web.contacts_per_customer) == (2, 0.5, 55)
    assert sum(each.customers for each in found.archetypes) == 4


def test_counts_need_a_column_for_each_channel():
    with pytest.raises(ValueError, match="one column for each channel"):
        leading_channels(np.ones((2, 2)), CHANNELS)


def test_a_channel_of_the_unprofitable_is_found_and_others_are_not():
    dice = np.random.default_rng(2)
    size = 1_200
    is_losing = dice.random(size) < 0.5
    counts = dice.poisson(np.where(is_losing[:, None], [2, 2, 4], [3, 2, 2]))
    segment = np.where(np.arange(size) % 2, "Home", "Work")
    found = mix_differences(counts, CHANNELS[:3], segment, np.where(is_losing, -1.0, 1.0))
    clear = {(each.segment, each.channel) for each in found if each.is_clear}
    assert {("Home", "Branch"), ("Work", "Branch")} <= clear
    branch = next(each for each in found if each.channel == "Branch")
    assert branch.difference.low > 0
    assert branch.difference.value == pytest.approx(branch.unprofitable - branch.profitable)
    held = counts.sum(axis=1) > 0
    here = held & (segment == branch.segment) & is_losing
    assert branch.unprofitable_customers == here.sum()
    shares = counts[here][:, 2] / counts[here].sum(axis=1)
    assert branch.unprofitable == pytest.approx(shares.mean())


def test_without_enough_unprofitable_customers_nothing_is_held_against_them():
    counts = np.ones((60, 2), dtype=int)
    margin = np.where(np.arange(60) < 8, -1.0, 1.0)
    found = mix_differences(counts, ["Web", "Phone"], np.full(60, "Home"), margin)
    assert {each.refusal.code for each in found} == {"customers_lt_30"}
    assert found[0].refusal.remedy == "needs 22 more unprofitable customers in Home"
