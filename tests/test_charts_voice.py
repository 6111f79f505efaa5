"""Specification of the charts of the Voice page: what is drawn, withheld and said for all."""

import math
import re
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from cx.analysis.ladder import Refusal
from cx.analysis.score import Change, Score, Tally, score
from cx.analysis.voice.effects import Effect
from cx.charts import theme, voice
from cx.charts.theme import alt_of
from cx.filters import Filters
from cx.metrics import METRICS
from cx.topics.voice.listening import Finding, Listening, Post, Side
from cx.topics.voice.results import Theme, ThemeMonth, ThemesOf, Word, WordsOf, Worth
from cx.topics.voice.view import View

NPS = METRICS["nps"]


def word(name: str, log_odds: float, z: float) -> Word:
    low, high = (0.35, 0.05) if z > 0 else (0.05, 0.35)
    return Word(name, low, high, 40, log_odds, z, ())


WORDS = WordsOf(
    "en", (word("not_working", 2.0, 5.0),), (word("kind", -1.5, -4.0),), 3, 2, 120, 130, 200, 0
)


def share(value: float) -> Score:
    return Score(value, value - 5, value + 5, 100, 100.0)


def a_theme(number: int, name: str, points: float | None, verdict: str) -> Theme:
    refusal = Refusal("theme_lt_30", "Only 4 comments.", "needs 26 more comments")
    inside = (
        Score(points, points - 9, points + 9, 80, 80.0)
        if points is not None
        else Score(None, None, None, 4, 4.0, refusal)
    )
    months = tuple(
        ThemeMonth(date(2026, month, 1), 100, 20 + month, share(20.0 + month))
        for month in (1, 2, 3)
    )
    return Theme(
        number=number,
        name=name,
        found_name=name,
        words=(name,),
        members=(),
        comments=80 - number,
        people=70,
        share=share(25.0),
        effect=Effect(inside, share(10.0), Change(None, None, None, None, verdict), verdict),
        spread=None,
        months=months,
        quotes=(),
        quotes_withheld=None,
        worth=Worth(0, 0, None, 0, None),
    )


THEMES = ThemesOf(
    "en",
    None,
    (
        a_theme(0, "kind staff", 60.0, "higher"),
        a_theme(1, "late <parcels>", -40.0, "lower"),
        a_theme(2, "rare", None, "not scored"),
    ),
    300,
    280,
    60,
    0.1,
)

POST = Post("focus_group", 7, 0, Score(None, None, None, 0, 0.0), (Finding("Slow", 4, date.min),))
LISTENING = Listening(
    view=View(Filters(), 100, ()),
    survey_kind="transactional",
    touchpoints=(
        Side("Service request", score("nps", Tally(4, 100.0, 30_000.0, 4)), (POST,)),
        Side("Order", None, (replace(POST, kind="social", findings=2),)),
    ),
    kinds=("focus_group", "social"),
    findings=9,
    unscaled=0,
)

CHARTS = {
    "telling": partial(voice.telling, WORDS, "nps"),
    "themes": partial(voice.themes, THEMES, NPS),
    "course": partial(voice.course, THEMES, 1),
    "listening": partial(voice.listening, LISTENING, NPS),
}


def texts(figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("is_dark", [False, True])
def test_every_chart_has_our_template_a_legend_and_an_alt_sentence(name, is_dark):
    figure = CHARTS[name](is_dark=is_dark)
    assert figure.layout.template == theme.TEMPLATES[is_dark]
    assert figure.layout.meta["legend"].endswith(".")
    assert re.fullmatch(r"[A-Z].+\.", alt_of(figure), re.DOTALL)


def test_words_grow_to_their_side_with_the_interval_of_their_z():
    low_span, low_dots, high_span, high_dots = CHARTS["telling"]().data
    assert low_dots.x == (-2.0,)
    assert high_dots.x == (1.5,)
    assert low_span.x[0] == pytest.approx(-(2.0 - 1.959963985 * 2.0 / 5.0))
    assert high_span.x[1] == pytest.approx(1.5 + 1.959963985 * 1.5 / 4.0)
    assert low_dots.customdata[0][0] == "not_working"
    assert f"about {math.exp(2.0):.1f} times as often" in low_dots.customdata[0][1]


def test_words_say_their_share_and_how_many_more_are_clear():
    figure = CHARTS["telling"]()
    assert any(text.startswith("not working") and "35 %" in text for text in texts(figure))
    assert "Further clear words: 5." in figure.layout.meta["legend"]


def test_the_worst_theme_comes_first_and_one_without_a_score_says_what_it_needs():
    figure = CHARTS["themes"]()
    said = texts(figure)
    assert [text.split(" <span")[0] for text in said[::2]] == [
        "late &lt;parcels&gt;",
        "kind staff",
        "rare",
    ]
    assert said[1::2] == ["▼ worse <b>−40</b>", "▲ better <b>60</b>", "needs 26 more comments"]
    dots = figure.data[2]
    assert list(dots.marker.symbol) == ["triangle-down", "triangle-up"]


def test_more_themes_than_six_are_named_as_left_out():
    many = replace(THEMES, themes=tuple(a_theme(i, f"t{i}", 0.0, "") for i in range(9)))
    figure = voice.themes(many, NPS)
    assert len(figure.data[2].x) == 6
    assert "Not drawn: 3 smaller themes" in figure.layout.meta["legend"]


def test_the_course_stands_out_with_its_band_before_the_other_themes():
    figure = CHARTS["course"]()
    *others, low, high, line = figure.data
    assert len(others) == 2
    assert list(line.y) == [21.0, 22.0, 23.0]
    assert list(low.y) == [16.0, 17.0, 18.0]
    assert high.fill == "tonexty"
    assert [key for key, _ in line.customdata] == ["2026-01-01", "2026-02-01", "2026-03-01"]


def test_listening_posts_stand_beside_a_survey_that_is_withheld_or_missing():
    figure = CHARTS["listening"]()
    assert list(figure.data[0].text) == ["7", "2"]
    assert [key for key, _ in figure.data[0].customdata] == [
        "Service request:focus_group",
        "Order:social",
    ]
    said = " ".join(texts(figure))
    assert "needs 6 more answers" in said
    assert "no survey" in said
    assert "Focus groups" in said


def test_nothing_found_is_said_to_be_nothing():
    nothing = replace(LISTENING, touchpoints=(), kinds=(), findings=0)
    assert alt_of(voice.listening(nothing, NPS)) == "Findings of the other listening posts: none."
