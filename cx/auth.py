"""Who is asking, and what they may see: all of it for now, but nobody asks without a name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may see.

    Parameters
    ----------
    person : str
        Who is asking; goes into the audit log, never into SQL.
    """

    person: str


def everybody(person: str = "anonymous") -> Scope:
    """Return the scope that sees everything.

    >>> everybody("cron").person
    'cron'
    """
    return Scope(person)
