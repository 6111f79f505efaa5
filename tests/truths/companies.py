"""Companies whose truth is known: as they were planted, or with their scores dealt out anew."""

from pathlib import Path

from cx.auth import everybody
from cx.demo import write_company
from cx.filters import Filters
from cx.ingest import import_file
from cx.topics.ask import Ask
from cx.topics.drivers.view import settle
from cx.warehouse import House, Snapshot, open_house

NOT_NEEDED = ("campaigns", "opportunities", "channel_rates", "events", "invitations", "findings")

ANSWERS, PEOPLE = "answers", "people"
"""Every score goes to any answer; or a person's scores stay together and go to another person."""

_OWNER = "coalesce(scored.customer_id, scored.response_id)"
_PLACES = {
    ANSWERS: ("scored.response_id", "hash(scored.response_id || 'TURN')"),
    PEOPLE: tuple(
        f"hash({_OWNER} || '{way} TURN'), hash(scored.response_id || '{way} TURN')"
        for way in ("from", "to")
    ),
}

# The scores are taken from the answers as they came, so that turns do not add up.
_DEAL_OUT = """
with numbered as (
    select
        scored.response_id,
        scored.survey_kind,
        responses.nps,
        row_number() over (partition by scored.survey_kind order by HERE) as here,
        row_number() over (partition by scored.survey_kind order by THERE) as there
    from rollup.scored_responses as scored
    inner join feedback.responses as responses on scored.response_id = responses.response_id
    where responses.nps is not null
)
update rollup.scored_responses as target
set nps = source.nps
from numbered as mine
inner join numbered as source
    on mine.survey_kind = source.survey_kind and mine.here = source.there
where target.response_id = mine.response_id
"""


def build(path: Path, customers: int, seed: int) -> House:
    """Make a company and import it like anybody's files."""
    house = open_house(path / f"{seed}.duckdb")
    for kind, file in write_company(path / f"files{seed}", customers, seed).items():
        if kind not in NOT_NEEDED:
            import_file(house, kind, file, actor="test")
    return house


def deal_out(house: House, turn: int, by: str = ANSWERS) -> None:
    """Deal the scores of each kind of survey out anew: after that nothing goes with them.

    Parameters
    ----------
    turn : int
        The same turn deals alike.
    by : str
        ``answers``: each score by itself. ``people``: the scores of a person lie side by side and
        nearly all go to one other person, so that people go on repeating themselves.
    """
    here, there = (each.replace("TURN", str(turn)) for each in _PLACES[by])
    with house.writing() as cursor:
        cursor.execute(_DEAL_OUT.replace("THERE", there).replace("HERE", here))


def asking(state: Snapshot) -> Ask:
    """Return what asks a state of a house on behalf of somebody who may see everything."""

    def ask(name: str, given: Filters, **extra: object) -> object:
        return state.ask(name, given, everybody(), **extra)

    return ask


class Company:
    """One company: asks are short, so everybody asks for the part they want."""

    def __init__(self, house: House) -> None:
        self.house = house

    def read(self, part, filters: Filters = Filters()):  # noqa: B008 - frozen
        """Load one part of the Drivers page."""
        with self.house.snapshot() as state:
            ask = asking(state)
            return part(ask, settle(ask, filters))
