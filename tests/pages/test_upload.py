"""Specification of the Upload page, run in process: from a file to its import, and back."""

import csv
import io
import re
import shutil
import threading
from collections.abc import Iterator, Sequence

import pytest
from streamlit.testing.v1 import AppTest

from cx import auth
from cx.auth import Person
from cx.errors import ImportRefused
from cx.extracts import EXTRACTS
from cx.ingest import history, jobs
from cx.ingest.progress import Progress
from cx.ui import session
from cx.ui.text import UNSEEN
from cx.ui.upload import checking, matching, state
from tests.conftest import read_table

PAGE = "pages/data/upload.py"
HEAD = ("response_id", "responded_at", "nps", "segment")
GOOD = [(f"R{i}", f"2025-03-{i % 27 + 1:02}", i % 11, "Consumer") for i in range(40)]
DOUBTFUL_DAYS = [(f"R{i}", f"0{i % 9 + 1}/02/2025", i % 11, "SMB") for i in range(40)]


def csv_of(rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD, mark: str = ",") -> bytes:
    """A file of these rows."""
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\n").writerows([head, *rows])
    return text.getvalue().encode()


class Upload:
    """The page, as somebody meets it."""

    def __init__(self, app: AppTest) -> None:
        self.app = app

    @property
    def draft(self) -> state.Draft:
        return self.app.session_state[state.KEY]

    @property
    def markup(self) -> str:
        """All that the page hands over to be read as markdown."""
        app = self.app
        shown = [*app.title, *app.subheader, *app.caption, *app.markdown, *app.info, *app.error]
        texts = [each.value for each in [*shown, *app.warning, *app.success]]
        fields = [*app.expander, *app.button, *app.text_input, *app.selectbox, *app.metric]
        return "\n".join([*texts, *(each.label for each in fields)])

    @property
    def words(self) -> str:
        """What a person reads of it."""
        return re.sub(r"\\(.)", r"\1", self.markup).replace(UNSEEN, "")

    def run(self) -> "Upload":
        self.app.run()
        assert not self.app.exception
        return self

    def bring(self, content: bytes, name: str = "upload.csv") -> "Upload":
        self.app.file_uploader[0].upload(name, content)
        return self.run()

    def click(self, label: str) -> "Upload":
        found = [each for each in self.app.button if each.label.startswith(label)]
        assert found, f"no button {label} among {[each.label for each in self.app.button]}"
        found[0].click()
        return self.run()

    def button(self, label: str) -> object:
        return next(each for each in self.app.button if each.label.startswith(label))

    def choose(self, label: str, value: object) -> "Upload":
        """Choose in the select box, radio or other field of that label."""
        fields = [*self.app.selectbox, *self.app.radio, *self.app.text_input, *self.app.date_input]
        next(each for each in fields if each.label.startswith(label)).set_value(value)
        return self.run()

    def finish(self) -> "Upload":
        """Wait for the work that runs, and look again."""
        job = jobs.find(self.draft.job)
        assert job is None or job.wait(60)
        return self.run()

    def check(self) -> "Upload":
        return self.click("Check the file").finish()

    def commit(self) -> "Upload":
        return self.click("Import ").finish()

    def save(self, name: str) -> "Upload":
        field = next(each for each in self.app.text_input if each.label.startswith("Save this"))
        field.set_value(name)
        return self.click("Save")

    @property
    def tiles(self) -> dict[str, str]:
        return {each.label: each.value for each in self.app.metric}

    @property
    def is_checked(self) -> bool:
        return self.draft.checked is not None


@pytest.fixture
def upload(open_app, new_file, tmp_path) -> Iterator[Upload]:
    """The page on a new warehouse."""
    app = open_app(shutil.copy(new_file, tmp_path / "new.duckdb"))
    app.switch_page(PAGE).run()
    assert not app.exception
    yield Upload(app)
    jobs.close_all()


def by_hand(upload: Upload) -> Upload:
    """Leave the mapping that is offered, if one is."""
    offered = [each for each in upload.app.radio if "fit" in each.label]
    if offered:
        offered[0].set_value(state.BY_HAND)
        upload.run()
    return upload


def matched(upload: Upload, content: bytes, name: str = "upload.csv") -> Upload:
    """Bring a file and agree to how it is read."""
    return upload.bring(content, name).click("This is my table")


def test_the_page_says_what_it_is_for_and_what_comes(upload):
    assert upload.app.title[0].value == "Upload"
    assert "Nothing is written before the last step." in upload.words
    for step in ("How it is read", "What it is", "Check", "Import"):
        assert step in upload.words


OLIST_ITEMS = (
    b"order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value\n"
    b"A,1,p,s,2018-01-01,10.00,2.00\nA,2,p,s,2018-01-01,5.00,1.00\n"
)
OLIST_ORDERS = (
    b"order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
    b"order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date\n"
    b"A,c,delivered,2018-01-01 10:00:00,,,,\n"
)


def test_two_files_that_belong_together_are_one_upload(upload):
    files = [("orders.csv", OLIST_ORDERS, "text/csv"), ("items.csv", OLIST_ITEMS, "text/csv")]
    upload.app.file_uploader[0].set_value(files)
    upload.run()
    assert "orders.csv is looked up in, row by row." in upload.words
    upload.click("This is my table").check()
    assert upload.draft.mapping.name == "olist_items"
    assert upload.is_checked
    upload.commit()
    with session.house().reading() as cursor:
        found = cursor.execute("select sum(revenue), any_value(customer_id) from crm.orders")
        assert found.fetchall() == [(15, "c")]


def test_every_extract_is_listed_with_its_use_a_template_and_an_example(upload):
    upload.app.session_state["upload_catalogue"] = True
    upload.run()
    keys = {each.key for each in upload.app.get("download_button")}
    assert keys == {f"download_{name}{end}.csv" for name in EXTRACTS for end in ("", "-example")}
    for name in EXTRACTS:
        assert f"**{name}**" in upload.words


def test_a_good_file_goes_from_the_browser_to_the_history(upload):
    upload.bring(csv_of(GOOD))
    assert "names in row 1; 40 rows looked at" in upload.words
    assert list(upload.app.dataframe[0].value.columns) == list(HEAD)
    assert list(upload.app.dataframe[0].value.index)[:2] == [2, 3]
    upload.click("This is my table").check()
    assert upload.tiles["New"] == "40"
    assert upload.tiles["Rejected"] == "0"
    assert "of 2025 Q1 would be" in upload.words
    assert history(session.house()) == []
    upload.commit()
    assert "Imported as number 1: 40 new." in upload.words
    line = history(session.house())[0]
    assert (line.kind, line.new_rows, line.file_name) == ("responses", 40, "upload.csv")
    links = {each.label for each in upload.app.get("page_link")}
    assert {"NPS trends", "History", "Quality"} <= links


def test_figures_move_on_the_pages_after_the_import(upload):
    matched(upload, csv_of(GOOD)).check().commit()
    upload.app.switch_page("pages/watch/nps_trends.py").run()
    assert upload.app.subheader[0].value.startswith("NPS is ")


def test_rejected_rows_are_told_cell_by_cell_mended_and_brought_as_they_are(upload):
    rows = [*GOOD[:20], ("R20", "2025-03-01", "eleven", "SMB"), ("R21", "2025-02-30", 4, "SMB")]
    matched(upload, csv_of(rows)).check()
    assert "2 of 22 rows stay out: 2 unreadable." in upload.words
    problems = upload.app.dataframe[0].value
    assert problems["Row"].tolist() == [22, 23]
    assert problems["Column"].tolist() == ["nps", "responded_at"]
    assert problems["As written"].tolist() == ["eleven", "2025-02-30"]
    rejects = upload.draft.checked.rejects_file.read_bytes()
    upload.commit().click("Another file")
    mended = rejects.replace(b"R20,2025-03-01,eleven", b"R20,2025-03-01,10")
    matched(upload, mended.replace(b"R21,2025-02-30,4", b"R21,2025-02-28,4"), "mended.csv")
    assert upload.app.radio[0].value == "\n"
    upload.check().commit()
    assert "Imported as number 2: 2 new." in upload.words
    assert len(read_table(session.house(), "feedback.responses")) == 22


def test_days_that_read_two_ways_are_asked_about_and_never_assumed(upload):
    matched(upload, csv_of(DOUBTFUL_DAYS))
    asked = next(each for each in upload.app.radio if "can be read" in each.label)
    assert asked.value is None
    assert "Needs your answer" in upload.words
    assert "01/02/2025" in upload.words
    assert upload.button("Check the file").disabled
    asked.set_value("%d/%m/%Y")
    upload.run().check().commit()
    days = read_table(session.house(), "feedback.responses", "distinct month(responded_at)")
    assert days == [(2,)]


def test_what_is_proposed_is_shown_and_taken_only_as_shown(upload):
    rows = [(f"R{i}", "2025-03-15", 99 if i % 10 == 3 else i % 11, "SMB") for i in range(60)]
    by_hand(matched(upload, csv_of(rows)))
    asked = next(each for each in upload.app.get("pills") if "no answer" in each.label)
    assert asked.value == ["99"]
    assert "Proposed" in upload.words
    asked.set_value([])
    upload.run().check()
    assert upload.tiles["Rejected"] == "6"
    upload.click("Change")
    assert upload.draft.step == "file"


def test_a_step_that_is_settled_can_be_opened_again(upload):
    matched(upload, csv_of(GOOD)).check()
    upload.app.button(key="change_match").click()
    upload.run()
    assert upload.draft.step == "match"
    assert not upload.is_checked
    upload.choose("Column of the file for segment", "").check()
    upload.commit()
    assert read_table(session.house(), "feedback.responses", "distinct segment") == [(None,)]


def test_a_file_that_cannot_be_read_says_why_and_what_can_be_changed(upload):
    upload.bring(b"\x00\x01\x02garbage", "old.xls")
    assert "old" in upload.app.error[0].value
    assert "is not a text file" in upload.words
    assert {"Letters (encoding)", "Column names are in"} <= {
        each.label for each in upload.app.selectbox
    }
    upload.click("Choose another file").bring(csv_of(GOOD))
    assert not upload.app.error


def test_another_way_of_reading_is_chosen_and_shown_at_once(upload):
    upload.bring(csv_of(GOOD, mark=";"))
    assert "semicolon" in upload.words
    upload.choose("Between columns stands", "|")
    assert list(upload.app.dataframe[0].value.columns) == [";".join(HEAD)]
    upload.choose("Between columns stands", ";")
    assert not upload.app.error
    assert list(upload.app.dataframe[0].value.columns) == list(HEAD)
    upload.click("This is my table").check()
    assert upload.tiles["New"] == "40"


def test_columns_without_names_are_named_by_hand(upload):
    content = csv_of(GOOD).partition(b"\n")[2]
    upload.bring(content)
    assert "no names" in upload.words
    for field, name in zip(upload.app.main.text_input, HEAD, strict=True):
        field.set_value(name)
    upload.click("Use these names")
    assert list(upload.app.dataframe[0].value.columns) == list(HEAD)
    assert list(upload.app.dataframe[0].value.index)[:2] == [1, 2]
    upload.click("This is my table").check().commit()
    assert len(read_table(session.house(), "feedback.responses")) == 40


def test_a_file_without_days_takes_one_day_for_all_its_rows(upload):
    rows = [(f"C{i}", i % 5 + 1) for i in range(40)]
    by_hand(matched(upload, csv_of(rows, ("Customer ID", "Satisfaction Score"))))
    upload.choose("This file holds", "responses")
    assert "made from the row number" in upload.words
    assert upload.button("Check the file").disabled
    upload.choose("No column seems to hold responded", "2024-09-30")
    upload.check().commit()
    days = read_table(session.house(), "feedback.responses", "distinct responded_at::date::text")
    assert days == [("2024-09-30",)]


def test_words_of_the_file_can_be_given_another_meaning(upload):
    rows = [(f"C{i}", ("Stayed", "Churned", "Gone")[i % 3]) for i in range(30)]
    by_hand(matched(upload, csv_of(rows, ("Customer ID", "Customer Status"))))
    upload.choose("This file holds", "customers")
    upload.choose("Gone", "lost").check().commit()
    counted = "(select status, count(*) from crm.customers group by status)"
    assert read_table(session.house(), counted) == [("active", 10), ("lost", 20)]


def test_words_that_nobody_knows_are_laid_open_and_asked_about_until_they_have_a_meaning(upload):
    rows = [(f"C{i}", ("aktiv", "verloren", "n/a")[i % 3]) for i in range(30)]
    by_hand(matched(upload, csv_of(rows, ("Customer ID", "Status"))))
    upload.choose("This file holds", "customers").choose("Column of the file for status", "Status")
    asked = "What becomes of the rows with other values of Status?"
    (box,) = [each for each in upload.app.expander if "values of Status mean" in each.label]
    assert box.proto.expanded
    assert asked in upload.choose("aktiv", "active").words
    assert asked not in upload.choose("verloren", "lost").words
    upload.check().commit()
    counted = "(select status, count(*) from crm.customers group by status)"
    assert read_table(session.house(), counted) == [("active", 10), ("lost", 10), (None, 10)]


def test_columns_that_rate_something_come_in_as_ratings_under_their_names(upload):
    head = ("response_id", "responded_at", "Staff", "Price", "Speed", "Range")
    rows = [(f"R{i}", "2025-03-15", *(i % 5 + 1 for _ in range(4))) for i in range(40)]
    by_hand(matched(upload, csv_of(rows, head)))
    upload.choose("This file holds", "responses")
    assert "Columns that rate something: 4" in upload.words
    upload.choose("Staff", "How staff treated you").check().commit()
    said = read_table(session.house(), "feedback.ratings", "distinct attribute")
    assert said == [("How staff treated you",), ("Price",), ("Range",), ("Speed",)]


def test_the_currency_of_amounts_is_shown_and_can_be_denied(upload):
    head = ("order_id", "customer_id", "ordered_at", "revenue", "currency")
    rows = [(f"O{i}", f"C{i}", "2025-03-15", i, "CHF") for i in range(40)]
    by_hand(matched(upload, csv_of(rows, head)))
    label = "The currency of the amounts"
    field = next(each for each in upload.app.selectbox if each.label.startswith(label))
    assert field.value == "currency"
    assert matching.mapping_of(upload.draft).currency_column == "currency"
    upload.choose(label, "")
    assert matching.mapping_of(upload.draft).currency_column == ""


def test_a_required_column_without_a_source_stops_the_check(upload):
    by_hand(matched(upload, csv_of(GOOD)))
    upload.choose("This file holds", "orders")
    upload.choose("Column of the file for order_id", "")
    assert "choose its column" in upload.words
    assert upload.button("Check the file").disabled


def test_a_mapping_is_saved_offered_again_renamed_and_deleted(upload):
    matched(upload, csv_of(DOUBTFUL_DAYS))
    upload.choose("The days", "%d/%m/%Y").check().commit()
    upload.save("Monthly survey")
    assert not upload.app.error
    upload.click("Another file")
    matched(upload, csv_of(DOUBTFUL_DAYS))
    assert upload.app.radio[0].options == ["Monthly survey", "Choose the columns by hand"]
    assert upload.app.radio[0].value == "Monthly survey"
    upload.choose("New name", "Quarterly survey").click("Rename")
    assert upload.draft.known == "Quarterly survey"
    upload.check()
    assert upload.tiles["Unchanged"] == "40"
    upload.app.button(key="change_match").click()
    upload.run().click("Delete")
    assert not [each for each in upload.app.radio if "fit" in each.label]


def test_a_name_that_is_taken_is_a_sentence_and_nothing_is_replaced(upload):
    for _ in range(2):
        matched(upload, csv_of(DOUBTFUL_DAYS))
        by_hand(upload).choose("The days", "%d/%m/%Y").check().commit()
        upload.save("Monthly survey")
        is_told = bool(upload.app.error)
        upload.click("Another file")
    assert is_told


def test_another_mode_is_compared_without_reading_the_file_again(upload, monkeypatch):
    read = []
    plain = checking.stage
    monkeypatch.setattr(checking, "stage", lambda *a, **o: read.append(1) or plain(*a, **o))
    matched(upload, csv_of(GOOD)).check().commit().click("Another file")
    matched(upload, csv_of(GOOD[:10])).check()
    assert (upload.tiles["Unchanged"], upload.tiles["Retired"]) == ("10", "0")
    upload.choose("What becomes of rows", "snapshot").finish()
    assert (upload.tiles["Unchanged"], upload.tiles["Retired"]) == ("10", "30")
    assert len(read) == 2


def test_what_is_seldom_meant_needs_a_yes(upload):
    matched(upload, csv_of(GOOD)).check().commit().click("Another file")
    matched(upload, csv_of(GOOD[:10])).check()
    upload.choose("What becomes of rows", "snapshot").finish()
    assert upload.button("Import ").disabled
    for box in upload.app.checkbox:
        box.check()
    upload.run().commit()
    assert "30 retired" in upload.words


def test_a_second_click_on_import_imports_once(upload):
    matched(upload, csv_of(GOOD)).check()
    before = upload.draft
    upload.commit()
    upload.app.session_state[state.KEY] = before
    upload.run().commit()
    assert "Imported as number 1: 40 new." in upload.words
    assert len(history(session.house())) == 1


def test_an_import_is_undone_from_where_it_was_made(upload):
    matched(upload, csv_of(GOOD)).check().commit().click("Undo this import").finish()
    assert "Import 1 is undone in responses: 40 rows removed." in upload.words
    assert read_table(session.house(), "feedback.responses") == []


@pytest.fixture
def only_officers_undo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(auth.ACTS, "undo", ("officer", "undoing imports"))
    monkeypatch.setattr(session, "person", lambda: Person("lee", "analyst"))


def test_who_may_upload_but_not_undo_is_offered_no_undo(upload, only_officers_undo):
    matched(upload, csv_of(GOOD)).check().commit()
    assert "Imported as number 1: 40 new." in upload.words
    assert not [each for each in upload.app.button if "Undo" in each.label]


def test_a_click_on_an_undo_that_one_no_longer_may_undoes_nothing(upload, request):
    matched(upload, csv_of(GOOD)).check().commit()
    undo = upload.button("Undo this import")
    request.getfixturevalue("only_officers_undo")
    undo.click()
    upload.run()
    assert "lee has the role analyst, but undoing imports takes the role officer" in upload.words
    assert jobs.running(session.house()) == []
    assert len(read_table(session.house(), "feedback.responses")) == 40


def halted(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Let reading stand still until it is told to go on; says when it has begun."""
    has_begun, may_go_on = threading.Event(), threading.Event()
    plain = checking.stage

    def _stage(
        kind: str,
        paths: object,
        mapping: object,
        folder: object,
        progress: Progress,
        **options: object,
    ):
        progress.step("Reading the file", until=0.5)
        has_begun.set()
        assert may_go_on.wait(60)
        progress.check()
        return plain(kind, paths, mapping, folder, progress, **options)

    monkeypatch.setattr(checking, "stage", _stage)
    return has_begun, may_go_on


def test_work_is_shown_while_it_runs_and_called_off_without_a_trace(upload, monkeypatch):
    has_begun, may_go_on = halted(monkeypatch)
    matched(upload, csv_of(GOOD)).click("Check the file")
    assert has_begun.wait(60)
    upload.run()
    assert "Reading the file" in upload.app.get("progress")[0].text
    upload.click("Cancel")
    may_go_on.set()
    upload.finish()
    assert "called off; nothing was written" in upload.app.info[0].value
    assert upload.draft.step == "match"
    assert [each.name for each in upload.draft.folder.glob("checked-*")] == []
    monkeypatch.undo()
    assert history(session.house()) == []


def test_another_choice_while_the_check_runs_calls_it_off(upload, monkeypatch):
    has_begun, may_go_on = halted(monkeypatch)
    matched(upload, csv_of(GOOD)).click("Check the file")
    job = jobs.find(upload.draft.job)
    assert has_begun.wait(60)
    upload.app.button(key="change_match").click()
    upload.run()
    may_go_on.set()
    assert job.wait(60)
    assert job.state == "cancelled"
    assert upload.draft.step == "match"


def test_everybody_sees_what_is_being_brought_in_and_may_cancel_it(upload):
    may_go_on = threading.Event()

    def _work(progress: Progress) -> None:
        progress.step("Writing", until=1.0)
        may_go_on.wait(60)
        progress.check()

    job = jobs.start(session.house(), _work, "Importing *big*.csv as orders", "kim")
    upload.run()
    assert r"Importing \*big\*\.csv as orders, by kim" in upload.app.get("progress")[0].text
    upload.click("Cancel")
    may_go_on.set()
    assert job.wait(60)
    assert job.state == "cancelled"
    assert not upload.run().app.get("progress")


@pytest.mark.parametrize(
    "fault", [ImportRefused("row 3 is broken. Mend it."), ValueError("secret")]
)
def test_work_that_fails_leads_back_with_a_sentence(upload, monkeypatch, fault):
    def _stage(*given: object, **options: object) -> None:
        raise fault

    monkeypatch.setattr(checking, "stage", _stage)
    matched(upload, csv_of(GOOD)).check()
    assert upload.draft.step == "match"
    said = upload.app.error[0].value
    assert "secret" not in said
    assert "row 3 is broken" in said or "fault in the program" in said
    monkeypatch.undo()


def test_a_draft_survives_a_visit_to_another_page(upload):
    by_hand(matched(upload, csv_of(DOUBTFUL_DAYS)))
    upload.choose("The days", "%d/%m/%Y").choose("Column of the file for segment", "")
    upload.app.switch_page("pages/data/history.py").run()
    upload.app.switch_page(PAGE).run()
    found = {each.label: each.value for each in [*upload.app.selectbox, *upload.app.radio]}
    assert found["Column of the file for segment"] == ""
    assert "%d/%m/%Y" in found.values()


def test_several_files_chosen_together_are_one_import(upload):
    upload.app.file_uploader[0].upload("a.csv", csv_of(GOOD[:20]))
    upload.app.file_uploader[0].upload("b.csv", csv_of(GOOD[20:]))
    upload.run()
    assert "a.csv and 1 more" in upload.words
    upload.click("This is my table").check().commit()
    assert "Imported as number 1: 40 new." in upload.words


def test_nothing_in_a_file_is_obeyed_as_markup(upload):
    evil = "![](http://evil.example/x.png)"
    rows = [(f"R{i}", "2025-03-15", evil, f"<b>{evil}") for i in range(12)]
    content = csv_of(rows, ("response_id", "responded_at", evil, "segment"))
    by_hand(matched(upload, content, f"{evil[:5]}.csv"))
    upload.choose("This file holds", "responses")
    upload.choose("Nothing fills", "nps").choose("Column of the file for nps", evil)
    assert evil in upload.words
    assert "![](" not in upload.markup
    upload.check()
    assert upload.tiles["Rejected"] == "12"
    assert "![](" not in upload.markup


def test_a_viewer_is_told_who_can_help_and_gets_nothing_to_upload_with(
    open_app, tmp_path, monkeypatch
):
    monkeypatch.setattr(session, "person", lambda: Person("lee", "viewer"))
    app = open_app(tmp_path / "new.duckdb")
    app.switch_page(PAGE).run()
    assert not app.exception
    assert "This page is not open to you" in app.subheader[0].value
    assert not app.file_uploader


def test_a_role_that_was_taken_back_stops_the_next_click(upload, monkeypatch):
    matched(upload, csv_of(GOOD))
    monkeypatch.setattr(session, "person", lambda: Person("lee", "viewer"))
    upload.app.main.button[-1].click()
    upload.app.run()
    assert not upload.app.exception
    assert jobs.running(session.house()) == []
    assert history(session.house()) == []


def test_a_draft_whose_files_were_swept_away_is_said_to_be_gone(upload):
    upload.bring(csv_of(GOOD))
    state.drafts.discard(upload.draft.folder)
    upload.run()
    assert "its files are gone" in upload.words
    assert upload.app.file_uploader


def test_a_page_without_data_leads_here_and_still_names_the_command(open_app, tmp_path):
    app = open_app(tmp_path / "empty.duckdb").switch_page("pages/watch/nps_trends.py").run()
    assert [each.label for each in app.get("page_link")] == ["Upload responses"]
    assert "python -m cx import responses" in app.code[0].value


def test_the_mapping_that_is_made_reads_the_file_as_it_was_shown(upload):
    matched(upload, csv_of(GOOD, mark=";"))
    mapping = matching.mapping_of(upload.draft)
    assert (mapping.delimiter, mapping.header_row, mapping.kind) == (";", 1, "responses")
