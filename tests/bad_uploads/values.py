"""Numbers 34 to 49."""
from cx.ingest import identity
from dataclasses import replace
from cx.ingest.presets import parse_mapping
from cx.ingest.look import ReadOptions
from tests.bad_uploads.entries import (
    BOTH, FINE, GOOD, HEAD, ROWS, WIDE, Case, Entry, Refused, Stopped, Taken, fine,
)
def answers(*cells, head="response_id,responded_at,nps"):
    return head+"\n"+"\n".join(cells)+"\n"
def one(value):  # nps
    return BOTH.decode()+f'R3,2024-01-15,"{value}"\n'
def amounts(*values):
    return "order_id,customer_id,ordered_at,revenue\n"+"".join(f'O{i},C{i},2024-01-1{i},"{v}"\n' for i,v in enumerate(values,1))
def sizes(*values):
    return "customer_id,name,network_size\n"+"".join(f'C{i},Name {i},"{v}"\n' for i,v in enumerate(values,1))
def days(*values):
    return "customer_id,name,acquired_on\n"+"".join(f'C{i},Name {i},"{v}"\n' for i,v in enumerate(values,1))
def times(*values):
    return "response_id,responded_at,nps\n"+"".join(f'R{i},"{v}",{(i-1)*10%20}\n' for i,v in enumerate(values,1))
def ordered(v): return Case(amounts("10","20",v), Taken((),(),3), kind="orders", reads="order_id, revenue")
def sized(v): return Case(sizes("10","20",v), Taken((),(),3), kind="customers", reads="customer_id, network_size")
def dayed(*v, **m): return Case(days(*v), Taken((),(),3), kind="customers", reads="customer_id, acquired_on", **m)
def timed(*v, **m): return Case(times(*v), Taken((),(),3), reads="response_id, responded_at", **m)
VALUES = {
    34: Entry("R", {"": Case(one("many"), Taken(GOOD,(),3,rejected=1)), "most": ordered("many")}),
    35: Entry("R", {v: ordered(v) for v in ("1,234.56","1.234,56","$5","(12.5)","5%","1,234")} | {
      "all us": Case(amounts("1,234.56","2,000.00","5"), Taken((),(),3), kind="orders", reads="order_id, revenue"),
      "all de": Case(amounts("1.234,56","2.000,00","5"), Taken((),(),3), kind="orders", reads="order_id, revenue"),
      "all amb": Case(amounts("1.234","2.500","5.125"), Taken((),(),3), kind="orders", reads="order_id, revenue"),
      "all $": Case(amounts("$1.5","$2.500","$5"), Taken((),(),3), kind="orders", reads="order_id, revenue"),
      "all ()": Case(amounts("(1.5)","(2.5)","(5)"), Taken((),(),3), kind="orders", reads="order_id, revenue"),
      "all %": Case(amounts("1.5%","2.5%","5%"), Taken((),(),3), kind="orders", reads="order_id, revenue"),
    }),
    36: Entry("R", {v: Case(answers("R1,2024-01-13,0,1","R2,2024-01-14,10,2",f"R3,2024-01-15,5,{v}",head="response_id,responded_at,nps,weight"), Taken((),(),3), reads="response_id, weight") for v in ("1e400","inf","nan","-Infinity")}),
    37: Entry("R", {"money": ordered("12.34567"), "four": ordered("12.3456"), "15 digits": ordered("1234567890123.1234")}),
    38: Entry("R", {v: sized(v) for v in ("0x1F","1_000","\u0663\u0663", "1e3","١٢","１２")}),
    39: Entry("R", {"int": sized("9223372036854775808"), "int32": sized("3000000000"), "money":ordered("9"*18)}),
    40: Entry("OK", {"": Case(HEAD+b"007,2024-01-13,0\n7,2024-01-14,10\n", Taken((("007",0),("7",10)),(),2))}),
    41: Entry("W", {v: Case(answers("R1,2024-01-13,0","R2,2024-01-14,10",f'R3,2024-01-15,{v}'), Taken((),(),3)) for v in ("NULL","N/A","-",'""')} | {
        v+" text": Case(answers("R1,2024-01-13,0,Retail","R2,2024-01-14,10,Retail",f'R3,2024-01-15,5,{v}', head="response_id,responded_at,nps,segment"), Taken((),(),3), reads="response_id, nps, segment") for v in ("NULL","N/A","-",'""')} | {"id":Case(answers("R1,2024-01-13,0,C1","R2,2024-01-14,10,NULL",f'R3,2024-01-15,5,NULL', head="response_id,responded_at,nps,customer_id"), Taken((),(),3), reads="response_id, nps, customer_id")}),
    42: Entry("R", {"31/04": dayed("30/04/2024","29/04/2024","31/04/2024"), "02-30": dayed("2024-02-28","2024-02-29","2024-02-30")}),
    43: Entry("Q", {"": timed("01/02/2024","03/04/2024"), "opt": dayed("01/02/2024","03/04/2024"), "answered": timed("01/02/2024","03/04/2024", answers={"days:responded_at":"%d/%m/%Y"}), 
        "one of mixed": timed("2024-01-13","2024-01-14","01/02/2024")}),
    44: Entry("R", {"": timed("2024-01-13","14/01/2024","15/01/2024"), "even": timed("2024-01-13","14/01/2024")}),
    45: Entry("R", {"": timed("13/01/24","14/01/24"), "opt": dayed("13/01/24","14/01/24")}),
    46: Entry("R/Q", {"": timed("45292","45293"), "some": timed("2024-01-13","2024-01-14","45292"), "opt": dayed("45292","45293")}),
    47: Entry("R", {v: dayed("2024-01-13","2024-01-14",v) for v in ("1900-01-01","9999-12-31","infinity","0001-01-01", "now", "epoch")}),
    48: Entry("W", {"": timed("2024-01-13T10:00:00+02:00","2024-01-14 10:00:00Z","2024-01-15 10:00:00"), "names": timed("2024-01-13 10:00:00 CET","2024-01-14 10:00:00"), }),
    49: Entry("W", {"": timed("2024-01-13","2024-01-14","2098-01-01"), }),
}
