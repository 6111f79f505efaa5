"""Specification of the Quality page: how far the data can be trusted, and what is worth mending."""

import shutil
from pathlib import Path

import pytest

from cx.extracts import EXTRACTS
from cx.ingest.commit import import_file
from cx.warehouse import open_house
from tests.conftest import write_csv
from tests.pages.test_nps_trends import words

PAGE = "pages/data/quality.py"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Customers, an order that was delivered too early, and an answer of nobody on file."""
    files = {
        "customers": [
            {"customer_id": f"c{i}", "name": "Customer", "country": "DE"} for i in range(2)
        ],
        "orders": [
            {"order_id": "o1", "customer_id": "c1", "ordered_at": "2026-05-02", "revenue": 10}
            | {"delivered_on": "2026-05-01"}
        ],
        "responses": [
            {"response_id": f"r{i}", "customer_id": who, "responded_at": "2026-05-02", "nps": i}
            for i, who in enumerate(["c0", "c1", "=ghost"])
        ],
    }
    folder = tmp_path_factory.mktemp("quality")
    path = folder / "quality.duckdb"
    house = open_house(path)
    for kind, rows in files.items():
        import_file(house, kind, write_csv(folder / f"{kind}.csv", rows), actor="test")
    house.close()
    return path


@pytest.fixture
def warehouse(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "quality.duckdb"))


@pytest.fixture
def open_page(open_app):
    def _open(warehouse: Path):
        app = open_app(warehouse).switch_page(PAGE).run()
        assert not app.exception
        return app

    return _open


def table(app, column: str):
    """The table of the page that has that column."""
    (found,) = (each.value for each in app.dataframe if column in each.value.columns)
    return found


def test_the_page_answers_first_how_far_the_data_can_be_trusted(open_page, warehouse):
    app = open_page(warehouse)
    assert app.title[0].value == "Quality"
    assert app.caption[0].value == "How far can the data be trusted?"
    said = app.subheader[0].value.replace("\\", "")
    assert said.startswith("Not far: 33 % of the answers that name a customer name one")
    tiles = {tile.label: tile.value for tile in app.metric}
    assert tiles.keys() == {
        "Extracts",
        "Age in days",
        "Cells filled",
        "Lost references",
        "Doubtful values",
        "Revenue heard",
    }
    assert (tiles["Extracts"], tiles["Lost references"]) == ("3 of 17", "1")
    assert (tiles["Doubtful values"], tiles["Revenue heard"]) == ("1", "100 %")


def test_every_extract_is_told_with_its_age_and_every_column_with_its_share(open_page, warehouse):
    app = open_page(warehouse)
    fresh = table(app, "newest_record").set_index("extract")
    assert list(fresh.index) == list(EXTRACTS)
    assert fresh.loc["orders", "rows"] == 1
    assert str(fresh.loc["responses", "newest_record"])[:10] == "2026-05-02"
    assert len(app.get("plotly_chart")) == 1
    dictionary = table(app, "meaning")
    assert len(dictionary) == sum(len(each.columns) for each in EXTRACTS.values())


def test_what_is_worth_mending_is_listed_row_by_row(open_page, warehouse):
    app = open_page(warehouse)
    assert [tab.label for tab in app.tabs] == [
        "Leads nowhere (1)",
        "Doubtful (1)",
        "Looks double (1)",
    ]
    app.selectbox(key="behind_orphans").select("customer_id of responses").run()
    assert not app.exception
    lost = table(app, "Lost customer id")
    assert lost.to_dict("records") == [
        {
            "Row key": "r2",
            "Lost customer id": "customer?customer=%3Dghost",
            "Points to": "customers",
        }
    ]
    choice = "Delivered before it was ordered, orders"
    app.selectbox(key="behind_impossible").select(choice).run()
    doubtful = table(app, "Said")
    assert list(doubtful["Said"]) == ["2026-05-01 before 2026-05-02"]
    app.selectbox(key="behind_duplicates").select("customers").run()
    twins = table(app, "Twin customer id")
    assert list(twins["Twin customer id"]) == ["customer?customer=c0"]
    assert twins["Customer id"].str.startswith("customer?customer=").all()


def test_the_data_dictionary_is_searched_and_gives_template_and_example(open_page, warehouse):
    app = open_page(warehouse)
    app.text_input(key="dictionary_search").set_value("recommend").run()
    assert list(table(app, "meaning")["column"]) == ["nps"]
    app.text_input(key="dictionary_search").set_value("").run()
    app.selectbox(key="dictionary_extract").select("ratings").run()
    assert not app.exception
    assert set(table(app, "meaning")["extract"]) == {"ratings"}
    labels = {each.label for each in app.get("download_button")}
    assert {"Template", "Example"} <= labels
    app.text_input(key="dictionary_search").set_value("no such thing").run()
    assert "No column is called so" in words(app)


def test_every_figure_says_how_it_is_computed(open_page, warehouse):
    app = open_page(warehouse)
    asked = {button.key for button in app.button if button.label == "How is this computed?"}
    assert asked == {
        "how_quality",
        "how_quality_freshness",
        "how_quality_filled",
        "how_quality_heard",
        "how_quality_orphans",
        "how_quality_impossible",
        "how_quality_duplicates",
    }
    for key in sorted(asked):
        app.button(key=key).click().run()
        assert not app.exception
        assert "select" in app.code[0].value


def test_good_data_is_said_to_be_good(open_page, tmp_path):
    path = tmp_path / "good.duckdb"
    house = open_house(path)
    row = {"customer_id": "c1"}
    import_file(house, "customers", write_csv(tmp_path / "c.csv", [row]), actor="test")
    house.close()
    app = open_page(path)
    said = words(app)
    assert "there are no responses" in said.replace("\\", "")
    assert "it takes **orders** with revenue" in said
    assert [each.value for each in app.success] == [
        "Every reference leads to a row that is on file.",
        "No value was found that cannot be.",
        "No row looks like another one under another key.",
    ]


def test_an_empty_warehouse_leads_to_the_upload_and_shows_what_may_come(open_page, tmp_path):
    app = open_page(tmp_path / "empty.duckdb")
    assert "There is no data yet" in words(app)
    assert [link.label for link in app.get("page_link")] == ["Upload a first file"]
    assert len(table(app, "meaning")) > 100
