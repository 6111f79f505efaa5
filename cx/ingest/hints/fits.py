"""How well the values of a source column fit a column of ours, and why."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cx.extracts import Column
from cx.ingest.hints.amounts import amounts_of
from cx.ingest.hints.days import counts_of, days_of
from cx.ingest.hints.scales import CODES, Scale, numbers_of, scale_of
from cx.ingest.hints.usual import CHOICES
from cx.ingest.hints.values import Profile

NPS_BESIDE = CODES | {11}
"""Numbers that may stand beside answers of 0 to 10 and mean "no answer"."""
_MOST = 0.8
"""Share of the values that must fit."""
_DOUBTFUL = 0.6
"""The most that a column is trusted in which some values do not fit."""
_FEW = 0.1
"""The most of the rows that may hold a number outside of a scale, and be taken for slips."""
_PROSE = 4
"""Words of a value from which on it is a text that somebody wrote."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well values fit, 0 to 1, and why in words; 0 rules the column out."""

    share: float
    why: str


NO = Fit(0.0, "")


def fit_of(column: Column, profile: Profile) -> Fit:
    """Judge the values of a source column for one of ours.

    Examples
    --------
    >>> from cx.extracts import EXTRACTS
    >>> nps = EXTRACTS["responses"].column("nps")
    >>> fit_of(nps, Profile("Q8", ("0", "10", "7"), ("7", "0", "10"), 3))
    Fit(share=0.9, why='values are whole numbers from 0 to 10')
    """
    if not profile.kept:
        return Fit(0.4, "the column is empty in the rows seen") if profile.name else NO
    judge = _OWN.get(column.name) or (_choices if column.choices else _BY_TYPE[column.type])
    return judge(column, profile)


def without_strays(column: Column, profile: Profile) -> tuple[Profile, Fit]:
    """Leave out values that fit in no company, if they are the lesser part, and judge the others.

    It is for columns that bear our own name, so that ids may look like anything.

    Examples
    --------
    >>> from cx.extracts import EXTRACTS
    >>> nps = EXTRACTS["responses"].column("nps")
    >>> without_strays(nps, Profile("nps", ("0", "many", "9"), ("0", "many", "9"), 3))[1]
    Fit(share=0.6, why='values are whole numbers from 0 to 9, but "many" does not fit')
    """
    if column.type == "id":
        return profile, Fit(_DOUBTFUL, "values do not look like ids")
    strays = _slips(column, profile)
    kept = replace(profile, texts=tuple(each for each in profile.texts if each not in strays))
    fit = fit_of(column, kept) if strays else NO
    if fit.share == 0.0:
        return profile, NO
    return kept, Fit(min(fit.share, _DOUBTFUL), f'{fit.why}, but "{strays[0]}" does not fit')


def _slips(column: Column, profile: Profile) -> tuple[str, ...]:
    """Strays, where they are the lesser part; of answers from 0 to 10, also rare other numbers."""
    strays = strays_of(column, profile)
    if column.name == "nps":
        others = tuple(each for each in profile.kept if each in strays or _is_outside(each))
        answered = [each for each in profile.cells if each and each not in profile.silent]
        if sum(each in others for each in answered) <= _FEW * len(answered):
            return others
    return strays if 2 * len(strays) < len(profile.kept) else ()


def _is_outside(text: str) -> bool:
    number = (numbers_of((text,)) or {}).get(text)
    return number is not None and not 0 <= number <= 10 and number not in NPS_BESIDE


def strays_of(column: Column, profile: Profile) -> tuple[str, ...]:
    """Values that a column of ours could not hold if they stood alone."""
    return tuple(each for each in profile.kept if _is_stray(column, each))


def _is_stray(column: Column, text: str) -> bool:
    if column.name in _OWN:
        # A number beside the scale may well mean that it is another scale.
        return numbers_of((text,)) is None
    return fit_of(column, Profile("", (text,), (text,), 1)).share == 0.0


def nps_answers(profile: Profile) -> dict[str, int] | None:
    """Answers from 0 to 10 with the numbers they stand for; None when others stand beside them.

    A number outside that no questionnaire uses for "no answer" rules a column out, and so do
    words without a number.
    """
    numbers = numbers_of(profile.kept)
    if not numbers or not any(each.lstrip("(-+")[:1].isdigit() or _ends(each) for each in numbers):
        return None
    inside = {each: number for each, number in numbers.items() if 0 <= number <= 10}
    beside = set(numbers.values()) - set(inside.values())
    return inside if inside and beside <= NPS_BESIDE else None


def _ends(text: str) -> bool:
    return text.rstrip(") ")[-1:].isdigit()


def choice_of(text: str, choices: tuple[str, ...]) -> str | None:
    """The one of our words that a value says, or None.

    >>> choice_of("Churned", ("prospect", "active", "lapsed", "lost"))
    'lost'
    """
    said = " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
    for each in choices:
        if said == each.replace("_", " ") or said in CHOICES.get(each, ()):
            return each
    return None


def _nps(_column: Column, profile: Profile) -> Fit:
    answers = nps_answers(profile)
    if answers is None:
        return NO
    seen = set(answers.values())
    if max(seen) <= 2 and profile.rows_seen >= 20:
        return NO
    why = f"values are whole numbers from {min(seen)} to {max(seen)}"
    if set(answers) - set(profile.wholes):
        why = f"values say a number from {min(seen)} to {max(seen)}"
    if {0, 10} <= seen:
        return Fit(1.0 if len(seen) >= 9 else 0.9, why)
    return Fit(0.85 if max(seen) > 7 else 0.25, why)


def answers_scale(profile: Profile) -> Scale | None:
    """Scale of one column's answers."""
    return scale_of(profile.kept, profile.silent)


def _satisfaction(column: Column, profile: Profile) -> Fit:
    scale = answers_scale(profile)
    numbers = numbers_of(profile.kept) or {}
    if scale is None:
        return NO
    if scale.high > (column.high or 0) or (scale.low == 0 and 0 in numbers.values()):
        return Fit(0.2, f"values go from {scale.said}")
    words = "words for" if scale.values and not profile.wholes else "whole numbers from"
    share = 1.0 if scale.share > 0.7 else 0.7 if scale.share >= 0.5 else 0.5
    return Fit(share, f"values are {words} {scale.said}")


def _id(_column: Column, profile: Profile) -> Fit:
    is_id = profile.words < 2 and all(len(each) <= 64 for each in profile.kept)
    decimals = any("." in each and each not in profile.wholes for each in profile.kept)
    if not is_id or (profile.share_number > _MOST and decimals):
        return NO
    if days_of(profile.kept).share > _MOST and profile.share_whole < 1:
        return NO
    if profile.share_flag == 1.0 and profile.rows_seen > 5:
        return Fit(0.2, "values say yes or no")
    return Fit(1.0, "values are all different" if profile.is_unique else "values look like ids")


def _text(column: Column, profile: Profile) -> Fit:
    if column.name in ("comment", "note", "finding", "resolution", "root_cause", "action"):
        return _prose(column, profile)
    if days_of(profile.kept).share > _MOST and profile.share_whole < 1:
        return Fit(0.1, "values are days")
    if profile.share_number > _MOST:
        is_code = profile.share_whole > _MOST and 1 < len(profile.texts) < 30
        return Fit(0.45, "values are codes") if is_code else Fit(0.1, "values are numbers")
    if profile.words > _PROSE + 4:
        return Fit(0.2, "values are long texts")
    if profile.share_flag == 1.0:
        return Fit(0.2, "values say yes or no")
    return Fit(1.0, "values are words")


def _prose(column: Column, profile: Profile) -> Fit:
    if profile.share_number > 0.5 or profile.share_flag == 1.0:
        return Fit(0.1, "values are numbers or codes")
    if profile.words >= _PROSE / 2:
        return Fit(1.0, "values are texts that people wrote")
    return Fit(0.2 if column.name == "comment" else 0.8, "values are single words")


def _choices(column: Column, profile: Profile) -> Fit:
    known = [each for each in profile.kept if choice_of(each, column.choices)]
    share = len(known) / len(profile.kept)
    if not known:
        return Fit(0.1, f"no value is one of {', '.join(column.choices)}")
    return Fit(0.3 + 0.7 * share, f'values such as "{known[0]}" are known')


def _number(column: Column, profile: Profile) -> Fit:
    if profile.share_number < _MOST:
        return NO
    if column.type == "integer" and profile.share_whole < _MOST:
        return Fit(0.6 if amounts_of(profile.kept).share > _MOST else 0.1, "values are numbers")
    negative = any(each.startswith("-") for each in profile.kept)
    if column.low is not None and column.low >= 0 and negative:
        return Fit(0.4, "some values are negative")
    return Fit(
        1.0, "values are whole numbers" if profile.share_whole == 1 else "values are numbers"
    )


def _flag(column: Column, profile: Profile) -> Fit:
    known = [each for each in profile.kept if choice_of(each, ("true", "false"))]
    share = max(profile.share_flag, len(known) / len(profile.kept))
    return Fit(1.0, "values say yes or no") if share == 1.0 else NO


def _day(column: Column, profile: Profile) -> Fit:
    days = days_of(profile.kept)
    if days.share >= _MOST:
        return Fit(0.95 if days.is_short else 1.0, "values are days")
    if profile.share_whole == 1.0 and profile.wholes:
        numbers = list(profile.wholes.values())
        if counts_of(numbers):
            return Fit(0.7, "values are numbers that may count days or seconds")
        if is_day_of_month(profile):
            return Fit(0.5, "values are whole numbers from 1 to 31, perhaps days of a month")
    return NO


def is_day_of_month(profile: Profile) -> bool:
    """Whether whole numbers may be the days of one month."""
    numbers = set(profile.wholes.values())
    return len(numbers) > 4 and min(numbers) >= 1 and 12 < max(numbers) <= 31


_Judge = Callable[[Column, Profile], Fit]
_OWN: dict[str, _Judge] = {"nps": _nps, "csat": _satisfaction, "ces": _satisfaction}
_BY_TYPE: dict[str, _Judge] = {
    "id": _id,
    "text": _text,
    "integer": _number,
    "number": _number,
    "money": _number,
    "flag": _flag,
    "date": _day,
    "time": _day,
}
