"""The rooms stay apart and small: who may import whom, and what no file may hold."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Room: (rooms of cx it may import, libraries it may import besides Python's own).
# A room is a module or folder of cx; a door to "export.report" opens that module only.
ALL = "*"
ROOMS: dict[str, tuple[str, str]] = {
    "errors": ("", ""),
    "auth": ("errors", ""),
    "metrics": ("errors words", ""),
    "periods": ("errors", ""),
    "zones": ("", ""),
    "words": ("periods zones", ""),
    "extracts": ("errors", ""),
    "settings": ("errors metrics periods zones", ""),
    "filters": ("metrics periods errors", ""),
    "warehouse": ("filters auth errors extracts settings words zones", "duckdb pandas"),
    "ingest": ("warehouse auth extracts metrics errors words zones", "python_calamine"),
    "analysis": ("metrics errors words", "numpy scipy statsmodels pandas sklearn"),
    "topics": (
        "analysis filters metrics errors periods settings extracts words export.report "
        "export.slide export.theme zones",
        "pandas",
    ),
    "charts": ("analysis topics metrics words export.slide zones", "plotly"),
    "export": ("errors words zones", "pptx lxml xlsxwriter"),
    "demo": ("ingest extracts errors", "numpy pandas pyarrow"),
    "ui": (ALL, "streamlit pandas starlette python_multipart google.protobuf"),
    "cli": (
        "auth demo errors export extracts filters ingest metrics settings topics warehouse words "
        "zones",
        "",
    ),
    "__main__": ("cli errors", ""),
    "app.py": ("ui auth errors", "streamlit"),
    "pages": ("ui topics charts filters metrics export errors", "streamlit"),
}

# The catalogue of extracts is a list, and as long as what it lists.
LINES = {"app.py": 60, "cx/extracts.py": 500}

Complaints = Iterator[str]


def room_of(path: Path) -> str:
    """The room a file belongs to: `cx/ingest/read.py` is in `ingest`."""
    return (
        Path(path.parts[1]).stem if path.parts[0] == "cx" and len(path.parts) > 1 else path.parts[0]
    )


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def closed_doors(path: Path, tree: ast.AST, text: str) -> Complaints:
    room = room_of(path)
    if path == Path("cx/__init__.py"):
        room = "errors"
    rooms, libraries = ROOMS.get(room, ("", ""))
    doors = [f"cx.{name}" for name in [room, *rooms.split()]] + libraries.split()
    for line, name in imported(tree):
        inside = name.startswith("cx.") and rooms == ALL
        known = inside or name.split(".")[0] in sys.stdlib_module_names
        if not known and not any(f"{name}.".startswith(f"{door}.") for door in doors):
            yield f"{path}:{line}: {room} may not import {name}"


def long_bodies(path: Path, tree: ast.AST, text: str) -> Complaints:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines > 40:
                yield f"{path}:{node.lineno}: {node.name} has {lines} lines, 40 is the most"


def long_files(path: Path, tree: ast.AST, text: str) -> Complaints:
    limit = LINES.get(str(path), 400)
    lines = text.count("\n")
    if lines > limit:
        yield f"{path}:{limit + 1}: {lines} lines, {limit} is the most"


def swallowed_errors(path: Path, tree: ast.AST, text: str) -> Complaints:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            is_broad = re.search(r"\b(everything|(Base)?Exception)\b", caught)
            if is_broad and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node)):
                yield f"{path}:{node.lineno}: catches {caught} and goes on"


def forbidden_words(path: Path, tree: ast.AST, text: str) -> Complaints:
    words = r"unsafe_allow_html|unsafe_allow_javascript|force\s+checkpoint"
    colours = "" if path.name == "theme.py" else r"|['\"]#(?:[0-9a-f]{3,4}){1,2}['\"]"
    for number, line in enumerate(text.splitlines(), 1):
        for found in re.findall(words + colours, line, re.IGNORECASE):
            yield f"{path}:{number}: {found} has no place here"


def busy_pages(path: Path, tree: ast.AST, text: str) -> Complaints:
    """A page is a paragraph: it defines and computes nothing and holds no SQL."""
    if path.parts[0] != "pages":
        return
    if len(path.parts) < 3:
        yield f"{path}:1: stands directly in pages/, where it runs without app.py"
    arithmetic = ast.Add | ast.Sub | ast.Mult | ast.Div | ast.FloorDiv | ast.Mod | ast.Pow
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            yield f"{path}:{node.lineno}: a page defines nothing"
        if isinstance(node, ast.BinOp) and isinstance(node.op, arithmetic):
            yield f"{path}:{node.lineno}: a page computes nothing"
        if isinstance(node, ast.Constant) and re.search(
            r"(?is)\bselect\b.+\bfrom\b", str(node.value)
        ):
            yield f"{path}:{node.lineno}: SQL belongs in queries/"


RULES = (closed_doors, long_bodies, long_files, swallowed_errors, forbidden_words, busy_pages)


def sources() -> list[Path]:
    found = [ROOT / "app.py", *ROOT.glob("pages/**/*.py"), *ROOT.glob("cx/**/*.py")]
    return sorted(path.relative_to(ROOT) for path in found if path.exists())


@pytest.fixture(scope="module")
def parsed() -> dict[Path, tuple[ast.AST, str]]:
    """Every file with its tree and its text, read once for all rules."""
    texts = {path: (ROOT / path).read_text() for path in sources()}
    return {path: (ast.parse(text), text) for path, text in texts.items()}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file_keeps_the_rule(rule, parsed):
    complaints = [line for path, (tree, text) in parsed.items() for line in rule(path, tree, text)]
    assert not complaints, "\n" + "\n".join(complaints)


def test_every_file_of_cx_is_in_a_room_of_the_table():
    strangers = {room_of(path) for path in sources()} - ROOMS.keys() - {"__init__"}
    assert not strangers, f"give {sorted(strangers)} a row in ROOMS and in CONTRIBUTING.md"


LONG = "def f():\n" + "    x = 1\n" * 41


@pytest.mark.parametrize(
    ("rule", "path", "text", "complaint"),
    [
        (closed_doors, "cx/analysis/a.py", "import duckdb", ":1: analysis may not import duckdb"),
        (closed_doors, "cx/analysis/a.py", "from cx import warehouse", "import cx.warehouse"),
        (closed_doors, "cx/topics/a.py", "from cx.export import slides", "import cx.export.slides"),
        (closed_doors, "cx/ui/a.py", "import pptx", "ui may not import pptx"),
        (closed_doors, "cx/filters.py", "\nfrom cx.filtersx import a", ":2: filters may not"),
        (closed_doors, "pages/watch/a.py", "import plotly.express", "pages may not import plotly"),
        (closed_doors, "cx/__init__.py", "from cx import ui", "may not import cx.ui"),
        (long_bodies, "cx/a.py", LONG, ":1: f has 41 lines"),
        (long_files, "app.py", "\n" * 61, "app.py:61: 61 lines"),
        (swallowed_errors, "cx/a.py", "try:\n    f()\nexcept Exception:\n    pass", ":3: catches"),
        (swallowed_errors, "cx/a.py", "try:\n    f()\nexcept:\n    pass", "catches everything"),
        (forbidden_words, "cx/a.py", "st.html(x, unsafe_allow_html=True)", "unsafe_allow_html"),
        (forbidden_words, "cx/ui/a.py", "\ncolour = '#ff0000'", ":2: '#ff0000'"),
        (forbidden_words, "cx/a.py", "run('FORCE CHECKPOINT')", "FORCE CHECKPOINT"),
        (busy_pages, "pages/secret.py", "", "stands directly in pages/"),
        (busy_pages, "pages/watch/a.py", "\nshow(lambda x: x)", ":2: a page defines nothing"),
        (busy_pages, "pages/watch/a.py", "show(a / b)", "computes nothing"),
        (busy_pages, "pages/watch/a.py", "ask('''select 1\nfrom t''')", "SQL belongs in queries/"),
    ],
)
def test_each_rule_names_file_and_line_of_what_breaks_it(rule, path, text, complaint):
    assert any(complaint in line for line in rule(Path(path), ast.parse(text), text))


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (
            closed_doors,
            "cx/topics/a.py",
            "from cx.export.report import Report\nimport pandas as pd",
        ),
        (closed_doors, "cx/ui/a.py", "import streamlit\nfrom cx import warehouse"),
        (swallowed_errors, "cx/a.py", "try:\n    f()\nexcept BaseException:\n    g()\n    raise"),
        (forbidden_words, "cx/charts/theme.py", "INK = '#102030'"),
        (busy_pages, "pages/watch/a.py", "'''Pages select figures.'''\nshow(f'{a}', [b])"),
    ],
)
def test_what_is_allowed_passes(rule, path, text):
    assert not list(rule(Path(path), ast.parse(text), text))
