"""The warehouse: one DuckDB file, asked through files of queries/ and written by imports only."""

from cx.warehouse.engine import Cursor, EngineError, OurOwnError, scratch
from cx.warehouse.house import House, open_house, path_of
from cx.warehouse.questions import Snapshot

__all__ = [
    "Cursor",
    "EngineError",
    "House",
    "OurOwnError",
    "Snapshot",
    "open_house",
    "path_of",
    "scratch",
]
