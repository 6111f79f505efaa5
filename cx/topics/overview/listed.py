"""Lists the customers who are safe, at risk or unknown: those who bring in most first."""

from typing import Any

from cx.topics.ask import Ask
from cx.topics.overview.results import Overview
from cx.topics.rows import plain_rows

MOST = 200


def list_accounts(
    ask: Ask, found: Overview, name: str, revision: int | None = None, most: int = MOST
) -> list[dict[str, Any]]:
    """Return rows of customers of one class, as ``overview/accounts_listed`` has them."""
    return plain_rows(
        ask(
            "overview/accounts_listed",
            found.asked,
            revision=revision,
            as_of=found.as_of,
            only_class=name,
            most=most,
        )
    )
