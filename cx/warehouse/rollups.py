"""Keeps the derived tables true: each commit refreshes the slices it touched, in its transaction.

A rollup is a table, a definition of the same columns in data/views/, and the slice it is refreshed
by. `scored_responses` is refreshed by response, `score_cube` by month, `touches`, `journeys`,
`contact_costs` and `money_months` by customer from the first moment on that can have changed. One
sentence is the law: after any sequence of imports and undos each table equals its definition.
"""

from cx.warehouse import contact_costs, money_months, touches
from cx.warehouse.engine import Cursor

# Names in the SQL below are written in this file; no value comes from outside.
# ruff: noqa: S608

FOUND_BY = {
    "responses": "response_id",
    "surveys": "survey_id",
    "products": "product_id",
    "invitations": "invitation_id",
    "interactions": "interaction_id",
    "contracts": "contract_id",
    "orders": "order_id",
}
"""By which column a response finds the row of a table; a commit to others changes none."""


def _responses_touched_by(table: str) -> str:
    """Which responses a commit to a table can change in `rollup.scored_responses`."""
    if table == "customers":
        # A customer may be found by way of an order or an invitation: they know.
        return (
            "select response_id from rollup.scored_responses "
            "where customer_id in (select customer_id from touched_customers)"
        )
    if table == "responses":
        return "select response_id from touched_responses"
    key = FOUND_BY[table]
    return (
        f"select response_id from feedback.responses where {key} in "
        f"(select {key} from touched_{table})"
    )


def refresh(cursor: Cursor, tables: list[str]) -> None:
    """Refresh what the commit to `tables` touched; ``touched_<table>`` holds their keys."""
    contact_costs.refresh(cursor, tables)
    money_months.refresh(cursor, tables)
    concerned = [name for name in tables if name == "customers" or name in FOUND_BY]
    sources = [_responses_touched_by(name) for name in concerned]
    if not sources:
        return
    if "interactions" in concerned:
        touches.refresh(cursor)
    cursor.execute(f"create or replace temp table stale as {' union '.join(sources)}")
    if _is_most(cursor):
        _rebuild_scores(cursor)
        return
    months = (
        "select distinct month_on from rollup.scored_responses semi join stale using (response_id)"
    )
    cursor.execute(f"create or replace temp table stale_months as {months}")
    _replace(cursor, "scored_responses", "response_id", "stale")
    cursor.execute(f"insert into stale_months {months} except select month_on from stale_months")
    _replace(cursor, "score_cube", "month_on", "stale_months")


def rebuild(cursor: Cursor) -> None:
    """Fill every rollup anew from its definition."""
    _rebuild_scores(cursor)
    touches.rebuild(cursor)
    contact_costs.rebuild(cursor)
    money_months.rebuild(cursor)


def _rebuild_scores(cursor: Cursor) -> None:
    for table in ("scored_responses", "score_cube"):
        cursor.execute(f"delete from rollup.{table}")
        cursor.execute(f"insert into rollup.{table} by name from rollup.{table}_definition")


def _is_most(cursor: Cursor) -> bool:
    """Whether so much is stale that making all of it anew is quicker than picking it out."""
    found = cursor.execute(
        "select 2 * count(*) > (select count(*) from feedback.responses) from stale"
    ).fetchone()
    assert found is not None  # an aggregate always gives a row
    return bool(found[0])


def _replace(cursor: Cursor, table: str, slice_by: str, stale: str) -> None:
    inside = f"{slice_by} in (select {slice_by} from {stale})"
    cursor.execute(f"delete from rollup.{table} where {inside}")
    cursor.execute(
        f"insert into rollup.{table} by name from rollup.{table}_definition where {inside}"
    )
