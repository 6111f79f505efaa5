"""Charts: frozen results come in, figures go out. The only room that draws.

One module per topic; each chart is one function that ends in ``theme.finish``.
"""
