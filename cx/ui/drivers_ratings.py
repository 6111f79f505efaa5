"""What people rated, on the Drivers page: importance, place, cost, worth, failings, asymmetry."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cx.analysis.dissatisfaction.reach_noise import ReachNoise
from cx.analysis.dissatisfaction.worth import SHARES_THAT_LAST, SMALL
from cx.charts import drivers as charts
from cx.topics.drivers import tables, words
from cx.topics.drivers.load import load_bad_answers
from cx.topics.drivers.report import importance as importance_rows
from cx.topics.drivers.results import STANDINGS, Opinions, Worths
from cx.topics.drivers.windows import HI, LO
from cx.ui import drivers_frames as frames
from cx.ui import drivers_parts, refusals, session
from cx.ui.drivers_frames import ATTRIBUTES, Said
from cx.words import listed

SCORE, YES_OR_NO = "score", "yes_or_no"
RATED, STATED, GAP = "rated", "stated", "gap"
WAITING = "What fixing it may be worth is being worked out …"
AGAINST = {RATED: "How it is rated", STATED: "What people say", GAP: "The gap"}

LMG = (
    "Each attribute's share of R² is the mean gain in R² when it joins the others, over all orders "
    "(LMG; Lindeman, Merenda and Gold 1980). Intervals are from 500 samples of people. An "
    "attribute counts only when hardly any of 999 columns of noise, rated as rarely, gets as much "
    "and its own coefficient is clear, allowed for the number of attributes (Benjamini-Hochberg, "
    "q = .05). Correlations are over answers that rate both. Importance says what is linked."
)
LOGIT = (
    "McFadden's R² of a logistic regression of such an answer, yes or no, shared out alike "
    "(Azen and Traxel 2009). Only answers that rate everything count, 20,000 at most."
)
GRID = (
    "The crosshair stands at the means (Martilla and James 1977). A quadrant is named when at "
    "least 80 in 100 samples of people lie in it, and nothing that is no more than noise is."
)
GAPS = "Rating less stated importance of each person. Paired t interval, 95 %."
BRIDGE = (
    f"Regression of the score's points on low ratings (up to {LO} of 5) and top ratings ({HI}) of "
    "all attributes at once. Effect times share of the answers is what each takes or brings, and "
    "with the start they add up exactly to the score. Intervals are from samples of people."
)
WORTH = (
    "Points: what low ratings cost in the regression, if all who rate low rated in the middle. "
    "Money: x points are x/200 of the customers turned from detractor to promoter, times the "
    "measured gap in who stays a year, times the contribution of a customer; "
    f"{SHARES_THAT_LAST[1]:.0%} of the gap is taken to follow them, {SHARES_THAT_LAST[0]:.0%} at "
    f"the low end and {SHARES_THAT_LAST[2]:.0%} at the high end."
)
SHAPLEY = (
    "Share of the dissatisfied whom at least one failing met, less that of the others, shared out "
    "exactly among the failings (Shapley; Conklin, Powaga and Lipovetsky 2004)."
)
CURVE = (
    "Problems are added one by one, each time the one that sets the two furthest apart. The key "
    "set are the clear ones up to the widest gap."
)
PRCA = (
    "Penalty-reward contrast analysis (Brandt 1987; Mikulić and Prebežac 2008). A class is named "
    "when 80 in 100 samples agree, penalty and reward are more than noise, and neither has the "
    "wrong sign by more than chance or a fifth of the other."
)


def show(found: Opinions) -> Callable[[Worths], None]:
    """Show all of it; return what draws in its place what is known last: what fixing is worth."""
    one, other = st.columns(2)
    with one:
        _importance(found)
    with other:
        _places(found)
    one, other = st.columns(2)
    with one:
        _bridge(found)
    with other:
        _failings(found)
    one, other = st.columns(2)
    with one:
        _asymmetry(found)
    with other:
        slot = st.empty()
        slot.caption(WAITING)
    with st.expander("How many fix how much", icon=":material/stacked_line_chart:"):
        _key_set(found)
    return partial(_fill, found, slot)


def _fill(found: Opinions, slot: DeltaGenerator, worth: Worths) -> None:
    with slot.container():
        _worths(found, worth)


def _importance(found: Opinions) -> None:
    """Show what the score is linked to, or what a bad answer, yes or no, is linked to."""
    bad = STANDINGS[found.metric.key][0]
    names = {SCORE: f"{found.metric.name} score", YES_OR_NO: f"{bad}, yes or no"}
    chosen = st.segmented_control(
        "What is linked to",
        [*names],
        default=SCORE,
        required=True,
        format_func=names.__getitem__,
        key="goes_with",
        bind="query-params",
    )
    if chosen == YES_OR_NO:
        _bad_answers(found, names[YES_OR_NO])
    else:
        _ranking(found)


def _ranking(found: Opinions) -> None:
    said, title = found.attitudes.importance, f"What {found.metric.name} is linked to"
    if said.refusal:
        refusals.show(title, said.refusal)
        return
    rows = importance_rows(found.attitudes, found.dissatisfaction)
    marks = frames.low_ratings(found, [(each.name, each.members) for each in said.drivers])
    draw = partial(charts.importance, said)
    frames.show(found, "importance", title, draw, Said(LMG, ATTRIBUTES, rows, said.answers), marks)


def _bad_answers(found: Opinions, name: str) -> None:
    with st.spinner("Fitting each set of attributes …"):
        said = session.answer(
            load_bad_answers, found.view.filters, attributes=drivers_parts.chosen()
        )
    title = f"What is linked to: {name}"
    if said.refusal:
        refusals.show(title, said.refusal)
        return
    marks = frames.low_ratings(found, frames.alone(said.names))
    how = Said(LOGIT, ATTRIBUTES, tables.yes_or_no(said), said.answers)
    frames.show(found, "bad_answers", title, partial(charts.yes_or_no, said), how, marks)


def _places(found: Opinions) -> None:
    """Show importance against rating, against what people say, or the gap between these two."""
    chosen = st.segmented_control(
        "Beside importance",
        [*AGAINST],
        default=RATED,
        required=True,
        format_func=AGAINST.__getitem__,
        key="beside",
        bind="query-params",
    )
    {RATED: _rated, STATED: _stated, GAP: _gaps}[chosen or RATED](found)


def _rated(found: Opinions) -> None:
    said, title = found.attitudes, "Fix first, keep up"
    if said.grid is None or said.importance.refusal:
        refusals.show(title, said.importance.refusal or refusals.NOTHING)
        return
    members = {each.name: each.members for each in said.importance.drivers}
    marks = frames.low_ratings(
        found, [(each.name, members.get(each.name, (each.name,))) for each in said.grid.placed]
    )
    how = Said(f"{LMG} {GRID}", ATTRIBUTES, tables.places(said.grid), said.rated)
    frames.show(found, "places", title, partial(charts.quadrants, said.grid), how, marks)


def _stated(found: Opinions) -> None:
    said, title = found.attitudes, "What matters, and what people say matters"
    if said.stated is None or said.importance.refusal:
        refusals.show(title, said.importance.refusal or refusals.NOT_STATED)
        return
    how = Said(f"{LMG} {GRID}", ATTRIBUTES, tables.stated(said.stated), said.rated)
    marks = frames.low_ratings(found, frames.alone(each.name for each in said.stated.placed))
    frames.show(found, "stated", title, partial(charts.stated, said.stated), how, marks)


def _gaps(found: Opinions) -> None:
    said, title = found.attitudes, "Rated, less called important"
    if not any(each.value is not None for each in said.gaps):
        refusal = said.importance.refusal if not said.gaps else refusals.NOT_STATED
        refusals.show(title, refusal or refusals.NOT_STATED)
        return
    how = Said(GAPS, ATTRIBUTES, tables.gaps(said.gaps), said.rated)
    marks = frames.low_ratings(found, frames.alone(each.name for each in said.gaps))
    frames.show(found, "gaps", title, partial(charts.gaps, said.gaps), how, marks)


def _bridge(found: Opinions) -> None:
    """Show what failings cost and excellences earn."""
    said, title = found.dissatisfaction.bridge, f"What it costs and earns, in {found.metric.name}"
    if said.refusal:
        refusals.show(title, said.refusal)
        return
    how = Said(BRIDGE, ATTRIBUTES, tables.bridge(said), said.answers)
    marks = frames.low_ratings(found, frames.alone(span.name for span in said.spans))
    frames.show(found, "bridge", title, partial(charts.bridge, said), how, marks)


def _worths(found: Opinions, worth: Worths) -> None:
    """Show what fixing each clear failing may be worth, in money: points stand beside it."""
    title = "What fixing it may be worth"
    if worth.refusal or not worth.fixes:
        refusals.show(title, worth.refusal or refusals.NOTHING)
        return
    first = worth.fixes[0].worth
    if first.money is None:
        refusals.show(title, first.refusal or refusals.NOTHING)
        return
    currency = found.settings.currency
    fixes = [(fix.name, fix.worth) for fix in worth.fixes]
    how = Said(
        f"{WORTH} Assumptions: {' '.join(first.assumptions)}",
        (*ATTRIBUTES, "drivers/worth"),
        tables.worths(worth, currency),
        found.dissatisfaction.bridge.answers,
    )
    marks = frames.low_ratings(found, frames.alone(name for name, _ in fixes))
    draw = partial(charts.worths, fixes, currency)
    frames.show(found, "worth", title, draw, how, marks, notes=[SMALL])


def _failings(found: Opinions) -> None:
    """Show which failings set the dissatisfied apart."""
    who = words.WHO[found.metric.key]
    said, title = found.dissatisfaction.dissatisfiers, f"Problems {who} report more often"
    if said.refusal:
        refusals.show(title, said.refusal)
        return
    answers = said.dissatisfied + said.others
    how = Said(SHAPLEY, ATTRIBUTES, tables.dissatisfiers(said), answers)
    marks = frames.low_ratings(found, frames.alone(each.name for each in said.dissatisfiers))
    frames.show(found, "failings", title, partial(charts.dissatisfiers, said, who), how, marks)


def _key_set(found: Opinions) -> None:
    """Show how far failings reach together."""
    said, title = found.dissatisfaction.dissatisfiers, "How many fix how much"
    if said.refusal:
        refusals.show(title, said.refusal)
        return
    answers = said.dissatisfied + said.others
    how = Said(f"{SHAPLEY} {CURVE}", ATTRIBUTES, tables.together(said), answers)
    marks = frames.low_ratings(found, frames.alone(step.name for step in said.curve))
    who = words.WHO[found.metric.key]
    draw = partial(charts.key_curve, said, who)
    frames.show(found, "key_set", title, draw, how, marks, notes=_key(said, who))


def _key(said: ReachNoise, who: str) -> list[str]:
    if not said.key:
        return [f"No problem is clearly reported more often by {who}."]
    peak = max(said.curve, key=lambda step: step.difference)
    return [
        f"Clearly more often by {who}: {listed([*said.key])}. At least one of the problems up to "
        f"the dotted line is reported by {100 * peak.reach:.0f} in 100 {who}, and by "
        f"{100 * peak.noise:.0f} in 100 of the others.",
    ]


def _asymmetry(found: Opinions) -> None:
    """Show which attributes only hurt, and which only delight."""
    said, title = found.dissatisfaction.asymmetry, "Basics and delighters"
    if said.refusal:
        refusals.show(title, said.refusal)
        return
    how = Said(PRCA, ATTRIBUTES, tables.asymmetry(said), said.answers)
    marks = frames.low_ratings(found, frames.alone(each.name for each in said.contrasts))
    frames.show(found, "asymmetry", title, partial(charts.asymmetry, said), how, marks)
