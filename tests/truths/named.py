"""What the pages Drivers and Voice call more than chance, part by part: one family of tests each.

Only parts that rest on scores: who leaves after an installation gone wrong is true of a company
whatever its scores are.
"""

from collections.abc import Callable

from cx.analysis.voice.effects import HIGHER, LOWER
from cx.topics.drivers.results import Drivers, Opinions
from cx.topics.voice.results import Themes, Words

LEVEL = 0.05


def drivers_of(result: Opinions) -> list[str]:
    return [each.name for each in result.attitudes.real]


def places_of(result: Drivers) -> list[str]:
    grids = (result.attitudes.grid, result.attitudes.stated)
    return [
        each.name for grid in grids if grid for each in grid.placed if each.quadrant != "between"
    ]


def costs_of(result: Drivers) -> list[str]:
    spans = result.dissatisfaction.bridge.spans
    return [span.name for span in spans if span.penalty.is_clear or span.reward.is_clear]


def failings_of(result: Drivers) -> list[str]:
    each_one = result.dissatisfaction.dissatisfiers.dissatisfiers
    return [each.name for each in each_one if each.is_clear]


def classes_of(result: Drivers) -> list[str]:
    contrasts = result.dissatisfaction.asymmetry.contrasts
    return [each.name for each in contrasts if each.standing != "undetermined"]


def uneven_of(result: Drivers) -> list[str]:
    contrasts = result.dissatisfaction.asymmetry.contrasts
    return [each.name for each in contrasts if (each.p_symmetry or 1.0) <= LEVEL]


def curves_of(result: Drivers) -> list[str]:
    return [pair.first for pair in result.defection.survival.pairs if pair.is_clear]


def _of_answers(hazards) -> list[str]:
    return [
        each.term
        for each in hazards.hazards
        if each.is_clear and each.term in ("Detractors", "Promoters")
    ]


def early_hazards_of(result: Drivers) -> list[str]:
    return _of_answers(result.defection.early)


def hazards_of(result: Drivers) -> list[str]:
    return _of_answers(result.defection.hazards)


def recovery_of(result: Drivers) -> list[str]:
    return [each.first for each in result.recovery.contrasts if each.is_clear]


def clear_of_kind(kind: str) -> Callable[[Drivers], list[str]]:
    """Return what tells the clear causes of a kind of survey, whichever way they go."""

    def clear_of(result: Drivers) -> list[str]:
        found = [each for each in result.causes if each.survey_kind == kind]
        return [cause.name for each in found for cause in each.found if cause.is_clear]

    return clear_of


def groups_of_kind(kind: str) -> Callable[[Drivers], list[str]]:
    """Return what tells the groups of a kind of survey in which a cause is clear."""

    def clear_of(result: Drivers) -> list[str]:
        found = [each for each in result.causes if each.survey_kind == kind]
        return [group.group for each in found for group in each.by_group if group.cause.is_clear]

    return clear_of


DRIVERS: dict[str, Callable[[Drivers], list[str]]] = {
    "Importance: a driver is more than noise": drivers_of,
    "Charts: an attribute has a quadrant": places_of,
    "Bridge: a failing or an excellence moves points": costs_of,
    "Failings that set the unhappy apart": failings_of,
    "Asymmetry: a class is printed": classes_of,
    "Asymmetry: penalty and reward differ": uneven_of,
    "Causes, relationship survey": clear_of_kind("relationship"),
    "Causes, transactional surveys": clear_of_kind("transactional"),
    "Causes by group, relationship survey": groups_of_kind("relationship"),
    "Causes by group, transactional surveys": groups_of_kind("transactional"),
    "Leaving: two curves differ": curves_of,
    "Leaving: hazard of the first 90 days": early_hazards_of,
    "Leaving: hazard of the whole time": hazards_of,
    "Recovery: two groups score differently": recovery_of,
}
"""Families of the Drivers page: each is tested at 5 %, by Benjamini-Hochberg or Holm."""


def words_of(words: Words, themes: Themes) -> list[str]:
    return [word.word for each in words.by_language for word in (*each.low, *each.high)]


def effects_of(words: Words, themes: Themes) -> list[str]:
    return [
        theme.name
        for each in themes.by_language
        for theme in each.themes
        if theme.effect.verdict in (LOWER, HIGHER)
    ]


VOICE: dict[str, Callable[[Words, Themes], list[str]]] = {
    "Words: one sets the unhappy or the happy apart": words_of,
    "Themes: one goes with a better or a worse score": effects_of,
}
"""Families of the Voice page."""


def weighted_of(result: Opinions) -> list[str]:
    return [each.name for each in result.attitudes.weighted.drivers if each.standing != "none"]


OPINIONS: dict[str, Callable[[Opinions], list[str]]] = {
    **dict(list(DRIVERS.items())[:6]),
    "Importance with the survey's own weights": weighted_of,
}
"""Families that rest on ratings alone."""

NOTHING = "Nothing that people rated is linked to NPS more than by chance, in "


def says_something(headline: str) -> bool:
    """Whether the headline of the Drivers page names anything at all."""
    return not (headline.startswith(NOTHING) and headline.count(". ") == 0)
