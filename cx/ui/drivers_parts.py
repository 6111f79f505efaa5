"""The Drivers page from its answer to its tiles: what is said first, and filled in as it comes."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from cx.analysis.ladder import Refusal
from cx.charts.drivers import amounts
from cx.filters import Filters
from cx.topics.drivers import words
from cx.topics.drivers.load import load_leaving, load_opinions
from cx.topics.drivers.results import Causes, Fix, Leaving, Opinions, Worths
from cx.topics.drivers.worths import load_worths
from cx.ui import cards, drivers_frames, drivers_work, refusals, session
from cx.ui.cards import Fact
from cx.ui.drivers_work import Work
from cx.ui.text import escape

CHOSEN = "drivers_attributes"
RATED, HAPPENED, LEFT = PARTS = ("What people rate", "What happened to them", "Who leaves")
TOO_MANY = "more_than_20_drivers"
TILES, NARROWEST = 5, 150
BAD_ANSWERS = "Bad answers"
WAITING = "Weighing what happened before the answers …"


@dataclass(frozen=True, slots=True)
class Slots:
    """Places near the top that are filled once the parts further down are known."""

    sentences: Any
    tile: Any


def has_answers(filters: Filters) -> bool:
    """Whether there is any answer to the metric at all."""
    with session.asking() as run:
        return session.latest_on(run, filters.metric) is not None


def opinions(filters: Filters) -> Opinions:
    """Load what people rated, of the attributes that were chosen."""
    with st.spinner("Ranking what people rated …"):
        return session.answer(load_opinions, filters, attributes=chosen())


def leaving(filters: Filters) -> Leaving:
    """Load who left after which answer."""
    with st.spinner("Following who stayed …"):
        return session.answer(load_leaving, filters)


def happened(found: Opinions) -> Work:
    """Weigh what happened before the answers; the work may still go on."""
    with st.spinner(WAITING):
        return drivers_work.causes(found.view)


def worths(found: Opinions, left: Leaving) -> Worths:
    """Work out what mending each clear failing may be worth."""
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


def rest(found: Opinions, left: Leaving, worth: Worths) -> Slots:
    """Print the rest of the answer and its tiles, with room for what is known last."""
    return Slots(_sentences(found, left, worth), _tiles(found, left, worth))


def answer(found: Opinions) -> None:
    """Print what the ratings tell, before anything else is worked out."""
    st.subheader(escape(found.headline), anchor=False)


def _sentences(found: Opinions, left: Leaving, worth: Worths) -> Any:
    """Print the rest of the answer; return the place for what happened before bad answers.

    First what mending it may be worth, then what happened to people, then who leaves.
    """
    with st.container(gap="xsmall"):
        if worth.fixes:
            _sentence("build", _best(found, worth.fixes[0]))
        slot = st.empty()
        slot.caption(WAITING)
        said = words.defection_in_words(found.metric, left.defection)
        if said:
            _sentence("logout", said)
        st.caption(escape(_where(found)))
    return slot


def _best(found: Opinions, fix: Fix) -> str:
    return words.fix_in_words(found.metric, fix, found.settings.currency)


def _sentence(icon: str, said: str) -> None:
    st.markdown(f":material/{icon}: {escape(said)}")


def _where(found: Opinions) -> str:
    """Say what the page is of: filters, kind of survey, answers, age of the data."""
    shown = [found.view.filters.in_words()]
    counted = (
        f"{found.attitudes.answers:,} answers, {found.attitudes.rated:,} of them rate something"
    )
    return f"{', '.join(shown)} · {counted} · {drivers_frames.age(found)}"


def _tiles(found: Opinions, left: Leaving, worth: Worths) -> Any:
    """Show the largest figures; return the place for the one that is known last."""
    with st.grid(TILES, gap="small", min_column_width=NARROWEST):
        cards.fact(_cost(found))
        cards.fact(_worth(found, worth))
        cards.fact(_told(found))
        cards.fact(_leavers(found, left))
        slot = st.empty()
        with slot.container():
            cards.fact(Fact(BAD_ANSWERS, "…", (WAITING,)))
    return slot


def fill(found: Opinions, slots: Slots, work: Work) -> None:
    """Fill in what happened before bad answers, in the answer and in its tile."""
    causes = work.result
    if causes is None:
        with slots.sentences.container():
            is_going_on = work.state in drivers_work.UNDER_WAY
            (drivers_work.watch if is_going_on else drivers_work.ended_badly)(work)
        return
    said = words.causes_in_words(found.metric, causes)
    with slots.sentences.container():
        _sentence("history", said or _no_cause(causes))
    with slots.tile.container():
        cards.fact(_happened(found, causes))


def _no_cause(causes: tuple[Causes, ...]) -> str:
    if any(each.refusal is None for kind in causes for each in kind.found):
        return "Nothing on file that happened before the answers clearly goes with more bad ones."
    return "Too little is on file of what happened before the answers."


def _not_told(name: str, refusal: Refusal | None) -> Fact:
    if refusal is None:
        return Fact(name, "None clear", ("No more than chance would show.",))
    return Fact(name, "Not told", (refusal.message, f"Takes {refusals.wanted(refusal)}."))


def _cost(found: Opinions) -> Fact:
    name = "Costliest failing"
    bridge = found.dissatisfaction.bridge
    clear = words.clear_failings(bridge)
    if bridge.refusal or not clear:
        return _not_told(name, bridge.refusal)
    span, digits = clear[0], words.digits_of(found.metric)
    low, high = (f"{end:+.{digits}f}" for end in (span.penalty.low, span.penalty.high))
    return Fact(
        name,
        minus(f"{span.penalty.points:+.{digits}f}"),
        (
            f"points of {found.metric.name}: {span.name}",
            minus(f"95 %: {low} to {high}"),
            f"{100 * span.penalty.share:.0f} % rate it low",
        ),
        help=f"Points of {found.metric.name} that go with low ratings of it, of the whole score.",
    )


def _worth(found: Opinions, worth: Worths) -> Fact:
    name = "Mending it"
    if worth.refusal or not worth.fixes:
        return _not_told(name, worth.refusal)
    fix, currency = worth.fixes[0], found.settings.currency
    if fix.worth.money is None:
        return _in_points(found, name, fix)
    middle = f"{currency} {fix.worth.money.value:,.0f}".strip()
    return Fact(
        name,
        middle,
        (
            f"contribution a year, if it works: {fix.name}",
            f"Range: {amounts(fix.worth.money, currency)}",
        ),
        help=" ".join(fix.worth.assumptions),
    )


def _in_points(found: Opinions, name: str, fix: Fix) -> Fact:
    """Say the points where no money can be told, and why not."""
    size, digits = fix.worth.points, words.digits_of(found.metric)
    value, low, high = (minus(f"{end:+.{digits}f}") for end in (size.value, size.low, size.high))
    why = fix.worth.refusal.message if fix.worth.refusal else ""
    lines = (f"points of {found.metric.name}: {fix.name}", f"95 %: {low} to {high}")
    return Fact(name, value, lines, help=why or None)


def _told(found: Opinions) -> Fact:
    name, said = "Told by ratings", found.attitudes.importance
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
        help="R² of all ratings together. The rest goes with what nobody was asked.",
    )


def _leavers(found: Opinions, left: Leaving) -> Fact:
    name, pair = "Leave in a year", left.defection.extremes
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


def _happened(found: Opinions, causes: tuple[Causes, ...]) -> Fact:
    standing = [each for kind in causes for each in kind.standing]
    if not standing:
        return Fact(BAD_ANSWERS, "None clear", (_no_cause(causes),))
    cause = max(standing, key=lambda each: words.size_of(each))
    shown = cause.adjusted or cause.difference
    if shown is None or shown.value is None or shown.low is None or shown.high is None:
        return _not_told(BAD_ANSWERS, cause.refusal)
    return Fact(
        BAD_ANSWERS,
        _points(shown.value),
        (
            f"more in 100 after {words.kind_of(cause.name).after}",
            f"95 %: {_points(shown.low)} to {_points(shown.high)}",
            f"{cause.exposed:,} answers",
        ),
        help=f"More answers in 100 that {words.BAD[found.metric.key]}, other things equal.",
    )


def _points(share: float) -> str:
    return minus(f"{100 * share:+.0f}")


def minus(text: str) -> str:
    r"""Write a hyphen before a digit as the sign it means.

    >>> minus("-5.0 to -4.1")
    '−5.0 to −4.1'
    """
    return text.replace("-", "\N{MINUS SIGN}")


def notes(found: Opinions, left: Leaving) -> None:
    """Print what a careful reader must know beside it."""
    said = words.notes_of(found.view, found.attitudes, left.defection)
    # This one stands beside the ratios it is of.
    beside = words.not_in_proportion(left.defection)
    cards.notes(tuple(note for note in said if note != beside))
