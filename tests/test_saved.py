"""Specification of saved mappings: kept under a name, offered again, renamed, deleted, audited."""

import json

import pytest

from cx.__main__ import main
from cx.errors import MappingError
from cx.ingest import import_file, load_mapping, saved
from cx.ingest.mapping import Mapping, identity
from cx.ingest.presets import shipped_names
from tests.conftest import read_table, write_csv

HEADER = ("Receipt", "Date", "How likely")
SHOP = Mapping(
    kind="responses",
    columns={"response_id": ("Receipt",), "responded_at": ("Date",), "nps": ("How likely",)},
    formats={"responded_at": "%d/%m/%Y"},
)
ROWS = [{"Receipt": "1", "Date": "25/12/2024", "How likely": "9"}]


def names(known) -> list[str]:
    return [each.name for each in known]


def audited(house) -> list[tuple[object, ...]]:
    return read_table(house, "app.audit_log", "actor, action, detail")


def test_a_saved_mapping_is_found_by_its_name_and_is_the_same(house):
    saved.save(house, "Shop survey", SHOP, HEADER, "anna")
    found = load_mapping("shop  SURVEY", house)
    assert (found.columns, found.formats) == (SHOP.columns, SHOP.formats)
    assert (found.name, found.title) == ("Shop survey", "Shop survey")


def test_a_file_is_imported_by_a_saved_mapping(house, tmp_path):
    saved.save(house, "Shop survey", SHOP, HEADER, "anna")
    file = write_csv(tmp_path / "shop.csv", ROWS)
    import_file(house, "responses", file, load_mapping("Shop survey", house), actor="anna")
    assert read_table(house, "feedback.responses", "response_id, nps") == [("1", 9)]
    assert read_table(house, "app.imports", "mapping") == [("Shop survey",)]


def test_the_list_has_the_saved_ones_before_the_shipped(house):
    saved.save(house, "Shop survey", SHOP, HEADER, "anna")
    known = saved.list(house)
    assert names(known) == ["Shop survey", *shipped_names()]
    assert (known[0].kind, known[0].saved_by, known[0].is_shipped) == ("responses", "anna", False)
    assert known[1].is_shipped
    assert known[1].saved_at is None


@pytest.mark.parametrize(
    "header", [HEADER, ("How likely", "Receipt", "Date"), ("DATE ", "receipt", "how likely")]
)
def test_a_mapping_is_offered_again_for_the_same_columns_in_any_order(house, header):
    saved.save(house, "Shop survey", SHOP, HEADER, "anna")
    assert names(saved.matching(house, header)) == ["Shop survey"]


@pytest.mark.parametrize("header", [HEADER[:2], (*HEADER, "Comment")])
def test_a_mapping_is_not_offered_for_other_columns(house, header):
    saved.save(house, "Shop survey", SHOP, HEADER, "anna")
    assert saved.matching(house, header) == ()


def test_a_shipped_mapping_is_offered_where_its_columns_are(house):
    header = ("customer_id", "customer_unique_id", "customer_state", "customer_city")
    assert names(saved.matching(house, header)) == ["olist_customers"]


def test_a_name_that_is_taken_is_refused_and_can_be_replaced(house):
    saved.save(house, "Shop survey", SHOP, HEADER, "anna")
    with pytest.raises(MappingError, match='There is a saved mapping "Shop survey" already'):
        saved.save(house, "shop survey", SHOP, HEADER, "ben")
    saved.save(house, "shop survey", SHOP, HEADER, "ben", is_replacing=True)
    assert [(each.name, each.saved_by) for each in saved.matching(house, HEADER)] == [
        ("shop survey", "ben")
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("olist_orders", "comes with the program"),
        ("Olist_Orders", "comes with the program"),
        ("  ", "needs a name"),
        ("x" * 81, "needs a name"),
        ("a\x00b", "needs a name"),
        ("my.toml", "looks like the path"),
        ("folder/shop", "looks like the path"),
    ],
)
def test_a_name_that_cannot_be_used_is_a_sentence(house, name, said):
    with pytest.raises(MappingError, match=said):
        saved.save(house, name, SHOP, HEADER, "anna")
    assert names(saved.list(house)) == shipped_names()


def test_the_mapping_of_our_own_names_is_not_saved(house):
    with pytest.raises(MappingError, match="needs no mapping"):
        saved.save(house, "ours", identity("orders"), ("order_id",), "anna")


def test_renaming_keeps_what_it_says(house):
    saved.save(house, "Shop survey", SHOP, HEADER, "anna")
    saved.rename(house, "shop survey", "Shop 2025", "ben")
    found = load_mapping("Shop 2025", house)
    assert (found.name, found.title, found.columns) == ("Shop 2025", "Shop 2025", SHOP.columns)
    with pytest.raises(MappingError, match='no mapping "Shop survey"'):
        load_mapping("Shop survey", house)
    assert names(saved.matching(house, HEADER)) == ["Shop 2025"]


def test_a_name_can_be_written_another_way(house):
    saved.save(house, "shop survey", SHOP, HEADER, "anna")
    assert saved.rename(house, "shop survey", "Shop Survey", "anna").name == "Shop Survey"


def test_renaming_to_a_taken_name_is_refused(house):
    saved.save(house, "a", SHOP, HEADER, "anna")
    saved.save(house, "b", SHOP, HEADER, "anna")
    with pytest.raises(MappingError, match='a saved mapping "b" already'):
        saved.rename(house, "a", "B", "anna")
    with pytest.raises(MappingError, match="comes with the program"):
        saved.rename(house, "a", "olist_orders", "anna")


def test_what_is_not_there_can_neither_be_renamed_nor_deleted(house):
    saved.save(house, "Shop survey", SHOP, HEADER, "anna")
    with pytest.raises(MappingError, match=r"\(near it: Shop survey\)"):
        saved.rename(house, "Shop survy", "x", "anna")
    with pytest.raises(MappingError, match="comes with the program and cannot be changed"):
        saved.delete(house, "olist_orders", "anna")
    saved.delete(house, "Shop survey", "anna")
    with pytest.raises(MappingError, match="None was saved yet"):
        saved.delete(house, "Shop survey", "anna")


def test_saving_renaming_and_deleting_are_audited(house):
    saved.save(house, "Shop survey", SHOP, HEADER, "anna")
    saved.rename(house, "Shop survey", "Shop 2025", "ben")
    saved.delete(house, "Shop 2025", "cleo")
    assert sorted(audited(house)) == [
        ("anna", "save mapping", "Shop survey"),
        ("ben", "rename mapping", "Shop survey to Shop 2025"),
        ("cleo", "delete mapping", "Shop 2025"),
    ]
    assert read_table(house, "app.mappings") == []


def test_a_refusal_leaves_no_trace(house):
    saved.save(house, "Shop survey", SHOP, HEADER, "anna")
    before = read_table(house, "app.mappings")
    with pytest.raises(MappingError):
        saved.save(house, "Shop survey", SHOP, HEADER, "ben")
    assert read_table(house, "app.mappings") == before
    assert len(audited(house)) == 1


# The command line


@pytest.fixture
def cx(tmp_path, capsys):
    def run(*arguments: object) -> tuple[int, str]:
        capsys.readouterr()
        code = main(["--warehouse", str(tmp_path / "company.duckdb"), *map(str, arguments)])
        ended = capsys.readouterr()
        return code, ended.out + ended.err

    return run


@pytest.fixture
def march(tmp_path):
    days = ("01/02/2026", "03/02/2026", "07/02/2026")
    scores = ("9", "0", "11")
    rows = [
        {"id": f"R{i}", "answered": day, "nps": score}
        for i, (day, score) in enumerate(zip(days, scores, strict=True), start=1)
    ]
    return write_csv(tmp_path / "march.csv", rows)


ANSWERS = ("--answer", "days:responded_at=%d/%m/%Y", "--suggested")


def test_propose_prints_columns_reasons_and_questions(cx, march):
    code, text = cx("propose", march)
    assert code == 0
    assert text.startswith("march.csv: most likely responses (")
    assert "  response_id    80%  id  (R1, R2, R3)\n" in text
    assert "it is called the id; values are all different\n" in text
    assert "Questions (2 open):\n  days:responded_at\n" in text
    assert "    - %m/%d/%Y: month/day/year\n" in text
    assert "    - 11 (suggested)\n" in text


def test_propose_for_programs(cx, march):
    code, text = cx("propose", march, "--json", "--column", "nps=", *ANSWERS)
    record = json.loads(text)
    assert code == 0
    assert record["kind"] == record["kinds"][0]["kind"] == "responses"
    sources = {each["name"]: each["source"] for each in record["columns"]}
    assert (sources["responded_at"], sources["nps"]) == ("answered", None)
    assert [each["id"] for each in record["questions"]] == ["days:responded_at"]
    assert record["open"] == []


def test_a_mapping_is_not_written_while_a_question_is_open(cx, march, tmp_path):
    code, text = cx("propose", march, "--suggested", "--out", tmp_path / "march.toml")
    assert code == 2
    assert text.startswith("Not answered yet (days:responded_at): ")
    assert not (tmp_path / "march.toml").exists()


def test_a_proposal_is_written_and_imported(cx, march, tmp_path):
    assert cx("propose", march, *ANSWERS, "--out", tmp_path / "march.toml")[0] == 0
    code, text = cx("import", "responses", march, "--mapping", tmp_path / "march.toml")
    assert (code, text.splitlines()[0]) == (0, "Imported as number 1: 3 new.")


def test_a_proposal_is_saved_listed_imported_renamed_and_deleted(cx, march):
    code, text = cx("propose", march, *ANSWERS, "--save", "March survey")
    assert code == 0
    assert text.endswith('python -m cx import responses FILE --mapping "March survey"\n')
    code, text = cx("import", "responses", march, "--mapping", "March survey")
    assert (code, text.splitlines()[0]) == (0, "Imported as number 1: 3 new.")
    code, text = cx("mappings", "--rename", "March survey", "Shop survey")
    assert text.startswith("responses     Shop survey (saved 20")
    first = json.loads(cx("mappings", "--json")[1])[0]
    assert (first["name"], first["is_shipped"]) == ("Shop survey", False)
    code, text = cx("mappings", "--delete", "Shop survey")
    assert "Shop survey" not in text


def test_the_shipped_mappings_are_listed_without_a_warehouse(cx, tmp_path):
    code, text = cx("mappings")
    assert code == 0
    assert "olist_orders: Olist orders (shipped)" in text
    assert not (tmp_path / "company.duckdb").exists()


def test_a_mistyped_mapping_makes_no_new_warehouse(cx, march, tmp_path):
    code, text = cx("import", "responses", march, "--mapping", "olist_order")
    assert code == 2
    assert "near it: olist_orders" in text
    assert not (tmp_path / "company.duckdb").exists()


def test_an_answer_to_a_question_that_is_not_asked_is_a_sentence(cx, march):
    code, text = cx("propose", march, "--answer", "days:nps=x")
    assert code == 2
    assert text.startswith('No question "days:nps" is asked here. Questions: days:responded_at')
