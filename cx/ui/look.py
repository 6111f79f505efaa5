"""Name, mark and menu of the product: what stands around every page."""

from pathlib import Path

import streamlit as st

from cx.ui import appearance

ASSETS = Path(__file__).parent / "assets"
SIDEBAR_PIXELS = 264
"""Narrow enough that five tiles stand in a row on a projector."""

ABOUT = "**Parallax** shows a company from two places at once: its systems and its customers."


def dress() -> None:
    """Set name, mark and layout of the browser page."""
    st.set_page_config(
        page_title="Parallax",
        page_icon=str(ASSETS / "mark.svg"),
        layout="wide",
        initial_sidebar_state=SIDEBAR_PIXELS,
        # An entry of our own keeps the menu, and with it the switch between light and dark.
        menu_items={"About": ABOUT},
    )
    logo = ASSETS / ("logo-dark.svg" if appearance.is_dark() else "logo-light.svg")
    st.logo(str(logo), size="large", icon_image=str(ASSETS / "mark.svg"))
