"""Turns the Drivers result into the one Report that every file format is written from."""

from collections.abc import Sequence

from cx.analysis.drivers.attributes import Attribute
from cx.analysis.drivers.importance import Driver
from cx.analysis.drivers.quadrants import Grid
from cx.export.report import Report, Row
from cx.topics.drivers import tables
from cx.topics.drivers.figures import figures_of
from cx.topics.drivers.results import Attitudes, Dissatisfaction, Drivers
from cx.topics.drivers.slides import slides_of

_OF_A_DRIVER = ("lmg", "lmg_low", "lmg_high", "share", "low", "high", "sign", "is_suppressed")
_SURE = ("p_top", "p_noise", "standing")


def report(result: Drivers, version: int) -> Report:
    """Return figures and tables of the page, in the order of the page.

    Parameters
    ----------
    result : Drivers
        What the page shows.
    version : int
        Data version that all of it is of.
    """
    cost, left = result.dissatisfaction, result.defection
    found: dict[str, Sequence[Row]] = {
        "importance": importance(result.attitudes, cost),
        "bad_answers": tables.yes_or_no(result.yes_or_no),
        "stated": tables.stated(result.attitudes.stated),
        "gaps": tables.gaps(result.attitudes.gaps),
        "places": tables.places(result.attitudes.grid) if result.attitudes.grid else [],
        "bridge": tables.bridge(cost.bridge),
        "dissatisfiers": tables.dissatisfiers(cost.dissatisfiers),
        "dissatisfiers_together": tables.together(cost.dissatisfiers),
        "asymmetry": tables.asymmetry(cost.asymmetry),
        "causes": [row for each in result.causes for row in tables.causes(each)],
        "causes_by_group": [row for each in result.causes for row in tables.by_group(each)],
        "defection": tables.survival(left.survival),
        "defection_pairs": tables.pairs(left.survival),
        "hazards": tables.hazards(left),
        "responding": tables.survival(left.responding),
        "recovery": tables.recovery(result.recovery),
        "recovery_staying": tables.survival(result.recovery.staying),
        "worth": tables.worths(result.worths, result.settings.currency),
        "warnings": tables.warnings(result),
        "notes": [{"note": note} for note in result.notes],
    }
    return Report(
        topic="drivers",
        filters=result.filters.record(),
        filters_in_words=result.filters.in_words(),
        data_version=version,
        headline=result.headline,
        figures=[*figures_of(result)],
        tables=found,
        company=result.settings.company,
        title="Drivers",
        slides=slides_of(result),
        latest_on=result.defection.known_until,
        accent=result.settings.accent,
        time_zone=result.settings.time_zone,
    )


def importance(said: Attitudes, cost: Dissatisfaction) -> list[Row]:
    """Return one row per attribute: ranked ones first, then those that could not be."""
    classes = {each.name: each.standing for each in cost.asymmetry.contrasts}
    ranked = [_ranked(driver, said, classes) for driver in said.importance.drivers]
    done = {member for driver in said.importance.drivers for member in driver.members}
    left = [_left_out(each, said) for each in said.attributes if each.name not in done]
    return [*ranked, *left]


def _ranked(driver: Driver, said: Attitudes, classes: dict[str, str]) -> Row:
    """One row of a driver; `low` and `high` are the ends of its share."""
    of = {each.name: each for each in said.attributes}
    found = [of[member] for member in driver.members]
    return {
        "attribute": driver.name,
        "lmg": driver.lmg,
        "lmg_low": driver.low,
        "lmg_high": driver.high,
        "share": driver.share,
        "low": driver.share_low,
        "high": driver.share_high,
        "sign": driver.sign,
        "is_suppressed": driver.is_suppressed,
        "p_top": driver.p_top,
        "p_noise": driver.p_noise,
        "standing": driver.standing,
        "stated": _mean([each.stated.value for each in found]),
        "performance": _mean([each.rating.value for each in found]),
        "correlation": driver.correlation,
        "quadrant": _quadrant(said.grid, driver.name),
        "class": classes.get(driver.name),
        "answers": driver.answers,
        "method": said.importance.method,
        "refusal": None,
    }


def _left_out(each: Attribute, said: Attitudes) -> Row:
    whole = said.importance.refusal
    own = (refusal for refusal in said.importance.dropped if refusal.code.endswith(f":{each.name}"))
    why = next(own, whole)
    return {
        "attribute": each.name,
        **dict.fromkeys(_OF_A_DRIVER),
        **dict.fromkeys(_SURE),
        "stated": each.stated.value,
        "performance": each.rating.value,
        "correlation": each.correlation,
        "quadrant": None,
        "class": None,
        "answers": each.rating.responses,
        "method": said.importance.method,
        "refusal": tables.code(why),
    }


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _quadrant(grid: Grid | None, name: str) -> str | None:
    if grid is None:
        return None
    return next((each.quadrant for each in grid.placed if each.name == name), None)
