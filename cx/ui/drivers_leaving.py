"""Who leaves, on the Drivers page: after which answer, after what, and after which complaint."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from cx.analysis.defection.cox import Hazard, Hazards
from cx.analysis.defection.recovery import Contrast, Recovery
from cx.charts import drivers as charts
from cx.filters import Filters
from cx.topics.drivers import tables, words
from cx.topics.drivers.results import STANDINGS, Defection, Leaving, Opinions
from cx.topics.drivers.windows import BAD_DAYS, EARLY_DAYS, RECOVERY_DAYS
from cx.ui import drivers_frames as frames
from cx.ui import drivers_left_lists as lists
from cx.ui import refusals
from cx.ui.analyses import Work
from cx.ui.drivers_frames import Said
from cx.words import minus

ANSWER, SILENCE = "answer", "silence"
WHOM = {ANSWER: "By their answer", SILENCE: "Answered or silent"}
HEIGHT = 448
"""Pixels: as high as the chart beside it."""

EQUAL = "Other things equal (the answer before, segment, years as a customer):"
FIRST = ("drivers/first_answers",)
KAPLAN_MEIER = (
    "Customers on the day of their first answer in the view, followed until they leave or until "
    "nothing more is known (Kaplan-Meier, log-log intervals; log-rank test, Holm over the pairs). "
    "Groups are compared as they are."
)
COX = (
    "Proportional hazards (Cox, ties after Efron) against the answers in the middle, each segment "
    "with a rate of its own and years as a customer held equal. Whether ratios stay the same over "
    "time is tested on scaled Schoenfeld residuals (Grambsch and Therneau 1994). A matter "
    f"not resolved at first contact counts for {BAD_DAYS} days, and only once it has happened."
)
RECOVERY = (
    f"Answers within {RECOVERY_DAYS} days of a complaint, by what became of it, and without one. "
    "Compared by regression with the answer before, segment and years as a customer held equal, "
    "robust to people who answer again; Holm over the three comparisons."
)


def show(found: Opinions, work: Work[Leaving]) -> None:
    """Show all of it; above stands how far it is."""
    if work.result is not None:
        _show(found, work.result)


def _show(found: Opinions, left: Leaving) -> None:
    whom = st.segmented_control(
        "Who",
        [*WHOM],
        default=ANSWER,
        required=True,
        format_func=WHOM.__getitem__,
        key="staying_by",
    )
    one, other = st.columns(2)
    with one:
        draw = _silence if whom == SILENCE else _by_answer
        draw(found, left.defection)
    with other:
        _hazards(found, left.defection)
    one, other = st.columns(2)
    with one:
        _recovery(found, left.recovery)
    with other:
        _after_complaints(found, left.recovery)


def _by_answer(found: Opinions, left: Defection) -> None:
    title, refusal = "Who is still a customer", left.refusal or left.survival.refusal
    if refusal:
        refusals.show(title, refusal)
        return
    rows = [*tables.survival(left.survival), *tables.pairs(left.survival)]
    how = Said(KAPLAN_MEIER, FIRST, rows, left.customers)
    draw = partial(charts.leaving, left.survival, height=HEIGHT)
    frames.show(
        found, "staying", title, draw, how, lists.first_answers(found, left.survival), _ever(found)
    )


def _ever(found: Opinions) -> Filters:
    return found.view.until_its_end.filters


def _silence(found: Opinions, left: Defection) -> None:
    title, said = "Who is still a customer, answered or silent", left.responding
    if said.refusal:
        refusals.show(title, said.refusal)
        return
    asked = sum(curve.people for curve in said.curves)
    how = Said(KAPLAN_MEIER, ("drivers/asked",), tables.survival(said), asked)
    draw = partial(charts.leaving, said, "the invitation", HEIGHT)
    marks = lists.answered_or_silent(found, said)
    frames.show(found, "responding", title, draw, how, marks, _ever(found))


def _hazards(found: Opinions, left: Defection) -> None:
    """Show how much faster customers leave after a bad answer, and after a bad contact."""
    title = "How much faster they leave"
    named = _named(left)
    if left.refusal or not named:
        refusals.show(title, left.refusal or left.hazards.refusal or refusals.NOTHING)
        return
    how = Said(COX, (*FIRST, "drivers/bad_contacts"), tables.hazards(left), left.hazards.people)
    marks = lists.hazards(found, _terms(left))
    draw = partial(charts.hazards, named)
    frames.show(found, "hazards", title, draw, how, marks, _ever(found), notes=_remarks(left))


def _remarks(left: Defection) -> list[str]:
    """Say whether ratios hold over time, and which of them could not be told."""
    models = (left.early, left.hazards, left.bad_contacts)
    said = [_proportion(left), *(_told(each) for each in models if each.refusal)]
    return [each for each in said if each]


def _proportion(left: Defection) -> str:
    if left.hazards.is_proportional is None:
        return ""
    if left.hazards.is_proportional:
        return "How much faster people leave stays the same over time, as far as can be told."
    return words.not_in_proportion(left)


def _told(found: Hazards) -> str:
    return f"{found.refusal.message} It {found.refusal.remedy}." if found.refusal else ""


def _named(left: Defection) -> list[tuple[str, Hazard]]:
    """Name each term by its model: while the answer is fresh, the whole time, after a contact."""
    months = EARLY_DAYS // 30
    early = [(f"{each.term}, first {months} months", each) for each in _people(left.early.hazards)]
    whole = [(f"{each.term}, whole time", each) for each in _people(left.hazards.hazards)]
    after = [(f"Not resolved: {each.term}", each) for each in left.bad_contacts.hazards]
    return [*early, *whole, *after]


def _people(found: Sequence[Hazard]) -> list[Hazard]:
    """Terms that are people by their answer; years as a customer are only held equal."""
    names = {name for each in STANDINGS.values() for name in each}
    return [each for each in found if each.term in names]


def _terms(left: Defection) -> list[tuple[str, str]]:
    """Return the key of each mark with its term."""
    return [(name, each.term) for name, each in _named(left)]


def _recovery(found: Opinions, said: Recovery) -> None:
    """Show the score after a complaint put right, after one that was not, and without one."""
    title = "Score after a complaint, put right or not"
    refusal = next((each.refusal for each in said.contrasts if each.refusal), None)
    if all(each.score.low is None for each in said.groups[1:]):
        refusals.show(title, refusal or refusals.NOTHING)
        return
    rows = [*tables.groups(said), *tables.recovery(said)]
    answers = sum(each.score.responses for each in said.groups)
    how = Said(RECOVERY, ("drivers/recovery",), rows, answers)
    draw = partial(charts.recovery, said.groups, found.metric)
    marks = lists.after_complaints(found, said)
    frames.show(found, "recovery", title, draw, how, marks, notes=_contrasts(found, said))


def _contrasts(found: Opinions, said: Recovery) -> list[str]:
    """Say the comparisons in words, other things equal, and whether the paradox shows."""
    told = [_contrast(found, each) for each in said.contrasts]
    if said.is_paradox:
        told.append(
            "Customers whose complaint was put right stay clearly longer than those without one."
        )
    shown = [each for each in told if each]
    return [EQUAL, *shown] if shown else []


def _contrast(found: Opinions, each: Contrast) -> str:
    if each.adjusted is None:
        return f"{each.refusal.message} It {each.refusal.remedy}." if each.refusal else ""
    value, low, high = (
        found.metric.format_change(end).removesuffix(" points")
        for end in (each.adjusted.value, each.adjusted.low, each.adjusted.high)
    )
    verdict = "" if each.is_clear else ", not clear"
    return (
        f"{each.first.capitalize()} against {each.second}: "
        f"{minus(f'{value} points ({low} to {high})')}{verdict}."
    )


def _after_complaints(found: Opinions, said: Recovery) -> None:
    """Show who is still there by what became of a complaint."""
    title = "Who is still a customer, with and without a complaint"
    if said.staying.refusal:
        refusals.show(title, said.staying.refusal)
        return
    people = sum(curve.people for curve in said.staying.curves)
    how = Said(KAPLAN_MEIER, ("drivers/recovery",), tables.survival(said.staying), people)
    draw = partial(charts.leaving, said.staying)
    marks = lists.staying_after_complaints(found, said.staying)
    frames.show(found, "after_complaints", title, draw, how, marks)
