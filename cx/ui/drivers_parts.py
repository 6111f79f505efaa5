"""The Drivers page from its answer to its tiles: what is said first, and filled in as it comes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cx.analysis.ladder import Refusal
from cx.filters import Filters
from cx.topics.drivers import words
from cx.topics.drivers.figures import in_points
from cx.topics.drivers.load import load_opinions
from cx.topics.drivers.results import Causes, Fix, Leaving, Opinions, Worths
from cx.topics.drivers.worths import load_worths
from cx.ui import analyses, cards, drivers_first, drivers_frames, refusals, session
from cx.ui.analyses import Work
from cx.ui.cards import Fact
from cx.ui.text import escape
from cx.words import rounded, signed

CHOSEN = "drivers_attributes"
RATED, HAPPENED, LEFT = PARTS = ("What people rate", "What happened to them", "Who leaves")
TOO_MANY = "more_than_20_drivers"
TILES, NARROWEST = 4, 150
FIXING, LEAVERS = "Fixing it", "Leave in a year"


@dataclass(frozen=True, slots=True)
class Slots:
    """Places near the top that are filled once the parts further down are known."""

    fixing: DeltaGenerator
    happened: DeltaGenerator
    leaving: DeltaGenerator
    under_way: DeltaGenerator
    tiles: dict[str, DeltaGenerator]


def has_answers(filters: Filters) -> bool:
    """Whether there is any answer to the metric at all."""
    with session.asking() as run:
        return session.latest_on(run, filters.metric) is not None


def opinions(filters: Filters) -> Opinions:
    """Load what people rated, of the attributes that were chosen."""
    with st.spinner("Ranking what people rated …"):
        return session.answer(load_opinions, filters, attributes=chosen())


def worths(found: Opinions, left: Leaving) -> Worths:
    """Work out what fixing each clear failing may be worth."""
    with session.asking() as run:
        return load_worths(run.ask, found.view, found.dissatisfaction, left.defection)


def chosen() -> tuple[str, ...]:
    """Return the attributes that the reader chose; none takes all."""
    return tuple(st.session_state.get(CHOSEN, ()))


def choose_attributes(found: Opinions) -> None:
    """Let the reader choose attributes where there are more than can be told apart."""
    refusal = found.attitudes.importance.refusal
    if not chosen() and (refusal is None or refusal.code != TOO_MANY):
        return
    with session.asking() as run:
        known = list(run.ask("drivers/attributes", found.view.filters)["attribute"])
    st.multiselect("Attributes to look at", known, max_selections=20, key=CHOSEN)


def choose_part() -> str:
    """Let the reader choose what to look into; the answer above is of all of it."""
    chosen = st.segmented_control(
        "Look into",
        PARTS,
        default=RATED,
        required=True,
        key="part",
        bind="query-params",
        label_visibility="collapsed",
        width="stretch",
    )
    return chosen or RATED


def answer(found: Opinions) -> None:
    """Print what the ratings tell, before anything else is worked out."""
    st.subheader(escape(found.headline), anchor=False)
    drivers_first.show(found)


def rest(found: Opinions) -> Slots:
    """Print what the ratings tell in figures, with room for what is known last.

    First what fixing it may be worth, then what happened to people, then who leaves.
    """
    with st.container(gap="xsmall"):
        fixing, happened, leaving, under_way = (st.empty() for _ in range(4))
        st.caption(escape(_where(found)))
    return Slots(fixing, happened, leaving, under_way, _tiles(found))


def _best(found: Opinions, fix: Fix) -> str:
    return words.fix_in_words(found.metric, fix, found.settings.currency)


def _sentence(icon: str, said: str) -> None:
    st.markdown(f":material/{icon}: {escape(said)}")


def _where(found: Opinions) -> str:
    """Say what the page is of: filters, kind of survey, answers, until when there are any."""
    said = found.attitudes
    rated = "" if said.rated == said.answers else f", {said.rated:,} of them rate something"
    counted = f"{said.answers:,} answers{rated}"
    return f"{found.view.filters.in_words()} · {counted} · {drivers_frames.latest(found)}"


def _tiles(found: Opinions) -> dict[str, DeltaGenerator]:
    """Show the largest figures; return the places for those that are known last."""
    slots = {}
    with st.grid(TILES, gap="small", min_column_width=NARROWEST):
        slots[FIXING] = _awaited(FIXING)
        cards.fact(_told(found))
        slots[LEAVERS] = _awaited(LEAVERS)
        slots[_bad_answers(found)] = _awaited(_bad_answers(found))
    return slots


def _awaited(name: str) -> DeltaGenerator:
    slot = st.empty()
    with slot.container():
        cards.fact(Fact(name, "…", ("Being worked out …",)))
    return slot


def fill(
    found: Opinions,
    slots: Slots,
    causes: Work[tuple[Causes, ...]],
    left: Work[Leaving],
    show_worths: Callable[[Worths], None] | None,
) -> None:
    """Fill in what is known by now; say how far the rest is.

    Parameters
    ----------
    show_worths : callable, optional
        Draws what fixing it is worth, where there is a place for it.
    """
    if causes.result is not None:
        _fill_happened(found, slots, causes.result)
    if left.result is not None:
        worth = worths(found, left.result)
        _fill_leaving(found, slots, left.result, worth)
        if show_worths:
            show_worths(worth)
    _tell_under_way(slots, causes=causes, leaving=left)


def _tell_under_way(slots: Slots, **works: Work[Any]) -> None:
    """Show how far works are, and what became of those that gave nothing."""
    under_way = tuple(each for each in works.values() if each.is_under_way)
    is_over = {key: each for key, each in works.items() if each not in under_way}
    failed = {key: each for key, each in is_over.items() if each.result is None}
    if not under_way and not failed:
        return
    with slots.under_way.container():
        for key, each in failed.items():
            analyses.ended_badly(each, key)
        if under_way:
            analyses.watch(under_way)


def _fill_happened(found: Opinions, slots: Slots, causes: tuple[Causes, ...]) -> None:
    said = words.causes_in_words(found.metric, causes)
    with slots.happened.container():
        _sentence("history", said or _no_cause(causes))
    with slots.tiles[_bad_answers(found)].container():
        cards.fact(_happened(found, causes))


def _fill_leaving(found: Opinions, slots: Slots, left: Leaving, worth: Worths) -> None:
    if worth.fixes:
        with slots.fixing.container():
            _sentence("build", _best(found, worth.fixes[0]))
    said = words.defection_in_words(found.metric, left.defection)
    if said:
        with slots.leaving.container():
            _sentence("logout", said)
    with slots.tiles[FIXING].container():
        cards.fact(_worth(found, worth))
    with slots.tiles[LEAVERS].container():
        cards.fact(_leavers(found, left))


def _no_cause(causes: tuple[Causes, ...]) -> str:
    if any(each.refusal is None for kind in causes for each in kind.found):
        return "Nothing on file that happened before the answers is clearly linked to worse ones."
    return "Too little is on file of what happened before the answers."


def _not_told(name: str, refusal: Refusal | None) -> Fact:
    if refusal is None:
        return Fact(name, "None clear", ("No more than chance would show.",))
    return Fact(name, "Not told", (refusal.message, f"Takes {refusals.wanted(refusal)}."))


def _worth(found: Opinions, worth: Worths) -> Fact:
    name = FIXING
    if worth.refusal or not worth.fixes:
        return _not_told(name, worth.refusal)
    fix, currency = worth.fixes[0], found.settings.currency
    money = fix.worth.money
    if money is None:
        return _in_points(found, name, fix)
    middle, low, high = rounded(money.value, money.low, money.high)
    return Fact(
        name,
        f"{currency} {middle}".strip(),
        (
            f"contribution a year, if it works: {fix.name}",
            f"Range: {low} to {high}{'' if currency else ', in the currency of your data'}",
        ),
        help=" ".join(fix.worth.assumptions),
    )


def _in_points(found: Opinions, name: str, fix: Fix) -> Fact:
    """Say the points where no money can be told, and why not."""
    size, digits = fix.worth.points, words.digits_of(found.metric)
    value, low, high = in_points(size, digits)
    why = fix.worth.refusal.message if fix.worth.refusal else ""
    lines = (f"points of {found.metric.name}: {fix.name}", f"95 %: {low} to {high}")
    return Fact(name, value, lines, help=why or None)


def _told(found: Opinions) -> Fact:
    name, said = "Explained by ratings", found.attitudes.importance
    if said.refusal or said.r2 is None or said.r2_low is None or said.r2_high is None:
        return _not_told(name, said.refusal)
    return Fact(
        name,
        f"{said.r2:.0%}".replace("%", " %"),
        (
            f"of the differences in {found.metric.name}",
            f"95 %: {100 * said.r2_low:.0f} to {100 * said.r2_high:.0f} %",
            f"{said.answers:,} answers",
        ),
        help="R² of all ratings together. The rest is linked to what nobody was asked.",
    )


def _leavers(found: Opinions, left: Leaving) -> Fact:
    name, pair = LEAVERS, left.defection.extremes
    refusal = left.defection.refusal or left.defection.survival.refusal
    if refusal or pair is None:
        return _not_told(name, refusal)
    if pair.risk_difference is None:
        return _not_told(name, refusals.TOO_EARLY)
    gap, whom = (
        pair.risk_difference,
        f"more in 100: {pair.first.lower()} against {pair.second.lower()}",
    )
    interval = f"95 %: {_points(gap.low)} to {_points(gap.high)}"
    if not pair.is_clear or gap.low <= 0 <= gap.high:
        return Fact(name, "None clear", (whom, interval))
    return Fact(
        name,
        _points(gap.value),
        (whom, interval, f"{left.defection.customers:,} customers"),
        help="Of a hundred customers each, how many more leave within twelve months of the answer.",
    )


def _bad_answers(found: Opinions) -> str:
    return words.BAD_ANSWERS[found.metric.key].capitalize()


def _happened(found: Opinions, causes: tuple[Causes, ...]) -> Fact:
    standing = [each for kind in causes for each in kind.standing]
    if not standing:
        return Fact(_bad_answers(found), "None clear", (_no_cause(causes),))
    cause = max(standing, key=lambda each: words.size_of(each))
    shown = cause.adjusted or cause.difference
    if shown is None or shown.value is None or shown.low is None or shown.high is None:
        return _not_told(_bad_answers(found), cause.refusal)
    return Fact(
        _bad_answers(found),
        _points(shown.value),
        (
            f"more in 100 after {words.kind_of(cause.name).after}",
            f"95 %: {_points(shown.low)} to {_points(shown.high)}",
            f"{cause.exposed:,} answers",
        ),
        help=f"More answers in 100 that {words.BAD[found.metric.key]}, other things equal.",
    )


def _points(share: float) -> str:
    return signed(100 * share)


def notes(found: Opinions, work: Work[Leaving]) -> None:
    """Print what a careful reader must know beside it, once all of that is known."""
    left = work.result
    if left is None:
        return
    said = words.notes_of(found.view, found.attitudes, left.defection)
    # This one stands beside the ratios it is of.
    beside = words.not_in_proportion(left.defection)
    cards.notes(tuple(note for note in said if note != beside))
