"""Saved views: personal ones are their owner's, shared ones take the role."""

import pytest

from cx.auth import Person, everybody
from cx.errors import NotAllowed, ViewRefused, ViewsMoved
from cx.filters import Filters
from cx.warehouse import House, saved_views
from cx.warehouse.saved_views import View
from tests.conftest import read_table

ANN, BEN = Person("ann", "viewer"), Person("ben", "officer")
WEB = View("Web only", "nps_trends", "channel=Web&grain=Month")


def listed(house: House, person: Person) -> list[tuple[object, ...]]:
    with house.snapshot() as state:
        more = {"person": person.name, "revision": state.saved_views_revision()}
        frame = state.ask("saved_views/listed", Filters(), everybody(), **more)
    shown = frame[["name", "page", "address", "is_shared", "is_default"]]
    return list(shown.itertuples(index=False, name=None))


def seen(house: House) -> int:
    rows = read_table(house, "app.saved_views", "max(change_id)")
    return int(rows[0][0] or 0)


def test_a_personal_view_is_seen_by_its_owner_only(house: House):
    saved_views.save(house, WEB, ANN)
    assert listed(house, ANN) == [("Web only", "nps_trends", WEB.address, False, False)]
    assert listed(house, BEN) == []


def test_a_shared_view_is_seen_by_everybody_and_takes_the_role_to_share(house: House):
    shared = View("Board", "voice", "", is_shared=True)
    with pytest.raises(NotAllowed, match="sharing reviews and views takes the role officer"):
        saved_views.save(house, shared, ANN)
    number = saved_views.save(house, shared, BEN)
    assert [row[0] for row in listed(house, ANN)] == ["Board"]
    for change in (
        lambda: saved_views.rename(house, number, "Mine", ANN, seen(house)),
        lambda: saved_views.share(house, number, False, ANN, seen(house)),
        lambda: saved_views.move(house, number, "voice", "metric=CSAT", ANN, seen(house)),
        lambda: saved_views.remove(house, number, ANN, seen(house)),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert len(read_table(house, "app.saved_views")) == 1


def test_who_may_share_changes_what_somebody_else_shared(house: House):
    number = saved_views.save(house, View("Board", "voice", "", is_shared=True), BEN)
    saved_views.rename(house, number, "Council", Person("dee", "officer"), seen(house))
    assert [row[0] for row in listed(house, ANN)] == ["Council"]


def test_sharing_a_view_of_ones_own_and_back_again_keeps_its_owner(house: House):
    number = saved_views.save(house, WEB, BEN)
    saved_views.share(house, number, True, BEN, seen(house))
    assert [row[0] for row in listed(house, ANN)] == ["Web only"]
    saved_views.share(house, number, False, BEN, seen(house))
    assert (len(listed(house, BEN)), listed(house, ANN)) == (1, [])


def test_nobody_changes_the_personal_view_of_somebody_else(house: House):
    number = saved_views.save(house, WEB, ANN)
    with pytest.raises(ViewRefused, match="There is no such view any more"):
        saved_views.remove(house, number, BEN, seen(house))
    with pytest.raises(ViewRefused, match="There is no such view any more"):
        saved_views.open_first(house, number, BEN)


def test_a_removed_view_comes_back_as_it_was(house: House):
    number = saved_views.save(house, WEB, ANN)
    before = listed(house, ANN)
    saved_views.remove(house, number, ANN, seen(house))
    assert listed(house, ANN) == []
    saved_views.restore(house, number, ANN)
    assert listed(house, ANN) == before
    assert len(read_table(house, "app.saved_views")) == 3


def test_who_has_not_seen_what_somebody_else_changed_is_refused_with_who(house: House):
    number = saved_views.save(house, View("Board", "voice", "", is_shared=True), BEN)
    looked_at = seen(house)
    saved_views.rename(house, number, "Council", Person("dee", "officer"), looked_at)
    with pytest.raises(ViewsMoved, match="In the meantime dee changed this view"):
        saved_views.remove(house, number, BEN, looked_at)


def test_each_person_has_one_view_that_opens_first_or_none(house: House):
    first, second = (saved_views.save(house, View(n, "voice", ""), ANN) for n in ("A", "B"))
    saved_views.open_first(house, first, ANN)
    saved_views.open_first(house, second, ANN)
    assert [row[-1] for row in listed(house, ANN)] == [False, True]
    saved_views.open_first(house, None, ANN)
    assert [row[-1] for row in listed(house, ANN)] == [False, False]


def test_a_shared_view_may_open_first_for_anybody(house: House):
    number = saved_views.save(house, View("Board", "voice", "", is_shared=True), BEN)
    saved_views.open_first(house, number, ANN)
    assert [row[-1] for row in listed(house, ANN)] == [True]
    assert [row[-1] for row in listed(house, BEN)] == [False]


@pytest.mark.parametrize(
    ("view", "why"),
    [
        (View("  ", "voice", ""), "A view needs a name"),
        (View("x" * 61, "voice", ""), "is too long"),
        (View(" web  ONLY", "voice", ""), "is called “web ONLY” already"),
        (View("Other", "voice", "a" * 4001), "its address is too long"),
        (View("Other", "../etc", ""), "cannot be saved"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_saved(house: House, view, why):
    saved_views.save(house, WEB, ANN)
    with pytest.raises(ViewRefused, match=why):
        saved_views.save(house, view, ANN)
    assert len(read_table(house, "app.saved_views")) == 1


def test_two_people_may_call_their_own_views_alike(house: House):
    saved_views.save(house, WEB, ANN)
    saved_views.save(house, WEB, BEN)
    assert len(read_table(house, "app.saved_views")) == 2


@pytest.mark.parametrize("name", ["", "a visitor"])
def test_whom_nobody_knows_saves_no_view(house: House, name):
    with pytest.raises(ViewRefused, match="sign in to save one"):
        saved_views.save(house, WEB, Person(name, "officer"))


def test_the_audit_log_names_shared_views_and_keeps_the_names_of_personal_ones(house: House):
    saved_views.save(house, View("My secret", "voice", ""), ANN)
    saved_views.save(house, View("Board", "voice", "", is_shared=True), BEN)
    log = read_table(house, "app.audit_log", "actor, action, detail")
    assert ("ann", "saved view", "saved a view of their own (voice)") in log
    assert ("ben", "saved view", "saved the shared view “Board” (voice)") in log
