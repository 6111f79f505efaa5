"""Filters: presets, comparisons, words, and links that people mistype."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.filters import KEYS, LISTS, SURVEY_KINDS, Filters, from_pairs
from cx.metrics import METRICS
from cx.periods import PERIODS, Days, preset_days

LATEST = date(2025, 4, 17)
PRESETS = [period for period in PERIODS if period not in ("all", "custom")]

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
labels = st.one_of(
    st.sampled_from(["(unknown)", "(anonymous)", "A, B", "A", "B", " spaced "]),
    st.text(min_size=1, max_size=8),
)
lists = st.lists(labels, max_size=4).map(tuple)


@st.composite
def views(draw: st.DrawFn, periods: tuple[str, ...] = PERIODS) -> Filters:
    """Any view that a person can choose on a page."""
    period = draw(st.sampled_from(periods))
    ends = preset_days(period, LATEST)
    if period == "custom":
        first, last = sorted([draw(days), draw(days)])
        ends = draw(st.sampled_from([Days(first, last), Days(first), Days(None, last)]))
    return Filters(
        period,
        *ends,
        compare=draw(st.sampled_from(["previous", "last_year", "none"])),
        survey_kind=draw(st.sampled_from([None, *SURVEY_KINDS])),
        metric=draw(st.sampled_from(list(METRICS))),
        **{key: draw(lists) for key in LISTS},
    )


def custom(first: str, last: str, **rest: object) -> Filters:
    return Filters("custom", date.fromisoformat(first), date.fromisoformat(last), **rest)


def read(**pairs: list[str]) -> Filters:
    """Read pairs that hold no mistake."""
    view, words = from_pairs(pairs, LATEST)
    assert words == []
    return view


def ends(view: Filters | None) -> tuple[str, str]:
    assert view is not None
    return str(view.from_on), str(view.to_on)


# Presets


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("last_12_months", "2024-05-01", "2025-04-30"),
        ("this_quarter", "2025-04-01", "2025-06-30"),
        ("last_quarter", "2025-01-01", "2025-03-31"),
        ("year_to_date", "2025-01-01", "2025-04-30"),
    ],
)
def test_a_preset_counts_back_from_the_month_of_the_latest_answer(period, first, last):
    assert ends(read(period=[period])) == (first, last)


@pytest.mark.parametrize("period", PRESETS)
@given(latest=days)
def test_every_preset_is_made_of_whole_months(period, latest):
    view, _ = from_pairs({"period": [period]}, latest)
    assert view.is_month_aligned()


@given(latest=days)
def test_last_12_months_end_with_the_month_of_the_latest_answer(latest):
    first, last = preset_days("last_12_months", latest)
    assert first <= latest <= last
    assert (last + timedelta(days=1)).replace(year=last.year) == first.replace(year=last.year)


@pytest.mark.parametrize("period", PRESETS)
def test_a_preset_without_any_answer_is_open(period):
    view, words = from_pairs({"period": [period]}, None)
    assert (view.period, view.from_on, view.to_on, words) == (period, None, None, [])
    assert view.comparison() is None


@pytest.mark.parametrize(
    ("starts_in", "period", "first", "last", "words"),
    [
        (4, "year_to_date", "2025-04-01", "2025-04-30", "April 2025, fiscal year from April"),
        (
            7,
            "year_to_date",
            "2024-07-01",
            "2025-04-30",
            "July 2024 to April 2025, fiscal year from July",
        ),
        (4, "this_quarter", "2025-04-01", "2025-06-30", "April to June 2025"),
        (
            2,
            "this_quarter",
            "2025-02-01",
            "2025-04-30",
            "February to April 2025, fiscal year from February",
        ),
        (
            3,
            "last_quarter",
            "2024-12-01",
            "2025-02-28",
            "December 2024 to February 2025, fiscal year from March",
        ),
        (7, "last_12_months", "2024-05-01", "2025-04-30", "May 2024 to April 2025"),
    ],
)
def test_presets_follow_the_fiscal_year_and_captions_say_so_where_the_days_are_others(
    starts_in, period, first, last, words
):
    view, _ = from_pairs({"period": [period]}, LATEST, fiscal_year_start=starts_in)
    assert ends(view) == (first, last)
    assert view.in_words() == words


@given(latest=days, starts_in=st.integers(1, 12))
def test_in_any_fiscal_year_quarters_meet_and_hold_the_latest_answer(latest, starts_in):
    first, last = preset_days("this_quarter", latest, starts_in)
    earlier = preset_days("last_quarter", latest, starts_in)
    year = preset_days("year_to_date", latest, starts_in)
    assert first <= latest <= last
    assert earlier == Days(first, last).previous()
    assert (first.month - starts_in) % 3 == 0
    assert year.from_on.month == starts_in
    assert year.from_on <= first
    assert latest <= year.to_on
    assert year.to_on.toordinal() - year.from_on.toordinal() < 366


def test_a_comparison_with_a_part_of_a_fiscal_year_says_its_own_days():
    view, _ = from_pairs({"period": ["year_to_date"]}, LATEST, fiscal_year_start=4)
    assert view.comparison().in_words() == "March 2025"


def test_nothing_given_shows_everything():
    assert from_pairs({}, LATEST) == (Filters(), [])


def test_a_page_can_start_from_another_period():
    view, _ = from_pairs({}, LATEST, default_period="last_12_months")
    assert view == read(period=["last_12_months"])


# Comparison


@pytest.mark.parametrize(
    ("view", "previous", "last_year"),
    [
        (
            custom("2024-05-01", "2025-04-30"),
            ("2023-05-01", "2024-04-30"),
            ("2023-05-01", "2024-04-30"),
        ),
        (
            custom("2025-01-01", "2025-03-31"),
            ("2024-10-01", "2024-12-31"),
            ("2024-01-01", "2024-03-31"),
        ),
        (
            custom("2025-02-01", "2025-02-28"),
            ("2025-01-01", "2025-01-31"),
            ("2024-02-01", "2024-02-29"),
        ),
        (
            custom("2024-02-01", "2024-02-29"),
            ("2024-01-01", "2024-01-31"),
            ("2023-02-01", "2023-02-28"),
        ),
        (
            custom("2024-02-20", "2024-02-29"),
            ("2024-02-10", "2024-02-19"),
            ("2023-02-20", "2023-02-28"),
        ),
        (
            custom("2024-02-29", "2024-02-29"),
            ("2024-02-28", "2024-02-28"),
            ("2023-02-28", "2023-02-28"),
        ),
        (
            custom("2024-03-01", "2024-03-30"),
            ("2024-01-31", "2024-02-29"),
            ("2023-03-01", "2023-03-30"),
        ),
    ],
)
def test_whole_months_move_by_months_and_other_periods_by_days(view, previous, last_year):
    assert ends(view.comparison()) == previous
    assert ends(custom(*ends(view), compare="last_year").comparison()) == last_year


def test_a_period_of_two_years_is_compared_with_the_two_years_before_it():
    view = custom("2023-05-01", "2025-04-30", compare="last_year")
    assert ends(view.comparison()) == ("2021-05-01", "2023-04-30")


@given(view=views(periods=("custom",)))
def test_a_comparison_never_overlaps_and_keeps_every_other_filter(view):
    earlier = view.comparison()
    if earlier is None:
        assert view.compare == "none" or None in view.days
        return
    assert earlier.to_on < view.from_on
    assert all(getattr(earlier, key) == getattr(view, key) for key in (*LISTS, "survey_kind"))
    assert earlier.comparison() is None


@given(view=views(periods=("custom",)))
def test_the_previous_period_ends_the_day_before_and_is_as_long(view):
    earlier = Days.previous(view.days)
    if earlier is None:
        return
    assert earlier.to_on == view.from_on - timedelta(days=1)
    if view.days.is_whole_months():
        assert earlier.is_whole_months()
    else:
        assert earlier.to_on - earlier.from_on == view.to_on - view.from_on


def test_all_time_has_no_comparison():
    assert Filters().comparison() is None


@pytest.mark.parametrize(
    ("view", "is_aligned"),
    [
        (Filters(), True),
        (custom("2024-02-01", "2024-02-29"), True),
        (custom("2024-02-01", "2024-02-28"), False),
        (custom("2024-01-02", "2024-02-29"), False),
        (Filters("custom", date(2024, 2, 1)), True),
        (Filters("custom", None, date(2024, 2, 28)), False),
    ],
)
def test_a_period_is_aligned_when_it_cuts_no_month(view, is_aligned):
    assert view.is_month_aligned() is is_aligned


# Words


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (Filters(), "all time"),
        (custom("2025-04-01", "2025-04-30"), "April 2025"),
        (custom("2025-04-01", "2025-06-30"), "April to June 2025"),
        (custom("2024-05-01", "2025-04-30"), "May 2024 to April 2025"),
        (custom("2024-05-03", "2024-05-03"), "3 May 2024"),
        (custom("2024-05-03", "2024-06-09"), "3 May 2024 to 9 June 2024"),
        (Filters("custom", None, date(2024, 6, 9)), "up to 9 June 2024"),
        (
            custom("2024-05-01", "2025-04-30", segment=("SMB", "Consumer"), channel=("Web",)),
            "May 2024 to April 2025, segment Consumer or SMB, channel Web",
        ),
        (Filters(region=("A", "B", "C")), "all time, region A, B or C"),
        (Filters(survey_kind="transactional"), "all time, transactional surveys"),
        (Filters(survey_kind="(unknown)"), "all time, surveys of unknown kind"),
    ],
)
def test_filters_are_said_in_plain_words(view, words):
    assert view.in_words() == words


# Links


@given(view=views())
def test_a_link_brings_back_the_view_it_was_made_from(view):
    assert from_pairs(view.pairs(), LATEST) == (view, [])


@given(view=views())
def test_a_link_brings_back_the_view_when_its_values_are_known(view):
    known = {key: set(getattr(view, key)) for key in LISTS}
    assert from_pairs(view.pairs(), LATEST, known) == (view, [])


@given(st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text()), st.lists(st.text())))
def test_no_link_is_an_error_and_what_remains_is_a_good_view(pairs):
    view, _ = from_pairs(pairs, LATEST)
    assert from_pairs(view.pairs(), LATEST) == (view, [])


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ({"colour": ["red"]}, '"colour" is not a filter, so it was left out.'),
        ({"segment": ["Maxi"]}, '"Maxi" is not a segment here, so it was left out.'),
        ({"metric": ["nsp"]}, '"nsp" is not a metric, so it was left out.'),
        ({"period": ["fortnight"]}, '"fortnight" is not a period, so it was left out.'),
        ({"compare": ["peers"]}, '"peers" is not a comparison, so it was left out.'),
        ({"survey_kind": ["pulse"]}, '"pulse" is not a survey kind, so it was left out.'),
        (
            {"from": ["2025-02-30"]},
            '"2025-02-30" is not a day written like 2025-12-31, so it was left out.',
        ),
        (
            {"to": ["9999-12-31"]},
            '"9999-12-31" is not a day written like 2025-12-31, so it was left out.',
        ),
        (
            {"from": ["2025-12-31"], "to": ["2025-01-01"]},
            "From 2025-12-31 to 2025-01-01 runs backwards, so these days were left out.",
        ),
        (
            {"period": ["custom"]},
            'The period "custom" needs a first or a last day, so it was left out.',
        ),
    ],
)
def test_what_cannot_be_read_is_left_out_with_a_sentence(pairs, sentence):
    known = {"segment": ["Consumer"]}
    assert from_pairs(pairs, LATEST, known) == (Filters(), [sentence])


def test_the_good_half_of_a_list_is_kept():
    view, words = from_pairs({"segment": ["SMB,Maxi"]}, LATEST, {"segment": ["SMB"]})
    assert view.segment == ("SMB",)
    assert words == ['"Maxi" is not a segment here, so it was left out.']


def test_a_preset_wins_over_days_that_a_link_still_holds():
    view, words = from_pairs({"period": ["last_quarter"], "from": ["2018-01-01"]}, LATEST)
    assert view == read(period=["last_quarter"])
    assert words == ['The period "last_quarter" is shown, so the days given were left out.']


def test_only_one_metric_is_shown_at_a_time():
    view, words = from_pairs({"metric": ["csat", "ces"]}, LATEST)
    assert view.metric == "csat"
    assert words == ['Only one metric can be shown at a time, so "ces" was left out.']


def test_days_alone_make_a_custom_period():
    view = read(**{"from": ["2018-01-01"], "to": ["2018-12-31"]})
    assert (view.period, *ends(view)) == ("custom", "2018-01-01", "2018-12-31")


def test_a_comma_separates_values():
    assert read(segment=["SMB, Consumer"]).segment == ("Consumer", "SMB")


def test_repeated_values_keep_their_commas():
    assert read(product=["Food, drink", "Toys"]).product == ("Food, drink", "Toys")


def test_a_known_value_keeps_its_comma():
    view, words = from_pairs({"product": ["Food, drink"]}, None, {"product": ["Food, drink"]})
    assert (view.product, words) == (("Food, drink",), [])


def test_unknown_and_anonymous_are_values_like_others():
    assert read(segment=["(anonymous),(unknown)"]).segment == ("(anonymous)", "(unknown)")


def test_a_long_value_is_cut_in_the_sentence_about_it():
    _, words = from_pairs({"metric": ["x" * 5000]}, None)
    assert len(words[0]) < 120


# What queries and exports get


def test_a_query_gets_lists_or_none():
    assert custom("2018-01-01", "2018-12-31", segment=("B", "A", "A")).params() == {
        "from_on": date(2018, 1, 1),
        "to_on": date(2018, 12, 31),
        "segment": ["A", "B"],
        "region": None,
        "channel": None,
        "product": None,
        "touchpoint": None,
        "survey_kind": None,
        "metric": "nps",
    }


def test_an_export_says_every_filter_with_its_resolved_days():
    assert read(period=["last_quarter"]).record() == {
        "period": "last_quarter",
        "from": "2025-01-01",
        "to": "2025-03-31",
        "compare": "previous",
        "segment": [],
        "region": [],
        "channel": [],
        "product": [],
        "touchpoint": [],
        "survey_kind": None,
        "metric": "nps",
    }


def test_the_order_of_values_makes_no_other_view():
    assert hash(Filters(segment=("A", "B"))) == hash(Filters(segment=("B", "A", "B")))
