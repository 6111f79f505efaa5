"""Numbers 1 to 25: files without rows, and whose names, rows or delimiters are not in order."""

from cx.ingest.look import ReadOptions
from tests.bad_uploads.entries import (
    BOTH, FINE, GOOD, HEAD, ROWS, WIDE, Case, Entry, Refused, Stopped, Taken, fine,
)

def delimited(mark: str) -> bytes:
    return BOTH.replace(b",", mark.encode())


NAMES = ("response_id", "responded_at", "nps")

SHAPES = {
    1: Entry("R", {"no byte": Case(b"", Refused("upload.csv is empty (0 bytes)", "Export it again."))}),
    2: Entry("R", {"names only": Case(HEAD, Refused("no rows below the column names"))}),
    3: Entry("R", {"blank lines": Case(b"\n\n  \r\n", Refused("nothing but blank lines", "Export it again"))}),
    4: Entry("R", {
        "no names": Case(ROWS, Refused("needs the columns response_id, responded_at, which row 1 does not name"), Taken((), ())),
        "no names, named by the person": Case(ROWS, Refused("needs the columns"), FINE, asked=ReadOptions(header_row=0, names=NAMES)),
    }),
    5: Entry("R", {"no day": Case(b"response_id,nps\nR1,0\nR2,10\n", Refused("responses needs the column responded_at")),
        "no id": Case(b"responded_at,nps\n2024-01-13,0\n2024-01-14,10\n", Refused("responses needs the column response_id"),FINE)}),
    6: Entry("W", {"a column more": Case(BOTH.replace(b"\n", b",x\n"), fine("Columns not used (1): x."))}),
    7: Entry("W", {"another order": Case(b"nps,responded_at,response_id\n0,2024-01-13,R1\n10,2024-01-14,R2\n", FINE)}),
    8: Entry("R", {"NPS and nps": Case(b"response_id,responded_at,NPS,nps\nR1,2024-01-13,0,5\nR2,2024-01-14,10,5\n", Refused("columns 3 and 4 have the same name"), fine())}),
    9: Entry("R", {"a name missing": Case(b"response_id,,responded_at,nps\nR1,x,2024-01-13,0\nR2,y,2024-01-14,10\n", fine("Columns without a name (1)"))}),
    10: Entry("R", {
        "SQL": Case(HEAD.strip()+b',"x""; drop table y --"\nR1,2024-01-13,0,1\nR2,2024-01-14,10,2\n', fine()),
        "5000": Case(HEAD.strip()+b","+b"x"*5000+b"\nR1,2024-01-13,0,1\n", Refused("the name of column 4 is too long")),
        "129": Case(HEAD.strip()+b","+b"x"*129+b"\nR1,2024-01-13,0,1\n", Refused("the name of column 4 is too long")),
        "128": Case(HEAD.strip()+b","+b"x"*128+b"\nR1,2024-01-13,0,1\nR2,2024-01-14,10,2\n", fine()),
    }),
    11: Entry("R", {"5,000": Case(",".join(f"c{i}" for i in range(5000)) + "\n" + ",".join("1" for i in range(5000)), Refused("has 5,000 columns; at most 500")),}),
    12: Entry("R", {"short": Case(BOTH + b"R3,2024-01-15\n", Refused("row 4: 2 columns instead of 3"))}),
    13: Entry("R", {"long": Case(HEAD + b"R0,2024-01-12,5,6\n" + ROWS, Refused("row 2: 4 columns instead of 3"))}),
    14: Entry("R", {
        "end": Case(BOTH + b'R3,"2024-01-15,5\n', Refused("row 4: a quote is not closed")),
        "text": Case(WIDE + b'R1,2024-01-13,0,"so\nR2,2024-01-14,10,fine\n', Refused("row 2: a quote is not closed")),
        "others closed": Case(WIDE + b'R1,2024-01-13,0,"good, really"\nR2,2024-01-14,10,"fine\n', Refused("row 3: a quote is not closed")),
        "others closed 2": Case(WIDE + b'"R1",2024-01-13,0,"good"\n"R2",2024-01-14,10,"fine\n', Refused("row 3: a quote is not closed")),
    }),
    15: Entry("R", {"day": Case(HEAD + b'R0,"2024"-01-12,5\n' + ROWS, Refused("row 2: a quote is not closed, or")),
       "text": Case(WIDE + b'R1,2024-01-13,0,"abc"def\nR2,2024-01-14,10,x\n', Refused("row 2: a quote is not closed, or")),
       "mid": Case(WIDE + b'R1,2024-01-13,0,12" pipe\nR2,2024-01-14,10,x\n', Taken((("R1",0,'12" pipe'),("R2",10,"x"))), reads="response_id, nps, comment"),
       "others": Case(WIDE + b'"R1",2024-01-13,0,"abc"def\n"R2",2024-01-14,10,"x"\n', Refused("row 2: a quote is not closed, or")),
       }),
    16: Entry("OK", {"lf": Case(WIDE + b'R1,2024-01-13,0,"a\r\n\r\nb"\nR2,2024-01-14,10,x\n', Taken((("R1",0,'a\n\nb'),("R2",10,"x"))), reads="response_id, nps, comment")}),
    17: Entry("W", {"mixed": Case(HEAD.replace(b"\n", b"\r\n") + ROWS, FINE), "mixed3": Case(HEAD.replace(b"\n", b"\r\n") + ROWS.replace(b"\n",b"\r",1), FINE)}),
    18: Entry("OK", {"cr": Case(BOTH.replace(b"\n", b"\r"), FINE)}),
    19: Entry("OK", {"": Case(BOTH.strip(), FINE)}),
    20: Entry("W", {"": Case(b"sep=;\r\n"+delimited(";"), FINE)}),
    21: Entry("R", {"": Case(b"Survey\nof 2024\n" + BOTH, Refused("the column names are in row 3, not in row 1"), fine("The column names are in row 3; 2 rows above left out")),
       "padded": Case(b"Survey,,\n,,\n" + BOTH, Refused("the column names are in row 3, not in row 1"), fine("The column names are in row 3; 2 rows above left out")), }),
    22: Entry("R", {"one cell": Case(BOTH+b"Total\n", Refused("row 4: 1 column instead of 3")),
        "padded": Case(BOTH+b"Total,,5\n", Taken(GOOD, ('row 4, column "responded_at"',), rows=3, rejected=1))}),
    23: Entry("R/Q", {"above": Case(b"# exported\n"+BOTH, Refused("the column names are in row 2"), fine("in row 2")),
        "between": Case(BOTH+b"# end\n", Refused("row 4: 1 column instead of 3"))}),
    24: Entry("R", {"^": Case(delimited("^"), Refused('unknown delimiter "^"'), fine('separated by "^", a rare sign')),
       "~": Case(delimited("~"), Refused('unknown delimiter "~"'), fine('separated by "~", a rare sign')),
       "||": Case(delimited("||"), Refused('"||"'))}),
    25: Entry("OK", {m: Case(delimited(m), FINE) for m in ";\t|"}),
}
