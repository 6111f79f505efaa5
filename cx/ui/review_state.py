"""What all parts of the Review page share: which review, changes with their words, undo."""

from cx import auth
from cx.topics import review
from cx.topics.review import Agenda, Meeting
from cx.ui import session
from cx.ui.acts import Acts

PARAMETER = "review"
"""Of the address: the number of the review shown."""

ACTS = Acts("review", "share")


def meetings() -> tuple[Meeting, ...]:
    """Return all reviews as they stand now, the newest first."""
    with session.asking() as run:
        return review.read_reviews(run.ask, run.snapshot.reviews_revision())


def agenda(meeting: Meeting) -> Agenda:
    """Return a review with all that belongs to it, as it stands now."""
    with session.asking() as run:
        return review.load(
            run.ask, meeting, run.snapshot.reviews_revision(), run.settings.time_zone
        )


def may_write() -> bool:
    """Say whether who looks may change reviews."""
    return auth.may(session.person(), "share")


def who_may() -> str:
    """Say why who looks may not change reviews, and who can help."""
    return f"{auth.why_not(session.person(), 'share')} Ask {auth.who_can_help()}."
