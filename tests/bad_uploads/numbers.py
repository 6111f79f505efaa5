"""Numbers 34 to 41: cells that are no number, or several, and words for nothing."""

from decimal import Decimal

from tests.bad_uploads.entries import BOTH, GOOD, Case, Entry, Taken, Waits

REVENUE = "order_id, revenue"


def orders(*amounts: str) -> str:
    """One order for each amount."""
    rows = (f'O{i},C{i},2024-01-1{i},"{each}"\n' for i, each in enumerate(amounts, start=1))
    return "order_id,customer_id,ordered_at,revenue\n" + "".join(rows)


def landed(*amounts: str) -> tuple[tuple[object, ...], ...]:
    return tuple((f"O{i}", Decimal(each)) for i, each in enumerate(amounts, start=1))


def one_odd(amount: str, *words: str) -> Case:
    """Two good orders and one whose amount is no number; both ways it is told and left out."""
    said = (f'row 4, column "revenue": "{amount}" is', *words)
    told = Taken(landed("10", "20"), *said, rows=3, rejected=1)
    return Case(orders("10", "20", amount), told, kind="orders", reads=REVENUE)


def customers(odd: str, words: str) -> Case:
    """Two good customers and one with an odd size of its network."""
    text = f'customer_id,name,network_size\nC1,Ann,10\nC2,Bob,20\nC3,Cid,"{odd}"\n'
    said = f'row 4, column "network_size": "{odd}" {words}'
    told = Taken((("C1", 10), ("C2", 20)), said, rows=3, rejected=1)
    return Case(text, told, kind="customers", reads="customer_id, network_size")


def weights(odd: str, words: str) -> Case:
    text = "response_id,responded_at,nps,weight\nR1,2024-01-13,0,1\nR2,2024-01-14,10,2\n"
    said = f'row 4, column "weight": "{odd}" {words}'
    told = Taken((("R1", 1.0), ("R2", 2.0)), said, rows=3, rejected=1)
    return Case(f"{text}R3,2024-01-15,5,{odd}\n", told, reads="response_id, weight")


def segments(word: str) -> Case:
    """A word for nothing among words: kept to the letter, unless a person says what it means."""
    text = "response_id,responded_at,nps,segment\nR1,2024-01-13,0,Retail\nR2,2024-01-14,10,Retail\n"
    rows = (("R1", "Retail"), ("R2", "Retail"))
    return Case(
        f"{text}R3,2024-01-15,5,{word}\n",
        Taken((*rows, ("R3", word))),
        Taken(
            (*rows, ("R3", None)), 'mean "no answer" (for segment)?', asks=("no_answer:segment",)
        ),
        reads="response_id, segment",
    )


def scores(word: str) -> Case:
    said = f'row 4, column "nps": "{word}" is not a whole number'
    asked = 'mean "no answer" (for nps)?'
    return Case(
        BOTH + f"R3,2024-01-15,{word}\n".encode(),
        Taken(GOOD, said, rows=3, rejected=1),
        Taken((*GOOD, ("R3", None)), asked, asks=("no_answer:nps",)),
    )


def written(typed: Taken, page: Taken | Waits, *amounts: str, **answers: str) -> Case:
    """Amounts all written in another way than ours."""
    given = {f"{topic}:revenue": said for topic, said in answers.items()}
    return Case(orders(*amounts), typed, page, kind="orders", reads=REVENUE, answers=given)


NUMBERS = {
    34: Entry(
        "R",
        {
            "an amount": one_odd("many", "not an amount: digits and a point only"),
            "an answer": Case(
                BOTH + b"R3,2024-01-15,many\n",
                Taken(
                    GOOD, 'row 4, column "nps": "many" is not a whole number', rows=3, rejected=1
                ),
            ),
        },
        decided="0007",
    ),
    35: Entry(
        "R",
        {
            **{f"one {each}": one_odd(each) for each in ("$5", "(12.5)")},
            "all 1,234.56": written(
                Taken((("O3", Decimal(5)),), '"1,234.56" is not an amount', rows=3, rejected=2),
                Taken(landed("1234.56", "2000", "5")),
                *("1,234.56", "2,000.00", "5"),
            ),
            "all 1.234,56": written(
                Taken((("O3", Decimal(5)),), '"1.234,56" is not an amount', rows=3, rejected=2),
                Taken(landed("1234.56", "2000", "5")),
                *("1.234,56", "2.000,00", "5"),
            ),
            "1.234 or 1,234": written(
                Taken(landed("1.234", "2.5")), Waits("number:revenue"), "1.234", "2.500"
            ),
            "1.234 or 1,234, and a person says it": written(
                Taken(landed("1.234", "2.5")),
                Taken(
                    landed("1234", "2500"),
                    "a number of thousands or one with decimals?",
                    asks=("number:revenue",),
                ),
                *("1.234", "2.500"),
                number="1.234,56",
            ),
            "all $5": written(
                Taken((), '"$5" is not an amount', rows=2, rejected=2),
                Waits("currency:revenue"),
                *("$5", "$6.50"),
            ),
            "all 5%": written(
                Taken((), '"5%" is not an amount', rows=2, rejected=2),
                Taken(
                    (("O1", None), ("O2", None)),
                    'revenue is called so, but values such as "5%" do not fit',
                    "Columns not used (1): revenue.",
                ),
                *("5%", "7%"),
            ),
        },
        decided="0014",
    ),
    36: Entry(
        "R",
        {
            "1e400": weights("1e400", "is too large"),
            "inf": weights("inf", "is not a number"),
            "nan": Case(
                weights("nan", "").content,
                weights("nan", "is not a number").typed,
                Taken(
                    (("R1", 1.0), ("R2", 2.0), ("R3", 1.0)),
                    'mean "no answer" (for weight)?',
                    asks=("no_answer:weight",),
                ),
                reads="response_id, weight",
            ),
        },
        decided="0007",
    ),
    37: Entry(
        "R",
        {
            "five decimals": Case(
                orders("10", "20", "12.34567"),
                Taken(
                    landed("10", "20"),
                    '"12.34567" has more than four decimals and would be rounded',
                    rows=3,
                    rejected=1,
                ),
                kind="orders",
                reads=REVENUE,
            ),
            "four decimals": Case(
                orders("10", "1234567890123.1234", "12.3456000"),
                Taken(landed("10", "1234567890123.1234", "12.3456")),
                kind="orders",
                reads=REVENUE,
            ),
        },
        decided="0007",
    ),
    38: Entry(
        "R",
        {
            each: customers(each, "is not a whole number")
            for each in ("0x1F", "1_000", "\u0663\u0663")
        },
        decided="0007",
    ),
    39: Entry(
        "R",
        {
            "over 64 bits": customers("9223372036854775808", "is too large"),
            "an amount": one_odd("9" * 18, "too large"),
        },
        decided="0007",
    ),
    40: Entry(
        "OK",
        {
            "007 and 7": Case(
                b"response_id,responded_at,nps\n007,2024-01-13,0\n7,2024-01-14,10\n",
                Taken((("007", 0), ("7", 10))),
            )
        },
    ),
    41: Entry(
        "W",
        {
            **{f"{each} for a number": scores(each) for each in ("N/A", "-")},
            **{f"{each} for a word": segments(each) for each in ("NULL", "-")},
            "nothing in quotes": Case(BOTH + b'R3,2024-01-15,""\n', Taken((*GOOD, ("R3", None)))),
        },
        decided="0014",
    ),
}
