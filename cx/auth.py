"""Who is asking, what they may see and what they may do: a name, one role, eleven acts."""

import getpass
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from cx.errors import BadRoles, NotAllowed

Role = Literal["nobody", "viewer", "analyst", "officer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""From the least to the most: each may do all that those before it may."""

Act = Literal[
    "look",
    "upload",
    "undo",
    "themes",
    "follow_up",
    "notes",
    "scenarios",
    "verbatims",
    "share",
    "assess",
    "settings",
]
ACTS: dict[Act, tuple[Role, str]] = {
    "look": ("viewer", "looking at pages"),
    "upload": ("analyst", "uploading files"),
    "undo": ("analyst", "undoing imports"),
    "themes": ("analyst", "naming and merging themes"),
    "follow_up": ("analyst", "logging follow-ups"),
    "notes": ("analyst", "writing notes on time axes"),
    "scenarios": ("analyst", "saving scenarios"),
    "verbatims": ("analyst", "reading comments as they were written"),
    "share": ("officer", "sharing reviews and views"),
    "assess": ("officer", "answering the self-assessment"),
    "settings": ("admin", "changing settings"),
}
"""Each act with the least role that may do it, and its name for people."""

VISITOR = "a visitor"
"""Whoever looks where nobody signs in: all of them have the one name."""

_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may see.

    Parameters
    ----------
    person : str
        Who is asking; goes into the audit log, never into SQL. Two persons who may see the same
        have equal scopes, so they share the answers that are kept.
    """

    person: str = field(compare=False)


def everybody(person: str = "anonymous") -> Scope:
    """Return the scope that sees everything.

    >>> everybody("cron").person
    'cron'
    """
    return Scope(person)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a role.

    Parameters
    ----------
    name : str
        For the audit log: the e-mail of who signed in, the user of this machine, or "".
    role : Role
        One of `ROLES`.
    """

    name: str
    role: Role

    @property
    def is_known(self) -> bool:
        """Whether the name is one person's, so that something can be their own.

        >>> Person("a@b.example", "viewer").is_known, Person(VISITOR, "viewer").is_known
        (True, False)
        """
        return self.name not in ("", VISITOR)

    def scope(self) -> Scope:
        """Return what questions are asked with."""
        return Scope(self.name)


@dataclass(frozen=True, slots=True)
class Roles:
    """Who has which role, where people sign in.

    Parameters
    ----------
    default : Role
        Of everybody who is not named; "nobody" shuts them out.
    named : dict of str to Role
        By e-mail, in lower case.
    """

    default: Role = "viewer"
    named: Mapping[str, Role] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Return the person of that e-mail.

        >>> Roles(named={"a@b.example": "analyst"}).person("A@b.example").role
        'analyst'
        """
        return Person(name, self.named.get(name.strip().lower(), self.default))

    def with_role(self, role: Role) -> list[str]:
        """Return who has exactly that role by name."""
        return sorted(name for name, has in self.named.items() if has == role)


def may(person: Person, act: Act) -> bool:
    """Say whether a person may do something.

    >>> may(Person("a", "analyst"), "undo"), may(Person("a", "viewer"), "undo")
    (True, False)
    """
    return ROLES.index(person.role) >= ROLES.index(ACTS[act][0])


def demand(person: Person, act: Act) -> None:
    """Let go on only who may.

    Raises
    ------
    NotAllowed
        Says what role that takes, and which the person has.
    """
    if not may(person, act):
        raise NotAllowed(f"{why_not(person, act)} Ask {who_can_help()} for access.")


def why_not(person: Person, act: Act) -> str:
    """Say why a person may not do something.

    >>> why_not(Person("kim", "viewer"), "settings")
    'kim has the role viewer, but changing settings takes the role admin.'
    >>> why_not(Person("", "nobody"), "look")
    'You are not signed in, but looking at pages takes the role viewer.'
    """
    least, act_name = ACTS[act]
    role = "no role" if person.role == "nobody" else f"the role {person.role}"
    has = f"{person.name} has {role}" if person.name else "You are not signed in"
    return f"{has}, but {act_name} takes the role {least}."


def who_can_help() -> str:
    """Name the administrators; without any, whoever runs the dashboard."""
    return " or ".join(roles_in_force().with_role("admin")) or "whoever runs this dashboard"


def whoami() -> str:
    """Name who runs this process; a container may know no name for its user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"


def person_here(address: str | None, is_forwarded: bool) -> Person:
    """Return who looks where nobody signs in.

    Who sits at this machine owns the file anyway. Served any further, nobody knows who asks.

    Parameters
    ----------
    address : str or None
        What the server listens on.
    is_forwarded : bool
        Whether the request came through a proxy.

    Examples
    --------
    >>> person_here("127.0.0.1", is_forwarded=False).role
    'admin'
    >>> person_here("0.0.0.0", is_forwarded=False)
    Person(name='a visitor', role='viewer')
    """
    if address in _HERE and not is_forwarded:
        return Person(whoami(), "admin")
    return roles_in_force().person(VISITOR)


def person_signed_in(claims: Mapping[str, object]) -> Person:
    """Return who signed in, by the e-mail that the identity provider vouches for.

    Parameters
    ----------
    claims : mapping
        What the provider says: ``email``, and ``email_verified`` where it says so.

    Examples
    --------
    >>> person_signed_in({})
    Person(name='', role='nobody')
    >>> person_signed_in({"email": "a@b.example", "email_verified": False})
    Person(name='a@b.example', role='nobody')
    """
    claimed = claims.get("email")
    name = claimed.strip() if isinstance(claimed, str) else ""
    if not name or claims.get("email_verified") is False:
        return Person(name, "nobody")
    return roles_in_force().person(name)


def roles_in_force() -> Roles:
    """Read the file that CX_ROLES names, each time anew: a change holds from the next click."""
    named = os.environ.get("CX_ROLES")
    return read_roles(Path(named)) if named else Roles()


def read_roles(path: Path) -> Roles:
    """Read who has which role; a file that is missing makes everybody a viewer.

    The file is TOML: ``default = "viewer"``, and under ``[roles]`` lines such as
    ``"a@b.example" = "analyst"``.

    Raises
    ------
    BadRoles
        When it cannot be read, or names what is no role: nobody gets in by a slip of the pen.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Roles()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadRoles(
            f"The file of roles, {path.name}, cannot be read: {reason}. "
            "Ask whoever runs this dashboard to mend it."
        ) from error
    strangers = content.keys() - {"default", "roles"}
    named = content.get("roles", {})
    if strangers or not isinstance(named, dict):
        what = ", ".join(sorted(strangers)) or "roles, which is no table,"
        raise BadRoles(
            f"The file of roles, {path.name}, holds {what} but may hold only default and [roles]. "
            "Ask whoever runs this dashboard to mend it."
        )
    default = _role(path, "default", content.get("default", "viewer"))
    return Roles(default, {name.strip().lower(): _role(path, name, named[name]) for name in named})


def _role(path: Path, whose: str, text: object) -> Role:
    for role in ROLES:
        if role == text:
            return role
    raise BadRoles(
        f'The file of roles, {path.name}, gives {whose} the role "{text}", which there is not. '
        f"It must be one of {', '.join(ROLES)}. Ask whoever runs this dashboard to mend it."
    )
