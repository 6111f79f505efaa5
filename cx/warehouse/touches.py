"""Keeps contacts put together as journeys; a commit places anew only the latest of some people."""

from cx.errors import SettingRefused
from cx.settings import DEFAULTS, parse
from cx.warehouse.engine import Cursor

_GAP = "select value from app.settings where name = 'session_gap_days'"

# From when on the journeys of each touched customer can have changed: from the start of the journey
# that was under way at the first contact that came, went or moved. Before it lies a whole pause.
_STALE = """
create or replace temp table stale_since as
with moments as (
    select touches.customer_id, touches.touched_at
    from rollup.touches as touches
    semi join touched_interactions using (interaction_id)
    union all
    select contacts.customer_id, contacts.occurred_at
    from rollup.contacts as contacts
    semi join touched_interactions using (interaction_id)
),
firsts as (
    select customer_id, min(touched_at) as first_at from moments group by customer_id
)
select
    firsts.customer_id,
    coalesce(max(touches.journey_started_at), any_value(first_at)) as since_at
from firsts
left join rollup.touches as touches
    on firsts.customer_id = touches.customer_id and touches.touched_at <= firsts.first_at
group by firsts.customer_id
"""
_CONTACTS = """
create or replace temp view stale_contacts as
select contacts.*
from rollup.contacts as contacts
inner join stale_since
    on contacts.customer_id = stale_since.customer_id
    and contacts.occurred_at >= stale_since.since_at
"""
_TOUCHES = """
create or replace temp view stale_touches as
select touches.*
from rollup.touches as touches
inner join stale_since
    on touches.customer_id = stale_since.customer_id
    and touches.journey_started_at >= stale_since.since_at
"""
_FORGET = (
    "delete from rollup.touches using stale_since where touches.customer_id = "
    "stale_since.customer_id and touches.touched_at >= stale_since.since_at",
    "delete from rollup.journeys using stale_since where journeys.customer_id = "
    "stale_since.customer_id and journeys.started_at >= stale_since.since_at",
)
_FILL = (
    "insert into rollup.touches by name "
    "from rollup.touches_of('{contacts}', (select max(gap_days) from rollup.touches_gap))",
    "insert into rollup.journeys by name from rollup.journeys_of('{touches}')",
)


def refresh(cursor: Cursor) -> None:
    """Place anew what a commit to contacts can have moved; ``touched_interactions`` has keys."""
    cursor.execute(_STALE)
    for statement in (*_FORGET, _CONTACTS, _TOUCHES):
        cursor.execute(statement)
    _fill(cursor, "stale_contacts", "stale_touches")


def rebuild(cursor: Cursor, gap_days: int | None = None) -> None:
    """Place all contacts anew.

    Parameters
    ----------
    cursor : Cursor
        Of a write transaction.
    gap_days : int, optional
        The pause that ends a journey; by default that of the settings.
    """
    for table in ("touches", "journeys", "touches_gap"):
        cursor.execute(f"delete from rollup.{table}")  # noqa: S608 - our own names
    days = _gap(cursor) if gap_days is None else gap_days
    cursor.execute("insert into rollup.touches_gap values ($1)", [days])
    _fill(cursor, "rollup.contacts", "rollup.touches")


def _fill(cursor: Cursor, contacts: str, touches: str) -> None:
    for statement in _FILL:
        cursor.execute(statement.format(contacts=contacts, touches=touches))


def _gap(cursor: Cursor) -> int:
    """Return the pause that the settings name, the default where they name none that can be."""
    found = cursor.execute(_GAP).fetchone()
    if found is None:
        return DEFAULTS.session_gap_days
    try:
        days = parse("session_gap_days", found[0])
    except SettingRefused:
        return DEFAULTS.session_gap_days
    return days if isinstance(days, int) else DEFAULTS.session_gap_days
