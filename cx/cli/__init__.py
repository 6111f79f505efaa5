"""The verbs of ``python -m cx``: what each takes (parser), does (verbs) and says (words)."""
