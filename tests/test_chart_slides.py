"""Specification of charts of slides on a page: the same series, nothing of the data is markup."""

import pytest

from cx.charts import slides
from cx.charts.theme import alt_of
from tests.documents import every_kind

CHARTS = {slide.chart.kind: slide.chart for slide in every_kind().slides if slide.chart}


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def is_dark(request):
    return request.param


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_of_a_slide_draws_the_numbers_of_the_slide(kind, is_dark):
    wanted = CHARTS[kind]
    figure = slides.draw(wanted, is_dark=is_dark, height=300)
    assert len(figure.data) == len(wanted.series)
    for trace, series in zip(figure.data, wanted.series, strict=True):
        drawn = trace.x if kind in ("bar", "waterfall") else trace.y
        assert list(drawn) == list(series.values)


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_of_a_slide_has_words_for_those_who_hear_it_and_its_height(kind):
    figure = slides.draw(CHARTS[kind], is_dark=False, height=300)
    assert alt_of(figure) == CHARTS[kind].alt
    assert figure.layout.height == 300


@pytest.mark.parametrize("kind", CHARTS)
def test_a_name_of_the_data_is_shown_and_not_obeyed(kind):
    text = slides.draw(CHARTS[kind], is_dark=False, height=300).to_json()
    assert "<b>R&D" not in text
    assert "\\u003cb\\u003eR" not in text


def test_intervals_are_drawn_as_far_as_they_reach_and_not_where_there_are_none():
    (trace,) = slides.draw(CHARTS["bar"], is_dark=False, height=300).data
    assert list(trace.error_x.array) == pytest.approx([3.75, 3.6, 0.0])
    assert list(trace.error_x.arrayminus) == pytest.approx([4.25, 4.4, 0.0])


def test_a_withheld_value_is_a_gap_and_the_last_one_told_is_printed():
    figure = slides.draw(CHARTS["line"], is_dark=False, height=300)
    assert figure.data[0].y[7] is None
    assert [note.text for note in figure.layout.annotations] == ["<b>59.0</b>"]
    assert len(figure.layout.xaxis.tickvals) <= slides.MOST_NAMES


def test_the_part_below_a_step_is_not_seen():
    below = slides.draw(CHARTS["waterfall"], is_dark=False, height=300).data[0]
    assert below.marker.color == "rgba(0, 0, 0, 0)"
    assert below.hoverinfo == "skip"
