"""A page that takes files, behind the middleware of the dashboard: for tests/test_intake.py."""

import json

import streamlit as st

from cx.errors import CxError
from cx.ui import gate, intake, server
from cx.ui.intake import waiting

# Few enough to reach in a test.
waiting.MOST_FILES = 3


def show() -> None:
    """Admit who may upload, and say of each file where it lies, or why not."""
    if "upload" in st.query_params:
        gate.require("upload")
        intake.admit()
    for each in st.file_uploader("Files", accept_multiple_files=True):
        try:
            path = intake.received(each)
        except CxError as error:
            st.text(str(error))
        else:
            st.text(json.dumps([str(path), path.stat().st_size, each.size, each.name]))


if __name__ == "__main__":
    show()
else:
    app = st.App(__file__, lifespan=server.lifespan, middleware=server.MIDDLEWARE)
