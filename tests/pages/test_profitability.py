"""Specification of the Profitability page: who earns, what if, scenarios, no dead ends."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from cx.auth import Person
from cx.ingest.commit import import_file
from cx.ui import analyses, downloads, menu, profitability_work, session
from cx.ui.profitability_choices import promising
from cx.warehouse import open_house
from tests import profit_company as company
from tests.conftest import read_table, write_csv
from tests.documents import read_book, read_deck, texts

PAGE = menu.path_of("profitability")
WAIT_SECONDS = 60


def made(folder: Path, *kinds: str) -> Path:
    """A warehouse of the company, of these extracts or of all."""
    path = folder / "profit.duckdb"
    with closing(open_house(path)) as house:
        for kind, rows in company.rows().items():
            if not kinds or kind in kinds:
                import_file(house, kind, write_csv(folder / f"{kind}.csv", rows), actor="test")
    return path


@pytest.fixture(scope="module")
def earning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("profit"))


@pytest.fixture
def own(earning: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(earning, tmp_path / "own.duckdb"))


@pytest.fixture
def open_page(open_app):
    """Open a part of the page, and wait for what it works out in the background."""

    def _open(warehouse: Path, part: str | None = None, **address: str):
        app = open_app(warehouse, **{"period": "all"} | address).switch_page(PAGE).run()
        return show(app, part) if part else settled(app)

    return _open


def settled(app):
    """Wait for the works of the page, then draw it as whoever waits sees it."""
    for _ in range(3):
        for work in [*analyses._works.values()]:
            work.job.wait(WAIT_SECONDS)
        app.run()
    assert not app.exception, app.exception
    return app


def show(app, part: str):
    return settled(app.segmented_control(key="part").set_value(part).run())


def words(app) -> str:
    """All that a reader sees as text, without the signs that keep markdown from obeying it."""
    elements = [*app.title, *app.subheader, *app.caption, *app.markdown, *app.error, *app.success]
    return "\n".join(element.value for element in elements).replace("\\", "")


def tile(app, name: str):
    return next(each for each in app.metric if each.label == name)


def test_the_page_answers_its_question_first_and_shows_doubt(open_page, earning):
    app = open_page(earning)
    assert app.title[0].value == "Profitability"
    assert "The contribution is" in app.subheader[0].value.replace("\\", "")
    names = [each.label for each in app.metric]
    assert names == ["Revenue", "Contribution", "Cost to serve", "Lose money"]
    said = words(app)
    assert "95 %: " in said
    assert "From revenue to contribution" in said
    assert "Margin per customer by segment and mix" in said
    assert "associated with" in said


def test_the_tiles_are_the_sums_of_the_company_by_hand(open_page, earning):
    app = open_page(earning)
    revenue = sum(company.revenue_of(i) for i in range(company.SIZE))
    assert tile(app, "Revenue").value == f"{revenue / 1000:.2f}k".replace(".00k", "k")
    losing = sum(company.margin_of(i) < 0 for i in range(company.SIZE))
    assert f"{losing:,} of {company.SIZE} customers" in words(app)


@pytest.mark.parametrize("part", ["Mixes", "Who loses money", "Cost to serve"])
def test_each_part_draws_without_trouble(open_page, earning, part):
    app = open_page(earning, part)
    assert not app.error


@pytest.mark.parametrize(
    ("part", "chart"),
    [("Mixes", "mixes"), ("Mixes", "differs"), ("What if", "by_theta"), ("Best mix", "best")],
)
def test_a_list_behind_a_mark_of_any_part_holds_as_many_as_the_mark_says(
    open_page, earning, part, chart
):
    app = open_page(earning, part)
    choice = app.selectbox(key=f"behind_profit_{chart}")
    option = choice.options[0]
    app = choice.select(option).run()
    name, _, count = option.rpartition(": ")
    assert f"**Customers behind {name}**: {count}, the lowest" in words(app)
    (listed,) = [each.value for each in app.dataframe if "Customer id" in each.value]
    assert len(listed) == int(count)
    assert listed["Customer id"].str.startswith("customer?customer=").all()


@pytest.mark.parametrize("side", ["sales", "service", "marketing"])
def test_mixes_can_be_of_one_side(open_page, earning, side):
    app = open_page(earning, "Mixes")
    app = settled(app.segmented_control(key="side").set_value(side).run())
    assert app.segmented_control(key="side").value == side


def test_the_cells_can_show_other_figures(open_page, earning):
    app = open_page(earning)
    for view in ("Who lose money", "Cost to serve", "Score", "Retention"):
        app = app.segmented_control(key="profit_cells").set_value(view).run()
        assert f"{view} by segment and mix" in words(app)
        assert not app.exception


def test_what_if_starts_with_a_promising_move_and_follows_the_sliders(open_page, earning):
    app = open_page(earning, "What if")
    first = app.markdown[[m.value.startswith("####") for m in app.markdown].index(True)].value
    assert "20 % of the" in first
    assert {"Margin", "NPS", "Retention"} <= {each.label for each in app.metric}
    before = tile(app, "Margin").value
    app = app.slider(key="if_share").set_value(40).run()
    assert not app.exception
    assert tile(app, "Margin").value != before
    half = tile(app, "Margin").value
    app = app.slider(key="if_theta").set_value(100).run()
    assert tile(app, "Margin").value != half
    assert "Assumed: 100 % of the gap" in words(app)


def test_a_slide_draws_only_what_it_changes(open_page, earning, monkeypatch):
    app = open_page(earning, "What if")
    loads = []
    monkeypatch.setattr("cx.topics.profitability.load_basis", lambda *_: loads.append(1))
    app.slider(key="if_share").set_value(55).run()
    assert not loads, "what moves are worked out from is prepared once"


def test_the_most_promising_move_earns_and_rests_on_enough(open_page, earning):
    open_page(earning, "What if")
    works = [work.result for work in analyses._works.values()]
    basis = next(each.basis for each in works if isinstance(each, profitability_work.Moves))
    found = promising(basis)
    assert found.origin == "Phone"
    assert found.target == "Web"


def test_the_best_mix_says_what_it_moves_and_what_it_rests_on(open_page, earning):
    app = open_page(earning, "Best mix")
    said = words(app)
    assert "no share of a channel moves by more than 20 points" in said
    assert "Recommended moves" in [each.label for each in app.metric]


def test_a_floor_out_of_reach_is_explained_with_what_can_be_reached(open_page, earning):
    app = open_page(earning, "Best mix")
    app.number_input(key="best_floor").set_value(99.0)
    app = settled(next(b for b in app.button if b.label == "Look again").click().run())
    assert "The best mix" in words(app)
    assert "To answer it" in words(app)


def test_a_stopped_search_stays_stopped_until_somebody_wants_it(open_page, earning):
    app = open_page(earning, "Best mix")
    work = next(w for key, w in analyses._works.items() if key[0] == "best_mix")
    view = next(key[4][0] for key in analyses._works if key[0] == "best_mix")
    app.session_state[profitability_work.STOPPED] = (view, profitability_work.Assumed())
    app = settled(app.run())
    assert work.result is not None
    assert "The search was stopped." in words(app)
    again = next(b for b in app.button if b.label == "Look for the best mix")
    assert "The search was stopped." not in words(settled(again.click().run()))


def save(app, name: str, kind: str = "what_if"):
    app.text_input(key=f"scenario_name_{kind}").set_value(name)
    app = next(b for b in app.button if b.label == "Save").click().run()
    assert not app.exception
    return app


def test_a_what_if_is_saved_compared_and_removed(open_page, own):
    app = save(open_page(own, "What if"), "More by Web")
    assert "“More by Web” is saved" in words(app)
    app = show(app, "Scenarios")
    assert "Scenarios against today" in words(app)
    (compared,) = [each.value for each in app.dataframe if "Today" in each.value]
    assert list(compared.columns) == ["Figure", "Today", "More by Web"]
    assert "Data version" in set(compared["Figure"])
    app = next(b for b in app.button if b.label == "Remove").click().run()
    assert "No scenario is saved yet" in words(app)
    session.close_all()
    with closing(open_house(own)) as house:
        acts = read_table(house, "app.scenario_steps", "act, name")
    assert acts == [("remove", "More by Web"), ("save", "More by Web")]


def test_a_name_that_is_taken_is_refused_in_words(open_page, own):
    app = save(open_page(own, "What if"), "Twice")
    assert 'There is a scenario "Twice" already' in words(save(app, "Twice"))


def test_a_viewer_reads_but_saves_nothing(open_page, own, monkeypatch):
    monkeypatch.setattr(session, "person", lambda: Person("kim", "viewer"))
    app = open_page(own, "What if")
    assert "kim has the role viewer, but saving scenarios takes the role analyst." in words(app)
    assert not [b for b in app.button if b.label == "Save"]


def test_an_empty_warehouse_says_what_is_missing_and_where_to_bring_it(open_page, tmp_path):
    open_house(tmp_path / "new.duckdb").close()
    app = open_page(tmp_path / "new.duckdb")
    assert "There are no orders, invoices, contracts or contacts yet" in words(app)


def test_filters_that_match_nothing_lead_on(open_page, earning):
    app = open_page(earning, **{"period": "custom", "from": "2019-01-01", "to": "2019-01-31"})
    assert "Nothing matches these filters" in words(app)
    assert not app.exception


def test_without_contacts_it_says_what_it_cannot_say(open_page, tmp_path):
    warehouse = made(tmp_path, "customers", "orders")
    app = open_page(warehouse)
    assert tile(app, "Cost to serve").value == "Not told"
    assert "There are no contacts" in words(app)
    for part in ("Mixes", "Who loses money", "Cost to serve", "What if", "Best mix", "Scenarios"):
        app = show(app, part)
        assert not app.exception


def test_without_answers_margins_are_told_and_scores_are_not(open_page, tmp_path):
    warehouse = made(tmp_path, "customers", "orders", "interactions")
    app = open_page(warehouse, "What if")
    assert tile(app, "NPS").value == "Not told"
    assert tile(app, "Margin").value != "Not told"
    app = show(app, "Best mix")
    assert tile(app, "NPS with the plan").value == "Not told"


def test_without_any_cost_it_says_that_it_cannot_tell_who_loses(open_page, tmp_path):
    path = tmp_path / "free.duckdb"
    orders = [each | {"cost_of_goods": None} for each in company.rows()["orders"]]
    with closing(open_house(path)) as house:
        for kind, rows in {"customers": company.rows()["customers"], "orders": orders}.items():
            import_file(house, kind, write_csv(tmp_path / f"{kind}.csv", rows), actor="test")
    app = open_page(path)
    assert tile(app, "Contribution").value == "Not told"
    assert tile(app, "Lose money").value == "Not told"
    assert "who loses money cannot be told" in words(app)
    titles = words(app)
    assert "What came in" in titles
    assert "Revenue per customer by segment" in titles
    assert "Margin per customer" not in titles


def test_documents_show_what_is_tried_out_and_what_is_assumed(open_page, earning, monkeypatch):
    offered = {}
    monkeypatch.setattr(
        downloads, "_offer", lambda label, content, name, *_, **__: offered.update({name: content})
    )
    app = open_page(earning, "What if", theta="0.25", reach="0.3")
    app = settled(app.slider(key="if_share").set_value(60).run())
    sentence = next(each.value for each in app.markdown if each.value.startswith("#### 60"))
    deck = read_deck(offered["profitability.pptx"]())
    said = "\n".join(
        text
        for slide in deck.slides
        for text in (*texts(slide), slide.notes_slide.notes_text_frame.text)
    )
    assert sentence.removeprefix("#### ").replace("\\", "") in said
    assert tile(app, "Margin").value in said.split("\n")
    assert "Assumed: 25 % of the gap between channels survives; no share of a channel moves" in said
    assert "by more than 30 points" in said
    book = read_book(offered["profitability.xlsx"]())
    assert {row[0] for row in book["What if"][1:]} >= {"Margin"}
    assert book["What if"][1][book["What if"][0].index("Share")] == 0.6


def test_what_an_address_assumes_in_vain_is_left_out_with_a_word(open_app, earning):
    app = open_app(earning, period="all", theta="7").switch_page(PAGE)
    app.query_params["theta"] = "7"
    app.run()
    assert 'theta is "7": give a number above 0 up to 1' in words(app)
