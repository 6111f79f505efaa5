"""Specification of the Overview page, run in process with rows, with none, and narrowed."""

import pytest

from cx.ui import menu

PAGE = "pages/watch/overview.py"


def words(app):
    """All that a reader sees as text."""
    elements = [*app.title, *app.subheader, *app.caption, *app.markdown, *app.info, *app.error]
    return "\n".join(element.value for element in elements)


def test_the_bare_address_leads_to_the_overview_with_its_question_and_answer(open_app, company):
    app = open_app(company)
    assert not app.exception
    assert app.title[0].value == "Overview"
    assert app.caption[0].value == "How are we doing, and what moved?"
    assert app.subheader[0].value.startswith("NPS ")
    assert next(iter(menu.MENU["Watch"])).key == "overview"


def test_eight_figures_stand_in_one_grid_and_say_why_one_is_missing(open_app, company):
    app = open_app(company)
    assert [tile.label for tile in app.metric] == [
        "NPS",
        "Response rate",
        "Retention",
        "Revenue",
        "Margin",
        "Cost to serve",
        "Answered in time",
        "Revenue at risk",
    ]
    assert "No revenue is on file" in words(app)
    assert sum("95 %:" in caption.value.replace("\\", "") for caption in app.caption) >= 2


def test_findings_lead_to_their_page_with_their_filters(open_app, company):
    app = open_app(company, segment="SMB")
    assert not app.exception
    links = app.get("page_link")
    assert links
    assert all("SMB" in str(link.proto.query_string) for link in links[:1])


def test_both_sides_stand_on_one_axis_and_a_month_leads_to_its_answers(open_app, company):
    app = open_app(company)
    assert len(app.get("plotly_chart")) == 2
    months = app.selectbox(key="behind_timeline")
    months.select(months.options[-1]).run()
    assert not app.exception
    assert "Answers behind" in words(app)


def test_each_class_of_customers_leads_to_its_customers(open_app, company):
    app = open_app(company)
    behind = app.selectbox(key="behind_accounts")
    at_risk = next(each for each in behind.options if each.startswith("customers at risk: "))
    behind.select(at_risk).run()
    assert not app.exception
    assert f"**Customers at risk**: {at_risk.rpartition(' ')[2]}" in words(app)
    assert {"Customer", "Because"} <= set(app.dataframe[-1].value.columns)


def test_every_figure_says_how_it_was_computed(open_app, company):
    app = open_app(company)
    app.button(key="how_tiles").click().run()
    assert not app.exception
    assert "select" in app.code[0].value


def test_a_warehouse_with_nothing_leads_to_the_upload(open_app, tmp_path):
    app = open_app(tmp_path / "empty.duckdb")
    assert not app.exception
    assert "There is nothing to look at yet" in words(app)
    assert any(link.label == "Upload a first file" for link in app.get("page_link"))


def test_filters_that_nothing_matches_can_be_widened(open_app, company):
    app = open_app(company, **{"from": "2001-01-01", "to": "2001-01-31", "segment": "SMB"})
    assert not app.exception
    assert "Nothing matches these filters" in words(app)
    assert "widen_segment" in {button.key for button in app.button}


@pytest.mark.parametrize("metric", ["csat", "ces"])
def test_the_same_page_stands_for_the_other_metrics(open_app, company, metric):
    app = open_app(company, metric=metric)
    assert not app.exception
    assert app.metric[0].label == metric.upper()
