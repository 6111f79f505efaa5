"""Specification of the event axis: each event once, counts of one table, journeys kept true."""

from random import Random

import pytest

from cx.ingest.commit import undo
from cx.warehouse import House, rollups
from cx.warehouse import settings as house_settings
from tests.conftest import Rows, read_table

AT = "2026-03-01T10:00:00"


def contact(number: int, customer: str, at: str, **columns: object) -> dict[str, object]:
    return {
        "interaction_id": f"x{number:03}",
        "customer_id": customer,
        "occurred_at": at,
        "touchpoint": "Help",
        "channel": "Phone",
        **columns,
    }


# For each table: rows, and how many events of each kind they are.
TABLES: dict[str, tuple[Rows, dict[str, int]]] = {
    "interactions": (
        [contact(1, "c1", AT), contact(2, "c1", AT), contact(3, "ghost", AT)],
        {"contact": 3},
    ),
    "orders": (
        [
            {"order_id": "o1", "line": 1, "customer_id": "c1", "ordered_at": AT},
            {
                "order_id": "o1",
                "line": 2,
                "customer_id": "c1",
                "ordered_at": AT,
                "promised_on": "2026-03-05",
                "shipped_on": "2026-03-04",
                "delivered_on": "2026-03-06",
            },
        ],
        {"order placed": 2, "order promised": 1, "order shipped": 1, "order delivered": 1},
    ),
    "invoices": (
        [
            {
                "invoice_id": "v1",
                "customer_id": "c1",
                "issued_on": "2026-03-01",
                "due_on": "2026-03-15",
                "paid_on": "2026-03-20",
                "amount": 10,
            },
            {"invoice_id": "v2", "customer_id": "c1", "issued_on": "2026-03-02", "amount": 5},
        ],
        {"invoice issued": 2, "invoice due": 1, "invoice paid": 1},
    ),
    "cases": (
        [
            {
                "case_id": "k1",
                "customer_id": "c1",
                "opened_at": AT,
                "category": "Late",
                "first_response_at": AT,
                "resolved_at": AT,
                "reopened_at": AT,
            },
            {"case_id": "k2", "customer_id": "c2", "opened_at": AT, "category": "Late"},
        ],
        {"case opened": 2, "case answered": 1, "case resolved": 1, "case reopened": 1},
    ),
    "contracts": (
        [
            {
                "contract_id": "t1",
                "customer_id": "c1",
                "started_on": "2026-01-01",
                "installed_on": "2026-01-09",
                "project_completed_on": "2026-02-01",
                "renews_on": "2027-01-01",
                "ended_on": "2026-12-31",
            },
            {"contract_id": "t2", "customer_id": "c1", "started_on": "2026-01-01"},
        ],
        {
            "contract started": 2,
            "contract installed": 1,
            "project completed": 1,
            "contract renewal": 1,
            "contract ended": 1,
        },
    ),
    "invitations": (
        [{"invitation_id": f"i{n}", "customer_id": "c1", "sent_at": AT} for n in range(4)],
        {"invited": 4},
    ),
    "responses": (
        [
            {"response_id": "r1", "customer_id": "c1", "responded_at": AT, "nps": 9},
            {"response_id": "r2", "responded_at": AT, "csat": 2},
            {"response_id": "r3", "customer_id": "c1", "responded_at": AT, "comment": "Fine"},
        ],
        {"answered": 3},
    ),
    "follow_ups": (
        [
            {
                "follow_up_id": "f1",
                "customer_id": "c1",
                "opened_at": AT,
                "first_contact_at": AT,
                "closed_at": AT,
            },
            {"follow_up_id": "f2", "customer_id": "c1", "opened_at": AT},
        ],
        {"follow-up opened": 2, "follow-up contact": 1, "follow-up closed": 1},
    ),
}


@pytest.mark.parametrize("extract", TABLES)
def test_every_row_of_a_table_is_on_the_axis_once_for_each_moment_it_has(
    house: House, bring, extract
):
    rows, expected = TABLES[extract]
    bring(extract, rows)
    found = read_table(house, "rollup.event_axis", "extract, kind")
    assert {name for name, _ in found} == {extract}
    kinds = [kind for _, kind in found]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == expected


def test_tables_that_point_to_each_other_do_not_multiply_events(house: House, bring):
    for extract, (rows, _) in TABLES.items():
        bring(extract, rows)
    bring("responses", [{"response_id": "r4", "order_id": "o1", "responded_at": AT, "nps": 3}])
    kinds = [kind for (kind,) in read_table(house, "rollup.event_axis", "kind")]
    expected = {k: n for _, counts in TABLES.values() for k, n in counts.items()} | {"answered": 4}
    assert {kind: kinds.count(kind) for kind in set(kinds)} == expected


def test_an_answer_belongs_to_whom_its_order_is_of_and_an_anonymous_one_to_nobody(
    house: House, bring
):
    bring("orders", TABLES["orders"][0])
    bring(
        "responses",
        [
            {"response_id": "r1", "order_id": "o1", "responded_at": AT, "nps": 3},
            {"response_id": "r2", "responded_at": AT, "nps": 3},
        ],
    )
    found = read_table(house, "rollup.event_axis", "reference_id, customer_id, metric, score")
    assert [row for row in found if row[0].startswith("r")] == [
        ("r1", "c1", "nps", 3),
        ("r2", None, "nps", 3),
    ]


# Journeys


def journeys(house: House) -> list[tuple[str, int]]:
    found = read_table(house, "rollup.journeys", "customer_id, started_at, touches")
    return [(customer, touches) for customer, _, touches in found]


def test_a_pause_longer_than_the_gap_ends_a_journey_and_one_as_long_does_not(house: House, bring):
    bring(
        "interactions",
        [
            contact(1, "c1", "2026-01-01T00:00:00"),
            contact(2, "c1", "2026-01-31T00:00:00"),
            contact(3, "c1", "2026-03-02T00:00:01"),
        ],
    )
    assert journeys(house) == [("c1", 2), ("c1", 1)]


def test_a_pause_is_elapsed_time_not_days_begun(house: House, bring):
    house_settings.change(house, {"session_gap_days": "1"}, "ann")
    bring(
        "interactions",
        [
            contact(1, "c1", "2026-01-01T00:00:10"),
            contact(2, "c1", "2026-01-02T00:00:00"),
            contact(3, "c2", "2026-01-01T23:00:00"),
            contact(4, "c2", "2026-01-02T23:30:00"),
        ],
    )
    assert journeys(house) == [("c1", 2), ("c2", 1), ("c2", 1)]


def test_mailings_are_on_the_axis_but_in_no_journey(house: House, bring):
    bring(
        "interactions",
        [
            contact(1, "c1", AT, purpose="marketing", direction="outbound"),
            contact(2, "c1", AT, purpose="marketing", direction="inbound"),
        ],
    )
    assert len(read_table(house, "rollup.event_axis")) == 2
    assert read_table(house, "rollup.touches", "interaction_id") == [("x002",)]


def test_changing_the_pause_puts_all_contacts_together_anew(house: House, bring):
    bring("interactions", [contact(n, "c1", f"2026-01-{n:02}T00:00:00") for n in (1, 5, 20)])
    assert journeys(house) == [("c1", 3)]
    house_settings.change(house, {"session_gap_days": "7"}, "ann")
    assert journeys(house) == [("c1", 2), ("c1", 1)]
    assert read_table(house, "rollup.touches_gap") == [(7,)]


def assert_kept_true(house: House) -> None:
    for table in ("touches", "journeys"):
        kept = read_table(house, f"rollup.{table}")
        assert kept == read_table(house, f"rollup.{table}_definition")


@pytest.mark.parametrize("seed", range(3))
def test_after_any_imports_and_undos_journeys_equal_their_definition(house: House, bring, seed):
    rng = Random(seed)
    done: list[int] = []
    for _ in range(9):
        if done and rng.random() < 0.3:
            undo(house, done.pop(rng.randrange(len(done))), actor="test")
        else:
            mode = "snapshot" if rng.random() < 0.15 else "merge"
            rows = [
                contact(
                    number,
                    f"c{rng.randrange(4)}",
                    f"2026-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T09:00:00",
                    touchpoint=rng.choice(("Help", "Order")),
                    purpose=rng.choice((None, "marketing")),
                    direction="outbound",
                )
                for number in rng.sample(range(60), rng.randint(1, 25))
            ]
            brought = bring("interactions", rows, mode=mode)
            if brought.import_id is not None:
                done.append(brought.import_id)
        assert_kept_true(house)


def test_what_a_new_contact_cannot_have_changed_is_not_written_again(house: House, bring):
    bring("interactions", [contact(n, "c1", f"2026-{n:02}-01T00:00:00") for n in range(1, 12, 3)])
    with house.writing() as cursor:
        cursor.execute("update rollup.journeys set path = 'kept' where started_at < '2026-07-01'")
    # Enough others, so that little is stale.
    bring("interactions", [contact(50, "c1", "2026-10-05T00:00:00")])
    paths = [path for (path,) in read_table(house, "rollup.journeys", "path")]
    assert paths.count("kept") == 2
    with house.writing() as cursor:
        rollups.rebuild(cursor)
    assert "kept" not in [path for (path,) in read_table(house, "rollup.journeys", "path")]
