"""Numbers 26 to 33: encodings, control characters, and signs that cannot be seen."""

from dataclasses import replace

from cx.ingest import identity
from cx.ingest.look import ReadOptions
from tests.bad_uploads.entries import (
    BOTH,
    COMMENTED,
    FINE,
    GOOD,
    HEAD,
    WIDE,
    Case,
    Entry,
    Refused,
    Taken,
    fine,
)

TEXT = BOTH.decode()
CAFE = WIDE.decode() + (
    "R1,2024-01-13,0,le café était bien à Zürich – 5 €\nR2,2024-01-14,10,Größe war gut\n"
)
SAID = (("R1", 0, "le café était bien à Zürich – 5 €"), ("R2", 10, "Größe war gut"))
DOS = CAFE.replace("–", "-").replace("€", "Euro")
WITHOUT_MARK = "without its byte-order mark"
UNSEEN = "Signs that cannot be seen were taken out of ids: 2 cells."


def no_text(byte: str) -> Refused:
    return Refused(f"line 4: there is a control character ({byte})", "delete the character")


LETTERS = {
    26: Entry("OK", {"UTF-8 with its mark": Case(b"\xef\xbb\xbf" + BOTH, FINE)}),
    27: Entry(
        "W",
        {
            "little end first": Case(
                b"\xff\xfe" + CAFE.encode("utf-16-le"),
                Taken(SAID),
                Taken(SAID, "The encoding is UTF-16, as its first bytes say."),
                reads=COMMENTED,
            ),
            "big end first": Case(
                b"\xfe\xff" + CAFE.encode("utf-16-be"),
                Taken(SAID),
                Taken(SAID, "The encoding is UTF-16, as its first bytes say."),
                reads=COMMENTED,
            ),
            "half a letter": Case(
                b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], Refused("line 3: byte 0x0a is not")
            ),
        },
        decided="0014",
    ),
    28: Entry(
        "R",
        {
            **{
                name: Case(TEXT.encode(name), Refused(WITHOUT_MARK, "Save it as CSV (UTF-8)"))
                for name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
            },
            "utf-32": Case(TEXT.encode("utf-32"), Refused("is in UTF-32", "Save it as CSV")),
            "and a person says it": Case(
                TEXT.encode("utf-16-le"),
                Refused(WITHOUT_MARK),
                FINE,
                asked=ReadOptions(encoding="utf-16-le"),
            ),
        },
        decided="0014",
    ),
    29: Entry(
        "Q",
        {
            "Windows": Case(
                CAFE.encode("cp1252"),
                Refused("line 2: byte 0xe9 is not utf-8 text", '[read] encoding = "cp1252"'),
                Taken(SAID, 'reads like Windows-1252 (cp1252): "R1,2024-01-13,0,le café était'),
                reads=COMMENTED,
            ),
            "Windows, declared": Case(
                CAFE.encode("cp1252"),
                Taken(SAID),
                reads=COMMENTED,
                mapping=replace(identity("responses"), encoding="cp1252"),
            ),
            "DOS": Case(
                DOS.encode("cp850"),
                Refused("line 2: byte 0x82 is not utf-8 text"),
                Taken(
                    (("R1", 0, "le café était bien à Zürich - 5 Euro"), SAID[1]),
                    "reads like DOS 850 (cp850)",
                ),
                reads=COMMENTED,
            ),
        },
        decided="0014",
    ),
    30: Entry(
        "R",
        {
            "in a number": Case(
                BOTH + b"R3,2024-01-15,\xff\n",
                Refused("line 4: byte 0xff is not utf-8 text", "Save the file as CSV (UTF-8)"),
                Taken(
                    GOOD,
                    'reads like Windows-1252 (cp1252): "R3,2024-01-15,ÿ"',
                    'row 4, column "nps": "ÿ" is not a whole number',
                    rows=3,
                    rejected=1,
                ),
            ),
            "beside UTF-8": Case(
                CAFE.encode() + b"R3,2024-01-15,5,caf\xe9\n",
                Refused("line 4: byte 0xe9 is not utf-8 text", "cp1252"),
            ),
            "half a letter at the end": Case(
                CAFE.encode().strip() + b"\xc3", Refused("line 3: byte 0xc3 is not utf-8 text")
            ),
        },
        decided="0014",
    ),
    31: Entry(
        "R",
        {
            "NUL": Case(BOTH + b"R\x003,2024-01-15,5\n", no_text("0x00")),
            "vertical tab": Case(BOTH + b"R\x0b3,2024-01-15,5\n", no_text("0x0b")),
            "colours of a terminal": Case(BOTH + b"R\x1b[31m3,2024-01-15,5\n", no_text("0x1b")),
            "end of file of DOS": Case(BOTH + b"\x1a", no_text("0x1a")),
        },
    ),
    32: Entry(
        "W",
        {
            "zero width and turned round": Case(
                HEAD + "R\u200b1,2024-01-13,0\n\u202eR2,2024-01-14,10\n".encode(), fine(UNSEEN)
            ),
            "controls beyond ASCII": Case(
                HEAD + "R\u00851,2024-01-13,0\nR\u009f2,2024-01-14,10\n".encode(), fine(UNSEEN)
            ),
            "hard blanks around": Case(
                HEAD + "R1\u00a0,2024-01-13,0\n\u00a0R2,2024-01-14,10\n".encode(), FINE
            ),
        },
        decided="0014",
    ),
    33: Entry(
        "W",
        {
            "the same row": Case(
                HEAD + "Ré1,2024-01-13,0\nRe\u03011,2024-01-13,0\nR2,2024-01-14,10\n".encode(),
                Taken((("R2", 10), ("Ré1", 0)), rows=3, duplicate=1),
            ),
            "another row": Case(
                HEAD + "Ré1,2024-01-13,0\nRe\u03011,2024-01-13,5\nR2,2024-01-14,10\n".encode(),
                Taken(
                    (("R2", 10), ("Ré1", 0)),
                    "has the same key as row 2 but other values; row 2 was kept",
                    rows=3,
                    duplicate=1,
                ),
            ),
        },
    ),
}
