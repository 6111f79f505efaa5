"""What people rated, on the Drivers page: importance, place, cost, worth, failings, asymmetry."""

from functools import partial

import streamlit as st

from cx.analysis.dissatisfaction.reach_noise import ReachNoise
from cx.analysis.dissatisfaction.worth import SHARES_THAT_LAST
from cx.analysis.ladder import Refusal
from cx.charts import drivers as charts
from cx.topics.drivers import tables
from cx.topics.drivers.load import load_bad_answers
from cx.topics.drivers.report import importance as importance_rows
from cx.topics.drivers.results import STANDINGS, Opinions, Worths
from cx.topics.drivers.windows import HI, LO
from cx.ui import cards, drivers_parts, refusals, session
from cx.ui import drivers_frames as frames
from cx.ui.drivers_frames import ATTRIBUTES, Said
from cx.words import listed

SCORE, YES_OR_NO = "score", "yes_or_no"
RATED, STATED, GAP = "rated", "stated", "gap"
AGAINST = {RATED: "How it is rated", STATED: "What people say", GAP: "The gap"}

LMG = (
    "Each attribute's share of R² is the mean gain in R² when it joins the others, over all orders "
    "(LMG; Lindeman, Merenda and Gold 1980). Intervals are from 500 samples of people. An "
    "attribute counts only when hardly any of 999 columns of noise gets as much and its own "
    "coefficient is clear, allowed for the number of attributes (Benjamini-Hochberg, q = .05). "
    "Correlations are over answers that rate both. Importance says what goes together."
)
LOGIT = (
    "McFadden's R² of a logistic regression of a bad answer, yes or no, shared out in the same way "
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
    "Failings are added one by one, each time the one that sets the two furthest apart. The key "
    "set are the clear ones up to the widest gap."
)
PRCA = (
    "Penalty-reward contrast analysis (Brandt 1987; Mikulić and Prebežac 2008). A class is named "
    "when 80 in 100 samples agree, penalty and reward are more than noise, and neither has the "
    "wrong sign by more than chance or a fifth of the other."
)


def show(found: Opinions, worth: Worths) -> None:
    """Show all of it."""
    one, other = st.columns(2)
    with one:
        _importance(found)
    with other:
        _places(found)
    one, other = st.columns(2)
    with one:
        _bridge(found)
    with other:
        _worths(found, worth)
    one, other = st.columns(2)
    with one:
        _failings(found)
    with other:
        _key_set(found)
    _asymmetry(found)


def _importance(found: Opinions) -> None:
    """Show what the score goes with, or what a bad answer, yes or no, goes with."""
    bad = STANDINGS[found.metric.key][0]
    names = {SCORE: f"{found.metric.name} score", YES_OR_NO: f"{bad}, yes or no"}
    chosen = st.segmented_control(
        "What goes with",
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
    said, title = found.attitudes.importance, f"What {found.metric.name} goes with"
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
    title = f"What goes with: {name}"
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
    """Show what mending each clear failing may be worth."""
    title = "What mending it may be worth"
    if worth.refusal or not worth.fixes:
        refusals.show(title, worth.refusal or refusals.NOTHING)
        return
    currency = found.settings.currency
    fixes = [(fix.name, fix.worth) for fix in worth.fixes]
    how = Said(
        WORTH,
        (*ATTRIBUTES, "drivers/worth"),
        tables.worths(worth, currency),
        found.dissatisfaction.bridge.answers,
    )
    marks = frames.low_ratings(found, frames.alone(name for name, _ in fixes))
    frames.show(found, "worth", title, partial(charts.worths, fixes, currency), how, marks)
    first = worth.fixes[0].worth
    in_points_only = [_told(first.refusal)] if first.refusal else []
    cards.aside("Taken for granted", [*first.assumptions, *in_points_only])


def _told(refusal: Refusal) -> str:
    return f"{refusal.message} It {refusal.remedy}."


def _failings(found: Opinions) -> None:
    """Show which failings set the dissatisfied apart."""
    said, title = found.dissatisfaction.dissatisfiers, "Which failings set the unhappy apart"
    if said.refusal:
        refusals.show(title, said.refusal)
        return
    answers = said.dissatisfied + said.others
    how = Said(SHAPLEY, ATTRIBUTES, tables.dissatisfiers(said), answers)
    marks = frames.low_ratings(found, frames.alone(each.name for each in said.dissatisfiers))
    frames.show(found, "failings", title, partial(charts.dissatisfiers, said), how, marks)


def _key_set(found: Opinions) -> None:
    """Show how far failings reach together."""
    said, title = found.dissatisfaction.dissatisfiers, "How many fix how much"
    if said.refusal:
        refusals.show(title, said.refusal)
        return
    answers = said.dissatisfied + said.others
    how = Said(f"{SHAPLEY} {CURVE}", ATTRIBUTES, tables.together(said), answers)
    marks = frames.low_ratings(found, frames.alone(step.name for step in said.curve))
    frames.show(found, "key_set", title, partial(charts.key_curve, said), how, marks)
    cards.aside("The ones that matter", _key(said))


def _key(said: ReachNoise) -> list[str]:
    if not said.key:
        return ["No failing clearly sets the dissatisfied apart."]
    peak = max(said.curve, key=lambda step: step.difference)
    return [
        f"{listed([*said.key])} set the dissatisfied apart.",
        f"At least one of the failings up to the dotted line met {100 * peak.reach:.0f} in 100 of "
        f"the dissatisfied, and {100 * peak.noise:.0f} in 100 of the others.",
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
