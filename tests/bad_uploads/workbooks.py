import zipfile, io, datetime as dt
from tests.bad_uploads.entries import *
from tests.bad_uploads.entries import Case, Entry
from tests.bad_uploads.packings import zipped
from tests.test_excel import workbook, with_sheet, one_cell, MIME, HEADER, far_cell, far_row
R=Refused("x")
ONE=["R1","2024-01-13",0,"one two three words"]; TWO=["R2","2024-01-14",10,"four five six words"]
def table(*rows, **o):
    def fill(_b, s):
        for n,row in enumerate((HEADER,*rows)): s.write_row(n,0,row)
    return workbook(fill, **o)
OLE=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
def uncomputed(where):
    def fill(_b,s):
        for n,row in enumerate((HEADER,ONE,TWO)): s.write_row(n,0,row)
        s.write_formula(1,where,"=1+1",None,"")
    return workbook(fill)
def error(_b,s):
    for n,row in enumerate((HEADER,ONE,TWO,["R3","2024-01-15"])): s.write_row(n,0,row)
    s.write_formula(3,2,"=Z1",None,"#REF!")
def sheets(b,s):
    s.write(0,0,"Read me first, please")
    s.write(1,0,"Second line of words")
    o=b.add_worksheet("Answers")
    for n,row in enumerate((HEADER,ONE,TWO)): o.write_row(n,0,row)
    b.add_worksheet("Lists").hide()
def merged(b,s):
    s.write_row(0,0,HEADER); s.write_row(1,0,ONE); s.write_row(2,0,TWO); s.merge_range(3,0,3,3,"Total of all rows")
def hidden(b,s):
    s.write(0,0,"x")
    o=b.add_worksheet("Answers")
    for n,row in enumerate((HEADER,ONE,TWO)): o.write_row(n,0,row)
    o.activate(); s.hide()
WORKBOOKS={
 64: Entry("R", {"": Case(OLE+b"x"*900, R), "csv": Case(OLE+b"x"*900, R, name="a.xls")}),
 65: Entry("R", {"": Case(zipped({"[Content_Types].xml": b"<x/>", "xl/vbaProject.bin": b"x"}), R), "xlsb": Case(zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"x"}), R)}),
 66: Entry("R", {"": Case(OLE+b"x"*90+"EncryptedPackage".encode("utf-16-le")+b"x"*90, R)}),
 67: Entry("R", {str(n): Case((lambda n: lambda: table(ONE,TWO)[:n])(n), R) for n in (30,1000,3000,-1)} | {"damaged": Case(with_sheet(table(ONE), "<worksheet"), R), "no sheet": Case(zipped({"[Content_Types].xml": b"<x/>"}), R)}),
 68: Entry("R", {"": Case(lambda: with_sheet(table(ONE), b"<worksheet>" + b" " * 20_000_000), R), "parts": Case(lambda: zipped({"[Content_Types].xml": b"<x/>", **{f"p{i}": b"" for i in range(1001)}}), R)}),
 69: Entry("R", {"": Case(workbook(far_cell), R), "row": Case(workbook(far_row), R)}),
 70: Entry("R", {"laughs": Case(with_sheet(table(ONE), '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + one_cell("&b;")), R), "xxe": Case(with_sheet(table(ONE), '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + one_cell("&a;")), R)}),
 71: Entry("R", {"needed": Case(uncomputed(2), R), "not needed": Case(lambda: with_extra(), R)}),
 72: Entry("R", {"": Case(workbook(error), FINE)}),
 73: Entry("Q", {"sheets": Case(workbook(sheets), R, FINE), "chosen": Case(workbook(sheets), R, FINE, asked=ReadOptions(sheet="Answers")), "merged": Case(workbook(merged), FINE), "hidden": Case(workbook(hidden), FINE)}),
 74: Entry("R", {"": Case(table(["R1","13/01/2024",0,"some words are here"],["R2","14/01/2024",10,"some more words here"]), R), "amb": Case(table(["R1","01/02/2024",0,"some words are here"],["R2","03/04/2024",10,"some more words here"]), R), "real": Case(table(["R1",dt.date(2024,1,13),0,"some words are here"],["R2",dt.date(2024,1,14),10,"some more words here"]), FINE), "mixed": Case(table(["R1",dt.date(2024,1,13),0,"some words are here"],["R2","14/01/2024",10,"some more words here"]), FINE)}),
}
def with_extra():
    def fill(_b,s):
        for n,row in enumerate(([*HEADER,"total"],ONE,TWO)): s.write_row(n,0,row)
        s.write_formula(1,4,"=1+1",None,"")
    return workbook(fill)
