"""Specification of files of a review or a saved view, and of sending them to a real server."""

import json
import shutil
import subprocess
from datetime import date
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from cx.__main__ import main
from cx.auth import Person
from cx.cli import post
from cx.export.html import to_html
from cx.warehouse import open_house, review_outcomes, reviews, saved_views
from cx.warehouse.review_outcomes import Outcome, Record
from cx.warehouse.reviews import Shown
from cx.warehouse.saved_views import View
from tests import small_company
from tests.documents import FORMULA, MARKUP, every_kind, read_book, read_deck, texts

ANN = Person("ann", "officer")
SMB = "segment=SMB&period=All+time"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A small company with a review of two views, one of which is gone, and shared views."""
    folder = tmp_path_factory.mktemp("digest")
    path = folder / "small.duckdb"
    small_company.build(path, folder, answers=1500)
    house = open_house(path)
    march = reviews.begin(house, "Monthly", date(2026, 3, 2), ANN)
    item = reviews.add_item(house, march, Shown("SMB", "nps_trends", SMB, 1), ANN)
    reviews.add_item(house, march, Shown("Gone", "nps_trends", "segment=Gone", 1), ANN)
    reviews.comment(house, item, "SMB", f"{FORMULA}\n{MARKUP}", ANN, 10**6)
    kept = Record(1, None, None, "no figures then")
    action = Outcome("action", "Call them", "Service desk", date(2026, 3, 20))
    review_outcomes.decide(house, item, action, kept, ANN)
    review_outcomes.decide(house, item, Outcome("decision", "Go on"), kept, ANN)
    saved_views.save(house, View("Board view", "nps_trends", SMB, is_shared=True), ANN)
    saved_views.save(house, View("Mine", "voice", ""), ANN)
    house.close()
    return path


def cx(place, *arguments):
    return main(["--warehouse", str(place), *map(str, arguments)])


def said(deck):
    return [text for slide in deck.slides for text in texts(slide)]


def test_a_review_is_exported_as_slides_with_its_words_decisions_and_links(place, tmp_path):
    out = tmp_path / "r.pptx"
    arguments = ("export", "review", "--filter", "review=1", "--format", "pptx", "--out", out)
    assert cx(place, *arguments) == 0
    deck = read_deck(out.read_bytes())
    found = said(deck)
    assert "2 items on the agenda, 1 decided; 1 new action open" in found
    assert f"The same view in the dashboard: /nps_trends?{SMB}" in found
    assert any("Go on" in each for each in found)
    assert "Service desk" in found
    assert any("is not in the data any more" in each for each in found)
    assert len([1 for slide in deck.slides for shape in slide.shapes if shape.has_chart]) == 1
    assert len(deck.slides) == 7


def test_a_review_is_exported_as_a_workbook_where_no_text_is_a_formula(place, tmp_path):
    out = tmp_path / "r.xlsx"
    arguments = ("export", "review", "--filter", "review=1", "--format", "xlsx", "--out", out)
    assert cx(place, *arguments) == 0
    book = read_book(out.read_bytes())
    assert {"Summary", "Agenda", "Decided", "Figures", "1 trend"} <= book.keys()
    assert [row[1] for row in book["Decided"][1:]] == ["Call them", "Go on"]


def test_the_json_of_a_review_holds_the_figures_of_the_page_itself(place, capsys):
    assert cx(place, "export", "review", "--filter", "review=1") == 0
    figures = json.loads(capsys.readouterr().out)["tables"]["figures"]
    assert cx(place, "export", "nps", "--filter", "segment=SMB", "--filter", "period=all") == 0
    page = json.loads(capsys.readouterr().out)["figures"]
    assert [each["value"] for each in figures] == [each["value"] for each in page]


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (["--filter", "review=9"], 'no review "9". There are: 1 (Monthly, 2026-03-02)'),
        (["--filter", "review=1", "--filter", "segment=SMB"], "keeps its own filters"),
    ],
)
def test_a_review_that_is_not_there_is_refused_with_those_there_are(place, capsys, filters, words):
    assert cx(place, "export", "review", *filters) == 2
    assert words in capsys.readouterr().err


def test_without_a_number_the_newest_review_is_exported(place, capsys):
    assert cx(place, "export", "review") == 0
    newest = json.loads(capsys.readouterr().out)
    assert cx(place, "export", "review", "--filter", "review=1") == 0
    assert newest == json.loads(capsys.readouterr().out)


def test_a_digest_of_a_shared_view_is_written_into_a_folder(place, tmp_path):
    assert cx(place, "digest", "--view", "board view", "--to", tmp_path) == 0
    assert {each.name for each in tmp_path.iterdir()} == {
        "board-view.pptx", "board-view.xlsx", "board-view.html",
    }  # fmt: skip
    page = (tmp_path / "board-view.html").read_text()
    assert "NPS is" in page
    assert "/nps_trends?segment=SMB&amp;period=All+time" in page


def test_the_summary_is_escaped_and_loads_nothing_from_elsewhere():
    page = to_html([every_kind()])
    assert "R&amp;D &lt;Sons&gt;" in page
    assert "<Sons>" not in page
    assert not any(
        each in page for each in ("src=", "url(", "<script", "http:", "https:", "@import")
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--view", "Mine", "--to", "."], "There is no shared view “Mine”"),
        (["--to", "."], "either --view NAME or --review ID"),
        (["--review", "1"], "either --to FOLDER, or --smtp"),
        (["--review", "1", "--smtp", "localhost:25"], "needs --from ADDRESS"),
        (["--review", "1", "--to", "nowhere/at/all"], "is no folder"),
    ],
)
def test_a_digest_that_cannot_be_made_is_refused_in_words(place, capsys, arguments, words):
    assert cx(place, "digest", *arguments) == 2
    assert words in capsys.readouterr().err


class Kept(Message):
    """Keeps what a server was sent; takes no mail for nobody@."""

    def __init__(self):
        super().__init__()
        self.mails = []

    def handle_message(self, message):
        self.mails.append(message)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def server():
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = Kept()
    running = Controller(kept, hostname="127.0.0.1", port=port)
    running.start()
    yield kept, f"127.0.0.1:{port}"
    running.stop()


def mail(address, *more, to="ben@example.com"):
    sender = ("--from", "parallax@example.com", "--mail-to", to)
    return ("digest", "--review", "1", "--smtp", address, *sender, *more)


def test_a_digest_is_sent_to_a_real_server_with_deck_and_workbook(place, server, capsys):
    kept, address = server
    assert cx(place, *mail(address)) == 0
    assert "Sent to ben@example.com: Monthly" in capsys.readouterr().out
    (message,) = kept.mails
    assert (message["Subject"], message["To"]) == ("Monthly", "ben@example.com")
    parts = message_from_bytes(message.as_bytes()).walk()
    held = {each.get_filename() or each.get_content_type(): each for each in parts}
    assert {"text/plain", "text/html", "monthly.pptx", "monthly.xlsx"} <= held.keys()
    assert len(read_deck(held["monthly.pptx"].get_payload(decode=True)).slides) > 5


def test_what_a_server_refuses_is_said_with_where_and_what_next(place, server, capsys):
    kept, address = server
    assert cx(place, *mail(address, to="nobody@example.com")) == 1
    said = capsys.readouterr().err
    assert f"The server takes no mail for nobody@example.com at {address}." in said
    assert cx(place, *mail("127.0.0.1:1")) == 1
    assert "Check host, port and addresses" in capsys.readouterr().err
    assert cx(place, *mail("nowhere")) == 1
    assert "is not written like mail.example.com:587" in capsys.readouterr().err
    assert kept.mails == []


def test_a_password_is_never_sent_unencrypted(place, server, capsys, monkeypatch):
    kept, address = server
    monkeypatch.setenv(post.USER, "ann")
    monkeypatch.setenv(post.PASSWORD, "secret")
    assert cx(place, *mail(address)) == 1
    assert "only sent encrypted" in capsys.readouterr().err
    assert cx(place, *mail(address, "--starttls")) == 1
    assert "Check --starttls and the port" in capsys.readouterr().err
    assert kept.mails == []


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_digest_goes_encrypted_with_name_and_password(place, tmp_path, monkeypatch):
    import socket
    import ssl

    from aiosmtpd.smtp import AuthResult

    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *names,
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    seen = []

    def look(server, session, envelope, mechanism, given):
        seen.append((given.login, given.password))
        return AuthResult(success=given.password == b"secret")

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = Kept()
    running = Controller(
        kept, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True,
        authenticator=look, auth_required=True,
    )  # fmt: skip
    running.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv(post.USER, "ann")
    try:
        monkeypatch.setenv(post.PASSWORD, "wrong")
        assert cx(place, *mail(f"127.0.0.1:{port}", "--starttls")) == 1
        monkeypatch.setenv(post.PASSWORD, "secret")
        assert cx(place, *mail(f"127.0.0.1:{port}", "--starttls")) == 0
    finally:
        running.stop()
    assert len(kept.mails) == 1
    assert (b"ann", b"secret") in seen
