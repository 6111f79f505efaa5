"""Who asks, which role that gives, what it allows; and nobody gets in by a slip of the pen."""

from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from cx import auth
from cx.auth import ACTS, ROLES, Person, Roles, everybody
from cx.errors import BadRoles, NotAllowed
from cx.ui import gate, session
from tests.e2e.conftest import ROOT

ROLES_FILE = """
default = "viewer"

[roles]
"Kim@company.example" = "analyst"
"chief@company.example" = "officer"
"it@company.example" = "admin"
"gone@company.example" = "nobody"
"""


@pytest.fixture(autouse=True)
def no_file_of_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the machine has that runs the tests."""
    monkeypatch.delenv("CX_ROLES", raising=False)


@pytest.fixture
def roles_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of roles that is in force."""
    file = tmp_path / "roles.toml"
    file.write_text(ROLES_FILE)
    monkeypatch.setenv("CX_ROLES", str(file))
    return file


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        ("nobody", ""),
        ("viewer", "look"),
        ("analyst", "look upload undo themes follow_up notes scenarios verbatims"),
        ("officer", "look upload undo themes follow_up notes scenarios verbatims share assess"),
        (
            "admin",
            "look upload undo themes follow_up notes scenarios verbatims share assess settings",
        ),
    ],
)
def test_each_role_may_do_what_the_one_before_it_may_and_more(role, acts):
    allowed = [act for act in ACTS if auth.may(Person("kim", role), act)]
    assert allowed == acts.split()


def test_who_may_not_is_told_what_it_takes_and_who_can_help(roles_file):
    with pytest.raises(NotAllowed) as caught:
        auth.demand(auth.person_signed_in({"email": "kim@company.example"}), "settings")
    assert str(caught.value) == (
        "kim@company.example has the role analyst, but changing settings takes the role admin. "
        "Ask it@company.example for access."
    )


def test_without_administrators_in_the_file_whoever_runs_the_dashboard_can_help():
    with pytest.raises(NotAllowed, match="Ask whoever runs this dashboard for access"):
        auth.demand(Person("kim", "viewer"), "upload")


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("kim@company.example", "analyst"),
        (" KIM@company.EXAMPLE ", "analyst"),
        ("chief@company.example", "officer"),
        ("somebody@else.example", "viewer"),
        ("gone@company.example", "nobody"),
    ],
)
def test_the_file_says_who_has_which_role(roles_file, email, role):
    assert auth.person_signed_in({"email": email}) == Person(email.strip(), role)


@pytest.mark.parametrize("claims", [{}, {"email": None}, {"email": " "}, {"email": 7}])
def test_without_an_address_nobody_is_signed_in(roles_file, claims):
    assert auth.person_signed_in(claims) == Person("", "nobody")


def test_an_address_that_the_provider_did_not_verify_gives_no_role(roles_file):
    claims = {"email": "it@company.example", "email_verified": False}
    assert auth.person_signed_in(claims).role == "nobody"


def test_who_signs_in_without_a_file_of_roles_looks_only(tmp_path, monkeypatch):
    assert auth.person_signed_in({"email": "a@b.example"}).role == "viewer"
    monkeypatch.setenv("CX_ROLES", str(tmp_path / "missing.toml"))
    assert auth.person_signed_in({"email": "a@b.example"}).role == "viewer"


def test_a_change_of_the_file_holds_at_once(roles_file):
    roles_file.write_text('[roles]\n"kim@company.example" = "viewer"\n')
    assert auth.person_signed_in({"email": "kim@company.example"}).role == "viewer"


def test_a_file_may_shut_out_everybody_it_does_not_name(roles_file):
    roles_file.write_text('default = "nobody"\n[roles]\n"kim@company.example" = "viewer"\n')
    assert auth.person_signed_in({"email": "other@company.example"}).role == "nobody"
    assert auth.person_signed_in({"email": "kim@company.example"}).role == "viewer"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[roles]\n"a@b.example" = "boss"\n', 'gives a@b.example the role "boss"'),
        ('default = "all"\n', 'gives default the role "all"'),
        ("default = true\n", 'gives default the role "True"'),
        ('role = "admin"\n', "holds role but may hold only default and [roles]"),
        ('roles = "admin"\n', "holds roles, which is no table, but may hold only"),
        ("[roles\n", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_a_file_with_a_slip_lets_nobody_in_and_says_where_it_is(roles_file, content, said):
    roles_file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadRoles) as caught:
        auth.person_signed_in({"email": "a@b.example"})
    assert said in str(caught.value)
    assert "roles.toml" in str(caught.value)
    assert str(roles_file.parent) not in str(caught.value)


def test_a_folder_is_no_file_of_roles(tmp_path):
    with pytest.raises(BadRoles, match="cannot be read: Is a directory"):
        auth.read_roles(tmp_path)


def test_roles_can_be_listed():
    roles = Roles("viewer", {"b@x.example": "admin", "a@x.example": "admin"})
    assert roles.with_role("admin") == ["a@x.example", "b@x.example"]
    assert set(ROLES) >= {role for role, _ in ACTS.values()}


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1"])
def test_who_sits_at_this_machine_may_do_everything(address):
    assert auth.person_here(address, is_forwarded=False) == Person(auth.whoami(), "admin")


@pytest.mark.parametrize(
    ("address", "is_forwarded"),
    [("0.0.0.0", False), (None, False), ("", False), ("127.0.0.1", True)],
)
def test_served_any_further_without_sign_in_everybody_is_a_visitor(address, is_forwarded):
    assert auth.person_here(address, is_forwarded) == Person("a visitor", "viewer")


def test_two_who_may_see_the_same_share_the_answers_that_are_kept():
    assert everybody("a") == everybody("b")
    assert hash(Person("a", "viewer").scope()) == hash(Person("b", "admin").scope())
    assert everybody("a").person == "a"


def page() -> None:
    import streamlit as st

    from cx.ui import gate

    st.text(gate.require("upload").name)


def as_person(**claims: object) -> AppTest:
    opened = AppTest.from_function(page)
    opened.user = claims
    return opened.run()


def test_a_page_opens_for_who_may(roles_file):
    opened = as_person(is_logged_in=True, email="kim@company.example")
    assert [each.value for each in opened.text] == ["kim@company.example"]


def test_a_page_says_why_it_does_not_open_and_who_can_help(roles_file):
    opened = as_person(is_logged_in=True, email="other@company.example")
    assert [each.value for each in opened.subheader] == ["This page is not open to you"]
    words = opened.markdown[0].value.replace("\\", "").replace("\N{WORD JOINER}", "")
    assert words == (
        "other@company.example has the role viewer, but uploading files takes the role analyst. "
        "Ask it@company.example for access."
    )
    assert not opened.text
    assert not opened.button


def test_who_is_not_signed_in_is_offered_to(roles_file):
    opened = as_person(is_logged_in=False)
    assert not opened.text
    assert [each.label for each in opened.button] == ["Sign in"]


def test_where_nobody_signs_in_the_owner_of_this_machine_looks():
    assert [each.value for each in as_person(email="test@example.com").text] == [auth.whoami()]


def test_outside_a_run_of_a_page_there_is_nobody():
    assert session.person() == Person("", "nobody")


def test_behind_a_proxy_that_says_who_asks_its_word_counts(roles_file):
    def behind_proxy() -> None:
        import streamlit as st

        from cx.ui import session

        st.text(session.person().role)

    opened = AppTest.from_function(behind_proxy)
    opened.user = {"email": "chief@company.example"}
    config.set_option("server.trustedUserHeaders", {"X-Email": "email"})
    try:
        assert opened.run().text[0].value == "officer"
        opened.user = {"email": None}
        assert opened.run().text[0].value == "nobody"
    finally:
        config.set_option("server.trustedUserHeaders", {})


PAGES = sorted(str(page.relative_to(ROOT)) for page in (ROOT / "pages").glob("*/*.py"))


@pytest.fixture
def dashboard(tmp_path, monkeypatch):
    """Open the dashboard as somebody at a page, on a warehouse that is not there yet."""
    monkeypatch.setenv("CX_WAREHOUSE", str(tmp_path / "w.duckdb"))

    def _open(page: str, **claims: object) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.user = claims
        app.switch_page(page).run()
        assert not app.exception
        return app

    yield _open
    assert not (tmp_path / "w.duckdb").exists()
    session.close_all()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_a_way_to_sign_in_and_nothing_else(roles_file, dashboard, page):
    app = dashboard(page, is_logged_in=False)
    assert [(each.type, each.label) for each in app.main.children.values()] == [
        ("button", "Sign in")
    ]
    assert not app.sidebar.children


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_to_whom_it_is_shut_who_can_help(roles_file, dashboard, page):
    roles_file.write_text('default = "nobody"\n')
    app = dashboard(page, is_logged_in=True, email="other@company.example")
    assert [each.value for each in app.subheader] == ["This page is not open to you"]
    assert "has no role, but looking at pages takes the role viewer" in app.markdown[0].value
    assert not app.title


def test_a_slip_in_the_file_of_roles_is_said_on_every_page(roles_file, dashboard):
    roles_file.write_text('default = "all"\n')
    app = dashboard(PAGES[0], is_logged_in=True, email="kim@company.example")
    assert "which there is not" in app.error[0].value
    assert not app.title


def test_the_menu_stands_beside_pages_only_where_somebody_may_look(roles_file, monkeypatch):
    for who, is_shut in ((Person("", "nobody"), True), (Person("kim", "viewer"), False)):
        monkeypatch.setattr(session, "person", lambda who=who: who)
        assert gate.is_shut() == is_shut
