"""The one filter bar: in the sidebar, bound to the address, the same on every page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from cx.filters import (
    DEFAULT_PERIOD,
    FIRST_YEAR,
    KEYS,
    LABELS,
    LAST_YEAR,
    LISTS,
    Filters,
    from_pairs,
    keys_of,
)
from cx.ui import appearance, session
from cx.ui.session import Run
from cx.ui.text import escape

TITLES = {
    "segment": "Segment",
    "region": "Region",
    "channel": "Channel",
    "touchpoint": "Touchpoint",
    "product": "Product",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What there is to choose from.

    Parameters
    ----------
    known : mapping of str to sequence of str
        Values by dimension, the commonest first.
    latest_on : date or None
        Day of the latest answer to the metric.
    fiscal_year_start : int
        Month in which the company's year begins.
    """

    known: Mapping[str, Sequence[str]]
    latest_on: date | None
    fiscal_year_start: int = 1

    def read(self, pairs: Mapping[str, Sequence[str]]) -> tuple[Filters, list[str]]:
        """Read filters against what there is; return them, and words about what is left out."""
        return from_pairs(pairs, self.latest_on, self.known, DEFAULT_PERIOD, self.fiscal_year_start)


def show(run: Run) -> Filters:
    """Draw the bar, read it, and keep what it says for the page.

    Parameters
    ----------
    run : Run
        Of this page; options are of the same state as the figures.
    """
    options = _options(run, _metric_of_address())
    _read_link(options)
    with st.sidebar:
        pairs = _widgets(options)
        appearance.watch()
    chosen, _ = options.read(pairs)
    st.session_state["chosen_filters"] = chosen
    _notice()
    return chosen


def keep() -> None:
    """Keep what the bar said, and its part of the address, on a page that has no bar."""
    with st.sidebar:
        appearance.watch()
    chosen = st.session_state.get("chosen_filters")
    if chosen is None:
        return
    for key in (*KEYS, "period"):
        if key in st.session_state:
            # A widget that is not drawn is forgotten, unless its value is set anew.
            st.session_state[key] = st.session_state[key]
    given = address()
    wanted = {key: values for key, values in given.items() if key not in KEYS} | written(chosen)
    # What still belongs to a widget of the page before may not be written, and need not be.
    if wanted != given:
        st.query_params.from_dict(wanted)


def address() -> dict[str, list[str]]:
    """Return all parameters of the address as they stand."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def _metric_of_address() -> str:
    """Return the metric that options are to be of, before its widget stands."""
    held = st.session_state.get("metric") or st.query_params.get("metric", "nps")
    return held.lower() if held.lower() in LABELS["metric"] else "nps"


def _options(run: Run, metric: str) -> Options:
    plain = Filters(metric=metric)
    frame = run.ask("filters/options", plain)
    known: dict[str, list[str]] = {key: [] for key in (*LISTS, "survey_kind")}
    for dimension, name in zip(frame["dimension"], frame["name"], strict=True):
        known[dimension].append(name)
    return Options(known, session.latest_on(run, metric), run.settings.fiscal_year_start)


def _read_link(options: Options) -> None:
    """Put a link that came from outside into the form that the widgets write.

    Links of exports and of people hold keys (``period=all``), widgets write what is read
    (``period=All+time``); what a link asks for in vain is dropped with a word.
    """
    if "is_link_read" in st.session_state:
        return
    st.session_state["is_link_read"] = True
    given = address()
    pairs = {key: keys_of(key, values) for key, values in given.items() if key in KEYS}
    chosen, words = options.read(pairs)
    st.session_state["filter_notice"] = words
    wanted = {key: values for key, values in given.items() if key not in KEYS}
    wanted |= written(chosen)
    if wanted != given:
        st.query_params.from_dict(wanted)
        st.rerun()


def written(chosen: Filters) -> dict[str, list[str]]:
    """Return the parameters of an address that shows these filters, as the widgets write them.

    >>> written(Filters("all", segment=("SMB",), metric="csat"))
    {'period': ['All time'], 'segment': ['SMB'], 'metric': ['CSAT']}
    """
    pairs = {key: list(dict.fromkeys(values)) for key, values in chosen.pairs().items()}
    if pairs.get("period") == [DEFAULT_PERIOD]:
        del pairs["period"]
    return {
        key: [LABELS.get(key, {}).get(value, value) for value in values]
        for key, values in pairs.items()
    }


def _widgets(options: Options) -> dict[str, list[str]]:
    """Draw every filter that the data gives a choice for; return what they say."""
    pairs = {
        "metric": [_one_of_few("Metric", "metric", list(LABELS["metric"]))],
        "period": [_one("Period", "period", list(LABELS["period"]))],
    }
    if pairs["period"] == ["custom"]:
        pairs |= _days()
    pairs["compare"] = [_one("Compare with", "compare", list(LABELS["compare"]))]
    kinds = [kind for kind in LABELS["survey_kind"] if kind in options.known["survey_kind"]]
    if len(kinds) > 1:
        kind = _one("Survey", "survey_kind", kinds)
        # The first is what the data would be read by anyway, also by metrics it does not ask for.
        pairs |= {"survey_kind": [kind]} if kind != kinds[0] else {}
    for key, title in TITLES.items():
        names = options.known[key]
        if len(names) > 1:
            pairs[key] = _several(title, key, names)
    st.button("Reset filters", icon=":material/restart_alt:", type="tertiary", on_click=widen)
    return pairs


def _one(title: str, key: str, choices: list[str]) -> str:
    chosen: str = st.selectbox(
        title,
        choices,
        format_func=lambda held: LABELS[key][held],
        key=key,
        bind="query-params",
        on_change=_forget_notice,
    )
    return chosen


def _one_of_few(title: str, key: str, choices: list[str]) -> str:
    chosen: str = st.segmented_control(
        title,
        choices,
        default=choices[0],
        required=True,
        format_func=lambda held: LABELS[key][held],
        key=key,
        bind="query-params",
        on_change=_forget_notice,
        width="stretch",
    )
    return chosen


def _several(title: str, key: str, names: Sequence[str]) -> list[str]:
    picked: list[str] = st.multiselect(
        title,
        names,
        key=key,
        placeholder="All",
        bind="query-params",
        on_change=_forget_notice,
    )
    # Said twice, a lone value with a comma is not taken apart.
    return [*picked, *picked]


def _days() -> dict[str, list[str]]:
    chosen = {"from": _day("First day", "from"), "to": _day("Last day", "to")}
    return {key: [day.isoformat()] for key, day in chosen.items() if day is not None}


def _day(title: str, key: str) -> date | None:
    return st.date_input(
        title,
        value=None,
        min_value=date(FIRST_YEAR, 1, 1),
        max_value=date(LAST_YEAR, 12, 31),
        key=key,
        bind="query-params",
        on_change=_forget_notice,
    )


def _forget_notice() -> None:
    st.session_state["filter_notice"] = []


def _notice() -> None:
    words = st.session_state.get("filter_notice", [])
    if words:
        st.info(escape(" ".join(words)), icon=":material/filter_alt_off:")


def widen(*keys: str) -> None:
    """Set filters back to what shows everything; all of them when none is named."""
    first = DEFAULT_PERIOD if not keys else "all"
    open_ends: dict[str, object] = {"period": first, "compare": "previous"}
    for key in keys or ("period", "compare", *LISTS):
        if key in st.session_state:
            st.session_state[key] = open_ends.get(key, [])
    _forget_notice()
