"""Specification of the Profitability topic: figures counted on paper, lists as long as marks."""

import json
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest

from cx.analysis.profit.what_if import move
from cx.auth import everybody
from cx.cli.export import export_text
from cx.errors import BadFilter
from cx.filters import Filters
from cx.ingest import import_file
from cx.settings import Settings
from cx.topics import profitability
from cx.topics.profitability import Profitability
from cx.topics.profitability.results import Cell
from cx.warehouse import House, open_house
from tests import profit_company as company
from tests.conftest import begins, write_csv

ALL = Filters()
TODAY = date(2026, 12, 31)
NUMBERS = range(company.SIZE)
TABLES = {
    "lines", "segment_mix", "segments", "archetypes", "whale_curve", "persistence", "differences",
    "cost_to_serve", "unused_capacity", "best_mix", "would_be_profitable", "notes",
}  # fmt: skip


@begins
def brought(bring):
    for kind, rows in company.rows().items():
        bring(kind, rows)


def load(house: House, filters: Filters = ALL, **options: object) -> Profitability:
    with house.snapshot() as state:
        ask = partial(state.ask, scope=everybody())
        return profitability.load(ask, filters, today=TODAY, **options)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The company, for what only reads."""
    folder = tmp_path_factory.mktemp("kept")
    opened = open_house(folder / "kept.duckdb")
    for kind, rows in company.rows().items():
        import_file(opened, kind, write_csv(folder / f"{kind}.csv", rows), actor="test")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def whole(kept: House) -> Profitability:
    return load(kept)


def cell_of(found: Profitability, segment: str, mix: str) -> Cell:
    return next(
        each for each in found.cells if (each.found.segment, each.found.mix) == (segment, mix)
    )


def in_cell(segment: str, mix: str) -> list[int]:
    return [
        i for i in NUMBERS if (company.segment_of(i), company.main_channel(i)) == (segment, mix)
    ]


def test_the_contribution_is_what_comes_in_less_what_it_costs(whole):
    found = whole
    assert found.customers == company.SIZE
    assert found.contribution.revenue == sum(map(company.revenue_of, NUMBERS))
    assert found.contribution.margin == pytest.approx(sum(map(company.margin_of, NUMBERS)))
    served = sum(4 * company.cost_of(company.main_channel(i)) for i in NUMBERS)
    assert found.contribution.cost_to_serve == served
    assert found.losing == sum(1 for i in NUMBERS if company.margin_of(i) < 0)


def test_a_cell_has_the_customers_of_its_segment_and_mix_and_their_money(whole):
    found = whole
    for segment in company.SEGMENTS:
        for mix in ("Phone", "Web"):
            cell, who = cell_of(found, segment, mix), in_cell(segment, mix)
            margins = [company.margin_of(i) for i in who]
            assert cell.found.customers == len(who)
            assert cell.found.total == pytest.approx(sum(margins))
            assert cell.found.revenue == sum(map(company.revenue_of, who))
            assert cell.found.margin.mean.value == pytest.approx(sum(margins) / len(who))
            assert cell.score.responses == len(who)
    assert cell_of(found, "Home", "Web").score.value > cell_of(found, "Home", "Phone").score.value


def test_cells_and_segments_add_up_to_the_whole(whole):
    found = whole
    for cells in (found.cells, found.segments):
        assert sum(each.found.customers for each in cells) == found.customers
        assert sum(each.found.total for each in cells) == pytest.approx(found.contribution.margin)
    assert found.whale.total == pytest.approx(found.contribution.margin)
    assert sum(each.cost for each in found.costs) == found.contribution.cost_to_serve


def test_small_cells_are_withheld_and_counts_remain(house, bring, brought):
    bring("interactions", [
        {"interaction_id": f"y{i}", "customer_id": f"new{i}", "occurred_at": "2026-03-03",
         "touchpoint": "Help", "channel": "Fax", "purpose": "service", "cost": 3}
        for i in range(9)
    ])  # fmt: skip
    cell = cell_of(load(house), "(unknown)", "Fax")
    assert (cell.found.customers, cell.found.total, cell.found.margin.mean) == (9, None, None)
    assert cell.found.margin.refusal.remedy == "needs 1 more customer"


def test_the_period_chooses_amounts_and_other_filters_choose_customers(kept):
    january = Filters("custom", date(2026, 1, 1), date(2026, 1, 31))
    found = load(kept, january)
    ordered = [i for i in NUMBERS if i % 6 == 0]
    assert found.contribution.revenue == sum(map(company.revenue_of, ordered))
    assert found.customers == company.SIZE
    shop = load(kept, Filters(segment=("Shop",)))
    assert shop.contribution.revenue == sum(
        company.revenue_of(i) for i in NUMBERS if company.segment_of(i) == "Shop"
    )
    web = load(kept, Filters(channel=("Web",)))
    assert web.customers == sum(1 for i in NUMBERS if company.main_channel(i) == "Web")
    assert web.contribution.cost_to_serve == 4 * web.customers
    assert any("choose customers" in note for note in web.notes)
    assert load(kept, Filters(touchpoint=("Help",))).customers == company.SIZE
    assert load(kept, Filters(region=("South",))).customers == len(
        [i for i in NUMBERS if not i % 3]
    )


def test_a_product_chooses_who_bought_it_and_all_their_money_counts(house, bring, brought):
    bring("products", [{"product_id": "p", "name": "Lamp"}])
    bring("orders", [{"order_id": "z", "customer_id": "c2", "ordered_at": "2026-05-05",
                      "revenue": 9, "cost_of_goods": 1, "product_id": "p"}])  # fmt: skip
    found = load(house, Filters(product=("Lamp",)))
    assert found.customers == 1
    assert found.contribution.margin == pytest.approx(company.margin_of(2) + 8)


def test_archetypes_keep_their_names_whatever_the_filters(kept, whole):
    assert load(kept, Filters(segment=("Shop",))).view.leading == whole.view.leading


def test_mixes_are_of_the_side_that_is_chosen(house, bring, brought):
    sales = load(house, side="sales").view
    assert (sales.mix_basis, sales.channels) == ("orders", ("Phone", "Web"))
    assert load(house, side="service").view.mix_basis == "contacts"
    assert load(house, side="marketing").view.mix_basis is None
    bring("interactions", [
        {"interaction_id": f"m{i}", "customer_id": f"c{i}", "occurred_at": "2026-03-03",
         "touchpoint": "Campaign", "channel": "E-mail", "purpose": "marketing", "cost": 1,
         "direction": "outbound"}
        for i in range(60)
    ])  # fmt: skip
    mailed = load(house, side="marketing")
    assert mailed.view.channels == ("E-mail",)
    assert {each.found.mix for each in mailed.cells} == {"E-mail", "(no contacts)"}
    with pytest.raises(BadFilter, match="choose one of all, sales, service, marketing"):
        load(house, side="front")


def test_a_move_of_contacts_earns_the_gap_between_channels(whole):
    found = whole
    moved = move(found.basis, "Shop", None, "Phone", "Web", 0.5)
    contacts = 4 * len(in_cell("Shop", "Phone")) / 2
    assert moved.contacts == contacts
    assert moved.margin.change.value == pytest.approx(0.5 * contacts * 29)
    assert moved.score.change.value > 0
    assert moved.retention.refusal is not None


def test_the_recommended_moves_lead_from_the_dear_channel_to_the_cheap_one(whole):
    found = whole
    kept = [each.move for each in found.best.moves if each.is_recommended]
    assert {(each.origin, each.target) for each in kept} == {("Phone", "Web")}
    assert "associated with more margin" in found.headline


def test_customers_who_would_be_profitable_lose_now(whole):
    found = whole
    assert found.peers.unprofitable == found.losing
    for each in found.would_be:
        number = int(each.customer_id[1:])
        assert each.found.now == pytest.approx(company.margin_of(number))
        assert company.main_channel(number) == "Phone"
        assert each.found.then.value > 0 > each.found.now


def test_lists_behind_marks_have_as_many_as_the_marks(kept, whole):
    found = whole
    with kept.snapshot() as state:
        ask = partial(state.ask, scope=everybody())
        view = profitability.settle(ask, ALL, today=TODAY)
        customers = profitability.read_customers(ask, view)
        behind = partial(profitability.customers_behind, ask, view, customers, most=1000)
        for each in found.cells:
            rows, total = behind(segment=each.found.segment, mix=each.found.mix)
            assert len(rows) == total == each.found.customers
            assert sum(row["margin"] for row in rows) == pytest.approx(each.found.total)
            assert {row["mix"] for row in rows} == {each.found.mix}
        for kind in found.composition.archetypes:
            assert behind(mix=kind.name)[1] == kind.customers
        rows, total = behind(is_losing=True)
        assert len(rows) == total == found.losing
        assert all(row["margin"] < 0 for row in rows)
        peak = found.whale.peak
        rows, total = behind(ranks=(1, peak.customers))
        assert total == peak.customers
        assert sum(row["margin"] for row in rows) == pytest.approx(peak.margin)
        first, last = (found.whale.points[at].customers for at in (3, 9))
        assert behind(ranks=(first + 1, last))[1] == last - first
        few, total = behind(most=5)
        assert (len(few), total) == (5, company.SIZE)
        margins = [row["margin"] for row in few]
        assert margins == sorted(margins)
        for channel in view.channels:
            at = customers.channels.index(channel)
            assert behind(channel=channel)[1] == (customers.counts[:, at] > 0).sum()
        for each in found.differences:
            _, total = behind(segment=each.segment, is_losing=True, has_mix=True)
            assert total == each.unprofitable_customers


def test_the_list_behind_a_line_has_its_customers_and_adds_up_to_it(kept, whole):
    with kept.snapshot() as state:
        ask = partial(state.ask, scope=everybody())
        for line in whole.contribution.lines:
            rows, total = profitability.line_behind(ask, whole.view, line.name, most=1000)
            assert len(rows) == total == line.customers
            assert sum(row["amount"] for row in rows) == pytest.approx(line.amount)
            assert sum(row["amounts"] for row in rows) == line.amounts


def test_the_list_behind_a_cell_of_costs_has_its_customers_contacts_and_cost(kept, whole):
    found = whole
    with kept.snapshot() as state:
        ask = partial(state.ask, scope=everybody())
        for cell in found.costs:
            rows, total = profitability.contacts_behind(
                ask, found.view, cell.touchpoint, cell.channel
            )
            assert len(rows) == total == cell.customers
            assert sum(row["contacts"] for row in rows) == cell.contacts
            assert sum(row["cost"] for row in rows) == pytest.approx(cell.cost)


def test_unused_capacity_is_a_line_of_its_own_and_never_spread(house, bring, brought, whole):
    bring("channel_rates", [
        {"channel": "Web", "valid_from": "2026-01-01", "cost_per_contact": 1,
         "monthly_capacity": 310}
    ])  # fmt: skip
    found = load(house, Filters("custom", date(2026, 1, 1), date(2026, 3, 31)))
    # The first amount is of the tenth of January: before it nothing is told.
    (web,) = found.contribution.unused
    assert web.size == pytest.approx(22 * 10 + 2 * 310)
    assert web.contacts == 3 * company.SIZE / 2
    assert web.capacity.unused_cost == pytest.approx(22 * 10 + 2 * 310 - web.contacts)
    assert load(house).contribution.margin == whole.contribution.margin


def test_campaigns_that_no_contact_carries_stand_apart(house, bring, brought):
    bring("campaigns", [{"campaign_id": "k", "name": "K", "cost": 100, "started_on": "2026-02-01"}])
    bring("interactions", [
        {"interaction_id": "m", "customer_id": "c1", "occurred_at": "2026-02-03", "cost": 15,
         "touchpoint": "Campaign", "channel": "E-mail", "purpose": "marketing",
         "direction": "outbound", "campaign_id": "k"}
    ])  # fmt: skip
    found = load(house).contribution
    assert (found.campaigns, found.campaigns_apart) == (100, 85)


def test_without_contacts_orders_make_mixes_and_the_page_says_what_it_lacks(house, bring):
    rows = company.rows()
    for kind in ("customers", "orders"):
        bring(kind, rows[kind])
    found = load(house)
    assert found.view.mix_basis == "orders"
    assert cell_of(found, "Home", "Web").found.customers == len(in_cell("Home", "Web"))
    assert (found.basis, found.best, found.refusal.code) == (None, None, "no_contacts")
    said = " ".join(found.notes)
    assert "sales channels of orders" in said
    assert "needs the extract interactions" in said


def test_without_any_channel_but_the_preferred_one_it_stands_for_the_mix_and_is_told(house, bring):
    rows = company.rows()
    bring("customers", rows["customers"])
    bring("orders", [{**row, "sales_channel": None} for row in rows["orders"]])
    found = load(house)
    assert found.view.mix_basis == "preferred"
    assert cell_of(found, "Shop", "Phone").found.customers == len(in_cell("Shop", "Phone"))
    assert any("said to prefer" in note for note in found.notes)


def test_without_costs_it_says_so_with_the_number_of_contacts(house, bring):
    rows = company.rows()
    bring("customers", rows["customers"])
    bring("orders", rows["orders"])
    bring("interactions", [{**row, "cost": None} for row in rows["interactions"]])
    found = load(house)
    assert found.refusal.code == "no_costs"
    assert found.contribution.cost_to_serve == 0
    assert any(
        f"{4 * company.SIZE:,} of {4 * company.SIZE:,} contacts have neither" in note
        for note in found.notes
    )
    assert any("no NPS answers" in note for note in found.notes)


def test_without_any_cost_nobody_is_said_to_lose(house, bring):
    rows = company.rows()
    bring("customers", rows["customers"])
    bring("orders", [{**row, "cost_of_goods": None, "discount": 0} for row in rows["orders"]])
    found = load(house)
    assert found.headline.startswith("Revenue is ")
    assert "neither of goods nor of contacts" in found.headline
    assert "%" not in found.headline
    figures = {each.key: each for each in profitability.report(found, 1).figures}
    assert (figures["losing"].value, figures["losing"].refusal) == (None, "no_costs_known")
    assert figures["revenue"].value == sum(map(company.revenue_of, NUMBERS))


def test_nobody_known_to_have_left_is_no_retention(house, bring, brought):
    found = load(house)
    assert all(each.found.retention.share is None for each in (*found.cells, *found.segments))
    assert found.cells[0].found.retention.refusal.code == "nobody_left"
    moved = move(found.basis, "Shop", None, "Phone", "Web", 0.5)
    assert moved.retention.refusal.code == "nobody_left"
    assert moved.retention.before is None
    assert any("Nobody is known to have left" in note for note in found.notes)
    bring("contracts", [
        {"contract_id": "k", "customer_id": "c1", "started_on": "2026-01-01", "monthly_value": 0}
    ])  # fmt: skip
    assert load(house).cells[0].found.retention.share.value == 1


def test_with_one_channel_there_is_nothing_to_compare(house, bring):
    rows = company.rows()
    bring("customers", rows["customers"])
    bring("orders", rows["orders"])
    bring("interactions", [{**row, "channel": "Carrier"} for row in rows["interactions"]])
    found = load(house)
    assert "There is one channel, Carrier" in found.headline
    assert "holds up" not in found.headline
    assert any("There is one channel, Carrier" in note for note in found.notes)
    assert (found.best.refusal.code, found.best.price_per_point) == ("one_channel", None)


def test_notes_tell_what_there_is_too_little_of(house, bring):
    rows = company.rows()
    bring("customers", rows["customers"])
    bring("interactions", [{**row, "occurred_at": "2026-01-10"} for row in rows["interactions"]])
    bring("orders", [
        {**row, "ordered_at": "2026-01-10", "status": ("delivered", "cancelled")[number > 5]}
        for number, row in enumerate(rows["orders"])
    ])  # fmt: skip
    said = " ".join(load(house).notes)
    assert f"Of {company.SIZE} customers 6 have revenue" in said
    assert "All amounts have one day" in said
    assert "Contacts of cancelled orders cost" in said


def test_without_answers_moves_are_told_without_a_score(house, bring):
    rows = company.rows()
    for kind in ("customers", "orders", "interactions"):
        bring(kind, rows[kind])
    found = load(house)
    assert found.best.refusal is None
    assert move(found.basis, "Shop", None, "Phone", "Web", 0.5).score.refusal is not None


def test_without_data_it_says_so(house):
    found = load(house)
    assert found.headline == "No customer with any money here."
    assert (found.customers, found.cells, found.basis) == (0, (), None)
    assert any("needs revenue in the extract orders" in note for note in found.notes)
    profitability.report(found, 0)


def test_costs_of_a_kind_are_named_with_what_is_not_known(house, bring, brought):
    bring("orders", [{"order_id": "q", "customer_id": "c1", "ordered_at": "2026-05-05",
                      "revenue": 9}])  # fmt: skip
    assert any("1 order line with revenue has no cost of goods" in n for n in load(house).notes)


def test_an_export_holds_the_tables_and_figures(kept):
    given = Namespace(topic="profitability", format="json", filters=[], table=None)
    found = json.loads(export_text(kept, given))
    assert found["tables"].keys() >= TABLES
    figures = {each["key"]: each["value"] for each in found["figures"]}
    assert figures["revenue"] == sum(map(company.revenue_of, NUMBERS))
    assert figures["customers"] == company.SIZE
    wanted = ["segment", "mix", "customers", "revenue", "margin", "cost_to_serve",
              "margin_per_customer", "low", "high", "score"]  # fmt: skip
    assert [name for name in found["tables"]["segment_mix"][0] if name in wanted] == wanted


def test_the_side_is_a_filter_of_this_topic_alone(kept):
    given = Namespace(topic="profitability", format="json", filters=[("side", "sales")], table=None)
    assert json.loads(export_text(kept, given))["filters"]["side"] == "sales"
    with pytest.raises(BadFilter, match="side"):
        export_text(kept, Namespace(**{**vars(given), "filters": [("side", "front")]}))


def test_the_company_names_its_currency(kept):
    found = load(kept, settings=Settings(currency="EUR"))
    assert "EUR" in found.headline
    assert profitability.report(found, 1).figures[0].unit == "EUR"
