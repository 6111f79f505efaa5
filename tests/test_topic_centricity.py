"""Specification of the self-assessment: how ten answers are read, and what data says to them."""

import csv
import io
import json
from datetime import date

import pytest

from cx.auth import everybody
from cx.charts import centricity as charts
from cx.charts.theme import DARK, alt_of
from cx.cli.export import split_own
from cx.errors import BadFilter
from cx.export import to_csv, to_json
from cx.filters import Filters
from cx.topics import TOPICS, centricity
from cx.topics.centricity import QUESTIONS, Answer, Centricity, Evidence, Review, words
from cx.topics.centricity.evidence import gather
from cx.warehouse import House
from cx.warehouse import centricity as kept
from cx.warehouse.centricity import Given
from tests import centricity_company as company
from tests.conftest import begins

MARKS = {"y": "yes", "p": "partly", "n": "no", "?": "not_known"}
SPRING, SUMMER = date(2026, 4, 16), date(2026, 7, 20)


def assess(house: House, on: date, marks: str, why: dict[int, str] | None = None) -> None:
    given = [
        Given(number, MARKS[mark], (why or {}).get(number))
        for number, mark in enumerate(marks, 1)
        if mark != "-"
    ]
    kept.assess(house, on, given, "ann")


def look(house: House, **options: object) -> Centricity:
    with house.snapshot() as state:
        return centricity.load(
            lambda name, filters, **extra: state.ask(name, filters, everybody("test"), **extra),
            **options,
        )


@begins
def filled(bring):
    for kind, rows in company.rows().items():
        bring(kind, rows)


def evidence(house: House, question: int, on: date = company.ON) -> Evidence:
    with house.snapshot() as state:
        found = gather(
            lambda name, filters, **extra: state.ask(name, filters, everybody("test"), **extra), on
        )
    assert [each.question for each in found] == [each.number for each in QUESTIONS]
    return found[question - 1]


def told(house: House, question: int, on: date = company.ON) -> str:
    return " ".join(evidence(house, question, on).said)


@pytest.mark.parametrize(
    ("marks", "headline"),
    [
        ("yyyyyynnnn", "Six of ten answered yes: the sign of a customer-centred company is five "
                       "or more."),
        ("yyyyyppppp", "Five of ten answered yes: the sign of a customer-centred company is five "
                       "or more."),
        ("yyyypppppp", "Four of ten answered yes, one short of the five that are the sign of a "
                       "customer-centred company."),
        ("pppppppp??", "None of ten answered yes, five short of the five that are the sign of a "
                       "customer-centred company."),
        ("yyn-------", "Two of three answered yes so far, seven to go: the sign of a "
                       "customer-centred company is five or more of ten."),
        ("nnnnnnn---", "None of seven answered yes so far: the five that are the sign of a "
                       "customer-centred company are out of reach."),
        ("yyyyy-----", "Five of five answered yes so far: the sign of a customer-centred company "
                       "is five or more."),
    ],
)  # fmt: skip
def test_only_a_full_yes_counts_toward_the_five(house, marks, headline):
    assess(house, SPRING, marks)
    assert look(house).headline == headline


def test_without_a_review_it_is_not_assessed_yet(house):
    found = look(house, today=SPRING)
    assert found.headline == "Not assessed yet."
    assert (found.shown, found.reviews, found.changes) == (Review(SPRING), (), ())


def test_the_newest_answer_holds_and_what_is_taken_back_is_gone(house):
    assess(house, SPRING, "yy--------")
    kept.assess(house, SPRING, [Given(1, "no", "Only in the shop", seen=1)], "ben")
    kept.assess(house, SPRING, [Given(2, None, seen=2)], "ben")
    found = look(house)
    assert found.shown.answers == (Answer(3, 1, "no", "Only in the shop", "ben"),)
    assert look(house, revision=2).shown.yes == 2
    kept.assess(house, SPRING, [Given(1, None, seen=3)], "ben")
    assert look(house).reviews == ()


def test_reviews_are_in_order_and_what_changed_is_told_against_the_one_before(house):
    assess(house, SUMMER, "yynn--????")
    assess(house, SPRING, "ypnnn?????")
    found = look(house)
    assert [each.review_on for each in found.reviews] == [SPRING, SUMMER]
    assert found.shown.review_on == SUMMER
    told = [(each.question, each.before, each.now) for each in found.changes]
    assert told == [(2, "partly", "yes")]
    assert centricity.report(found, 1).tables["changes"][0]["said"] == (
        "2. Products for segments: partly → yes"
    )
    assert words.since(found) == "Eight of ten answered so far, seven of these as then."
    assess(house, SUMMER, "----py----")
    assert words.since(look(house)) == "From one to three yes; seven of ten answered as then."
    earlier = look(house, review_on="2026-04-16")
    assert (earlier.shown.review_on, earlier.last, earlier.changes) == (SPRING, None, ())


def test_a_review_that_is_only_begun_stands_between_those_there_are(house):
    assess(house, SPRING, "yyyyyyyyyy")
    found = look(house, begin=SUMMER)
    assert found.headline == "The review of 20 July 2026 has no answers yet."
    assert found.last == found.reviews[0]
    assert look(house, begin=SPRING).shown.yes == 10


def test_a_review_that_there_is_not_and_filters_are_refused(house):
    assess(house, SPRING, "y---------")
    with pytest.raises(BadFilter, match="There are: 2026-04-16"):
        look(house, review_on="2026-01-01")
    with pytest.raises(BadFilter, match="takes no filter"):
        look(house, filters=Filters(segment=("SMB",)))
    assert split_own(centricity, [("review_on", "2026-04-16")]) == ({"review_on": "2026-04-16"}, [])


def test_no_data_speaks_to_nothing_and_says_what_it_would_take(house):
    for question in QUESTIONS:
        found = evidence(house, question.number)
        assert found.said == ()
        assert found.beyond.startswith("The data cannot speak to")
        assert (found.against_yes, found.against_no, found.counts) == ("", "", ())


def test_1_tells_who_owns_what_and_whether_what_they_said_is_joined_to_it(filled):
    assert told(filled, 1) == (
        "16 of 20 customers (80 %) have a contract or an order here, 12 % of these (2) more than "
        "one product. What they said is joined to it for 10 of 16 owners (62 %)."
    )
    assert not evidence(filled, 1).against_yes


def test_1_speaks_against_a_yes_where_much_is_owned_by_nobody_on_file(filled, bring):
    order = {"line": 1, "customer_id": "gone", "ordered_at": "2026-03-01 10:00", "revenue": 1}
    bring("orders", [{"order_id": "o100", **order}], mode="merge")
    assert evidence(filled, 1).against_yes == (
        "2 of 34 contracts and orders (5.9 %) name somebody who is not on file."
    )


def test_2_tells_which_family_each_segment_owns(filled, bring):
    assert told(filled, 2) == ""
    bring("contracts", [
        {"contract_id": f"m{i}", "customer_id": f"c{i}", "product_id": "p2",
         "started_on": "2025-02-01"}
        for i in range(12, 22)
    ], mode="merge")  # fmt: skip
    bring("customers", [
        {"customer_id": f"c{i}", "segment": "Enterprise"} for i in range(20, 22)
    ], mode="merge")  # fmt: skip
    assert told(filled, 2) == (
        "The family that owners most often have differs by segment: Access in SMB (100 % of 12 "
        "owners) and Cloud in Enterprise (100 % of 10 owners)."
    )


def test_3_tells_months_kinds_and_touchpoints_and_minds_silence(filled):
    assert told(filled, 3, date(2025, 12, 31)) == (
        "Customers answered in 12 of the 24 months to 31 December 2025, the last time on 31 "
        "December 2025. They were asked by these kinds of survey: relationship. Answers tell of 1 "
        "of 4 touchpoints with contacts (25 %)."
    )
    assert not evidence(filled, 3, date(2025, 12, 31)).against_yes
    assert not evidence(filled, 3, date(2026, 6, 30)).against_yes
    assert evidence(filled, 3, date(2026, 9, 30)).against_yes == (
        "The newest answer is of 31 December 2025, 9 months before this review."
    )


def test_3_blames_gaps_but_no_young_programme(house, bring):
    months = ("2024-11", "2025-03", "2026-05")
    bring("responses", [
        {"response_id": month, "responded_at": f"{month}-10", "nps": 9} for month in months
    ])  # fmt: skip
    assert evidence(house, 3).against_yes == "Customers answered in only 3 of 20 months."
    assert not evidence(house, 3, date(2025, 3, 31)).against_yes


def test_3_speaks_against_a_no_where_customers_answer_all_year_round(house, bring):
    months = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
    bring("responses", [
        {"response_id": month, "responded_at": f"{month}-10", "nps": 9} for month in months
    ])  # fmt: skip
    found = evidence(house, 3, date(2025, 12, 31))
    assert found.against("no") == "Customers answered in 24 of 24 months."
    assert found.against("yes") == found.against("partly") == found.against(None) == ""


def test_4_tells_how_many_attributes_were_weighed_too(filled, bring):
    assert told(filled, 4) == (
        "For 1 of 2 rated attributes (50 %) customers also said how important they are, in 12 of "
        "24 ratings (50 %)."
    )
    ratings = [{"response_id": "r1", "attribute": "Price", "rating": 4, "scale_max": 5}]
    bring("ratings", ratings, mode="snapshot")
    assert evidence(filled, 4).against_yes == (
        "None of 1 rated attributes were weighed by customers too."
    )


def test_5_tells_which_extracts_are_here_and_whether_they_fit_together(filled):
    assert told(filled, 5) == (
        "10 of 17 extracts hold rows here: 6 of the company's systems, 4 of what customers say. "
        "Of 93 rows that name a customer, 1 (1.1 %) name one who is not on file."
    )


def test_5_speaks_against_a_yes_where_a_whole_side_is_missing(house, bring):
    bring("customers", [{"customer_id": "c1"}])
    assert evidence(house, 5).against_yes == "Nothing of what customers say is here."


def test_6_tells_whether_account_managers_have_one_segment(filled):
    assert told(filled, 6) == (
        "0 of 2 account managers (0 %) have at least 80 % of their customers in one segment; the "
        "largest segment is 60 % of these customers."
    )
    assert evidence(filled, 6).against_yes == (
        "None of 2 account managers have mostly customers of one segment."
    )


def test_7_tells_how_many_customers_somebody_looks_after(filled):
    assert told(filled, 7) == (
        "10 of 20 customers (50 %) have an account manager, and brought 50 % of the revenue of "
        "twelve months."
    )


def test_8_and_9_say_what_no_extract_tells(filled):
    assert told(filled, 8).endswith("on file for 5 of 20 customers (25 %).")
    assert told(filled, 9) == (
        "Of 4 follow-ups with customers, 100 % tell what was wrong and 75 % tell what was done. "
        "2 of 2 with an outcome (100 %) won the customer back."
    )
    for question in (8, 9):
        assert evidence(filled, question).beyond.startswith("The data cannot speak to what")
        assert not evidence(filled, question).against_yes


def test_10_tells_how_many_complaints_were_solved_and_made_good_at_once(filled):
    assert told(filled, 10) == (
        "3 of 40 complaints (7.5 %) were solved within a day of the first response and never "
        "opened again. 2 of 40 complaints (5.0 %) were made good with money, 1 of them at once."
    )
    assert evidence(filled, 10).against_yes == (
        "Only 3 of 40 complaints (7.5 %) were solved within a day of the first response."
    )


def test_what_lies_after_the_review_is_no_evidence_for_it(filled):
    assert told(filled, 1, date(2024, 12, 31)) == ""
    assert told(filled, 3, date(2024, 12, 31)) == ""
    assert told(filled, 10, date(2026, 1, 31)) == ""


def test_evidence_never_answers_but_is_counted_where_it_contradicts(filled):
    assert look(filled, today=company.ON).shown.answers == ()
    assess(filled, company.ON, "yyyyyyyyyy")
    found = look(filled)
    assert found.contradicted == (6, 10)
    assert found.headline.endswith("The data speaks against two of the answers.")
    assess(filled, SUMMER, "yypyypyyyp")
    assert look(filled).contradicted == ()


def test_the_export_says_the_same_and_runs_nothing_in_a_spreadsheet(filled):
    assert TOPICS["centricity"] is centricity
    assess(filled, company.ON, "ypn?yyyyyy", {1: '=HYPERLINK("x")', 2: "<b>50 %</b>"})
    found = look(filled)
    report = centricity.report(found, 7)
    record = json.loads(to_json(report))
    assert record["headline"] == found.headline
    assert record["filters"] == {"review_on": "2026-06-30"}
    assert record["figures"][0]["value"] == 7
    assert record["tables"]["reviews"] == [
        {"review_on": "2026-06-30", "yes": 7, "partly": 1, "no": 1, "not_known": 1,
         "unanswered": 0}
    ]  # fmt: skip
    rows = [*csv.DictReader(io.StringIO(to_csv(report, "questions").removeprefix("\ufeff")))]
    assert rows[0]["word"] == '\'=HYPERLINK("x")'
    assert rows[5]["speaks_against"].startswith("None of 2 account managers")
    assert {row["number"] for row in record["tables"]["evidence"]} == {1, 3, 4, 5, 6, 7, 8, 9, 10}


def test_the_chart_stacks_ten_answers_in_each_review_and_says_so(house):
    assess(house, SPRING, "ypn?------")
    assess(house, SUMMER, "yyyyyyynnn")
    figure = charts.trend(look(house), is_dark=True)
    assert [sum(bar) for bar in zip(*(trace.y for trace in figure.data), strict=True)] == [10, 10]
    assert [note.text for note in figure.layout.annotations] == ["<b>1</b>", "<b>7</b>"]
    assert figure.data[0].marker.color == DARK.promoter
    assert "1 on 16 April 2026, 7 on 20 July 2026" in alt_of(figure)
    assert "no answer" in figure.layout.meta["legend"]


def test_of_many_reviews_the_latest_are_drawn_and_the_others_counted(house):
    for month in range(1, 13):
        assess(house, date(2025, month, 1), "yyyyyyyyyy")
    figure = charts.trend(look(house))
    assert len(figure.data[0].x) == charts.MOST_REVIEWS
    assert "The 2 reviews before are in the download." in figure.layout.meta["legend"]


def test_the_command_line_exports_it(filled, tmp_path):
    from argparse import Namespace

    from cx.cli.export import export_text

    assess(filled, SPRING, "yyyyyyyyyy")
    command = Namespace(
        topic="centricity", format="csv", table="reviews", filters=[("review_on", "2026-04-16")]
    )
    assert '"2026-04-16","10"' in export_text(filled, command)
