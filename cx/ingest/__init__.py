"""From a file to the warehouse: read, map, check, commit, undo."""

from cx.ingest.commit import ImportResult, UndoResult, history, import_file, undo
from cx.ingest.mapping import Mapping, identity
from cx.ingest.presets import load_mapping
from cx.ingest.stage import Problem, Staged, stage
from cx.warehouse.records import HistoryLine

__all__ = [
    "HistoryLine",
    "ImportResult",
    "Mapping",
    "Problem",
    "Staged",
    "UndoResult",
    "history",
    "identity",
    "import_file",
    "load_mapping",
    "stage",
    "undo",
]
