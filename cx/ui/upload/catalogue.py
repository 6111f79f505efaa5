"""What can be brought: the seventeen extracts, what each is for, a template and an example."""

import streamlit as st

from cx.extracts import EXTRACTS, Extract
from cx.ingest.mapping import required
from cx.ui import downloads
from cx.ui.text import escape

HEADINGS = {
    "crm": "What your systems know of the customer",
    "feedback": "What customers say",
}
USES = {
    "customers": "Segments, regions and who left: what every breakdown rests on",
    "products": "Names of products, and what they cost",
    "contracts": "Installation, renewal and end: the critical junctures",
    "orders": "Revenue, margin, and whether promises of delivery were kept",
    "invoices": "What is owed, paid late or disputed",
    "interactions": "Every contact: the paths customers take, and what they cost",
    "campaigns": "What marketing did, to whom, at what cost",
    "opportunities": "The sales pipeline, won and lost",
    "cases": "Complaints and service cases, and how fast they were answered",
    "channel_rates": "What a contact costs, by channel and touchpoint",
    "events": "Releases, outages, price changes: marks on the time axis",
    "surveys": "Which questionnaires there are, and their scales",
    "invitations": "Who was asked: response rates, and who stays silent",
    "responses": "Scores and comments: NPS, satisfaction, effort",
    "ratings": "Single attributes, rated: what drives the score",
    "follow_ups": "What was done with unhappy customers, and whether it helped",
    "findings": "Mystery shopping, focus groups, tests, suggestions, social media",
}


def show() -> None:
    """List the extracts; the two to begin with are named."""
    with st.expander(
        f"What can be brought: {len(EXTRACTS)} extracts, with templates and examples",
        icon=":material/category:",
        on_change="rerun",
        key="upload_catalogue",
    ) as box:
        if not box.open:
            return
        st.markdown(
            "Your own column names are fine: each is matched with ours. **customers** and one "
            "source of feedback, such as **responses**, are enough to begin with; every page says "
            "which extract it lacks."
        )
        for schema, heading in HEADINGS.items():
            st.markdown(f"**{heading}**")
            with st.grid(3, min_column_width=260, gap="small"):
                for extract in EXTRACTS.values():
                    if extract.schema == schema:
                        _card(extract)


def _card(extract: Extract) -> None:
    needed = ", ".join(each.name for each in required(extract))
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown(f"**{escape(extract.name)}**: {escape(extract.grain)}")
        st.caption(f"{USES[extract.name]}.")
        st.caption(f"Needs {escape(needed)}.")
        with st.container(horizontal=True, gap="small"):
            downloads.template(extract.name)
            downloads.example(extract.name)
