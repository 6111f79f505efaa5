"""Specification of words on pages: what comes from the data is shown and never obeyed."""

import pytest

from cx.ui.text import UNSEEN, bullets, escape

NASTY = [
    "![x](http://a.example/b.png)",
    "[l](javascript:alert(1))",
    "<iframe srcdoc='<script>'>",
    ":material/home: :red[a] :smile:",
    "$x^2$ `code` **b** _i_ ~s~ | a | # h",
    "https://a.example www.a.example a@b.example",
]


@pytest.mark.parametrize("text", NASTY)
def test_data_text_keeps_every_sign_and_loses_every_power(text):
    escaped = escape(text)
    assert escaped.replace("\\", "").replace(UNSEEN, "") == text
    for power in ("](", "<", ":material", ":red", "://", "www.", "$", "`", "*"):
        assert power not in escaped.replace(f"\\{power[0]}", "")


def test_a_line_break_cannot_start_a_heading_or_a_list():
    assert "\n" not in escape("a\n# b\n- c")


def test_a_sentence_stays_one_point_of_its_list():
    assert bullets(["a\n- b", "c"]) == "- a \\- b\n- c"
    assert bullets([]) == ""


def test_a_name_with_underscores_is_left_readable_for_those_who_hear_it():
    assert escape("order_id of größe_ä") == "order_id of größe_ä"
    assert escape("_a_ b__c _d") == r"\_a\_ b\_\_c \_d"
