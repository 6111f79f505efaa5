"""Sends files by mail through a server; what is wrong is said with where and what next."""

import os
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage

from cx.errors import NotSent

PATIENCE_SECONDS = 30
USER, PASSWORD = "CX_SMTP_USER", "CX_SMTP_PASSWORD"
TYPES = {
    "pptx": ("application", "vnd.openxmlformats-officedocument.presentationml.presentation"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True, slots=True)
class Mail:
    """What is sent.

    Parameters
    ----------
    sender : str
    receivers : sequence of str
    subject : str
    text, page : str
        The same as plain text and as HTML.
    files : sequence of (str, bytes)
        Attached under these names.
    """

    sender: str
    receivers: Sequence[str]
    subject: str
    text: str
    page: str
    files: Sequence[tuple[str, bytes]]


def send(mail: Mail, server: str, *, is_encrypted: bool) -> None:
    """Send a mail; credentials come from the environment, and only go out encrypted.

    Parameters
    ----------
    mail : Mail
    server : str
        ``HOST:PORT``.
    is_encrypted : bool
        Whether to ask the server for encryption (STARTTLS) before anything is said.

    Raises
    ------
    NotSent
        Says what went wrong, at which server, and what to do next.
    """
    host, port = _place(server)
    user, password = os.environ.get(USER), os.environ.get(PASSWORD)
    if user and not is_encrypted:
        raise NotSent(
            f"{USER} is set, but a password is only sent encrypted. Add --starttls, or leave the "
            "variable out where the server asks for none. Nothing was sent."
        )
    try:
        with smtplib.SMTP(host, port, timeout=PATIENCE_SECONDS) as line:
            if is_encrypted:
                line.starttls(context=ssl.create_default_context())
            if user:
                line.login(user, password or "")
            line.send_message(_message(mail))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotSent(f"{_what(error)} at {server}. {_next(error)} Nothing was sent.") from error


def _place(server: str) -> tuple[str, int]:
    host, _, port = server.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise NotSent(f'"{server}" is not written like mail.example.com:587. Nothing was sent.')
    return host.strip("[]"), int(port)


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = mail.sender, ", ".join(mail.receivers)
    message["Subject"] = " ".join(mail.subject.split())
    message.set_content(mail.text)
    message.add_alternative(mail.page, subtype="html")
    for name, held in mail.files:
        kind, subtype = TYPES.get(name.rpartition(".")[2], ("application", "octet-stream"))
        message.add_attachment(held, maintype=kind, subtype=subtype, filename=name)
    return message


def _what(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "Name or password was refused"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"The server takes no mail for {', '.join(error.recipients)}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "The server does not do what was asked"
    reason = getattr(error, "strerror", None) or str(error).splitlines()[0][:200]
    return f"The mail was not taken ({reason})"


def _next(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"Check {USER} and {PASSWORD}."
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError):
        return "Check --starttls and the port; its certificate must be one that this system knows."
    return "Check host, port and addresses, then try again."
