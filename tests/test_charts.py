"""Specification of the charts: one look, doubt in sight, words for those who hear them."""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from cx.charts import nps, theme
from cx.charts.theme import MOST_CATEGORIES, alt_of
from cx.charts.waterfall import steps
from cx.metrics import METRICS
from cx.topics.nps.results import Event
from tests.nps_sample import nothing, sample

ROOT = Path(__file__).resolve().parents[1]

CHARTS = {
    "trend": nps.trend,
    "distribution": nps.distribution,
    "composition": nps.composition,
    "breakdown": partial(nps.breakdown, dimension="channel"),
    "waterfall": partial(nps.waterfall, dimension="channel"),
    "response_rate": partial(nps.response_rate, percent=METRICS["csat"]),
    "kinds": nps.kinds,
}
every_chart = pytest.mark.parametrize("name", CHARTS)


def texts(figure):
    return [note.text for note in figure.layout.annotations]


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@every_chart
@pytest.mark.parametrize("is_dark", [False, True])
def test_every_chart_has_our_template_a_clear_ground_and_an_alt_sentence(name, is_dark):
    figure = CHARTS[name](sample(), is_dark=is_dark)
    assert figure.layout.template == theme.TEMPLATES[is_dark]
    assert figure.layout.template.layout.paper_bgcolor == "rgba(0, 0, 0, 0)"
    assert re.fullmatch(r"[A-Z].+\.", alt_of(figure), re.DOTALL)


@pytest.mark.parametrize("name", sorted(set(CHARTS) - {"waterfall"}))
def test_every_chart_stands_when_nothing_matches(name):
    figure = CHARTS[name](nothing())
    assert alt_of(figure)
    figure.to_json()


def test_a_distribution_and_shares_that_may_not_be_shown_say_so():
    withheld = nothing()
    assert "Too few answers to show how they fall." in texts(nps.distribution(withheld))
    assert "Too few answers in each month to show shares." in texts(nps.composition(withheld))


@pytest.mark.parametrize("tone", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_words_keep_four_and_a_half_to_one_and_marks_three_to_one(tone):
    words = [tone.ink, tone.muted, tone.good, tone.bad, tone.promoter, tone.focus]
    marks = [tone.promoter, tone.passive, tone.detractor]
    assert min(contrast(colour, tone.paper) for colour in words) >= 4.5
    assert min(contrast(colour, tone.paper) for colour in marks) >= 3


def test_no_colour_is_written_outside_the_theme():
    files = [*ROOT.glob("cx/**/*.py"), *ROOT.glob("pages/**/*.py"), ROOT / "app.py"]
    colour = re.compile(r"#[0-9a-fA-F]{6}\b|rgba?\(")
    strangers = [f.name for f in files if f.name != "theme.py" and colour.search(f.read_text())]
    assert not strangers


def test_the_page_and_its_charts_have_the_same_ground():
    config = (ROOT / ".streamlit" / "config.toml").read_text()
    for tone in (theme.LIGHT, theme.DARK):
        assert f'backgroundColor = "{tone.paper}"' in config


def test_signals_are_marked_by_shape_and_low_bases_are_hollow():
    result = sample()
    shapes = nps.trend(result).data[-2].marker.symbol
    signals = {signal.index for signal in result.limits.signals}
    assert signals
    assert all(("diamond" in shape) == (i in signals) for i, shape in enumerate(shapes))
    low = [i for i, point in enumerate(result.trend) if point.score.is_low_base]
    assert low == [i for i, shape in enumerate(shapes) if shape.endswith("open")]


def test_a_withheld_period_is_a_gap_and_never_a_nought():
    result = sample()
    line = nps.trend(result).data[-2]
    assert line.y[3] is None
    assert line.connectgaps is None
    assert "needs 1 more answer" in line.customdata[3][1]


def test_a_group_shows_its_figure_its_interval_or_what_is_missing():
    said = " ".join(texts(nps.breakdown(sample(), "channel")))
    assert "▲ above <b>59</b>" in said
    assert "▼ below <b>−33</b>" in said
    assert "<b>50</b>†" in said
    assert re.search(r"-?\d+ to \d+", said)
    assert "<b>app</b>" not in said
    assert "Web &amp; &lt;b&gt;app&lt;/b&gt;" in said


def test_at_most_six_groups_are_drawn_and_the_others_are_mentioned():
    figure = nps.breakdown(sample(), "channel")
    names = [text for text in texts(figure) if "n " in text and "span" in text]
    assert len(names) == MOST_CATEGORIES
    assert "Not drawn: 1 smaller group" in figure.layout.meta["legend"]


def test_the_waterfall_adds_up_from_before_to_now():
    result = sample()
    split = result.mix["channel"]
    parts = steps(split)
    assert len(parts) == MOST_CATEGORIES + 2
    assert sum(part.value for part in parts) == pytest.approx(split.change.value, abs=1e-9)
    bars = nps.waterfall(result, "channel").data[0]
    ends = [base + step for base, step in zip(bars.base, bars.x, strict=True)]
    assert bars.base[0] == result.before.value
    assert ends[:-1] == pytest.approx(bars.base[1:])


def test_shares_of_each_period_add_up_to_the_whole():
    layers = nps.composition(sample()).data
    totals = [sum(layer.y[i] or 0 for layer in layers) for i in range(len(layers[0].y))]
    assert [round(total, 6) for total in totals if total] == [100.0] * (len(totals) - 2)


def test_labels_of_thin_layers_stand_apart():
    result = sample()
    thin = tuple(replace(point, promoters=98, passives=1, detractors=1) for point in result.trend)
    heights = sorted(
        note.y
        for note in nps.composition(replace(result, trend=thin)).layout.annotations
        if note.xref == "paper" and note.x == 1 and note.yref is None
    )
    assert all(b - a >= 15.9 for a, b in pairwise(heights))


def test_a_chart_can_be_drawn_without_limits():
    short = replace(sample(), limits=nothing().limits)
    assert "No control limits" in nps.trend(short).layout.meta["legend"]


NOTE = Event(date(2025, 3, 12), "Strike <b>", "note", date(2025, 4, 20), "Late parcels")


def with_events(*events):
    return nps.trend(replace(sample(), events=events))


def test_a_note_stands_beside_the_events_with_a_mark_of_its_own_and_a_bar_for_a_span():
    figure = with_events(Event(date(2025, 3, 9), "Outage", "outage"), NOTE)
    marks, bar = figure.data[-1], figure.data[-2]
    assert list(marks.marker.symbol) == ["triangle-up", "square"]
    assert list(bar.x) == ["2025-03-12", "2025-04-20"]
    assert "Late parcels" in marks.hovertext[1]
    assert "<b>" not in marks.hovertext[1].replace("<br>", "")
    legend = figure.layout.meta["legend"]
    assert "(1) 9 Mar: Outage. (2) 12 Mar to 20 Apr, note: Strike <b>." in legend


def test_a_span_that_reaches_beyond_the_period_does_not_widen_the_axis():
    first_on, last_on = date(2025, 3, 20), date(2025, 4, 1)
    view = replace(sample().filters, period="custom", from_on=first_on, to_on=last_on)
    figure = nps.trend(replace(sample(), filters=view, events=(NOTE,)))
    assert list(figure.data[-2].x) == ["2025-03-20", "2025-04-01"]
    assert list(figure.data[-1].x) == ["2025-03-20"]


def test_events_that_are_not_marked_are_counted_and_years_are_said_where_there_are_several():
    days = [date(2024, 1, 9) + timedelta(days=60 * i) for i in range(12)]
    legend = with_events(*(Event(day, "E", "price") for day in days)).layout.meta["legend"]
    assert "2 earlier events not marked." in legend
    assert "(1) 8 May 2024: E." in legend
