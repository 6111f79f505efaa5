"""Light or dark: which the reader has, and drawing the page anew when they switch."""

import streamlit as st

# Charts are drawn on the server in the colours of the page, but Streamlit does not run the page
# again when the reader switches between light and dark: without this, dark words would stay on a
# dark ground. The one word it holds fades from one text colour to the other, and that is heard.
_WATCH = """
export default function ({ parentElement, setTriggerValue }) {
  const word = parentElement.querySelector('span')
  if (!word) return
  word.ontransitionend = () => setTriggerValue('switched', Date.now())
}
"""
_WORD = "<span aria-hidden='true'></span>"
_FADE = "span { color: var(--st-text-color); transition: color 20ms; }"

_watcher = st.components.v2.component("appearance_watch", html=_WORD, css=_FADE, js=_WATCH)


def is_dark() -> bool:
    """Whether the page is shown dark; a first run may not know yet and takes light."""
    return bool(st.context.theme.type == "dark")


def watch() -> None:
    """Draw the page anew when the reader switches between light and dark."""
    _watcher(key="appearance_watch", on_switched_change=lambda: None, height=1)
