"""Notes on time axes: added, never overwritten, changed by their author, beside the events."""

from datetime import date

import pytest

from cx.auth import Person, everybody
from cx.errors import NotAllowed, NoteRefused, NotesMoved
from cx.filters import Filters
from cx.topics import nps
from cx.warehouse import House, notes
from cx.warehouse.notes import Note
from tests.conftest import read_table

ANN, BEN = Person("ann", "analyst"), Person("ben", "officer")
CHIEF = Person("chief", "admin")
STRIKE = Note(date(2026, 3, 3), " Strike at   the carrier ", date(2026, 3, 9), "Half the parcels")


def on_axis(house: House, from_on: str = "2026-03-01", to_on: str = "2026-03-31") -> list[str]:
    view = Filters("custom", date.fromisoformat(from_on), date.fromisoformat(to_on))
    with house.snapshot() as state:
        frame = state.ask("nps/events", view, everybody(), revision=None)
    return list(frame["title"])


def seen(house: House) -> int:
    with house.snapshot() as state:
        return state.notes_revision()


def test_a_note_stands_on_the_axis_among_the_events_of_the_extract(house: House, bring):
    bring("events", [{"event_on": "2026-03-05", "title": "Outage", "kind": "outage"}])
    notes.write(house, STRIKE, ANN)
    assert on_axis(house) == ["Strike at the carrier", "Outage"]


@pytest.mark.parametrize(
    ("from_on", "to_on", "is_shown"),
    [
        ("2026-03-01", "2026-03-02", False),
        ("2026-03-01", "2026-03-03", True),
        ("2026-03-09", "2026-04-30", True),
        ("2026-03-10", "2026-04-30", False),
    ],
)
def test_a_span_is_shown_where_it_touches_the_period(house: House, from_on, to_on, is_shown):
    notes.write(house, STRIKE, ANN)
    assert bool(on_axis(house, from_on, to_on)) == is_shown


def test_the_result_of_the_page_and_its_export_hold_the_note_with_its_words(house: House, bring):
    bring("responses", [{"response_id": "r1", "responded_at": "2026-03-05", "nps": 9}])
    notes.write(house, STRIKE, ANN)
    with house.snapshot() as state:
        found = nps.load(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra), Filters()
        )
    (event,) = found.events
    assert (event.title, event.is_note, event.until_on) == (
        "Strike at the carrier",
        True,
        date(2026, 3, 9),
    )
    (row,) = nps.report(found, 1).tables["events"]
    assert (row["until"], row["kind"], row["text"]) == (
        date(2026, 3, 9),
        "note",
        "Half the parcels",
    )


def test_a_note_about_another_page_is_not_shown(house: House):
    notes.write(house, Note(date(2026, 3, 3), "Elsewhere", about="voice"), ANN)
    assert on_axis(house) == []


def test_a_state_that_was_pinned_before_a_note_does_not_know_it(house: House):
    before = seen(house)
    notes.write(house, STRIKE, ANN)
    view = Filters("custom", date(2026, 3, 1), date(2026, 3, 31))
    with house.snapshot() as state:
        assert state.ask("nps/events", view, everybody(), revision=before).empty
        assert state.notes_revision() == before + 1


def test_a_note_changes_no_data_version(house: House):
    with house.snapshot() as state:
        before = state.version
    notes.write(house, STRIKE, ANN)
    with house.snapshot() as state:
        assert state.version == before


def test_a_changed_note_keeps_its_author_and_what_it_said_before(house: House):
    number = notes.write(house, STRIKE, ANN)
    notes.change(house, number, Note(date(2026, 3, 4), "Strike over"), CHIEF, seen(house))
    assert on_axis(house) == ["Strike over"]
    rows = read_table(house, "app.notes", "change_id, title, author, actor")
    assert rows == [
        (1, "Strike at the carrier", "ann", "ann"),
        (2, "Strike over", "ann", "chief"),
    ]


def test_only_the_author_or_an_admin_changes_or_removes_a_note(house: House):
    number = notes.write(house, STRIKE, ANN)
    with pytest.raises(NoteRefused, match="ann wrote this note"):
        notes.remove(house, number, BEN, seen(house))
    with pytest.raises(NoteRefused, match="ann wrote this note"):
        notes.change(house, number, STRIKE, BEN, seen(house))
    notes.remove(house, number, CHIEF, seen(house))
    assert on_axis(house) == []


def test_a_removed_note_comes_back_as_it_was(house: House):
    number = notes.write(house, STRIKE, ANN)
    notes.remove(house, number, ANN, seen(house))
    notes.restore(house, number, ANN)
    assert on_axis(house) == ["Strike at the carrier"]
    log = [row[0] for row in read_table(house, "app.audit_log", "detail")]
    assert {"removed “Strike at the carrier”", "brought back “Strike at the carrier”"} <= {*log}


def test_writing_takes_the_role(house: House):
    with pytest.raises(NotAllowed, match="writing notes on time axes takes the role analyst"):
        notes.write(house, STRIKE, Person("kim", "viewer"))


def test_who_has_not_seen_what_somebody_else_changed_is_refused_with_who(house: House):
    number = notes.write(house, STRIKE, ANN)
    looked_at = seen(house)
    notes.change(house, number, Note(date(2026, 3, 4), "Strike over"), CHIEF, looked_at)
    with pytest.raises(NotesMoved, match="In the meantime chief changed this note"):
        notes.remove(house, number, ANN, looked_at)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (Note(date(2026, 3, 3), " "), "A note needs a title"),
        (Note(date(2026, 3, 3), "x" * 61), "is too long"),
        (Note(date(2026, 3, 3), "x", text="y" * 501), "is too long"),
        (Note(date(2026, 3, 3), "x", date(2026, 3, 2)), "lies before"),
        (Note(date(1200, 3, 3), "x"), "between the years"),
        (Note(date(2026, 3, 3), "x", kind="rumour"), "is not of a kind"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(house: House, wrong, why):
    with pytest.raises(NoteRefused, match=why):
        notes.write(house, wrong, ANN)
    assert read_table(house, "app.notes") == []
