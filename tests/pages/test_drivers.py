"""Specification of the Drivers page: its answer first, every refusal in words, no dead ends."""

import shutil
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from cx.ingest.commit import import_file
from cx.ui import menu, session
from cx.warehouse import Snapshot, open_house
from cx.warehouse import settings as house_settings
from tests import test_topic_drivers
from tests.conftest import Rows, write_csv
from tests.test_driver_questions import answer

PAGE = menu.path_of("drivers")
HAPPENED, LEAVES = "What happened to them", "Who leaves"


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse in which low ratings of one attribute, and late deliveries, cost points."""
    folder = tmp_path_factory.mktemp("rated")
    with closing(open_house(folder / "rated.duckdb")) as house:
        rows = test_topic_drivers.company(partial(bring, house, folder), answers=600)
        bring(house, folder, "customers", people(rows))
    return folder / "rated.duckdb"


def bring(house, folder: Path, kind: str, rows: Rows, **options: object) -> None:
    import_file(house, kind, write_csv(folder / f"{kind}.csv", rows), actor="test", **options)


def people(rows: Rows) -> Rows:
    """Every second detractor leaves soon, and one in twenty of the others."""
    leaves = [at % (2 if row["nps"] <= 6 else 20) == 0 for at, row in enumerate(rows)]
    return [
        {
            "customer_id": row["customer_id"],
            "name": f"Customer {at}",
            "segment": ("Consumer", "SMB")[at % 2],
            "acquired_on": "2025-01-01",
            "status": "lost" if leaves[at] else "active",
            "lost_on": f"2026-06-{10 + at % 20}" if leaves[at] else None,
        }
        for at, row in enumerate(rows)
    ]


@pytest.fixture
def open_page(open_app):
    """Open the page with the parameters of an address."""

    def _open(warehouse: Path, **address: str):
        return open_app(warehouse, **address).switch_page(PAGE).run()

    return _open


def words(app) -> str:
    """All that a reader sees as text, without the signs that keep markdown from obeying it."""
    elements = [*app.title, *app.subheader, *app.caption, *app.markdown, *app.info, *app.error]
    return "\n".join(element.value for element in elements).replace("\\", "")


def show(app, part: str):
    return app.segmented_control(key="part").set_value(part).run()


def test_the_page_answers_its_question_first_and_shows_doubt(open_page, rated):
    app = open_page(rated)
    assert not app.exception
    assert app.title[0].value == "Drivers"
    assert app.caption[0].value == "What makes customers dissatisfied, and what would fix it?"
    assert app.subheader[0].value.startswith("Low ratings of Attribute 0 cost most")
    said = words(app)
    assert "If fixing it moves scores" in said
    assert "After a late delivery, " in said
    figures = {tile.label: tile.value for tile in app.metric}
    assert figures["Detractor answers"].startswith("+")
    assert said.count("95 %: ") >= 3


def test_one_short_list_says_what_to_fix_first_with_its_doubt(open_page, rated):
    said = words(open_page(rated))
    assert "**Fix first** :gray[points of NPS linked to low ratings]" in said
    (line,) = (each for each in said.split("\n") if each.startswith("1. **Attribute 0** costs"))
    assert "% rate it low" in line
    assert line.endswith("· clear]")


def test_every_chart_says_how_it_was_computed_and_leads_to_answers(open_page, rated):
    app = open_page(rated)
    charts = app.get("plotly_chart")
    asked = [button.key for button in app.button if button.label == "How is this computed?"]
    assert len(charts) == len(asked) == 6
    app.selectbox(key="behind_drivers_bridge").select("Attribute 0").run()
    assert not app.exception
    assert "Answers behind low ratings of Attribute 0" in words(app)
    assert {"Answered on", "Customer", "Score", "Segment"} <= set(app.dataframe[-1].value.columns)
    app.button(key="how_drivers_importance").click().run()
    assert "Lindeman, Merenda and Gold" in words(app)
    assert any("feedback.ratings" in code.value for code in app.code)


def test_causes_stand_as_differences_ratios_and_odds_and_lead_to_bad_answers(open_page, rated):
    app = show(open_page(rated), HAPPENED)
    assert not app.exception
    assert len(app.get("plotly_chart")) == 2
    table = app.dataframe[0].value
    assert {"Difference in 100", "Ratio of risks", "Ratio of odds", "Verdict"} <= set(table.columns)
    assert list(table["After"]) == ["Late delivery, by the day"]
    app.selectbox(key="behind_drivers_causes").select("Late delivery, by the day").run()
    assert "Answers behind detractor answers, Late delivery, by the day" in words(app)


def test_what_nothing_on_file_tells_of_says_what_would_and_leads_to_the_upload(open_page, rated):
    app = show(open_page(rated), HAPPENED)
    said = words(app)
    assert "needs orders with promised_at and delivered_at" in said
    assert "Upload what is missing" in [link.proto.label for link in app.get("page_link")]


def test_who_leaves_is_told_by_the_answer_with_how_much_faster(open_page, rated):
    app = show(open_page(rated), LEAVES)
    assert not app.exception
    assert "Who is still a customer" in words(app)
    assert "How much faster they leave" in words(app)
    app.selectbox(key="behind_drivers_staying").select("Detractors").run()
    assert "Customers behind Detractors" in words(app)


def test_the_ranking_may_be_of_bad_answers_and_stand_beside_what_people_say(open_page, rated):
    app = open_page(rated)
    app.segmented_control(key="goes_with").set_value("yes_or_no").run()
    assert not app.exception
    assert "What is linked to: Detractors, yes or no" in words(app)
    app.segmented_control(key="beside").set_value("gap").run()
    assert "Nobody said how important these attributes are." in words(app)
    assert "To answer it: ratings with importance." in words(app)


def test_without_ratings_each_part_says_so_and_leads_to_the_upload(open_page, company):
    app = open_page(company)
    assert not app.exception
    assert "rates anything, so no attribute can be ranked" in app.subheader[0].value
    said = words(app)
    assert said.count("None of these answers rates anything.") >= 6
    assert "To answer it: the extract ratings for this kind of survey." in said
    assert "Upload ratings" in [link.proto.label for link in app.get("page_link")]
    assert not app.get("plotly_chart")
    assert {tile.value for tile in app.metric} >= {"Not told"}


@pytest.mark.parametrize("part", [HAPPENED, LEAVES])
def test_what_cannot_be_told_of_causes_and_leaving_is_said_in_words(open_page, company, part):
    app = show(open_page(company), part)
    assert not app.exception
    assert "To answer it: " in words(app) or " It needs " in words(app)


def test_a_warehouse_without_answers_names_the_missing_extract_and_the_way_in(open_page, tmp_path):
    app = open_page(tmp_path / "empty.duckdb")
    assert not app.exception
    assert "There are no NPS answers yet" in words(app)
    assert "Upload responses" in [link.proto.label for link in app.get("page_link")]


def test_filters_that_match_nothing_say_which_to_widen(open_page, rated):
    address = {"period": "custom", "from": "2011-01-01", "to": "2011-02-01"}
    app = open_page(rated, **address)
    assert not app.exception
    assert "Nothing matches these filters" in words(app)
    app.button(key="widen_period").click().run()
    assert app.subheader[0].value.startswith("Low ratings of Attribute 0")


def test_the_samples_that_a_company_asks_for_hold_here_too(open_page, rated, tmp_path):
    own = tmp_path / "own.duckdb"
    shutil.copy(rated, own)
    app = open_page(own)
    larger = {"min_answers_shown": "700", "min_answers_value": "700", "low_base_below": "700"}
    house_settings.change(session._open(str(own.resolve())), larger, "ann")
    app.run()
    assert not app.exception
    said = words(app)
    assert "a figure needs at least 700." in said
    assert "To answer it: 100 more answers." in said
    assert not app.get("plotly_chart")


def test_the_page_asks_each_question_once_and_a_repaint_asks_none(
    open_app, rated, monkeypatch: pytest.MonkeyPatch
):
    asked = Counter()
    plain = Snapshot.ask

    def counted(self, name, filters, scope, **extra):
        asked[name, filters, tuple(sorted(extra.items()))] += 1
        return plain(self, name, filters, scope, **extra)

    monkeypatch.setattr(Snapshot, "ask", counted)
    app = open_app(rated).switch_page(PAGE).run()
    assert any(name.startswith("drivers/") for name, *_ in asked)
    assert set(asked.values()) == {1}
    seen = asked.total()
    show(app, LEAVES)
    assert asked.total() == seen


def test_twenty_one_attributes_are_refused_until_some_are_chosen(open_page, tmp_path):
    with closing(open_house(tmp_path / "wide.duckdb")) as house:
        test_topic_drivers.company(partial(bring, house, tmp_path), answers=260, attributes=21)
    app = open_page(tmp_path / "wide.duckdb")
    assert "21 attributes are more than can be told apart" in words(app)
    app.multiselect(key="drivers_attributes").set_value(["Attribute 0", "Attribute 1"]).run()
    assert not app.exception
    assert "more than can be told apart" not in words(app)


def test_a_score_made_from_leaving_is_warned_of_and_not_celebrated(open_page, tmp_path):
    rows = [answer(at, at % 11) for at in range(400)]
    lost = [
        {
            "customer_id": row["customer_id"],
            "name": "n",
            "status": "lost" if row["nps"] <= 4 else "active",
            "acquired_on": "2025-01-01",
        }
        for row in rows
    ]
    with closing(open_house(tmp_path / "leak.duckdb")) as house:
        bring(house, tmp_path, "customers", lost)
        bring(house, tmp_path, "responses", rows)
    app = open_page(tmp_path / "leak.duckdb")
    assert not app.exception
    assert "Beware: the score all but decides who left" in words(app)
    assert not show(app, LEAVES).get("plotly_chart")
