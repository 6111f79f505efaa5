"""Deals scores out anew, again and again, and counts what the pages still call real."""

from pathlib import Path
from tempfile import TemporaryDirectory

from cx.filters import Filters
from cx.topics import drivers, voice
from cx.warehouse import House
from tests.truths.companies import asking, build, deal_out
from tests.truths.named import DRIVERS, VOICE, says_something

CUSTOMERS = 1200
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
