"""Specification of the list of what to fix first, and of why other charts rank otherwise."""

from types import SimpleNamespace as Just

from cx.analysis.dissatisfaction.bridge import Bridge, Span, Term
from cx.topics.drivers.first import fix_first, otherwise


def span(name: str, points: float, share: float, is_clear: bool = True) -> Span:
    term = Term(points, points - 1, points + 1, points / share, share, is_clear)
    return Span(name, term, Term(0.0, -1.0, 1.0, 0.0, 0.1, False))


def cost(*spans: Span, key: tuple[str, ...] = (), delighter: str = "") -> Just:
    contrasts = [Just(name=delighter, standing="delighter")] if delighter else []
    return Just(
        bridge=Bridge(0.0, spans, 0.0, 0.0, 0.1, 500),
        dissatisfiers=Just(key=key, refusal=None),
        asymmetry=Just(contrasts=contrasts),
    )


def said(first: str, **quadrants: str) -> Just:
    placed = [Just(name=name, quadrant=quadrant) for name, quadrant in quadrants.items()]
    return Just(real=(Just(name=first),), grid=Just(placed=placed))


def test_the_list_has_four_rows_at_most_the_clear_and_costliest_first():
    spans = [span(f"A{at}", -at, 0.1, is_clear=at != 5) for at in range(1, 7)]
    found = fix_first(said("A1"), cost(*spans, span("Gain", 2.0, 0.1)))
    assert [each.name for each in found] == ["A6", "A4", "A3", "A2"]
    assert (found[0].points, found[0].low, found[0].high) == (6, 5, 7)


def test_without_a_clear_cost_nothing_is_to_be_fixed_first():
    assert fix_first(said("A"), cost(span("A", -0.4, 0.1, is_clear=False))) == ()


def test_where_another_chart_ranks_otherwise_a_sentence_says_why():
    costs = cost(
        span("Delivery", -5.0, 0.16),
        span("Invoices", -4.0, 0.11),
        key=("Delivery", "Advice"),
        delighter="Advice",
    )
    attitudes = said("Invoices", Delivery="fix first", Invoices="keep up")
    told = otherwise(fix_first(attitudes, costs), attitudes, costs, "detractors")
    assert len(told) == 4
    assert told[0].startswith("Importance ranks Invoices first")
    assert "(11 % against 16 %)" in told[0]
    assert told[1].startswith("The quadrants put Invoices at “keep up”")
    assert "report most has Advice and lacks Invoices" in told[2]
    assert told[3].startswith("Advice is nothing to fix but something to offer")


def test_where_all_charts_agree_nothing_has_to_be_explained():
    costs = cost(span("Delivery", -5.0, 0.16), key=("Delivery",))
    attitudes = said("Delivery", Delivery="fix first")
    assert otherwise(fix_first(attitudes, costs), attitudes, costs, "detractors") == ()
