"""What leaves the dashboard: one Report of a page's results, and writers that make files of it."""

from cx.export.report import Figure, Link, Report
from cx.export.writers import rows_to_csv, to_csv, to_json, to_json_text

__all__ = ["Figure", "Link", "Report", "rows_to_csv", "to_csv", "to_json", "to_json_text"]
