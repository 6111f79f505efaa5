"""Specification of names: of themes until somebody renames them, and of words as phrases."""

import numpy as np

from cx.analysis.voice.phrases import phrases_of
from cx.analysis.voice.theme_names import name_themes

LATE = ["delivery", "came", "later", "promised", "better"]
INVOICE = ["invoice", "wrong", "again"]
WORDS = (("came", "better", "promised", "delivery"), ("again", "invoice", "wrong"))
THEME = np.array([0] * 10 + [1] * 10)


def test_a_theme_is_called_by_the_pair_that_its_comments_hold_together():
    found = name_themes([LATE] * 10 + [INVOICE] * 10, THEME, WORDS)
    assert found == ("delivery promised", "invoice wrong")


def test_neither_filler_nor_mood_nor_a_negated_word_names_a_theme():
    words = (("better", "worse", "nobody", "not_working", "parcel"),)
    said = [["better", "worse", "nobody", "not_working", "parcel"]] * 10
    assert name_themes(said, np.zeros(10, dtype=np.int64), words) == ("parcel",)


def test_the_order_of_the_comments_changes_no_name():
    said = [LATE] * 10 + [INVOICE] * 10
    order = np.random.default_rng(1).permutation(20)
    assert name_themes([said[at] for at in order], THEME[order], WORDS) == name_themes(
        said, THEME, WORDS
    )


def test_two_themes_never_have_one_name():
    found = name_themes([LATE] * 20, THEME, (WORDS[0], WORDS[0]))
    assert len(set(found)) == 2


def test_a_theme_of_nothing_but_filler_still_has_a_name():
    assert name_themes([["better"]], np.array([0]), [("better",)]) == ("better",)


def test_a_word_is_shown_in_the_phrase_that_it_nearly_always_stands_in():
    said = ["It used to be better."] * 9 + ["I expected better."] * 8
    found = phrases_of(["better", "used", "expected"], said)
    assert found == {"used": "used to be better", "expected": "expected better"}


def test_filler_that_stands_in_no_phrase_is_left_out():
    said = ["nobody called", "nobody wrote", "nobody came", "the invoice", "an invoice"]
    assert phrases_of(["nobody", "invoice"], said) == {"invoice": "invoice"}


def test_a_negated_word_stays_as_it_is_counted():
    assert phrases_of(["not_working"], ["It is not working"]) == {"not_working": "not working"}
