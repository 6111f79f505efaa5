"""Which extracts the figures of each page rest on, by the pages' addresses."""

from cx.extracts import EXTRACTS

RESTS_ON: dict[str, tuple[str, ...]] = {
    "overview": (
        "customers",
        "products",
        "contracts",
        "orders",
        "invoices",
        "interactions",
        "cases",
        "channel_rates",
        "events",
        "surveys",
        "invitations",
        "responses",
        "follow_ups",
    ),
    "nps_trends": (
        "customers",
        "products",
        "contracts",
        "orders",
        "interactions",
        "events",
        "surveys",
        "invitations",
        "responses",
    ),
    "journeys": (
        "customers",
        "products",
        "contracts",
        "orders",
        "invoices",
        "interactions",
        "opportunities",
        "cases",
        "surveys",
        "invitations",
        "responses",
        "follow_ups",
    ),
    "drivers": (
        "customers",
        "products",
        "contracts",
        "orders",
        "invoices",
        "interactions",
        "cases",
        "surveys",
        "invitations",
        "responses",
        "ratings",
        "follow_ups",
    ),
    "voice": (
        "customers",
        "products",
        "contracts",
        "orders",
        "interactions",
        "surveys",
        "invitations",
        "responses",
        "findings",
    ),
    "profitability": (
        "customers",
        "products",
        "contracts",
        "orders",
        "invoices",
        "interactions",
        "campaigns",
        "cases",
        "channel_rates",
        "surveys",
        "invitations",
        "responses",
    ),
    "closed_loop": (
        "customers",
        "products",
        "contracts",
        "orders",
        "interactions",
        "cases",
        "surveys",
        "invitations",
        "responses",
        "follow_ups",
    ),
    "customer": (
        "customers",
        "products",
        "contracts",
        "orders",
        "invoices",
        "interactions",
        "cases",
        "surveys",
        "invitations",
        "responses",
        "follow_ups",
    ),
    "review": tuple(EXTRACTS),
    "centricity": tuple(EXTRACTS),
    "history": tuple(EXTRACTS),
    "quality": tuple(EXTRACTS),
}
"""Page by the extracts that its questions read, in the catalogue's order."""

WATCHERS = ("review", "centricity", "history", "quality")
"""Pages that tell of every extract alike, of what there is: no decision rests on one of them."""


def pages_resting_on(*extracts: str) -> tuple[str, ...]:
    """Return the pages that show figures made from any of these extracts, without the watchers.

    Parameters
    ----------
    extracts : str
        Names of extracts.

    Examples
    --------
    >>> pages_resting_on("ratings"), pages_resting_on("opportunities", "findings")
    (('drivers',), ('journeys', 'voice'))
    """
    wanted = set(extracts)
    return tuple(
        page for page, read in RESTS_ON.items() if page not in WATCHERS and wanted & set(read)
    )
