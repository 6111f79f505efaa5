"""The verb ``digest``: deck, workbook and summary of a saved view or a review, for cron."""

import re
from argparse import Namespace
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from cx.auth import everybody
from cx.cli import post
from cx.cli.errand import Answer, Errand
from cx.cli.export import review_made
from cx.cli.post import Mail
from cx.errors import BadFilter
from cx.export import Report
from cx.export.html import to_html
from cx.export.pptx import to_deck
from cx.export.xlsx import to_xlsx
from cx.filters import Filters
from cx.topics.review import report_of
from cx.warehouse import House


@dataclass(frozen=True, slots=True)
class Digest:
    """What is sent: reports of the deck, all in one for the workbook, those of the summary."""

    name: str
    deck: tuple[Report, ...]
    whole: Report
    summary: tuple[Report, ...]

    def files(self) -> tuple[tuple[str, bytes], ...]:
        """Return deck, workbook and summary under their names."""
        stem = re.sub(r"[^\w-]+", "-", self.name).strip("-").lower() or "digest"
        return (
            (f"{stem}.pptx", to_deck(self.deck)),
            (f"{stem}.xlsx", to_xlsx(self.whole)),
            (f"{stem}.html", self.page().encode()),
        )

    def page(self) -> str:
        """Return the summary."""
        return to_html(self.summary)


def digest_verb(errand: Errand) -> Answer:
    """Make the files for a folder, or for a mail that `sent` sends.

    Raises
    ------
    BadFilter
        When it is not said what and where to, or there is no such view or review.
    """
    command = errand.command
    _refuse_half(command)
    with errand.house() as house:
        made = _made(house, command)
    files = made.files()
    if command.to:
        placed = tuple((command.to / name, held) for name, held in files)
        return Answer(f"Written: {', '.join(name for name, _ in files)}", files=placed)
    return Answer(
        f"{made.name}\n{made.deck[0].headline}",
        files=tuple((Path(name), held) for name, held in files),
    )


def sent(answer: Answer, command: Namespace) -> Answer:
    """Send what the verb has made, from the process that was asked: its environment counts.

    Raises
    ------
    NotSent
        When the mail was not taken.
    """
    *attached, (_, page) = [(file.name, held) for file, held in answer.files]
    name, _, headline = answer.text.partition("\n")
    text = f"{headline}\n\nDeck and workbook are attached.\n"
    mail = Mail(command.sender, command.mail_to, name, text, page.decode(), attached)
    post.send(mail, command.smtp, is_encrypted=command.starttls)
    return Answer(f"Sent to {', '.join(command.mail_to)}: {name}")


def _refuse_half(command: Namespace) -> None:
    if (command.view is None) == (command.review is None):
        raise BadFilter("Say what to send: either --view NAME or --review ID.")
    if (command.to is None) == (command.smtp is None):
        raise BadFilter("Say where to: either --to FOLDER, or --smtp HOST:PORT.")
    if command.smtp and not (command.sender and command.mail_to):
        raise BadFilter("A mail needs --from ADDRESS and --mail-to ADDRESS.")
    if command.to and not command.to.is_dir():
        raise BadFilter(f"{command.to} is no folder. Make it first, or name another with --to.")


def _made(house: House, command: Namespace) -> Digest:
    if command.review is None:
        return _view(house, command.view)
    made = review_made(house, command.review)
    return Digest(made.whole.title, made.deck, made.whole, made.summary)


def _view(house: House, name: str) -> Digest:
    """Return the digest of a shared view, as its page would open now."""
    with house.snapshot() as state:
        ask = partial(state.ask, scope=everybody("digest"))
        listed = ask("saved_views/listed", Filters(), person="", revision=None)
        there = {row.name: row for row in listed.itertuples()}
        found = next((there[each] for each in there if each.lower() == name.lower()), None)
        if found is None:
            shared = ", ".join(f"“{each}”" for each in there) or "none yet"
            raise BadFilter(
                f"There is no shared view “{name}”. There are: {shared}. Personal views are sent "
                "to nobody: share it on its page first."
            )
        settings, version = state.settings(), state.version
        report = report_of(ask, found.page, found.address, settings, version)
    report = replace(report, title=found.name)
    return Digest(found.name, (report,), report, (report,))
