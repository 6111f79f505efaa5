"""Statistics: sums and frames come in, frozen results with their doubt go out.

No database and no drawing here. Import from the modules: ``from cx.analysis.score import score``.
"""
