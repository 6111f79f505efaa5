"""Specification of proposals: which extract a file is, which column is which, and what is asked.

Oracle of the real files: what their publishers say the columns mean (SOURCE.md beside them), and
the published figures that an import by the proposal must give.
"""

import time
import tomllib
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.errors import MappingError
from cx.extracts import EXTRACTS
from cx.ingest import stage
from cx.ingest.accept import open_questions, suggested_answers, to_mapping
from cx.ingest.mapping import Mapping, Ratings, identity
from cx.ingest.presets import load_mapping, parse_mapping, shipped_names
from cx.ingest.propose import Proposal, adjust, propose
from cx.ingest.write_mapping import to_toml
from tests.looks import REAL, look_at, look_at_real

FIXTURE = Path(__file__).parent / "fixtures" / "sfo_customer_survey_2018.csv"
SFO_RATINGS = 24
DAYS = [f"2024-01-{day:02}" for day in range(1, 13)]


def asked(proposal: Proposal) -> dict[str, tuple[str, ...]]:
    """What is asked, with the answers suggested."""
    return {each.id: each.suggested for each in proposal.questions}


def choices(proposal: Proposal, question: str) -> list[str]:
    found = next(each for each in proposal.questions if each.id == question)
    return [each.answer for each in found.choices]


def survey(**columns: list[object]) -> Proposal:
    """A proposal for answers with ids, and whatever else is given."""
    rows = max(map(len, columns.values()))
    ids = {"response_id": [f"R{i}" for i in range(rows)]}
    days = {"responded_at": [f"2024-01-{13 + i % 15}" for i in range(rows)]}
    return propose(look_at(ids | days | columns), "responses")


# Real files: the kind, and the columns without which the file would be worth little.

ESSENTIAL = {
    "sfo_airport_nps/sfo_customer_survey_2017.csv": (
        "responses",
        {
            "response_id": "RESPNUM",
            "responded_at": "INTDATE",
            "nps": "NETPRO",
            "csat": "Q7ALL",
            "weight": "WEIGHT",
            "language": "LANG",
        },
    ),
    "sfo_airport_nps/sfo_customer_survey_2018.csv": (
        "responses",
        {
            "response_id": "RESPNUM",
            "responded_at": "INTDATE",
            "nps": "NETPRO",
            "csat": "Q7ALL",
            "weight": "WEIGHT",
            "language": "LANG",
        },
    ),
    "olist/sample_7k/olist_customers_dataset.csv": (
        "customers",
        {
            "customer_id": "customer_id",
            "parent_customer_id": "customer_unique_id",
            "region": "customer_state",
        },
    ),
    "olist/sample_7k/olist_orders_dataset.csv": (
        "orders",
        {
            "order_id": "order_id",
            "customer_id": "customer_id",
            "status": "order_status",
            "ordered_at": "order_purchase_timestamp",
            "promised_on": "order_estimated_delivery_date",
            "shipped_on": "order_delivered_carrier_date",
            "delivered_on": "order_delivered_customer_date",
        },
    ),
    "olist/sample_7k/olist_order_items_dataset.csv": (
        "orders",
        {
            "order_id": "order_id",
            "line": "order_item_id",
            "product_id": "product_id",
            "revenue": "price",
        },
    ),
    "olist/sample_7k/olist_order_reviews_dataset.csv": (
        "responses",
        {
            "response_id": "review_id",
            "responded_at": "review_answer_timestamp",
            "order_id": "order_id",
            "csat": "review_score",
            "comment": "review_comment_message",
        },
    ),
    "olist/sample_7k/olist_products_dataset.csv": (
        "products",
        {
            "product_id": "product_id",
            "name": "product_category_name",
            "family": "product_category_name",
        },
    ),
    "olist/sample_7k/olist_sellers_dataset.csv": ("customers", {"customer_id": "seller_id"}),
    "olist/olist_marketing_qualified_leads_dataset.csv": (
        "customers",
        {
            "customer_id": "mql_id",
            "first_seen_on": "first_contact_date",
            "acquisition_channel": "origin",
        },
    ),
    "telco_ibm/csv/Telco_customer_churn_demographics.csv": (
        "customers",
        {"customer_id": "Customer ID"},
    ),
    "telco_ibm/csv/Telco_customer_churn_location.csv": (
        "customers",
        {"customer_id": "Customer ID", "country": "Country", "region": "State"},
    ),
    "telco_ibm/csv/Telco_customer_churn_services.csv": (
        "customers",
        {"customer_id": "Customer ID"},
    ),
    "telco_ibm/csv/Telco_customer_churn_status.csv": (
        "customers",
        {"customer_id": "Customer ID", "status": "Customer Status", "lost_reason": "Churn Reason"},
    ),
    "nps_mobiles_us/mobiles_feedback.csv": (
        "responses",
        {"responded_at": "StartDate", "nps": "Q8"},
    ),
    "marketing_campaign/marketing_campaign.csv": (
        "customers",
        {"customer_id": "ID", "acquired_on": "Dt_Customer"},
    ),
    "hillstrom/hillstrom.csv": (
        "customers",
        {"segment": "segment", "preferred_channel": "channel"},
    ),
}


@pytest.mark.parametrize("file", ESSENTIAL)
def test_a_real_file_gets_its_kind_and_its_essential_columns(file):
    kind, essential = ESSENTIAL[file]
    found = propose(look_at_real(file))
    assert found.kind == found.kinds[0][0] == kind
    assert {name: found.sources.get(name) for name in essential} == essential


@pytest.mark.parametrize("year", [2017, 2018])
def test_the_ratings_of_the_airport_survey_are_found(year):
    found = propose(look_at_real(f"sfo_airport_nps/sfo_customer_survey_{year}.csv"))
    shipped = set(load_mapping(f"sfo_airport_{year}").ratings.attributes)
    assert len(shipped) == SFO_RATINGS
    # Q12 rates the PreCheck line, which the shipped mapping leaves out.
    extra = {name for name, _ in found.ratings} - shipped
    assert shipped <= {name for name, _ in found.ratings}
    assert {name[:3] for name in extra} == {"Q12"}


def nps_of(staged) -> tuple[int, float]:
    answers = pd.read_parquet(staged.tables["responses"]).nps.dropna()
    share = (answers >= 9).mean() - (answers <= 6).mean()
    return len(answers), round(100 * share, 2)


def staged_by_proposal(relative: str, folder: Path, **answers: str):
    look = look_at_real(relative)
    found = propose(look)
    given_answers = suggested_answers(found) | {
        name.replace("__", ":"): said for name, said in answers.items()
    }
    staged = stage(found.kind, REAL / relative, to_mapping(found, None, given_answers), folder)
    assert staged.rejected == 0
    return staged


def test_answering_one_question_gives_the_published_nps_of_the_airport(tmp_path):
    staged = staged_by_proposal(
        "sfo_airport_nps/sfo_customer_survey_2018.csv", tmp_path, month__responded_at="2018-05"
    )
    assert nps_of(staged) == (2650, 30.98)


def test_words_and_counted_seconds_give_the_published_nps_and_days_of_the_carriers(tmp_path):
    staged = staged_by_proposal("nps_mobiles_us/mobiles_feedback.csv", tmp_path)
    assert nps_of(staged) == (895, 34.19)
    days = pd.read_parquet(staged.tables["responses"]).responded_at
    assert (days.min().year, days.max().year) == (2019, 2019)
    means = pd.read_parquet(staged.tables["ratings"]).groupby("attribute").rating.mean()
    assert means.loc[["Q11_1", "Q12_3"]].round(3).tolist() == [4.16, 3.939]


def test_telco_keeps_none_as_a_category_unless_somebody_says_otherwise():
    look = look_at_real("telco_ibm/csv/Telco_customer_churn_services.csv")
    found = adjust(look, propose(look), {"segment": "Offer"})
    assert asked(found) == {"no_answer:segment": ()}
    assert choices(found, "no_answer:segment") == ["None"]


# Kinds and names


def test_our_own_headers_are_recognised_in_every_extract():
    for name, extract in EXTRACTS.items():
        columns = {each.name: [_sample(each, i) for i in range(6)] for each in extract.columns}
        found = propose(look_at(columns, f"{name}.csv"))
        assert found.kind == name
        assert found.sources == {each: each for each in extract.names}
        assert not found.missing


def _sample(column, i: int) -> object:
    if column.choices:
        return column.choices[i % len(column.choices)]
    by_type = {
        "id": f"X{i:03}",
        "integer": min(10, 1 + i) if column.high is None else int(column.high) - i % 5,
        "number": 1.5 + i if column.high is None else 1 + i % 5,
        "money": f"{10 + i}.50",
        "flag": ("yes", "no")[i % 2],
        "date": f"2024-03-{13 + i}",
        "time": f"2024-03-{13 + i} 10:00:00",
        "text": f"some words for row {i} of it",
    }
    return by_type[column.type]


@pytest.mark.parametrize(
    ("kind", "ours", "theirs", "values"),
    [
        ("orders", "order_id", "Order No.", ["A1", "A2"]),
        ("orders", "customer_id", "ClientNumber", ["K1", "K2"]),
        ("invoices", "due_on", "Due Date", ["2024-01-31", "2024-02-29"]),
        ("responses", "nps", "How likely are you to recommend us?", ["0", "10"]),
        ("responses", "comment", "Verbatim", ["it was good", "rather slow today"]),
        ("customers", "acquisition_channel", "utm_source", ["web", "fair"]),
        ("cases", "opened_at", "created_at", ["2024-01-31 10:00", "2024-02-29 11:00"]),
        ("customers", "customer_id", "customr_id", ["1", "2"]),
    ],
)
def test_usual_names_and_slips_are_understood(kind, ours, theirs, values):
    assert propose(look_at({theirs: values}), kind).sources[ours] == theirs


def test_each_proposal_says_why_and_shows_three_values():
    nps = survey(NPS=[9, 10, 0, 7, 9]).column("nps")
    assert nps.confidence > 0.9
    assert nps.why == "the name is the same; values are whole numbers from 0 to 10"
    assert nps.samples == ("9", "10", "0")


def test_a_column_that_is_called_so_but_holds_something_else_is_named_with_the_reason():
    nps = survey(nps=["red", "green"]).column("nps")
    assert (nps.source, nps.why) == (None, 'nps is called so, but values such as "red" do not fit')


@pytest.mark.parametrize("name", ["NPS", "Net promoter score"])
@pytest.mark.parametrize("wrong", [("ten",), ("12", "55"), ("ten", "2026-05-01", "12")])
def test_a_few_wrong_answers_in_a_column_that_is_clearly_nps_are_rejected_not_the_column(
    name, wrong
):
    values = [str(i % 11) if i % 20 else wrong[i // 20 % len(wrong)] for i in range(1, 401)]
    found = survey(**{name: values})
    proposed = found.column("nps")
    assert proposed.source == name
    assert any(proposed.why.endswith(f'but "{each}" does not fit') for each in wrong)
    assert to_mapping(found, None, suggested_answers(found)).no_answer == {}


def test_customer_state_is_a_region_and_customer_status_is_not():
    columns = {"customer_id": ["1", "2"], "Customer Status": ["Joined", "Stayed"]}
    assert "region" not in propose(look_at(columns), "responses").sources


# Days


def test_day_before_month_is_asked_when_no_value_settles_it():
    found = survey(responded_at=["01/02/2024", "03/04/2024"])
    assert asked(found) == {"days:responded_at": ()}
    assert choices(found, "days:responded_at") == ["%d/%m/%Y", "%m/%d/%Y"]


def test_day_before_month_is_settled_by_a_day_above_twelve_which_is_named():
    found = survey(responded_at=["01/02/2024 10:30", "25/12/2024 9:15"])
    assert asked(found) == {}
    column = found.column("responded_at")
    assert column.format == "%d/%m/%Y %H:%M"
    assert column.why.endswith('written as day/month/year and time, as in "25/12/2024 9:15"')


def test_years_of_two_digits_are_sent_back_and_never_guessed():
    found = survey(responded_at=["25/12/24", "26/12/24"])
    assert asked(found) == {"century:responded_at": ()}
    with pytest.raises(MappingError, match="four digits"):
        to_mapping(found, None, {"century:responded_at": "again"})


@pytest.mark.parametrize(
    ("written", "pattern"),
    [
        ("13 Jan 2024", "%d %b %Y"),
        ("January 13, 2024", "%B %d, %Y"),
        ("2024/01/13", "%Y/%m/%d"),
        ("20240113", "%Y%m%d"),
        ("01/13/2024 02:00:00 PM", "%m/%d/%Y %I:%M:%S %p"),
        ("13.01.2024 14:05:06.250", "%d.%m.%Y %H:%M:%S.%f"),
        ("2024-01-13T14:05:00+02:00", ""),
    ],
)
def test_ways_to_write_a_day_are_recognised(written, pattern, tmp_path):
    found = survey(responded_at=[written])
    assert found.column("responded_at").format == pattern
    mapping = to_mapping(found, None, {})
    file = tmp_path / "upload.csv"
    file.write_text(f'response_id,responded_at\n1,"{written}"\n')
    staged = stage("responses", file, mapping, tmp_path)
    day = pd.read_parquet(staged.tables["responses"]).responded_at[0]
    assert (day.year, day.month, day.day) == (2024, 1, 13)


def test_excels_count_of_days_is_asked_with_the_day_it_would_be():
    found = survey(responded_at=["45292", "45293"])
    assert asked(found) == {"count:responded_at": ("days since 1899-12-30",)}
    question = found.questions[0]
    assert "45292 is 2024-01-01" in question.choices[0].label


def test_placeholder_days_are_offered_as_no_answer():
    found = propose(
        look_at({"customer_id": ["1", "2"], "lost_on": ["2024-05-13", "1900-01-01"]}), "customers"
    )
    assert asked(found) == {"no_answer:lost_on": ("1900-01-01",)}


# Answers and scales


def test_eleven_and_99_beside_zero_to_ten_are_asked_about():
    found = survey(NPS=[*range(12), 99])
    assert asked(found) == {"no_answer:nps": ("11", "99")}
    mapping = to_mapping(found, None, suggested_answers(found))
    assert mapping.no_answer == {"nps": ("11", "99")}


def test_no_answer_is_never_assumed():
    found = survey(NPS=[*range(12)])
    with pytest.raises(MappingError, match=r"Not answered yet \(no_answer:nps\)"):
        to_mapping(found, None, {})
    assert to_mapping(found, None, {"no_answer:nps": []}).no_answer == {}


def test_one_to_ten_is_not_turned_into_nps_without_a_word():
    found = survey(recommend=list(range(1, 11)))
    assert asked(found) == {"scale:nps": ()}
    kept = to_mapping(found, None, {"scale:nps": "0-10"})
    assert kept.columns["nps"] == ("recommend",)
    assert "nps" not in to_mapping(found, None, {"scale:nps": "leave out"}).columns


@pytest.mark.parametrize("values", [range(101), (1, 2, 3, 12), (-5, 5), ("yes", "no"), (1.5, 9.5)])
def test_what_is_no_answer_from_0_to_10_is_no_nps(values):
    assert "nps" not in survey(NPS=list(values)).sources


def test_labelled_ends_become_numbers():
    found = survey(Q8=["0 Not at all likely", "3", "10 Extremely likely", *map(str, range(1, 10))])
    assert found.sources["nps"] == "Q8"
    values = to_mapping(found, None, {}).values["nps"]
    assert values == {"0 not at all likely": "0", "10 extremely likely": "10"}


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"], "12345"),
        (["Poor", "Fair", "Good", "Very good", "Excellent"], "12345"),
        (["1 - bad", "2", "3", "4", "5 - good"], "15"),
    ],
)
def test_labelled_satisfaction_becomes_numbers(words, numbers):
    values = survey(satisfaction=words).column("csat").values
    assert "".join(values.values()) == numbers


def test_words_of_choices_are_mapped_and_strangers_asked_about():
    look = look_at({"order_id": ["1", "2", "3"], "status": ["Shipped", "canceled", "weird"]})
    found = propose(look, "orders")
    assert found.column("status").values == {"Shipped": "open", "canceled": "cancelled"}
    assert asked(found)["others:status"] == ("reject",)


def test_yes_and_no_of_other_languages_are_mapped():
    found = propose(look_at({"order_id": ["1", "2"], "is_complete": ["Ja", "Nein"]}), "orders")
    assert found.column("is_complete").values == {"Ja": "true", "Nein": "false"}


def test_none_in_words_is_offered_but_not_suggested_and_na_is_suggested():
    found = survey(segment=["Consumer", "None", "N/A", "?", "Business"])
    assert asked(found) == {"no_answer:segment": ("N/A", "?")}
    assert set(choices(found, "no_answer:segment")) == {"None", "N/A", "?"}


# Wide ratings


def rated(values: list[object], count: int = 4) -> Proposal:
    return survey(**{f"Q7_{i}": values for i in range(1, count + 1)})


def test_columns_of_one_scale_side_by_side_are_ratings():
    found = rated([1, 2, 3, 4, 5])
    assert [name for name, _ in found.ratings] == ["Q7_1", "Q7_2", "Q7_3", "Q7_4"]
    assert (found.rating_scale.low, found.rating_scale.high) == (1, 5)
    assert asked(found) == {}


def test_zero_and_six_beside_one_to_five_are_asked_about():
    found = rated([0, 1, 2, 3, 4, 5, 6, "BLANK"])
    assert asked(found) == {
        "scale:ratings": ("1-5",),
        "no_answer:ratings": ("0", "6", "BLANK"),
    }
    options = to_mapping(found, None, suggested_answers(found)).ratings
    assert (options.scale_min, options.scale_max) == (1, 5)
    assert options.no_answer == ("0", "6", "BLANK")


def test_another_scale_can_be_answered():
    found = rated([0, 1, 2, 3, 4, 5])
    answers = {"scale:ratings": "0-5", "no_answer:ratings": []}
    options = to_mapping(found, None, answers).ratings
    assert (options.scale_min, options.scale_max, options.no_answer) == (0, 5, ())


def test_counts_and_flags_are_no_ratings():
    found = survey(
        kids=[0, 1, 2, 0, 1], teens=[0, 1, 0, 1, 1], visits=[3, 8, 20, 1, 0], deals=[0, 1, 3, 15, 2]
    )
    assert found.ratings == ()


def test_the_rating_of_the_whole_is_the_satisfaction():
    columns = {f"Q7{name}": [1, 2, 3, 4, 5] for name in ("Food", "Staff", "Wifi", "Overall")}
    found = survey(**columns)
    assert found.sources["csat"] == "Q7Overall"
    assert "Q7Overall" not in dict(found.ratings)


# Keys, constants, numbers


def test_ids_that_repeat_are_asked_about_with_pairs_and_the_row_number():
    columns = {
        "review_id": ["a", "a", "b"],
        "order_id": ["1", "2", "3"],
        "responded_at": DAYS[:3],
    }
    found = propose(look_at(columns), "responses")
    assert asked(found)["key:response_id"] == ("review_id + order_id",)
    assert "row number" in choices(found, "key:response_id")
    answers = suggested_answers(found)
    assert to_mapping(found, None, answers).columns["response_id"] == ("review_id", "order_id")
    by_row = to_mapping(found, None, answers | {"key:response_id": "row number"})
    assert by_row.row_key
    assert "response_id" not in by_row.columns


KUNDEN = {
    "Kundennummer": [f"{i:05}" for i in range(40)],
    "Name": [f"Haushalt {i}" for i in range(40)],
    "Segment": ["Verein", "Pendler"] * 20,
    "Region": ["Nord", "West"] * 20,
    "Land": ["Deutschland"] * 40,
}


def test_customers_whose_id_has_a_name_nobody_knows_are_customers_all_the_same():
    found = propose(look_at(KUNDEN))
    assert (found.kind, found.column("customer_id").source) == ("customers", "Kundennummer")
    assert found.column("customer_id").why == ("the first column, and its values are all different")


@pytest.mark.parametrize("ids", [["7", "8"] * 20, [f"{i}.5" for i in range(40)]])
def test_a_first_column_that_tells_no_rows_apart_is_no_id(ids):
    found = propose(look_at(KUNDEN | {"Kundennummer": ids}), "customers")
    assert found.column("customer_id").source is None
    assert found.notes[0].endswith("single rows, and no other file can point to them.")


def test_without_an_id_the_row_number_is_the_key_and_that_is_said():
    found = propose(look_at({"date": DAYS, "nps": [*range(11), 10]}), "responses")
    assert found.needs_row_key
    assert "made from the row number" in found.notes[0]
    assert to_mapping(found, None, {}).row_key


def test_a_required_column_without_a_source_is_asked_for_as_a_constant():
    found = propose(look_at({"response_id": ["1", "2"], "nps": [0, 10]}), "responses")
    assert asked(found) == {"constant:responded_at": ()}
    mapping = to_mapping(found, None, {"constant:responded_at": "2024-05-31"})
    assert mapping.constants == {"responded_at": "2024-05-31"}


def test_a_required_id_that_nothing_can_stand_for_is_missing():
    found = propose(look_at({"order_id": ["1", "2"], "order_date": DAYS[:2]}), "orders")
    assert found.missing == ("customer_id",)
    with pytest.raises(MappingError, match="orders needs customer_id"):
        to_mapping(found, None, {})


def test_the_customer_is_found_through_the_order_and_that_is_said():
    found = survey(order_id=["1", "2"], nps=[0, 10])
    assert "the customer is found through the order (order_id)" in found.notes[0]


def test_columns_with_one_value_are_told():
    assert "The same value in every row seen: Count." in survey(Count=[1, 1, 1]).notes


def money(*values: str) -> Proposal:
    ids = [str(i) for i in range(len(values))]
    columns = {"invoice_id": ids, "customer_id": ids, "issued_on": ["2024-01-13"] * len(ids)}
    return propose(look_at(columns | {"amount": list(values)}), "invoices")


def test_a_comma_that_settles_how_numbers_are_written_is_named():
    amount = money("1.234,56", "20").column("amount")
    assert amount.format == "1.234,56"
    assert 'as in "1.234,56"' in amount.why


def test_a_comma_that_can_be_read_in_two_ways_is_asked_about():
    found = money("1,234", "2,500")
    assert choices(found, "number:amount") == ["1,234.56", "1.234,56"]
    assert asked(found)["number:amount"] == ()


def test_a_currency_is_asked_about_and_read(tmp_path):
    found = money("$1,234.50", "$20", "$7.25")
    assert asked(found) == {"currency:amount": ()}
    mapping = to_mapping(found, None, {"currency:amount": "yes"})
    file = tmp_path / "upload.csv"
    file.write_text(
        'invoice_id,customer_id,issued_on,amount\n1,1,2024-01-13,"$1,234.50"\n2,1,2024-01-13,-$20\n'
    )
    staged = stage("invoices", file, mapping, tmp_path)
    amounts = pd.read_parquet(staged.tables["invoices"]).amount
    assert [float(each) for each in amounts] == [1234.5, -20.0]


# What a person does with it


def test_choosing_another_column_asks_anew():
    look = look_at({"id": ["1", "2"], "start": DAYS[:2], "end": ["01/02/2024", "03/04/2024"]})
    found = propose(look, "responses")
    other = adjust(look, found, {"responded_at": "End", "response_id": None})
    assert asked(other) == {"days:responded_at": ()}
    assert other.column("responded_at").why.startswith("chosen by hand")
    assert other.needs_row_key


def test_choosing_again_and_again_says_everything_once():
    look = look_at({"customer_id": ["1", "2"], "seit": ["03.04.2025", "22.04.2025"]})
    found = propose(look, "customers")
    for name in (None, "seit", None):
        found = adjust(look, found, {"acquired_on": "seit", "lost_on": name})
    assert found.column("acquired_on").why == (
        'chosen by hand; written as day.month.year, as in "22.04.2025"'
    )


def test_choosing_a_column_that_is_not_there_is_a_sentence():
    look = look_at({"id": ["1", "2"]})
    with pytest.raises(MappingError, match=r'has no column "ids".* \(near it: id\)'):
        adjust(look, propose(look, "responses"), {"response_id": "ids"})


def test_an_answer_that_is_no_choice_is_refused():
    found = survey(responded_at=["01/02/2024"])
    with pytest.raises(MappingError, match='"dmy" is no answer: choose among %d/%m/%Y'):
        to_mapping(found, None, {"days:responded_at": "dmy"})


def test_questions_about_columns_left_out_are_not_asked():
    found = survey(segment=["N/A", "Consumer"])
    chosen = {name: each for name, each in found.sources.items() if name != "segment"}
    assert open_questions(found, {}, chosen) == ()


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_mappings_are_written_and_read_back_the_same(name):
    mapping = load_mapping(name)
    assert parse_mapping(tomllib.loads(to_toml(mapping)), name) == mapping


def test_a_mapping_of_our_own_names_is_not_written():
    with pytest.raises(MappingError, match="needs no mapping"):
        to_toml(identity("orders"))


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
PLAIN = TEXT.filter(lambda text: text == text.strip())


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@given(
    note=PLAIN,
    source=TEXT.filter(str.strip),
    join=TEXT,
    constants=st.dictionaries(st.sampled_from(["channel", "region", "language"]), TEXT),
    silent=st.lists(TEXT, min_size=1, max_size=3, unique=True),
    words=st.dictionaries(TEXT.map("<{}>".format), TEXT, min_size=1, max_size=3).filter(
        lambda words: len({composed(each).casefold() for each in words}) == len(words)
    ),
    attributes=st.dictionaries(TEXT, TEXT, min_size=1, max_size=3),
    ends=st.tuples(st.integers(0, 3), st.integers(4, 10)),
)
def test_any_mapping_is_written_and_read_back_the_same(
    note, source, join, constants, silent, words, attributes, ends
):
    rated = {
        key: composed(f"{place} {name}.") for place, (key, name) in enumerate(attributes.items())
    }
    mapping = Mapping(
        kind="responses",
        name="saved",
        title=note,
        note=note,
        columns={"responded_at": (source,), "nps": (source, "b")},
        join=join,
        constants=constants,
        prefix={"nps": source},
        values={"nps": words},
        values_else={"nps": "keep"},
        no_answer={"nps": tuple(silent)},
        empty={"comment": source},
        formats={"responded_at": "%d/%m/%Y"},
        ratings=Ratings(rated, *ends, tuple(silent), words),
        encoding="cp1252",
        delimiter="\t",
        quote="",
        header_row=0,
        sheet="Data 1",
        names=("a", "b"),
        row_key=True,
    )
    assert parse_mapping(tomllib.loads(to_toml(mapping)), "saved") == mapping


# Properties

NAMES = st.sampled_from(
    [
        *("nps", "NPS score", "recommend", "csat", "satisfaction", "date", "start date"),
        *("id", "response id", "order_id", "comment", "segment", "channel", "region", "score"),
    ]
)
CELLS = st.one_of(
    st.integers(-2, 12).map(str),
    st.sampled_from(["", "N/A", "99", "11", "None", "Very satisfied", "0 Not at all likely"]),
    st.dates().map(lambda day: day.strftime("%d/%m/%Y")),
    st.text(max_size=5),
)
FILES = st.dictionaries(NAMES, st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=8)


@given(FILES, st.sampled_from([None, "responses", "orders", "customers"]))
def test_no_source_serves_two_columns(columns, kind):
    found = propose(look_at(columns), kind)
    used = [*found.sources.values(), *dict(found.ratings)]
    assert len(used) == len(set(used))


@given(FILES, st.booleans())
def test_answers_among_the_choices_give_a_mapping_or_a_sentence(columns, is_last):
    found = propose(look_at(columns))
    answers = {
        each.id: ([each.choices[-is_last].answer] if each.choices else ["2024-05"])
        for each in found.questions
    }
    try:
        mapping = to_mapping(found, None, answers, name="saved")
    except MappingError:
        return
    assert parse_mapping(tomllib.loads(to_toml(mapping)), "saved") == mapping


@given(st.lists(st.integers(-5, 120), min_size=1, max_size=12))
def test_nps_is_proposed_only_when_what_is_beside_0_to_10_is_asked_about(answers):
    found = survey(nps=answers)
    if "nps" in found.sources:
        asked_about = (
            set(choices(found, "no_answer:nps")) if "no_answer:nps" in asked(found) else ()
        )
        assert {str(each) for each in answers if not 0 <= each <= 10} == set(asked_about)


@given(st.lists(st.dates().filter(lambda day: day.year > 1900), min_size=1, max_size=8))
def test_the_order_of_day_and_month_is_asked_whenever_both_fit(days):
    is_open = all(day.day <= 12 for day in days) and any(day.day != day.month for day in days)
    days = [day.replace(year=2000 + day.year % 99) for day in days]
    found = survey(responded_at=[day.strftime("%d/%m/%Y") for day in days])
    if all(day.day <= 12 for day in days):
        assert "days:responded_at" in asked(found) or not is_open
    else:
        assert found.column("responded_at").format == "%d/%m/%Y"


def test_the_same_look_gives_the_same_proposal():
    look = look_at({"id": ["1", "2"], "nps": [0, 11], "day": ["01/02/2024", "03/04/2024"]})
    assert propose(look) == propose(look)


@pytest.mark.parametrize("columns", [{"id": []}, {"id": [""], "nps": [None]}])
def test_a_file_without_values_is_no_error(columns):
    assert propose(look_at(columns)).kind in EXTRACTS


def test_five_hundred_columns_are_quick():
    columns = {
        f"{('order', 'score', 'region', 'date', 'total')[i % 5]} field {i}": [
            i,
            "a",
            5,
            DAYS[i % 12],
        ]
        for i in range(500)
    }
    look = look_at(columns)
    started = time.process_time()
    propose(look)
    assert time.process_time() - started < 2  # a second on an idle machine
