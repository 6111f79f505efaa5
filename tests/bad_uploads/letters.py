"""Numbers 26 to 33."""
from cx.ingest import identity
from dataclasses import replace
from cx.ingest.look import ReadOptions
from tests.bad_uploads.entries import (
    BOTH, FINE, GOOD, HEAD, ROWS, WIDE, Case, Entry, Refused, Stopped, Taken, fine,
)
TEXT = BOTH.decode()
CAFE = (WIDE.decode() + "R1,2024-01-13,0,le café était bien à Zürich – 5 €\nR2,2024-01-14,10,Größe war gut\n")
SAID=(("R1",0,"le café était bien à Zürich – 5 €"),("R2",10,"Größe war gut"))
R3="response_id, nps, comment"
LETTERS = {
    26: Entry("OK", {"": Case(b"\xef\xbb\xbf"+BOTH, FINE), "twice": Case(b"\xef\xbb\xbf\xef\xbb\xbf"+BOTH, FINE)}),
    27: Entry("W", {"LE": Case(b"\xff\xfe"+TEXT.encode("utf-16-le"), FINE), "BE": Case(b"\xfe\xff"+TEXT.encode("utf-16-be"), FINE),
        "LE cut": Case((b"\xff\xfe"+TEXT.encode("utf-16-le"))[:-1], FINE),
        "CAFE": Case(b"\xfe\xff"+CAFE.encode("utf-16-be"), Taken(SAID), reads=R3)}),
    28: Entry("R", {e: Case(TEXT.encode(e), Refused("byte-order mark")) for e in ("utf-16-le","utf-16-be","utf-32-le","utf-32-be","utf-32")}
      | {"said": Case(TEXT.encode("utf-16-le"), Refused("byte-order mark"), FINE, asked=ReadOptions(encoding="utf-16-le"))}),
    29: Entry("Q", {"1252": Case(CAFE.encode("cp1252"), Refused("is not utf-8 text", 'encoding = "cp1252"'), Taken(SAID), reads=R3),
       "declared": Case(CAFE.encode("cp1252"), Taken(SAID), Taken(SAID), reads=R3, mapping=replace(identity("responses"), encoding="cp1252")),
       "850": Case(CAFE.replace("–","-").replace("€","e").encode("cp850"), Refused("is not utf-8 text", 'encoding = "cp1252"'), Taken(SAID), reads=R3),
       }),
    30: Entry("R", {"ff": Case(BOTH+b"R3,2024-01-15,\xff\n", Refused("line 4: byte 0xff is not utf-8")),
        "mixed": Case(CAFE.encode()+b"R3,2024-01-15,5,caf\xe9\n", Refused("line 4: byte 0xe9 is not utf-8")),
        "cut letter": Case(CAFE.encode()[:-15]+b"\xc3", Refused("not utf-8")), }),
    31: Entry("R", {"NUL": Case(BOTH+b"R\x003,2024-01-15,5\n", Refused("line 4: there is a control character (0x00)")),
        "VT": Case(BOTH+b"R\x0b3,2024-01-15,5\n", Refused("line 4: there is a control character (0x0b)")),
        "C1": Case(BOTH+"R\x853,2024-01-15,5\n".encode(), Refused("line 4: there is a control character (0x0b)")), 
        "esc": Case(BOTH+"R\x1b[31m3,2024-01-15,5\n".encode(), Refused("line 4: there is a control character (0x1b)")),
        "ctrl-z": Case(BOTH+b"\x1a", Refused("line 4: there is a control character (0x1a)")), }),
    32: Entry("W", {"zero width": Case(HEAD+"R\u200b1,2024-01-13,0\n\u202eR2,2024-01-14,10\n".encode(), fine("Signs that cannot be seen were taken out of ids: 2 cells.")),
        "NBSP": Case(HEAD+"R1\u00a0,2024-01-13,0\n\u00a0R2,2024-01-14,10\n".encode(), fine()),
        "NBSP in": Case(HEAD+"R\u00a01,2024-01-13,0\nR 1,2024-01-14,10\n".encode(), fine()), }),
    33: Entry("W", {"": Case(HEAD+"Ré1,2024-01-13,0\nRe\u03011,2024-01-13,0\n".encode(), Taken((("Ré1",0),), rows=2, duplicate=1)),
        "differ": Case(HEAD+"Ré1,2024-01-13,0\nRe\u03011,2024-01-13,10\n".encode(), Taken((("Ré1",0),), rows=2, duplicate=1)),}),
}
