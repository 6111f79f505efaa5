"""Keeps what each contact cost; a commit prices anew only the latest contacts of some people."""

from cx.warehouse.engine import Cursor

# From when on the contacts of each touched customer can have changed. What happened up to seven
# days before says whether the first of them repeats another, so it is read, but stays as it is.
_STALE = """
create or replace temp table stale_costs as
with moments as (
    select costs.customer_id, costs.occurred_at
    from rollup.contact_costs as costs
    semi join touched_interactions using (interaction_id)
    union all
    select contacts.customer_id, contacts.occurred_at
    from crm.interactions as contacts
    semi join touched_interactions using (interaction_id)
)
select customer_id, min(occurred_at) as since_at from moments group by customer_id
"""
_SOURCE = """
create or replace temp view costed_contacts as
select contacts.*
from crm.interactions as contacts
inner join stale_costs
    on contacts.customer_id = stale_costs.customer_id
    and contacts.occurred_at >= stale_costs.since_at - interval 7 days
"""
_FORGET = """
delete from rollup.contact_costs using stale_costs
where
    contact_costs.customer_id = stale_costs.customer_id
    and contact_costs.occurred_at >= stale_costs.since_at
"""
_FILL = """
insert into rollup.contact_costs by name
select costs.*
from rollup.contact_costs_of('costed_contacts') as costs
inner join stale_costs
    on costs.customer_id = stale_costs.customer_id and costs.occurred_at >= stale_costs.since_at
"""


def refresh(cursor: Cursor, tables: list[str]) -> None:
    """Price anew what a commit to `tables` can have changed; ``touched_<table>`` has their keys.

    Rates hold for everybody, so a commit to them prices all contacts.
    """
    if "channel_rates" in tables:
        rebuild(cursor)
    elif "interactions" in tables:
        for statement in (_STALE, _SOURCE, _FORGET, _FILL):
            cursor.execute(statement)


def rebuild(cursor: Cursor) -> None:
    """Price all contacts anew."""
    cursor.execute("delete from rollup.contact_costs")
    cursor.execute("insert into rollup.contact_costs by name from rollup.contact_costs_definition")
