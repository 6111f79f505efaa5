from tests.bad_uploads.entries import *
from tests.bad_uploads.entries import Case, Entry
T=("=cmd|'/c calc'!A1 and some more words","+1+1 are these words","@SUM(A1) is what I said","-2 says the customer here","\tTab before these many words")
H=("<script>alert(1)</script> is what I wrote","<img src=x onerror=alert(1)> and some words","[x](javascript:alert(1)) is a link here","![](http://a.example/b.png) is a picture here")
def texts(ts):
    return WIDE.decode()+"".join(f'R{i},2024-01-{i+13},{[0,10][i%2]},"{t}"\n' for i,t in enumerate(ts))
TEXTS={82: Entry("OK", {"":Case(texts(T), FINE, reads="comment"),"id":Case(HEAD+b"=1+1,2024-01-13,0\n@x,2024-01-14,10\n", FINE)}), 83: Entry("OK", {"":Case(texts(H), FINE, reads="comment"), "name":Case(HEAD.strip()+b",<script>x</script>\nR1,2024-01-13,0,x\nR2,2024-01-14,10,y\n", FINE)})}
