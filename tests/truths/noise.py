"""Deals scores out anew, again and again, and counts what the pages still call real."""

from pathlib import Path
from tempfile import TemporaryDirectory

from cx.filters import Filters
from cx.ingest import import_file, load_mapping
from cx.topics import drivers, voice
from cx.topics.drivers.load import load_opinions
from cx.warehouse import House, open_house
from tests.truths.companies import asking, build, deal_out
from tests.truths.named import DRIVERS, OPINIONS, VOICE, says_something

CUSTOMERS = 1200
PASSENGERS = Path(__file__).parents[1] / "fixtures" / "sfo_customer_survey_2018.csv"
RATINGS = 14
"""The first of the file: of the terminal, not of its cleanliness or of the way to it."""
HEADLINE, ANYTHING = "Headline of Drivers names something", "Anything at all, on either page"

Named = dict[str, list[str]]


def shuffle(seed: int, turns: int, by: str) -> list[Named]:
    """Return what was named in each turn of a company's shuffled scores, by part.

    The themes are learnt once: they rest on words, not on scores.
    """
    with TemporaryDirectory(prefix="truths-") as folder:
        house = build(Path(folder), CUSTOMERS, seed)
        try:
            with house.snapshot() as state:
                learnt = voice.learn(asking(state), Filters())
            found = []
            for turn in range(turns):
                deal_out(house, turn, by)
                found.append(name_all(house, learnt))
            return found
        finally:
            house.close()


def shuffle_passengers(first: int, turns: int) -> list[Named]:
    """Do the same to the published survey of an airport: real ratings, half of them blank.

    Its answers are anonymous and have weights. Importance is worked out approximately, since there
    are more than twelve ratings.
    """
    mapping = load_mapping("sfo_airport_2018")
    attributes = tuple(mapping.ratings.attributes.values())[:RATINGS]
    with TemporaryDirectory(prefix="truths-") as folder:
        house = open_house(Path(folder) / "airport.duckdb")
        try:
            import_file(house, mapping.kind, PASSENGERS, mapping, actor="test")
            found = []
            for turn in range(first, first + turns):
                deal_out(house, turn)
                with house.snapshot() as state:
                    page = load_opinions(asking(state), Filters(), attributes)
                found.append({part: of(page) for part, of in OPINIONS.items()})
            return found
        finally:
            house.close()


def name_all(house: House, learnt: tuple[voice.Learnt, ...]) -> Named:
    """Load both pages and list what each part calls real."""
    with house.snapshot() as state:
        ask = asking(state)
        page = drivers.load(ask, Filters())
        words = voice.load_words(ask, Filters())
        themes = voice.load_themes(ask, Filters(), learnt=learnt)
    named = {part: of(page) for part, of in DRIVERS.items()}
    named |= {part: of(words, themes) for part, of in VOICE.items()}
    return named | {
        HEADLINE: [page.headline] if says_something(page.headline) else [],
        ANYTHING: [name for names in named.values() for name in names],
    }
