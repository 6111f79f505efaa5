import pyarrow as pa, pyarrow.parquet as pq
from tests.bad_uploads.entries import *
from tests.bad_uploads.entries import Case, Entry
from tests.uploads import parquet
R=Refused("x")
T={"response_id":["R1","R2"],"responded_at":["2024-01-13","2024-01-14"],"nps":[0,10]}
def plus(n,v): return parquet(T|{n:v})
def bomb():
    n=30_000_000
    import numpy as np
    return parquet({"response_id": pa.DictionaryArray.from_arrays(pa.array(np.zeros(n,dtype="int8")), ["R1"])}, compression="zstd")
PARQUETS={
 75: Entry("R", {"magic": Case(b"PAR1"+b"x"*90, R), "cut": Case(parquet(T)[:400], R), "half": Case(parquet(T)[:-9], R), "end": Case(parquet(T)[:-4]+b"XXXX", R), "PAR1": Case(b"PAR1", R), "pages": Case(parquet(T)[:4]+b"\xff"*56+parquet(T)[60:], R)}),
 76: Entry("R", {"": Case(bomb, R)}),
 77: Entry("R", {"": Case(lambda: parquet(T|{"response_id": ["x"*100_000_000,"R2"]}, compression="zstd"), R)}),
 78: Entry("R", {"list": Case(plus("l",[[1],[2]]),R),"map": Case(plus("m",pa.array([[("a",1)],[("b",2)]],pa.map_(pa.string(),pa.int32()))),R),"binary": Case(plus("b",[b"x",b"y"]),R),"struct": Case(plus("s",[{"a":1},{"a":2}]),R), "dec": Case(plus("d",pa.array([1,2],pa.decimal256(50,2))),R), "time": Case(plus("t",pa.array([1,2],pa.time64("us"))),R)}),
 79: Entry("R", {"": Case(parquet(pa.table([["R1","R2"],["2024-01-13","2024-01-14"],[0,10],[5,5]],["response_id","responded_at","nps","NPS"])),R), "other":Case(parquet(pa.table([["R1","R2"],["2024-01-13","2024-01-14"],[0,10],[5,5],[6,6]],["response_id","responded_at","nps","a","A"])),FINE)}),
 80: Entry("R", {"": Case(parquet({n: pa.array([],pa.string()) for n in T}),R), "nulls": Case(parquet({n: pa.nulls(3,pa.string()) for n in T}),R)}),
 81: Entry("R", {"": Case(b"PARE"+parquet(T)[4:-4]+b"PARE", R)}),
}
