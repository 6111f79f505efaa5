"""The ten questions of the self-assessment, and how they may be answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a company answers about itself.

    Parameters
    ----------
    number : int
        1 to 10.
    theme : str
        What it is about, in a few words.
    text : str
        As it is asked.
    """

    number: int
    theme: str
    text: str


_ASKED = (
    (
        "One view of the customer",
        "Can whoever serves a customer see all that this customer has with us in one place?",
    ),
    (
        "Products for segments",
        "Does each product have somebody who shapes it for certain groups of customers?",
    ),
    (
        "Listening all year round",
        "Do we ask customers how satisfied they are without a pause, as a standing programme?",
    ),
    (
        "Rating and importance",
        "Do we ask how well we do something and also how much it matters to the customer?",
    ),
    (
        "One home for the data",
        "Does all we know about customers come together in one store that all of us use?",
    ),
    (
        "Selling by segment",
        "Are the people who sell organised by groups of customers, and paid accordingly?",
    ),
    (
        "An owner at the top",
        "Is one person in the leadership answerable for the customer as a whole?",
    ),
    (
        "Bonuses on value",
        "Do bonuses follow the worth of customers and our share of what they spend, "
        "rather than the volume sold?",
    ),
    (
        "Rewards for solving problems",
        "Is an employee who finds and solves a problem of customers rewarded for it?",
    ),
    (
        "A free hand at the front",
        "May those who talk with customers put a mistake right themselves, at once?",
    ),
)

QUESTIONS: tuple[Question, ...] = tuple(
    Question(number, *asked) for number, asked in enumerate(_ASKED, 1)
)

ANSWERS = {"yes": "Yes", "partly": "Partly", "no": "No", "not_known": "Not known"}
"""Answers by what people call them."""

ENOUGH = 5
"""So many full yes are read as the sign of a customer-centred company."""
