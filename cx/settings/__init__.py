"""What holds for the whole company: its name, its targets, and how many answers a figure takes."""

from cx.settings.definitions import (
    DEFAULTS,
    DEFINITIONS,
    GROUPS,
    Definition,
    Settings,
    Value,
    valued,
)
from cx.settings.reading import CURRENCIES, contradictions, parse, revise, settled, write

__all__ = [
    "CURRENCIES",
    "DEFAULTS",
    "DEFINITIONS",
    "GROUPS",
    "Definition",
    "Settings",
    "Value",
    "contradictions",
    "parse",
    "revise",
    "settled",
    "valued",
    "write",
]
