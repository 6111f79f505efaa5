"""From a file to the warehouse: read, map, check, preview, commit, undo."""

from cx.ingest.commit import commit, history, import_file, undo
from cx.ingest.mapping import Mapping, identity
from cx.ingest.presets import load_mapping
from cx.ingest.preview import preview, preview_undo
from cx.ingest.progress import Progress
from cx.ingest.results import ImportResult, UndoResult
from cx.ingest.stage import Problem, Staged, stage
from cx.warehouse.records import Effect, HistoryLine, effects_of

__all__ = [
    "Effect",
    "HistoryLine",
    "ImportResult",
    "Mapping",
    "Problem",
    "Progress",
    "Staged",
    "UndoResult",
    "commit",
    "effects_of",
    "history",
    "identity",
    "import_file",
    "load_mapping",
    "preview",
    "preview_undo",
    "stage",
    "undo",
]
