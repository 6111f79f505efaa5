"""Name, mark and menu of the product: what stands around every page."""

import unicodedata
from html import escape
from pathlib import Path

import streamlit as st

from cx.ui import appearance

ASSETS = Path(__file__).parent / "assets"
SIDEBAR_PIXELS = 264
"""Narrow enough that five tiles stand in a row on a projector."""

ABOUT = "**Parallax** shows a company from two places at once: its systems and its customers."

ROOM, LETTERS = 246, 27
"""Width beside the mark, and size of the letters of the company's name, in units of the picture."""

BASES = {1: (42,), 2: (27, 56)}
"""Where its lines stand."""

# Streamlit knows one colour for the ground of white words and for words on the page. In the dark
# no colour keeps 4.5 to 1 as both, so the words take that of links.
IN_THE_DARK = """
<style>
button[data-variant][data-selected], [role="tab"][aria-selected="true"],
button:is([data-variant], [kind="secondary"], [kind="tertiary"]):enabled:hover {{
  color: {colour} !important;
}}
</style>
"""


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
    if appearance.is_dark():
        st.html(IN_THE_DARK.format(colour=st.get_option("theme.dark.linkColor")))
    _mark(st.session_state.get("company", ""))


def sign(company: str) -> None:
    """Put the name of the company at the top of the menu; it is known once the warehouse is open.

    Parameters
    ----------
    company : str
        ``""`` leaves the product's own name there.
    """
    if company != st.session_state.get("company", ""):
        st.session_state["company"] = company
        _mark(company)


def _mark(company: str) -> None:
    tone = "dark" if appearance.is_dark() else "light"
    own = str(ASSETS / f"logo-{tone}.svg")
    logo = signed((ASSETS / f"signed-{tone}.svg").read_text(), company) if company else own
    st.logo(logo, size="large", icon_image=str(ASSETS / "mark.svg"))


def signed(picture: str, company: str) -> str:
    r"""Write a name into the mark, in one line or in two; what is longer still is cut.

    >>> signed("<svg COMPANY>\n<text BASE LENGTH>LINE</text></svg>", "A & B")
    '<svg A &amp; B>\n<text 42 73>A &amp; B</text></svg>'
    """
    lines = _lines(company)
    pattern = next(row for row in picture.splitlines() if "LINE" in row)
    rows = [
        # The letters of one's own machine may be wider than these are thought to be.
        pattern.replace("BASE", str(base))
        .replace("LENGTH", f"{min(ROOM, _width(line)):.0f}")
        .replace("LINE", escape(line))
        for base, line in zip(BASES[len(lines)], lines, strict=True)
    ]
    return picture.replace("COMPANY", escape(company)).replace(pattern, "\n".join(rows))


def _lines(company: str) -> list[str]:
    """Break a name between words into two lines at most.

    >>> _lines("Northern Lights & Sons"), _lines("An Uncommonly Long Name of a Company")
    (['Northern Lights', '& Sons'], ['An Uncommonly', 'Long Name of a…'])
    """
    words = company.split()
    first = words[:1]
    while len(first) < len(words) and _width(" ".join(words[: len(first) + 1])) <= ROOM:
        first = words[: len(first) + 1]
    lines = [" ".join(first), " ".join(words[len(first) :])]
    return [_cut(line) for line in lines if line]


def _cut(line: str) -> str:
    if _width(line) <= ROOM:
        return line
    kept = line
    while _width(f"{kept}…") > ROOM:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _width(text: str) -> float:
    """About how wide a text is, in units of the picture."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return LETTERS * (0.54 * (len(text) - wide) + wide)
