"""A table that says what it is, and its download that no spreadsheet runs as formulas."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cx.export.writers import rows_to_csv
from cx.ui import customer_link

MOST_ROWS_HIGH, ROW_PIXELS, FRAME_PIXELS = 12, 35, 3

Rows = Sequence[Mapping[str, object]]


def height(rows: int, most: int = MOST_ROWS_HIGH) -> int:
    """Return the pixels that so many rows and their head take; more than `most` scroll.

    >>> height(2), height(500, most=9)
    (108, 353)
    """
    return ROW_PIXELS * (min(rows, most) + 1) + FRAME_PIXELS


def show(
    rows: Rows,
    alt: str,
    name: str,
    *,
    fetch_all: Callable[[], Rows] | None = None,
    most: int = MOST_ROWS_HIGH,
    wide: Sequence[str] = (),
    on_select: Callable[[], None] | None = None,
) -> None:
    """Show rows as a table with its download; ids of customers lead to their page.

    Parameters
    ----------
    rows : sequence of mapping
        What is shown; columns are the keys, those without any value are left to the download.
    alt : str
        What the table is, for those who hear it.
    name : str
        File name of the download, without its ending; also the key of the widgets.
    fetch_all : callable, optional
        Gives the rows of the download where they are more than those shown.
    most : int
        Rows that are seen without scrolling.
    wide : sequence of str
        Columns with much text; the others are then as narrow as their words.
    on_select : callable, optional
        Called when somebody picks a row; what is picked is in the state of ``table_<name>``.
    """
    frame = pd.DataFrame(list(rows)).dropna(axis="columns", how="all")
    links = customer_link.columns(frame)
    frame = frame.rename(columns=_title)
    picking: dict[str, Any] = (
        {"on_select": on_select, "selection_mode": "single-row"} if on_select else {}
    )
    st.dataframe(
        frame,
        hide_index=True,
        alt=alt,
        height=height(len(frame), most),
        placeholder="",
        column_config={
            **{_title(column): st.column_config.Column(width="large") for column in wide},
            **{_title(column): config for column, config in links.items()},
        },
        key=f"table_{name}",
        **picking,
    )
    download(rows, name, fetch_all=fetch_all)


def _title(column: object) -> str:
    name = str(column).replace("_", " ")
    return name[:1].upper() + name[1:]


def in_utc(row: Mapping[str, object], *moments: str) -> dict[str, object]:
    """Return a row for a file of its own, in which the names of moments say that they are UTC.

    >>> in_utc({"at": 1, "by": "kim"}, "at")
    {'at_UTC': 1, 'by': 'kim'}
    """
    return {f"{name}_UTC" if name in moments else name: value for name, value in row.items()}


def download(rows: Rows, name: str, *, fetch_all: Callable[[], Rows] | None = None) -> None:
    """Offer rows as CSV; it is written only when somebody asks for it."""
    st.download_button(
        "Download CSV",
        data=lambda: rows_to_csv(fetch_all() if fetch_all else rows).encode("utf-8-sig"),
        file_name=f"{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"download_{name}",
    )
