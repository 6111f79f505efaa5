"""Kept themes tell of a comment what they told before, whatever else is looked at."""

import numpy as np
import pytest
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfTransformer

from cx.analysis.voice.theme_model import (
    NO_THEME,
    ThemeModel,
    assign,
    count_words,
    read_model,
    same_themes,
    split_words,
    weigh_words,
    write_model,
)
from cx.analysis.voice.themes import find_themes
from tests.test_voice import THEMES, comments


@pytest.fixture(scope="module")
def learnt() -> ThemeModel:
    model = find_themes(comments(5)[0]).model
    assert model is not None
    return model


def test_the_weights_of_words_are_those_of_scikit_learn():
    split, _ = split_words(["late parcel late", "wrong bill parcel", "nothing known here"])
    counts = count_words(split, ("bill", "late", "parcel"))
    oracle = TfidfTransformer(sublinear_tf=True).fit(counts)
    found = weigh_words(counts, oracle.idf_)
    assert found.toarray() == pytest.approx(oracle.transform(counts).toarray())


def test_the_theme_of_a_comment_is_that_of_scikit_learn_where_it_holds_words_of_it(learnt):
    texts, _ = comments(6)
    split, _ = split_words(texts)
    weights = weigh_words(count_words(split, learnt.vocabulary), learnt.rarity)
    oracle = NMF(len(learnt.parts), init="random", max_iter=2000, tol=1e-8)
    oracle.fit(weights)
    oracle.components_ = learnt.parts
    strength = oracle.transform(weights) * np.sqrt((learnt.parts**2).sum(axis=1))
    told = assign(learnt, texts).theme
    held = told != NO_THEME
    assert held.mean() > 0.99
    assert (told[held] == strength.argmax(axis=1)[held]).mean() > 0.99


def test_a_comment_has_the_same_theme_alone_and_among_others(learnt):
    texts, _ = comments(7)
    together = assign(learnt, texts).theme
    assert [assign(learnt, [text]).theme[0] for text in texts[:40]] == together[:40].tolist()


def test_a_model_that_was_written_and_read_tells_every_theme_again(learnt):
    texts, _ = comments(8)
    again = read_model(write_model(learnt))
    assert (assign(again, texts).theme == assign(learnt, texts).theme).all()


def test_what_was_shown_when_themes_were_found_is_what_the_model_tells():
    texts, _ = comments(9)
    found = find_themes(texts)
    assert (assign(found.model, texts).theme == found.theme).all()


def test_comments_about_something_new_have_no_theme_and_their_words_are_not_known(learnt):
    old, _ = comments(5)
    new = ["garden flowers roses tulips watering"] * 100
    known, mixed = assign(learnt, old), assign(learnt, [*old, *new])
    assert (mixed.theme[-100:] == NO_THEME).all()
    assert mixed.none_share == pytest.approx(100 / 550, abs=0.02)
    assert known.unknown_share == 0
    assert mixed.unknown_share == pytest.approx(500 / (450 * 6 + 500), abs=0.01)


def test_themes_learnt_anew_are_recognised_whatever_their_order(learnt):
    again = find_themes(comments(15)[0]).model
    same = same_themes(learnt, again)
    assert sorted(same) == sorted(same.values()) == [0, 1, 2]
    for now, before in same.items():
        assert topic(again.words[now]) == topic(learnt.words[before])


def topic(words: tuple[str, ...]) -> int:
    """Which of the three planted themes most of the words belong to."""
    return int(np.argmax([len(set(words) & set(theme.split())) for theme in THEMES]))


def test_a_number_of_themes_that_does_not_hold_is_refused():
    texts, _ = comments(5)
    found = find_themes(texts, number=10)
    assert found.refusal is not None
    assert found.refusal.code == "themes_not_stable"
    assert found.agreement[10] < 0.6 < found.agreement[3]


def test_the_number_of_themes_can_be_chosen_among_those_that_hold():
    texts, _ = comments(5)
    assert len(find_themes(texts, number=4).names) == 4
