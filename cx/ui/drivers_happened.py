"""What happened before detractor answers, on the Drivers page: by cause, and by group of one."""

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
from cx.ui.analyses import Work
from cx.ui.drivers_frames import Said
from cx.ui.text import bullets
from cx.words import minus, signed

QUESTIONS = ("drivers/answers", *ASKED)
MOST_GROUPS, MOST_ROWS = 12, 6
METHOD = (
    "Share of detractor (dissatisfied) answers after it, less that of answers without it; of whom "
    "it is not known counts for neither. Interval: Newcombe, widened for people who answer more "
    "than once. Adjusted: everybody is given the cause and then not, in a logistic regression on "
    "it and on segment, region, channel, touchpoint and quarter. Clear ones are allowed for the "
    "number of causes (Benjamini-Hochberg, q = .05). It says what is linked: what nobody recorded "
    "is not held equal."
)
BY_GROUP = (
    "Within each group as it is, with nothing held equal. All groups are one family of tests."
)


def show(found: Opinions, work: Work[tuple[Causes, ...]]) -> None:
    """Show all of it, of one kind of survey; above stands how far it is."""
    if work.result is not None:
        _show(found, work.result)


def _show(found: Opinions, causes: tuple[Causes, ...]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = _choose_kind(causes)
        cause, dimension = _choose_cause(kind)
        shown = _folded(kind)
    one, other = st.columns(2)
    with one:
        _causes(found, kind, shown)
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


def _causes(found: Opinions, kind: Causes, wanted: list[Cause]) -> None:
    """Show how many more bad answers are linked to each cause, and what is not on file."""
    title = _title(found, kind)
    if not kind.found:
        refusals.several(title, kind.unknown)
        return
    shown = [_named(each) for each in wanted]
    how = Said(METHOD, QUESTIONS, tables.causes(kind), kind.answers)
    filters = frames.of_kind(found, kind.survey_kind)
    marks = frames.after_causes(
        filters, [(_label(each), each, "", "") for each in kind.found if not each.refusal]
    )
    draw = partial(charts.causes, shown, words.BAD_ANSWERS[found.metric.key])
    frames.show(found, "causes", title, draw, how, marks, filters)


def _title(found: Opinions, kind: Causes) -> str:
    """Say the finding where one is clear, else what is looked at."""
    bad = words.BAD_ANSWERS[found.metric.key]
    if not kind.standing:
        return f"What happened before {bad}"
    first = max(kind.standing, key=words.size_of)
    return f"{_label(first)}: linked to the most extra {bad}"


def _folded(kind: Causes) -> list[Cause]:
    """Leave out what is not clear where that would be many rows, unless it is asked for."""
    ordered = charts.ordered(kind.found)
    clear = [each for each in ordered if charts.is_clear(each)]
    if len(ordered) <= MOST_ROWS or not clear:
        return ordered
    is_asked = st.toggle(
        f"Show all {len(ordered)}, also unclear ones", key=f"causes_all_{kind.survey_kind}"
    )
    return ordered if is_asked else clear


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
    title = f"{_label(cause)}, by {dimension}, as it is"
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
        filters, [(each.group, each.cause, dimension, each.group) for each in largest]
    )
    draw = partial(charts.causes, shown, words.BAD_ANSWERS[found.metric.key])
    frames.show(
        found, "causes_by_group", title, draw, how, marks, filters, notes=[_unadjusted(cause)]
    )


def _unadjusted(cause: Cause) -> str:
    """Say why figures by group differ from the one of all."""
    if cause.adjusted is None or cause.difference is None or cause.difference.value is None:
        return ""
    return (
        f"Compare groups with each other. Of all answers it is {_points(cause.difference)} as it "
        f"is, and {_points(cause.adjusted)} with other things equal."
    )


def _points(found: Estimate) -> str:
    return f"{signed(100 * (found.value or 0.0))} points"


def _ratios(kind: Causes) -> None:
    """Offer the same as shares, ratio of risks and odds, and what nothing on file tells of."""
    told = [each for each in kind.found if each.refusal is None]
    if told:
        with st.expander("As shares, ratios and odds", icon=":material/table:"):
            table.show(
                [_in_words(each) for each in told],
                alt="Such answers after each cause and without it: difference, ratio and odds",
                name=f"causes_{kind.survey_kind}",
            )
            st.caption(
                "Odds are not risks: where such answers are common, their ratio is further from 1."
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
        "share_after_it": f"{cause.risk or 0:.0%}",
        "share_without_it": f"{cause.risk_without or 0:.0%}",
        "difference_in_100": _ends(cause.difference, 100),
        "other_things_equal": _ends(cause.adjusted, 100),
        "ratio_of_risks": _ends(cause.ratio),
        "ratio_of_odds": _ends(cause.odds),
        "verdict": "clear" if cause.is_clear else "not clear",
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
