"""55..63, 84, 85"""
import gzip, io, random, zipfile
from tests.bad_uploads.entries import *
from tests.bad_uploads.entries import Case, Entry
def zipped(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()
R=Refused("x")
PACKINGS = {
 55: Entry("R", {"3MB": Case(lambda: HEAD+ROWS+b"R3,2024-01-15,"+b"x"*3_000_000+b"\n", R), "40MB": Case(lambda: HEAD+ROWS+b"R3,2024-01-15,"+b"x"*40_000_000+b"\n", R),
    "quoted 3MB": Case(lambda: WIDE+b'R3,2024-01-15,5,"'+b"some words\n"*300_000+b'"\n', R),
    "900K": Case(lambda: WIDE+ROWS.replace(b"\n",b",\n")+b"R3,2024-01-15,5,"+b"word "*180_000+b"\n", R, reads="response_id, nps, strlen(comment)"),
    "99K": Case(lambda: WIDE+ROWS.replace(b"\n",b",one two three\n")+b"R3,2024-01-15,5,"+b"word "*19_000+b"\n", R, reads="response_id, nps, strlen(comment)"),
    "header": Case(lambda: b"x"*3_000_000+b"\n", R)}),
 57: Entry("R", {"gz": Case(gzip.compress(BOTH)[:-10], R), "gz2": Case(gzip.compress(BOTH*1)[:30], R), "crc": Case(gzip.compress(BOTH)[:-8]+b"\0"*8, R), "trail": Case(gzip.compress(BOTH)+b"xx", R), "zeros": Case(gzip.compress(BOTH)+b"\0"*10, R), "two": Case(gzip.compress(BOTH)+gzip.compress(b"R3,2024-01-15,5\n"), R)}),
 58: Entry("R", {"": Case(gzip.compress(BOTH), FINE)}),
 59: Entry("R", {"gz": Case(lambda: gzip.compress(HEAD + b"R1,2024-01-01,5\n" * 5_000_000), R), "blank": Case(lambda: gzip.compress(BOTH + b"\n" * 80_000_000), R), "zip": Case(lambda: zipped({"a.csv": HEAD + b"R1,2024-01-01,5\n" * 5_000_000}), R)}),
 60: Entry("R", {"one": Case(zipped({"may.csv": BOTH}), FINE), "two": Case(zipped({"a.csv": BOTH, "b.csv": BOTH}), R), "none": Case(zipped({}), R), "damaged": Case(b"PK\3\4"+b"x"*90, R), "nested": Case(zipped({"a.zip": zipped({"a.csv":BOTH})}), R), "evil": Case(zipped({"../../etc/x.csv": BOTH}), FINE)}),
 61: Entry("R", {"random": Case(random.Random(1).randbytes(9000), R), "all": Case(bytes(range(256))*20, R), "high": Case(bytes(range(128,256))*50, R), "png": Case(b"\x89PNG\r\n\x1a\n"+random.Random(2).randbytes(2000), R), "pdf": Case(b"%PDF-1.7\n"+random.Random(2).randbytes(2000),R), "one byte": Case(b"x", R), "exe": Case(b"\x7fELF\x02\x01\x01"+b"\0"*50+random.Random(2).randbytes(2000), R)}),
 62: Entry("R", {"": Case(b"\n<!DOCTYPE html><html><title>Log in</title></html>", R), "late": Case(b"<!-- x -->\n<html><body>Sign in</body></html>", R), "div":Case(b"<div>Sign in, please</div>", R), "bom":Case(b"\xef\xbb\xbf<html>", R), "utf16": Case("<html><body>Log in</body></html>".encode("utf-16"), R)}),
 63: Entry("R", {"list": Case(b'[{"response_id": 1}]', R), "object": Case(b'{"response_id": 1, "nps": 5}', R), "lines": Case(b'{"response_id": 1, "nps": 5}\n{"response_id": 2, "nps": 5}\n', R), "utf16": Case('[{"response_id": 1}]'.encode("utf-16"), R), "xml": Case(b'<?xml version="1.0"?><r/>', R)}),
 84: Entry("W", {n[:10]: Case(BOTH, FINE, name=n) for n in ("x"*240+".csv", "\U0001f600 Žluť.csv", "CON", "a\nb.csv", "..csv", "a'b;--.csv", "\u202evsc.exe.csv", "-rf", "a*b?.csv", " ", "%2e%2e.csv","<img src=x>.csv")}),
 85: Entry("W", {n: Case(BOTH, FINE, name=n) for n in ("a.xlsx","a.parquet","a.gz","noend")}),
}
