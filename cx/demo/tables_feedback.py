"""The customer's view as tables: invitations, responses, ratings and follow-ups."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx.demo import columns as as_
from cx.demo.care import OUTCOMES
from cx.demo.company import CHANNELS, LANGUAGES, REGIONS, SEGMENTS, TOUCHPOINTS
from cx.demo.feedback import UNKNOWN, Feedback
from cx.demo.make import Made
from cx.demo.numbers import Numbers
from cx.demo.ratings import ATTRIBUTES

_CAUSES = ("Late delivery", "Installation work", "Wrong invoice", "Poor service", "Portal", "Other")
_ACTIONS = ("Called back", "Credit note", "Second visit", "Corrected invoice", "Explained")
_OWNERS = [f"Care team {region}" for region in REGIONS]
_SURVEY_CHANNELS = ("E-mail", "App")


def invitations_table(made: Made, feedback: Feedback, numbers: Numbers) -> pa.Table:
    """Surveys sent, by e-mail, to App customers in the App."""
    rows = feedback.invitations
    return pa.table(
        {
            "invitation_id": numbers.ids("invitations", rows["invitation"]),
            "survey_id": as_.ids("S", rows["survey"], 2),
            "customer_id": numbers.ids("customers", rows["customer"]),
            "sent_at": as_.time(rows["sent"]),
            "channel": as_.labels(_SURVEY_CHANNELS, rows["channel"] == 1),
            "interaction_id": numbers.ids("interactions", rows["contact"]),
            "order_id": numbers.ids("orders", rows["order"]),
        }
    )


def responses_table(made: Made, feedback: Feedback, numbers: Numbers) -> pa.Table:
    """Answers; those of unknown customers bear an id that no customer has."""
    rows, who = feedback.responses, feedback.responses["respondent"]
    known = np.where(who < 0, -1, who)
    of = {name: np.append(made.customers[name], -1)[known] for name in ("segment", "region")}
    is_written = feedback.comments.is_valid()
    return pa.table(
        {
            "response_id": numbers.ids("responses", np.arange(len(who))),
            "customer_id": pc.coalesce(
                numbers.ids("customers", known), _unknown_ids(made, rows["respondent"])
            ),
            "survey_id": as_.ids("S", rows["survey"], 2),
            "invitation_id": numbers.ids("invitations", rows["invitation"]),
            "responded_at": as_.time(rows["responded"]),
            "channel": as_.labels(CHANNELS, rows["channel"]),
            "touchpoint": as_.labels(TOUCHPOINTS, rows["touchpoint"]),
            "segment": as_.labels(SEGMENTS, of["segment"]),
            "region": as_.labels(REGIONS, of["region"]),
            "interaction_id": numbers.ids("interactions", rows["contact"]),
            "order_id": numbers.ids("orders", rows["order"]),
            "contract_id": numbers.ids("contracts", rows["contract"]),
            "product_id": as_.ids("P", rows["product"], 3),
            "nps": as_.whole(rows["nps"]),
            "csat": as_.whole(rows["csat"]),
            "ces": as_.whole(rows["ces"]),
            "weight": pa.array(np.ones(len(who))),
            "comment": feedback.comments,
            "language": pc.if_else(
                is_written,
                as_.labels(
                    LANGUAGES, np.where(who < 0, 0, made.customers["language"][rows["customer"]])
                ),
                pa.scalar(None, pa.string()),
            ),
            "wants_contact": as_.flag(rows["wants"]),
        }
    )


def _unknown_ids(made: Made, respondent: as_.Array) -> pa.Array:
    """Ids from a range of its own: customers of an older system that was never brought over."""
    number = np.cumsum(respondent == UNKNOWN) + 1000 * made.block.number
    return as_.ids("99", np.where(respondent == UNKNOWN, number, -1), 6, start=0)


def ratings_table(feedback: Feedback, numbers: Numbers) -> pa.Table:
    """Ratings of attributes with their stated importance."""
    rows = feedback.ratings
    importance = rows["importance"].astype(float)
    return pa.table(
        {
            "response_id": numbers.ids("responses", rows["response"]),
            "attribute": as_.labels(ATTRIBUTES, rows["attribute"]),
            "rating": pa.array(rows["rating"].astype(float)),
            "scale_max": as_.whole(np.full(len(importance), 5)),
            "importance": as_.number(np.where(importance < 0, np.nan, importance)),
        }
    )


def follow_ups_table(made: Made, feedback: Feedback, numbers: Numbers) -> pa.Table:
    """Steps taken with unhappy customers."""
    rows = feedback.follow_ups
    is_closed = ~np.isnan(rows["closed"])
    return pa.table(
        {
            "follow_up_id": numbers.ids("follow_ups", np.arange(len(is_closed))),
            "customer_id": numbers.ids("customers", rows["customer"]),
            "response_id": numbers.ids("responses", rows["response"]),
            "case_id": numbers.ids("cases", rows["case"]),
            "opened_at": as_.time(rows["opened"]),
            "first_contact_at": as_.time(rows["first_contact"]),
            "closed_at": as_.time(rows["closed"]),
            "owner": as_.labels(_OWNERS, made.customers["region"][rows["customer"]]),
            "root_cause": as_.labels(_CAUSES, rows["cause"]),
            "action": as_.labels(_ACTIONS, np.where(is_closed, rows["action"], -1)),
            "outcome": as_.labels(OUTCOMES, rows["outcome"]),
        }
    )
