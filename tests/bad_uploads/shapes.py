"""Numbers 1 to 25: no rows, and names, rows, quotes or delimiters that are not in order."""

from cx.ingest.look import ReadOptions
from tests.bad_uploads.entries import (
    BOTH,
    COMMENTED,
    FINE,
    GOOD,
    HEAD,
    ROWS,
    WIDE,
    Case,
    Entry,
    Refused,
    Taken,
    Waits,
    fine,
)

UNQUOTED = "Quotes are read as ordinary signs"
IN_ROW_3 = "the column names are in row 3, not in row 1"
NO_KEY = "so a key is made from the row number"
NAMES = ("response_id", "responded_at", "nps")


def delimited(mark: str) -> bytes:
    return BOTH.replace(b",", mark.encode())


def with_column(name: str) -> bytes:
    """The good rows with one column more."""
    first, *rows = BOTH.decode().splitlines()
    return "\n".join([f"{first},{name}", *(f"{row},x" for row in rows)]).encode()


SHAPES = {
    1: Entry("R", {"no byte": Case(b"", Refused("is empty (0 bytes)", "Export it again"))}),
    2: Entry("R", {"names only": Case(HEAD, Refused("no rows below the column names"))}),
    3: Entry(
        "R",
        {
            "blank lines": Case(b"\n\n  \r\n", Refused("nothing but blank lines", "Export it")),
            "empty cells": Case(HEAD + b",,\n,,\n", Refused("no rows below", "Export it")),
        },
    ),
    4: Entry(
        "R",
        {
            "no names": Case(
                ROWS,
                Refused("needs the columns response_id, responded_at, which row 1 does not name"),
                Waits("constant:responded_at"),
            ),
            "no names, and a person gives them": Case(
                ROWS,
                Refused("needs the columns response_id, responded_at", "use a mapping"),
                FINE,
                asked=ReadOptions(header_row=0, names=NAMES),
            ),
        },
        decided="0014",
    ),
    5: Entry(
        "R",
        {
            "no day": Case(
                b"response_id,nps\nR1,0\nR2,10\n",
                Refused("responses needs the column responded_at, which row 1 does not name"),
                Waits("constant:responded_at"),
            ),
            "no id": Case(
                b"responded_at,nps\n2024-01-13,0\n2024-01-14,10\n",
                Refused("responses needs the column response_id, which row 1 does not name"),
                Taken(((0,), (10,)), NO_KEY),
                reads="nps",
            ),
            "no customer": Case(
                b"order_id,ordered_at\nO1,2024-01-13\n",
                Refused("orders needs the column customer_id"),
                Refused("orders needs customer_id"),
                kind="orders",
                reads="order_id",
            ),
        },
        decided="0014",
    ),
    6: Entry("W", {"a column more": Case(with_column("x"), fine("Columns not used (1): x."))}),
    7: Entry(
        "W",
        {
            "another order": Case(
                b"nps,responded_at,response_id\n0,2024-01-13,R1\n10,2024-01-14,R2\n", FINE
            )
        },
        decided="0014",
    ),
    8: Entry(
        "R",
        {
            "NPS and nps": Case(
                with_column("NPS"),
                Refused('columns 3 and 4 have the same name "nps"', "Rename or delete one"),
                fine('Column "nps" is there 2 times; the first was read (column 3).'),
            ),
            "two that nobody needs": Case(
                with_column("x,X").replace(b",x\n", b",x,y\n") + b",y",
                fine("Columns with the name of an earlier one (1) are called X (2)."),
            ),
        },
        decided="0014",
    ),
    9: Entry(
        "R",
        {"a name missing": Case(with_column(""), fine('without a name (1) are called "column 4"'))},
        decided="0014",
    ),
    10: Entry(
        "R",
        {
            "SQL": Case(
                with_column('"x""; drop table y --"'),
                fine('Columns not used (1): x"; drop table y --.'),
            ),
            "128 signs": Case(with_column("x" * 128), fine("Columns not used (1): xxx")),
            "129 signs": Case(
                with_column("x" * 129), Refused("column 4 is too long", "at most 128 characters")
            ),
            "5,000 signs": Case(
                with_column("x" * 5000), Refused("column 4 is too long", "Is row 1 the row of")
            ),
        },
        decided="0014",
    ),
    11: Entry(
        "R",
        {
            "501 columns": Case(
                with_column(",".join(f"c{i}" for i in range(498))),
                Refused("has 501 columns; at most 500", "only the columns that are needed"),
            ),
            "5,000 columns": Case(
                with_column(",".join(f"c{i}" for i in range(4997))),
                Refused("has 5,000 columns; at most 500"),
            ),
        },
    ),
    12: Entry(
        "R", {"short": Case(BOTH + b"R3,2024-01-15\n", Refused("row 4: 2 columns instead of 3"))}
    ),
    13: Entry(
        "R",
        {
            "long": Case(
                HEAD + b"R0,2024-01-12,5,6\n" + ROWS,
                Refused("row 2: 4 columns instead of 3", "put quotes around texts"),
            )
        },
    ),
    14: Entry(
        "R",
        {
            "the only quote": Case(
                BOTH + b'R3,"2024-01-15,5\n',
                Refused("row 4: a quote is not closed", 'Write a quote inside a text twice ("")'),
                Taken(GOOD, UNQUOTED, 'row 4, column "responded_at"', rows=3, rejected=1),
            ),
            "one of several": Case(
                WIDE + b'R1,2024-01-13,0,"good"\nR2,2024-01-14,10,"fine\n',
                Refused("row 3: a quote is not closed"),
            ),
        },
        decided="0014",
    ),
    15: Entry(
        "R",
        {
            "the only quotes": Case(
                WIDE + b'R1,2024-01-13,0,"so" is what I was told\nR2,2024-01-14,10,all was fine\n',
                Refused("row 2: a quote is not closed, or stands inside a quoted text"),
                Taken((("R1", 0, '"so" is what I was told'), ("R2", 10, "all was fine")), UNQUOTED),
                reads=COMMENTED,
            ),
            "where others enclose": Case(
                WIDE + b'"R1",2024-01-13,0,"abc"def\n"R2",2024-01-14,10,"x"\n',
                Refused("row 2: a quote is not closed, or stands inside a quoted text"),
            ),
            "inches": Case(
                WIDE + b'R1,2024-01-13,0,the 12" pipe was short\nR2,2024-01-14,10,all was fine\n',
                Taken((("R1", 0, 'the 12" pipe was short'), ("R2", 10, "all was fine"))),
                reads=COMMENTED,
            ),
        },
        decided="0014",
    ),
    16: Entry(
        "OK",
        {
            "line breaks in quotes": Case(
                WIDE + b'R1,2024-01-13,0,"first of all\r\n\r\nthen more"\nR2,2024-01-14,10,fine\n',
                Taken((("R1", 0, "first of all\n\nthen more"), ("R2", 10, "fine"))),
                reads=COMMENTED,
            )
        },
    ),
    17: Entry(
        "W",
        {
            "CRLF and LF": Case(HEAD.replace(b"\n", b"\r\n") + ROWS, FINE),
            "CRLF, CR and LF": Case(
                HEAD.replace(b"\n", b"\r\n") + ROWS.replace(b"\n", b"\r", 1), FINE
            ),
        },
        decided="0014",
    ),
    18: Entry("OK", {"CR only": Case(BOTH.replace(b"\n", b"\r"), FINE)}),
    19: Entry("OK", {"no end": Case(BOTH.strip(), FINE)}),
    20: Entry(
        "W",
        {
            "sep=;": Case(
                b"sep=;\r\n" + delimited(";"),
                FINE,
                fine("The first line names the delimiter: semicolon."),
            )
        },
        decided="0014",
    ),
    21: Entry(
        "R",
        {
            "titles": Case(
                b"Survey\nof 2024\n" + BOTH,
                Refused(IN_ROW_3, "[read] header_row = 3"),
                fine('in row 3; 2 rows above left out: "Survey", "of 2024".'),
            ),
            "titles padded by Excel": Case(
                b"Survey,,\n,,\n" + BOTH,
                Refused(IN_ROW_3),
                fine('in row 3; 2 rows above left out: "Survey".'),
            ),
        },
        decided="0014",
    ),
    22: Entry(
        "R",
        {
            "one cell": Case(BOTH + b"Total\n", Refused("row 4: 1 column instead of 3")),
            "padded by Excel": Case(
                BOTH + b"Total of all,,10\n",
                Taken(GOOD, 'row 4, column "responded_at": empty, but', rows=3, rejected=1),
            ),
        },
        decided="0007",
    ),
    23: Entry(
        "R",
        {
            "above": Case(
                b"# exported\n" + BOTH,
                Refused("the column names are in row 2, not in row 1"),
                fine('The column names are in row 2; 1 row above left out: "# exported".'),
            ),
            "below": Case(BOTH + b"# end\n", Refused("row 4: 1 column instead of 3")),
        },
        decided="0014",
    ),
    24: Entry(
        "R",
        {
            "^": Case(
                delimited("^"),
                Refused('unknown delimiter "^" in row 1', '[read] delimiter = "^"'),
                fine('separated by "^", a rare sign: look at them'),
            ),
            "~": Case(
                delimited("~"),
                Refused('unknown delimiter "~" in row 1', '[read] delimiter = "~"'),
                fine('separated by "~", a rare sign: look at them'),
            ),
            "||": Case(delimited("||"), Refused('"||"', "with one sign between the columns")),
        },
        decided="0014",
    ),
    25: Entry("OK", {mark: Case(delimited(mark), FINE) for mark in (";", "\t", "|")}),
}
