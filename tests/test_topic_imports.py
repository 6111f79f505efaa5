"""Specification of the history: what each import did, what became of it, and how that is told."""

import json
import tomllib
from dataclasses import replace
from datetime import date, datetime

import pytest

from cx.auth import everybody
from cx.cli.parser import make_parser
from cx.errors import BadFilter
from cx.export import to_json
from cx.filters import Filters
from cx.ingest.commit import import_file, undo
from cx.ingest.mapping import Mapping, Ratings
from cx.ingest.presets import parse_mapping
from cx.ingest.preview import preview_undo
from cx.settings import Settings
from cx.topics import TOPICS, imports
from cx.topics.imports.results import ROWS, Import, Imports, PastEffect, Undo
from cx.topics.imports.story import did, did_nothing, state_of, taken_back, undone
from cx.topics.imports.words import effect_rows, effect_sentence, effects_in_words, ranked
from tests.conftest import write_csv

EUROS = Settings(currency="EUR")
NEWEST, OLDER = date(2026, 7, 1), date(2026, 4, 1)


def load(house, **options):
    with house.snapshot() as state:
        return imports.load(
            lambda name, given, **x: state.ask(name, given, everybody(), **x), **options
        )


def read_audit(house, **options):
    with house.snapshot() as state:
        return imports.audit(
            lambda name, given, **x: state.ask(name, given, everybody(), **x), **options
        )


def effect(figure, before, after, *counts, kind="", period=NEWEST):
    return PastEffect(1, "import", figure, kind, period, before, after, *counts)


def answers(count, score=9, first=0, **columns):
    """Answers of August 2026, each of another customer."""
    return [
        {"response_id": f"r{i}", "responded_at": "2026-08-01", "nps": score, **columns}
        for i in range(first, first + count)
    ]


# What a figure did, and how that is said before and afterwards.
SENTENCES = [
    (
        effect("nps", 31.2, 33.9, 1204, 1204, kind="relationship"),
        "NPS (relationship) of 2026 Q3 would move from 31 to 34, on 1,204 answers",
        "NPS (relationship) of 2026 Q3 moved from 31 to 34, on 1,204 answers",
    ),
    (
        effect("nps", 31.2, 31.4, 40, 50),
        "NPS of 2026 Q3 would stay at 31, on 50 answers instead of 40",
        "NPS of 2026 Q3 stayed at 31, on 50 answers instead of 40",
    ),
    (
        effect("csat", None, 81.25, 0, 64),
        "CSAT of 2026 Q3 would be 81.2 %, on 64 answers; there were none before",
        "CSAT of 2026 Q3 became 81.2 %, on 64 answers; there were none before",
    ),
    (
        effect("nps", 100.0, 34.0, 4, 60),
        "NPS of 2026 Q3 would be 34, on 60 answers; the 4 answers before were too few to show a "
        "score",
        "NPS of 2026 Q3 became 34, on 60 answers; the 4 answers before were too few to show a "
        "score",
    ),
    (
        effect("nps", 34.0, 100.0, 60, 29),
        "NPS of 2026 Q3 would go from 60 to 29 answers: too few to show a score",
        "NPS of 2026 Q3 went from 60 to 29 answers: too few to show a score",
    ),
    (
        effect("nps", 34.0, 100.0, 1, 1),
        "NPS of 2026 Q3 would stay at 1 answer: too few to show a score",
        "NPS of 2026 Q3 stayed at 1 answer: too few to show a score",
    ),
    (
        effect("ces", 5.5, None, 60, 0),
        "CES of 2026 Q3 would have no answers left, of 60",
        "CES of 2026 Q3 had no answers left, of 60",
    ),
    (
        effect("revenue", 1_000_000.0, 1_088_000.0, 400, 430),
        "Revenue of 2026 Q3 would rise from EUR 1,000,000 to EUR 1,088,000 (+8.8 %)",
        "Revenue of 2026 Q3 rose from EUR 1,000,000 to EUR 1,088,000 (+8.8 %)",
    ),
    (
        effect("cost_to_serve", 12.5, 10.0, 4, 3),
        "Cost to serve of 2026 Q3 would fall from EUR 12.50 to EUR 10 (−20.0 %)",
        "Cost to serve of 2026 Q3 fell from EUR 12.50 to EUR 10 (−20.0 %)",
    ),
    (
        effect("invoiced", -40.0, 60.0, 1, 2),
        "Invoiced amount of 2026 Q3 would rise from EUR -40 to EUR 60",
        "Invoiced amount of 2026 Q3 rose from EUR -40 to EUR 60",
    ),
    (
        effect("customers", None, 412.0, 0, 412, period=None),
        "Customers would become 412; there were none before",
        "Customers became 412; there were none before",
    ),
    (
        effect("cases", 12.0, None, 12, 0),
        "Cases of 2026 Q3 would have no rows left, of 12",
        "Cases of 2026 Q3 had no rows left, of 12",
    ),
    (
        effect("nps", 20.0, 40.0, 50, 50, kind="(unknown)"),
        "NPS (survey of unknown kind) of 2026 Q3 would move from 20 to 40, on 50 answers",
        "NPS (survey of unknown kind) of 2026 Q3 moved from 20 to 40, on 50 answers",
    ),
]


@pytest.mark.parametrize(("found", "planned", "done"), SENTENCES)
def test_an_effect_is_said_in_a_sentence_before_and_after_it_happened(found, planned, done):
    assert effect_sentence(found, EUROS) == planned
    assert effect_sentence(found, EUROS, is_done=True) == done


def test_the_company_decides_from_how_many_answers_on_a_score_is_said():
    found = effect("nps", 31.2, 33.9, 40, 40)
    assert "from 31 to 34" in effect_sentence(found, EUROS)
    strict = replace(EUROS, min_answers_value=50)
    assert effect_sentence(found, strict).endswith("stay at 40 answers: too few to show a score")
    assert effect_rows([found], strict)[0]["before"] == "too few answers"


def test_each_figure_is_told_in_its_newest_period_before_any_is_told_in_an_older_one():
    given = [
        effect("customers", 1.0, 2.0, 1, 2, period=None),
        effect("revenue", 1.0, 2.0, 1, 1),
        effect("nps", 10.0, 20.0, 50, 50, kind="transactional"),
        effect("nps", 10.0, 20.0, 50, 50, kind="relationship", period=OLDER),
        effect("nps", 10.0, 20.0, 50, 50, kind="relationship"),
        effect("revenue", 1.0, 2.0, 1, 1, period=OLDER),
        effect("csat", 10.0, 10.0, 50, 50),
    ]
    told = [(each.figure, each.survey_kind, each.period) for each in ranked(given, EUROS)]
    assert told == [
        ("nps", "relationship", NEWEST),
        ("nps", "transactional", NEWEST),
        ("revenue", "", NEWEST),
        ("customers", "", None),
        ("nps", "relationship", OLDER),
        ("revenue", "", OLDER),
    ]


def test_a_figure_that_does_not_move_is_not_told():
    assert effects_in_words([effect("csat", 10.0, 10.0, 50, 50)], EUROS) == []


def an_import(**given):
    rows = dict.fromkeys(ROWS, 0) | given.pop("rows", {})
    plain = Import(
        import_id=7,
        at=datetime.fromisoformat("2026-11-14"),
        actor="kim",
        kind="responses",
        tables=("responses",),
        file_name="r.csv",
        file_sha256="0" * 64,
        mapping=None,
        mode="merge",
        status="committed",
        state="live",
        file_rows=3,
        rows=rows,
        seconds=0.5,
        rejects_file=None,
        undo=None,
        standing={"responses": 3},
    )
    return replace(plain, **given)


def test_what_an_import_did_to_rows_is_said_with_what_stayed_out():
    rows = {"new": 1204, "changed": 1, "retired": 3, "rejected": 2, "duplicate": 1}
    said = "added 1,204 rows, changed 1 row and retired 3 rows (2 rejected, 1 repeated in the file)"
    assert did(an_import(rows=rows)) == said
    assert did(an_import()) == "changed no rows"
    nothing = "changed nothing: its 1 row was there already, exactly so (2 rejected)"
    assert did_nothing(an_import(rows={"unchanged": 1, "rejected": 2})) == nothing


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "In use"),
        ({"status": "unchanged"}, "Changed nothing"),
        ({"standing": {}}, "Replaced row by row"),
        ({"state": "superseded"}, "Replaced by a snapshot"),
        ({"state": "undone", "undo": Undo(datetime.fromisoformat("2026-11-15"), "kim")}, "Undone"),
    ],
)
def test_what_became_of_an_import_is_said_in_a_word_or_two(given, said):
    assert state_of(an_import(**given)) == said


def test_what_an_undo_did_to_rows_is_said_where_it_was_noted():
    at = datetime.fromisoformat("2026-11-15")
    noted = an_import(state="undone", undo=Undo(at, "kim", 1204, 1, 2))
    assert undone(noted) == (
        "1,204 rows were removed, 1 row returned to what it was before and 2 rows of later "
        "imports stayed as they were."
    )
    assert undone(an_import(state="undone", undo=Undo(at, "kim"))) == ""
    assert taken_back(0, 0, 0) == "No current row comes from it."


def test_the_headline_tells_of_the_newest_import_and_the_figure_it_moved_most():
    moved = effect("nps", 31.2, 33.9, 1100, 1204, kind="relationship")
    result = Imports((an_import(import_id=1, rows={"new": 1204}),), (moved,), EUROS)
    assert result.headline == (
        "The newest import, responses of 14 November 2026, added 1,204 rows; NPS (relationship) of "
        "2026 Q3 moved from 31 to 34, on 1,204 answers instead of 1,100."
    )


def test_the_headline_prefers_a_figure_that_is_shown_and_reads_as_one_sentence():
    hidden = effect("nps", None, 31.0, 0, 20)
    fewer = effect("customers", 400.0, 371.0, 400, 371, period=None)
    result = Imports((an_import(import_id=1, rows={"new": 1}),), (hidden, fewer), EUROS)
    assert result.headline.endswith("added 1 row; customers fell from 400 to 371.")


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ({"rows": {"new": 3}}, "added 3 rows; no headline figure moved."),
        ({"status": "unchanged"}, "changed nothing: every row was there already."),
        (
            {"undo": Undo(datetime.fromisoformat("2026-11-20"), "kim")},
            "was undone on 20 November 2026.",
        ),
        (
            {"rows": {"new": 3}, "file_rows": None},
            "added 3 rows; what that did to the figures was not noted then.",
        ),
    ],
)
def test_the_headline_is_honest_where_there_is_less_to_tell(given, end):
    opening = "The newest import, responses of 14 November 2026, "
    assert Imports((an_import(**given),)).headline == opening + end


def test_the_headline_tells_what_was_undone_since_the_newest_import():
    later = Undo(datetime.fromisoformat("2026-11-15"), "kim")
    first = an_import(import_id=6, kind="orders", state="undone", undo=later)
    said = Imports((an_import(status="unchanged"), first)).headline
    assert said.endswith("Since then import 6, orders, was undone.")


def test_an_empty_warehouse_is_a_result_of_its_own(house):
    result = load(house)
    assert (result.imports, result.headline) == ((), "Nothing was brought in yet.")


def test_an_import_is_told_with_who_when_what_and_its_rows(house, bring):
    bring("responses", answers(40))
    bad = {"response_id": "x", "responded_at": "2026-08-01", "nps": 11}
    bring("responses", [*answers(5, first=100), bad])
    newest, first = load(house).imports
    assert (newest.import_id, newest.kind, newest.actor) == (2, "responses", "test")
    assert newest.rows == dict.fromkeys(ROWS, 0) | {"new": 5, "rejected": 1}
    assert (newest.file_name, newest.file_rows, newest.mode) == ("responses.csv", 6, "merge")
    assert newest.rejects_file.endswith(".csv")
    assert (first.rejects_file, first.standing) == (None, {"responses": 40})


def test_headline_figures_before_and_after_stay_with_the_import_that_moved_them(house, bring):
    bring("responses", answers(40))
    bring("responses", answers(40, score=0, first=100))
    result = load(house)
    moved = [each for each in result.effects_of(2) if each.figure == "nps"]
    assert [(each.before, each.after, each.before_count, each.after_count) for each in moved] == [
        (100.0, 0.0, 40, 80)
    ]
    assert "moved from 100 to 0, on 80 answers instead of 40" in result.headline


def test_rows_that_a_later_import_replaced_no_longer_stand_for_the_first(house, bring):
    bring("responses", answers(4))
    bring("responses", answers(3, score=2))
    newest, first = load(house).imports
    assert (newest.standing_rows, first.standing_rows) == (3, 1)


def test_an_undone_import_says_by_whom_and_what_that_did(house, bring):
    bring("responses", answers(40))
    undo(house, 1, "kim")
    found = load(house).imports[0]
    assert (found.state, found.undo.by, found.undo.removed) == ("undone", "kim", 40)
    assert found.standing == {}
    taken = load(house).effects_of(1, "undo")
    assert [(each.before, each.after) for each in taken if each.figure == "nps"] == [(100.0, None)]


def test_what_an_undo_would_do_is_what_it_did(house, bring):
    bring("responses", answers(40))
    bring("responses", answers(30, score=0, first=20))
    seen = preview_undo(house, 2)
    undo(house, 2, "kim")
    result = load(house)
    told = effects_in_words(result.effects_of(2, "undo"), EUROS)
    assert told == effects_in_words(seen.effects, EUROS)
    done = result.find(2).undo
    assert {"removed": done.removed, "restored": done.restored, "kept": done.kept} == seen.counts


def test_an_import_before_a_snapshot_is_told_as_replaced_by_it(house, bring):
    bring("products", [{"product_id": f"p{i}", "name": "P"} for i in range(4)])
    bring("products", [{"product_id": "p9", "name": "P"}], mode="snapshot", is_agreed=True)
    assert [state_of(each) for each in load(house).imports] == ["In use", "Replaced by a snapshot"]


def test_a_survey_with_ratings_is_one_import_of_two_extracts(house, tmp_path):
    names = ("response_id", "responded_at", "nps")
    mapping = Mapping(
        "responses",
        "wide",
        columns={name: (name,) for name in names},
        ratings=Ratings({"price": "Price"}),
    )
    file = write_csv(tmp_path / "wide.csv", [row | {"price": 4} for row in answers(3)])
    import_file(house, "responses", file, mapping)
    found = load(house).imports[0]
    assert (found.tables, found.mapping) == (("ratings", "responses"), "wide")
    assert found.standing == {"responses": 3, "ratings": 3}


def test_the_mapping_of_an_import_is_kept_as_it_was_then(house, bring, tmp_path):
    mapping = Mapping("products", "shop", columns={"product_id": ("Id",), "name": ("Label",)})
    file = write_csv(tmp_path / "shop.csv", [{"Id": "p", "Label": "P"}])
    import_file(house, "products", file, mapping)
    bring("products", [{"product_id": "p2", "name": "P"}])
    with house.snapshot() as state:

        def ask(name, given, **extra):
            return state.ask(name, given, everybody(), **extra)

        kept = imports.mapping_of(ask, 1)
        assert imports.mapping_of(ask, 2) == ""
    assert parse_mapping(tomllib.loads(kept), "shop").columns == mapping.columns


def test_the_audit_log_is_searched_and_read_page_by_page(house, bring):
    bring("products", [{"product_id": "p", "name": "P"}])
    for _ in range(3):
        bring("responses", answers(2))
    undo(house, 2, "Kim")
    everything = read_audit(house)
    assert (everything.total, everything.acts[0].action, everything.acts[0].actor) == (
        5,
        "undo",
        "Kim",
    )
    assert read_audit(house, search="kim ").total == 1
    assert read_audit(house, search="RESPONSES").total == 3
    second = read_audit(house, most=2, skip=2)
    assert (len(second.acts), second.total) == (2, 5)
    assert second.acts == everything.acts[2:4]
    assert read_audit(house, search="%").total == 0


def test_history_cannot_be_filtered_and_says_so(house):
    with pytest.raises(BadFilter, match="takes no filter"):
        load(house, filters=Filters(segment=("SMB",)))


def test_the_export_holds_what_the_page_shows(house, bring):
    bring("responses", answers(40))
    bring("responses", answers(4, score=0, first=100, survey_id="s"))
    undo(house, 2, "kim")
    result = load(house)
    written = json.loads(to_json(imports.report(result, 3)))
    assert written["headline"] == result.headline
    figures = {figure["key"]: figure["value"] for figure in written["figures"]}
    assert (figures["imports"], figures["undone"], figures["new_rows"]) == (2, 1, 44)
    assert [line["state"] for line in written["tables"]["imports"]] == ["Undone", "In use"]
    assert len(written["tables"]["effects"]) == len(result.effects)
    assert {line["action"] for line in written["tables"]["effects"]} == {"import", "undo"}


def test_scores_of_few_answers_are_withheld_from_the_export_too(house, bring):
    bring("responses", answers(4))
    lines = imports.report(load(house), 1).tables["effects"]
    assert [line["after"] for line in lines if line["figure"].startswith("NPS")] == [
        "too few answers"
    ]


def test_the_command_line_knows_the_topic():
    assert TOPICS["imports"] is imports
    assert make_parser().parse_args(["export", "imports"]).topic == "imports"
