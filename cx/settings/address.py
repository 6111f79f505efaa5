"""Reads the address of the dashboard, which links in documents begin with."""

import re
from urllib.parse import SplitResult, urlsplit

from cx.errors import SettingRefused

LONGEST_ADDRESS = 200
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
_PATH = re.compile(r"(/[\w.~%-]+)*", re.ASCII)


def read_address(label: str, said: str) -> str:
    """Read the address of a dashboard: protocol and host, with a port and a path where it has any.

    Parameters
    ----------
    label : str
        What the setting is called.
    said : str
        As somebody wrote it.

    Raises
    ------
    SettingRefused
        When it is none that a browser could open as it is: it goes into links.

    Examples
    --------
    >>> read_address("Address", "HTTPS://CX.example.com:8501/board/")
    'https://cx.example.com:8501/board'
    >>> read_address("Address", "javascript:alert(1)")
    Traceback (most recent call last):
    cx.errors.SettingRefused: Address: "javascript:alert(1)" is no address of a dashboard. Give it
    like https://cx.example.com or http://10.0.0.7:8501/board, or leave it empty.
    """
    text = said.rstrip("/")
    found = _split(text) if len(text) <= LONGEST_ADDRESS else None
    if found is None:
        shown = text if len(text) <= 60 else f"{text[:60]}…"
        raise SettingRefused(
            f'{label}: "{shown}" is no address of a dashboard. Give it like https://cx.example.com '
            "or http://10.0.0.7:8501/board, or leave it empty."
        )
    return f"{found.scheme}://{found.netloc.lower()}{found.path}"


def _split(text: str) -> SplitResult | None:
    """Take an address apart; None where it has what none of a dashboard has, or lacks its host."""
    try:
        found = urlsplit(text)
        port = found.port
    except ValueError:
        return None
    host = found.netloc if port is None else found.netloc.rpartition(":")[0]
    is_one = (
        found.scheme in ("http", "https")
        and _HOST.fullmatch(host)
        and _PATH.fullmatch(found.path)
        and not (found.query or found.fragment or "?" in text or "#" in text)
    )
    return found if is_one else None
