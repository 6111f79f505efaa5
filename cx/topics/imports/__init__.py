"""The topic ``imports``: what was brought in, and what it changed."""

from cx.topics.imports.load import audit, load, mapping_of
from cx.topics.imports.report import report
from cx.topics.imports.results import Import, Imports

__all__ = ["Import", "Imports", "audit", "load", "mapping_of", "report"]
