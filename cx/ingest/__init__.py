"""From a file to the warehouse: read, map, check, commit, undo."""

from cx.ingest.mapping import Mapping, identity, load_mapping
from cx.ingest.stage import Problem, Staged, stage

__all__ = ["Mapping", "Problem", "Staged", "identity", "load_mapping", "stage"]
