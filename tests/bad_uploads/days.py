"""Numbers 42 to 49: days and times that are none, that can be two, or that cannot be."""

from datetime import date, datetime

from tests.bad_uploads.entries import Case, Entry, Row, Taken, Waits

ACQUIRED = "customer_id, acquired_on"
ANSWERED = "response_id, responded_at"
NOT_SAID = "(name another format in the mapping)"
NOT_ALL_ALIKE = "acquired_on is called so, but its days are not all written in the same way"
UNUSED = "Columns not used (1): acquired_on."


def customers(*days: str) -> str:
    """One customer for each day, which may be missing."""
    rows = (f'C{i},Name {i},"{each}"\n' for i, each in enumerate(days, start=1))
    return "customer_id,name,acquired_on\n" + "".join(rows)


def answers(*times: str) -> str:
    """One answer for each time, which may not be missing."""
    rows = (f'R{i},"{each}",{i % 2 * 10}\n' for i, each in enumerate(times, start=1))
    return "response_id,responded_at,nps\n" + "".join(rows)


def acquired(*days: str) -> tuple[Row, ...]:
    return tuple((f"C{i}", date.fromisoformat(each)) for i, each in enumerate(days, start=1))


def answered(*times: str) -> tuple[Row, ...]:
    return tuple((f"R{i}", datetime.fromisoformat(each)) for i, each in enumerate(times, start=1))


def one_odd(day: str, words: str) -> Case:
    """Two good customers and one with a day that is none."""
    said = f'row 4, column "acquired_on": "{day}" {words}'
    told = Taken(acquired("2024-01-13", "2024-01-14"), said, rows=3, rejected=1)
    text = customers("2024-01-13", "2024-01-14", day)
    return Case(text, told, kind="customers", reads=ACQUIRED)


def none_fits(*times: str, **more: object) -> Taken:
    """As typed: nothing is guessed, so all rows stay out."""
    said = f'"{times[0]}" is not a time written like 2024-12-31 15:30:00 {NOT_SAID}'
    return Taken((), said, rows=len(times), rejected=len(times), **more)


DOUBTFUL, MIXED = ("01/02/2024", "03/04/2024"), ("2024-01-13", "14/01/2024", "15/01/2024")
SHORT, COUNTED = ("13/01/24", "14/01/24"), ("45292", "45293")

DAYS = {
    42: Entry(
        "R",
        {
            "30 February": one_odd("2024-02-30", "is not a day written like 2024-12-31"),
            "31 April": Case(
                customers("30/04/2024", "29/04/2024", "31/04/2024"),
                Taken(
                    (), f'"31/04/2024" is not a day {"written like 2024-12-31"}', rows=3, rejected=3
                ),
                Taken(
                    acquired("2024-04-30", "2024-04-29"),
                    'row 4, column "acquired_on": "31/04/2024" is not a day written like 31/12',
                    rows=3,
                    rejected=1,
                ),
                kind="customers",
                reads=ACQUIRED,
            ),
        },
        decided="0007",
    ),
    43: Entry(
        "Q",
        {
            "1 February or 2 January": Case(
                answers(*DOUBTFUL), none_fits(*DOUBTFUL), Waits("days:responded_at"), reads=ANSWERED
            ),
            "and a person says day first": Case(
                answers(*DOUBTFUL),
                none_fits(*DOUBTFUL),
                Taken(
                    answered("2024-02-01", "2024-04-03"),
                    "can be read in more than one way, and no value settles which",
                    asks=("days:responded_at",),
                ),
                reads=ANSWERED,
                answers={"days:responded_at": "%d/%m/%Y"},
            ),
            "and a person says month first": Case(
                answers(*DOUBTFUL),
                none_fits(*DOUBTFUL),
                Taken(answered("2024-01-02", "2024-03-04"), asks=("days:responded_at",)),
                reads=ANSWERED,
                answers={"days:responded_at": "%m/%d/%Y"},
            ),
        },
        decided="0014",
    ),
    44: Entry(
        "R",
        {
            "ISO and day first": Case(
                answers(*MIXED),
                Taken(
                    answered("2024-01-13"),
                    'row 3, column "responded_at": "14/01/2024" is not a time',
                    rows=3,
                    rejected=2,
                ),
                Waits("constant:responded_at"),
                reads=ANSWERED,
            ),
            "and a person chooses the column": Case(
                answers(*MIXED),
                Taken(answered("2024-01-13"), rows=3, rejected=2),
                Taken(
                    answered("2024-01-13", "2024-01-14", "2024-01-15")[1:],
                    'row 2, column "responded_at": "2024-01-13" is not a time written like 31/12',
                    rows=3,
                    rejected=1,
                ),
                reads=ANSWERED,
                chosen={"responded_at": "responded_at"},
            ),
            "an optional day": Case(
                customers("2024-01-13", "14/01/2024"),
                Taken(acquired("2024-01-13"), '"14/01/2024" is not a day', rows=2, rejected=1),
                Taken(
                    (("C1", None), ("C2", None)),
                    NOT_ALL_ALIKE,
                    UNUSED,
                ),
                kind="customers",
                reads=ACQUIRED,
            ),
        },
        decided="0014",
    ),
    45: Entry(
        "R",
        {
            "two digits": Case(
                answers(*SHORT), none_fits(*SHORT), Waits("century:responded_at"), reads=ANSWERED
            ),
            "two digits in an optional day": Case(
                customers(*SHORT),
                Taken((), '"13/01/24" is not a day written like', rows=2, rejected=2),
                Taken(
                    (("C1", None), ("C2", None)),
                    "two digits, which may mean two centuries. Export the file with four",
                    UNUSED,
                    asks=("century:acquired_on",),
                ),
                kind="customers",
                reads=ACQUIRED,
            ),
        },
        decided="0014",
    ),
    46: Entry(
        "Q",
        {
            "all": Case(
                answers(*COUNTED),
                none_fits(*COUNTED),
                Taken(
                    answered("2024-01-01", "2024-01-02"),
                    "responded_at holds numbers instead of days. What do they count?",
                    asks=("count:responded_at",),
                ),
                reads=ANSWERED,
            ),
            "one": Case(
                one_odd("45292", "").content,
                one_odd("45292", f"is not a day written like 2024-12-31 {NOT_SAID}").typed,
                Taken((("C1", None), ("C2", None), ("C3", None)), NOT_ALL_ALIKE, UNUSED),
                kind="customers",
                reads=ACQUIRED,
            ),
        },
        decided="0014",
    ),
    47: Entry(
        "R",
        {
            "9999": one_odd("9999-12-31", "is not between 1900-01-02 and 2099-12-31"),
            "infinity": one_odd("infinity", "is not a day written like 2024-12-31"),
            "1900": Case(
                customers("2024-01-13", "2024-01-14", "1900-01-01"),
                one_odd("1900-01-01", "is not between 1900-01-02 and 2099-12-31").typed,
                Taken(
                    (*acquired("2024-01-13", "2024-01-14"), ("C3", None)),
                    'mean "no answer" (for acquired_on)?',
                    asks=("no_answer:acquired_on",),
                ),
                kind="customers",
                reads=ACQUIRED,
            ),
        },
        decided="0007",
    ),
    48: Entry(
        "W",
        {
            "with and without": Case(
                answers("2024-01-13T10:00:00+02:00", "2024-01-14 10:00:00Z", "2024-01-15 10:00:00"),
                Taken(
                    answered("2024-01-13 08:00:00", "2024-01-14 10:00:00", "2024-01-15 10:00:00"),
                    "times converted to UTC: 2; the others were taken as UTC.",
                ),
                reads=ANSWERED,
            )
        },
    ),
    49: Entry(
        "W",
        {
            "2098": Case(
                answers("2024-01-13", "2024-01-14", "2098-01-01"),
                Taken(
                    answered("2024-01-13", "2024-01-14", "2098-01-01"),
                    'Column "responded_at": rows in the future: 1, the latest 2098-01-01.',
                ),
                reads=ANSWERED,
            )
        },
    ),
}
