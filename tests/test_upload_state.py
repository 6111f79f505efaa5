"""Specification of the draft of an upload: what it hears, and what it forgets."""

from pathlib import Path

import pytest

from cx.ui.upload import state


@pytest.fixture
def kept(monkeypatch) -> dict:
    """What the browser session keeps."""
    kept = {}
    monkeypatch.setattr(state.st, "session_state", kept)
    return kept


@pytest.mark.parametrize(("open_section", "heard"), [("read", ["said"]), ("match", [])])
def test_a_widget_of_a_closed_section_is_not_heard(kept, open_section, heard):
    said = []
    kept[state.KEY] = state.Draft("u1", Path("nowhere"), (), step=open_section)
    state.while_open("read")(said.append)("said")
    assert said == heard


def test_without_a_draft_no_widget_is_heard(kept):
    said = []
    state.while_open("read")(said.append)("said")
    assert said == []
