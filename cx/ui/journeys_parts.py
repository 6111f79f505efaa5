"""The Journeys page from its answer to its flow: what is said first, then how customers go."""

from functools import partial

import streamlit as st

from cx.analysis.ladder import Refusal
from cx.analysis.moments import SCORE, STAYING, Evidence, Moment
from cx.charts import journeys as charts
from cx.charts.journeys.flow import key_of, name_of
from cx.charts.journeys.layout import lay_out
from cx.filters import Filters
from cx.topics.journeys import basis, parts
from cx.topics.journeys.answer import TOO_FEW, where_it_hurts
from cx.topics.journeys.results import Journeys, Link, Node
from cx.topics.journeys.windows import ANSWERS_DAYS, STAYING_DAYS
from cx.topics.journeys.words import between, comes_back_most, elapsed, hurts_most, points_of
from cx.ui import cards, journeys_load, refusals, session
from cx.ui import journeys_frames as frames
from cx.ui.cards import Fact
from cx.ui.drill import Listed, Marks
from cx.ui.journeys_frames import Said
from cx.words import counted

NOUNS = {"gap": "contacts", "order": "orders", "case": "cases", "contract": "contracts"}
STEPS = (3, 4, 6)
TILES, NARROWEST = 4, 150
FLOW = (
    "Each journey is followed step by step; the busiest names have a node of their own, the rest "
    "are together. As many journeys come to a node as leave it or end there. A score is that of "
    "the answers given in the journey or before a pause has passed. Clear differences from all "
    "journeys allow for the number of bands looked at (Benjamini and Hochberg 1995, one in ten); "
    "withheld scores also protect those that could be computed back."
)


def choose_basis(filters: Filters) -> tuple[bool, str | None]:
    """Let the reader choose what journeys are made of, where there is more than one way.

    Returns
    -------
    bool
        Whether there is anything on file.
    str or None
        One of ``BASES``; None where there is no choice.
    """
    present = session.answer(basis.present, filters)
    if len(present) < 2:
        return bool(present), None
    chosen = st.selectbox(
        "A journey is made of",
        present,
        format_func=basis.MADE_OF.__getitem__,
        key="journeys_by",
        bind="query-params",
        width=230,
    )
    return True, chosen


def begin(filters: Filters, by: str | None) -> Journeys:
    """Find out how many journeys there are and how long they take."""
    return session.answer(parts.begin, filters, by=by)


def weigh(found: Journeys, filters: Filters) -> Journeys:
    """Work out where it hurts, which the answer says."""
    with st.spinner("Weighing where it hurts …"):
        return journeys_load.add(found, filters, parts.with_truth)


def answer(found: Journeys) -> None:
    """Print where it hurts, and what that is of."""
    made = f"made of {NOUNS[found.basis.by]}"
    shown = f"{found.filters.in_words()} · {counted(found.journeys, 'journey')}, {made}"
    cards.headline(where_it_hurts(found.truth, found.metric), f"{shown} · {frames.age(found)}")


def tiles(found: Journeys, filters: Filters) -> Journeys:
    """Show the largest figures, each with its doubt; return the page with what they are of."""
    with st.spinner("Counting who comes back …"):
        known = journeys_load.add(found, filters, parts.with_touchpoints, parts.with_junctures)
    with st.grid(TILES, gap="small", min_column_width=NARROWEST):
        for each in (_hurt(known), _back(known), _length(known), _ahead(known)):
            cards.fact(each)
    return known


def _not_told(name: str, refusal: Refusal | None, otherwise: str) -> Fact:
    if refusal is None:
        return Fact(name, "None clear", (otherwise,))
    return Fact(name, "Not told", (refusal.message, f"Takes {refusals.wanted(refusal)}."))


def _hurt(found: Journeys) -> Fact:
    name, moments = "Where it hurts most", found.truth.moments
    first = hurts_most(found)
    if first is None:
        refusal = moments.refusal if moments.touchpoints else TOO_FEW
        return _not_told(name, refusal, "No touchpoint has two clearly bad signs of three.")
    figure, lines = _worst(first, found)
    return Fact(
        name,
        figure,
        lines,
        help="A bad contact solved nothing. Compared with other contacts there: answers within "
        f"{ANSWERS_DAYS} days after it, leaving within {STAYING_DAYS} days. Associated with it, "
        "not proven to come from it.",
    )


def _worst(moment: Moment, found: Journeys) -> tuple[str, tuple[str, ...]]:
    """Say score and leaving after a bad contact, each with its interval."""
    score, staying = moment.of(SCORE), moment.of(STAYING)
    said = [] if staying is None else [f"leaving {_times(staying.evidence)}"]
    if score is None:
        return moment.touchpoint, (*said, "after a bad contact")
    value, interval = points_of(score.evidence, found.metric)
    lines = (f"points of {found.metric.name} at {moment.touchpoint}", f"95 %: {interval}")
    return value, (*lines, *said)


def _times(of: Evidence) -> str:
    return f"{of.value:.1f}× as fast ({of.low:.1f} to {of.high:.1f})"


def _back(found: Journeys) -> Fact:
    name = "Comes back most"
    worst = comes_back_most(found)
    if worst is None or worst.repeats is None:
        refusal = next((each.repeat_refusal for each in found.touchpoints), None)
        return _not_told(name, refusal, "No contacts are on file.")
    of = worst.repeats
    return Fact(
        name,
        f"{100 * of.value:.0f} %",
        (
            f"back at {worst.name} in 7 days",
            f"95 %: {100 * of.low:.0f} to {100 * of.high:.0f} %",
            f"{worst.repeat_known:,} contacts",
        ),
        help="Contacts followed by another one of the same customer at the same touchpoint within "
        "seven times 24 hours.",
    )


def _length(found: Journeys) -> Fact:
    name, middle = "Half are over within", found.durations.median
    if middle is None or middle.value is None:
        if found.durations.refusal is None:
            return Fact(name, "Not reached", ("More than half are not over yet.",))
        return _not_told(name, found.durations.refusal, "")
    slow = found.durations.p90
    lines = [f"95 %: {between(middle)}"]
    if slow is not None and slow.value is not None:
        lines.append(f"nine in ten within {elapsed(slow.value)}")
    lines.append(counted(found.journeys, "journey"))
    return Fact(name, elapsed(middle.value), tuple(lines), help="From first to last step, elapsed.")


def _ahead(found: Journeys) -> Fact:
    name, due = "At risk ahead", [each for each in found.junctures if each.concerns]
    if not found.junctures:
        return Fact(name, "Nobody", ("No installation, completion or renewal in 90 days.",))
    cases = sum(each.open_cases > 0 for each in due)
    return Fact(
        name,
        f"{len(due):,}",
        (
            f"of {counted(len(found.junctures), 'juncture')} in 90 days",
            f"{counted(cases, 'with an open case').removesuffix('s')}",
            "a count, not a sample",
        ),
        help="Installation, project completion or renewal ahead, with an open case, an unhappy "
        "last answer, no answer yet, or 90 days of silence.",
    )


def flow(found: Journeys, filters: Filters) -> Journeys:
    """Show how customers go from step to step; return the page with the flow."""
    with st.spinner("Following them step by step …"):
        known = journeys_load.add(found, filters, parts.with_flow)
    with st.container(horizontal=True, vertical_alignment="center"):
        steps = st.segmented_control("Steps", STEPS, default=3, required=True, key="journeys_steps")
    how = Said(FLOW, ("journeys/names", "journeys/flow"), _rows(known), frames.answers(known))
    draw = partial(charts.flow, known.flow, known.metric, steps or 3)
    title = "How customers go, step by step"
    frames.show(known, "flow", title, draw, how, _marks(known, steps or 3))
    return known


def _rows(found: Journeys) -> list[dict[str, object]]:
    return [
        {
            "step": link.step,
            "source": link.source,
            "target": link.target,
            "journeys": link.journeys,
            "score": link.score.value,
            "low": link.score.low,
            "high": link.score.high,
            "answers": link.score.responses,
        }
        for link in found.flow.links
    ]


def _marks(found: Journeys, steps: int) -> Marks:
    """Lead from nodes and bands to their journeys, the nodes first."""
    boxes, ribbons = lay_out(found.flow, steps)
    parts: list[Node | Link] = [*(b.node for b in boxes), *(r.link for r in ribbons)]
    return {key_of(part): _behind(found, part) for part in parts}


def _behind(found: Journeys, part: Node | Link) -> Listed:
    name, count = name_of(part), part.journeys
    if isinstance(part, Node):
        return frames.journeys(found, name, count, step=part.step, source=part.name)
    return frames.journeys(
        found, name, count, step=part.step, source=part.source, target=part.target
    )
