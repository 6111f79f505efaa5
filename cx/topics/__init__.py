"""One module per page: asks the warehouse, analyses, and hands over one frozen result.

Pages and the command line read the same result, so that they can't disagree.
"""

from types import ModuleType

from cx.topics import (
    closed_loop,
    customer,
    drivers,
    imports,
    journeys,
    nps,
    profitability,
    quality,
    voice,
)

TOPICS: dict[str, ModuleType] = {
    "nps": nps,
    "journeys": journeys,
    "drivers": drivers,
    "voice": voice,
    "closed_loop": closed_loop,
    "profitability": profitability,
    "customer": customer,
    "imports": imports,
    "quality": quality,
}
"""Topics by the name that ``python -m cx export`` knows them by."""
