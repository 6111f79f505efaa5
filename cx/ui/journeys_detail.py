"""What to look into on the Journeys page: moments of truth, touchpoints, paths and what is next."""

from functools import partial

import streamlit as st

from cx.analysis.ladder import Refusal
from cx.charts import journeys as charts
from cx.charts.journeys import funnel as funnel_chart
from cx.charts.journeys.flow import whole_of
from cx.charts.journeys.moments import shown as moments_shown
from cx.charts.journeys.moves import drawn, key_of
from cx.charts.journeys.paths import name_of
from cx.charts.journeys.scorecard import MOST
from cx.filters import Filters
from cx.topics.journeys import parts
from cx.topics.journeys.answer import TOO_FEW
from cx.topics.journeys.report import report
from cx.topics.journeys.results import END, Journeys, LeadLine, Move
from cx.topics.journeys.windows import ANSWERS_DAYS, STAYING_DAYS
from cx.ui import cards, journeys_load, refusals
from cx.ui import journeys_frames as frames
from cx.ui.drill import Listed
from cx.ui.journeys_frames import Said
from cx.ui.table import Rows

MOMENTS, TOUCHPOINTS, PATHS, WINNING = (
    "Moments of truth",
    "Touchpoints",
    "Paths",
    "Becoming a customer",
)
AHEAD = "Coming up"
PARTS = (MOMENTS, TOUCHPOINTS, PATHS, WINNING, AHEAD)
VIEWS = {charts.SERVICE: "Score and service", charts.SCORES: "All three scores"}
NOT_CAUSAL = (
    "The removal effect says how many unhappy ends go by a touchpoint in this model of paths. It "
    "is not causal: it does not say that taking the touchpoint away would prevent them."
)
TRUTH = (
    "Three unlike signs per touchpoint, all of bad contacts, those that solved nothing. Unhappy "
    "ends: removal effect towards an unhappy answer in an absorbing Markov chain of the paths, "
    f"beyond what the volume alone gives; bootstrap by customer. Score: answers within "
    f"{ANSWERS_DAYS} days after a bad contact against those after another one there. Leaving: "
    f"hazard ratio of the {STAYING_DAYS} days after a bad contact (Cox). All signs of all "
    "touchpoints are corrected together (Benjamini and Hochberg 1995, one in ten); two clearly bad "
    f"ones make a moment of truth. {NOT_CAUSAL}"
)
SCORECARD = (
    "Every contact counts once, also where its journey may still go on. Shares are worth as many "
    "contacts as there are customers behind them (Wilson); contacts younger than 7 days cannot "
    "tell of repeats yet and are left out of them. Scores are of what was asked about the "
    "touchpoint."
)
COMMONEST = (
    "Finished journeys with the same steps in the same order; paths of too few journeys or "
    "customers are not listed. Journeys that may still go on are left out."
)
NEXT = (
    "Of all departures from a touchpoint in finished journeys, the share that goes to each next "
    "one. Wilson intervals, customers being the unit; below 30 departures, or of too few "
    "customers, a share is withheld. Times are elapsed."
)
LEADS = (
    "Prospects who were first seen in the period, by what they came to up to the end of what is "
    "known. Wilson intervals. The share of all is the product of the shares of the steps."
)
NO_PATHS = Refusal(
    "no_common_path", "No path is common enough to be shown.", "needs more finished journeys"
)
NO_CONTACTS = Refusal("no_contacts", "No contacts are on file.", "needs interactions")
NO_LEADS = Refusal(
    "no_leads", "No prospect was first seen in this time.", "needs customers with a first day"
)


def choose() -> str:
    """Let the reader choose what to look into; only that is worked out."""
    chosen = st.segmented_control(
        "Look into",
        PARTS,
        default=MOMENTS,
        required=True,
        key="part",
        bind="query-params",
        label_visibility="collapsed",
        width="stretch",
    )
    return chosen or MOMENTS


def rows_of(found: Journeys, table: str) -> Rows:
    """Return a table of the export: the same numbers as on the command line."""
    return list(report(found, 0).tables[table])


def truth(found: Journeys) -> None:
    """Show the three signs of each touchpoint, or why they cannot be told."""
    title = "Where much is at stake: three signs for each touchpoint"
    moments = found.truth.moments
    if not moments.touchpoints:
        refusals.show(title, TOO_FEW)
        return
    contacts = {line.name: line.contacts for line in found.touchpoints}
    draw = partial(charts.moments, moments.touchpoints, found.metric, contacts)
    questions = ("journeys/bad_ends", "journeys/bad_touches", "journeys/stays")
    how = Said(TRUTH, questions, rows_of(found, "moments_of_truth"), frames.answers(found))
    marks = {
        each.touchpoint: _at(found, each.touchpoint, contacts.get(each.touchpoint))
        for each in moments_shown(moments.touchpoints)
        if each.touchpoint in contacts or each.touchpoint in found.flow.shown
    }
    frames.show(found, "moments", title, draw, how, marks)
    if found.truth.refusal is not None:
        refusals.show("Unhappy ends of paths", found.truth.refusal)


def _at(found: Journeys, name: str, contacts: int | None) -> Listed:
    """Lead to the contacts at a touchpoint; to the journeys by a step that is no contact."""
    if contacts is not None:
        return frames.contacts(found, name, contacts, touchpoint=name)
    by = f"{name}, among the first {found.flow.most_steps} steps"
    return frames.journeys(found, by, None, source=name)


def touchpoints(found: Journeys) -> None:
    """Show the scorecard of touchpoints."""
    title = "Touchpoints: how many come, what they say, whether it is settled"
    if not found.touchpoints:
        refusals.show(title, NO_CONTACTS)
        return
    view = st.segmented_control(
        "Show", [*VIEWS], default=charts.SERVICE, required=True,
        format_func=VIEWS.__getitem__, key="journeys_view", label_visibility="collapsed",
    )  # fmt: skip
    lines, currency = found.touchpoints, found.settings.currency
    draw = partial(charts.scorecard, lines, found.metric, view or charts.SERVICE, currency)
    questions = ("journeys/touchpoints", "journeys/repeats", "journeys/touchpoint_scores")
    rows = [*rows_of(found, "touchpoints"), *rows_of(found, "touchpoints_by_channel")]
    marks = {
        line.name: frames.contacts(found, line.name, line.contacts, touchpoint=line.name)
        for line in lines[:MOST]
    }
    how = Said(SCORECARD, questions, rows, frames.answers(found))
    frames.show(found, "touchpoints", title, draw, how, marks)


def paths(found: Journeys, filters: Filters) -> None:
    """Show the commonest paths, and what comes next after each touchpoint."""
    known = journeys_load.add(found, filters, parts.with_paths, parts.with_moves)
    one, other = st.columns(2)
    with one:
        _commonest(known)
    with other:
        _moves(known)


def _commonest(found: Journeys) -> None:
    title = "The commonest journeys"
    if not found.paths:
        refusals.show(title, NO_PATHS)
        return
    whole, currency = whole_of(found.flow), found.settings.currency
    draw = partial(charts.paths, found.paths, found.metric, whole, currency)
    marks = {
        name_of(line): frames.journeys(found, name_of(line), line.journeys, path=line.steps)
        for line in found.paths
    }
    how = Said(COMMONEST, ("journeys/commonest",), rows_of(found, "paths"), frames.answers(found))
    frames.show(found, "paths", title, draw, how, marks)


def _moves(found: Journeys) -> None:
    title = "What comes next"
    told = [move for move in drawn(found.transitions) if move.transition.share]
    if not told:
        refusal = next((each.transition.refusal for each in found.transitions), None)
        refusals.show(title, refusal or NO_PATHS)
        return
    draw = partial(charts.moves, found.transitions)
    questions = ("journeys/paths", "journeys/waits")
    how = Said(NEXT, questions, rows_of(found, "transitions"), frames.answers(found))
    marks = {key_of(move): frames.moves(found, *_ends(move)) for move in told}
    frames.show(found, "moves", title, draw, how, marks)


def _ends(move: Move) -> tuple[str, int, str, str]:
    found = move.transition
    target = "the end" if found.target == END else found.target
    return f"{found.source}, then {target}", found.moves or 0, found.source, found.target


def winning(found: Journeys, filters: Filters) -> None:
    """Show the way from prospect to customer, of all and by source."""
    known = journeys_load.add(found, filters, parts.with_funnel)
    if not known.funnel:
        refusals.show("From prospect to customer", NO_LEADS)
        return
    source = _choose_source(known)
    one, other = st.columns(2)
    with one:
        _steps(known, source)
    with other:
        _sources(known)


def _choose_source(found: Journeys) -> str:
    names = [line.source for line in found.funnel]
    if len(names) < 3:
        return names[0]
    return st.selectbox("Source", names, format_func=_source_name, key="journeys_source", width=260)


def _steps(found: Journeys, source: str) -> None:
    line = next(each for each in found.funnel if each.source == source)
    title = "From prospect to customer"
    how = Said(LEADS, ("journeys/funnel",), rows_of(found, "funnel"), line.leads)
    marks = {
        step.name: frames.leads(found, step.name, step.reached, source=line.source, step=step.name)
        for step in line.funnel.steps
    }
    frames.show(found, "steps", title, partial(charts.steps, line), how, marks)


def _source_name(name: str) -> str:
    return "All sources" if name == "(all)" else name


def _sources(found: Journeys) -> None:
    title = "Share that becomes a customer, by source"
    told = [line for line in found.funnel[1:] if line.funnel.total]
    if not told:
        refusals.show(title, found.funnel[0].funnel.refusal or refusals.NO_GROUPS)
        return
    how = Said(LEADS, ("journeys/funnel",), rows_of(found, "funnel"), found.funnel[0].leads)
    marks = {line.source: _won(found, line) for line in told[: funnel_chart.MOST]}
    frames.show(found, "sources", title, partial(charts.sources, found.funnel), how, marks)


def _won(found: Journeys, line: LeadLine) -> Listed:
    name = f"{line.source}, became a customer"
    return frames.leads(found, name, line.won, source=line.source, step="Customer")


def notes(found: Journeys, filters: Filters) -> None:
    """Print what a careful reader must know beside it."""
    cards.notes((*journeys_load.add(found, filters, parts.with_paths).notes, NOT_CAUSAL))
