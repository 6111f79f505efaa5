"""Asks what a look at the file does not settle, with examples from it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from cx.extracts import Column, Extract
from cx.ingest.hints.amounts import BASES, PLAIN, amounts_of, read_number
from cx.ingest.hints.days import counts_of, days_of, read_count
from cx.ingest.hints.fits import answers_scale, choice_of, is_day_of_month, nps_answers
from cx.ingest.hints.proposal import Choice, Question
from cx.ingest.hints.scales import CODES, Scale
from cx.ingest.hints.values import NOTHING, Profile

LEAVE = Choice("leave out", "Leave this column out")
ROW_KEY = "row number"
JOIN = " + "
_SHOWN = 5
_PLACEHOLDER = re.compile(r"(1899|1900|0000|9999|2999)\W|\W(1899|1900|0000|9999|2999)\b")
_DAY_WORDS = {
    "d": "day",
    "m": "month",
    "Y": "year",
    "y": "year",
    "b": "month name",
    "B": "month name",
}


def column_questions(column: Column, profile: Profile, is_key: bool) -> Iterator[Question]:
    """Ask what is open about one column of ours and the source proposed for it.

    Parameters
    ----------
    column : Column
        Ours.
    profile : Profile
        Of the source.
    is_key : bool
        Whether it alone is the key, which cannot be left out.
    """
    yield from _silent(column, profile)
    if column.type == "text" and column.is_required and "" in profile.cells:
        yield _empty_question(column, profile)
    if column.name == "nps":
        yield from _zero_to_ten(column, profile)
    elif column.type in ("date", "time"):
        yield from _days(column, profile, is_key)
    elif column.type in ("integer", "number", "money") and column.name not in ("csat", "ces"):
        yield from _numbers(column, profile)
    elif column.choices and column.type == "text":
        yield from _others(column, profile)


def rating_questions(names: Sequence[str], scale: Scale) -> Iterator[Question]:
    """Ask for the scale of the rated columns, and which of their values are no answers."""
    said = f"{names[0]} and {len(names) - 1} more columns"
    if scale.others:
        ends = ((scale.low, scale.high), *scale.others)
        yield Question(
            "scale:ratings",
            "",
            f"{said} are rated on one scale. Which one?",
            choices=tuple(Choice(f"{low}-{high}", f"{low} to {high}") for low, high in ends),
            suggested=(f"{scale.low}-{scale.high}",),
        )
    if scale.odd:
        yield Question(
            "no_answer:ratings",
            "",
            f"{said} have values beside the scale of {scale.said}. "
            'Which of them mean "no answer" or "not applicable"?',
            scale.odd[:_SHOWN],
            _as_choices(scale.odd),
            scale.odd,
            is_multiple=True,
        )


def key_question(
    column: Column, profile: Profile, profiles: Sequence[Profile]
) -> Iterator[Question]:
    """Ask what makes a row's key, when the source proposed for it repeats."""
    if not profile.repeated:
        return
    pairs = [JOIN.join(names) for names in _unique_pairs(profile, profiles)]
    choices = [Choice(pair, f"{pair} together") for pair in pairs]
    choices.append(Choice(ROW_KEY, "A key made from the row number; all rows are kept"))
    alone = Choice(profile.name, f"{profile.name} alone; of equal ids the first row is kept")
    choices.append(alone)
    yield Question(
        f"key:{column.name}",
        profile.name,
        f"{profile.name} is to tell rows apart, but some of its values stand in several rows. "
        "What tells them apart?",
        profile.repeated[:_SHOWN],
        tuple(choices),
        ((alone if _is_mostly_a_key(column, profile) else choices[0]).answer,),
    )


def _is_mostly_a_key(column: Column, profile: Profile) -> bool:
    """Whether a source bears our name and tells most rows apart: then repeats are slips."""
    is_ours = profile.name.strip().casefold() == column.name
    return is_ours and 2 * len(set(profile.cells)) > len(profile.cells)


def constant_questions(extract: Extract, missing: Sequence[str]) -> Iterator[Question]:
    """Ask for one value for all rows, where a required column has no source."""
    for name in missing:
        column = extract.column(name)
        yield Question(
            f"constant:{name}",
            "",
            f"No column seems to hold {name} ({column.description.lower()}), which every row "
            "needs. Name its column, or the one value that holds for all rows.",
            choices=tuple(Choice(each, each) for each in column.choices),
        )


def _as_choices(values: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(each, each) for each in values)


def _silent(column: Column, profile: Profile) -> Iterator[Question]:
    """Ask which values mean "no answer": proposed, and suggested only where they can't be one."""
    beside = _beside(column, profile)
    found = (*beside, *profile.silent)
    if not found:
        return
    is_words = column.type == "text"
    likely = [each for each in found if not is_words or each.casefold() in NOTHING]
    if column.type in ("integer", "number", "money") and column.name not in ("nps", "csat", "ces"):
        likely = [each for each in likely if each in profile.silent or each.startswith("-")]
    yield Question(
        f"no_answer:{column.name}",
        profile.name,
        f'Which of these values of {profile.name} mean "no answer" (for {column.name})? '
        "The others stay as they are.",
        found[:_SHOWN],
        _as_choices(found),
        tuple(likely),
        is_multiple=True,
    )


def _empty_question(column: Column, profile: Profile) -> Question:
    return Question(
        f"empty:{column.name}",
        profile.name,
        f"Some rows have nothing in {profile.name}, but every row needs a {column.name}. "
        "What becomes of them?",
        profile.samples,
        (
            Choice("reject", "They are rejected and can be mended"),
            Choice("(none)", 'They are kept with "(none)" in its place'),
        ),
        ("reject",),
    )


def _beside(column: Column, profile: Profile) -> tuple[str, ...]:
    """Values beside a scale, or far from all others."""
    if column.name == "nps":
        answers = nps_answers(profile) or {}
        return tuple(each for each in profile.kept if each not in answers) if answers else ()
    if column.name in ("csat", "ces"):
        scale = answers_scale(profile)
        return tuple(each for each in scale.odd if each not in profile.silent) if scale else ()
    if column.type in ("date", "time"):
        return tuple(each for each in profile.kept if _PLACEHOLDER.search(each))
    if column.type in ("integer", "number", "money"):
        return _far_codes(profile.wholes)
    return ()


def _far_codes(wholes: Mapping[str, int]) -> tuple[str, ...]:
    """Numbers such as 999 or -1 that stand far from all others."""
    usual = [number for number in wholes.values() if number not in CODES]
    if len(usual) < 2:
        return ()
    return tuple(
        text
        for text, number in wholes.items()
        if number in CODES and (number < 0 <= min(usual) or number > 3 * max(usual))
    )


def _zero_to_ten(column: Column, profile: Profile) -> Iterator[Question]:
    """Ask whether the question was put from 0 to 10, unless the answers show it."""
    seen = set((nps_answers(profile) or {}).values())
    if not seen or (0 in seen and max(seen) > 7):
        return
    yield Question(
        f"scale:{column.name}",
        profile.name,
        f"Answers in {profile.name} go from {min(seen)} to {max(seen)}. NPS needs a question that "
        "was asked from 0 to 10; no other scale can be turned into one. Was it?",
        tuple(profile.samples),
        (
            Choice("0-10", "Yes, from 0 to 10; nobody chose the other numbers"),
            Choice(LEAVE.answer, "No, on another scale: leave it out of NPS"),
        ),
    )


def _days(column: Column, profile: Profile, is_key: bool) -> Iterator[Question]:
    days = days_of(_real_days(profile))
    way_out = () if is_key or column.is_required else (LEAVE,)
    if days.is_short:
        yield Question(
            f"century:{column.name}",
            profile.name,
            f"The years in {profile.name} have two digits, which may mean two centuries. Export "
            "the file with four digits.",
            profile.samples,
            (*way_out, Choice("again", "I will upload it again with four digits")),
            tuple(each.answer for each in way_out),
        )
    elif len(days.formats) > 1:
        yield _order_question(column, profile, days.formats)
    elif not days.formats:
        yield from _counted(column, profile, way_out)


def _real_days(profile: Profile) -> tuple[str, ...]:
    return tuple(each for each in profile.kept if not _PLACEHOLDER.search(each)) or profile.kept


def _order_question(column: Column, profile: Profile, formats: Sequence[str]) -> Question:
    is_dotted = all("." in each for each in formats)
    return Question(
        f"days:{column.name}",
        profile.name,
        f"The days in {profile.name} can be read in more than one way, and no value settles "
        "which. Which one is it?",
        profile.samples,
        tuple(Choice(each, day_words(each)) for each in formats),
        tuple(each for each in formats if each.startswith("%d"))[:1] if is_dotted else (),
    )


def day_words(pattern: str) -> str:
    """How a format is told to a person.

    >>> day_words("%d/%m/%Y %H:%M"), day_words("")
    ('day/month/year and time', 'year-month-day')
    """
    if not pattern:
        return "year-month-day"
    days = re.split(r"[ T]+(?=%[HI])", pattern)[0]
    said = re.sub(r"%([dmYybB])", lambda found: _DAY_WORDS[found[1]], days)
    return f"{said} and time" if days != pattern else said


def _counted(column: Column, profile: Profile, way_out: tuple[Choice, ...]) -> Iterator[Question]:
    numbers = list(profile.wholes.values())
    counts = counts_of(numbers) if numbers and profile.share_whole == 1.0 else ()
    if counts:
        first = numbers[0]
        labels = {
            name: f"{name}, {who}: {first} is {read_count(first, name)}" for name, who in counts
        }
        yield Question(
            f"count:{column.name}",
            profile.name,
            f"{profile.name} holds numbers instead of days. What do they count?",
            profile.samples,
            (*(Choice(name, label) for name, label in labels.items()), *way_out),
            tuple(labels)[:1],
        )
    elif numbers and is_day_of_month(profile):
        yield Question(
            f"month:{column.name}",
            profile.name,
            f"{profile.name} holds whole numbers from {min(numbers)} to {max(numbers)}. If they "
            "are days of one month, write that month like 2018-05; else choose another column.",
            profile.samples,
        )


def _numbers(column: Column, profile: Profile) -> Iterator[Question]:
    amounts = amounts_of(profile.kept)
    if len(amounts.formats) > 1:
        example = next((each for each in profile.kept if re.search(r"\d[.,]\d{3}\b", each)), "")
        yield Question(
            f"number:{column.name}",
            profile.name,
            f'Numbers in {profile.name} can be read in two ways: is "{example}" a number of '
            "thousands or one with decimals?",
            profile.samples,
            tuple(
                Choice(each or "plain", _number_words(each, example, amounts.currency))
                for each in amounts.formats
            ),
        )
    if amounts.currency:
        yield Question(
            f"currency:{column.name}",
            profile.name,
            f"Amounts in {profile.name} are written with {amounts.currency}. Is that your "
            "reporting currency? Others are not converted.",
            profile.samples,
            (
                Choice("yes", f"Yes, {amounts.currency} is the reporting currency"),
                Choice(LEAVE.answer, "No: leave this column out"),
            ),
        )


def _number_words(pattern: str, example: str, currency: str) -> str:
    base = next((each for each in BASES if each in pattern), PLAIN)
    number = read_number(example.replace(currency, "").strip(), base)
    said = pattern or "1234.56"
    return f"written like {said}: {example} is {number:g}" if number is not None else said


def _others(column: Column, profile: Profile) -> Iterator[Question]:
    strange = tuple(each for each in profile.kept if not choice_of(each, column.choices))
    if not strange:
        return
    yield Question(
        f"others:{column.name}",
        profile.name,
        f"{column.name} takes only {', '.join(column.choices)}. What becomes of the rows with "
        f"other values of {profile.name}?",
        strange[:_SHOWN],
        (
            Choice("reject", "They are rejected and can be mended"),
            Choice("empty", f"They are kept, with an empty {column.name}"),
        ),
        ("reject",),
    )


def _unique_pairs(profile: Profile, profiles: Sequence[Profile]) -> list[tuple[str, str]]:
    """Columns that tell rows apart together with this one; ids and days before others."""
    found = []
    for one, other in combinations([profile, *(e for e in profiles if e is not profile)], 2):
        if one is not profile:
            break
        cells = [pair for pair in zip(one.cells, other.cells, strict=True) if all(pair)]
        if len(set(cells)) == len(one.cells) and other.words < 2:
            found.append((one.name, other.name))
    return found[:3]
