"""The headline figures of the Overview as tiles: value, doubt, course, and whether it moved."""

from typing import Literal

import streamlit as st

from cx.topics.overview import Overview, words
from cx.topics.overview.results import Tile
from cx.ui import cards
from cx.ui.text import escape

COLUMNS, NARROWEST = 2, 150
BY_ITSELF = "Clear by itself, but among all that this page looks at one such change may be chance."


def show(found: Overview) -> None:
    """Show all tiles in one grid."""
    with st.grid(COLUMNS, gap="small", min_column_width=NARROWEST):
        for tile in found.tiles:
            _tile(tile, found)


def _tile(tile: Tile, found: Overview) -> None:
    course = [each for each in tile.course if each is not None]
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(
            escape(tile.label),
            _figure(tile, found.settings.currency),
            _moved(tile, found.settings.currency),
            delta_color=_colour(tile),
            delta_arrow=_arrow(tile),
            chart_data=course if len(course) > 1 else None,
            help=_more(tile, found),
        )
        target = _target(tile, found)
        st.caption("  \n".join(escape(line) for line in (_doubt(tile), *target)))


def _figure(tile: Tile, currency: str) -> str:
    if tile.value is not None:
        return escape(words.figure(tile, tile.value, currency))
    if tile.low is not None and tile.high is not None:
        low, high = (words.figure(tile, end, currency) for end in (tile.low, tile.high))
        return escape(f"{low} to {high}")
    return "Not told"


def _moved(tile: Tile, currency: str) -> str | None:
    if tile.change is None or tile.value is None:
        return None
    if tile.change.verdict not in words.VERBS:
        return tile.change.verdict
    by = words.moved_by(tile, currency)
    return by if tile.is_clear else f"{by}, may be chance"


def _arrow(tile: Tile) -> Literal["up", "down", "off"]:
    verdict = tile.change.verdict if tile.change and tile.is_clear else ""
    return "up" if verdict == "up" else "down" if verdict == "down" else "off"


def _colour(tile: Tile) -> Literal["green", "red", "off"]:
    is_better = tile.is_better if tile.is_clear else None
    return "off" if is_better is None else "green" if is_better else "red"


def _doubt(tile: Tile) -> str:
    """Say how sure a figure is, or why there is none."""
    if tile.value is None and tile.refusal is not None:
        return tile.refusal.message
    if tile.low is None or tile.high is None:
        return tile.rests_on
    low, high = (words.figure(tile, end) for end in (tile.low, tile.high))
    said = f"95 %: {low.removesuffix(' %')} to {high}".replace(" ", cards.NO_BREAK)
    return f"{said} · {tile.rests_on}"


def _target(tile: Tile, found: Overview) -> tuple[str, ...]:
    """Say the target of the score, and whether it is reached."""
    if tile.key != "score":
        return ()
    metric = found.nps.metric
    return cards.target_words(metric, found.nps.score, found.settings.target_of(metric.key))


def _more(tile: Tile, found: Overview) -> str | None:
    comparison = found.filters.comparison()
    parts = [tile.note]
    if tile.change is not None and comparison is not None:
        parts.append(f"Change on {comparison.period_in_words()}.")
        is_weak = tile.change.verdict in words.VERBS and not tile.is_clear
        parts.append(BY_ITSELF if is_weak else "")
    parts.append("The small picture shows the last twelve months." if tile.course else "")
    if tile.refusal is not None:
        parts.append(f"It {tile.refusal.remedy}.")
    return " ".join(part for part in parts if part) or None
