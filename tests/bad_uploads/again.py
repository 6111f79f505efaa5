"""Numbers 50 to 54: rows that repeat, and files that are like, or oddly unlike, an earlier one."""

from decimal import Decimal

from tests.bad_uploads.entries import BOTH, FINE, HEAD, Case, Entry, Taken, fine

KEPT = "has the same key as row 2 but other values; row 2 was kept"
KEY = ("key:response_id",)
ASKED = "response_id is to tell rows apart, but some of its values stand in several rows."
OTHER = HEAD + b"R1,2024-01-13,10\nR3,2024-01-15,0\n"


READS = "count(*), sum(revenue)"


def orders(count: int, revenue: int = 10, first: int = 0) -> str:
    """So many orders of one amount."""
    numbers = range(first, first + count)
    rows = (f"O{i},C{i},2024-01-{i % 20 + 10},{revenue}\n" for i in numbers)
    return "order_id,customer_id,ordered_at,revenue\n" + "".join(rows)


def beside_ten(rows: int, revenue: int, typed: Taken, page: Taken | None = None, **more) -> Case:
    """Orders after an import of ten."""
    content = orders(rows, revenue)
    return Case(content, typed, page, kind="orders", reads=READS, before=(orders(10),), **more)


def total(rows: int, revenue: int) -> tuple[tuple[object, ...], ...]:
    return ((rows, Decimal(revenue)),)


AGAIN = {
    50: Entry(
        "R",
        {
            "the same row": Case(
                BOTH + b"R1,2024-01-13,0\n",
                fine(rows=3, duplicate=1),
                fine(ASKED, rows=3, duplicate=1, asks=KEY),
            ),
            "another row": Case(
                BOTH + b"R1,2024-01-13,5\n",
                fine(KEPT, rows=3, duplicate=1),
                fine(ASKED, KEPT, rows=3, duplicate=1, asks=KEY),
            ),
            "and a person says that all count": Case(
                BOTH + b"R1,2024-01-13,0\n",
                Taken(((0,), (10,)), rows=3, duplicate=1),
                Taken(((0,), (0,), (10,)), "Rows that equal another are all kept (1)", asks=KEY),
                reads="nps",
                answers={"key:response_id": "row number"},
            ),
        },
        decided="0007",
    ),
    51: Entry(
        "Q",
        {
            "merged": Case(
                OTHER, Taken((("R1", 10), ("R2", 10), ("R3", 0)), rows=2), before=(BOTH,)
            ),
            "as all there is": Case(
                OTHER, Taken((("R1", 10), ("R3", 0))), before=(BOTH,), mode="snapshot"
            ),
        },
        decided="0014",
    ),
    52: Entry(
        "R",
        {
            "byte by byte": Case(
                BOTH, fine("This file was already imported as number"), before=(BOTH,)
            ),
            "under another name": Case(
                BOTH,
                fine("This file was already imported as number"),
                name="again.csv",
                before=(BOTH,),
            ),
            "with other line ends": Case(BOTH.replace(b"\n", b"\r\n"), FINE, before=(BOTH,)),
        },
        decided="0007",
    ),
    53: Entry(
        "Q",
        {
            "merged": Case(
                orders(100, first=200),
                Taken(total(300, 3000), rows=100, confirms=("had 201. Is it whole?",)),
                kind="orders",
                reads=READS,
                before=(orders(201),),
            ),
            "a few, merged": beside_ten(4, 10, Taken(total(10, 100), rows=4)),
            "as all there is": beside_ten(
                4,
                10,
                Taken(total(10, 100), rows=4, confirms=("lacks 6 of the 10 orders",)),
                Taken(total(4, 40), rows=4, confirms=("lacks 6 of the 10 orders",)),
                mode="snapshot",
            ),
        },
        decided="0014",
    ),
    54: Entry(
        "Q",
        {
            "a thousand for ten": beside_ten(
                10,
                1000,
                Taken(
                    total(10, 10_000),
                    rows=10,
                    confirms=("10,000.00 in 10 rows", "100.00 in 10. Are the units right?"),
                ),
            )
        },
        decided="0014",
    ),
}
