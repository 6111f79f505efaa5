"""For how many days something counts on the Journeys page: said there in the same words."""

ANSWERS_DAYS = 90
"""A contact counts for the answers of its customer in so many days after it."""

STAYING_DAYS = 180
"""A bad contact counts for whether its customer leaves in so many days after it."""

SILENT_DAYS = 90
"""Nothing heard for so long is silence."""

AHEAD_DAYS = (30, 60, 90)
"""Junctures ahead are told up to the last of them, each with the first that it falls into."""
