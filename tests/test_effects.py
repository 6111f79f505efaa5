"""Specification of effects: what is told is the difference of the figures before and after.

The oracle: everything is built anew from history and ledger before and after, and all figures are
read of both.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.extracts import EXTRACTS
from cx.ingest import commit, preview, preview_undo, stage, undo
from cx.ingest.effects import RESTS_ON, changes
from cx.warehouse import House, ledger, open_house, rollups
from cx.warehouse.records import Effect, effects_of
from tests.conftest import often, read_table, write_csv

KEYS = st.sampled_from(["1", "2", "3"])
DAYS = st.sampled_from(["2026-01-05", "2026-03-31", "2026-04-01"])
MONEY = st.sampled_from([None, "0", "12.3456", "-4.5"])


def row(**columns: object) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(
        {
            name: said if isinstance(said, st.SearchStrategy) else st.just(said)
            for name, said in columns.items()
        }
    )


FILES = {
    "customers": row(customer_id=KEYS, segment=st.sampled_from("AB")),
    "contracts": row(contract_id=KEYS, customer_id=KEYS, started_on=DAYS, monthly_value=MONEY),
    "orders": row(
        order_id=KEYS,
        customer_id=KEYS,
        ordered_at=DAYS,
        revenue=MONEY,
        status=st.sampled_from([None, "delivered", "cancelled"]),
    ),
    "invoices": row(
        invoice_id=KEYS, customer_id=KEYS, issued_on=DAYS, amount=st.sampled_from(["1.5", "-2"])
    ),
    "interactions": row(
        interaction_id=KEYS,
        customer_id=KEYS,
        occurred_at=DAYS,
        touchpoint="Help",
        channel=st.sampled_from(["Web", "Phone"]),
        cost=st.sampled_from([None, "0", "12.3456"]),
    ),
    "cases": row(case_id=KEYS, customer_id=KEYS, opened_at=DAYS, category="Late"),
    "surveys": row(
        survey_id=KEYS,
        name="S",
        kind=st.sampled_from(["relationship", "transactional"]),
        csat_scale=st.sampled_from([5, 7]),
        ces_high_is_easy=st.sampled_from(["true", "false"]),
    ),
    "invitations": row(invitation_id=KEYS, customer_id=KEYS, sent_at=DAYS),
    "responses": row(
        response_id=KEYS,
        responded_at=DAYS,
        survey_id=st.sampled_from([None, "1", "2"]),
        nps=st.sampled_from([None, 0, 8, 10]),
        csat=st.sampled_from([None, 4, 7]),
        ces=st.sampled_from([None, 2, 7]),
    ),
    "follow_ups": row(follow_up_id=KEYS, customer_id=KEYS, opened_at=DAYS),
    "products": row(product_id=KEYS, name=st.sampled_from("XY")),
}


@contextmanager
def new_house() -> Iterator[tuple[House, Path]]:
    with TemporaryDirectory() as folder, closing(open_house(Path(folder) / "a.duckdb")) as house:
        yield house, Path(folder)


def from_scratch(house: House) -> dict[tuple[object, ...], tuple[object, ...]]:
    """All figures, after everything was built anew."""
    with house.rehearsing() as cursor:
        for name in FILES:
            ledger.rebuild(cursor, EXTRACTS[name])
        rollups.rebuild(cursor)
        found = cursor.execute(
            "select figure, kind, quarter_on, total, counted from app.headlines"
        ).fetchall()
    return {line[:3]: line[3:] for line in found}


def value(figure: str, total: float | None, counted: int) -> float | None:
    if total is None:
        return None
    return total / counted if figure in ("nps", "csat", "ces") else total


def assert_are_the_difference(effects: list[Effect], before: dict, after: dict) -> None:
    told = {
        (each.figure, each.survey_kind, each.period): (
            (each.before, each.before_count),
            (each.after, each.after_count),
        )
        for each in effects
    }
    expected = {}
    for key in {**before, **after}:
        then, now = before.get(key, (None, 0)), after.get(key, (None, 0))
        if then != now:
            expected[key] = ((value(key[0], *then), then[1]), (value(key[0], *now), now[1]))
    assert told == expected
    assert len(told) == len(effects)


@settings(max_examples=often(10))
@given(plan=st.lists(st.sampled_from([*FILES, "undo"]), min_size=2, max_size=7), data=st.data())
def test_what_is_told_of_any_import_or_undo_is_the_difference_of_the_figures(plan, data):
    with new_house() as (house, folder):
        live: list[int] = []
        after = from_scratch(house)
        for number, kind in enumerate(plan):
            before = after
            if kind != "undo":
                drawn = data.draw(
                    st.lists(FILES[kind], min_size=1, unique_by=itemgetter(EXTRACTS[kind].key[0]))
                )
                mode = data.draw(st.sampled_from(["merge", "merge", "snapshot"]))
                staged = stage(
                    kind, write_csv(folder / "file.csv", drawn), None, house.stage / str(number)
                )
                told = preview(house, staged, mode)
                done = commit(house, staged, mode, actor="test")
                assert done.counts == told.counts
                assert done.warnings == told.warnings
                assert done.confirm == told.confirm
                live.append(done.import_id)
                action, import_id = "import", done.import_id
            elif live:
                import_id = live.pop(data.draw(st.integers(0, len(live) - 1)))
                told = preview_undo(house, import_id)
                done = undo(house, import_id, actor="test")
                assert done == told
                action = "undo"
            else:
                continue
            assert done.effects == told.effects
            after = from_scratch(house)
            assert_are_the_difference(done.effects, before, after)
            with house.reading() as cursor:
                assert effects_of(cursor, import_id, action) == done.effects


@settings(max_examples=often(6))
@given(kind=st.sampled_from([*FILES]), data=st.data())
def test_the_undo_of_the_only_import_tells_the_reverse(kind, data):
    with new_house() as (house, folder):
        key = EXTRACTS[kind].key[0]
        drawn = data.draw(st.lists(FILES[kind], min_size=1, unique_by=itemgetter(key)))
        staged = stage(kind, write_csv(folder / "file.csv", drawn), None, house.stage / "one")
        done = commit(house, staged, actor="test")
        back = undo(house, done.import_id, actor="test")
        assert back.effects == [
            Effect(
                each.figure,
                each.survey_kind,
                each.period,
                each.after,
                each.before,
                each.after_count,
                each.before_count,
            )
            for each in done.effects
        ]


def headlines(house: House) -> dict[tuple[object, ...], tuple[object, ...]]:
    columns = "figure, kind, quarter_on, total, counted, value"
    return {line[:3]: line[3:] for line in read_table(house, "app.headlines", columns)}


SPRING = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("kind", "rows", "key", "figure"),
    [
        (
            "orders",
            [
                {"order_id": "1", "revenue": "10.5", "ordered_at": "2026-04-01"},
                {"order_id": "2", "revenue": "4.25", "ordered_at": "2026-06-30T23:59:59"},
                {"order_id": "3", "revenue": None, "ordered_at": "2026-06-30"},
                {"order_id": "4", "revenue": "7", "ordered_at": "2026-06-30"}
                | {"status": "cancelled"},
            ],
            ("revenue", "", SPRING),
            (14.75, 2, 14.75),
        ),
        (
            "invoices",
            [
                {"invoice_id": "1", "issued_on": "2026-05-01", "amount": "10"},
                {"invoice_id": "2", "issued_on": "2026-05-01", "amount": "-4"},
            ],
            ("invoiced", "", SPRING),
            (6.0, 2, 6.0),
        ),
        (
            "interactions",
            [
                {"interaction_id": str(n), "occurred_at": "2026-05-01", "cost": cost}
                | {"touchpoint": "Help", "channel": "Web"}
                for n, cost in enumerate(["1.5", "2.25", None])
            ],
            ("cost_to_serve", "", SPRING),
            (3.75, 2, 3.75),
        ),
        (
            "interactions",
            [
                {"interaction_id": str(n), "occurred_at": "2026-05-01"}
                | {"touchpoint": "Help", "channel": "Web"}
                for n in range(3)
            ],
            ("contacts", "", SPRING),
            (3.0, 3, 3.0),
        ),
        (
            "contracts",
            [
                {"contract_id": "1", "started_on": "2026-05-01", "monthly_value": "9.9"},
                {"contract_id": "2", "started_on": "2020-05-01", "monthly_value": "0.1"},
                {"contract_id": "3", "started_on": "2020-05-01", "monthly_value": None},
            ],
            ("monthly_value", "", None),
            (10.0, 2, 10.0),
        ),
        ("customers", [{"segment": "A"}], ("customers", "", None), (1.0, 1, 1.0)),
        (
            "cases",
            [{"case_id": "1", "opened_at": "2026-05-01", "category": "Late"}],
            ("cases", "", SPRING),
            (1.0, 1, 1.0),
        ),
        (
            "follow_ups",
            [{"follow_up_id": "1", "opened_at": "2026-05-01"}],
            ("follow_ups", "", SPRING),
            (1.0, 1, 1.0),
        ),
        (
            "invitations",
            [{"invitation_id": "1", "sent_at": "2026-05-01"}],
            ("invitations", "", SPRING),
            (1.0, 1, 1.0),
        ),
    ],
    ids=lambda said: said if isinstance(said, str) else None,
)
def test_a_figure_is_what_its_rows_add_up_to(house: House, bring, kind, rows, key, figure):
    bring(kind, [{"customer_id": "c1"} | row for row in rows])
    assert headlines(house)[key] == figure


def test_an_order_that_is_cancelled_takes_its_revenue_away(house: House, bring):
    order = {"order_id": "1", "customer_id": "c1", "ordered_at": "2026-05-01", "revenue": "10"}
    statuses = ("open", "delivered", "out_of_stock", "returned", None)
    bring("orders", [order | {"order_id": f"{each}", "status": each} for each in statuses])
    assert headlines(house)["revenue", "", SPRING][0] == 50.0
    effects = bring("orders", [order | {"order_id": "open", "status": "cancelled"}]).effects
    assert effects == [Effect("revenue", "", SPRING, 50.0, 40.0, 5, 4)]


def test_a_score_is_the_mean_of_its_points_by_kind_of_survey_and_quarter(house: House, bring):
    bring("surveys", [{"survey_id": "s1", "name": "S", "kind": "relationship"}])
    answers = [(9, "s1"), (10, "s1"), (3, "s1"), (0, None)]
    bring(
        "responses",
        [
            {"response_id": str(n), "responded_at": "2026-05-01", "nps": nps, "survey_id": survey}
            for n, (nps, survey) in enumerate(answers)
        ],
    )
    assert headlines(house) == {
        ("nps", "relationship", SPRING): (100.0, 3, pytest.approx(100 / 3)),
        ("nps", "(unknown)", SPRING): (-100.0, 1, -100.0),
    }


def test_every_figure_is_told_by_name_and_in_order(house: House, bring):
    order = [*RESTS_ON]
    found = changes({(name, "", None): (1.0, 1, 1.0) for name in reversed(order)}, {})
    assert [effect.figure for effect in found] == order
    with house.reading() as cursor:
        text = cursor.execute(
            "select sql from duckdb_views() where schema_name = 'app' and view_name = 'headlines'"
        ).fetchone()[0]
    assert all(f"'{name}'" in text for name in order)


def test_the_newest_quarter_is_told_first_and_survey_kinds_apart():
    keys = [
        ("nps", kind, date(2026, month, 1))
        for kind in ("transactional", "relationship")
        for month in (1, 7, 4)
    ]
    found = changes({}, dict.fromkeys(keys, (100.0, 1, 100.0)))
    assert [(each.survey_kind, each.period.month) for each in found] == [
        (kind, month) for kind in ("relationship", "transactional") for month in (7, 4, 1)
    ]


def test_a_figure_that_rounds_to_the_same_is_told_when_it_differs():
    before = {("revenue", "", SPRING): (1_000_000.0, 3, 1_000_000.0)}
    after = {("revenue", "", SPRING): (1_000_000.0001, 3, 1_000_000.0001)}
    assert len(changes(before, after)) == 1
    assert changes(before, before) == []
