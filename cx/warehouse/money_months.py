"""Keeps money added up by customer and month; a commit adds anew only what it can have moved."""

from cx.extracts import EXTRACTS
from cx.warehouse.engine import Cursor

# Names in the SQL below are written in this file or in the catalogue; none comes from outside.

MOMENTS = {
    "orders": "ordered_at",
    "invoices": "app.moment_at(issued_on)",
    "cases": "coalesce(resolved_at, opened_at)",
}
"""What money is kept of beside contacts, and when its amounts count."""

_STALE = """
create or replace temp table stale_money (
    extract varchar, customer_id varchar, since_on date, since_at timestamp
)
"""
# A row that changed may have been another customer's, or of another month: history has them all.
_STALE_ROWS = """
insert into stale_money
select
    '{name}', customer_id,
    app.month_of(min({moment})), app.moment_at(app.month_of(min({moment})))
from crm.{name}_history
semi join touched_{name} using ({keys})
where customer_id is not null and {moment} is not null
group by customer_id
"""
# `stale_costs` is what has just been priced anew.
_STALE_CONTACTS = """
insert into stale_money
select 'interactions', customer_id, app.month_of(since_at), app.moment_at(app.month_of(since_at))
from stale_costs
"""
# When somebody became a customer says which of their contacts are acquisition.
_STALE_CUSTOMERS = """
insert into stale_money
select 'interactions', customer_id, date '-infinity', timestamp '-infinity'
from touched_customers
"""
_SOURCE = """
create or replace temp view stale_amounts as
select money.*
from rollup.money as money
semi join stale_money
    on money.extract = stale_money.extract
    and money.customer_id = stale_money.customer_id
    and money.happened_at >= stale_money.since_at
where money.extract = '{name}'
"""
_FORGET = """
delete from rollup.money_months using stale_money
where
    money_months.extract = stale_money.extract
    and money_months.customer_id = stale_money.customer_id
    and money_months.month_on >= stale_money.since_on
"""
_FILL = """
insert into rollup.money_months by name
from rollup.money_months_of('stale_amounts')
order by customer_id, month_on
"""
# Revenue is of one extract alone, so the rows that are kept say of which it was.
_IS_MOVED = """
select
    (select any_value(extract) from rollup.money_months where line = 'revenue')
    is distinct from nullif(basis, 'contracts')
from app.revenue_basis
"""


def refresh(cursor: Cursor, tables: list[str]) -> None:
    """Add up anew what a commit to `tables` can have changed; ``touched_<table>`` has their keys.

    Contacts have been priced anew before. Rates hold for everybody, and so does where revenue is
    read from: a change of either adds up everything.
    """
    if "channel_rates" in tables or _is_moved(cursor, tables):
        rebuild(cursor)
        return
    stale = _stale(tables)
    if not stale:
        return
    cursor.execute(_STALE)
    for statements in stale.values():
        for statement in statements:
            cursor.execute(statement)
    cursor.execute(_FORGET)
    for name in stale:
        cursor.execute(_SOURCE.format(name=name))
        cursor.execute(_FILL)


def rebuild(cursor: Cursor) -> None:
    """Add up all money anew."""
    cursor.execute("delete from rollup.money_months")
    cursor.execute(
        "insert into rollup.money_months by name "
        "from rollup.money_months_definition order by customer_id, month_on"
    )


def _stale(tables: list[str]) -> dict[str, list[str]]:
    """Say which extracts' money can have changed, and what finds whose, and since when."""
    found = {
        name: [_STALE_ROWS.format(name=name, moment=moment, keys=", ".join(EXTRACTS[name].key))]
        for name, moment in MOMENTS.items()
        if name in tables
    }
    sources = {"interactions": _STALE_CONTACTS, "customers": _STALE_CUSTOMERS}
    contacts = [source for name, source in sources.items() if name in tables]
    return found | ({"interactions": contacts} if contacts else {})


def _is_moved(cursor: Cursor, tables: list[str]) -> bool:
    """Whether revenue is read from another extract than before."""
    if not {"orders", "invoices"} & set(tables):
        return False
    found = cursor.execute(_IS_MOVED).fetchone()
    assert found is not None  # the basis is always one row
    return bool(found[0])
