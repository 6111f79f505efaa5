"""Customer: who a customer is, from both sides."""

import streamlit as st

from cx.filters import Filters
from cx.ui import (
    cards,
    customer_lists,
    customer_parts,
    customer_search,
    customer_tiles,
    customer_timeline,
    downloads,
    print_page,
)

cards.heading("Customer", "Who is this customer, from both sides?")
customer_search.show()
customer_id = customer_parts.chosen()

if not customer_id:
    customer_parts.nobody()
    st.stop()

found = customer_parts.load(customer_id)

if found is None:
    customer_parts.unknown(customer_id)
    st.stop()

print_page.fit()
customer_parts.headline(found)
customer_tiles.show(found)

left, right = st.columns(2)
with left:
    customer_parts.profile(found)
with right:
    customer_parts.risks(found)

left, right = st.columns(2)
with left:
    customer_parts.scores(found)
with right:
    customer_parts.verbatims(found)

customer_timeline.show(found)
customer_lists.cases(found)
customer_lists.account(found)
customer_lists.brought(found)
downloads.report("customer", Filters(), customer_id=customer_id)
