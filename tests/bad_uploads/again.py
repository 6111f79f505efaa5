"""Numbers 50 to 54."""
from tests.bad_uploads.entries import *
from tests.bad_uploads.entries import Case, Entry
def orders(n, revenue=10, start=1):
    return "order_id,customer_id,ordered_at,revenue\n"+"".join(f"O{i},C{i},2024-01-{i%28+1:02},{revenue}\n" for i in range(start,start+n))
AGAIN = {
  50: Entry("R", {"same": Case(BOTH+b"R1,2024-01-13,0\n", Taken(GOOD,(),3,duplicate=1)), "other": Case(BOTH+b"R1,2024-01-13,5\n", Taken(GOOD,("has the same key as row 2 but other values; row 2 was kept",),3,duplicate=1)),
      "all same": Case(HEAD+b"R1,2024-01-13,0\nR1,2024-01-14,10\n", Taken(GOOD,(),3,duplicate=1))}),
  51: Entry("Q", {"": Case(HEAD+b"R1,2024-01-13,10\nR3,2024-01-15,0\n", Taken((("R1",10),("R2",10),("R3",0)),(),2), before=(BOTH,)),
      "snap": Case(HEAD+b"R1,2024-01-13,10\nR3,2024-01-15,0\n", Taken((("R1",10),("R3",0)),(),2), before=(BOTH,), mode="snapshot")}),
  52: Entry("R", {"": Case(BOTH, FINE, before=(BOTH,)), "name": Case(BOTH, FINE, before=(BOTH,), name="again.csv"), "rows": Case(BOTH.replace(b"\n",b"\r\n"), FINE, before=(BOTH,)) }),
  53: Entry("Q", {"": Case(orders(4), FINE, before=(orders(10),), kind="orders", reads="count(*)"), "snap": Case(orders(4), FINE, before=(orders(10),), kind="orders", reads="count(*)", mode="snapshot")}),
  54: Entry("Q", {"": Case(orders(10, 1000), FINE, before=(orders(10),), kind="orders", reads="sum(revenue)"), }),
}
