"""The refusal ladder: what may be shown of how many answers, in whole sentences."""

import pytest

from cx.analysis.ladder import LADDER, Ladder, Refusal, refuse_sample


@pytest.mark.parametrize(
    ("answers", "customers", "effective", "code"),
    [
        (0, 0, 0, "suppressed_n_lt_10"),
        (9, 9, 9, "suppressed_n_lt_10"),
        (10, 4, 4, "suppressed_customers_lt_5"),
        (10, 5, 8, "interval_only_n_lt_30"),
        (29, 29, 29, "interval_only_n_lt_30"),
        (400, 40, 29.9, "interval_only_n_lt_30"),
    ],
)
def test_each_rung_of_the_ladder_has_its_code(answers, customers, effective, code):
    assert refuse_sample(answers, customers, effective).code == code


def test_thirty_answers_may_be_shown():
    assert refuse_sample(30, 30, 30) is None


def test_from_30_to_59_effective_answers_are_a_low_base():
    assert [LADDER.is_low_base(size) for size in (29.9, 30, 59.9, 60)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("sample", "remedy"),
    [
        ((9, 9, 9), "needs 1 more answer"),
        ((12, 4, 4), "needs answers from 1 more customer"),
        ((12, 12, 12), "needs 18 more answers"),
        ((400, 40, 29.5), "needs 1 more answer from other customers"),
    ],
)
def test_a_refusal_says_what_would_make_it_answerable(sample, remedy):
    assert refuse_sample(*sample).remedy == remedy


@pytest.mark.parametrize("sample", [(0, 0, 0), (9, 9, 9), (12, 4, 4), (12, 12, 12), (90, 20, 15)])
def test_a_refusal_is_a_whole_sentence(sample):
    message = refuse_sample(*sample).message
    assert message[0].isupper() or message[0].isdigit()
    assert message.endswith(".")


def test_settings_change_the_ladder():
    strict = Ladder(answers_to_show=50, customers_to_show=20)
    refusal = refuse_sample(40, 40, 40, strict)
    assert refusal.message == "Only 40 answers; a figure needs at least 50."


def test_a_ladder_without_privacy_is_no_ladder():
    with pytest.raises(ValueError, match="at least 2 answers"):
        Ladder(customers_to_show=1)


def test_only_a_bare_interval_is_not_suppressed():
    assert not refuse_sample(20, 20, 20).is_suppressed
    assert Refusal("withheld_to_protect", "", "").is_suppressed
