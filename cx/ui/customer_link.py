"""From the id of a customer in any table to the customer's page, with the filters kept."""

from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
import streamlit as st

from cx.filters import KEYS

CUSTOMER = "customer_id"
PARAMETER = "customer"
NOBODY = "("
"""How names begin that stand for nobody known, such as "(anonymous)"."""


def address(customer_id: str, kept: str = "") -> str:
    """Return the address of a customer's page, beside that of any other page.

    >>> address("00 1", "period=All+time")
    'customer?customer=00%201&period=All+time'
    """
    own = f"customer?{PARAMETER}={quote(customer_id, safe='')}"
    return f"{own}&{kept}" if kept else own


def kept_filters() -> str:
    """Return what the address holds of filters, for links that open a page of their own."""
    pairs = [(key, value) for key in KEYS for value in st.query_params.get_all(key)]
    return urlencode(pairs)


def columns(frame: pd.DataFrame) -> dict[str, Any]:
    """Turn the ids of customers in a table into links; return how they are to be shown.

    Parameters
    ----------
    frame : DataFrame
        Changed in place; its columns whose names end in ``customer_id`` hold ids.
    """
    kept, found = kept_filters(), {}
    for name in frame.columns[frame.columns.str.endswith(CUSTOMER)]:
        frame[name] = frame[name].map(
            lambda each: None if _is_nobody(each) else address(str(each), kept)
        )
        shown = rf"{PARAMETER}=([^&]+)"
        found[name] = st.column_config.LinkColumn(display_text=shown, help="Opens the customer")
    return found


def _is_nobody(value: object) -> bool:
    return not isinstance(value, str) or value.startswith(NOBODY)
