"""The documentation is true: it lists what there is, and what it mentions exists.

Tables that repeat the code are written from the code: ``make docs`` writes them anew.
"""

import argparse
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from cx.cli.parser import make_parser
from cx.extracts import EXTRACTS, Column, Extract
from cx.metrics import METRICS, Metric
from cx.settings import DEFINITIONS, GROUPS
from tests.headers import read_header, sql_files
from tests.test_rooms import ROOMS

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PAGES = sorted(ROOT.glob("pages/*/*.py"))
DECISIONS = sorted(ROOT.glob("docs/decisions/[0-9]*.md"))


def table(heads: list[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def metric_section(metric: Metric) -> str:
    better = "higher" if metric.is_higher_better else "lower"
    return (
        f"## {metric.name} (`{metric.key}`)\n\n"
        f"Question: {metric.question}\n\n"
        f"{metric.definition}\n\n"
        f"Unit: {metric.unit}, from {metric.low:g} to {metric.high:g}; {better} is better.\n"
        f"Source: {metric.source}."
    )


def values_of(column: Column) -> str:
    """Which values a column takes, in words."""
    if column.choices:
        said = ", ".join(column.choices)
    elif column.low is not None and column.high is not None:
        said = f"{column.low:g} to {column.high:g}"
    elif column.low is not None:
        said = f"{column.low:g} or more"
    else:
        said = ""
    return f"{said} (default {column.default})".strip() if column.default else said


def extract_section(extract: Extract) -> str:
    rows = (
        [
            f"`{column.name}`{'*' if column.is_required else ''}",
            column.type,
            values_of(column),
            column.description,
        ]
        for column in extract.columns
    )
    key = ", ".join(f"`{name}`" for name in extract.key)
    head = f"## {extract.name}\n\nTable `{extract.table}`: {extract.grain}. Key: {key}.\n\n"
    return head + table(["column", "type", "values", "what it is"], rows)


def query_rows() -> Iterable[list[str]]:
    for file in sql_files(ROOT / "queries"):
        header = read_header(file.read_text())
        name = f"{file.parent.name}/{file.stem}"
        yield [f"[{name}](../queries/{name}.sql)", header["about"], header.get("grain", "")]


def page_rows() -> Iterable[list[str]]:
    for file in PAGES:
        name = file.relative_to(ROOT).as_posix()
        about = re.match(r'"""(.+?)(?:"""|\n)', file.read_text())
        yield [file.parent.name, f"[{file.stem}](../{name})", about[1] if about else ""]


def settings_section(group: str) -> str:
    rows = (
        [
            each.label,
            f"`{each.name}`",
            each.in_words(each.default),
            each.in_range(),
            f"{each.help} {each.floor}".strip(),
        ]
        for each in DEFINITIONS.values()
        if each.group == group
    )
    heads = ["setting", "name", "default", "may be", "what it changes"]
    return f"## {group}\n\n{GROUPS[group]}\n\n{table(heads, rows)}"


WRITTEN: dict[str, Callable[[], str]] = {
    "docs/metrics.md": lambda: "\n\n".join(map(metric_section, METRICS.values())),
    "docs/data-dictionary.md": lambda: "\n\n".join(map(extract_section, EXTRACTS.values())),
    "docs/settings.md": lambda: "\n\n".join(map(settings_section, GROUPS)),
    "docs/queries.md": lambda: table(["query", "question", "grain"], query_rows()),
    "docs/pages.md": lambda: table(["section", "page", "what it is for"], page_rows()),
}
BLOCK = re.compile(r"(?s)(<!-- written by make docs -->\n).*?(<!-- end -->)")


def renewed(name: str) -> str:
    """The text that a document should have: as it is, with its table written from the code."""
    text = (ROOT / name).read_text()
    assert len(BLOCK.findall(text)) == 1, f"{name} needs one block for make docs to fill"
    return BLOCK.sub(lambda found: f"{found[1]}\n{WRITTEN[name]()}\n\n{found[2]}", text)


@pytest.mark.parametrize("name", WRITTEN)
def test_tables_written_from_the_code_are_up_to_date(name):
    assert (ROOT / name).read_text() == renewed(name), f"{name} is behind the code: run make docs"


def github_anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(doc):
    for number, line in enumerate(doc.read_text().splitlines(), 1):
        for target in re.findall(r"\]\(([^)\s]+)\)", line):
            if "://" in target or target.startswith("mailto:"):
                continue
            path, _, anchor = target.partition("#")
            file = (doc.parent / path).resolve() if path else doc
            assert file.exists(), f"{doc.name}:{number}: {target} does not exist"
            headings = re.findall(r"(?m)^#+ (.+)$", file.read_text()) if anchor else []
            found = not anchor or anchor in map(github_anchor, headings)
            assert found, f"{doc.name}:{number}: {path or doc.name} has no heading for #{anchor}"


def mentioned(pattern: str) -> set[str]:
    """What the documents mention inside code, by a pattern with one group."""
    code = (part for doc in DOCS for part in re.findall(r"(?s)```.+?```|`[^`]+`", doc.read_text()))
    return {found for part in code for found in re.findall(pattern, part)}


def test_make_verbs_in_the_documents_exist_and_all_are_documented():
    verbs = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text()))
    assert mentioned(r"\bmake ([a-z]+)\b") == verbs


def cli_verbs() -> dict[str, set[str]]:
    """Each verb of the command line with its options."""
    actions = make_parser()._actions
    verbs = next(action for action in actions if isinstance(action, argparse._SubParsersAction))
    return {verb: set(parser._option_string_actions) for verb, parser in verbs.choices.items()}


def test_every_verb_of_the_command_line_has_a_section_with_its_options_and_no_others():
    text = (ROOT / "docs/command-line.md").read_text()
    sections = dict(re.findall(r"(?ms)^## ([a-z-]+)$(.+?)(?=^## |\Z)", text))
    shown = {verb: set(re.findall(r"--[a-z-]+", said)) for verb, said in sections.items()}
    hidden = {"-h", "--help", "--warehouse"}
    assert shown == {verb: options - hidden for verb, options in cli_verbs().items()}


def test_commands_in_the_documents_exist():
    assert mentioned(r"python -m cx ([a-z]+)") <= cli_verbs().keys()


def test_every_room_has_a_row_in_the_table_of_rooms():
    text = (ROOT / "CONTRIBUTING.md").read_text()
    rows = set(re.findall(r"(?m)^\| `(?:cx/)?([\w.]+?)(?:\.py|/)?` \|", text))
    assert rows == {name.removesuffix(".py") for name in ROOMS}


def test_decisions_are_numbered_without_gaps_and_listed():
    numbers = [int(file.name[:4]) for file in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    listed = re.findall(
        r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (DECISIONS[0].parent / "README.md").read_text()
    )
    assert listed == [file.name for file in DECISIONS]


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_gives_context_decision_and_consequences_on_half_a_page(file):
    headings = re.findall(r"(?m)^## (.+)$", file.read_text())
    assert headings == ["Context", "Decision", "Consequences"]
    assert len(file.read_text().split()) <= 350


if __name__ == "__main__":
    for name in WRITTEN:
        (ROOT / name).write_text(renewed(name))
