"""Reads the header of an SQL file: what it promises, so that tests can hold it to that."""

from pathlib import Path

KEYS = ("grain", "params", "returns", "portable", "note")


def read_header(text: str) -> dict[str, str]:
    r"""What the comment at the top says: ``about`` (its first line) and each key it gives.

    A line that starts with no key goes on with the one before.

    >>> read_header("-- How many?\n-- returns: answers,\n--   people\nselect 1")
    {'about': 'How many?', 'returns': 'answers, people'}
    """
    header: dict[str, str] = {}
    key = "about"
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        said = line.removeprefix("--").strip()
        word, colon, rest = said.partition(":")
        if colon and word in KEYS:
            key, said = word, rest.strip()
        header[key] = f"{header[key]} {said}" if key in header else said
    return header


def names(listed: str) -> list[str]:
    """The names of a list such as ``a, b``; ``none`` is empty.

    >>> names("from_on, to_on"), names("none")
    (['from_on', 'to_on'], [])
    """
    return [] if listed == "none" else [name.strip() for name in listed.split(",")]


def sql_files(folder: Path) -> list[Path]:
    """Every SQL file under `folder`, in order."""
    return sorted(folder.glob("**/*.sql"))
