"""Statistics: sums and frames come in, frozen results with their doubt go out.

Of what no page asks for yet, `raking` and `weights.weighted_mean` are held to published figures
for weighting by several margins; `control.xmr` and `break_point` are for figures without answers
behind them and for breaks of level.

No database and no drawing here. Import from the modules: ``from cx.analysis.score import score``.
"""
