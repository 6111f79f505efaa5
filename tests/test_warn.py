"""Specification of warnings and questions about a file beside what is there."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from cx.ingest import ImportResult, history, import_file, undo
from cx.warehouse import House
from tests.conftest import write_csv


def answers(*numbers: int, nps: int = 9, **columns: object) -> list[dict[str, object]]:
    return [
        {"response_id": f"r{n}", "responded_at": "2026-05-01", "nps": nps, **columns}
        for n in numbers
    ]


def orders(*numbers: int, revenue: str = "10", **columns: object) -> list[dict[str, object]]:
    return [
        {"order_id": f"o{n}", "customer_id": "c1", "ordered_at": "2026-05-01", "revenue": revenue}
        | columns
        for n in numbers
    ]


def said(result: ImportResult, words: str) -> str:
    """The one warning that has these words."""
    (found,) = [each for each in result.warnings if words in each]
    return found


# Ids that nothing has


def test_ids_that_nothing_has_are_counted_by_column(bring):
    bring("customers", [{"customer_id": "c1"}])
    rows = [*answers(1, customer_id="c1"), *answers(2, 3, customer_id="ghost"), *answers(4)]
    result = bring("responses", rows)
    assert said(result, "customer_id") == (
        "customer_id: ids of customers that are not there: 2 of 3 (1 different, such as "
        '"ghost"). Their rows are kept, and count under "(unknown)".'
    )


def test_where_the_other_extract_was_never_imported_that_is_said_instead(bring):
    result = bring("responses", answers(1, 2, survey_id="s1"))
    assert said(result, "survey_id") == (
        "survey_id: there are no surveys yet, so none of the ids is known (2). Their rows are "
        'kept, and count under "(unknown)" until you import them.'
    )


def test_an_id_that_the_file_itself_brings_is_known(bring):
    rows = [{"customer_id": "c1"}, {"customer_id": "c2", "parent_customer_id": "c1"}]
    assert not [each for each in bring("customers", rows).warnings if "parent" in each]


def test_columns_without_ids_are_not_told_about(bring):
    assert bring("responses", answers(1)).warnings == []


def test_rows_of_others_that_name_what_a_snapshot_retires_are_counted(bring):
    bring("customers", [{"customer_id": "c1"}, {"customer_id": "c2"}, {"customer_id": "c3"}])
    rows = [*answers(1, customer_id="c1"), *answers(2, 3, customer_id="c2")]
    bring("responses", [*rows, *answers(4, customer_id="ghost"), *answers(5, customer_id="")])
    kept = [{"customer_id": "c1"}, {"customer_id": "c4"}]
    for dry_run in (True, False):
        result = bring("customers", kept, mode="snapshot", dry_run=dry_run)
        assert said(result, "no longer there") == (
            "2 rows of responses name customers that are then no longer there (customer_id). "
            'What names them is kept, under "(unknown)".'
        )
    again = bring("customers", [*kept, {"customer_id": "c5"}])
    assert not [each for each in again.warnings if "no longer there" in each]


# Days


def test_the_day_that_stands_for_none_is_counted(bring):
    rows = [*answers(1, 2), *answers(3, responded_at="1970-01-01T00:00:00")]
    assert said(bring("responses", rows), "1970") == (
        'responded_at: rows of 1970-01-01, which often means "no date": 1.'
    )


def test_days_long_before_the_others_are_counted(bring):
    rows = [*answers(1, 2, 3), *answers(4, responded_at="1998-02-03")]
    assert said(bring("responses", rows), "before") == (
        "responded_at: rows more than 20 years before the middle of the file: 1, the first on "
        "1998-02-03."
    )


def test_an_old_file_is_not_odd_in_itself(bring):
    assert bring("responses", answers(1, 2, responded_at="1998-02-03")).warnings == []


def test_days_in_the_future_are_told_in_the_preview_too(bring):
    ahead = date.today() + timedelta(days=400)  # noqa: DTZ011 - a year more or less
    result = bring("responses", answers(1, responded_at=ahead.isoformat()), dry_run=True)
    assert "rows in the future: 1" in said(result, "future")


# The same file again


def test_the_same_file_again_is_told_with_number_day_and_person_and_changes_nothing(
    house: House, bring
):
    first = bring("responses", answers(1, 2))
    day = history(house)[0].committed_at
    for dry_run in (True, False):
        again = bring("responses", answers(1, 2), dry_run=dry_run)
        assert again.earlier == first.import_id
        assert (again.counts["unchanged"], again.counts["new"], again.effects) == (2, 0, [])
        assert said(again, "already imported") == (
            f"This file was already imported as number {first.import_id} on "
            f"{day:%Y-%m-%d %H:%M} UTC by test."
        )


def test_a_file_whose_import_was_undone_or_retired_may_come_again(house: House, bring):
    first = bring("responses", answers(1, 2))
    undo(house, first.import_id, actor="test")
    assert bring("responses", answers(1, 2)).earlier is None
    bring("responses", answers(3, 4), mode="snapshot")
    assert bring("responses", answers(1, 2)).earlier is None


def test_a_snapshot_of_the_same_file_is_told_too(bring):
    first = bring("responses", answers(1, 2))
    assert bring("responses", answers(1, 2), mode="snapshot").earlier == first.import_id


# Volume


def test_three_times_as_many_rows_as_usual_are_worth_a_word(bring):
    for start in (0, 10, 20):
        bring("responses", answers(*range(start, start + 10)))
    usual = bring("responses", answers(*range(100, 130)), dry_run=True)
    assert not [each for each in usual.warnings if "in the middle" in each]
    many = bring("responses", answers(*range(100, 131)))
    assert said(many, "in the middle") == (
        "The file has 31 rows, and the last 3 imports of responses had 10 in the middle."
    )


# Scores


def test_a_score_far_from_those_there_is_told_with_both_numbers_of_answers(bring):
    bring("responses", answers(*range(200), nps=10))
    result = bring("responses", answers(*range(200, 400), nps=0))
    assert said(result, "NPS") == (
        "NPS of the 200 answers of this file is −100, and of the 200 that were there before 100."
    )


@pytest.mark.parametrize(("answers_in_file", "nps"), [(29, 0), (200, 9)])
def test_few_answers_or_the_same_score_are_no_news(bring, answers_in_file, nps):
    bring("responses", answers(*range(200), nps=10))
    rows = answers(*range(200, 200 + answers_in_file), nps=nps)
    assert not [each for each in bring("responses", rows).warnings if "NPS" in each]


# What needs a yes


def test_a_file_with_less_than_half_of_the_rows_of_the_last_one_needs_a_yes(bring):
    bring("responses", answers(*range(300)))
    half = bring("responses", answers(*range(1000, 1150)), dry_run=True)
    assert half.confirm == []
    (question,) = bring("responses", answers(*range(1000, 1149)), dry_run=True).confirm
    assert question.startswith("The file has 149 rows, and import 1 of responses (")
    assert question.endswith(") had 300. Is it whole?")


def test_a_few_more_rows_need_none_and_neither_does_a_correction(bring):
    bring("responses", answers(*range(300)))
    assert bring("responses", answers(*range(1000, 1099)), dry_run=True).confirm == []
    assert bring("responses", answers(*range(120), nps=2), dry_run=True).confirm == []


def test_the_first_file_of_an_extract_needs_none(bring):
    assert bring("responses", answers(1)).confirm == []


def test_mended_rejects_need_none_and_are_no_odd_volume(house: House, tmp_path: Path, bring):
    for start in (0, 500, 1000):
        bad = answers(*range(start + 250, start + 370), nps=12)
        rejects = bring("responses", [*answers(*range(start, start + 250)), *bad]).rejects_file
    plain = bring("responses", answers(*range(5000, 5120)), dry_run=True)
    assert len(plain.confirm) == 1
    mended = tmp_path / "mended.csv"
    said = rejects.read_text(encoding="utf-8-sig")
    mended.write_text(said.replace("-05-01,12,", "-05-01,9,"), encoding="utf-8")
    result = import_file(house, "responses", mended, actor="test")
    assert (result.counts["new"], result.confirm) == (120, [])
    assert not [each for each in result.warnings if "in the middle" in each]


def test_after_a_handful_of_mended_rows_a_usual_file_needs_no_yes(bring):
    bring("orders", [*orders(*range(400)), *orders(400, revenue="ten")])
    bring("orders", orders(400))
    assert bring("orders", orders(*range(401, 801)), dry_run=True).confirm == []


def test_a_snapshot_that_retires_more_than_half_needs_a_yes(bring):
    bring("responses", answers(*range(10)))
    rows = answers(*range(6), *range(20, 26))
    assert bring("responses", rows, mode="snapshot", dry_run=True).confirm == []
    rows = answers(*range(4), *range(20, 28))
    (question,) = bring("responses", rows, mode="snapshot").confirm
    assert question == (
        "This snapshot lacks 6 of the 10 responses that are there, and retires them. Is it whole?"
    )


def test_amounts_ten_times_as_high_need_a_yes(bring):
    bring("orders", orders(*range(10), revenue="10.50"))
    assert bring("orders", orders(*range(10), revenue="105"), dry_run=True).confirm == []
    (question,) = bring("orders", orders(*range(10), revenue="1050"), dry_run=True).confirm
    assert question == (
        "revenue adds up to 10,500.00 in 10 rows, and in import 1 to 105.00 in 10. Are the "
        "units right?"
    )


def test_a_tenth_counts_as_well_but_not_that_there_are_more_rows(bring):
    bring("orders", orders(*range(10), revenue="1000"))
    assert len(bring("orders", orders(*range(10), revenue="10"), dry_run=True).confirm) == 1
    assert bring("orders", orders(*range(150), revenue="1000"), dry_run=True).confirm == []


def test_a_handful_of_amounts_may_be_of_any_size(bring):
    bring("orders", orders(*range(10), revenue="10"))
    assert bring("orders", orders(*range(9), revenue="1000"), dry_run=True).confirm == []


def test_a_default_that_stands_where_nobody_gave_a_value_is_no_amount(bring):
    bring("responses", answers(*range(20), weight=25))
    assert bring("responses", answers(*range(20, 40)), dry_run=True).confirm == []
    mixed = [*answers(*range(40, 60)), *answers(*range(60, 70), weight=25)]
    assert bring("responses", mixed, dry_run=True).confirm == []
    (question,) = bring("responses", answers(*range(70, 90), weight=251), dry_run=True).confirm
    assert question.startswith("weight adds up to 5,020.00 in 20 rows")


def test_amounts_are_compared_with_the_last_import_that_counts(house: House, bring):
    bring("orders", orders(*range(10), revenue="10"))
    wrong = bring("orders", orders(*range(10), revenue="1000"))
    undo(house, wrong.import_id, actor="test")
    assert bring("orders", orders(*range(10), revenue="11")).confirm == []


def test_a_question_does_not_keep_a_commit_from_being_made(house: House, tmp_path: Path, bring):
    bring("orders", orders(*range(10)))
    file = write_csv(tmp_path / "cents.csv", orders(*range(10), revenue="1000"))
    result = import_file(house, "orders", file, actor="test")
    assert result.confirm
    assert result.status == "committed"
