"""Which column names the currency of the amounts, where one is called so and holds codes."""

import re
from collections.abc import Collection, Sequence

from cx.extracts import Extract
from cx.ingest.hints.values import Profile

_NAMED = re.compile(
    r"(.*[ _\-.])?(currency|ccy|devise|moneda|valuta|w(ä|ae)hrung)([ _\-.]?(code|iso))?"
)
_CODE = re.compile(r"[A-Za-z]{3}|[€£$¥]")


def currency_column(extract: Extract, filled: Collection[str], seen: Sequence[Profile]) -> str:
    """Name the column that holds currencies; empty when there is none, or nothing to count in it.

    Parameters
    ----------
    filled : collection of str
        Our columns that the file fills.
    seen : sequence of Profile
        The columns of the file.

    Examples
    --------
    >>> from cx.extracts import EXTRACTS
    >>> column = Profile("Order Currency", ("EUR", "USD"), ("EUR", "USD"), 2)
    >>> currency_column(EXTRACTS["orders"], ["revenue"], [column])
    'Order Currency'
    >>> currency_column(EXTRACTS["orders"], ["order_id"], [column])
    ''
    """
    if not any(extract.column(name).type == "money" for name in filled):
        return ""
    return next((each.name for each in seen if _is_currency(each)), "")


def _is_currency(profile: Profile) -> bool:
    is_named = _NAMED.fullmatch(profile.name.strip().casefold())
    return bool(is_named and profile.kept) and all(_CODE.fullmatch(each) for each in profile.kept)
