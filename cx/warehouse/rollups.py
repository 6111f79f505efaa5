"""Keeps the derived tables true: each commit refreshes the slices it touched, in its transaction.

A rollup is a table, a definition of the same columns in data/views/, and the slice it is refreshed
by. `answers` is refreshed by response, `score_cube` by month. One sentence is the law: after any
sequence of imports and undos each table equals its definition.
"""

import duckdb

# Names in the SQL below are written in this file; no value comes from outside.
# ruff: noqa: S608

RESPONSES_TOUCHED_BY = {
    "responses": "select response_id from touched_responses",
    "customers": (
        "select response_id from rollup.answers "
        "where customer_id in (select customer_id from touched_customers)"
    ),
    "surveys": (
        "select response_id from feedback.responses "
        "where survey_id in (select survey_id from touched_surveys)"
    ),
    "products": (
        "select response_id from feedback.responses "
        "where product_id in (select product_id from touched_products)"
    ),
    "invitations": (
        "select response_id from feedback.responses "
        "where invitation_id in (select invitation_id from touched_invitations)"
    ),
    "interactions": (
        "select response_id from feedback.responses "
        "where interaction_id in (select interaction_id from touched_interactions)"
    ),
    "contracts": (
        "select response_id from feedback.responses "
        "where contract_id in (select contract_id from touched_contracts)"
    ),
    "orders": (
        "select response_id from feedback.responses "
        "where order_id in (select order_id from touched_orders)"
    ),
}
"""Which responses a commit to a table can change in `rollup.answers`; other tables change none."""


def refresh(cursor: duckdb.DuckDBPyConnection, tables: list[str]) -> None:
    """Refresh what the commit to `tables` touched; ``touched_<table>`` holds their keys."""
    sources = [RESPONSES_TOUCHED_BY[name] for name in tables if name in RESPONSES_TOUCHED_BY]
    if not sources:
        return
    cursor.execute(
        f"create or replace temp table stale as select distinct * from ({' union '.join(sources)})"
    )
    months = "select distinct month_on from rollup.answers semi join stale using (response_id)"
    cursor.execute(f"create or replace temp table stale_months as {months}")
    _replace(cursor, "answers", "response_id", "stale")
    cursor.execute(f"insert into stale_months {months} except select month_on from stale_months")
    _replace(cursor, "score_cube", "month_on", "stale_months")


def rebuild(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill every rollup anew from its definition."""
    for table in ("answers", "score_cube"):
        cursor.execute(f"delete from rollup.{table}")
        cursor.execute(f"insert into rollup.{table} by name from rollup.{table}_definition")


def _replace(cursor: duckdb.DuckDBPyConnection, table: str, slice_by: str, stale: str) -> None:
    inside = f"{slice_by} in (select {slice_by} from {stale})"
    cursor.execute(f"delete from rollup.{table} where {inside}")
    cursor.execute(
        f"insert into rollup.{table} by name from rollup.{table}_definition where {inside}"
    )
