"""What may be typed after ``python -m cx``."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

MISTYPED = 1
"""Exit code of a command that cannot be read; 2 is kept for files that are refused."""

CALLED_OFF = 130
"""Exit code after Ctrl-C, as shells have it."""


class Parser(argparse.ArgumentParser):
    """A parser whose exit code for a mistyped command does not look like a refused file."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command, and stop."""
        self.exit(MISTYPED, f"{self.format_usage()}{self.prog}: {message}\n")


def read_command(arguments: Sequence[str], folder: Path) -> argparse.Namespace:
    """Read a command that was typed in `folder`: what names a file says so from anywhere.

    >>> read_command(["import", "responses", "may.csv", "june.csv"], Path("/data")).files
    [PosixPath('/data/may.csv'), PosixPath('/data/june.csv')]
    """
    command = make_parser().parse_args(arguments)
    for name, value in vars(command).items():
        setattr(command, name, _placed(value, folder))
    mapping = getattr(command, "mapping", None)
    if mapping and (folder / mapping).is_file():
        # Only a path can be of another folder: load_mapping looks up what is a mere name.
        is_path = mapping.endswith(".toml") or Path(mapping).name != mapping
        command.mapping = str(folder / mapping) if is_path else mapping
    return command


def _placed(value: Any, folder: Path) -> Any:
    if isinstance(value, list):
        return [_placed(each, folder) for each in value]
    return folder / value if isinstance(value, Path) else value


def make_parser() -> Parser:
    """Return the parser of all verbs.

    >>> make_parser().parse_args(["undo", "3", "--warehouse", "a.duckdb"]).warehouse
    PosixPath('a.duckdb')
    """
    parser = Parser(
        prog="python -m cx",
        description="Parallax on the command line: the same functions as the pages.",
        epilog="Exit codes: 0 done; 1 something else failed; 2 refused, nothing written; "
        "3 imported, but some rows were rejected; 130 called off, nothing written.",
    )
    parser.add_argument("--warehouse", type=Path, metavar="PATH", help=_WAREHOUSE)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for add in (
        _add_import,
        _add_propose,
        _add_mappings,
        _add_history,
        _add_undo,
        _add_rejects,
        _add_template,
        _add_dictionary,
        _add_export,
        _add_digest,
        _add_settings,
        _add_demo,
    ):
        # Without SUPPRESS a verb's own default would undo a --warehouse given before the verb.
        add(verbs).add_argument(
            "--warehouse",
            type=Path,
            metavar="PATH",
            default=argparse.SUPPRESS,
            help=argparse.SUPPRESS,
        )
    return parser


_WAREHOUSE = "database file, before or after the verb (else CX_WAREHOUSE, else data/local/)"
_JSON = "print one JSON value for programs"
_OUT = "write here, not to the screen"
_ID = "its number in the history"
_Verbs = argparse._SubParsersAction  # argparse gives this class no public name


def _add_import(verbs: "_Verbs[Parser]") -> Parser:
    parser = verbs.add_parser("import", help="bring a file in, or several as one")
    parser.add_argument("kind", metavar="KIND", help="the extract it holds, such as responses")
    parser.add_argument(
        "files",
        metavar="FILE",
        type=Path,
        nargs="+",
        help="text such as CSV, Excel or Parquet; several have the same columns, or are "
        "those that the mapping reads together",
    )
    parser.add_argument(
        "--mapping", metavar="NAME|FILE.toml", help="how its columns become ours (see mappings)"
    )
    parser.add_argument(
        "--mode",
        choices=("merge", "snapshot"),
        default="merge",
        help="merge adds and replaces by key; snapshot also retires what the file no longer has",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what it would change, write nothing"
    )
    parser.add_argument(
        "--yes", action="store_true", help="bring a snapshot in also where a page would ask first"
    )
    parser.add_argument("--json", action="store_true", help=_JSON)
    return parser


def _add_history(verbs: "_Verbs[Parser]") -> Parser:
    parser = verbs.add_parser("history", help="list every import, newest first, or tell of one")
    parser.add_argument("import_id", metavar="ID", type=int, nargs="?", help="only this one")
    parser.add_argument("--json", action="store_true", help=_JSON)
    return parser


def _add_undo(verbs: "_Verbs[Parser]") -> Parser:
    parser = verbs.add_parser("undo", help="take an import back")
    parser.add_argument("import_id", metavar="ID", type=int, help=_ID)
    parser.add_argument(
        "--dry-run", action="store_true", help="say what it would change, write nothing"
    )
    parser.add_argument("--json", action="store_true", help=_JSON)
    return parser


def _add_rejects(verbs: "_Verbs[Parser]") -> Parser:
    parser = verbs.add_parser("rejects", help="give the rejected rows of an import again, to mend")
    parser.add_argument("import_id", metavar="ID", type=int, help=_ID)
    parser.add_argument("--out", metavar="FILE", type=Path, help=_OUT)
    return parser


def _add_template(verbs: "_Verbs[Parser]") -> Parser:
    parser = verbs.add_parser("template", help="give an empty file of an extract, to fill in")
    parser.add_argument("kind", metavar="KIND", help="the extract, such as responses")
    parser.add_argument("--example", action="store_true", help="with a few rows, as an example")
    parser.add_argument("--out", metavar="FILE", type=Path, help=_OUT)
    return parser


def _add_dictionary(verbs: "_Verbs[Parser]") -> Parser:
    parser = verbs.add_parser("dictionary", help="say what columns mean and how full they are")
    parser.add_argument("kind", metavar="KIND", nargs="?", help="only this extract")
    parser.add_argument("--json", action="store_true", help=_JSON)
    return parser


def _add_propose(verbs: "_Verbs[Parser]") -> Parser:
    parser = verbs.add_parser("propose", help="say how a file would fit, and what is to be asked")
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="as for import")
    parser.add_argument("--kind", metavar="KIND", help="the extract; else the likeliest")
    parser.add_argument(
        "--column",
        dest="columns",
        metavar="OURS=THEIRS",
        type=_pair,
        action="append",
        default=[],
        help="take another column; with nothing after the sign, none; may be repeated",
    )
    parser.add_argument(
        "--answer",
        dest="answers",
        metavar="QUESTION=ANSWER",
        type=_pair,
        action="append",
        default=[],
        help="answer a question; repeated where several answers hold",
    )
    parser.add_argument(
        "--read",
        metavar="KEY=VALUE",
        type=_pair,
        action="append",
        default=[],
        help="how to read it, such as sheet=Data, header_row=3 or delimiter=;",
    )
    parser.add_argument(
        "--suggested", action="store_true", help="take the suggested answers where none is given"
    )
    parser.add_argument("--out", metavar="FILE.toml", type=Path, help="write the mapping here")
    parser.add_argument("--save", metavar="NAME", help="save the mapping in the warehouse")
    parser.add_argument("--json", action="store_true", help=_JSON)
    return parser


def _add_mappings(verbs: "_Verbs[Parser]") -> Parser:
    parser = verbs.add_parser("mappings", help="list the mappings, saved and shipped")
    parser.add_argument("--rename", nargs=2, metavar=("OLD", "NEW"), help="rename a saved one")
    parser.add_argument("--delete", metavar="NAME", help="delete a saved one")
    parser.add_argument("--json", action="store_true", help=_JSON)
    return parser


def _add_export(verbs: "_Verbs[Parser]") -> Parser:
    parser = verbs.add_parser("export", help="write the results of a page")
    parser.add_argument("topic", metavar="TOPIC", help="name of the page, such as nps")
    parser.add_argument(
        "--format",
        choices=("json", "csv", "xlsx", "pptx"),
        help="json (the default) holds all, csv one table, xlsx all as a workbook, pptx slides",
    )
    parser.add_argument(
        "--filter",
        dest="filters",
        metavar="KEY=VALUE",
        type=_pair,
        action="append",
        default=[],
        help="such as from=2018-01-01 or segment=A,B; may be repeated",
    )
    parser.add_argument("--table", metavar="NAME", help="the table to write as CSV, not figures")
    parser.add_argument(
        "--template", metavar="FILE.pptx", type=Path, help="take layouts and fonts of these slides"
    )
    parser.add_argument(
        "--out", "--output", metavar="FILE", type=Path, help=f"{_OUT} or to TOPIC.xlsx, TOPIC.pptx"
    )
    return parser


def _add_digest(verbs: "_Verbs[Parser]") -> Parser:
    parser = verbs.add_parser("digest", help="write or send slides, workbook and a summary")
    parser.add_argument("--view", metavar="NAME", help="of a shared saved view")
    parser.add_argument("--review", metavar="ID", help="of a review")
    parser.add_argument("--to", metavar="FOLDER", type=Path, help="write the files there")
    parser.add_argument("--smtp", metavar="HOST:PORT", help="send them through this server")
    parser.add_argument("--starttls", action="store_true", help="only encrypted")
    parser.add_argument("--from", dest="sender", metavar="ADDRESS", help="who sends the mail")
    parser.add_argument(
        "--mail-to",
        metavar="ADDRESS",
        action="append",
        default=[],
        help="who gets the mail; may be repeated",
    )
    return parser


def _add_settings(verbs: "_Verbs[Parser]") -> Parser:
    parser = verbs.add_parser("settings", help="list the settings, or change some together")
    parser.add_argument(
        "changes",
        metavar="NAME=VALUE",
        type=_pair,
        nargs="*",
        help="such as currency=EUR; with nothing after the sign, none",
    )
    parser.add_argument("--json", action="store_true", help=_JSON)
    return parser


def _add_demo(verbs: "_Verbs[Parser]") -> Parser:
    parser = verbs.add_parser("demo", help="fill the warehouse with the demo company")
    parser.add_argument("--customers", type=_count, default=5000, metavar="N")
    parser.add_argument("--seed", type=int, default=7, metavar="S")
    parser.add_argument(
        "--replace", action="store_true", help="retire whatever the warehouse holds (undo works)"
    )
    return parser


def _pair(text: str) -> tuple[str, str]:
    """Take ``key=value`` apart at the first equals sign."""
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise argparse.ArgumentTypeError(f'"{text}" is not written like segment=Consumer')
    return key.strip(), value


def _count(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number of customers')
    return int(text)
