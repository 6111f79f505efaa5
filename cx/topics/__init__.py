"""One module per page: asks the warehouse, analyses, and hands over one frozen result.

Pages and the command line read the same result, so that they can't disagree.
"""

from types import ModuleType

from cx.topics import (
    centricity,
    closed_loop,
    customer,
    drivers,
    imports,
    journeys,
    nps,
    overview,
    profitability,
    quality,
    voice,
)

TOPICS: dict[str, ModuleType] = {
    "overview": overview,
    "nps": nps,
    "journeys": journeys,
    "drivers": drivers,
    "voice": voice,
    "closed_loop": closed_loop,
    "profitability": profitability,
    "customer": customer,
    "centricity": centricity,
    "imports": imports,
    "quality": quality,
}
"""Topics by the name that ``python -m cx export`` knows them by."""
