"""Judges how far the data can be trusted: reservations by weight, and one sentence of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx.topics.quality.rules import CREDIT_NOTES
from cx.words import counted, listed

if TYPE_CHECKING:
    from cx.topics.quality.results import Quality

GRAVE, SERIOUS, SLIGHT = 3, 2, 1
"""How much a reservation weighs: the first alone means that the figures do not hold."""

STALE_DAYS, OLD_DAYS = 31, 183
"""From how many days on the newest answer is called stale, and old."""
LOST_SHARE, GRAVE_SHARE = 0.01, 0.25
"""From which share on lost references of a column are serious; of answers' customers grave."""
HEARD_SHARE, FEW_HEARD = 0.5, 0.1
"""Below which share of revenue the scores speak for less than half, and for hardly anybody."""
MOST_NAMED = 3
"""From how many extracts on they are counted instead of named."""
MOST_SAID = 2
"""Reservations that the headline names; it counts the others."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """Something that speaks against trusting the data, as part of a sentence."""

    weight: int
    said: str


def headline_of(result: Quality) -> str:
    """Answer how far the data can be trusted.

    Far, when nothing speaks against it; not far, when something grave does; else with care.
    """
    if not result.rows:
        return "There is no data yet."
    found = reservations_of(result)
    if not found:
        return f"Far: {_assurance(result)}."
    verdict = "Not far" if found[0].weight == GRAVE else "With care"
    said = [each.said for each in found[:MOST_SAID]]
    more = len(found) - len(said)
    if more:
        said.append(
            counted(more, "more thing") + (" is" if more == 1 else " are") + " worth mending"
        )
    return f"{verdict}: {listed(said)}."


def reservations_of(result: Quality) -> list[Reservation]:
    """List what speaks against trusting the data, the gravest first."""
    found = (
        *_absent(result),
        *_stale(result),
        *_unheard(result),
        *_lost(result),
        *_wrong(result),
        *_double(result),
    )
    return sorted(found, key=lambda each: -each.weight)


def notes_of(result: Quality) -> tuple[str, ...]:
    """What a careful reader must know beside the headline."""
    return tuple(note for note in (_speakers(result), _amounts(result)) if note)


def percent(share: float) -> str:
    """Write a share; what is there is never rounded to nothing, what lacks something never to all.

    >>> percent(0.4567), percent(0.0004), percent(0.9999), percent(1.0), percent(0.0)
    ('46 %', 'under 0.1 %', 'over 99.9 %', '100 %', '0 %')
    """
    if 0 < share < 0.001:
        return "under 0.1 %"
    if 0.999 < share < 1:
        return "over 99.9 %"
    digits = 1 if 0 < share < 0.1 or 0.99 < share < 1 else 0
    return f"{100 * share:.{digits}f} %"


def _absent(result: Quality) -> Iterator[Reservation]:
    if "responses" in result.missing:
        yield Reservation(GRAVE, "there are no responses, so no score can be shown")
    if "customers" in result.missing:
        yield Reservation(GRAVE, 'there are no customers, so breakdowns know only "(unknown)"')


def _stale(result: Quality) -> Iterator[Reservation]:
    """Answers that end long ago, and other records that do; plans and lists have no age."""
    ages = {each.name: result.age_days(each.latest_on) for each in result.dated if each.latest_on}
    answers = ages.pop("responses", 0)
    if answers > STALE_DAYS:
        weight = SERIOUS if answers > OLD_DAYS else SLIGHT
        yield Reservation(weight, f"the newest answer is {counted(answers, 'day')} old")
    old = [name for name, days in ages.items() if days > STALE_DAYS]
    if old:
        names = listed(old) if len(old) < MOST_NAMED else f"{len(old)} extracts"
        yield Reservation(SLIGHT, f"records of {names} end more than a month ago")


def _unheard(result: Quality) -> Iterator[Reservation]:
    share = result.coverage.share if result.coverage else None
    if share is not None and share < HEARD_SHARE:
        weight = SERIOUS if share < FEW_HEARD else SLIGHT
        part = f"only {percent(share)}" if share else "none"
        yield Reservation(weight, f"scores speak for {part} of the revenue")


def _lost(result: Quality) -> Iterator[Reservation]:
    """References that lead nowhere: many in one column, to an extract that is not there, or few."""
    orphans = result.links.orphans if result.links else ()
    for target in dict.fromkeys(each.points_to for each in orphans):
        if target in result.missing:
            lost = sum(each.rows for each in orphans if each.points_to == target)
            verb = "points" if lost == 1 else "point"
            said = f"{counted(lost, 'row')} {verb} to {target}, of which there are none"
            yield Reservation(SLIGHT, said)
    known = [each for each in orphans if each.points_to not in result.missing]
    few = [each for each in known if result.share_of(each) < LOST_SHARE]
    for each in known:
        if each not in few:
            is_of_answers = (each.extract, each.column) == ("responses", "customer_id")
            share = result.share_of(each)
            weight = GRAVE if is_of_answers and share >= GRAVE_SHARE else SERIOUS
            whose = f"the {_many(each.extract)} that name a {_one(each.points_to)}"
            yield Reservation(weight, f"{percent(share)} of {whose} name one that is not on file")
    if few:
        lost = sum(each.rows for each in few)
        name = "names" if lost == 1 else "name"
        yield Reservation(SLIGHT, f"{counted(lost, 'row')} {name} something that is not on file")


def _many(extract: str) -> str:
    """What people call the rows of an extract."""
    return "answers" if extract == "responses" else extract.replace("_", " ")


def _one(extract: str) -> str:
    """What people call one row of an extract.

    >>> [_one(each) for each in ("responses", "opportunities", "surveys")]
    ['answer', 'opportunity', 'survey']
    """
    many = _many(extract)
    return f"{many[:-3]}y" if many.endswith("ies") else many[:-1]


def _wrong(result: Quality) -> Iterator[Reservation]:
    if result.wrong:
        verb = "is" if result.wrong == 1 else "are"
        yield Reservation(SLIGHT, f"{counted(result.wrong, 'value')} {verb} doubtful")


def _double(result: Quality) -> Iterator[Reservation]:
    if result.links and result.links.doubles:
        verb = "looks" if result.links.doubles == 1 else "look"
        yield Reservation(SLIGHT, f"{counted(result.links.doubles, 'row')} {verb} double")


def _assurance(result: Quality) -> str:
    """Say what was looked at where nothing was found."""
    said = ["no value is doubtful"]
    if result.links is not None:
        said = ["every reference leads somewhere", *said, "no row looks double"]
    if result.coverage and result.coverage.share is not None:
        said.append(f"scores speak for {percent(result.coverage.share)} of the revenue")
    return listed(said)


def _speakers(result: Quality) -> str:
    """Explain the two names that breakdowns use for answers of nobody in particular."""
    found = result.speakers
    if not found.answers:
        return ""
    if not found.anonymous and not found.unknown:
        return "Of every answer it is known which customer gave it."
    return (
        f"Of {counted(found.answers, 'answer')}, those that name no customer ({found.anonymous:,}) "
        f"are told as “(anonymous)”, those of customers not on file ({found.unknown:,}) as "
        "“(unknown)”. All of them count in the score, so that breakdowns add up to the whole."
    )


def _amounts(result: Quality) -> str:
    has_credit = any((each.extract, each.rule) == CREDIT_NOTES for each in result.impossible)
    return "An invoice below zero may well be a credit note." if has_credit else ""
