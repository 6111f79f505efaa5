"""Deals out scores and days anew in a copy of the demo company, so that nothing moves with time.

Scores are dealt out over all answers of a kind. Of every second customer the two years are
exchanged: orders, contacts, cases, invitations and follow-ups. Customers leave at the same rate
from their first day to the last. What is left are differences between customers as such.
"""

from pathlib import Path

import duckdb

FIRST, MIDDLE, LAST = "timestamp '2024-07-01'", "timestamp '2025-07-01'", "timestamp '2026-07-01'"
DATED = {
    "crm.orders": ("ordered_at",),
    "crm.interactions": ("occurred_at",),
    "rollup.contact_costs": ("occurred_at",),
    "crm.cases": ("opened_at", "first_response_at", "resolved_at", "reopened_at"),
    "feedback.follow_ups": ("opened_at", "first_contact_at", "closed_at"),
    "feedback.invitations": ("sent_at",),
}
"""What moves by a year, with its first time deciding in which year it lies."""

SCORES = """
create or replace temp table dealt as
with places as (
    select response_id, survey_kind,
        row_number() over (partition by survey_kind order by response_id) as place
    from rollup.scored_responses
),
given as (
    select * exclude (dice), row_number() over (partition by survey_kind order by dice) as place
    from (
        select survey_kind, nps, csat, ces, hash(response_id || '{seed}') as dice
        from rollup.scored_responses
    )
)
select places.response_id, given.nps, given.csat, given.ces
from places inner join given using (survey_kind, place)
"""
DEALT = """
update rollup.scored_responses as scored set nps = dealt.nps, csat = dealt.csat, ces = dealt.ces
from dealt where scored.response_id = dealt.response_id
"""


def deal_anew(path: Path, seed: int, has_scores: bool = True, has_days: bool = True) -> None:
    """Deal out scores, days or both in the closed warehouse at `path`."""
    house = duckdb.connect(str(path))
    if has_scores:
        house.execute(SCORES.format(seed=seed))
        house.execute(DEALT)
        _refill(house, "score_cube")
    if has_days:
        for table, columns in DATED.items():
            house.execute(_exchanged(table, columns, seed))
        house.execute(_leaving(seed))
        _refill(house, "money_months")
    house.close()


def _refill(house: duckdb.DuckDBPyConnection, kept: str) -> None:
    """Make what is kept anew from its definition, since no import did."""
    house.execute(f"delete from rollup.{kept}")
    house.execute(f"insert into rollup.{kept} by name from rollup.{kept}_definition")


def _exchanged(table: str, columns: tuple[str, ...], seed: int) -> str:
    first = columns[0]
    shift = f"case when {first} < {MIDDLE} then interval 1 year else -interval 1 year end"
    changes = ", ".join(f"{each} = {each} + {shift}" for each in columns)
    return (
        f"update {table} set {changes} where hash(customer_id || 'x{seed}') % 2 = 0 "
        f"and {first} >= {FIRST} and {first} < {LAST}"
    )


def _leaving(seed: int) -> str:
    """Draw days of leaving of the same rate for everybody; whose day lies later has not left."""
    return f"""
update crm.customers as customers set lost_on = drawn.lost_on, status = drawn.status
from (
    select customer_id,
        if(left_on < date '2026-07-01', left_on, null) as lost_on,
        if(left_on < date '2026-07-01', 'lost', 'active') as status
    from (
        select customer_id,
            greatest(acquired_on, date '2024-07-01') + cast(
                -4000 * ln(1 - (hash(customer_id || 'y{seed}') % 1000000) / 1000001.0) as integer
            ) + 1 as left_on
        from crm.customers where acquired_on is not null and coalesce(
            lost_on >= date '2024-07-01', true
        )
    )
) as drawn
where customers.customer_id = drawn.customer_id
"""
