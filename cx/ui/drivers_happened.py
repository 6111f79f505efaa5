"""What happened before bad answers, on the Drivers page: by cause, and by group of one cause."""

from dataclasses import replace
from functools import partial

import streamlit as st

from cx.analysis.causes import Cause
from cx.analysis.held_equal import Estimate
from cx.charts import drivers as charts
from cx.topics.drivers import tables, words
from cx.topics.drivers.results import Causes, Opinions
from cx.topics.drivers.windows import ASKED
from cx.ui import drivers_frames as frames
from cx.ui import menu, refusals, table
from cx.ui.drivers_frames import Said
from cx.ui.drivers_parts import minus
from cx.ui.drivers_work import Work
from cx.ui.text import bullets

QUESTIONS = ("drivers/answers", *ASKED)
MOST_GROUPS = 12
METHOD = (
    "Share of bad answers after it, less that of answers without it; of whom it is not known "
    "counts for neither. Interval: Newcombe, widened for people who answer more than once. "
    "Adjusted: everybody is given the cause and then not, in a logistic regression on it and on "
    "segment, region, channel, touchpoint and quarter. Clear ones are allowed for the number of "
    "causes (Benjamini-Hochberg, q = .05). It says what goes together: what nobody recorded is not "
    "held equal."
)
BY_GROUP = (
    "Within each group as it is, with nothing held equal. All groups are one family of tests."
)


def show(found: Opinions, work: Work) -> None:
    """Show all of it, of one kind of survey; above stands how far it is."""
    if work.result:
        _show(found, work.result)


def _show(found: Opinions, causes: tuple[Causes, ...]) -> None:
    with st.container(horizontal=True):
        kind = _choose_kind(causes)
        cause, dimension = _choose_cause(kind)
    one, other = st.columns(2)
    with one:
        _causes(found, kind)
    with other:
        _by_group(found, kind, cause, dimension)
    _ratios(kind)


def _choose_kind(causes: tuple[Causes, ...]) -> Causes:
    """Let the reader choose the kind of survey; kinds are never pooled."""
    names = [each.survey_kind for each in causes]
    telling = max(causes, key=lambda each: len(each.standing)).survey_kind
    if len(causes) == 1:
        return causes[0]
    chosen = st.segmented_control(
        "Answers to",
        names,
        default=telling,
        required=True,
        format_func=lambda name: f"{name.capitalize()} survey",
        key="causes_of",
    )
    return next((each for each in causes if each.survey_kind == chosen), causes[0])


def _causes(found: Opinions, kind: Causes) -> None:
    """Show by how much each cause goes with more bad answers, and what is not on file."""
    title = "What happened before bad answers"
    if not kind.found:
        refusals.several(title, kind.unknown)
        return
    shown = [_named(each) for each in kind.found]
    how = Said(METHOD, QUESTIONS, tables.causes(kind), kind.answers)
    filters = frames.of_kind(found, kind.survey_kind)
    marks = frames.after_causes(
        filters, [(_label(each), each.name, "", "") for each in kind.found if not each.refusal]
    )
    frames.show(found, "causes", title, partial(charts.causes, shown), how, marks, filters)


def _label(cause: Cause) -> str:
    return words.kind_of(cause.name).label


def _named(cause: Cause) -> Cause:
    return replace(cause, name=_label(cause))


def _choose_cause(kind: Causes) -> tuple[Cause | None, str]:
    """Let the reader choose a cause to look at by group, and the groups."""
    told = [each for each in kind.found if each.refusal is None]
    dimensions = list(dict.fromkeys(each.dimension for each in kind.by_group))
    if not told or not dimensions:
        return None, ""
    cause = st.selectbox(
        "Cause, by group", told, format_func=_label, key=f"cause_{kind.survey_kind}", width=300
    )
    dimension = st.segmented_control(
        "Groups",
        dimensions,
        default=dimensions[0],
        required=True,
        format_func=str.capitalize,
        key=f"cause_by_{kind.survey_kind}",
    )
    return cause, dimension or dimensions[0]


def _by_group(found: Opinions, kind: Causes, cause: Cause | None, dimension: str) -> None:
    """Show one cause within each segment, channel or touchpoint."""
    if cause is None:
        refusals.show("Where it happens", refusals.NO_GROUPS)
        return
    _groups(found, kind, cause, dimension)


def _groups(found: Opinions, kind: Causes, cause: Cause, dimension: str) -> None:
    title = f"{_label(cause)}, by {dimension}"
    within = [
        each
        for each in kind.by_group
        if each.dimension == dimension and each.cause.name == cause.name
    ]
    if not within:
        refusals.show(title, refusals.NO_GROUPS)
        return
    largest = sorted(within, key=lambda each: -words.size_of(each.cause))[:MOST_GROUPS]
    shown = [replace(each.cause, name=each.group) for each in largest]
    rows = [row for row in tables.by_group(kind) if row["dimension"] == dimension]
    how = Said(f"{METHOD} {BY_GROUP}", QUESTIONS, rows, kind.answers)
    filters = frames.of_kind(found, kind.survey_kind)
    marks = frames.after_causes(
        filters, [(each.group, cause.name, dimension, each.group) for each in largest]
    )
    frames.show(found, "causes_by_group", title, partial(charts.causes, shown), how, marks, filters)


def _ratios(kind: Causes) -> None:
    """Offer the same as shares, ratio of risks and odds, and what nothing on file tells of."""
    told = [each for each in kind.found if each.refusal is None]
    if told:
        with st.expander("As shares, ratios and odds", icon=":material/table:"):
            table.show(
                [_in_words(each) for each in told],
                alt="Bad answers after each cause and without it, as difference, ratio and odds",
                name=f"causes_{kind.survey_kind}",
            )
            st.caption(
                "Odds are not risks: where bad answers are common, their ratio is further from 1."
            )
    missing = [*kind.unknown, *(each.refusal for each in kind.found if each.refusal)]
    if kind.found and missing:
        with st.expander(f"Not told: {len(missing)}", icon=":material/block:"):
            st.markdown(bullets(f"{each.message} It {each.remedy}." for each in missing))
            menu.link("upload", "Upload what is missing")


def _in_words(cause: Cause) -> dict[str, object]:
    return {
        "after": _label(cause),
        "answers": cause.exposed,
        "bad_after_it": f"{cause.risk or 0:.0%}",
        "bad_without_it": f"{cause.risk_without or 0:.0%}",
        "difference_in_100": _ends(cause.difference, 100),
        "other_things_equal": _ends(cause.adjusted, 100),
        "ratio_of_risks": _ends(cause.ratio),
        "ratio_of_odds": _ends(cause.odds),
        "verdict": "clear" if cause.is_clear else "may be nothing",
    }


def _ends(found: Estimate | None, times: int = 1) -> str:
    """Write an estimate with its interval; an end that has no finite size is left open."""
    if found is None or found.value is None:
        return "not told"
    shape = "+.0f" if times > 1 else ".2f"
    value, low, high = (
        "…" if end is None else f"{times * end:{shape}}"
        for end in (found.value, found.low, found.high)
    )
    return minus(f"{value} ({low} to {high})")
