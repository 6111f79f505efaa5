"""Work that goes on in the background: one's own, waited for, and everybody's, listed."""

from typing import Any

import streamlit as st

from cx.ingest import jobs
from cx.ingest.jobs import Job
from cx.ui import gate, session
from cx.ui.text import escape
from cx.ui.upload import state

UNDER_WAY = ("waiting", "running")
OWN_SECONDS, OTHERS_SECONDS = 0.5, 2.0


@st.fragment(run_every=OWN_SECONDS)
def watch(job_id: str) -> None:
    """Show how far one's own work is; draw the page anew when it has ended."""
    job = jobs.find(job_id)
    if job is None or job.state not in UNDER_WAY:
        st.rerun(scope="app")
    _bar(job, "own")


@st.fragment(run_every=OTHERS_SECONDS)
def others() -> None:
    """List what else is being brought in, for everybody to see."""
    draft = state.current()
    own = draft.job if draft else ""
    found = [job for job in jobs.running(session.house()) if job.id != own]
    if not found:
        return
    with st.container(border=True, key="going_on"):
        st.markdown("**Going on now**")
        for job in found:
            _bar(job, "other", f"{escape(job.title)}, by {escape(job.actor)}: ")
        st.caption("Everybody reads on while files are brought in.")


def _bar(job: Job[Any], place: str, opening: str = "") -> None:
    row = st.container(horizontal=True, vertical_alignment="bottom", key=f"{place}_{job.id}")
    row.progress(job.share, text=f"{opening}{escape(job.stage)} … {job.share:.0%}")
    row.button(
        "Cancel",
        key=f"cancel_{place}_{job.id}",
        icon=":material/cancel:",
        help="Call it off; nothing of it is kept.",
        on_click=_cancel,
        args=(job.id,),
    )


@state.telling
def _cancel(job_id: str) -> None:
    gate.allowed("upload")
    job = jobs.find(job_id)
    if job is not None:
        job.cancel()
