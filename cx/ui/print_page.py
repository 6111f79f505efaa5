"""Makes a page print on one sheet: without menu, controls and the list of events."""

import streamlit as st

STYLE = """
<style>
@media print {
  /* A sheet of the shape of A4, but larger: printers shrink it to their own. */
  @page { size: 560mm 792mm; margin: 12mm; }
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"],
  [data-testid="stButton"], [data-testid="stDownloadButton"], [data-testid="stTextInput"],
  [data-testid="stButtonGroup"], [data-testid="stPopover"], .st-key-customer_finder,
  .st-key-timeline_list {
    display: none !important;
  }
  [data-testid="stMain"], [data-testid="stAppViewContainer"], .stApp, html, body {
    overflow: visible !important; height: auto !important; position: static !important;
  }
  [data-testid="stHorizontalBlock"] { flex-wrap: nowrap !important; }
  [data-testid="stColumn"] { min-width: 0 !important; flex: 1 1 0 !important; }
  [data-testid="stMainBlockContainer"] { padding: 0 !important; max-width: none !important; }
}
</style>
"""


def fit() -> None:
    """Fit this page on one sheet when somebody prints it."""
    st.html(STYLE)
