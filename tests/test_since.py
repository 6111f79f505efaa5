"""Specification of then and now: what is called a movement, and what the words say."""

import random
from dataclasses import replace
from datetime import date

import pytest

from cx.analysis.since import Known, differences
from cx.export import Figure, Report, to_json
from cx.topics.review import Record, since

THEN = Report(
    "nps", {}, "all time", 7, "NPS is 30.",
    figures=(
        Figure("nps", "NPS", "points", 30.0, 27.0, 33.0, 900, shown="30",
               shown_interval="27 to 33"),
        Figure("answers", "Answers", "answers", 900.0, None, None, 900, shown="900"),
        Figure("csat", "CSAT", "%", 80.0, 77.0, 83.0, 900, shown="80.0 %",
               shown_interval="77.0 to 83.0 %"),
    ),
)  # fmt: skip


def record(report=THEN, refusal=""):
    import json

    kept = json.loads(to_json(report)) if report else None
    shown = {each.key: (each.shown, each.shown_interval) for each in THEN.figures}
    return Record(date(2026, 3, 2), 7, kept, shown, refusal)


def now(**values):
    """The report of a later state, with other values by key."""
    figures = [
        replace(each, **values.get(each.key, {}))
        for each in THEN.figures
        if values.get(each.key, {}) is not None
    ]
    return replace(THEN, figures=tuple(figures), data_version=9)


def test_a_clear_movement_is_named_with_both_figures():
    up = {"value": 40.0, "low": 37.0, "high": 43.0, "shown": "40", "shown_interval": "37 to 43"}
    found = since(record(), now(nps=up))
    assert found.sentence == (
        "Since 2 March 2026 (data version 7): NPS up from 30 (27 to 33) to 40 (37 to 43)."
    )
    line = found.lines[0]
    assert (line.then, line.now, line.difference) == (
        "30 (27 to 33)", "40 (37 to 43)", "+10 points (+6 to +14)",
    )  # fmt: skip


def test_what_may_be_noise_is_not_called_a_movement():
    little = {"value": 32.0, "low": 29.0, "high": 35.0, "shown": "32"}
    found = since(record(), now(nps=little))
    assert "none of 2 figures moved beyond noise" in found.sentence


def test_a_count_has_no_interval_and_is_told_as_it_is():
    found = since(record(), now(answers={"value": 950.0, "shown": "950"}))
    assert "Counted, so without doubt: Answers from 900 to 950." in found.sentence
    assert found.lines[1].difference == "+50 answers"


def test_the_same_data_say_so():
    assert "nothing has changed since" in since(record(), THEN).sentence


def test_a_figure_that_is_withheld_or_gone_now_keeps_what_it_was():
    withheld = {"value": None, "low": None, "high": None, "note": "4 answers are too few."}
    found = since(record(), now(nps=withheld, csat=None))
    assert [each.now for each in found.lines] == ["4 answers are too few.", "900", "no longer told"]
    assert found.lines[0].then == "30 (27 to 33)"


def test_a_view_that_the_data_no_longer_allow_shows_what_was_kept():
    found = since(record(), None, 'No segment "SMB" is left.')
    assert found.sentence == 'Today\'s data no longer allow this view. No segment "SMB" is left.'
    assert found.headline == "NPS is 30."
    assert len(found.lines) == 3


def test_where_no_figures_could_be_kept_the_reason_was():
    found = since(record(None, "There were no answers."), THEN)
    assert found.sentence == "No figures were kept on 2 March 2026: There were no answers."


def test_the_interval_of_a_difference_is_that_of_a_normal_one_where_both_are():
    [found] = differences([(Known(10.0, 10 - 1.96, 10 + 1.96), Known(12.0, 12 - 1.96, 12 + 1.96))])
    assert found.low == pytest.approx(2 - 1.96 * 2**0.5)
    assert found.high == pytest.approx(2 + 1.96 * 2**0.5)


def test_without_any_movement_few_views_name_one():
    rng = random.Random(5)
    named = 0
    for _ in range(400):
        pairs = []
        for _ in range(8):
            then, after = rng.gauss(0, 1), rng.gauss(0, 1)
            pairs.append(
                (Known(then, then - 1.96, then + 1.96), Known(after, after - 1.96, after + 1.96))
            )
        named += any(each.verdict in ("up", "down") for each in differences(pairs) if each)
    assert named / 400 < 0.12
